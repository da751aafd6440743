package io.countersign.examples.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.analytics.Approval;
import io.countersign.analytics.AuditWarehouse;
import io.countersign.analytics.DutyViolation;
import io.countersign.analytics.ResultTable;
import io.countersign.client.desk.Change;
import io.countersign.client.desk.ChangeFlow;
import io.countersign.client.desk.ChangeState;
import io.countersign.client.policy.GivenVerdict;
import io.countersign.model.change.RiskTier;
import io.countersign.model.change.Verdict;
import io.countersign.model.journal.Actor;
import io.countersign.model.json.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Who did what: asked of an export, and told by a diary. */
final class PeopleQuestions {
    private final Diary diary;
    private final AuditWarehouse warehouse;
    private final String when;

    PeopleQuestions(Diary diary, AuditWarehouse warehouse, String when) {
        this.diary = diary;
        this.warehouse = warehouse;
        this.when = when;
    }

    void compare() {
        refusals();
        verdicts();
        standing();
        summaries();
        latencies();
        duties();
    }

    private void refusals() {
        List<String> expected = new ArrayList<>();
        List<String> approvals = new ArrayList<>();
        for (Seen act : diary.seen()) {
            act.refusal().ifPresent(refusal -> {
                String text = act.changeId() + " " + act.who() + " " + refusal;
                expected.add(text);
                if (act.act() == Act.APPROVE) {
                    approvals.add(text);
                }
            });
        }
        assertThat(rows("SELECT change_id || ' ' || actor || ' ' || code FROM refused_attempt ORDER BY sequence"))
                .as("refused attempts, " + when)
                .isEqualTo(expected);
        assertThat(warehouse.approvals().stream()
                        .filter(approval -> approval.standing() == Approval.Standing.REFUSED)
                        .map(approval -> approval.changeId() + " " + approval.reviewer() + " "
                                + approval.refusalCode().orElseThrow()))
                .as("refused approvals, " + when)
                .containsExactlyElementsOf(approvals);
    }

    /** Everything that was said. */
    private void verdicts() {
        List<String> expected = new ArrayList<>();
        for (Change change : diary.changes()) {
            for (GivenVerdict given : change.verdicts()) {
                expected.add(text(
                        change.id(),
                        given.reviewer(),
                        given.verdict().onBehalfOf(),
                        given.verdict().requirement(),
                        given.verdict().verdict(),
                        given.verdict().planDigest(),
                        given.recordedAt()));
            }
        }
        assertThat(warehouse.approvals().stream()
                        .filter(approval -> approval.standing() != Approval.Standing.REFUSED)
                        .map(approval -> text(
                                approval.changeId(),
                                approval.reviewer(),
                                approval.onBehalfOf(),
                                approval.requirement().orElseThrow(),
                                approval.verdict().orElseThrow(),
                                approval.planDigest().orElseThrow(),
                                approval.recordedAt())))
                .as("verdicts, " + when)
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private static String text(
            String changeId,
            Actor reviewer,
            Optional<Actor> onBehalfOf,
            String requirement,
            Verdict verdict,
            Digest plan,
            Instant at) {
        return changeId + " " + reviewer + " for " + onBehalfOf + " " + requirement + " " + verdict + " " + plan + " "
                + at;
    }

    /** What of it counts in the end. */
    private void standing() {
        List<String> approved = new ArrayList<>();
        Set<String> objected = new TreeSet<>();
        for (Diary.Standing standing : diary.standings()) {
            standing.result().approvers().forEach(who -> approved.add(standing.name() + " " + who));
            if (standing.result().why().contains("changes requested by")) {
                objected.add(standing.name());
            }
        }
        assertThat(live(Verdict.APPROVE).map(approval -> name(approval) + " " + approval.reviewer()))
                .as("approvals that count, " + when)
                .containsExactlyInAnyOrderElementsOf(approved);
        assertThat(live(Verdict.REQUEST_CHANGES, Verdict.VETO)
                        .map(PeopleQuestions::name)
                        .collect(Collectors.toSet()))
                .as("objections that count, " + when)
                .isEqualTo(objected);
        assertThat(live(Verdict.OVERRIDE).map(approval -> name(approval) + " " + approval.reviewer()))
                .as("overrides that count, " + when)
                .containsExactlyInAnyOrderElementsOf(diary.changes().stream()
                        .flatMap(change -> diary.overrides(change).stream()
                                .map(given ->
                                        change.id() + " " + given.verdict().requirement() + " " + given.reviewer()))
                        .toList());
    }

    private Stream<Approval> live(Verdict... verdicts) {
        return warehouse.approvals().stream()
                .filter(approval -> approval.standing() == Approval.Standing.LIVE
                        && approval.verdict().filter(Set.of(verdicts)::contains).isPresent());
    }

    private static String name(Approval approval) {
        return approval.changeId() + " " + approval.requirement().orElseThrow();
    }

    private void summaries() {
        ResultTable table =
                warehouse.query("SELECT change_id, status, proposer, revision, array_to_string(approvers, ', ') FROM"
                        + " change_summary ORDER BY first_sequence");
        List<String> actual = new ArrayList<>();
        for (int row = 0; row < table.rowCount(); row++) {
            ChangeState state = ChangeFlow.find("change." + table.text(row, 1))
                    .flatMap(ChangeFlow.Transition::to)
                    .orElseThrow();
            actual.add(table.text(row, 0) + " " + state + " " + table.text(row, 2) + " " + table.text(row, 3) + " "
                    + table.text(row, 4));
        }
        assertThat(actual)
                .as("changes, " + when)
                .containsExactlyElementsOf(diary.changes().stream()
                        .map(change -> change.id() + " " + change.state() + " " + change.author() + " "
                                + change.proposal().revision() + " "
                                + diary.approvers(change).stream()
                                        .map(Actor::id)
                                        .collect(Collectors.joining(", ")))
                        .toList());
    }

    private void latencies() {
        List<String> expected = new ArrayList<>();
        for (Change change : diary.changes()) {
            Map<Digest, Instant> submitted = new HashMap<>();
            diary.seen(change).stream()
                    .filter(act -> act.act() == Act.SUBMIT && act.isDone())
                    .forEach(act -> submitted.put(
                            act.after().flatMap(Change::planDigest).orElseThrow(), act.at()));
            for (GivenVerdict given : change.verdicts()) {
                Instant from = submitted.get(given.verdict().planDigest());
                assertThat(from).as(change.id() + ", " + when).isNotNull();
                Duration latency = Duration.between(from, given.recordedAt());
                expected.add(change.id() + " " + given.verdict().requirement() + " " + given.reviewer() + " "
                        + given.verdict().verdict() + " " + latency);
            }
        }
        assertThat(warehouse.changes().approvalLatencies().stream()
                        .map(found -> found.changeId() + " " + found.requirement() + " " + found.reviewer() + " "
                                + found.verdict() + " " + found.latency()))
                .as("approval latencies, " + when)
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private void duties() {
        Set<String> expected = new TreeSet<>();
        for (Change change : diary.changes()) {
            List<GivenVerdict> agreed = diary.agreed(change);
            Set<Actor> approvers = agreed.stream().flatMap(Diary::everyone).collect(Collectors.toSet());
            Set<Actor> executors = diary.executors(change);
            add(expected, change, DutyViolation.Kind.SELF_APPROVAL, common(approvers, change.editors()));
            add(expected, change, DutyViolation.Kind.APPROVED_AND_CARRIED_OUT, common(approvers, executors));
            for (Actor actor : common(executors, change.editors())) {
                boolean isAlone =
                        agreed.stream().allMatch(given -> Diary.everyone(given).anyMatch(actor::equals));
                add(expected, change, DutyViolation.Kind.ALONE, isAlone ? Set.of(actor) : Set.of());
            }
            boolean isDelicate = change.emergency().isPresent()
                    || isFailed(change)
                    || change.plan()
                            .filter(plan -> plan.risk().tier() == RiskTier.CRITICAL)
                            .isPresent();
            Set<Actor> hands = new HashSet<>(change.editors());
            hands.addAll(change.executors());
            Set<Actor> closers = diary.seen(change).stream()
                    .filter(act -> act.act() == Act.CLOSE && act.isDone())
                    .map(Seen::who)
                    .collect(Collectors.toSet());
            add(expected, change, DutyViolation.Kind.OWN_REVIEW, isDelicate ? common(closers, hands) : Set.of());
        }
        assertThat(warehouse.changes().segregationOfDuties().stream()
                        .map(found -> found.changeId() + " " + found.kind() + " " + found.actor())
                        .collect(Collectors.toSet()))
                .as("segregation of duties, " + when)
                .isEqualTo(expected);
    }

    private boolean isFailed(Change change) {
        return diary.first(change, act -> Diary.isNow(act, ChangeState.FAILED) || isRollback(act))
                .isPresent();
    }

    private static boolean isRollback(Seen act) {
        return act.act() == Act.ROLL_BACK && act.isDone();
    }

    private static Set<Actor> common(Set<Actor> some, Set<Actor> others) {
        return some.stream().filter(others::contains).collect(Collectors.toSet());
    }

    private static void add(Set<String> to, Change change, DutyViolation.Kind kind, Set<Actor> actors) {
        actors.forEach(actor -> to.add(change.id() + " " + kind + " " + actor));
    }

    private List<String> rows(String sql) {
        ResultTable table = warehouse.query(sql);
        return IntStream.range(0, table.rowCount())
                .mapToObj(row -> table.text(row, 0))
                .toList();
    }
}
