package io.countersign.analytics;

import io.countersign.model.SdkStyle;
import io.countersign.model.journal.Actor;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.DocumentId;
import io.countersign.model.snapshot.Scope;
import java.time.Instant;
import java.util.Optional;
import org.immutables.value.Value;

/** The value of a field over a stretch of the time of effect. */
@SdkStyle
@Value.Immutable
public abstract class FieldInterval {
    FieldInterval() {}

    public abstract Scope scope();

    public abstract DocumentId document();

    /** The field, as in {@link io.countersign.model.diff.FieldChange#path()}. */
    public abstract String path();

    public abstract JsonText value();

    /** From when it is in force. */
    public abstract Instant validFrom();

    /** Until when, exclusive; absent where nothing is known to end it. */
    public abstract Optional<Instant> validUntil();

    /** Who applied the change, or recorded the document. */
    public abstract Actor actor();

    /** The change; absent for a baseline. */
    public abstract Optional<String> changeId();

    /** Whether it was set by undoing the change. */
    public abstract boolean rollback();

    /** When the journal recorded it. */
    public abstract Instant recordedAt();

    /** The entry to cite. */
    public abstract long sequence();

    static ImmutableFieldInterval.Builder builder() {
        return ImmutableFieldInterval.builder();
    }

    @Override
    public String toString() {
        return document() + " " + path() + " = " + value().display() + " from " + validFrom()
                + validUntil().map(until -> " until " + until).orElse("")
                + changeId().map(id -> " by " + id).orElse("") + ", entry #" + sequence();
    }
}
