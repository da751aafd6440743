package io.countersign.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.model.fixtures.SettableClock;
import io.countersign.model.journal.EntryCursor;
import io.countersign.model.journal.EntryQuery;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What must hold of a ledger after any fault: it opens and is intact; every batch that was acknowledged is there, none that was refused
 * is, and each that is there is whole; what is appended again under its key is not doubled, and the next append works.
 *
 * @param attempted all batches that were ever handed in
 * @param acknowledged those that were acknowledged
 * @param unknown those of which the ledger said that it does not know
 * @param refused those of which the ledger said last that they are not written
 * @param keys who signed
 * @param notes checkpoints that were given out
 */
record Aftermath(
        Set<Integer> attempted,
        Set<Integer> acknowledged,
        Set<Integer> unknown,
        Set<Integer> refused,
        List<String> keys,
        List<String> notes) {

    private static final int AGAIN_MAX = 200;

    /** Of a ledger that nothing was handed to yet. */
    static Aftermath ofNothing() {
        return of(List.of());
    }

    /** From the lines that a {@link ScriptedChild} wrote before the fault. */
    static Aftermath of(List<String> said) {
        Aftermath aftermath = new Aftermath(
                new TreeSet<>(),
                new TreeSet<>(),
                new TreeSet<>(),
                new TreeSet<>(),
                new ArrayList<>(),
                new ArrayList<>());
        said.forEach(aftermath::hear);
        return aftermath;
    }

    /** Takes in what a child said next. */
    void hear(String line) {
        String[] words = line.split(" ", 3);
        switch (words[0]) {
            case "append" -> {
                attempted.add(Integer.parseInt(words[1]));
                refused.remove(Integer.parseInt(words[1]));
            }
            case "acknowledged" -> acknowledged.add(Integer.parseInt(words[1]));
            case "unknown" -> unknown.add(Integer.parseInt(words[1]));
            case "refused" -> {
                if (!unknown.contains(Integer.parseInt(words[1]))) {
                    refused.add(Integer.parseInt(words[1])); // otherwise an attempt before may have left it
                }
            }
            case "key" -> keys.add(words[1]);
            case "note" -> notes.add(new String(Base64.getDecoder().decode(words[1]), StandardCharsets.UTF_8));
            case "failed" -> throw new AssertionError(line);
            default -> {}
        }
    }

    /** The number of the next batch. */
    int next() {
        return attempted.stream().mapToInt(number -> number + 1).max().orElse(0);
    }

    /** Checks a ledger that nobody writes to at the moment, and leaves it with every batch that was attempted, and one more, all acknowledged. */
    void check(LedgerLocation place) {
        long size;
        try (AuditLedger ledger = AuditLedger.builder()
                .at(place)
                .clock(SettableClock.atSomeInstant())
                .build()) {
            verify(place);
            Map<Integer, Integer> recorded = recorded(ledger);
            assertThat(acknowledged).as("acknowledged").isSubsetOf(recorded.keySet());
            assertThat(recorded.keySet()).as("recorded").isSubsetOf(attempted);
            assertThat(refused).as("refused").noneMatch(recorded::containsKey);
            recorded.forEach((number, entries) ->
                    assertThat(entries).as("entries of batch %d", number).isEqualTo(FaultBatches.entries(number)));

            size = ledger.head().size();
            assertThat(size)
                    .isEqualTo(recorded.values().stream()
                            .mapToLong(entries -> entries)
                            .sum());
            int next = next();
            for (int number : attempted) {
                if (recorded.containsKey(number) && number < next - AGAIN_MAX && number % 16 != 0) {
                    continue; // of very many, some
                }
                boolean repeated = ledger.append(FaultBatches.batch(number)).repeated();
                assertThat(repeated).as("batch %d was there", number).isEqualTo(recorded.containsKey(number));
                size += repeated ? 0 : FaultBatches.entries(number);
            }
            assertThat(ledger.append(FaultBatches.batch(next)).repeated()).isFalse();
            attempted.add(next);
            acknowledged.addAll(attempted);
            unknown.clear();
            refused.clear();
            size += FaultBatches.entries(next);
            assertThat(ledger.head().size()).isEqualTo(size);
        }
        assertThat(verify(place)).isEqualTo(size);
    }

    /** Verifies a ledger as a reader who knows what was signed; its size. */
    long verify(LedgerLocation place) {
        LedgerVerifier.Builder verifier = LedgerVerifier.builder().at(place);
        keys.forEach(verifier::trusting);
        notes.forEach(verifier::holding);
        return verifier.build().verify().entries();
    }

    private static Map<Integer, Integer> recorded(AuditLedger ledger) {
        Map<Integer, Integer> recorded = new TreeMap<>();
        try (EntryCursor entries = ledger.read(EntryQuery.all())) {
            while (entries.hasNext()) {
                recorded.merge(FaultBatches.number(entries.next().envelope().idempotencyKey()), 1, Integer::sum);
            }
        }
        return recorded;
    }
}
