package io.countersign.audit;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Ledgers in SQLite files. */
final class FileBackend implements LedgerBackend {
    private Path folder = Path.of("");
    private final List<String> triggers = new ArrayList<>();

    @Override
    public void begin(Path empty) {
        folder = empty;
    }

    @Override
    public void end() {}

    @Override
    public LedgerLocation location(String name) {
        return LedgerLocation.file(folder.resolve(name));
    }

    @Override
    public Connection connect(String name) throws SQLException {
        return RawFile.connect(folder.resolve(name));
    }

    @Override
    public Connection foreign() throws SQLException {
        return connect("another.db");
    }

    @Override
    public void disarm(Statement statement) throws SQLException {
        List<String> drops = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")) {
            while (rows.next()) {
                drops.add("DROP TRIGGER " + rows.getString(1));
                triggers.add(rows.getString(2));
            }
        }
        for (String drop : drops) {
            statement.execute(drop);
        }
    }

    @Override
    public void arm(Statement statement) throws SQLException {
        for (String trigger : triggers) {
            statement.execute(trigger);
        }
        triggers.clear();
    }

    @Override
    public String[] refuseWrites(String table) {
        String refuse = " ON " + table + " BEGIN SELECT RAISE(ABORT, 'no more room here'); END";
        return new String[] {
            "CREATE TRIGGER full_insert BEFORE INSERT" + refuse, "CREATE TRIGGER full_update BEFORE UPDATE" + refuse
        };
    }

    @Override
    public String[] acceptWrites(String table) {
        return new String[] {"DROP TRIGGER full_insert", "DROP TRIGGER full_update"};
    }
}
