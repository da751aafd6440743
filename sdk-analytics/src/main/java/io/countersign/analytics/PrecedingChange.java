package io.countersign.analytics;

import io.countersign.model.SdkStyle;
import io.countersign.model.journal.Actor;
import io.countersign.model.market.DocumentId;
import io.countersign.model.snapshot.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.immutables.value.Value;

/** A change of what is in force that took effect in the time before an incident. */
@SdkStyle
@Value.Immutable
public abstract class PrecedingChange {
    PrecedingChange() {}

    /** The incident, as it was named in the question. */
    public abstract String incident();

    public abstract String changeId();

    public abstract Scope scope();

    /** Who applied it. */
    public abstract Actor actor();

    /** Whether it undid the change. */
    public abstract boolean rollback();

    /** What it touched. */
    public abstract List<DocumentId> documents();

    /** How many fields. */
    public abstract long fields();

    public abstract Instant effectiveAt();

    public abstract Instant recordedAt();

    /** How long before the incident it took effect, in whole seconds; not negative. */
    public abstract Duration before();

    /** The entry to cite. */
    public abstract long sequence();

    static ImmutablePrecedingChange.Builder builder() {
        return ImmutablePrecedingChange.builder();
    }

    @Override
    public String toString() {
        return before() + " before " + incident() + ": " + changeId() + " in " + scope() + " by " + actor()
                + (rollback() ? " (rollback)" : "") + ", " + fields() + " fields of " + documents()
                + ", entry #" + sequence();
    }
}
