package io.countersign.audit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.PostgresBackend;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

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
}
