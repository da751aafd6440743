package io.countersign.client.rollout;

import io.countersign.model.LedgerIntegrityException;
import io.countersign.model.change.ChangeApplying;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.change.GlassBroken;
import io.countersign.model.journal.EntryCursor;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.Journal;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.json.Digest;

/**
 * Shows a gateway that what it is asked to do was agreed and is written down. It can only be had for an entry that stands in
 * the journal and says that a change goes to the exchange now; {@link Rollout} gets it, and hands it to the gateway alone.
 */
public final class ApplyPermit {
    private final long sequence;
    private final String leafHex;
    private final ChangeApplying intent;

    ApplyPermit(long sequence, String leafHex, ChangeApplying intent) {
        this.sequence = sequence;
        this.leafHex = leafHex;
        this.intent = intent;
    }

    /**
     * The permit for an intent.
     *
     * @throws LedgerIntegrityException if the journal does not hold this very entry, or it is no intent to touch the exchange
     */
    static ApplyPermit mint(Journal journal, JournalEntry intent) {
        boolean isEmergency = intent.type().equals(ChangeEvents.GLASS_BROKEN);
        boolean isIntent = isEmergency
                || intent.type().equals(ChangeEvents.APPLYING)
                || intent.type().equals(ChangeEvents.ROLLING_BACK);
        EntryQuery place = EntryQuery.builder().stream(intent.stream())
                .fromSequence(intent.sequence())
                .beforeSequence(intent.sequence() + 1)
                .build();
        try (EntryCursor found = journal.read(place)) {
            if (!isIntent || !found.hasNext() || !found.next().equals(intent)) {
                throw new LedgerIntegrityException("No permit for " + intent
                        + ": the journal does not hold it as an intent to touch the exchange");
            }
        }
        return new ApplyPermit(
                intent.sequence(),
                intent.leafHex(),
                isEmergency ? intent.payloadAs(GlassBroken.class).intent() : intent.payloadAs(ChangeApplying.class));
    }

    /** Sequence of the journal entry that is the intent. */
    public long sequence() {
        return sequence;
    }

    /** Leaf hash of that entry, 64 hex digits. */
    public String leafHex() {
        return leafHex;
    }

    public String changeId() {
        return intent.changeId();
    }

    /** The plan that was approved. */
    public Digest planDigest() {
        return intent.planDigest();
    }

    /** The key under which the exchange may be asked. */
    public String applyKey() {
        return intent.applyKey();
    }

    @Override
    public String toString() {
        return "permit #" + sequence + " for " + changeId() + ", plan "
                + planDigest().abbreviated();
    }
}
