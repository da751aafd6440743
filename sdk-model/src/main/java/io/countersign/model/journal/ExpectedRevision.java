package io.countersign.model.journal;

/**
 * What a caller expects of a stream before its batch: any state, no entry at all, or exactly so many entries.
 *
 * @param revision number of entries the stream must have, or -1 for any
 */
public record ExpectedRevision(long revision) {
    /** The stream may be in any state. */
    public static final ExpectedRevision ANY = new ExpectedRevision(-1);

    /** The stream must not exist yet. */
    public static final ExpectedRevision NONE = new ExpectedRevision(0);

    public ExpectedRevision {
        if (revision < -1) {
            throw new IllegalArgumentException("Expected revision must not be negative: " + revision);
        }
    }

    /** The stream must have exactly this many entries. */
    public static ExpectedRevision of(long revision) {
        if (revision < 0) {
            throw new IllegalArgumentException("Expected revision must not be negative: " + revision);
        }
        return new ExpectedRevision(revision);
    }

    /** Whether a stream with this many entries is as expected. */
    public boolean allows(long actual) {
        return revision == -1 || revision == actual;
    }

    @Override
    public String toString() {
        return revision == -1 ? "any" : revision == 0 ? "none" : Long.toString(revision);
    }
}
