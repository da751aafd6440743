package io.countersign.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that appends on several threads is killed at a random moment, again and again. A few times in every build, many times
 * with {@code -Pfaults}.
 */
@Timeout(600)
class KilledWriterTest {
    private static final int ROUNDS = FaultNotes.isFull() ? 30 : 2;
    private static final int ROUNDS_OF_ONE_LEDGER = 6;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final PostgresBackend postgres = new PostgresBackend();

    @TempDir
    private Path folder;

    @AfterEach
    void dropSchemas() throws Exception {
        postgres.end();
    }

    @Test
    void open_afterKillOfWriterToFile_hasEverythingAcknowledged() throws Exception {
        int acknowledged = 0;
        for (int first = 0; first < ROUNDS; first += ROUNDS_OF_ONE_LEDGER) {
            String file = folder.resolve("ledger-" + first + ".db").toString();
            acknowledged += kill(file, LedgerLocation.parse(file), Math.min(ROUNDS_OF_ONE_LEDGER, ROUNDS - first));
        }
        FaultNotes.add("file-writer", ROUNDS + " killed writers to a file (" + acknowledged + " batches acknowledged)");
    }

    @Test
    void open_afterKillOfWriterToPostgres_hasEverythingAcknowledged() throws Exception {
        int acknowledged = 0;
        for (int first = 0; first < ROUNDS; first += ROUNDS_OF_ONE_LEDGER) {
            String schema = postgres.schema("ledger-" + first);
            acknowledged += kill(
                    PostgresBackend.server().getJdbcUrl("postgres", "postgres") + "&currentSchema=" + schema,
                    LedgerLocation.postgres(PostgresBackend.dataSource(), schema),
                    Math.min(ROUNDS_OF_ONE_LEDGER, ROUNDS - first));
        }
        FaultNotes.add(
                "postgres-writer",
                ROUNDS + " killed writers to PostgreSQL (" + acknowledged + " batches acknowledged)");
    }

    private int kill(String place, LedgerLocation location, int rounds) throws Exception {
        Aftermath aftermath = Aftermath.ofNothing();
        int acknowledged = 0;
        for (int round = 0; round < rounds; round++) {
            int before = aftermath.acknowledged().size();
            Process child = ChildJvm.start(HammeringChild.class, place, String.valueOf(aftermath.next()));
            try (BufferedReader said = ChildJvm.output(child)) {
                String line = said.readLine();
                assertThat(line).startsWith("append ");
                long stop = System.nanoTime()
                        + TimeUnit.MICROSECONDS.toNanos(random.nextInt(FaultNotes.isFull() ? 1_000_000 : 300_000));
                while (System.nanoTime() < stop) {
                    aftermath.hear(line);
                    line = said.readLine();
                }
                child.toHandle().destroyForcibly(); // the other way closes the stream, and what it still holds counts
                for (; line != null; line = said.readLine()) {
                    aftermath.hear(line);
                }
            } finally {
                child.destroyForcibly().waitFor();
            }
            assertThat(child.exitValue()).isNotZero();
            acknowledged += aftermath.acknowledged().size() - before;
            try {
                aftermath.check(location);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("Round " + round + " with seed " + seed, e);
            }
        }
        return acknowledged;
    }
}
