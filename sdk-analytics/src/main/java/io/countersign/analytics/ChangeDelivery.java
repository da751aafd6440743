package io.countersign.analytics;

import io.countersign.model.SdkStyle;
import io.countersign.model.journal.Actor;
import io.countersign.model.snapshot.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.immutables.value.Value;

/** How a change that touched the exchange went. */
@SdkStyle
@Value.Immutable
public abstract class ChangeDelivery {
    ChangeDelivery() {}

    public abstract String changeId();

    public abstract Scope scope();

    public abstract Actor proposer();

    /** The template of standard changes that it was made from. */
    public abstract Optional<String> template();

    /** Whether it was carried out without all that its policy asks for. */
    public abstract boolean emergency();

    /** When it was first submitted; absent for an emergency that never was. */
    public abstract Optional<Instant> submittedAt();

    /** When the exchange was first touched. */
    public abstract Instant startedAt();

    public abstract Actor startedBy();

    /** When the exchange first read back as planned. */
    public abstract Optional<Instant> appliedAt();

    /** Whether it failed or was rolled back. */
    public abstract boolean failed();

    /** When it failed, or its roll-back began. */
    public abstract Optional<Instant> failedAt();

    /** When the exchange read back as before. */
    public abstract Optional<Instant> restoredAt();

    /** From the first submission until it was applied, in whole seconds. */
    public abstract Optional<Duration> leadTime();

    /** From the first touch until the exchange was as before, in whole seconds. */
    public abstract Optional<Duration> restoreTime();

    /** Its last entry, to cite. */
    public abstract long sequence();

    static ImmutableChangeDelivery.Builder builder() {
        return ImmutableChangeDelivery.builder();
    }

    @Override
    public String toString() {
        return changeId() + " in " + scope() + ": started " + startedAt() + " by " + startedBy()
                + (emergency() ? " in an emergency" : "")
                + leadTime().map(time -> ", lead time " + time).orElse("")
                + (failed() ? ", failed" : "")
                + restoreTime().map(time -> ", restored after " + time).orElse("") + ", entry #" + sequence();
    }
}
