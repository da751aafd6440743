package io.countersign.client.desk;

import static io.countersign.client.desk.ChangeState.APPLIED;
import static io.countersign.client.desk.ChangeState.APPLYING;
import static io.countersign.client.desk.ChangeState.APPROVED;
import static io.countersign.client.desk.ChangeState.CANCELLED;
import static io.countersign.client.desk.ChangeState.CLOSED;
import static io.countersign.client.desk.ChangeState.DRAFT;
import static io.countersign.client.desk.ChangeState.FAILED;
import static io.countersign.client.desk.ChangeState.IN_REVIEW;
import static io.countersign.client.desk.ChangeState.REJECTED;
import static io.countersign.client.desk.ChangeState.ROLLED_BACK;
import static io.countersign.client.desk.ChangeState.ROLLING_BACK;
import static io.countersign.client.desk.ChangeState.VERIFYING;

import io.countersign.model.change.ChangeEvents;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The flow as data: which event leads from which states to which. Once anything may have touched the exchange, the only end is
 * {@link ChangeState#CLOSED}.
 */
public final class ChangeFlow {
    /**
     * One row of the flow.
     *
     * @param event the journal entry's type
     * @param from the states that it may follow
     * @param to the state that it leads to
     */
    public record Transition(String event, Set<ChangeState> from, ChangeState to) {}

    private static final List<Transition> TRANSITIONS = List.of(
            new Transition(ChangeEvents.AMENDED, Set.of(DRAFT, IN_REVIEW, APPROVED), DRAFT),
            new Transition(ChangeEvents.SUBMITTED, Set.of(DRAFT), IN_REVIEW),
            new Transition(ChangeEvents.VERDICT_GIVEN, Set.of(IN_REVIEW, APPROVED), IN_REVIEW),
            new Transition(ChangeEvents.APPROVED, Set.of(IN_REVIEW), APPROVED),
            new Transition(ChangeEvents.REJECTED, Set.of(IN_REVIEW), REJECTED),
            new Transition(ChangeEvents.CANCELLED, Set.of(DRAFT, IN_REVIEW, APPROVED), CANCELLED),
            new Transition(ChangeEvents.APPLYING, Set.of(APPROVED), APPLYING),
            new Transition(ChangeEvents.VERIFYING, Set.of(APPLYING), VERIFYING),
            new Transition(ChangeEvents.APPLIED, Set.of(VERIFYING), APPLIED),
            new Transition(ChangeEvents.FAILED, Set.of(APPLYING, VERIFYING, ROLLING_BACK), FAILED),
            new Transition(ChangeEvents.ROLLING_BACK, Set.of(APPLIED), ROLLING_BACK),
            new Transition(ChangeEvents.ROLLED_BACK, Set.of(ROLLING_BACK), ROLLED_BACK),
            new Transition(ChangeEvents.CLOSED, Set.of(APPLIED, ROLLED_BACK, FAILED), CLOSED));

    private ChangeFlow() {}

    /** Every transition but the first, which makes a draft. */
    public static List<Transition> transitions() {
        return TRANSITIONS;
    }

    /** The row of an event; empty for events that leave the state as it is. */
    public static Optional<Transition> of(String event) {
        return TRANSITIONS.stream().filter(row -> row.event().equals(event)).findFirst();
    }
}
