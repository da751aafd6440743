package io.countersign.client.catalogue;

import io.countersign.client.internal.Figures;
import io.countersign.client.live.ApprovedChanges;
import io.countersign.client.live.ApprovedChanges.ApprovedChange;
import io.countersign.client.live.ChangePeople;
import io.countersign.client.live.RetiredNames;
import io.countersign.client.live.RollbackPlan;
import io.countersign.client.live.RolloutStages;
import io.countersign.client.live.RolloutStages.Stage;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.ConfigChange;
import io.countersign.client.rule.DocumentChange;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleInput;
import io.countersign.client.rule.Waiver;
import io.countersign.model.diff.FieldChange;
import io.countersign.model.diff.SemanticDiff;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.finding.ValidationReport;
import io.countersign.model.json.Digest;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.Market;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/** How a change comes about: on the live base, in stages, by two people, with a way back, and with names of its own. */
final class ProcessRules {
    private ProcessRules() {}

    static List<ChangeRule> all() {
        return List.of(
                Rule.of("T-BASE-01", Severity.BLOCK, "A change starts from the live configuration and crosses no other")
                        .checks(
                                "The root that the change was made on is that of the live configuration. No other approved"
                                        + " change, in whose window this one takes effect, touches a field that this one touches.")
                        .why(
                                "What was approved was looked at on another configuration; of two changes of one field, the later"
                                        + " undoes the earlier, and nobody approved that.")
                        .fix("Rebase the change and have it approved again; carry out one change after the other.")
                        .needs(RuleInput.BASE_ROOT, RuleInput.APPROVED_CHANGES, RuleInput.EFFECTIVE_AT)
                        .onWholeChange(ProcessRules::startsFromLive)
                        .onWholeChange(ProcessRules::crossesNoOther)
                        .build(),
                Rule.of("T-BLK-01", Severity.ERROR, "A change of many markets goes out in stages")
                        .checks(
                                "Counts the markets that a change reaches, also by way of schedules, assets and the venue's"
                                        + " status. More than 10 of them, or several with more than 25 % of the venue's volume, go out in"
                                        + " at least two stages, of which the first is within both bounds. Inconclusive where stages, or"
                                        + " the volume of fewer markets, are not known.")
                        .why("A mistake that reaches every market at once cannot be seen on a few first.")
                        .fix("Name a first stage of few markets with little volume.")
                        .needs(RuleInput.ROLLOUT_STAGES, RuleInput.VOLUME_SHARE)
                        .onWholeChange(ProcessRules::staged)
                        .build(),
                Rule.of("T-FLG-01", Severity.BLOCK, "No retired name is used again")
                        .checks(
                                "No document is added under a retired id, and no name, flag, order type, tag, enumeration value or"
                                        + " field that a change brings in is a retired one.")
                        .why(
                                "Knight reused a flag that had once switched on \"Power Peg\", and one server still obeyed its old"
                                        + " meaning: more than 460 million dollars in 45 minutes.")
                        .fix("Choose a name that never meant anything.")
                        .needs(RuleInput.RETIRED_NAMES)
                        .onWholeChange(ProcessRules::noRetiredName)
                        .build(),
                Rule.of("T-REV-01", Severity.BLOCK, "There is a rehearsed way back")
                        .checks(
                                "There is a rollback, for the same venue; where the change names its digest, it is that one; it was"
                                        + " rehearsed; and validation of going back to it from the changed configuration has no finding of"
                                        + " ERROR or above. Inconclusive where nobody asked validation.")
                        .why(
                                "A rollback can be illegal once the new configuration has traded: orders on a finer grid, positions"
                                        + " above the old limit.")
                        .fix(
                                "Write the rollback, validate it with the orders and positions of the new configuration, and"
                                        + " rehearse it.")
                        .needs(RuleInput.ROLLBACK)
                        .onWholeChange(ProcessRules::wayBack)
                        .build(),
                Rule.of("X-GOV-01", Severity.BLOCK, "Two people agree, and the emergency path is fast enough")
                        .checks(
                                "Nobody approves a change that they wrote. A waiver of a rule that can BLOCK names in agreedBy"
                                        + " somebody who is neither its owner nor an author. Taking the change back takes no longer than the"
                                        + " loss takes to grow too large. Inconclusive where people or emergency path are not"
                                        + " known.")
                        .why(
                                "Moonwell could take a wrong price of cbETH back only after a timelock of five days, and 1.78 million"
                                        + " dollars of bad debt grew meanwhile.")
                        .fix("Ask a second person; give the emergency path a shorter way.")
                        .needs(RuleInput.PEOPLE, RuleInput.EMERGENCY_PATH)
                        .onWholeChange(ProcessRules::approvedByOthers)
                        .onWholeChange(ProcessRules::waiversAgreed)
                        .onWholeChange(ProcessRules::fastEnough)
                        .build());
    }

    private static void startsFromLive(ConfigChange change, RuleCase on) {
        Digest live = change.before().root();
        on.needOfTheWhole(RuleInput.BASE_ROOT)
                .filter(base -> !base.equals(live))
                .ifPresent(base -> on.at("")
                        .before(live)
                        .found(base)
                        .say("The change was made on configuration " + base.abbreviated() + ", and "
                                + live.abbreviated() + " is live: rebase it and have it approved again"));
    }

    private static void crossesNoOther(ConfigChange change, RuleCase on) {
        Optional<ApprovedChanges> others = on.needOfTheWhole(RuleInput.APPROVED_CHANGES);
        if (others.isEmpty()) {
            return;
        }
        List<FieldChange> ours =
                SemanticDiff.between(change.before(), change.after()).changes();
        for (ApprovedChange other : others.get().changes()) {
            Optional<FieldChange> crossed = ours.stream()
                    .filter(field -> other.changes().changes().stream().anyMatch(theirs -> cross(field, theirs)))
                    .findFirst();
            if (crossed.isPresent()) {
                Optional<Instant> at = on.needOfTheWhole(RuleInput.EFFECTIVE_AT);
                at.filter(other::covers)
                        .ifPresent(instant -> on.at(
                                        crossed.get().document(), crossed.get().path())
                                .evidence("otherChange", other.id())
                                .say("Change " + other.id() + " is approved for " + other.from() + " to "
                                        + other.until()
                                        + " and touches this field too; this change takes effect at " + instant
                                        + ": carry out one, then rebase the other"));
            }
        }
    }

    /** Whether two changes touch one field: the same path, or one at or below the other. */
    private static boolean cross(FieldChange one, FieldChange other) {
        return one.document().equals(other.document())
                && (isAtOrBelow(one.path(), other.path()) || isAtOrBelow(other.path(), one.path()));
    }

    private static boolean isAtOrBelow(String path, String above) {
        return path.equals(above) || path.startsWith(above + "/");
    }

    private static void staged(ConfigChange change, RuleCase on) {
        SortedMap<DocumentId, Market> affected = AffectedMarkets.of(change);
        if (affected.size() < 2) {
            return; // one market cannot be done in part
        }
        BigDecimal marketsMax = on.threshold("marketsMax");
        BigDecimal shareMax = on.threshold("volumeShareMax");
        boolean many = BigDecimal.valueOf(affected.size()).compareTo(marketsMax) > 0;
        BigDecimal share = many ? knownShare(affected.keySet(), on) : neededShare(affected.keySet(), on);
        if (!many && share.compareTo(shareMax) <= 0) {
            return;
        }
        String reach = Figures.count(affected.size(), "market")
                + (share.signum() == 0 ? "" : " with " + Figures.percent(share) + " of the volume");
        Optional<RolloutStages> known = on.needOfTheWhole(RuleInput.ROLLOUT_STAGES);
        if (known.isEmpty()) {
            return;
        }
        List<Stage> stages = known.get().stages();
        Set<DocumentId> first = new TreeSet<>(stages.get(0).markets());
        first.retainAll(affected.keySet());
        if (stages.size() < 2) {
            on.at("")
                    .evidence("markets", affected.size())
                    .evidence("volumeShare", Figures.plain(share))
                    .say("The change reaches " + reach + " in one stage: begin with at most " + marketsMax
                            + " markets and " + Figures.percent(shareMax) + " of the volume");
        } else if (BigDecimal.valueOf(first.size()).compareTo(marketsMax) > 0
                || knownShare(first, on).compareTo(shareMax) > 0) {
            on.at("")
                    .evidence("markets", affected.size())
                    .evidence("firstStage", first.size())
                    .say("The first stage, \"" + stages.get(0).name() + "\", reaches "
                            + Figures.count(first.size(), "market") + " with "
                            + Figures.percent(knownShare(first, on)) + " of the volume, of " + reach
                            + ": begin with at most " + marketsMax + " markets and " + Figures.percent(shareMax));
        }
    }

    private static BigDecimal knownShare(Collection<DocumentId> markets, RuleCase on) {
        return markets.stream()
                .flatMap(id -> on.context().find(RuleInput.VOLUME_SHARE, id).stream())
                .map(share -> share.value())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal neededShare(Collection<DocumentId> markets, RuleCase on) {
        return markets.stream()
                .flatMap(id -> on.need(RuleInput.VOLUME_SHARE, id).stream())
                .map(share -> share.value())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static void noRetiredName(ConfigChange change, RuleCase on) {
        Optional<RetiredNames> retired = on.needOfTheWhole(RuleInput.RETIRED_NAMES);
        if (retired.isEmpty()) {
            return;
        }
        for (DocumentChange document : change.documents()) {
            if (document.before().isEmpty() && retired.get().ids().contains(document.id())) {
                on.at(document.id(), "").say("The id " + document.id() + " is retired: choose another one");
            }
            Set<String> old = document.before().map(Words::of).orElse(Set.of());
            for (String word : document.after().map(Words::of).orElse(Set.of())) {
                if (!old.contains(word) && retired.get().names().contains(word)) {
                    on.at(document.id(), "")
                            .found(word)
                            .say("The name \"" + word + "\" is retired and comes back in " + document.id()
                                    + ": choose one that never meant anything");
                }
            }
        }
    }

    private static void wayBack(ConfigChange change, RuleCase on) {
        Optional<RollbackPlan> known = on.needOfTheWhole(RuleInput.ROLLBACK);
        if (known.isEmpty()) {
            return;
        }
        RollbackPlan rollback = known.get();
        if (rollback.result().isEmpty()) {
            on.at("").say("There is no rollback: write one, validate it and rehearse it");
            return;
        }
        ConfigSnapshot result = rollback.result().get();
        if (!result.scope().equals(change.after().scope())) {
            on.at("")
                    .found(result.scope())
                    .say("The rollback is for " + result.scope() + ", the change for "
                            + change.after().scope());
        }
        on.policy()
                .rollback()
                .filter(named -> !named.equals(result.root()))
                .ifPresent(named -> on.at("")
                        .before(named)
                        .found(result.root())
                        .say("The change names rollback " + named.abbreviated() + ", and this one is "
                                + result.root().abbreviated()));
        if (rollback.rehearsedAt().isEmpty()) {
            on.at("").say("The rollback was never rehearsed: rehearse it before the change");
        }
        if (rollback.report().isEmpty()) {
            on.lacks("validation of the rollback");
        } else {
            rollbackPasses(rollback.report().get(), on);
        }
    }

    private static void rollbackPasses(ValidationReport report, RuleCase on) {
        List<Finding> errors = report.atLeast(Severity.ERROR);
        if (!errors.isEmpty()) {
            on.at("")
                    .evidence("findings", errors.size())
                    .evidence(
                            "rules",
                            String.join(
                                    ", ",
                                    new LinkedHashSet<>(
                                            errors.stream().map(Finding::ruleId).toList())))
                    .say("Taking the change back fails validation with " + Figures.count(errors.size(), "finding")
                            + ", first: " + errors.get(0));
        }
    }

    private static void approvedByOthers(ConfigChange change, RuleCase on) {
        Optional<ChangePeople> people = on.needOfTheWhole(RuleInput.PEOPLE);
        if (people.isEmpty()) {
            return;
        }
        Set<String> both = new TreeSet<>(people.get().approvers());
        both.retainAll(people.get().authors());
        if (!both.isEmpty()) {
            on.at("")
                    .found(String.join(", ", both))
                    .say(String.join(", ", both) + " wrote the change and approved it: somebody else must approve");
        }
    }

    private static void waiversAgreed(ConfigChange change, RuleCase on) {
        for (Waiver waiver : on.context().waivers()) {
            if (on.greatest(waiver.ruleId()).filter(Severity.BLOCK::equals).isPresent() && !isOver(waiver, on)) {
                Set<String> others = new HashSet<>(waiver.agreedBy());
                others.remove(waiver.owner());
                on.context().find(RuleInput.PEOPLE).ifPresent(people -> others.removeAll(people.authors()));
                if (others.isEmpty()) {
                    on.at(waiver.document().orElse(on.document()), waiver.path())
                            .evidence("waiver", waiver)
                            .say("A waiver of " + waiver.ruleId() + ", which can BLOCK, is " + waiver.owner()
                                    + "'s alone: it needs somebody who is neither its owner nor an author");
                }
            }
        }
    }

    private static boolean isOver(Waiver waiver, RuleCase on) {
        return on.context()
                .asOf()
                .filter(now -> !now.isBefore(waiver.expiresAt()))
                .isPresent();
    }

    private static void fastEnough(ConfigChange change, RuleCase on) {
        on.needOfTheWhole(RuleInput.EMERGENCY_PATH)
                .filter(path -> path.revertsWithin().compareTo(path.riskAccruesWithin()) > 0)
                .ifPresent(path -> on.at("")
                        .evidence("revertsWithin", path.revertsWithin())
                        .evidence("riskAccruesWithin", path.riskAccruesWithin())
                        .say("Taking the change back takes " + Durations.words(path.revertsWithin())
                                + ", and the loss is too large after " + Durations.words(path.riskAccruesWithin())
                                + ": give the emergency path a shorter way"));
    }
}
