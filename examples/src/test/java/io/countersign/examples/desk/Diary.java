package io.countersign.examples.desk;

import io.countersign.client.desk.Change;
import io.countersign.client.desk.ChangeState;
import io.countersign.client.policy.GivenVerdict;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.RequirementResult;
import io.countersign.model.change.Verdict;
import io.countersign.model.diff.FieldChange;
import io.countersign.model.journal.Actor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What those at a desk saw, and what follows from it without a look at the journal. */
final class Diary {
    private final List<Seen> seen;
    private final List<Change> changes;
    private final List<Moment> moments = new ArrayList<>();
    private final List<Standing> standings = new ArrayList<>();
    private final Instant end;

    /** An instant at which what is in force changed. */
    record Moment(Change change, boolean rollback, Actor actor, Instant at, List<FieldChange> fields) {
        static Moment of(Change change, boolean rollback, Instant at) {
            ChangePlan plan = change.plan().orElseThrow();
            return new Moment(
                    change,
                    rollback,
                    change.executor().orElseThrow(),
                    at,
                    (rollback ? plan.inverse() : plan.changes())
                            .changes().stream()
                                    .flatMap(field -> field.leaves().stream())
                                    .toList());
        }
    }

    /** Where a requirement of a change stands. */
    record Standing(Change change, RequirementResult result) {
        String name() {
            return change.id() + " " + result.requirement();
        }
    }

    /**
     * Reads the diary of a desk.
     *
     * @param end when the last entry of its journal was recorded
     */
    Diary(RandomDesk desk, Instant end) {
        this.seen = desk.seen();
        this.changes = desk.changes();
        this.end = end;
        for (Seen act : seen) {
            boolean was = act.before().filter(Change::inForce).isPresent();
            act.after()
                    .filter(change -> change.inForce() != was)
                    .ifPresent(change -> moments.add(Moment.of(change, was, act.at())));
        }
        for (Change change : changes) {
            if (change.plan().isPresent()) {
                desk.decision(change).requirements().forEach(result -> standings.add(new Standing(change, result)));
            }
        }
    }

    List<Seen> seen() {
        return seen;
    }

    List<Seen> seen(Change change) {
        return seen.stream().filter(act -> act.changeId().equals(change.id())).toList();
    }

    /** When something about a change was seen first. */
    Optional<Instant> first(Change change, Predicate<Seen> what) {
        return seen(change).stream().filter(what).map(Seen::at).findFirst();
    }

    /** Every change as it stands in the end. */
    List<Change> changes() {
        return changes;
    }

    List<Moment> moments() {
        return moments;
    }

    /** Of every change that has a plan in the end. */
    List<Standing> standings() {
        return standings;
    }

    Instant end() {
        return end;
    }

    /** Whose approvals of a change count in the end, for any requirement. */
    Set<Actor> approvers(Change change) {
        Set<Actor> approvers = new TreeSet<>();
        standings.stream()
                .filter(standing -> standing.change().equals(change))
                .forEach(standing -> approvers.addAll(standing.result().approvers()));
        return approvers;
    }

    /** The approvals of a change that count in the end, and what lets its plan pass without. */
    List<GivenVerdict> agreed(Change change) {
        List<GivenVerdict> agreed = new ArrayList<>(overrides(change));
        for (Standing standing : standings) {
            if (standing.change().equals(change)) {
                for (Actor who : standing.result().approvers()) {
                    lastWord(change, standing.result().requirement(), who).ifPresent(agreed::add);
                }
            }
        }
        return agreed;
    }

    /** What lets the plan of a change pass without approvals in the end: no such word outlives an edit at this desk. */
    List<GivenVerdict> overrides(Change change) {
        return change.verdictsOnPlan().stream()
                .filter(given -> given.verdict().verdict() == Verdict.OVERRIDE
                        && lastWord(change, given.verdict().requirement(), given.reviewer())
                                .filter(given::equals)
                                .isPresent())
                .toList();
    }

    private static Optional<GivenVerdict> lastWord(Change change, String requirement, Actor who) {
        return change.verdicts().stream()
                .filter(given -> given.reviewer().equals(who)
                        && given.verdict().requirement().equals(requirement))
                .reduce((earlier, later) -> later);
    }

    /** Everyone who had the exchange asked to do a change, and not only to undo it. */
    Set<Actor> executors(Change change) {
        Set<Actor> executors = new TreeSet<>();
        for (Seen act : seen(change)) {
            if (act.act() != Act.ROLL_BACK) {
                Set<Actor> more =
                        new TreeSet<>(act.after().map(Change::executors).orElse(Set.of()));
                act.before().ifPresent(before -> more.removeAll(before.executors()));
                executors.addAll(more);
            }
        }
        return executors;
    }

    static boolean isNow(Seen act, ChangeState state) {
        return act.after().filter(change -> change.state() == state).isPresent();
    }

    static Stream<Actor> everyone(GivenVerdict given) {
        return Stream.of(given.reviewer(), given.authority());
    }
}
