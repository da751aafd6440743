package io.countersign.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.model.fixtures.JournalContract;
import io.countersign.model.fixtures.SettableClock;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.AppendResult;
import io.countersign.model.journal.EntryCursor;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.EventDraft;
import io.countersign.model.journal.JournalEntry;
import java.io.BufferedReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several processes on one ledger in PostgreSQL, and what they saw of it, judged afterwards. */
class SharedLedgerTest {
    private static final int PROCESSES = 3;
    private static final int CALLERS = 4;
    private static final int APPENDS = Integer.getInteger("countersign.shared.appends", 60);

    private final PostgresBackend postgres = new PostgresBackend();

    @RegisterExtension
    final Ledgers ledgers = new Ledgers(SettableClock.atSomeInstant(), postgres);

    /**
     * An append as its caller saw it. The nanoseconds are of the machine's one monotonic clock.
     *
     * @param start before the call
     * @param end after its answer
     */
    private record Seen(String key, long start, long end, long first, long last) {
        static Seen parse(String line) {
            String[] parts = line.split(" ", -1);
            return new Seen(
                    parts[0],
                    Long.parseLong(parts[1]),
                    Long.parseLong(parts[2]),
                    Long.parseLong(parts[3]),
                    Long.parseLong(parts[4]));
        }
    }

    @Test
    void append_severalProcesses_isGapFreeAndLinearizable() throws Exception {
        LedgerSetup.prepare(ledgers.location("ledger.db"));
        String url = PostgresBackend.server().getJdbcUrl("postgres", "postgres") + "&currentSchema="
                + postgres.schema("ledger.db");
        List<Process> processes = new ArrayList<>();
        List<Seen> history = new ArrayList<>();
        try {
            for (int i = 0; i < PROCESSES; i++) {
                processes.add(ChildJvm.start(
                        SharedLedgerTest.class, url, "p" + i, Integer.toString(CALLERS), Integer.toString(APPENDS)));
            }
            for (Process process : processes) {
                try (BufferedReader output = ChildJvm.output(process)) {
                    output.lines().map(Seen::parse).forEach(history::add);
                }
                assertThat(process.waitFor()).isZero();
            }
        } finally {
            processes.forEach(Process::destroyForcibly);
        }

        assertThat(history).hasSize(PROCESSES * CALLERS * APPENDS);
        Map<Long, String> places = placesOf(history);
        assertThat(places.keySet())
                .hasSize(Math.toIntExact(ledgers.open().head().size()));
        try (EntryCursor entries = ledgers.open().read(EntryQuery.all())) {
            while (entries.hasNext()) {
                JournalEntry entry = entries.next();
                assertThat(entry.envelope().idempotencyKey()).isEqualTo(places.get(entry.sequence()));
            }
        }
        requireLinearizable(history);
    }

    /** The judge itself must be able to say no. */
    @Test
    void requireLinearizable_laterAppendInFront_isSeen() {
        List<Seen> history = List.of(new Seen("a", 0, 1, 5, 5), new Seen("b", 2, 3, 4, 4));

        assertThatThrownBy(() -> requireLinearizable(history))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("began after place 5 was answered");
    }

    /** Every place was given to one append only. */
    private static Map<Long, String> placesOf(List<Seen> history) {
        Map<Long, String> places = new HashMap<>();
        for (Seen seen : history) {
            for (long sequence = seen.first(); sequence <= seen.last(); sequence++) {
                assertThat(places.put(sequence, seen.key()))
                        .as("place " + sequence)
                        .isNull();
            }
        }
        return places;
    }

    /** Whatever was answered before an append began stands in front of it. */
    private static void requireLinearizable(List<Seen> history) {
        List<Seen> byStart =
                history.stream().sorted(Comparator.comparingLong(Seen::start)).toList();
        List<Seen> byEnd =
                history.stream().sorted(Comparator.comparingLong(Seen::end)).toList();
        int answered = 0;
        long furthest = -1;
        int overlapping = 0;
        int begun = 0;
        for (Seen seen : byStart) {
            while (byEnd.get(answered).end() < seen.start()) {
                furthest = Math.max(furthest, byEnd.get(answered).last());
                answered++;
            }
            assertThat(seen.first())
                    .as(seen + " began after place " + furthest + " was answered")
                    .isGreaterThan(furthest);
            overlapping += begun > answered ? 1 : 0;
            begun++;
        }
        assertThat(overlapping).as("appends that ran beside others").isGreaterThan(history.size() / 4);
    }

    /** A process that appends from several threads and prints what each call saw. */
    public static void main(String[] arguments) {
        int appends = Integer.parseInt(arguments[3]);
        List<String> seen = new ArrayList<>();
        try (AuditLedger ledger = AuditLedger.builder()
                .at(LedgerLocation.parse(arguments[0]))
                .clock(SettableClock.atSomeInstant())
                .build()) {
            List<CompletableFuture<Void>> callers = new ArrayList<>();
            for (int caller = 0; caller < Integer.parseInt(arguments[2]); caller++) {
                String name = arguments[1] + "-" + caller;
                callers.add(CompletableFuture.runAsync(
                        () -> {
                            for (int i = 0; i < appends; i++) {
                                String line = append(ledger, name + "-" + i, 1 + i % 3);
                                synchronized (seen) {
                                    seen.add(line);
                                }
                            }
                        },
                        work -> new Thread(work).start()));
            }
            callers.forEach(CompletableFuture::join);
        }
        seen.forEach(System.out::println);
    }

    private static String append(AuditLedger ledger, String key, int entries) {
        List<EventDraft> drafts = new ArrayList<>();
        for (int i = 0; i < entries; i++) {
            drafts.add(JournalContract.draft("s" + i, "t", key));
        }
        long start = System.nanoTime();
        AppendResult result = ledger.append(AppendBatch.of(key, drafts));
        long end = System.nanoTime();
        return key + " " + start + " " + end + " " + result.entries().get(0).sequence() + " "
                + result.entries().get(entries - 1).sequence();
    }
}
