package io.countersign.client.catalogue;

import static io.countersign.client.internal.Figures.percent;
import static io.countersign.client.internal.Figures.plain;
import static io.countersign.client.internal.Figures.rounded;

import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.model.finding.Severity;
import io.countersign.model.formula.MarginLadder;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Decimals;
import io.countersign.model.unit.Leverage;
import io.countersign.model.unit.Rate;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/** Margin schedules: tiers that make sense by themselves, for their contract, and for the market that it trades. */
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
                Rule.of("D-MRG-04", Severity.ERROR, "Maintenance margin, initial margin and leverage fit together")
                        .checks(
                                "In each tier: maintenance is at most a share of initial margin (0.5 at Kraken, where it is exactly"
                                        + " that in every recorded tier, else 0.8); the greatest leverage times initial margin is at most"
                                        + " 1; an initial margin that is said to be derived is 1 / leverage, cut to 18 digits. The"
                                        + " greatest leverage does not rise from tier to tier.")
                        .why(
                                "The room between maintenance and initial margin is the time in which a customer can add margin."
                                        + " Leverage above what initial margin allows is promised and cannot be had.")
                        .fix(
                                "Check rates and leverage against the published table, or set the venue's share in the rule data.")
                        .on(MarginSchedule.class, MarginRules::distance)
                        .on(MarginSchedule.class, MarginRules::leverage)
                        .build(),
                Rule.of("D-MRG-05", Severity.BLOCK, "Maintenance amounts follow from the tiers")
                        .checks(
                                "Where a tier's maintenance amount is published: it is that of the tier before plus the bound"
                                        + " times the step of the maintenance margin, within 0.011 in the unit of the bounds; 0 in the"
                                        + " first tier, and where a tier's rate applies to the whole position.")
                        .why(
                                "With a wrong amount the requirement jumps at a bound, and a position is liquidated for growing"
                                        + " by one contract. None of 110,797 recorded Binance tiers breaks it, so any hit is a mistake.")
                        .fix("Compute the amounts from bounds and rates, and publish those.")
                        .on(MarginSchedule.class, MarginRules::amounts)
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

    private static void leverage(MarginSchedule schedule, RuleCase on) {
        Optional<Leverage> previous = Optional.empty();
        for (MarginTier tier : schedule.tiers()) {
            if (tier.maxLeverage().isEmpty()) {
                continue;
            }
            Leverage leverage = tier.maxLeverage().get();
            BigDecimal initial = tier.initialMargin().value();
            BigDecimal derived =
                    BigDecimal.ONE.divide(leverage.value(), Decimals.FRACTION_DIGITS_MAX, RoundingMode.DOWN);
            if (schedule.initialMarginDerived() && initial.compareTo(derived) != 0) {
                on.at(path(tier) + "/initialMargin")
                        .found(tier.initialMargin())
                        .say("An initial margin of " + percent(initial) + " is said to be derived from leverage "
                                + leverage + ", which gives " + percent(derived));
            } else if (leverage.value().multiply(initial).compareTo(BigDecimal.ONE) > 0) {
                on.at(path(tier) + "/maxLeverage")
                        .found(leverage)
                        .say("Leverage " + leverage + " cannot be had with an initial margin of " + percent(initial)
                                + ", which allows " + allowed(initial));
            }
            if (previous.filter(before -> leverage.compareTo(before) > 0).isPresent()) {
                on.at(path(tier) + "/maxLeverage")
                        .found(leverage)
                        .say("Leverage rises from " + previous.get() + " to " + leverage + " at size "
                                + tier.lowerBound() + " " + unit(schedule));
            }
            previous = Optional.of(leverage);
        }
    }

    private static void amounts(MarginSchedule schedule, RuleCase on) {
        if (schedule.tiers().stream().allMatch(tier -> tier.maintenanceAmount().isEmpty())) {
            return;
        }
        if (!MarginLadder.isComputable(schedule)) {
            on.lacks("computable margin tiers (see D-MRG-01)");
            return;
        }
        MarginLadder ladder = MarginLadder.of(schedule);
        BigDecimal most = on.threshold("differenceMax");
        for (int i = 0; i < schedule.tiers().size(); i++) {
            MarginTier tier = schedule.tiers().get(i);
            BigDecimal expected = ladder.maintenanceAmount(i);
            tier.maintenanceAmount()
                    .filter(amount -> amount.value().subtract(expected).abs().compareTo(most) > 0)
                    .ifPresent(amount -> on.at(path(tier) + "/maintenanceAmount")
                            .found(amount)
                            .evidence("expected", plain(expected))
                            .say("The maintenance amount of the tier from " + tier.lowerBound() + " is " + amount
                                    + " where bounds and rates give " + plain(expected) + " " + unit(schedule)));
        }
    }

    private static String allowed(BigDecimal initialMargin) {
        return rounded(BigDecimal.ONE.divide(initialMargin, MathContext.DECIMAL64), 6);
    }

    static String unit(MarginSchedule schedule) {
        return switch (schedule.unit()) {
            case CONTRACTS -> "contracts";
            case BASE -> "base units";
            case QUOTE_NOTIONAL -> "quote notional";
            case QUANTO_MULTIPLIER ->
                throw new IllegalArgumentException(
                        "Margin tiers do not count in quanto multipliers: " + schedule.documentId());
        };
    }
}
