package io.countersign.audit.internal;

import io.countersign.model.LedgerUnavailableException;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.AppendResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets many callers append at the price of one commit. Whoever is alone writes at once, on its own thread; while somebody writes,
 * the others wait in a queue, and a thread writes all that wait in one transaction. Each batch is acknowledged after the commit that
 * holds it, and succeeds or fails by itself. Batches of one caller keep their order. Thread-safe.
 */
public final class GroupCommit implements AutoCloseable {
    /** Batches that may wait; more callers wait for room. */
    static final int QUEUE_MAX = 8_192;

    private static final int GROUP_BATCHES_MAX = 4_096;
    private static final int GROUP_ENTRIES_MAX = 16_384;

    private final LedgerWriter writer;

    /** Held by whoever uses the writer. */
    private final ReentrantLock writing = new ReentrantLock();

    private final ReentrantLock queueing = new ReentrantLock();
    private final Condition filled = queueing.newCondition();
    private final Condition room = queueing.newCondition();
    private final Deque<PendingAppend> queue = new ArrayDeque<>();

    /** Batches that were handed in and are not answered yet. Whoever finds none is alone, and nobody is before it. */
    private final AtomicInteger unanswered = new AtomicInteger();

    private @Nullable Thread thread;
    private boolean closed;

    public GroupCommit(LedgerWriter writer) {
        this.writer = writer;
    }

    /**
     * Appends a batch and waits until it is durable.
     *
     * @throws LedgerUnavailableException also if the thread was interrupted before its batch was taken up; then nothing was written,
     *     and the thread stays interrupted
     */
    public AppendResult append(AppendBatch batch) {
        PendingAppend pending = new PendingAppend(batch);
        boolean alone = unanswered.getAndIncrement() == 0;
        try {
            if (alone && writing.tryLock()) {
                try {
                    requireOpen();
                    writer.write(List.of(pending));
                } finally {
                    writing.unlock();
                }
            } else {
                enqueue(pending);
            }
            return await(pending);
        } finally {
            unanswered.decrementAndGet();
        }
    }

    /**
     * Appends a batch and returns at once, or as soon as there is room in the queue.
     *
     * @throws LedgerUnavailableException if it was not taken in
     */
    public CompletableFuture<AppendResult> appendAsync(AppendBatch batch) {
        PendingAppend pending = new PendingAppend(batch);
        unanswered.incrementAndGet();
        pending.whenDone(unanswered::decrementAndGet);
        try {
            enqueue(pending);
        } catch (LedgerUnavailableException e) {
            pending.fail(e);
            throw e;
        }
        return pending.future();
    }

    /** Uses the writer while nobody else does. */
    public <T> T exclusively(Supplier<T> work) {
        writing.lock();
        try {
            return work.get();
        } finally {
            writing.unlock();
        }
    }

    /** Takes no more, writes what waits, and returns when all of it is answered. Closing twice is harmless. */
    @Override
    public void close() {
        Thread last;
        queueing.lock();
        try {
            closed = true;
            filled.signalAll();
            room.signalAll();
            last = thread;
        } finally {
            queueing.unlock();
        }
        boolean interrupted = false;
        while (last != null && last.isAlive()) {
            try {
                last.join();
            } catch (InterruptedException e) {
                interrupted = true; // what was taken in is written all the same
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void enqueue(PendingAppend pending) {
        queueing.lock();
        try {
            while (queue.size() >= QUEUE_MAX && !closed) {
                room.await();
            }
            requireOpen();
            queue.add(pending);
            if (thread == null) {
                thread = new Thread(this::writeWhatWaits, "countersign-ledger-writer");
                thread.setDaemon(true); // nobody was promised anything about what is not acknowledged yet
                thread.start();
            }
            filled.signal();
        } catch (InterruptedException e) {
            throw interruptedBefore(e);
        } finally {
            queueing.unlock();
        }
    }

    private AppendResult await(PendingAppend pending) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return pending.await();
                } catch (InterruptedException e) {
                    if (isTakenBack(pending)) {
                        throw interruptedBefore(e);
                    }
                    interrupted = true; // it is being written: the answer is a commit away
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean isTakenBack(PendingAppend pending) {
        queueing.lock();
        try {
            room.signal();
            return queue.remove(pending);
        } finally {
            queueing.unlock();
        }
    }

    private static LedgerUnavailableException interruptedBefore(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new LedgerUnavailableException("Interrupted while waiting to append; nothing was written", e);
    }

    private void requireOpen() {
        queueing.lock();
        try {
            if (closed) {
                throw new LedgerUnavailableException("The ledger is closed; nothing was written");
            }
        } finally {
            queueing.unlock();
        }
    }

    private void writeWhatWaits() {
        while (isAnythingWaiting()) {
            writing.lock(); // first, so that what leaves the queue is written before anything that comes later
            try {
                List<PendingAppend> group = nextGroup();
                if (!group.isEmpty()) {
                    writer.write(group);
                }
            } finally {
                writing.unlock();
            }
        }
    }

    /** Waits until something waits; false when nothing more will come. */
    private boolean isAnythingWaiting() {
        queueing.lock();
        try {
            while (queue.isEmpty() && !closed) {
                filled.awaitUninterruptibly();
            }
            return !queue.isEmpty();
        } finally {
            queueing.unlock();
        }
    }

    private List<PendingAppend> nextGroup() {
        queueing.lock();
        try {
            List<PendingAppend> group = new ArrayList<>();
            int entries = 0;
            while (!queue.isEmpty() && group.size() < GROUP_BATCHES_MAX) {
                entries += queue.element().entries();
                if (!group.isEmpty() && entries > GROUP_ENTRIES_MAX) {
                    break;
                }
                group.add(queue.remove());
            }
            room.signalAll();
            return group;
        } finally {
            queueing.unlock();
        }
    }
}
