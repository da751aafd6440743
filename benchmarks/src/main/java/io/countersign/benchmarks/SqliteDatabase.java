package io.countersign.benchmarks;

import io.countersign.audit.LedgerLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Two SQLite files in a new folder: one of the ledger, one with the bare table. */
final class SqliteDatabase implements Database {
    private Path folder = Path.of("");

    @Override
    public String name() {
        return "SQLite";
    }

    @Override
    public List<BareInsert> inserts() {
        return List.of(BareInsert.STATEMENTS);
    }

    @Override
    public void begin() throws IOException {
        folder = Files.createTempDirectory("countersign-append");
    }

    @Override
    public LedgerLocation ledger() {
        return LedgerLocation.file(folder.resolve("ledger.db"));
    }

    @Override
    public Connection openBare() throws SQLException {
        return AppendWorkload.openBare(folder.resolve("raw.db"));
    }

    @Override
    public void end() {
        AppendWorkload.delete(folder);
    }
}
