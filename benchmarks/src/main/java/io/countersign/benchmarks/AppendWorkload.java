package io.countersign.benchmarks;

import io.countersign.model.journal.Actor;
import io.countersign.model.journal.EventDraft;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.json.Instants;
import io.countersign.model.json.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** What the benchmarks of appending have in common: drafts of about 600 bytes, and a bare table for the same rows. */
final class AppendWorkload {
    private static final int STREAMS = 2_000;
    private static final int PAYLOAD_NOTE_LENGTH = 480;

    private AppendWorkload() {}

    static EventDraft draft(Random random, Instant now) {
        int market = random.nextInt(STREAMS);
        JsonText payload = JsonText.of(Map.of(
                "market", "M" + market,
                "before", Integer.toString(random.nextInt(1_000_000)),
                "after", Integer.toString(random.nextInt(1_000_000)),
                "note", "n".repeat(PAYLOAD_NOTE_LENGTH)));
        return new EventDraft("market/M" + market, "market.changed", 1, Actor.of("ops-" + market % 20), now, payload);
    }

    /** A bare table on a connection set up as the ledger sets up its own; the caller commits. */
    static Connection openBare(Path file) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA page_size=8192");
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA synchronous=FULL");
            statement.execute("PRAGMA wal_autocheckpoint=4000");
            statement.execute(
                    "CREATE TABLE entry (seq INTEGER NOT NULL PRIMARY KEY, envelope BLOB NOT NULL, stream TEXT, revision "
                            + "INTEGER, prev_seq INTEGER, event_type TEXT, actor TEXT, occurred_at INTEGER, recorded_at INTEGER, batch_key TEXT)");
        }
        connection.setAutoCommit(false);
        return connection;
    }

    /** A bare table in the schema of a connection to PostgreSQL; from then on the caller commits. */
    static void makeBare(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE entry (seq bigint NOT NULL PRIMARY KEY, envelope bytea NOT NULL, stream varchar(200), revision "
                            + "bigint, prev_seq bigint, event_type varchar(100), actor varchar(128), occurred_at bigint, recorded_at bigint, "
                            + "batch_key varchar(100))");
        }
        connection.setAutoCommit(false);
    }

    /** Fills {@link BareInsert#STATEMENTS}. */
    static void bind(PreparedStatement insert, JournalEntry row) throws SQLException {
        insert.setLong(1, row.sequence());
        insert.setBytes(2, row.envelopeBytes());
        insert.setString(3, row.stream());
        insert.setLong(4, row.revision());
        Optional<Long> previous = row.envelope().previousSequence();
        if (previous.isPresent()) {
            insert.setLong(5, previous.get());
        } else {
            insert.setNull(5, Types.BIGINT); // of a type, or PostgreSQL would prepare the statement anew
        }
        insert.setString(6, row.type());
        insert.setString(7, row.actor().id());
        insert.setLong(8, Instants.toMicros(row.occurredAt()));
        insert.setLong(9, Instants.toMicros(row.recordedAt()));
        insert.setString(10, row.envelope().idempotencyKey());
    }

    static void delete(Path folder) {
        try (Stream<Path> inside = Files.walk(folder)) {
            for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove " + folder, e);
        }
    }
}
