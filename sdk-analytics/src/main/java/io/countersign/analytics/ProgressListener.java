package io.countersign.analytics;

/** Is told how far long work has come; called on the thread that works. */
@FunctionalInterface
public interface ProgressListener {
    /** Does not listen. */
    ProgressListener NONE = (done, total) -> {};

    /**
     * So much is done, of so much in all.
     *
     * @param done from 0 to the total, never less than before
     * @param total in the same unit as {@code done}, such as entries
     */
    void progressed(long done, long total);
}
