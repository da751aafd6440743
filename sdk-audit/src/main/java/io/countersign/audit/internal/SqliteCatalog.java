package io.countersign.audit.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What SQLite keeps about a ledger's tables: the very text of the migration, if nobody changed it. */
final class SqliteCatalog implements LedgerStore.Catalog {
    private static final String MIGRATION = "/io/countersign/audit/migration/sqlite/V1__ledger.sql";
    private static final Pattern CREATED = Pattern.compile("CREATE (TABLE|TRIGGER) (cs_\\w+)");

    private static final Map<String, String> TYPES = new TreeMap<>(Map.of(
            "cs_entry",
            "envelope:blob stream:text revision:integer prev_seq:integer|null event_type:text actor:text"
                    + " occurred_at:integer recorded_at:integer batch_key:text",
            "cs_payload",
            "digest:text payload:blob",
            "cs_stream",
            "id:text revision:integer last_seq:integer last_leaf:blob",
            "cs_batch",
            "batch_key:text drafts_digest:blob first_seq:integer entry_count:integer",
            "cs_tile",
            "tile_level:integer tile_index:integer hashes:blob root:blob",
            "cs_head",
            "tree_size:integer root:blob",
            "cs_checkpoint",
            "tree_size:integer note:text"));

    private final Connection connection;

    SqliteCatalog(Connection connection) {
        this.connection = connection;
    }

    @Override
    public List<String> schemaDifferences() throws SQLException {
        String migration = migration();
        Set<String> missing = new HashSet<>();
        Matcher created = CREATED.matcher(migration);
        while (created.find()) {
            missing.add(created.group(2));
        }
        List<String> differences = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name, type, sql,"
                        + " typeof(type) = 'text' AND typeof(name) = 'text' AND typeof(tbl_name) = 'text'"
                        + " AND typeof(sql) = 'text' FROM sqlite_master"
                        + " WHERE tbl_name LIKE 'cs!_%' ESCAPE '!' AND sql IS NOT NULL ORDER BY name")) {
            while (rows.next()) {
                String name = rows.getString(1);
                if (!missing.remove(name)) {
                    differences.add("The " + rows.getString(2) + " " + name + " does not belong to this format");
                } else if (!rows.getBoolean(4) || !migration.contains(rows.getString(3))) {
                    differences.add("The " + rows.getString(2) + " " + name + " is not as this format has it");
                }
            }
        }
        missing.stream().sorted().forEach(name -> differences.add(name + " is missing"));
        return differences;
    }

    @Override
    public boolean hasTables() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN"
                                + " ('cs_entry', 'cs_payload', 'cs_stream', 'cs_batch', 'cs_tile', 'cs_head',"
                                + " 'cs_checkpoint', 'cs_fold')")) {
            return rows.next() && rows.getInt(1) == 8;
        }
    }

    @Override
    public List<String> foreignTypes() throws SQLException {
        List<String> foreign = new ArrayList<>();
        for (Map.Entry<String, String> table : TYPES.entrySet()) {
            List<String> conditions = new ArrayList<>();
            for (String column : table.getValue().split(" ", -1)) {
                String[] parts = column.split(":", 2);
                conditions.add("typeof(" + parts[0] + ") NOT IN ('" + parts[1].replace("|", "', '") + "')");
            }
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(
                            "SELECT count(*) FROM " + table.getKey() + " WHERE " + String.join(" OR ", conditions))) {
                if (rows.next() && rows.getLong(1) > 0) {
                    foreign.add(rows.getLong(1) + " rows of " + table.getKey() + " have values of another type");
                }
            }
        }
        return foreign;
    }

    @Override
    public List<String> damages() throws SQLException {
        List<String> damages = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA integrity_check")) {
            while (rows.next()) {
                if (!"ok".equals(rows.getString(1))) {
                    damages.add(rows.getString(1));
                }
            }
        }
        return damages;
    }

    private static String migration() {
        try (InputStream script = SqliteCatalog.class.getResourceAsStream(MIGRATION)) {
            if (script == null) {
                throw new IllegalStateException("The script " + MIGRATION + " is not on the class path");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The script " + MIGRATION + " cannot be read", e);
        }
    }
}
