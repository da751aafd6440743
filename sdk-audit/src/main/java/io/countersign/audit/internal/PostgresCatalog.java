package io.countersign.audit.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What PostgreSQL keeps about a ledger's tables, as one line each table, column, constraint, trigger, rule and function, compared with
 * the lines that the migration gives.
 */
final class PostgresCatalog implements LedgerStore.Catalog {
    private static final String EXPECTED = "/io/countersign/audit/migration/postgresql/catalog.txt";

    /** Names are given without the schema, which each ledger chooses. The one parameter is the schema, four times. */
    private static final String LINES = """
            WITH ours AS (
                SELECT c.oid, c.relname, c.relkind, c.relpersistence, c.relrowsecurity
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = ? AND c.relkind NOT IN ('i', 'S', 't', 'c') AND c.relname LIKE 'cs\\_%'
            )
            SELECT 'table ' || relname || CASE WHEN relkind = 'r' AND relpersistence = 'p' AND NOT relrowsecurity THEN ''
                ELSE ' of kind ' || relkind::text || relpersistence::text || CASE WHEN relrowsecurity THEN ' row security' ELSE '' END END
            FROM ours
            UNION ALL
            SELECT 'column ' || relname || '.' || attname || ' ' || format_type(atttypid, atttypmod)
                || CASE WHEN attnotnull THEN ' not null' ELSE '' END
                || CASE WHEN attidentity <> '' THEN ' identity' ELSE '' END
                || CASE WHEN atthasdef THEN ' computed' ELSE '' END
                || coalesce((SELECT ' collate ' || collname FROM pg_collation k
                    WHERE k.oid = attcollation AND k.collname <> 'default'), '')
            FROM ours JOIN pg_attribute ON attrelid = ours.oid WHERE attnum > 0 AND NOT attisdropped
            UNION ALL
            SELECT 'constraint ' || relname || ' ' || pg_get_constraintdef(k.oid)
            FROM ours JOIN pg_constraint k ON k.conrelid = ours.oid WHERE k.contype <> 'n'
            UNION ALL
            SELECT 'trigger ' || replace(pg_get_triggerdef(t.oid), ? || '.', '')
                || CASE t.tgenabled WHEN 'A' THEN ' always' ELSE ' not always' END
            FROM ours JOIN pg_trigger t ON t.tgrelid = ours.oid WHERE NOT t.tgisinternal
            UNION ALL
            SELECT 'rule ' || r.rulename || ' on ' || relname
            FROM ours JOIN pg_rewrite r ON r.ev_class = ours.oid WHERE relkind = 'r'
            UNION ALL
            SELECT 'function ' || proname || ' ' || md5(replace(prosrc, chr(13), ''))
                || CASE WHEN prosecdef THEN ' as its owner' ELSE '' END
                || coalesce(' ' || replace(array_to_string(proconfig, ' '), ?, 'ledger'), '')
            FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
            WHERE n.nspname = ? AND proname LIKE 'cs\\_%'
            """;

    private final Connection connection;
    private final String schema;

    PostgresCatalog(Connection connection, String schema) {
        this.connection = connection;
        this.schema = schema;
    }

    @Override
    public List<String> schemaDifferences() throws SQLException {
        Set<String> missing = new TreeSet<>(expected());
        List<String> differences = new ArrayList<>();
        for (String line : lines()) {
            if (!missing.remove(line)) {
                differences.add("There is a " + line + ", which this format does not have");
            }
        }
        missing.forEach(line -> differences.add("There is no " + line));
        return differences;
    }

    @Override
    public boolean hasTables() throws SQLException {
        Set<String> actual = lines();
        return expected().stream().filter(line -> line.startsWith("table ")).allMatch(actual::contains);
    }

    /** Columns hold values of their type and no other. */
    @Override
    public List<String> foreignTypes() {
        return List.of();
    }

    /** The server checks its pages as it reads them, where it was set up with checksums; a failure is an exception. */
    @Override
    public List<String> damages() {
        return List.of();
    }

    /** One line for each thing that belongs to the ledger's tables, sorted. */
    Set<String> lines() throws SQLException {
        Set<String> lines = new TreeSet<>();
        try (PreparedStatement statement = connection.prepareStatement(LINES)) {
            for (int i = 1; i <= 4; i++) {
                statement.setString(i, schema);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    lines.add(rows.getString(1));
                }
            }
        }
        return lines;
    }

    private static List<String> expected() {
        try (InputStream catalog = PostgresCatalog.class.getResourceAsStream(EXPECTED)) {
            if (catalog == null) {
                throw new IllegalStateException("The list " + EXPECTED + " is not on the class path");
            }
            return new String(catalog.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The list " + EXPECTED + " cannot be read", e);
        }
    }
}
