package io.countersign.analytics;

import io.countersign.model.SdkStyle;
import io.countersign.model.journal.Actor;
import io.countersign.model.json.Digest;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.DocumentId;
import io.countersign.model.snapshot.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/** Who made one field of a document what it is, with whose approval, and what it was before. */
@SdkStyle
@Value.Immutable
public abstract class FieldBlame {
    FieldBlame() {}

    public abstract Scope scope();

    public abstract DocumentId document();

    /** The field, as in {@link io.countersign.model.diff.FieldChange#path()}. */
    public abstract String path();

    /** The value; absent when the field was removed. */
    public abstract Optional<JsonText> value();

    /** What it was just before, by the time of effect; absent when there was no such field. */
    public abstract Optional<JsonText> previousValue();

    /** Who applied the change, or recorded the baseline. */
    public abstract Actor actor();

    /** The change; absent for a baseline. */
    public abstract Optional<String> changeId();

    /** The plan that was applied; absent for a baseline. */
    public abstract Optional<Digest> planDigest();

    /** Whether it was set by undoing the change. */
    public abstract boolean rollback();

    /**
     * Who had approved that plan when it was applied, or an earlier one from which that carries over, in order of name; empty for a
     * baseline.
     */
    public abstract List<Actor> approvers();

    /** From when the value is in force. */
    public abstract Instant effectiveAt();

    /** When the journal recorded it. */
    public abstract Instant recordedAt();

    /** The entry to cite. */
    public abstract long sequence();

    static ImmutableFieldBlame.Builder builder() {
        return ImmutableFieldBlame.builder();
    }

    @Override
    public String toString() {
        return document() + " " + path() + ": "
                + previousValue().map(JsonText::display).orElse("absent") + " -> "
                + value().map(JsonText::display).orElse("removed") + " by " + actor()
                + changeId().map(id -> " in " + id).orElse(" as the baseline")
                + (rollback() ? " (rollback)" : "")
                + (approvers().isEmpty() ? "" : ", approved by " + approvers()) + ", effective " + effectiveAt()
                + ", entry #" + sequence();
    }
}
