package io.countersign.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.model.LedgerUnavailableException;
import io.countersign.model.fixtures.SettableClock;
import io.countersign.model.journal.Journal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No room on the disk: an append fails, nothing of it is written, and appends go on when there is room again. */
class DiskFullTest {
    private static final int BATCHES = 160;

    @TempDir
    private Path folder;

    /**
     * The operating system lets no file of the process grow beyond a size, and the log runs into it. There is room again once the log
     * was moved into the ledger's file.
     */
    @Test
    void append_filesCannotGrow_isRefusedAndGoesOnWhenThereIsRoom() throws Exception {
        Path file = folder.resolve("ledger.db");
        Path said = folder.resolve("said");
        List<String> command =
                new ArrayList<>(List.of("sh", "-c", "ulimit -f \"$1\" && shift && exec \"$@\"", "sh", "8000"));
        command.addAll(ChildJvm.command(
                ScriptedChild.class, file.toString(), said.toString(), "0", "a".repeat(BATCHES) + "c"));
        Process child = new ProcessBuilder(command).inheritIO().start();
        try {
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(child.exitValue()).isZero();
        } finally {
            child.destroyForcibly();
        }

        List<String> lines = Files.readAllLines(said);
        assertThat(lines)
                .filteredOn(line -> line.startsWith("refused"))
                .isNotEmpty()
                .allMatch(line -> line.contains("cannot be written; nothing was"));
        Aftermath aftermath = Aftermath.of(lines);
        assertThat(aftermath.acknowledged()).hasSize(BATCHES);
        aftermath.check(LedgerLocation.file(file));
    }

    /** SQLite itself refuses more pages than a connection allows. */
    @Test
    void within_noRoom_isRefusedAndTheNextTransactionGoesOn() throws SQLException {
        Path file = folder.resolve("ledger.db");
        Aftermath aftermath = Aftermath.ofNothing();
        try (AuditLedger ledger = AuditLedger.open(file, SettableClock.atSomeInstant())) {
            int number = 0;
            try (Connection connection = connect(file, "PRAGMA max_page_count=60")) {
                Journal journal = ledger.within(connection);
                for (int failures = 0; failures < 3; number++) {
                    aftermath.hear("append " + number);
                    try {
                        journal.append(FaultBatches.batch(number));
                        connection.commit();
                        aftermath.hear("acknowledged " + number);
                        assertThat(failures).isZero();
                    } catch (LedgerUnavailableException e) {
                        assertThat(e).hasMessageContaining(failures == 0 ? "nothing was: [SQLITE_FULL]" : "has undone");
                        aftermath.hear("refused " + number);
                        failures++;
                    }
                }
            }
            try (Connection connection = connect(file, "PRAGMA max_page_count=600000")) {
                aftermath.hear("append " + number);
                ledger.within(connection).append(FaultBatches.batch(number));
                connection.commit();
                aftermath.hear("acknowledged " + number);
            }
        }
        assertThat(aftermath.acknowledged()).hasSizeGreaterThan(2);
        aftermath.check(LedgerLocation.file(file));
    }

    private static Connection connect(Path file, String pragma) throws SQLException {
        Connection connection = RawFile.connect(file);
        try (Statement statement = connection.createStatement()) {
            statement.execute(pragma);
        }
        connection.setAutoCommit(false);
        return connection;
    }
}
