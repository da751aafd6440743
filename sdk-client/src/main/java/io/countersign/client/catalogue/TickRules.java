package io.countersign.client.catalogue;

import static io.countersign.client.internal.Figures.times;

import io.countersign.client.internal.Figures;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.FindingDraft;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.change.ScenarioEvidence;
import io.countersign.model.change.TickPolicy;
import io.countersign.model.finding.Severity;
import io.countersign.model.formula.PriceGrid;
import io.countersign.model.market.Market;
import io.countersign.model.unit.TickSize;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Changes of a tick size on a market with resting orders. */
final class TickRules {
    private static final String PATH = "/priceRule/tickSize";

    private TickRules() {}

    static List<ChangeRule> all() {
        return List.of(
                Rule.of("T-TCK-01", Severity.ERROR, "A coarser tick says what happens to resting orders")
                        .checks("Where the new tick size is a multiple of the old one, the change's policy names a tick"
                                + " policy (ERROR without; WARN with one, with the figures of S-TCK).")
                        .why(
                                "Venues coarsen ticks of hundreds of markets in a quarter, and each treats resting orders in its"
                                        + " own way: Binance keeps them at the old tick, others cancel them or pause trading. In"
                                        + " recorded books a tick ten times coarser strands 57 to 88 % of the levels.")
                        .fix("Set the tick policy: GRANDFATHER, CANCEL_OFF_GRID, ROUND_PASSIVE or REQUIRE_EMPTY_BOOK.")
                        .needs(RuleInput.RESTING_ORDERS)
                        .onChange(
                                Market.class,
                                (before, after, on) -> coarsened(
                                        before.priceRule().tickSize(),
                                        after.priceRule().tickSize(),
                                        on))
                        .build(),
                Rule.of("T-TCK-02", Severity.BLOCK, "One of the two grids contains the other")
                        .checks("The new tick size is a whole multiple or a whole part of the old one.")
                        .why("Otherwise prices leave the grid and new ones appear between the old: neither old nor new"
                                + " systems can say which prices are valid.")
                        .fix("Go by way of a tick size that both divide, in two changes.")
                        .onChange(
                                Market.class,
                                (before, after, on) -> nested(
                                        before.priceRule().tickSize(),
                                        after.priceRule().tickSize(),
                                        on))
                        .build(),
                Rule.of("T-TCK-04", Severity.WARN, "A tick changes by a factor of ten at most")
                        .checks("Neither tick size is more than ten times the other.")
                        .why(
                                "The recorded changes of real venues go by factors of ten or less; a larger one is more often a"
                                        + " slip of the point than a wish.")
                        .fix("Check the number; if it is meant, change it in steps.")
                        .onChange(
                                Market.class,
                                (before, after, on) -> inSteps(
                                        before.priceRule().tickSize(),
                                        after.priceRule().tickSize(),
                                        on))
                        .build());
    }

    private static void coarsened(TickSize before, TickSize after, RuleCase on) {
        if (after.compareTo(before) <= 0 || !PriceGrid.isMultiple(after.value(), before.value())) {
            return; // finer, or T-TCK-02
        }
        Optional<TickPolicy> policy = on.policy().tickPolicy();
        List<ScenarioEvidence> shown = on.scenarios("S-TCK");
        FindingDraft finding = on.at(PATH).before(before).found(after);
        String figures;
        if (!shown.isEmpty()) {
            figures = shown.get(0).summary();
            shown.get(0).figures().forEach(finding::evidence);
        } else {
            boolean known = on.need(RuleInput.RESTING_ORDERS).isPresent();
            if (known) {
                on.lacks("scenario S-TCK");
            }
            figures = known
                    ? "resting orders are known but S-TCK is not in the rule set"
                    : "how many resting orders leave the grid is not known: give the open orders";
        }
        String change =
                "Tick size coarsened " + times(after.value(), before.value()) + " from " + before + " to " + after;
        if (policy.isEmpty()) {
            finding.say(change + " without a tick policy: " + figures
                    + ". Set one: GRANDFATHER, CANCEL_OFF_GRID, ROUND_PASSIVE or REQUIRE_EMPTY_BOOK");
        } else {
            finding.as(Severity.WARN)
                    .evidence("tickPolicy", policy.get())
                    .say(change + " under " + policy.get() + ": " + figures);
        }
    }

    private static void nested(TickSize before, TickSize after, RuleCase on) {
        if (!PriceGrid.isMultiple(after.value(), before.value())
                && !PriceGrid.isMultiple(before.value(), after.value())) {
            on.at(PATH)
                    .before(before)
                    .found(after)
                    .say("Tick size " + after + " is neither a multiple nor a part of " + before
                            + ": neither grid contains the other");
        }
    }

    private static void inSteps(TickSize before, TickSize after, RuleCase on) {
        BigDecimal most = on.threshold("factorMax");
        BigDecimal larger = before.value().max(after.value());
        BigDecimal smaller = before.value().min(after.value());
        if (larger.compareTo(smaller.multiply(most)) > 0) {
            on.at(PATH)
                    .before(before)
                    .found(after)
                    .say("Tick size changes by a factor of " + times(larger, smaller) + " in one step, from " + before
                            + " to " + after + "; up to " + Figures.plain(most) + "x is usual");
        }
    }
}
