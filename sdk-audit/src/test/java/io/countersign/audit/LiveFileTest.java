package io.countersign.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.model.LedgerUnavailableException;
import io.countersign.model.fixtures.SettableClock;
import io.countersign.model.journal.AppendBatch;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What others do to a file while a ledger is open on it: the ledger stays right, or it stops. */
class LiveFileTest {
    private static final int BEFORE = 5;

    private final Aftermath aftermath = Aftermath.ofNothing();

    @TempDir
    private Path folder;

    /** What leaves the open ledger with files that are no longer those at its path. */
    private enum Harm {
        LOG_DELETED {
            @Override
            void happen(Path file) throws Exception {
                Files.delete(beside(file, "-wal"));
            }
        },
        LOG_REPLACED_BY_COPY {
            @Override
            void happen(Path file) throws Exception {
                replaceByCopy(beside(file, "-wal"));
            }
        },
        INDEX_DELETED {
            @Override
            void happen(Path file) throws Exception {
                Files.delete(beside(file, "-shm"));
            }
        },
        INDEX_DELETED_AND_LOG_EMPTIED {
            @Override
            void happen(Path file) throws Exception {
                Files.delete(beside(file, "-shm"));
                inAnotherProcess(file, "PRAGMA wal_checkpoint(TRUNCATE)");
            }
        },
        INDEX_DELETED_AND_WRITTEN_TO {
            @Override
            void happen(Path file) throws Exception {
                Files.delete(beside(file, "-shm"));
                inAnotherProcess(file, "CREATE TABLE other (id TEXT)");
            }
        },
        FILE_REPLACED_BY_COPY {
            @Override
            void happen(Path file) throws Exception {
                replaceByCopy(file);
            }
        };

        abstract void happen(Path file) throws Exception;
    }

    @ParameterizedTest
    @EnumSource
    void append_filesReplaced_isNotAcknowledgedAndWhatWasIsThere(Harm harm) throws Exception {
        Path file = folder.resolve("ledger.db");
        try (AuditLedger ledger = open(file)) {
            fill(ledger);
            harm.happen(file);

            for (int number = BEFORE; number < BEFORE + 3; number++) {
                AppendBatch batch = FaultBatches.batch(number);
                aftermath.hear("append " + number);
                aftermath.hear("refused " + number);
                assertThatThrownBy(() -> ledger.append(batch))
                        .isInstanceOf(LedgerUnavailableException.class)
                        .hasMessageContaining("was replaced while it was open");
            }
        }
        aftermath.check(LedgerLocation.file(file));
    }

    @Test
    void append_fileDeleted_isNotAcknowledged() throws Exception {
        Path file = folder.resolve("ledger.db");
        try (AuditLedger ledger = open(file)) {
            fill(ledger);
            Files.delete(file);

            assertThatThrownBy(() -> ledger.append(FaultBatches.batch(BEFORE)))
                    .isInstanceOf(LedgerUnavailableException.class)
                    .hasMessageContaining("was replaced while it was open");
        }
    }

    @Test
    void append_otherProcessesReadAndWriteAndClose_goesOn() throws Exception {
        Path file = folder.resolve("ledger.db");
        try (AuditLedger ledger = open(file)) {
            fill(ledger);
            int number = BEFORE;
            for (String sql : new String[] {
                "SELECT count(*) FROM cs_entry",
                "CREATE TABLE other (id TEXT)",
                "PRAGMA wal_checkpoint(TRUNCATE)",
                "VACUUM INTO '" + folder.resolve("copy.db") + "'",
                "VACUUM"
            }) {
                inAnotherProcess(file, sql);
                append(ledger, number);
                number++;
            }
            assertThat(aftermath.verify(LedgerLocation.file(folder.resolve("copy.db"))))
                    .isPositive();
        }
        aftermath.check(LedgerLocation.file(file));
    }

    /**
     * Reading the file makes the operating system drop SQLite's locks, and SQLite before 3.51 deletes the log of a ledger that is not
     * locked when it is closed elsewhere.
     */
    @Test
    void append_locksDropped_isRightOrNotAcknowledged() throws Exception {
        Path file = folder.resolve("ledger.db");
        try (AuditLedger ledger = open(file)) {
            fill(ledger);
            assertThat(Files.readAllBytes(file)).isNotEmpty();
            inAnotherProcess(file, "PRAGMA user_version");

            aftermath.hear("append " + BEFORE);
            ledger.append(FaultBatches.batch(BEFORE));
            aftermath.hear("acknowledged " + BEFORE);
        } catch (LedgerUnavailableException e) {
            aftermath.hear("refused " + BEFORE);
            assertThat(e).hasMessageContaining("replaced while it was open");
        }
        aftermath.check(LedgerLocation.file(file));
    }

    /** Without the lock file nothing keeps a second writer out; then each follows the other. */
    @Test
    void append_lockFileDeletedAndOtherProcessAppends_bothAreRight() throws Exception {
        Path file = folder.resolve("ledger.db");
        try (AuditLedger ledger = open(file)) {
            fill(ledger);
            Files.delete(beside(file, ".lock"));
            Path said = folder.resolve("said");
            Process other = ChildJvm.start(
                    ScriptedChild.class, file.toString(), said.toString(), String.valueOf(BEFORE), "aaanaac");
            for (int number = 1_000; other.isAlive() || number < 1_010; number++) {
                append(ledger, number);
            }
            assertThat(other.waitFor()).isZero();
            Files.readAllLines(said).forEach(aftermath::hear);
            assertThat(aftermath.acknowledged()).contains(BEFORE, BEFORE + 4);
        }
        aftermath.check(LedgerLocation.file(file));
    }

    private static AuditLedger open(Path file) {
        return AuditLedger.open(file, SettableClock.atSomeInstant());
    }

    private void fill(AuditLedger ledger) {
        for (int number = 0; number < BEFORE; number++) {
            append(ledger, number);
        }
    }

    private void append(AuditLedger ledger, int number) {
        aftermath.hear("append " + number);
        ledger.append(FaultBatches.batch(number));
        aftermath.hear("acknowledged " + number);
    }

    private static Path beside(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    /** The copy is made by another process: reading the file here would drop SQLite's locks as well. */
    private static void replaceByCopy(Path file) throws Exception {
        Path copy = beside(file, ".copy");
        await(ChildJvm.start(PlainChild.class, "copy", file.toString(), copy.toString()));
        Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void inAnotherProcess(Path file, String sql) throws Exception {
        await(ChildJvm.start(PlainChild.class, "sql", file.toString(), sql));
    }

    private static void await(Process child) throws IOException, InterruptedException {
        try (BufferedReader said = ChildJvm.output(child)) {
            assertThat(said.lines()).containsExactly("done");
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            child.destroyForcibly();
        }
    }
}
