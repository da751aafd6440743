package io.countersign.analytics;

import io.countersign.model.SdkStyle;
import io.countersign.model.change.Verdict;
import io.countersign.model.journal.Actor;
import io.countersign.model.json.Digest;
import java.time.Instant;
import java.util.Optional;
import org.immutables.value.Value;

/** A reviewer's verdict on a plan, or a refused attempt to give one, and whether it still counts. */
@SdkStyle
@Value.Immutable
public abstract class Approval {
    Approval() {}

    /** Whether it counts when the export ends. */
    public enum Standing {
        /** It counts. */
        LIVE,
        /** It counted once; an edit, another plan or another verdict of the same reviewer ended that. */
        SUPERSEDED,
        /** It never counted: the attempt was refused, for example because the proposer tried to approve. */
        REFUSED
    }

    public abstract String changeId();

    public abstract Actor reviewer();

    public abstract Standing standing();

    /** In whose place it was given, by somebody to whom they delegated their role. */
    public abstract Optional<Actor> onBehalfOf();

    /** The requirement that it counts for; absent for a refused attempt. */
    public abstract Optional<String> requirement();

    /** What the reviewer said; absent for a refused attempt. */
    public abstract Optional<Verdict> verdict();

    /** The plan that the reviewer saw; absent for a refused attempt. */
    public abstract Optional<Digest> planDigest();

    /**
     * A later plan that it counts for too, as the submission of that says, or the emergency in which it was carried out unsubmitted: nothing
     * changed that the reviewer was asked about.
     */
    public abstract Optional<Digest> carriedTo();

    /** What the reviewer wrote. */
    public abstract Optional<String> comment();

    /** Why it does not count, where it does not. */
    public abstract Optional<String> reason();

    /** The code of the refusal, such as {@code SELF_APPROVAL}; present exactly for a refused attempt. */
    public abstract Optional<String> refusalCode();

    /** The entry that ended it; present exactly for a superseded one. */
    public abstract Optional<Long> endedSequence();

    /** When the reviewer says it happened. */
    public abstract Instant occurredAt();

    public abstract Instant recordedAt();

    /** The entry to cite. */
    public abstract long sequence();

    static ImmutableApproval.Builder builder() {
        return ImmutableApproval.builder();
    }

    @Override
    public String toString() {
        String what = refusalCode()
                .map(code -> "was refused (" + code + ")")
                .orElseGet(() -> "said " + verdict().map(Verdict::name).orElse("nothing") + " for "
                        + requirement().orElse("nothing") + " on plan "
                        + planDigest().map(Digest::abbreviated).orElse("none"));
        String place = onBehalfOf().map(other -> " in the place of " + other).orElse("");
        return changeId() + ": " + reviewer() + place + " " + what + ", " + standing()
                + reason().map(why -> " (" + why + ")").orElse("")
                + carriedTo()
                        .map(plan -> " (for plan " + plan.abbreviated() + " too)")
                        .orElse("") + ", entry #" + sequence();
    }
}
