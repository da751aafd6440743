package io.countersign.client.desk;

import io.countersign.client.policy.GivenVerdict;
import io.countersign.model.LedgerIntegrityException;
import io.countersign.model.change.ChangeAmended;
import io.countersign.model.change.ChangeApproved;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.ChangeProposed;
import io.countersign.model.change.ChangeSubmitted;
import io.countersign.model.change.Decision;
import io.countersign.model.change.VerdictGiven;
import io.countersign.model.journal.Actor;
import io.countersign.model.journal.JournalEntry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A change as its journal entries tell it: a fold over one stream. Immutable; a later look gives another value.
 *
 * @param proposal the latest revision
 * @param plan the plan under review or carried out; empty while it is a draft
 * @param verdicts what was said about the current plan, in order
 * @param decision the decision that approved it, once it is approved
 * @param editors everyone who proposed, edited or submitted it, in order
 * @param streamRevision number of entries in its stream
 */
public record Change(
        ChangeState state,
        ChangeProposed proposal,
        Optional<ChangePlan> plan,
        List<GivenVerdict> verdicts,
        Optional<Decision> decision,
        Set<Actor> editors,
        long streamRevision) {

    public String id() {
        return proposal.changeId();
    }

    /** The change that a stream's first entry opens. */
    static Change opened(JournalEntry entry) {
        if (!entry.type().equals(ChangeEvents.PROPOSED)) {
            throw new LedgerIntegrityException(
                    "The stream of a change must begin with " + ChangeEvents.PROPOSED + ": " + entry);
        }
        return new Change(
                ChangeState.DRAFT,
                entry.payloadAs(ChangeProposed.class),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Set.of(entry.actor()),
                entry.revision());
    }

    /**
     * This change after one more entry.
     *
     * @throws LedgerIntegrityException if the flow does not allow the entry here
     */
    Change after(JournalEntry entry) {
        Optional<ChangeFlow.Transition> row = ChangeFlow.of(entry.type());
        if (row.isPresent() && !row.get().from().contains(state)) {
            throw new LedgerIntegrityException(
                    "Change " + id() + " is " + state + ", which " + entry + " cannot follow");
        }
        ChangeState next = row.map(ChangeFlow.Transition::to).orElse(state);
        return switch (entry.type()) {
            case ChangeEvents.AMENDED -> amended(entry);
            case ChangeEvents.SUBMITTED -> submitted(entry);
            case ChangeEvents.VERDICT_GIVEN -> withVerdict(entry);
            case ChangeEvents.APPROVED ->
                new Change(
                        next,
                        proposal,
                        plan,
                        verdicts,
                        Optional.of(entry.payloadAs(ChangeApproved.class).decision()),
                        editors,
                        entry.revision());
            default -> new Change(next, proposal, plan, verdicts, decision, editors, entry.revision());
        };
    }

    private Change submitted(JournalEntry entry) {
        ChangeSubmitted submitted = entry.payloadAs(ChangeSubmitted.class);
        if (!submitted.plan().digest().equals(submitted.planDigest())) {
            throw new LedgerIntegrityException("The plan in " + entry + " is not the one that the entry names");
        }
        return new Change(
                ChangeState.IN_REVIEW,
                proposal,
                Optional.of(submitted.plan()),
                List.of(),
                Optional.empty(),
                withEditor(entry.actor()),
                entry.revision());
    }

    private Set<Actor> withEditor(Actor actor) {
        Set<Actor> all = new LinkedHashSet<>(editors);
        all.add(actor);
        return all;
    }

    private Change amended(JournalEntry entry) {
        return new Change(
                ChangeState.DRAFT,
                entry.payloadAs(ChangeAmended.class).proposal(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                withEditor(entry.actor()),
                entry.revision());
    }

    private Change withVerdict(JournalEntry entry) {
        List<GivenVerdict> all = new ArrayList<>(verdicts);
        all.add(new GivenVerdict(entry.actor(), entry.recordedAt(), entry.payloadAs(VerdictGiven.class)));
        return new Change(
                ChangeState.IN_REVIEW, proposal, plan, List.copyOf(all), Optional.empty(), editors, entry.revision());
    }
}
