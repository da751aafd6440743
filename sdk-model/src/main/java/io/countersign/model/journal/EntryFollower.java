package io.countersign.model.journal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Entries in order of sequence, those that are there and then each that is appended, without a gap and none twice. Used by one thread;
 * any thread may close it.
 */
public final class EntryFollower implements AutoCloseable {
    /** Longest that it waits without looking whether it was closed. */
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final EntryQuery query;
    private final LongSupplier size;
    private final Function<EntryQuery, EntryCursor> read;
    private final Watch watch;
    private long next;
    private @Nullable EntryCursor cursor;
    private long cursorEnd;
    private volatile boolean closed;

    /** Tells when there may be more. */
    public interface Watch extends AutoCloseable {
        /**
         * Waits until something was appended, or at least may have been.
         *
         * @param atMost nanoseconds
         */
        void await(long atMost) throws InterruptedException;

        @Override
        void close();

        /** Looks again after a time, whatever happens. */
        static Watch every(Duration time) {
            return new Watch() {
                @Override
                public void await(long atMost) throws InterruptedException {
                    TimeUnit.NANOSECONDS.sleep(Math.min(atMost, time.toNanos()));
                }

                @Override
                public void close() {}
            };
        }
    }

    /**
     * For those who implement a journal.
     *
     * @param query what to follow; from its first sequence on, and no further than it says
     * @param size number of entries that can be read now
     * @param read reads entries
     * @param watch closed with the follower
     */
    public EntryFollower(EntryQuery query, LongSupplier size, Function<EntryQuery, EntryCursor> read, Watch watch) {
        this.query = query;
        this.size = size;
        this.read = read;
        this.watch = watch;
        this.next = query.fromSequence();
    }

    /**
     * The next entry.
     *
     * @param wait how long to wait for one to be appended; zero looks only at what is there
     * @return empty if none came in time, or this was closed
     * @throws InterruptedException if the thread is interrupted while it waits; nothing is skipped
     * @throws io.countersign.model.LedgerUnavailableException if the journal cannot be read; nothing is skipped
     */
    public Optional<JournalEntry> next(Duration wait) throws InterruptedException {
        long start = System.nanoTime();
        while (!closed) {
            Optional<JournalEntry> entry = findNext();
            if (entry.isPresent()) {
                return entry;
            }
            long rest = wait.toNanos() - (System.nanoTime() - start);
            if (rest <= 0) {
                return Optional.empty();
            }
            watch.await(Math.min(rest, SLICE_NANOS));
        }
        return Optional.empty();
    }

    /** The sequence from which on nothing was looked at yet: a follower that starts there misses nothing. */
    public long nextSequence() {
        return next;
    }

    @Override
    public void close() {
        closed = true;
        watch.close();
    }

    /** What was read and does not match is not read again. */
    private Optional<JournalEntry> findNext() {
        EntryCursor reading = cursor;
        if (reading == null) {
            long end = Math.min(size.getAsLong(), query.beforeSequence());
            if (end <= next) {
                return Optional.empty();
            }
            reading = read.apply(EntryQuery.builder()
                    .from(query)
                    .fromSequence(next)
                    .beforeSequence(end)
                    .build());
            cursor = reading;
            cursorEnd = end;
        }
        try {
            if (reading.hasNext()) {
                JournalEntry entry = reading.next();
                next = entry.sequence() + 1;
                return Optional.of(entry);
            }
        } catch (RuntimeException e) {
            cursor = null; // begins again where it was
            reading.close();
            throw e;
        }
        next = cursorEnd;
        cursor = null;
        reading.close();
        return Optional.empty();
    }
}
