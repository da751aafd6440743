package io.countersign.client.catalogue;

import static io.countersign.client.internal.Figures.rounded;

import io.countersign.client.internal.ClientClasses;
import io.countersign.client.internal.Figures;
import io.countersign.client.live.Positions;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.FindingDraft;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.change.MarginPolicy;
import io.countersign.model.change.ScenarioEvidence;
import io.countersign.model.finding.Severity;
import io.countersign.model.formula.ContractTerms;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.unit.Price;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Changes of margin under open positions: stricter ones are played through first, looser ones wait for a quiet market. */
final class MarginChangeRules {
    private static final int NAMED_MAX = 3;

    private MarginChangeRules() {}

    static List<ChangeRule> all() {
        return List.of(
                Rule.of("T-LEV-01", Severity.ERROR, "Stricter margin is played through on the open positions")
                        .checks(
                                "Where a schedule is stricter at any size that it allowed and allows (initial or maintenance margin"
                                        + " up, leverage down, a tier that starts earlier, a maintenance amount that changes by itself,"
                                        + " another unit or application), or a contract gets another schedule: S-LIQ has run on the"
                                        + " positions of every contract that uses it (ERROR until then, WARN with its figures after)."
                                        + " Where the last maximum size is cut: no open position is above it (ERROR; WARN where the"
                                        + " margin policy spares open positions). The finding names what is stricter.")
                        .why(
                                "Binance's recorded tier history has 947 changed symbols in 56 steps, 319 of which cut the"
                                        + " greatest notional: raising margin under open positions is routine, and liquidates people.")
                        .fix("Give the open positions and mark prices of the contracts, and read S-LIQ.")
                        .needs(RuleInput.POSITIONS, RuleInput.MARK_PRICE)
                        .onChange(MarginSchedule.class, MarginChangeRules::stricter)
                        .onChange(FuturesContract.class, MarginChangeRules::rescheduled)
                        .build(),
                Rule.of("T-LEV-03", Severity.ERROR, "A stricter margin says to which positions it applies")
                        .checks("Where T-LEV-01 sees a stricter margin, the change's policy names a margin policy.")
                        .why(
                                "Binance applies new tiers to existing positions, other venues to new ones only: unless it is"
                                        + " said, each reader assumes what suits them.")
                        .fix("Set the margin policy: NEW_POSITIONS_ONLY, ALL_POSITIONS or PHASED.")
                        .onChange(MarginSchedule.class, MarginChangeRules::policyNamed)
                        .onChange(FuturesContract.class, MarginChangeRules::policyNamedForContract)
                        .build());
    }

    private static void stricter(MarginSchedule before, MarginSchedule after, RuleCase on) {
        List<Tightening> found = Tightening.between(before, after);
        if (found.isEmpty()) {
            return;
        }
        Verdict verdict = new Verdict(on);
        List<FuturesContract> users = users(after, on);
        users.forEach(user -> verdict.look(found, after, user));
        FindingDraft finding = on.at(found.get(0).path())
                .before(found.get(0).before())
                .found(found.get(0).after());
        Tightening.evidence(found).forEach(finding::evidence);
        verdict.say(finding, Tightening.summary(found), users.isEmpty());
    }

    private static void rescheduled(FuturesContract before, FuturesContract after, RuleCase on) {
        if (before.marginSchedules().equals(after.marginSchedules())) {
            return;
        }
        Verdict verdict = new Verdict(on);
        List<Tightening> all = new ArrayList<>();
        boolean comparable = true;
        for (Rescheduling other : Rescheduling.between(before, after, on)) {
            List<Tightening> found = other.tightenings();
            comparable &= other.isComparable();
            if (!found.isEmpty()) {
                verdict.look(found, other.to().orElseThrow(), after);
                all.addAll(found);
            }
        }
        if (comparable && all.isEmpty()) {
            return;
        }
        if (!comparable) {
            verdict.played(after.documentId());
        }
        FindingDraft finding =
                on.at("/marginSchedules").before(before.marginSchedules()).found(after.marginSchedules());
        Tightening.evidence(all).forEach(finding::evidence);
        verdict.say(
                finding,
                "The contract's margin schedules change from " + before.marginSchedules() + " to "
                        + after.marginSchedules()
                        + (all.isEmpty() ? "" : ". " + Tightening.summary(all)),
                false);
    }

    private static void policyNamed(MarginSchedule before, MarginSchedule after, RuleCase on) {
        List<Tightening> found = Tightening.between(before, after);
        if (!found.isEmpty() && on.policy().marginPolicy().isEmpty()) {
            on.at(found.get(0).path())
                    .before(found.get(0).before())
                    .found(found.get(0).after())
                    .say("Margin is stricter (" + String.join(", ", Tightening.fields(found))
                            + "), and the change does not say for which positions: set one of "
                            + List.of(MarginPolicy.values()));
        }
    }

    private static void policyNamedForContract(FuturesContract before, FuturesContract after, RuleCase on) {
        boolean stricter = Rescheduling.between(before, after, on).stream()
                .anyMatch(other -> !other.isComparable() || !other.tightenings().isEmpty());
        if (stricter && on.policy().marginPolicy().isEmpty()) {
            on.at("/marginSchedules")
                    .say("Margin schedules change, and the change does not say for which positions: set one of "
                            + List.of(MarginPolicy.values()));
        }
    }

    static List<FuturesContract> users(MarginSchedule schedule, RuleCase on) {
        return on.all(FuturesContract.class).stream()
                .filter(contract -> contract.marginSchedules().containsValue(schedule.id()))
                .toList();
    }

    /** What is known of the open positions under a stricter margin. Used by one thread. */
    private static final class Verdict {
        private final RuleCase on;
        private final List<ScenarioEvidence> shown;
        private final TreeSet<DocumentId> notPlayed = new TreeSet<>();
        private final List<String> above = new ArrayList<>();
        private int checked;

        Verdict(RuleCase on) {
            this.on = on;
            this.shown = on.scenarios("S-LIQ");
        }

        /** What each kind of tightening of a contract's schedule asks for. */
        void look(List<Tightening> found, MarginSchedule schedule, FuturesContract contract) {
            List<String> fields = Tightening.fields(found);
            boolean cut = fields.contains(Tightening.MAX_SIZE);
            if (fields.size() > (cut ? 1 : 0)) {
                played(contract.documentId());
            }
            if (cut) {
                within(schedule, contract);
            }
        }

        /** Whether S-LIQ has run on a contract's positions. */
        void played(DocumentId contract) {
            boolean played = shown.stream()
                    .anyMatch(evidence ->
                            contract.toString().equals(evidence.figures().get("contract")));
            if (!played) {
                notPlayed.add(contract);
                if (on.need(RuleInput.POSITIONS, contract).isPresent()
                        && on.need(RuleInput.MARK_PRICE, contract).isPresent()) {
                    on.lacks("scenario S-LIQ", contract);
                }
            }
        }

        /** Which positions are above the new maximum. */
        void within(MarginSchedule schedule, FuturesContract contract) {
            DocumentId id = contract.documentId();
            Optional<Positions> positions = on.need(RuleInput.POSITIONS, id);
            Optional<Price> mark = on.need(RuleInput.MARK_PRICE, id);
            if (positions.isEmpty() || mark.isEmpty() || !ContractTerms.isComputable(contract)) {
                notPlayed.add(id);
                return;
            }
            if (!ClientClasses.areNamed(contract, positions.get())) {
                on.lacks("client class of every position", id);
            }
            ContractTerms terms = ContractTerms.of(contract);
            BigDecimal most = schedule.maxSize().orElseThrow().value();
            int count = 0;
            int largest = -1;
            BigDecimal largestSize = most;
            for (int row = 0; row < positions.get().size(); row++) {
                if (!ClientClasses.isUnder(
                        schedule.id(), contract, positions.get().clientClasses().at(row))) {
                    continue;
                }
                checked++;
                BigDecimal size = terms.size(
                        schedule.unit(),
                        positions.get().contracts().at(row),
                        mark.get().value());
                if (size.compareTo(most) > 0) {
                    count++;
                    largest = size.compareTo(largestSize) > 0 ? row : largest;
                    largestSize = largestSize.max(size);
                }
            }
            if (count > 0) {
                above.add(Figures.count(count, "position") + " in " + contract.id() + ", the largest "
                        + positions.get().accounts().at(largest) + " with " + rounded(largestSize, 8));
            }
        }

        void say(FindingDraft finding, String change, boolean unused) {
            shown.forEach(evidence ->
                    finding.evidence("inputs " + evidence.figures().getOrDefault("contract", ""), evidence.inputs()));
            if (!notPlayed.isEmpty()) {
                finding.evidence("contractsNotPlayed", notPlayed.size())
                        .say(change + ", and S-LIQ has not run on the positions of "
                                + notPlayed.stream()
                                        .limit(NAMED_MAX)
                                        .map(DocumentId::toString)
                                        .collect(Collectors.joining(", "))
                                + (notPlayed.size() > NAMED_MAX
                                        ? " and " + (notPlayed.size() - NAMED_MAX) + " more"
                                        : "")
                                + ": give their positions and mark prices");
                return;
            }
            List<String> figures = new ArrayList<>();
            shown.forEach(evidence -> figures.add(evidence.summary()));
            if (!above.isEmpty()) {
                figures.add("above the new maximum: " + String.join("; ", above)
                        + (spared() ? ", spared for now" : ": let them shrink first"));
            } else if (checked > 0) {
                figures.add("none of " + Figures.count(checked, "position") + " is above the new maximum");
            }
            finding.as(above.isEmpty() || spared() ? Severity.WARN : Severity.ERROR)
                    .say(change + ": "
                            + (unused
                                    ? "no contract uses it"
                                    : figures.isEmpty() ? "no position under it is open" : String.join("; ", figures)));
        }

        private boolean spared() {
            return on.policy()
                    .marginPolicy()
                    .filter(policy -> policy != MarginPolicy.ALL_POSITIONS)
                    .isPresent();
        }
    }
}
