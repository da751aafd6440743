package io.countersign.audit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.AuditLedger;
import io.countersign.model.AppendStateUnknownException;
import io.countersign.model.LedgerUnavailableException;
import io.countersign.model.fixtures.JournalContract;
import io.countersign.model.fixtures.SettableClock;
import io.countersign.model.journal.AppendBatch;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqliteStoreTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"page_size,8192", "journal_mode,wal", "synchronous,2", "wal_autocheckpoint,4000", "recursive_triggers,1"
    })
    void connectForWriting_anyFile_isSetUpToLast(String pragma, String value) throws SQLException {
        try (Connection connection = store().connectForWriting();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA " + pragma)) {
            assertThat(rows.getString(1)).isEqualTo(value);
        }
    }

    @Test
    void connectForWriting_replace_meetsTheTriggers() throws SQLException {
        record(AppendBatch.of("key-1", List.of(JournalContract.draft("a", "t", 1))));
        try (Connection connection = store().connectForWriting();
                Statement statement = connection.createStatement()) {
            for (String table : List.of("cs_entry", "cs_stream", "cs_batch", "cs_head")) {
                assertThatThrownBy(() -> statement.execute("REPLACE INTO " + table + " SELECT * FROM " + table))
                        .as(table)
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("ledger");
            }
        }
    }

    @Test
    void connectForReading_anyStatementThatWrites_isRefused() throws SQLException {
        record(AppendBatch.of("key-1", List.of(JournalContract.draft("a", "t", 1))));
        try (Connection connection = store().connectForReading();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("CREATE TABLE other (id TEXT)"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("readonly");
        }
        assertThatThrownBy(
                        () -> SqliteStore.existing(folder.resolve("nothing.db")).connectForReading())
                .isInstanceOf(SQLException.class);
        assertThat(folder.resolve("nothing.db")).doesNotExist();
    }

    /** What another program's clean-up can do to a file that is open: acknowledging into a log that is gone would be a lie. */
    @Test
    void append_logTakenAwayDuringCommit_doesNotAcknowledge() {
        AtomicBoolean deleting = new AtomicBoolean();
        InstantSource clock = () -> {
            if (deleting.get()) {
                assertThat(folder.resolve("ledger.db-wal").toFile().delete()).isTrue();
            }
            return SettableClock.atSomeInstant().instant();
        };
        try (AuditLedger ledger = AuditLedger.open(folder.resolve("ledger.db"), clock)) {
            ledger.append(AppendBatch.of("key-1", List.of(JournalContract.draft("a", "t", 1))));
            deleting.set(true);

            assertThatThrownBy(
                            () -> ledger.append(AppendBatch.of("key-2", List.of(JournalContract.draft("a", "t", 2)))))
                    .isInstanceOf(AppendStateUnknownException.class)
                    .hasMessageContaining("its file or its write-ahead log was replaced while it was open");
            assertThatThrownBy(
                            () -> ledger.append(AppendBatch.of("key-3", List.of(JournalContract.draft("a", "t", 3)))))
                    .isInstanceOf(LedgerUnavailableException.class);
        }
    }

    @Test
    void connectForWriting_newerSchema_isRefused() throws SQLException {
        record(AppendBatch.of("key-1", List.of(JournalContract.draft("a", "t", 1))));
        try (Connection connection = store().connectForWriting();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO countersign_schema_history SELECT 9, '2', 'later', type, script, checksum,"
                    + " installed_by, installed_on, execution_time, success FROM countersign_schema_history LIMIT 1");
        }
        assertThatThrownBy(store()::connectForWriting)
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining("has tables of version 2, this library knows 1: use a newer one");
    }

    private SqliteStore store() {
        return SqliteStore.toWrite(folder.resolve("ledger.db"));
    }

    private void record(AppendBatch batch) {
        try (AuditLedger ledger = AuditLedger.open(folder.resolve("ledger.db"), SettableClock.atSomeInstant())) {
            ledger.append(batch);
        }
    }
}
