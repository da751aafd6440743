package io.countersign.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.SystemCalls.Call;
import io.countersign.model.fixtures.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The operating system refuses one call that a ledger makes, or kills the process at it: each call in turn, in a process of its own.
 * What the ledger said before is true afterwards, and where the process goes on, so does the ledger.
 */
@Tag("faults")
class InjectedErrorsTest {
    /** Batches that are there before; the second one after them fills a tile. */
    private static final int BEFORE = 12;

    private static final String SCRIPT = "aanwac";

    @TempDir
    private Path folder;

    private Path prepared = Path.of("");
    private List<Call> calls = List.of();

    @BeforeEach
    void prepare() throws Exception {
        prepared = Files.createDirectory(folder.resolve("prepared"));
        try (AuditLedger ledger =
                AuditLedger.open(prepared.resolve(SystemCalls.LEDGER), SettableClock.atSomeInstant())) {
            for (int number = 0; number < BEFORE; number++) {
                ledger.append(FaultBatches.batch(number));
            }
        }
        calls = SystemCalls.record(copy(Files.createDirectory(folder.resolve("watched"))), BEFORE, SCRIPT);
    }

    @Test
    void append_callFails_isAnsweredTrulyAndTheNextWorks() throws Exception {
        try (Trials trials = new Trials(folder)) {
            for (String call : List.of("fsync", "ftruncate", "unlink", "openat")) {
                for (int n = first(call); n <= count(call); n++) {
                    fail(trials, call + ":error=EIO:when=" + n, SCRIPT);
                    fail(trials, call + ":error=EIO:when=" + n, "h" + SCRIPT);
                }
            }
            for (int n = 1; n <= count("pwrite64"); n++) {
                String error = n % 3 == 0 ? "EIO" : "ENOSPC";
                fail(trials, "pwrite64:error=" + error + ":when=" + n, n % 2 == 0 ? SCRIPT : "h" + SCRIPT);
            }
            FaultNotes.add("errors", trials.allHeld() + " failed system calls");
        }
    }

    /** The disk is full, or gone, from some call on. */
    @Test
    void append_callsFailFromNowOn_nothingIsAcknowledgedFalsely() throws Exception {
        try (Trials trials = new Trials(folder)) {
            for (int n = 1; n <= count("pwrite64"); n += 9) {
                lose(trials, "pwrite64:error=ENOSPC:when=" + n + "+");
            }
            for (int n = 1; n <= count("fsync"); n += 2) {
                lose(trials, "fsync:error=EIO:when=" + n + "+");
            }
            FaultNotes.add("lost", trials.allHeld() + " disks full or lost for good");
        }
    }

    @Test
    void append_killedAtCall_hasEverythingAcknowledged() throws Exception {
        try (Trials trials = new Trials(folder)) {
            for (String call : List.of("fsync", "ftruncate", "unlink", "pwrite64")) {
                for (int n = 1; n <= count(call); n += call.equals("pwrite64") ? 19 : 2) {
                    kill(trials, call + ":signal=SIGKILL:when=" + n);
                }
            }
            FaultNotes.add("kills", trials.allHeld() + " kills at a system call");
        }
    }

    private void fail(Trials trials, String injected, String script) {
        trials.add(injected + " " + script, place -> {
            assertThat(SystemCalls.inject(copy(place), BEFORE, script, injected))
                    .isZero();
            if (!script.startsWith("h")) {
                Aftermath aftermath = Aftermath.of(SystemCalls.said(place));
                assertThat(aftermath.acknowledged())
                        .as("acknowledged in the end")
                        .isEqualTo(aftermath.attempted());
            }
            check(place);
        });
    }

    private void lose(Trials trials, String injected) {
        trials.add(injected, place -> {
            assertThat(SystemCalls.inject(copy(place), BEFORE, SCRIPT, injected))
                    .isZero();
            check(place);
        });
    }

    private void kill(Trials trials, String injected) {
        trials.add(injected, place -> {
            assertThat(SystemCalls.inject(copy(place), BEFORE, SCRIPT, injected))
                    .isNotZero();
            check(place);
        });
    }

    private static void check(Path place) throws IOException {
        List<String> said = SystemCalls.said(place);
        Aftermath aftermath = Aftermath.of(said);
        try {
            for (int number = 0; number < BEFORE; number++) {
                aftermath.hear("append " + number);
                aftermath.hear("acknowledged " + number);
            }
            aftermath.check(LedgerLocation.file(place.resolve(SystemCalls.LEDGER)));
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("The child said: " + String.join("\n", said), e);
        }
    }

    private long count(String name) {
        Set<String> names = name.equals("openat") ? Set.of("open", "create") : Set.of(name);
        return calls.stream().filter(call -> names.contains(call.name())).count();
    }

    /** The first file that the child opens is the one that it writes lines to. */
    private static int first(String call) {
        return call.equals("openat") ? 2 : 1;
    }

    private Path copy(Path to) throws IOException {
        Files.copy(prepared.resolve(SystemCalls.LEDGER), to.resolve(SystemCalls.LEDGER)); // nobody has it open
        return to;
    }
}
