package io.countersign.analytics.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class WatchedStatementTest {
    @Test
    void run_statementClosedWhenProgressIsAskedFor_tellsWhyItEnded() throws SQLException {
        List<Double> told = new CopyOnWriteArrayList<>();
        WatchedStatement watched = new WatchedStatement(new Watcher() {
            @Override
            public boolean givenUp() {
                return false;
            }

            @Override
            public void waiting(DoubleSupplier percent) {
                told.add(percent.getAsDouble());
            }
        });
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
            PreparedStatement statement = connection.prepareStatement("SELECT 1");

            assertThatThrownBy(() -> watched.run(() -> {
                        watched.running(statement).close();
                        for (int i = 0; i < 1_000 && told.isEmpty(); i++) {
                            Thread.sleep(10);
                        }
                        throw new SQLException("out of room");
                    }))
                    .isInstanceOf(DuckDbException.class)
                    .hasMessageContaining("out of room");
        }
        assertThat(told).contains(-1.0);
    }
}
