package io.countersign.audit;

import static io.countersign.model.fixtures.JournalContract.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.model.LedgerUnavailableException;
import io.countersign.model.journal.AppendBatch;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A ledger in a file: one process, one writer, and what only SQLite does. */
class SqliteLedgerTest extends LedgerContract {
    SqliteLedgerTest() {
        super(new FileBackend());
    }

    @Test
    void open_oddFileName_works() {
        String name = "a b%20?mode=memory#é'\u00df.db";
        try (AuditLedger ledger = ledgers.open(name)) {
            ledger.append(AppendBatch.of("key-1", List.of(draft("a", "t", 1))));
        }

        assertThat(ledgers.file(name)).isRegularFile();
        assertThat(ledgers.open(name).head().size()).isEqualTo(1);
    }

    @Test
    void open_fileWithTablesOfTheHost_leavesThemAlone() throws SQLException {
        RawFile.run(ledgers.file("ledger.db"), "CREATE TABLE market (id TEXT)", "INSERT INTO market VALUES ('XBT')");

        AuditLedger ledger = ledgers.open();

        ledger.append(AppendBatch.of("key-1", List.of(draft("a", "t", 1))));
        assertThat(ledger.validate().isIntact()).isTrue();
    }

    @Test
    void build_withoutFileOrClock_isRefused() {
        assertThatIllegalStateException().isThrownBy(() -> AuditLedger.builder().build());
        assertThatIllegalStateException()
                .isThrownBy(() -> AuditLedger.builder().file(Path.of("x.db")).build());
    }

    @Test
    void open_twiceInOneProcess_isRefusedAndTheLockStays() throws Exception {
        AuditLedger ledger = ledgers.open();

        assertThatThrownBy(() -> AuditLedger.open(Ledgers.fileOf(ledger), ledgers.clock()))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessage("The ledger " + Ledgers.fileOf(ledger)
                        + " is open in this process already: use that one, or close it" + " first");

        // Had the refused attempt touched the lock file, the operating system would have dropped the lock.
        assertThat(childSays(Ledgers.fileOf(ledger)))
                .startsWith("LedgerUnavailableException: The ledger " + Ledgers.fileOf(ledger)
                        + " is open in another process");
        ledger.append(AppendBatch.of("key-1", List.of(draft("a", "t", 1))));
    }

    @Test
    void open_throughSymbolicLink_isTheSameLedger() throws IOException {
        AuditLedger ledger = ledgers.open();
        Path link = Files.createSymbolicLink(ledgers.damaged("link.db"), Ledgers.fileOf(ledger));

        assertThatThrownBy(() -> AuditLedger.open(link, ledgers.clock()))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining("is open in this process already");
    }

    @Test
    void open_heldByOtherProcess_isRefused() throws Exception {
        Path file = ledgers.file("ledger.db");
        Process child = ChildJvm.start(AppendingChild.class, file.toString());
        try (BufferedReader acknowledged = ChildJvm.output(child)) {
            assertThat(acknowledged.readLine()).isEqualTo("0");

            assertThatThrownBy(() -> AuditLedger.open(file, ledgers.clock()))
                    .isInstanceOf(LedgerUnavailableException.class)
                    .hasMessageContaining("is open in another process, which holds " + file.toRealPath() + ".lock");

            // A reader is welcome meanwhile, and sees a moment at which everything fits.
            assertThat(LedgerVerifier.builder().file(file).build().verify().entries())
                    .isPositive();
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    @Test
    void open_afterKill_hasEverythingAcknowledged() throws Exception {
        Path file = ledgers.file("ledger.db");
        int batches = 0;
        for (int round = 0; round < 3; round++) {
            Process child = ChildJvm.start(AppendingChild.class, file.toString());
            int last = -1;
            try (BufferedReader acknowledged = ChildJvm.output(child)) {
                while (last < 120 * (round + 1)) {
                    last = Integer.parseInt(acknowledged.readLine());
                }
                child.toHandle().destroyForcibly(); // the other way closes the stream, and what it still holds counts
                for (String line = acknowledged.readLine(); line != null; line = acknowledged.readLine()) {
                    last = line.matches("\\d+") ? Math.max(last, Integer.parseInt(line)) : last;
                }
            } finally {
                child.destroyForcibly().waitFor();
            }
            assertThat(child.exitValue()).isNotZero();
            batches = Math.max(batches, last + 1);

            try (AuditLedger ledger = AuditLedger.open(file, ledgers.clock())) {
                long size = ledger.head().size();
                for (int i = 0; i < batches; i++) {
                    assertThat(ledger.append(AppendingChild.batch(i)).repeated())
                            .isTrue();
                }
                assertThat(ledger.head().size()).isEqualTo(size);
                assertThat(ledger.verify().entries()).isEqualTo(size);
            }
        }
    }

    @Test
    void append_fileLockedByOtherWriter_isUnavailableAndGoesOn() throws SQLException {
        AuditLedger ledger = ledgers.open();
        try (var other = RawFile.connect(Ledgers.fileOf(ledger));
                var statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");

            assertThatThrownBy(() -> ledger.append(AppendBatch.of("key-1", drafts(1))))
                    .isInstanceOf(LedgerUnavailableException.class)
                    .hasMessageContaining("cannot be written; nothing was");

            statement.execute("ROLLBACK");
        }
        assertThat(ledger.append(AppendBatch.of("key-1", drafts(1))).repeated()).isFalse();
    }

    private static String childSays(Path file) throws Exception {
        Process child = ChildJvm.start(AppendingChild.class, file.toString());
        try (BufferedReader output = ChildJvm.output(child)) {
            String said = output.readLine();
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return said;
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void edit_throughReplace_isRefusedByTriggers() {
        AuditLedger ledger = ledgers.open();
        ledger.append(AppendBatch.of("key-1", drafts(5)));

        assertThatThrownBy(() -> RawFile.run(
                        Ledgers.fileOf(ledger),
                        "PRAGMA recursive_triggers=ON",
                        "REPLACE INTO cs_entry SELECT seq, envelope, 'other', revision, prev_seq, event_type, actor,"
                                + " occurred_at, recorded_at, batch_key FROM cs_entry WHERE seq = 3"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("never deleted");
    }
}
