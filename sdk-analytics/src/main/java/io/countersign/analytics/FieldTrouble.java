package io.countersign.analytics;

import io.countersign.model.SdkStyle;
import java.time.Instant;
import org.immutables.value.Value;

/** How often a kind of field was changed, and how often that went wrong. Elements of a collection count as one field. */
@SdkStyle
@Value.Immutable
public abstract class FieldTrouble {
    FieldTrouble() {}

    /** Kind of document. */
    public abstract String kind();

    /** The path, with {@code *} for the key of an element. */
    public abstract String field();

    /** Changes that set or removed it. */
    public abstract long changes();

    /** Of these, rolled back. */
    public abstract long undone();

    /** Of these, followed by another change of the same field within 24 hours. */
    public abstract long corrected();

    /** When it was last changed. */
    public abstract Instant lastAt();

    static ImmutableFieldTrouble.Builder builder() {
        return ImmutableFieldTrouble.builder();
    }

    @Override
    public String toString() {
        return kind() + " " + field() + ": " + changes() + " changes, " + undone() + " undone, " + corrected()
                + " corrected";
    }
}
