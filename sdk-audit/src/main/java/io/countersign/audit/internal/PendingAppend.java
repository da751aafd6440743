package io.countersign.audit.internal;

import io.countersign.model.LedgerUnavailableException;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.AppendResult;
import io.countersign.model.json.Digest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A batch that waits to be written, and in the end what became of it. Thread-safe. */
final class PendingAppend {
    private final AppendBatch batch;
    private final Digest drafts;
    private final CompletableFuture<AppendResult> done = new CompletableFuture<>();

    /** Works out the digest of the drafts, so that the writer need not. */
    PendingAppend(AppendBatch batch) {
        this.batch = batch;
        this.drafts = batch.draftsDigest();
    }

    AppendBatch batch() {
        return batch;
    }

    Digest drafts() {
        return drafts;
    }

    int entries() {
        return batch.drafts().size();
    }

    void succeed(AppendResult result) {
        done.complete(result);
    }

    void fail(RuntimeException why) {
        done.completeExceptionally(why);
    }

    /** Runs something short as soon as there is an outcome, on whatever thread brings it. */
    void whenDone(Runnable action) {
        CompletableFuture<AppendResult> unused = done.whenComplete((result, failure) -> action.run());
    }

    /** Waits for the outcome: returns the result, or throws why there is none. */
    AppendResult await() throws InterruptedException {
        try {
            return done.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException why) {
                throw why;
            }
            throw new LedgerUnavailableException("The append failed: " + e.getCause(), e);
        }
    }

    /** The outcome for a caller who does not wait: what hangs on it never runs on the writer's thread. */
    CompletableFuture<AppendResult> future() {
        return done.thenApplyAsync(result -> result);
    }
}
