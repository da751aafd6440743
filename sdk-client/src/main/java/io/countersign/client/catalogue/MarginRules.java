package io.countersign.client.catalogue;

import static io.countersign.client.internal.Figures.percent;
import static io.countersign.client.internal.Figures.plain;

import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.FindingDraft;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.change.MarginPolicy;
import io.countersign.model.change.ScenarioEvidence;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Rate;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Margin schedules: tiers that make sense by themselves, and raised ones that are played through first. */
final class MarginRules {
    private MarginRules() {}

    static List<ChangeRule> all() {
        return List.of(
                Rule.of("D-MRG-01", Severity.BLOCK, "Margin tiers start at zero and ascend")
                        .checks(
                                "There is a tier; the first starts at 0; lower bounds are strictly ascending. (One unit a"
                                        + " schedule by construction.)")
                        .why(
                                "Overlapping tiers, or sizes without one, have no margin that anybody can name. None of 110,797"
                                        + " recorded Binance tiers breaks it, so any hit is a mistake.")
                        .fix("Give each lower bound once, ascending, starting at 0.")
                        .on(MarginSchedule.class, MarginRules::ascends)
                        .build(),
                Rule.of("D-MRG-02", Severity.BLOCK, "Maintenance margin is below initial margin")
                        .checks("In each tier: 0 < maintenance < initial <= 1.")
                        .why("A position that may be opened would be liquidated at once.")
                        .fix("Raise the initial margin or lower the maintenance margin.")
                        .on(
                                MarginSchedule.class,
                                (schedule, on) -> schedule.tiers().forEach(tier -> rates(tier, on)))
                        .build(),
                Rule.of("D-MRG-03", Severity.ERROR, "Margin does not fall with size")
                        .checks(
                                "Initial and maintenance margin do not fall from tier to tier (ERROR); a tier with the rates"
                                        + " of the one before it is redundant (WARN).")
                        .why("Larger positions are harder to close. Five of 17 Kraken Futures contracts of 2021 had a"
                                + " redundant tier, left from an earlier schedule.")
                        .fix("Check the tier against the published table; leave a redundant one out.")
                        .on(MarginSchedule.class, MarginRules::rises)
                        .build(),
                Rule.of("D-MRG-04", Severity.ERROR, "Maintenance margin keeps its distance from initial margin")
                        .checks(
                                "Maintenance is at most a share of initial margin: 0.5 at Kraken, where it is exactly that in"
                                        + " every recorded tier, else 0.8.")
                        .why("The room between the two is the time in which a customer can add margin.")
                        .fix("Check both rates against the published table, or set the venue's share in the rule data.")
                        .on(MarginSchedule.class, MarginRules::distance)
                        .build(),
                Rule.of("T-LEV-01", Severity.ERROR, "Raised margin is played through on the open positions")
                        .checks("Where initial or maintenance margin is higher at any size, or a contract gets another"
                                + " schedule: S-LIQ has run on the positions of every contract that uses it (ERROR until then,"
                                + " WARN with its figures after).")
                        .why(
                                "Binance's recorded tier history has 947 changed symbols in 56 steps, 319 of which cut the"
                                        + " greatest notional: raising margin under open positions is routine, and liquidates people.")
                        .fix("Give the open positions and mark prices of the contracts, and read S-LIQ.")
                        .needs(RuleInput.POSITIONS, RuleInput.MARK_PRICE)
                        .onChange(MarginSchedule.class, MarginRules::raised)
                        .onChange(FuturesContract.class, MarginRules::rescheduled)
                        .build(),
                Rule.of("T-LEV-03", Severity.ERROR, "A raised margin says to which positions it applies")
                        .checks("Where T-LEV-01 sees a raised margin, the change's policy names a margin policy.")
                        .why(
                                "Binance applies new tiers to existing positions, other venues to new ones only: unless it is"
                                        + " said, each reader assumes what suits them.")
                        .fix("Set the margin policy: NEW_POSITIONS_ONLY, ALL_POSITIONS or PHASED.")
                        .onChange(MarginSchedule.class, MarginRules::policyNamed)
                        .onChange(FuturesContract.class, MarginRules::policyNamedForContract)
                        .build());
    }

    static String path(MarginTier tier) {
        return "/tiers/lowerBound=" + tier.lowerBound();
    }

    private static void ascends(MarginSchedule schedule, RuleCase on) {
        List<MarginTier> tiers = schedule.tiers();
        if (tiers.isEmpty()) {
            on.at("/tiers").say("The schedule has no tiers");
            return;
        }
        if (tiers.get(0).lowerBound().value().signum() != 0) {
            on.at("/tiers")
                    .found(tiers.get(0).lowerBound())
                    .say("The first tier starts at " + tiers.get(0).lowerBound() + " " + unit(schedule)
                            + " instead of 0: smaller positions have no margin");
        }
        for (int i = 1; i < tiers.size(); i++) {
            Amount previous = tiers.get(i - 1).lowerBound();
            Amount current = tiers.get(i).lowerBound();
            if (current.compareTo(previous) <= 0) {
                on.at("/tiers")
                        .found(current)
                        .evidence("index", i)
                        .say("Tier " + (i + 1) + " starts at " + current + " " + unit(schedule)
                                + ", not above the tier before it at " + previous);
            }
        }
    }

    private static void rates(MarginTier tier, RuleCase on) {
        BigDecimal initial = tier.initialMargin().value();
        BigDecimal maintenance = tier.maintenanceMargin().value();
        if (maintenance.signum() <= 0 || maintenance.compareTo(initial) >= 0) {
            on.at(path(tier) + "/maintenanceMargin")
                    .found(tier.maintenanceMargin())
                    .say("A maintenance margin of " + percent(maintenance)
                            + " is not between 0 and the initial margin of " + percent(initial));
        }
        if (initial.compareTo(BigDecimal.ONE) > 0) {
            on.at(path(tier) + "/initialMargin")
                    .found(tier.initialMargin())
                    .say("An initial margin of " + percent(initial)
                            + " is above the position's value: check that the source gives a fraction");
        }
    }

    private static void rises(MarginSchedule schedule, RuleCase on) {
        for (int i = 1; i < schedule.tiers().size(); i++) {
            MarginTier previous = schedule.tiers().get(i - 1);
            MarginTier tier = schedule.tiers().get(i);
            falls(path(tier) + "/initialMargin", "Initial", previous.initialMargin(), tier.initialMargin(), tier, on);
            falls(
                    path(tier) + "/maintenanceMargin",
                    "Maintenance",
                    previous.maintenanceMargin(),
                    tier.maintenanceMargin(),
                    tier,
                    on);
            if (previous.initialMargin().equals(tier.initialMargin())
                    && previous.maintenanceMargin().equals(tier.maintenanceMargin())) {
                on.at(path(tier))
                        .as(Severity.WARN)
                        .say("The tier from " + tier.lowerBound() + " has the rates of the one before it, initial "
                                + percent(tier.initialMargin().value()) + " and maintenance "
                                + percent(tier.maintenanceMargin().value()) + ": it changes nothing");
            }
        }
    }

    private static void falls(String path, String which, Rate previous, Rate current, MarginTier tier, RuleCase on) {
        if (current.compareTo(previous) < 0) {
            on.at(path)
                    .found(current)
                    .say(which + " margin falls from " + percent(previous.value()) + " to " + percent(current.value())
                            + " at size " + tier.lowerBound());
        }
    }

    private static void distance(MarginSchedule schedule, RuleCase on) {
        BigDecimal most = on.threshold("maintenanceShareMax");
        for (MarginTier tier : schedule.tiers()) {
            BigDecimal allowed = tier.initialMargin().value().multiply(most);
            if (tier.maintenanceMargin().value().compareTo(allowed) > 0) {
                on.at(path(tier) + "/maintenanceMargin")
                        .found(tier.maintenanceMargin())
                        .say("A maintenance margin of "
                                + percent(tier.maintenanceMargin().value()) + " is more than "
                                + plain(most) + " of the initial margin of "
                                + percent(tier.initialMargin().value()));
            }
        }
    }

    private static void raised(MarginSchedule before, MarginSchedule after, RuleCase on) {
        List<Raise> raises = raises(before, after);
        if (raises.isEmpty()) {
            return;
        }
        Raise first = raises.get(0);
        List<FuturesContract> users = on.all(FuturesContract.class).stream()
                .filter(contract -> contract.marginSchedules().containsValue(after.id()))
                .toList();
        String change = first.text() + (raises.size() > 1 ? " and " + (raises.size() - 1) + " more" : "");
        judge(change, first.path(), Optional.of(first), users, on);
    }

    private static void rescheduled(FuturesContract before, FuturesContract after, RuleCase on) {
        if (!before.marginSchedules().equals(after.marginSchedules())) {
            judge(
                    "The contract's margin schedules change from " + before.marginSchedules() + " to "
                            + after.marginSchedules(),
                    "/marginSchedules",
                    Optional.empty(),
                    List.of(after),
                    on);
        }
    }

    private static void judge(
            String change, String path, Optional<Raise> raise, List<FuturesContract> users, RuleCase on) {
        List<ScenarioEvidence> shown = on.scenarios("S-LIQ");
        List<DocumentId> notPlayed = new ArrayList<>();
        for (FuturesContract user : users) {
            DocumentId id = user.documentId();
            boolean played = shown.stream()
                    .anyMatch(
                            evidence -> id.toString().equals(evidence.figures().get("contract")));
            if (!played) {
                notPlayed.add(id);
                if (on.need(RuleInput.POSITIONS, id).isPresent()
                        && on.need(RuleInput.MARK_PRICE, id).isPresent()) {
                    on.lacks("scenario S-LIQ", id);
                }
            }
        }
        FindingDraft finding = on.at(path);
        raise.ifPresent(r -> finding.before(r.before()).found(r.after()));
        if (notPlayed.isEmpty()) {
            String figures = users.isEmpty()
                    ? "no contract uses it"
                    : shown.stream().map(ScenarioEvidence::summary).collect(Collectors.joining("; "));
            shown.forEach(evidence ->
                    finding.evidence("inputs " + evidence.figures().getOrDefault("contract", ""), evidence.inputs()));
            finding.as(Severity.WARN).say(change + ": " + figures);
        } else {
            finding.evidence("contractsNotPlayed", notPlayed.size())
                    .say(change + ", and S-LIQ has not run on the positions of "
                            + notPlayed.stream()
                                    .limit(3)
                                    .map(DocumentId::toString)
                                    .collect(Collectors.joining(", "))
                            + (notPlayed.size() > 3 ? " and " + (notPlayed.size() - 3) + " more" : "")
                            + ": give their positions and mark prices");
        }
    }

    private static void policyNamed(MarginSchedule before, MarginSchedule after, RuleCase on) {
        List<Raise> raises = raises(before, after);
        if (!raises.isEmpty() && on.policy().marginPolicy().isEmpty()) {
            on.at(raises.get(0).path())
                    .before(raises.get(0).before())
                    .found(raises.get(0).after())
                    .say("Margin is raised, and the change does not say for which positions: set one of "
                            + List.of(MarginPolicy.values()));
        }
    }

    private static void policyNamedForContract(FuturesContract before, FuturesContract after, RuleCase on) {
        if (!before.marginSchedules().equals(after.marginSchedules())
                && on.policy().marginPolicy().isEmpty()) {
            on.at("/marginSchedules")
                    .say("Margin schedules change, and the change does not say for which positions: set one of "
                            + List.of(MarginPolicy.values()));
        }
    }

    /** Where margin is higher after a change than before, at every size at which either schedule has a bound. */
    private static List<Raise> raises(MarginSchedule before, MarginSchedule after) {
        List<Raise> raises = new ArrayList<>();
        if (before.tiers().isEmpty() || after.tiers().isEmpty()) {
            return raises;
        }
        if (before.unit() != after.unit()) {
            return List.of(new Raise(
                    "/unit",
                    before.unit().toString(),
                    after.unit().toString(),
                    "The unit of the tiers changes from " + before.unit() + " to " + after.unit()));
        }
        if (before.application() != after.application()) {
            raises.add(new Raise(
                    "/application",
                    before.application().toString(),
                    after.application().toString(),
                    "The tiers' application changes from " + before.application() + " to " + after.application()));
        }
        TreeSet<Amount> bounds = new TreeSet<>();
        before.tiers().forEach(tier -> bounds.add(tier.lowerBound()));
        after.tiers().forEach(tier -> bounds.add(tier.lowerBound()));
        for (Amount size : bounds) {
            MarginTier from = tierAt(before, size);
            MarginTier to = tierAt(after, size);
            compare(
                    "Maintenance",
                    path(to) + "/maintenanceMargin",
                    from.maintenanceMargin(),
                    to.maintenanceMargin(),
                    size,
                    after,
                    raises);
            compare(
                    "Initial",
                    path(to) + "/initialMargin",
                    from.initialMargin(),
                    to.initialMargin(),
                    size,
                    after,
                    raises);
        }
        return raises;
    }

    private static void compare(
            String which, String path, Rate from, Rate to, Amount size, MarginSchedule schedule, List<Raise> raises) {
        if (to.compareTo(from) > 0) {
            raises.add(new Raise(
                    path,
                    from.toString(),
                    to.toString(),
                    which + " margin raised from " + percent(from.value()) + " to " + percent(to.value()) + " at size "
                            + size + " " + unit(schedule)));
        }
    }

    private static MarginTier tierAt(MarginSchedule schedule, Amount size) {
        MarginTier found = schedule.tiers().get(0);
        for (MarginTier tier : schedule.tiers()) {
            if (tier.lowerBound().compareTo(size) <= 0) {
                found = tier;
            }
        }
        return found;
    }

    private static String unit(MarginSchedule schedule) {
        return switch (schedule.unit()) {
            case CONTRACTS -> "contracts";
            case BASE -> "base units";
            case QUOTE_NOTIONAL -> "quote notional";
            case QUANTO_MULTIPLIER ->
                throw new IllegalArgumentException(
                        "Margin tiers do not count in quanto multipliers: " + schedule.documentId());
        };
    }

    private record Raise(String path, String before, String after, String text) {}
}
