package io.countersign.analytics;

import io.countersign.model.SdkStyle;
import io.countersign.model.change.Verdict;
import io.countersign.model.journal.Actor;
import java.time.Duration;
import java.time.Instant;
import org.immutables.value.Value;

/** How long a reviewer took after a plan was submitted. */
@SdkStyle
@Value.Immutable
public abstract class ApprovalLatency {
    ApprovalLatency() {}

    public abstract String changeId();

    /** The requirement that the verdict counts for. */
    public abstract String requirement();

    public abstract Actor reviewer();

    public abstract Verdict verdict();

    /** When the plan was submitted. */
    public abstract Instant submittedAt();

    /** When the verdict was recorded. */
    public abstract Instant recordedAt();

    /** The time between, in whole seconds. */
    public abstract Duration latency();

    /** The entry to cite. */
    public abstract long sequence();

    static ImmutableApprovalLatency.Builder builder() {
        return ImmutableApprovalLatency.builder();
    }

    @Override
    public String toString() {
        return changeId() + ": " + reviewer() + " said " + verdict() + " for " + requirement() + " after " + latency()
                + ", entry #" + sequence();
    }
}
