package io.countersign.client.desk;

import static io.countersign.client.desk.ChangeState.APPLIED;
import static io.countersign.client.desk.ChangeState.APPLYING;
import static io.countersign.client.desk.ChangeState.APPROVED;
import static io.countersign.client.desk.ChangeState.CANCELLED;
import static io.countersign.client.desk.ChangeState.CLOSED;
import static io.countersign.client.desk.ChangeState.DRAFT;
import static io.countersign.client.desk.ChangeState.EXPIRED;
import static io.countersign.client.desk.ChangeState.FAILED;
import static io.countersign.client.desk.ChangeState.IN_REVIEW;
import static io.countersign.client.desk.ChangeState.PAUSED;
import static io.countersign.client.desk.ChangeState.REJECTED;
import static io.countersign.client.desk.ChangeState.ROLLED_BACK;
import static io.countersign.client.desk.ChangeState.ROLLING_BACK;
import static io.countersign.client.desk.ChangeState.SCHEDULED;
import static io.countersign.client.desk.ChangeState.SUSPENDED;
import static io.countersign.client.desk.ChangeState.VERIFYING;

import io.countersign.model.LedgerIntegrityException;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.journal.JournalEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The flow as data: which event leads from which states to which, who can bring it about, and what must hold. The desk refuses what is
 * not here, a fold takes nothing that is not here, and {@code docs/change-flow.md} is written from here. Once anything may have
 * touched the exchange, the only end is {@link ChangeState#CLOSED}.
 */
public final class ChangeFlow {
    /** Who brings an event about. */
    public enum Doer {
        /** Holders of the policy's proposer role. */
        PROPOSER,
        /** Whoever a requirement counts. */
        REVIEWER,
        /** Holders of the role of a check, often a program. */
        CHECKER,
        /** Holders of the policy's applier role. */
        APPLIER,
        /** Holders of the policy's break-glass role. */
        BREAK_GLASS,
        /** Holders of any role that the policy names. */
        ANYBODY,
        /** The desk itself, of what follows from what people did and from the time. */
        DESK
    }

    /**
     * One row of the flow.
     *
     * @param verb what people call it
     * @param event the journal entry's type
     * @param from the states that it may follow; none for the event that makes a change
     * @param to the state that it leads to; empty where the change stays where it is
     * @param doer who brings it about
     * @param guard what must hold, for people
     */
    public record Transition(
            String verb, String event, List<ChangeState> from, Optional<ChangeState> to, Doer doer, String guard) {
        /** The state after it. */
        public ChangeState after(ChangeState state) {
            return to.orElse(state);
        }
    }

    private static final List<Transition> TRANSITIONS = List.of(
            row(
                    "propose",
                    ChangeEvents.PROPOSED,
                    List.of(),
                    DRAFT,
                    Doer.PROPOSER,
                    "it changes something, and has a title"),
            row(
                    "amend, rebase",
                    ChangeEvents.AMENDED,
                    List.of(DRAFT, IN_REVIEW, APPROVED, SCHEDULED, SUSPENDED),
                    DRAFT,
                    Doer.PROPOSER,
                    "what is in force now can take the change; verdicts are void, or count again for an equal scope"),
            row(
                    "submit",
                    ChangeEvents.SUBMITTED,
                    List.of(DRAFT),
                    IN_REVIEW,
                    Doer.PROPOSER,
                    "the plan is the one that was looked at, no finding forbids it, rationale and rollback plan are there"),
            new Transition(
                    "approve, request changes, abstain, withdraw, override",
                    ChangeEvents.VERDICT_GIVEN,
                    List.of(IN_REVIEW, APPROVED, SCHEDULED, SUSPENDED),
                    Optional.empty(),
                    Doer.REVIEWER,
                    "the verdict names the plan under review, and is not about one's own change"),
            new Transition(
                    "report",
                    ChangeEvents.CHECK_REPORTED,
                    List.of(IN_REVIEW, APPROVED, SCHEDULED, SUSPENDED),
                    Optional.empty(),
                    Doer.CHECKER,
                    "the report names the plan under review and a check of its policy; a checklist goes in order"),
            row(
                    "",
                    ChangeEvents.APPROVED,
                    List.of(IN_REVIEW),
                    APPROVED,
                    Doer.DESK,
                    "every requirement is met, and the plan was made on what is in force"),
            row(
                    "",
                    ChangeEvents.REOPENED,
                    List.of(APPROVED, SUSPENDED),
                    IN_REVIEW,
                    Doer.DESK,
                    "a requirement is no longer met, or what is in force moved"),
            row(
                    "veto",
                    ChangeEvents.REJECTED,
                    List.of(IN_REVIEW, APPROVED, SCHEDULED, SUSPENDED),
                    REJECTED,
                    Doer.REVIEWER,
                    "a requirement gives a veto, and a reason is given"),
            row(
                    "cancel",
                    ChangeEvents.CANCELLED,
                    List.of(DRAFT, IN_REVIEW, APPROVED, SCHEDULED, SUSPENDED),
                    CANCELLED,
                    Doer.PROPOSER,
                    "a reason is given"),
            row(
                    "",
                    ChangeEvents.EXPIRED,
                    List.of(IN_REVIEW, APPROVED, SUSPENDED),
                    EXPIRED,
                    Doer.DESK,
                    "the plan was submitted longer ago than the policy lets it stand"),
            row(
                    "schedule",
                    ChangeEvents.SCHEDULED,
                    List.of(APPROVED, SUSPENDED),
                    SCHEDULED,
                    Doer.APPLIER,
                    "it could be applied but for the time, and the calendar is open at the moment named"),
            row(
                    "unschedule",
                    ChangeEvents.UNSCHEDULED,
                    List.of(SCHEDULED, SUSPENDED),
                    APPROVED,
                    Doer.APPLIER,
                    "every requirement is met; otherwise a suspended change is reopened"),
            row(
                    "",
                    ChangeEvents.SUSPENDED,
                    List.of(SCHEDULED),
                    SUSPENDED,
                    Doer.DESK,
                    "what applying it takes no longer holds, then or before"),
            row(
                    "apply, resume",
                    ChangeEvents.APPLYING,
                    List.of(APPROVED, SCHEDULED, PAUSED),
                    APPLYING,
                    Doer.APPLIER,
                    "every requirement is met under the policy in force and under the one of the submission, the calendar is "
                            + "open, the plan was made on what is in force, it was not carried out before, no other change "
                            + "is under way in the scope, and the exchange has what the journal says"),
            row(
                    "break glass",
                    ChangeEvents.GLASS_BROKEN,
                    List.of(DRAFT, IN_REVIEW, APPROVED, SCHEDULED, SUSPENDED),
                    APPLYING,
                    Doer.BREAK_GLASS,
                    "an incident is named; hard requirements and rules that block hold, and all that applying takes but "
                            + "approvals and calendar; no review of the same person is overdue"),
            row(
                    "",
                    ChangeEvents.PAUSED,
                    List.of(APPLYING, VERIFYING),
                    PAUSED,
                    Doer.DESK,
                    "nobody knows what the exchange did, or it cannot be read"),
            row(
                    "",
                    ChangeEvents.VERIFYING,
                    List.of(APPLYING, PAUSED),
                    VERIFYING,
                    Doer.DESK,
                    "the exchange says that it is done"),
            row("", ChangeEvents.APPLIED, List.of(VERIFYING), APPLIED, Doer.DESK, "the exchange reads back as planned"),
            row(
                    "",
                    ChangeEvents.FAILED,
                    List.of(APPLYING, VERIFYING, PAUSED, ROLLING_BACK),
                    FAILED,
                    Doer.DESK,
                    "the exchange refused, or has something else in force, or an applier gives up what is paused"),
            row(
                    "roll back",
                    ChangeEvents.ROLLING_BACK,
                    List.of(PAUSED, APPLIED, FAILED),
                    ROLLING_BACK,
                    Doer.APPLIER,
                    "inside the policy's window, and nothing else has changed the same fields since"),
            row(
                    "",
                    ChangeEvents.ROLLED_BACK,
                    List.of(ROLLING_BACK),
                    ROLLED_BACK,
                    Doer.DESK,
                    "the exchange reads back as before"),
            row(
                    "close",
                    ChangeEvents.CLOSED,
                    List.of(APPLIED, ROLLED_BACK, FAILED),
                    CLOSED,
                    Doer.ANYBODY,
                    "a review is given; by nobody who edited or carried it out where it was an emergency, was critical, "
                            + "failed or was rolled back"));

    private static final Map<String, Transition> BY_EVENT =
            TRANSITIONS.stream().collect(Collectors.toMap(Transition::event, Function.identity()));

    private ChangeFlow() {}

    private static Transition row(
            String verb, String event, List<ChangeState> from, ChangeState to, Doer doer, String guard) {
        return new Transition(verb, event, from, Optional.of(to), doer, guard);
    }

    /** Every transition, in the order of a change's life. */
    public static List<Transition> transitions() {
        return TRANSITIONS;
    }

    /** The row of an event; empty for events that are about a change and not steps of it. */
    public static Optional<Transition> find(String event) {
        return Optional.ofNullable(BY_EVENT.get(event));
    }

    /**
     * The state after an entry.
     *
     * @throws LedgerIntegrityException if the flow does not allow it there
     */
    static ChangeState after(ChangeState state, JournalEntry entry) {
        Optional<Transition> row = find(entry.type());
        if (row.isPresent() && !row.get().from().contains(state)) {
            throw new LedgerIntegrityException("A change that is " + state + " cannot go on with " + entry);
        }
        return row.map(found -> found.after(state)).orElse(state);
    }

    /**
     * The row by which something is done now.
     *
     * @throws ChangeRefusedException if it cannot be done in this state
     */
    static Transition require(Change change, String event) {
        Transition row = BY_EVENT.get(event);
        if (row == null || !row.from().contains(change.state())) {
            throw new ChangeRefusedException(
                    Refusal.WRONG_STATE,
                    "Change " + change.id() + " is " + change.state() + "; " + event + " can only follow "
                            + (row == null ? "nothing" : row.from()));
        }
        return row;
    }
}
