package io.countersign.analytics.internal;

/** Whoever waits for a statement. Asked and told on the thread that waits. */
public interface Watcher {
    /** Whether the statement is to be given up. Asked every few milliseconds. */
    boolean givenUp();

    /**
     * How far the statement is; told from its first second on.
     *
     * @param nanos since it started
     * @param percent of the work, as the engine guesses; negative where it cannot
     */
    void advanced(long nanos, double percent);
}
