package io.countersign.model.journal;

import java.time.Duration;
import java.util.Optional;

/**
 * An ordered, append-only record of facts over many streams: the one place where anything is written down. Safe for
 * concurrent use.
 *
 * <p>Implemented by the ledger of {@code sdk-audit} and by {@link InMemoryJournal}; hosts may implement it. All pass one
 * contract suite. New methods come with defaults.
 */
public interface Journal {
    /**
     * Records a batch, all or nothing. When it returns, the entries are as durable as this journal makes them.
     *
     * <p>The idempotency key is looked at before the expected revisions: a repeated batch returns its first entries, whatever
     * has happened to the streams since.
     *
     * @throws io.countersign.model.AppendConflictException if a stream is not as expected, or the key was used for other
     *     drafts; nothing was written
     * @throws io.countersign.model.AppendStateUnknownException if it may or may not have been written; append it again
     * @throws io.countersign.model.LedgerUnavailableException if the journal takes nothing now; nothing was written
     */
    AppendResult append(AppendBatch batch);

    /** Reads entries in order of sequence, as of the moment of the call: later appends are not seen. */
    EntryCursor read(EntryQuery query);

    /** Size and root now. */
    JournalHead head();

    /** Number of entries of a stream; 0 if it does not exist. */
    long revision(String stream);

    /**
     * Reads entries in order of sequence, and goes on with those that are appended later, by whomever.
     *
     * <p>Unless a journal knows better, it is looked at again every 25 milliseconds.
     */
    default EntryFollower follow(EntryQuery query) {
        return new EntryFollower(
                query, () -> head().size(), this::read, EntryFollower.Watch.every(Duration.ofMillis(25)));
    }

    /**
     * Keeps the state of a fold in place of an earlier one of the same name. Best effort: a journal may keep nothing.
     *
     * @throws IllegalArgumentException if the journal has fewer entries than are in the state
     * @throws io.countersign.model.LedgerUnavailableException if it was not kept
     */
    default void keepFold(FoldSnapshot fold) {}

    /** The state of a fold that was kept last, if it is of this version and of this journal as it is now. */
    default Optional<FoldSnapshot> findFold(String name, int version) {
        return Optional.empty();
    }
}
