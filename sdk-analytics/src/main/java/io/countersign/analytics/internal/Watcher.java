package io.countersign.analytics.internal;

import java.util.concurrent.CancellationException;
import java.util.function.DoubleSupplier;

/** Whoever waits for work of the engine. Asked and told on the thread that waits. */
public interface Watcher {
    /** Whether the work is to be given up. Asked every few milliseconds. */
    boolean givenUp();

    /**
     * Passes while it is not.
     *
     * @throws CancellationException if it is
     */
    default void requireGoOn() {
        if (givenUp()) {
            throw new CancellationException("The question was cancelled");
        }
    }

    /**
     * The work goes on; said every few milliseconds.
     *
     * @param percent of the work, as the engine guesses; negative where it cannot. Costs a call of the engine
     */
    void waiting(DoubleSupplier percent);
}
