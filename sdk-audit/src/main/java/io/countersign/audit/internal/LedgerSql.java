package io.countersign.audit.internal;

import static io.countersign.audit.internal.jooq.Tables.CS_BATCH;
import static io.countersign.audit.internal.jooq.Tables.CS_CHECKPOINT;
import static io.countersign.audit.internal.jooq.Tables.CS_ENTRY;
import static io.countersign.audit.internal.jooq.Tables.CS_FOLD;
import static io.countersign.audit.internal.jooq.Tables.CS_HEAD;
import static io.countersign.audit.internal.jooq.Tables.CS_PAYLOAD;
import static io.countersign.audit.internal.jooq.Tables.CS_STREAM;
import static io.countersign.audit.internal.jooq.Tables.CS_TILE;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.param;

import io.countersign.model.journal.JournalHead;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.conf.MappedSchema;
import org.jooq.conf.RenderMapping;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

/**
 * Every statement of a ledger, rendered once for its database; values are bound through JDBC in the order of the question marks.
 * Immutable.
 */
final class LedgerSql {
    static {
        // A library does not print banners; a host that wants this one sets the properties itself.
        for (String banner : List.of("org.jooq.no-logo", "org.jooq.no-tips")) {
            if (System.getProperty(banner) == null) {
                System.setProperty(banner, "true");
            }
        }
    }

    private static final Field<?>[] ENTRY_COLUMNS = {
        CS_ENTRY.SEQ,
        CS_ENTRY.ENVELOPE,
        CS_ENTRY.STREAM,
        CS_ENTRY.REVISION,
        CS_ENTRY.PREV_SEQ,
        CS_ENTRY.EVENT_TYPE,
        CS_ENTRY.ACTOR,
        CS_ENTRY.OCCURRED_AT,
        CS_ENTRY.RECORDED_AT,
        CS_ENTRY.BATCH_KEY,
    };

    /** For a file. */
    static final LedgerSql SQLITE = new LedgerSql(SQLDialect.SQLITE, "");

    /** Most entries that one question answers. */
    static final int PAGE_ENTRIES_MAX = 256;

    /** How many of what is superfluous or missing are named; the number of all is said beside. */
    private static final int EXAMPLES_MAX = 100;

    final String head;

    /** As {@link #head}, and nobody else can do the same before the transaction ends. */
    final String lockHead;

    /** In PostgreSQL, {@link #lockHead} and {@link #batches} in one round trip; empty in SQLite. */
    final String opening;

    /** {@link #opening}, and {@link #streams} with it. */
    final String openingWithStreams;

    /** New size and root, then the size and root that must be there. */
    final String moveHead;

    /** In the order of the statement that writes them; from a sequence to before another. */
    final String entryRows;

    final String allEnvelopes;

    /** As {@link #allEnvelopes}, no more than a page. */
    final String envelopes;

    final String envelopesOfType;

    /** What somebody else added, for whoever appends next. */
    final String added;

    final String envelope;

    final String previous;

    final String recordedAt;

    final String lastSequence;

    final String insertPayload;

    final String payload;

    /** Of one stream in SQLite; in PostgreSQL of as many as are in an array. */
    final String streams;

    final String streamRows;

    final String batch;

    /** Of one key in SQLite; in PostgreSQL of as many as are in an array. */
    final String batches;

    final String batchCount;

    final String tile;

    final String headCount;

    final String tilePlaces;

    final String keysWithoutEntries;

    final String streamsWithoutRow;

    final String tileCount;

    final String tileRoots;

    final String insertCheckpoint;

    /** Name, version, next sequence, root and state, and the last four again, for one that is there already. */
    final String keepFold;

    final String fold;

    /** The newest note over the largest size. */
    final String lastCheckpoint;

    final String checkpointsOfSize;

    final String checkpoints;

    /** Statements that write rows. */
    private final Map<GroupStatements.Target, RowStatement> rows = new EnumMap<>(GroupStatements.Target.class);

    private final DSLContext dsl;

    /**
     * A statement that writes rows.
     *
     * @param one for a single row
     * @param many in PostgreSQL, for as many rows as its arrays have; empty in SQLite
     * @param types what PostgreSQL calls the columns' types
     */
    record RowStatement(String one, String many, List<String> types) {}

    private LedgerSql(SQLDialect dialect, String schema) {
        dsl = DSL.using(
                dialect,
                new Settings()
                        .withRenderSchema(!schema.isEmpty())
                        .withRenderMapping(new RenderMapping()
                                .withSchemata(new MappedSchema().withInput("").withOutput(schema)))
                        .withRenderQuotedNames(RenderQuotedNames.EXPLICIT_DEFAULT_UNQUOTED));
        head = text(dsl.select(CS_HEAD.TREE_SIZE, CS_HEAD.ROOT).from(CS_HEAD));
        lockHead = head + (isPostgres() ? " for update" : "");
        moveHead = text(dsl.update(CS_HEAD)
                .set(CS_HEAD.TREE_SIZE, param(CS_HEAD.TREE_SIZE))
                .set(CS_HEAD.ROOT, param(CS_HEAD.ROOT))
                .where(CS_HEAD.TREE_SIZE.eq(param(CS_HEAD.TREE_SIZE)))
                .and(CS_HEAD.ROOT.eq(param(CS_HEAD.ROOT))));
        rows.put(GroupStatements.Target.ENTRIES, insert(CS_ENTRY, ENTRY_COLUMNS));
        entryRows = text(dsl.select(ENTRY_COLUMNS)
                .from(CS_ENTRY)
                .where(CS_ENTRY.SEQ.ge(param(CS_ENTRY.SEQ)))
                .and(CS_ENTRY.SEQ.lt(param(CS_ENTRY.SEQ)))
                .orderBy(CS_ENTRY.SEQ));
        allEnvelopes = text(dsl.select(CS_ENTRY.SEQ, CS_ENTRY.ENVELOPE)
                .from(CS_ENTRY)
                .where(CS_ENTRY.SEQ.ge(param(CS_ENTRY.SEQ)))
                .and(CS_ENTRY.SEQ.lt(param(CS_ENTRY.SEQ)))
                .orderBy(CS_ENTRY.SEQ));
        envelopes = text(dsl.select(CS_ENTRY.SEQ, CS_ENTRY.ENVELOPE)
                .from(CS_ENTRY)
                .where(CS_ENTRY.SEQ.ge(param(CS_ENTRY.SEQ)))
                .and(CS_ENTRY.SEQ.lt(param(CS_ENTRY.SEQ)))
                .orderBy(CS_ENTRY.SEQ)
                .limit(inline(PAGE_ENTRIES_MAX)));
        envelopesOfType = text(dsl.select(CS_ENTRY.SEQ, CS_ENTRY.ENVELOPE)
                .from(CS_ENTRY)
                .where(CS_ENTRY.SEQ.ge(param(CS_ENTRY.SEQ)))
                .and(CS_ENTRY.SEQ.lt(param(CS_ENTRY.SEQ)))
                .and(CS_ENTRY.EVENT_TYPE.eq(param(CS_ENTRY.EVENT_TYPE)))
                .orderBy(CS_ENTRY.SEQ)
                .limit(inline(PAGE_ENTRIES_MAX)));
        added = text(
                dsl.select(CS_ENTRY.SEQ, CS_ENTRY.ENVELOPE, CS_ENTRY.STREAM, CS_ENTRY.REVISION, CS_ENTRY.RECORDED_AT)
                        .from(CS_ENTRY)
                        .where(CS_ENTRY.SEQ.ge(param(CS_ENTRY.SEQ)))
                        .and(CS_ENTRY.SEQ.lt(param(CS_ENTRY.SEQ)))
                        .orderBy(CS_ENTRY.SEQ)
                        .limit(inline(PAGE_ENTRIES_MAX)));
        envelope = text(dsl.select(CS_ENTRY.ENVELOPE).from(CS_ENTRY).where(CS_ENTRY.SEQ.eq(param(CS_ENTRY.SEQ))));
        previous = text(dsl.select(CS_ENTRY.PREV_SEQ).from(CS_ENTRY).where(CS_ENTRY.SEQ.eq(param(CS_ENTRY.SEQ))));
        recordedAt = text(dsl.select(CS_ENTRY.RECORDED_AT).from(CS_ENTRY).where(CS_ENTRY.SEQ.eq(param(CS_ENTRY.SEQ))));
        lastSequence = text(dsl.select(max(CS_ENTRY.SEQ)).from(CS_ENTRY));
        insertPayload = text(dsl.insertInto(CS_PAYLOAD, CS_PAYLOAD.DIGEST, CS_PAYLOAD.PAYLOAD)
                .values(param(CS_PAYLOAD.DIGEST), param(CS_PAYLOAD.PAYLOAD))
                .onConflictDoNothing());
        payload = text(
                dsl.select(CS_PAYLOAD.PAYLOAD).from(CS_PAYLOAD).where(CS_PAYLOAD.DIGEST.eq(param(CS_PAYLOAD.DIGEST))));
        streams = text(dsl.select(CS_STREAM.ID, CS_STREAM.REVISION, CS_STREAM.LAST_SEQ, CS_STREAM.LAST_LEAF)
                .from(CS_STREAM)
                .where(isAmong(CS_STREAM.ID)));
        streamRows = text(dsl.select(CS_STREAM.ID, CS_STREAM.REVISION, CS_STREAM.LAST_SEQ, CS_STREAM.LAST_LEAF)
                .from(CS_STREAM));
        rows.put(
                GroupStatements.Target.NEW_STREAMS,
                insert(CS_STREAM, CS_STREAM.ID, CS_STREAM.REVISION, CS_STREAM.LAST_SEQ, CS_STREAM.LAST_LEAF));
        rows.put(GroupStatements.Target.MOVED_STREAMS, moveStreams());
        batch = text(dsl.select(CS_BATCH.DRAFTS_DIGEST, CS_BATCH.FIRST_SEQ, CS_BATCH.ENTRY_COUNT)
                .from(CS_BATCH)
                .where(CS_BATCH.BATCH_KEY.eq(param(CS_BATCH.BATCH_KEY))));
        batches = text(dsl.select(CS_BATCH.BATCH_KEY, CS_BATCH.DRAFTS_DIGEST, CS_BATCH.FIRST_SEQ, CS_BATCH.ENTRY_COUNT)
                .from(CS_BATCH)
                .where(isAmong(CS_BATCH.BATCH_KEY)));
        batchCount = text(dsl.select(count()).from(CS_BATCH).where(CS_BATCH.FIRST_SEQ.ge(param(CS_BATCH.FIRST_SEQ))));
        rows.put(
                GroupStatements.Target.BATCHES,
                insert(CS_BATCH, CS_BATCH.BATCH_KEY, CS_BATCH.DRAFTS_DIGEST, CS_BATCH.FIRST_SEQ, CS_BATCH.ENTRY_COUNT));
        rows.put(
                GroupStatements.Target.TILES,
                insert(CS_TILE, CS_TILE.TILE_LEVEL, CS_TILE.TILE_INDEX, CS_TILE.HASHES, CS_TILE.ROOT));
        tile = text(dsl.select(CS_TILE.HASHES, CS_TILE.ROOT)
                .from(CS_TILE)
                .where(CS_TILE.TILE_LEVEL.eq(param(CS_TILE.TILE_LEVEL)))
                .and(CS_TILE.TILE_INDEX.eq(param(CS_TILE.TILE_INDEX))));
        headCount = text(dsl.select(count()).from(CS_HEAD));
        tilePlaces = text(dsl.select(CS_TILE.TILE_LEVEL, CS_TILE.TILE_INDEX)
                .from(CS_TILE)
                .orderBy(CS_TILE.TILE_LEVEL, CS_TILE.TILE_INDEX));
        keysWithoutEntries = text(dsl.select(CS_BATCH.BATCH_KEY)
                .from(CS_BATCH)
                .except(dsl.select(CS_ENTRY.BATCH_KEY).from(CS_ENTRY))
                .orderBy(CS_BATCH.BATCH_KEY)
                .limit(inline(EXAMPLES_MAX)));
        streamsWithoutRow = text(dsl.select(CS_ENTRY.STREAM)
                .from(CS_ENTRY)
                .except(dsl.select(CS_STREAM.ID).from(CS_STREAM))
                .orderBy(CS_ENTRY.STREAM)
                .limit(inline(EXAMPLES_MAX)));
        tileCount = text(dsl.select(count()).from(CS_TILE));
        tileRoots = text(dsl.select(CS_TILE.ROOT)
                .from(CS_TILE)
                .where(CS_TILE.TILE_LEVEL.eq(param(CS_TILE.TILE_LEVEL)))
                .and(CS_TILE.TILE_INDEX.ge(param(CS_TILE.TILE_INDEX)))
                .and(CS_TILE.TILE_INDEX.lt(param(CS_TILE.TILE_INDEX)))
                .orderBy(CS_TILE.TILE_INDEX));
        opening = isPostgres() ? lockHead + "; " + batches : "";
        openingWithStreams = isPostgres() ? opening + "; " + streams : "";
        insertCheckpoint = text(dsl.insertInto(CS_CHECKPOINT, CS_CHECKPOINT.TREE_SIZE, CS_CHECKPOINT.NOTE)
                .values(param(CS_CHECKPOINT.TREE_SIZE), param(CS_CHECKPOINT.NOTE)));
        keepFold = text(dsl.insertInto(CS_FOLD)
                .columns(CS_FOLD.FOLD_NAME, CS_FOLD.FOLD_VERSION, CS_FOLD.NEXT_SEQ, CS_FOLD.ROOT, CS_FOLD.STATE)
                .values(
                        param(CS_FOLD.FOLD_NAME),
                        param(CS_FOLD.FOLD_VERSION),
                        param(CS_FOLD.NEXT_SEQ),
                        param(CS_FOLD.ROOT),
                        param(CS_FOLD.STATE))
                .onConflict(CS_FOLD.FOLD_NAME)
                .doUpdate()
                .set(CS_FOLD.FOLD_VERSION, param(CS_FOLD.FOLD_VERSION))
                .set(CS_FOLD.NEXT_SEQ, param(CS_FOLD.NEXT_SEQ))
                .set(CS_FOLD.ROOT, param(CS_FOLD.ROOT))
                .set(CS_FOLD.STATE, param(CS_FOLD.STATE)));
        fold = text(dsl.select(CS_FOLD.NEXT_SEQ, CS_FOLD.ROOT, CS_FOLD.STATE)
                .from(CS_FOLD)
                .where(CS_FOLD.FOLD_NAME.eq(param(CS_FOLD.FOLD_NAME)))
                .and(CS_FOLD.FOLD_VERSION.eq(param(CS_FOLD.FOLD_VERSION))));
        lastCheckpoint = text(dsl.select(CS_CHECKPOINT.TREE_SIZE, CS_CHECKPOINT.NOTE)
                .from(CS_CHECKPOINT)
                .orderBy(CS_CHECKPOINT.TREE_SIZE.desc(), CS_CHECKPOINT.ID.desc())
                .limit(inline(1)));
        checkpointsOfSize = text(dsl.select(CS_CHECKPOINT.NOTE)
                .from(CS_CHECKPOINT)
                .where(CS_CHECKPOINT.TREE_SIZE.eq(param(CS_CHECKPOINT.TREE_SIZE)))
                .orderBy(CS_CHECKPOINT.ID.desc()));
        checkpoints = text(dsl.select(CS_CHECKPOINT.ID, CS_CHECKPOINT.TREE_SIZE, CS_CHECKPOINT.NOTE)
                .from(CS_CHECKPOINT)
                .orderBy(CS_CHECKPOINT.TREE_SIZE, CS_CHECKPOINT.ID));
    }

    /** For tables in a schema of PostgreSQL. */
    static LedgerSql postgres(String schema) {
        return new LedgerSql(SQLDialect.POSTGRES, schema);
    }

    RowStatement rows(GroupStatements.Target target) {
        return requireNonNull(rows.get(target));
    }

    /** Binds what {@link #moveHead} asks for, from a parameter on. */
    static void bindHeads(PreparedStatement statement, int first, JournalHead from, JournalHead to)
            throws SQLException {
        statement.setLong(first, to.size());
        statement.setBytes(first + 1, to.root().bytes());
        statement.setLong(first + 2, from.size());
        statement.setBytes(first + 3, from.root().bytes());
    }

    private RowStatement insert(Table<?> table, Field<?>... columns) {
        String each = text(dsl.insertInto(table)
                .columns(columns)
                .values(Stream.of(columns).map(DSL::param).toArray()));
        List<String> types = types(columns);
        String together = each.substring(0, each.indexOf(" values ")) + " select * from " + arrays(types);
        return new RowStatement(each, isPostgres() ? together : "", types);
    }

    /** New ends of streams: revision, sequence and leaf, then the stream. */
    private RowStatement moveStreams() {
        List<String> types = types(CS_STREAM.REVISION, CS_STREAM.LAST_SEQ, CS_STREAM.LAST_LEAF, CS_STREAM.ID);
        String each = text(dsl.update(CS_STREAM)
                .set(CS_STREAM.REVISION, param(CS_STREAM.REVISION))
                .set(CS_STREAM.LAST_SEQ, param(CS_STREAM.LAST_SEQ))
                .set(CS_STREAM.LAST_LEAF, param(CS_STREAM.LAST_LEAF))
                .where(CS_STREAM.ID.eq(param(CS_STREAM.ID))));
        String together = each.substring(0, each.indexOf(" set "))
                + " as s set revision = moved.revision, last_seq = moved.last_seq, last_leaf = moved.last_leaf from "
                + arrays(types) + " as moved (revision, last_seq, last_leaf, id) where s.id = moved.id";
        return new RowStatement(each, isPostgres() ? together : "", types);
    }

    private Condition isAmong(Field<String> column) {
        return isPostgres() ? column.eq(DSL.any(param("keys", String[].class))) : column.eq(param(column));
    }

    /** Whether many values travel as one array. */
    boolean takesArrays() {
        return isPostgres();
    }

    private boolean isPostgres() {
        return dsl.dialect() == SQLDialect.POSTGRES;
    }

    /** One array of values for each column, read as rows. */
    private static String arrays(List<String> types) {
        return types.stream().map(type -> "?::" + type + "[]").collect(joining(", ", "unnest(", ")"));
    }

    private static List<String> types(Field<?>... columns) {
        return Stream.of(columns)
                .map(column -> column.getDataType().isNumeric()
                        ? "int8"
                        : column.getDataType().isBinary() ? "bytea" : "text")
                .toList();
    }

    private String text(Query query) {
        return query.getSQL();
    }
}
