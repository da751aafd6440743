package io.countersign.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.CrashedFolder.State;
import io.countersign.audit.SystemCalls.Call;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A crash of the machine between any two system calls: a ledger is watched while it is written, and every state that the disk may be
 * in after each call is laid out, opened, verified and appended to.
 */
@Tag("faults")
class CrashStatesTest {
    private static final int SEED = 20261125;

    @TempDir
    private Path folder;

    /** Appends of different sizes, signatures, the log moved into the file and begun anew, closed and opened again. */
    @Test
    void open_afterCrashAtAnyCall_hasEverythingAcknowledged() throws Exception {
        List<Call> calls = SystemCalls.record(folder, 0, "aaanaaaawaanwwaaraawaana");

        int states = tryStates(calls, point -> true);

        assertThat(states).isGreaterThan(1_000);
        FaultNotes.add("crash", states + " states of the disk after " + calls.size() + " system calls");
    }

    /** SQLite moves the log into the file by itself, in a commit, and begins the log anew in the next: points around both. */
    @Test
    void open_afterCrashAroundCheckpointOfTheLog_hasEverythingAcknowledged() throws Exception {
        List<Call> calls = SystemCalls.record(folder, FaultBatches.SMALL, "a".repeat(1_100));
        int checkpoint = firstWriteToFileAfterOpening(calls);

        int states = tryStates(calls, point -> point >= checkpoint - 12 && point < checkpoint + 140 && point % 3 == 0);

        assertThat(states).isGreaterThan(100);
        FaultNotes.add("checkpoint", states + " states around a checkpoint of the full log");
    }

    /** The log is synced once a commit, and once more where it begins anew, before the first commit that overwrites it. */
    @Test
    void append_anyBatch_syncsTheLogOnce() throws Exception {
        List<Call> calls = SystemCalls.record(folder, 0, "aaanaaaawaaraaan");

        int commits = 0;
        int syncs = 0;
        int begun = 0;
        boolean appending = false;
        for (Call call : calls) {
            boolean isLog = call.file().equals(SystemCalls.LEDGER + "-wal");
            if (isLog && call.isSync()) {
                syncs++;
            } else if (isLog && call.name().equals("pwrite64") && call.number() == 0) {
                begun++;
            }
            String said = call.said();
            if (said.startsWith("acknowledged") || said.startsWith("note")) {
                commits++;
                assertThat(syncs - begun).as("syncs before: %s", said).isEqualTo(1);
            }
            appending |= said.startsWith("acknowledged");
            if (!said.isEmpty()) {
                syncs = 0;
                begun = 0;
            }
        }
        assertThat(appending).isTrue();
        assertThat(commits).isEqualTo(14);
    }

    private interface Points {
        boolean isTried(int point);
    }

    private int tryStates(List<Call> calls, Points points) throws InterruptedException {
        try (Trials trials = new Trials(folder)) {
            List<String> said = new ArrayList<>();
            CrashedFolder disk = new CrashedFolder();
            Random random = new Random(SEED);
            boolean isSyncedTried = false;
            for (int point = 0; point < calls.size(); point++) {
                Call call = calls.get(point);
                disk.add(call);
                if (!call.said().isEmpty()) {
                    said.add(call.said());
                }
                isSyncedTried &= !call.isSync() && call.said().isEmpty();
                if (!points.isTried(point)) {
                    continue;
                }
                List<State> states = new ArrayList<>(List.of(disk.written()));
                if (disk.isAnythingUnsynced()) {
                    if (!isSyncedTried) {
                        states.add(disk.synced());
                        isSyncedTried = true;
                    }
                    states.add(disk.some(random));
                }
                if (call.name().equals("pwrite64")) {
                    states.add(disk.torn(call, random));
                    states.add(disk.holed(call, random));
                }
                List<String> before = List.copyOf(said);
                for (int i = 0; i < states.size(); i++) {
                    State state = states.get(i);
                    boolean isReadFirst = (point + i) % 2 == 0 && before.contains("opened");
                    trials.add(
                            "after call " + point + ", " + call.name() + " of " + call.file() + ", seed " + SEED + ": "
                                    + state.what() + "; said last: "
                                    + before.subList(Math.max(0, before.size() - 3), before.size()),
                            place -> check(state, before, isReadFirst, place));
                }
            }
            return trials.allHeld();
        }
    }

    private static void check(State state, List<String> said, boolean isReadFirst, Path place) throws IOException {
        state.writeTo(place);
        Aftermath aftermath = Aftermath.of(said);
        LedgerLocation ledger = LedgerLocation.file(place.resolve(SystemCalls.LEDGER));
        if (isReadFirst) {
            aftermath.verify(ledger); // by somebody who comes before the next writer
        }
        aftermath.check(ledger);
    }

    private static int firstWriteToFileAfterOpening(List<Call> calls) {
        boolean opened = false;
        for (int point = 0; point < calls.size(); point++) {
            opened |= calls.get(point).said().startsWith("acknowledged");
            if (opened
                    && calls.get(point).file().equals(SystemCalls.LEDGER)
                    && calls.get(point).name().equals("pwrite64")) {
                return point;
            }
        }
        throw new AssertionError("The log was never moved into the file");
    }
}
