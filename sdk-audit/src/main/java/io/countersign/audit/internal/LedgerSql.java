package io.countersign.audit.internal;

import static io.countersign.audit.internal.jooq.Tables.CS_BATCH;
import static io.countersign.audit.internal.jooq.Tables.CS_CHECKPOINT;
import static io.countersign.audit.internal.jooq.Tables.CS_ENTRY;
import static io.countersign.audit.internal.jooq.Tables.CS_HEAD;
import static io.countersign.audit.internal.jooq.Tables.CS_PAYLOAD;
import static io.countersign.audit.internal.jooq.Tables.CS_STREAM;
import static io.countersign.audit.internal.jooq.Tables.CS_TILE;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.param;

import java.util.List;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

/** Every statement of the ledger, rendered once; values are bound through JDBC in the order of the question marks. */
final class LedgerSql {
    static {
        // A library does not print banners; a host that wants this one sets the properties itself.
        for (String banner : List.of("org.jooq.no-logo", "org.jooq.no-tips")) {
            if (System.getProperty(banner) == null) {
                System.setProperty(banner, "true");
            }
        }
    }

    private static final DSLContext SQL = DSL.using(
            SQLDialect.SQLITE,
            new Settings().withRenderSchema(false).withRenderQuotedNames(RenderQuotedNames.EXPLICIT_DEFAULT_UNQUOTED));

    /** How many of what is superfluous or missing are named; the number of all is said beside. */
    private static final int EXAMPLES_MAX = 100;

    static final String HEAD = text(SQL.select(CS_HEAD.TREE_SIZE, CS_HEAD.ROOT).from(CS_HEAD));

    /** New size and root, then the size and root that must be there. */
    static final String MOVE_HEAD = text(SQL.update(CS_HEAD)
            .set(CS_HEAD.TREE_SIZE, param(CS_HEAD.TREE_SIZE))
            .set(CS_HEAD.ROOT, param(CS_HEAD.ROOT))
            .where(CS_HEAD.TREE_SIZE.eq(param(CS_HEAD.TREE_SIZE)))
            .and(CS_HEAD.ROOT.eq(param(CS_HEAD.ROOT))));

    static final String INSERT_ENTRY = insert(
            CS_ENTRY,
            CS_ENTRY.SEQ,
            CS_ENTRY.ENVELOPE,
            CS_ENTRY.STREAM,
            CS_ENTRY.REVISION,
            CS_ENTRY.PREV_SEQ,
            CS_ENTRY.EVENT_TYPE,
            CS_ENTRY.ACTOR,
            CS_ENTRY.OCCURRED_AT,
            CS_ENTRY.RECORDED_AT,
            CS_ENTRY.BATCH_KEY);

    /** In the order of {@link #INSERT_ENTRY}; from a sequence to before another. */
    static final String ENTRY_ROWS = text(SQL.select(
                    CS_ENTRY.SEQ,
                    CS_ENTRY.ENVELOPE,
                    CS_ENTRY.STREAM,
                    CS_ENTRY.REVISION,
                    CS_ENTRY.PREV_SEQ,
                    CS_ENTRY.EVENT_TYPE,
                    CS_ENTRY.ACTOR,
                    CS_ENTRY.OCCURRED_AT,
                    CS_ENTRY.RECORDED_AT,
                    CS_ENTRY.BATCH_KEY)
            .from(CS_ENTRY)
            .orderBy(CS_ENTRY.SEQ));

    static final String ENVELOPES = text(SQL.select(CS_ENTRY.SEQ, CS_ENTRY.ENVELOPE)
            .from(CS_ENTRY)
            .where(CS_ENTRY.SEQ.ge(param(CS_ENTRY.SEQ)))
            .and(CS_ENTRY.SEQ.lt(param(CS_ENTRY.SEQ)))
            .orderBy(CS_ENTRY.SEQ));

    static final String ENVELOPES_OF_TYPE = text(SQL.select(CS_ENTRY.SEQ, CS_ENTRY.ENVELOPE)
            .from(CS_ENTRY)
            .where(CS_ENTRY.SEQ.ge(param(CS_ENTRY.SEQ)))
            .and(CS_ENTRY.SEQ.lt(param(CS_ENTRY.SEQ)))
            .and(CS_ENTRY.EVENT_TYPE.eq(param(CS_ENTRY.EVENT_TYPE)))
            .orderBy(CS_ENTRY.SEQ));

    static final String ENVELOPE =
            text(SQL.select(CS_ENTRY.ENVELOPE).from(CS_ENTRY).where(CS_ENTRY.SEQ.eq(param(CS_ENTRY.SEQ))));

    static final String PREVIOUS =
            text(SQL.select(CS_ENTRY.PREV_SEQ).from(CS_ENTRY).where(CS_ENTRY.SEQ.eq(param(CS_ENTRY.SEQ))));

    static final String RECORDED_AT =
            text(SQL.select(CS_ENTRY.RECORDED_AT).from(CS_ENTRY).where(CS_ENTRY.SEQ.eq(param(CS_ENTRY.SEQ))));

    static final String LAST_SEQUENCE = text(SQL.select(max(CS_ENTRY.SEQ)).from(CS_ENTRY));

    static final String INSERT_PAYLOAD = text(SQL.insertInto(CS_PAYLOAD, CS_PAYLOAD.DIGEST, CS_PAYLOAD.PAYLOAD)
            .values(param(CS_PAYLOAD.DIGEST), param(CS_PAYLOAD.PAYLOAD))
            .onConflictDoNothing());

    static final String PAYLOAD =
            text(SQL.select(CS_PAYLOAD.PAYLOAD).from(CS_PAYLOAD).where(CS_PAYLOAD.DIGEST.eq(param(CS_PAYLOAD.DIGEST))));

    static final String STREAM = text(SQL.select(CS_STREAM.REVISION, CS_STREAM.LAST_SEQ, CS_STREAM.LAST_LEAF)
            .from(CS_STREAM)
            .where(CS_STREAM.ID.eq(param(CS_STREAM.ID))));

    static final String STREAM_ROWS =
            text(SQL.select(CS_STREAM.ID, CS_STREAM.REVISION, CS_STREAM.LAST_SEQ, CS_STREAM.LAST_LEAF)
                    .from(CS_STREAM));

    static final String INSERT_STREAM =
            insert(CS_STREAM, CS_STREAM.ID, CS_STREAM.REVISION, CS_STREAM.LAST_SEQ, CS_STREAM.LAST_LEAF);

    /** Revision, sequence and leaf, then the stream. */
    static final String MOVE_STREAM = text(SQL.update(CS_STREAM)
            .set(CS_STREAM.REVISION, param(CS_STREAM.REVISION))
            .set(CS_STREAM.LAST_SEQ, param(CS_STREAM.LAST_SEQ))
            .set(CS_STREAM.LAST_LEAF, param(CS_STREAM.LAST_LEAF))
            .where(CS_STREAM.ID.eq(param(CS_STREAM.ID))));

    static final String BATCH = text(SQL.select(CS_BATCH.DRAFTS_DIGEST, CS_BATCH.FIRST_SEQ, CS_BATCH.ENTRY_COUNT)
            .from(CS_BATCH)
            .where(CS_BATCH.BATCH_KEY.eq(param(CS_BATCH.BATCH_KEY))));

    static final String BATCH_COUNT = text(SQL.select(count()).from(CS_BATCH));

    static final String INSERT_BATCH =
            insert(CS_BATCH, CS_BATCH.BATCH_KEY, CS_BATCH.DRAFTS_DIGEST, CS_BATCH.FIRST_SEQ, CS_BATCH.ENTRY_COUNT);

    static final String INSERT_TILE =
            insert(CS_TILE, CS_TILE.TILE_LEVEL, CS_TILE.TILE_INDEX, CS_TILE.HASHES, CS_TILE.ROOT);

    static final String TILE = text(SQL.select(CS_TILE.HASHES, CS_TILE.ROOT)
            .from(CS_TILE)
            .where(CS_TILE.TILE_LEVEL.eq(param(CS_TILE.TILE_LEVEL)))
            .and(CS_TILE.TILE_INDEX.eq(param(CS_TILE.TILE_INDEX))));

    static final String HEAD_COUNT = text(SQL.select(count()).from(CS_HEAD));

    static final String TILE_PLACES = text(SQL.select(CS_TILE.TILE_LEVEL, CS_TILE.TILE_INDEX)
            .from(CS_TILE)
            .orderBy(CS_TILE.TILE_LEVEL, CS_TILE.TILE_INDEX));

    static final String KEYS_WITHOUT_ENTRIES = text(SQL.select(CS_BATCH.BATCH_KEY)
            .from(CS_BATCH)
            .where(CS_BATCH.BATCH_KEY.notIn(SQL.select(CS_ENTRY.BATCH_KEY).from(CS_ENTRY)))
            .orderBy(CS_BATCH.BATCH_KEY)
            .limit(inline(EXAMPLES_MAX)));

    static final String STREAMS_WITHOUT_ROW = text(SQL.selectDistinct(CS_ENTRY.STREAM)
            .from(CS_ENTRY)
            .where(CS_ENTRY.STREAM.notIn(SQL.select(CS_STREAM.ID).from(CS_STREAM)))
            .orderBy(CS_ENTRY.STREAM)
            .limit(inline(EXAMPLES_MAX)));

    static final String TILE_COUNT = text(SQL.select(count()).from(CS_TILE));

    static final String TILE_ROOTS = text(SQL.select(CS_TILE.ROOT)
            .from(CS_TILE)
            .where(CS_TILE.TILE_LEVEL.eq(param(CS_TILE.TILE_LEVEL)))
            .and(CS_TILE.TILE_INDEX.ge(param(CS_TILE.TILE_INDEX)))
            .and(CS_TILE.TILE_INDEX.lt(param(CS_TILE.TILE_INDEX)))
            .orderBy(CS_TILE.TILE_INDEX));

    static final String INSERT_CHECKPOINT = insert(CS_CHECKPOINT, CS_CHECKPOINT.TREE_SIZE, CS_CHECKPOINT.NOTE);

    /** The newest note over the largest size. */
    static final String LAST_CHECKPOINT = text(SQL.select(CS_CHECKPOINT.TREE_SIZE, CS_CHECKPOINT.NOTE)
            .from(CS_CHECKPOINT)
            .orderBy(CS_CHECKPOINT.TREE_SIZE.desc(), CS_CHECKPOINT.ID.desc())
            .limit(inline(1)));

    static final String CHECKPOINTS_OF_SIZE = text(SQL.select(CS_CHECKPOINT.NOTE)
            .from(CS_CHECKPOINT)
            .where(CS_CHECKPOINT.TREE_SIZE.eq(param(CS_CHECKPOINT.TREE_SIZE)))
            .orderBy(CS_CHECKPOINT.ID.desc()));

    static final String CHECKPOINTS = text(SQL.select(CS_CHECKPOINT.ID, CS_CHECKPOINT.TREE_SIZE, CS_CHECKPOINT.NOTE)
            .from(CS_CHECKPOINT)
            .orderBy(CS_CHECKPOINT.TREE_SIZE, CS_CHECKPOINT.ID));

    private LedgerSql() {}

    private static String insert(Table<?> table, Field<?>... fields) {
        return text(SQL.insertInto(table)
                .columns(fields)
                .values(Stream.of(fields).map(DSL::param).toArray()));
    }

    private static String text(Query query) {
        return query.getSQL();
    }
}
