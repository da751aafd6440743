package io.countersign.analytics;

import io.countersign.model.SdkStyle;
import io.countersign.model.journal.Actor;
import java.util.Optional;
import org.immutables.value.Value;

/** Two hands in one change that were one person's. */
@SdkStyle
@Value.Immutable
public abstract class DutyViolation {
    DutyViolation() {}

    /** What the person did twice. */
    public enum Kind {
        /** Approved a change that they had edited, or had it approved in their place; the approval counts. */
        SELF_APPROVAL,
        /** Approved a change and carried it out. A policy may allow that. */
        APPROVED_AND_CARRIED_OUT,
        /** Edited a change and carried it out, and nobody else had approved it. */
        ALONE,
        /** Edited, carried out or rolled back a change that failed, was critical or was an emergency, and judged it afterwards. */
        OWN_REVIEW
    }

    public abstract String changeId();

    public abstract Kind kind();

    public abstract Actor actor();

    /** Whether the change was carried out in an emergency. */
    public abstract boolean emergency();

    /** The template that the change was made from: what it stands for was approved with it. */
    public abstract Optional<String> template();

    /** The entry of the one act, to cite. */
    public abstract long sequence();

    /** The entry of the other act. */
    public abstract long otherSequence();

    static ImmutableDutyViolation.Builder builder() {
        return ImmutableDutyViolation.builder();
    }

    @Override
    public String toString() {
        return changeId() + ": " + kind() + " by " + actor() + (emergency() ? " in an emergency" : "")
                + template().map(id -> " from template " + id).orElse("")
                + ", entries #" + sequence() + " and #" + otherSequence();
    }
}
