package io.countersign.analytics;

import io.countersign.model.SdkStyle;
import io.countersign.model.snapshot.Scope;
import java.time.Instant;
import org.immutables.value.Value;

/** A kind of field that is changed by hand again and again, without a template of standard changes. */
@SdkStyle
@Value.Immutable
public abstract class RepeatedChange {
    RepeatedChange() {}

    public abstract Scope scope();

    /** Kind of document. */
    public abstract String kind();

    /** The path, with {@code *} for the key of an element. */
    public abstract String field();

    /** Changes that set or removed it; at least 2. */
    public abstract long changes();

    /** Documents that it was changed in. */
    public abstract long documents();

    /** People who carried it out. */
    public abstract long people();

    public abstract Instant firstAt();

    public abstract Instant lastAt();

    static ImmutableRepeatedChange.Builder builder() {
        return ImmutableRepeatedChange.builder();
    }

    @Override
    public String toString() {
        return kind() + " " + field() + " in " + scope() + ": " + changes() + " changes of " + documents()
                + " documents by " + people() + " people";
    }
}
