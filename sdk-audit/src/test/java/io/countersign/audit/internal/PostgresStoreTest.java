package io.countersign.audit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.AuditLedger;
import io.countersign.audit.LedgerLocation;
import io.countersign.audit.PostgresBackend;
import io.countersign.model.fixtures.JournalContract;
import io.countersign.model.fixtures.SettableClock;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.EntryFollower;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PostgresStoreTest {
    @Test
    void schemaDifferences_freshTables_areNone() throws SQLException {
        PostgresStore store = PostgresStore.of(PostgresBackend.dataSource(), "catalog_test");
        try (Connection connection = store.connectForWriting()) {
            PostgresCatalog catalog = new PostgresCatalog(connection, "catalog_test");

            assertThat(catalog.schemaDifferences()).isEmpty();
            assertThat(catalog.hasTables()).isTrue();
        }
    }

    /** Long before its time is over, or the server would not be needed for it. */
    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void watch_headMoves_isToldAtOnce() throws Exception {
        PostgresStore store = PostgresStore.of(PostgresBackend.dataSource(), "watch_test");
        try (AuditLedger ledger = AuditLedger.builder()
                        .at(LedgerLocation.postgres(PostgresBackend.dataSource(), "watch_test"))
                        .clock(SettableClock.atSomeInstant())
                        .build();
                EntryFollower.Watch watch = store.watch()) {
            watch.await(1); // begins to listen
            ledger.append(AppendBatch.of("key-1", List.of(JournalContract.draft("a", "t", 1))));

            watch.await(TimeUnit.MINUTES.toNanos(5));

            assertThat(ledger.head().size()).isEqualTo(1);
        }
    }
}
