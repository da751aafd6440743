package io.countersign.analytics;

import io.countersign.model.SdkStyle;
import io.countersign.model.journal.Actor;
import io.countersign.model.snapshot.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.immutables.value.Value;

/** A change that met an exchange which had something else in force than the journal says, once until it went on. */
@SdkStyle
@Value.Immutable
public abstract class DriftNotice {
    DriftNotice() {}

    public abstract String changeId();

    public abstract Optional<Scope> scope();

    /** Who was told first. */
    public abstract Actor noticedBy();

    /** What they were told. */
    public abstract String remark();

    /** How often somebody was told. */
    public abstract long notices();

    /** When first. */
    public abstract Instant noticedAt();

    /** When the change next went on or ended; absent while it stands open. */
    public abstract Optional<Instant> endedAt();

    /** How long it stood open, until the export ends where it still does; in whole seconds. */
    public abstract Duration openTime();

    /** The entry to cite. */
    public abstract long sequence();

    static ImmutableDriftNotice.Builder builder() {
        return ImmutableDriftNotice.builder();
    }

    @Override
    public String toString() {
        return changeId() + ": drift noticed " + noticedAt() + " by " + noticedBy() + ", open for " + openTime()
                + (endedAt().isEmpty() ? " and still" : "") + ", entry #" + sequence();
    }
}
