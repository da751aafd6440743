package io.countersign.analytics.internal;

import io.countersign.model.journal.JournalEntry;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;

/**
 * A table of the engine that consists of the entries that one thread puts in while another runs the query over it. A few thousand of
 * them wait in between, so that both have something to do and memory is bounded.
 */
final class EntryFeed implements DuckDBTableFunction<Object, Object, Object> {
    private static final long BATCH_BYTES = 8_000_000;
    private static final int WAITING_MAX = 4;
    private static final long LOOK_MILLIS = 50;
    private static final Object NOTHING = new Object();

    /** Entries, in the end none. */
    private final BlockingQueue<RowBatch> waiting = new ArrayBlockingQueue<>(WAITING_MAX);

    private volatile boolean givenUp;
    private RowBatch gathered = new RowBatch(EntryTable.SHAPE);
    private long gatheredBytes;

    /** Puts an entry of that many bytes in. False if the query has ended without taking it. */
    boolean put(JournalEntry entry, long bytes, Future<?> query) {
        EntryTable.append(gathered, entry);
        gatheredBytes += bytes;
        return (gathered.rows() < RowBatch.ROWS_MAX && gatheredBytes < BATCH_BYTES) || handOver(query);
    }

    /** Ends the table. */
    void end(Future<?> query) {
        if (gathered.rows() > 0) {
            handOver(query);
        }
        handOver(query);
    }

    /** Makes the query fail. */
    void giveUp(Future<?> query) {
        givenUp = true;
        handOver(query);
    }

    private boolean handOver(Future<?> query) {
        boolean interrupted = false;
        boolean taken = false;
        while (!taken && !query.isDone()) {
            try {
                taken = waiting.offer(gathered, LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                interrupted = true; // an export goes on when interrupted, as reading and writing files does
            }
        }
        gathered = new RowBatch(EntryTable.SHAPE);
        gatheredBytes = 0;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return taken;
    }

    @Override
    public Object bind(DuckDBTableFunctionBindInfo info) {
        RowBatch.bind(EntryTable.SHAPE, info);
        return NOTHING;
    }

    @Override
    public Object init(DuckDBTableFunctionInitInfo info) {
        info.setMaxThreads(1); // the entries come in order, and stay in it
        return NOTHING;
    }

    @Override
    public long apply(DuckDBTableFunctionCallInfo info, DuckDBDataChunkWriter chunk) throws InterruptedException {
        RowBatch entries = waiting.take();
        if (givenUp) {
            throw new IllegalStateException("The entries were given up");
        }
        entries.fill(chunk);
        return entries.rows();
    }
}
