package io.countersign.model.journal;

/**
 * The newest entry of a stream, on which the next one hangs.
 *
 * @param revision number of entries of the stream
 * @param sequence where its newest entry is in the journal
 * @param leafHex leaf hash of that entry, 64 hex digits
 */
public record StreamHead(long revision, long sequence, String leafHex) {
    /** The head that an entry makes. */
    public static StreamHead of(JournalEntry entry) {
        return new StreamHead(entry.revision(), entry.sequence(), entry.leafHex());
    }
}
