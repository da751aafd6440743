package io.countersign.audit;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A ledger's file in the hands of somebody who may write to it and knows SQL. */
final class RawFile {
    private RawFile() {}

    /** Runs statements as anybody could, with the triggers in place. */
    static void run(Path file, String... statements) throws SQLException {
        new FileBackend().run(file.toString(), statements);
    }

    /** Takes the triggers away, runs the statements, and puts the triggers back. */
    static void tamper(Path file, String... statements) throws SQLException {
        new FileBackend().tamper(file.toString(), statements);
    }

    /** Every value that means something, with its type, in an order of its own. */
    static List<String> content(Path file) throws SQLException {
        List<String> content = new ArrayList<>();
        try (Connection connection = connect(file);
                Statement statement = connection.createStatement()) {
            for (String columns : List.of(
                    "name, sql FROM sqlite_master WHERE name LIKE 'cs!_%' ESCAPE '!' ORDER BY name",
                    "seq, envelope, stream, revision, prev_seq, event_type, actor, occurred_at, recorded_at, batch_key FROM"
                            + " cs_entry ORDER BY seq",
                    "digest, payload FROM cs_payload ORDER BY digest",
                    "id, revision, last_seq, last_leaf FROM cs_stream ORDER BY id",
                    "batch_key, drafts_digest, first_seq, entry_count FROM cs_batch ORDER BY batch_key",
                    "tile_level, tile_index, hashes, root FROM cs_tile ORDER BY tile_level, tile_index",
                    "tree_size, root FROM cs_head",
                    "tree_size, note FROM cs_checkpoint ORDER BY tree_size, note")) {
                String[] halves = columns.split(" FROM ", 2);
                String quoted = "quote(" + halves[0].replace(", ", ") || ';' || quote(") + ")";
                try (ResultSet rows = statement.executeQuery("SELECT " + quoted + " FROM " + halves[1])) {
                    while (rows.next()) {
                        content.add(rows.getString(1));
                    }
                }
            }
        }
        return content;
    }

    static Connection connect(Path file) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }
}
