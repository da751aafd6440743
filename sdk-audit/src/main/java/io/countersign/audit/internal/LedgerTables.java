package io.countersign.audit.internal;

import io.countersign.model.LedgerIntegrityException;
import io.countersign.model.LedgerUnavailableException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Brings the tables of a ledger to the version that this library knows. */
final class LedgerTables {
    /** Flyway's own table, under a name that no host uses. */
    static final String HISTORY = "countersign_schema_history";

    private static final String VERSION = "1";

    private final String ledger;
    private final String history;
    private final String historyIsThere;

    /**
     * The tables of one ledger.
     *
     * @param ledger what messages call it
     * @param history the name of Flyway's table in statements
     * @param historyIsThere a query with a row if there is such a table
     */
    LedgerTables(String ledger, String history, String historyIsThere) {
        this.ledger = ledger;
        this.history = history;
        this.historyIsThere = historyIsThere;
    }

    /** Whether nothing is to be done: asks what Flyway would ask, in a hundredth of the time. */
    boolean areCurrent(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet table = statement.executeQuery(historyIsThere)) {
                if (!table.next()) {
                    return false;
                }
            }
            boolean current = false;
            try (ResultSet applied = statement.executeQuery(
                    "SELECT version, success FROM " + history + " WHERE version IS NOT NULL ORDER BY installed_rank")) {
                while (applied.next()) {
                    String version = applied.getString(1);
                    if (Integer.parseInt(version) > Integer.parseInt(VERSION)) {
                        throw new LedgerUnavailableException("The ledger " + ledger + " has tables of version "
                                + version + ", this library knows " + VERSION + ": use a newer one");
                    }
                    current |= version.equals(VERSION) && applied.getBoolean(2);
                }
            } catch (NumberFormatException e) {
                throw new LedgerIntegrityException(
                        "The table " + history + " of " + ledger + " has a version that is no number", e);
            }
            return current;
        }
    }

    /**
     * Runs the scripts that were not run yet.
     *
     * @param choices what is particular to the database
     */
    void migrate(DataSource source, String folder, Consumer<FluentConfiguration> choices) {
        FluentConfiguration flyway = Flyway.configure(LedgerTables.class.getClassLoader())
                .loggers(FlywayLog.class.getName())
                .dataSource(source)
                .locations("classpath:io/countersign/audit/migration/" + folder)
                .table(HISTORY)
                .baselineOnMigrate(true) // the host may keep tables of its own beside ours
                .baselineVersion("0");
        choices.accept(flyway);
        try {
            flyway.load().migrate();
        } catch (FlywayException e) {
            throw new LedgerUnavailableException(
                    "The tables of the ledger " + ledger + " cannot be brought to version " + VERSION + ": "
                            + e.getMessage(),
                    e);
        }
    }
}
