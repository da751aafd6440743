package io.countersign.audit;

import io.countersign.audit.internal.LedgerDump;
import io.countersign.audit.internal.LedgerStore;
import io.countersign.audit.internal.Threads;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Reads entries in pieces on several threads, each over a connection of its own, and hands them out in order on the calling thread.
 * Entries below the recorded size never change, so the threads need not see one moment. Memory is bounded by the pieces under way.
 */
final class EntryFeed implements AutoCloseable {
    private static final int PIECE_ENTRIES = 4_096;

    private final LedgerStore store;
    private final boolean deep;
    private final int threads;
    private final ExecutorService workers;
    private final ConcurrentLinkedQueue<LedgerDump> idle = new ConcurrentLinkedQueue<>();

    /** Takes entries in order. */
    @FunctionalInterface
    interface Consumer {
        void accept(ReadEntry entry) throws SQLException;
    }

    EntryFeed(LedgerStore store, boolean deep, int threads) {
        this.store = store;
        this.deep = deep;
        this.threads = threads;
        this.workers = Executors.newFixedThreadPool(threads, work -> {
            Thread thread = new Thread(work, "countersign-ledger-verifier");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Hands out entries on this thread alone. */
    static void read(LedgerDump dump, boolean deep, long from, long to, Consumer consumer) throws SQLException {
        if (deep) {
            dump.forEachEntry(from, to, row -> consumer.accept(ReadEntry.of(row)));
        } else {
            dump.forEachEnvelope(from, to, (sequence, envelope) -> consumer.accept(ReadEntry.of(sequence, envelope)));
        }
    }

    /** Hands out the entries from one sequence to before another. */
    void forEach(long from, long to, Consumer consumer) throws SQLException {
        Deque<Future<List<ReadEntry>>> underWay = new ArrayDeque<>();
        long next = from;
        while (next < to || !underWay.isEmpty()) {
            while (next < to && underWay.size() < 2 * threads) {
                long first = next;
                long last = Math.min(to, first + PIECE_ENTRIES);
                underWay.add(workers.submit(() -> read(first, last)));
                next = last;
            }
            for (ReadEntry entry : finished(underWay.remove())) {
                consumer.accept(entry);
            }
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
        Threads.awaitEnd(workers); // or one of them could still leave its connection behind
        for (LedgerDump dump = idle.poll(); dump != null; dump = idle.poll()) {
            dump.close();
        }
    }

    private List<ReadEntry> read(long from, long to) throws SQLException {
        LedgerDump waiting = idle.poll();
        LedgerDump dump = waiting == null ? LedgerDump.open(store) : waiting;
        try {
            List<ReadEntry> entries = new ArrayList<>((int) (to - from));
            read(dump, deep, from, to, entries::add);
            return entries;
        } finally {
            idle.add(dump);
        }
    }

    private static List<ReadEntry> finished(Future<List<ReadEntry>> piece) throws SQLException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return piece.get();
                } catch (InterruptedException e) {
                    interrupted = true; // cancelling is what the caller's signal is for
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof SQLException failure) {
                        throw failure;
                    }
                    if (e.getCause() instanceof RuntimeException failure) {
                        throw failure;
                    }
                    throw new IllegalStateException("Reading entries failed", e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
