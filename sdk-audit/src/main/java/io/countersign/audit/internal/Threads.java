package io.countersign.audit.internal;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** Threads of the ledger's own. */
public final class Threads {
    private Threads() {}

    /** Waits for the last work of an executor that was shut down. An interrupted thread stays interrupted. */
    public static void awaitEnd(ExecutorService executor) {
        boolean interrupted = false;
        while (!executor.isTerminated()) {
            try {
                executor.awaitTermination(1, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
