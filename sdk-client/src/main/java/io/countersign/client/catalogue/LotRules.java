package io.countersign.client.catalogue;

import io.countersign.client.internal.Figures;
import io.countersign.client.internal.Valuation;
import io.countersign.client.live.DecimalColumn;
import io.countersign.client.live.Positions;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.FindingDraft;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleInput;
import io.countersign.client.scenario.LotDust;
import io.countersign.client.scenario.LotScenario;
import io.countersign.client.scenario.OrderFit;
import io.countersign.model.finding.Severity;
import io.countersign.model.formula.ContractTerms;
import io.countersign.model.formula.LotGrid;
import io.countersign.model.formula.PriceGrid;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.Market;
import io.countersign.model.market.NotionalRule;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Changes of lots, minima and maxima under open orders, positions and balances. */
final class LotRules {
    private static final int SHOWN_DIGITS = 8;

    /** Where a size does not follow the price, any does. */
    private static final Price ANY_PRICE = Price.of("1");

    private LotRules() {}

    static List<ChangeRule> all() {
        return List.of(
                Rule.of("T-LOT-01", Severity.ERROR, "A new lot step leaves no dust in positions or balances")
                        .checks(
                                "Where an old lot is no whole number of new ones: no open position, and in a spot market no"
                                        + " balance of the base asset, was a whole number of old lots and is none of new ones.")
                        .why(
                                "What is over the last whole lot can no longer be traded away. It has happened on a contract"
                                        + " with hundreds of millions of open interest.")
                        .fix(
                                "Decide first what happens to the dust (exempt closing orders, convert it, or settle it), and"
                                        + " record that as a waiver.")
                        .needs(RuleInput.POSITIONS, RuleInput.BALANCES)
                        .onChange(Market.class, LotRules::dust)
                        .build(),
                Rule.of("T-MAX-01", Severity.ERROR, "A lowered maximum is not below what is there")
                        .checks(
                                "Where the greatest order, the greatest position or the cap on open interest is lowered or"
                                        + " new: no open order, no position and not the open interest is above it.")
                        .why(
                                "An order above the maximum cannot be amended, and a position above its limit can only shrink:"
                                        + " its holder is forced out at the market's price.")
                        .fix("Lower the maximum in steps, or exempt what is open and record that as a waiver.")
                        .needs(RuleInput.RESTING_ORDERS, RuleInput.POSITIONS, RuleInput.MARK_PRICE)
                        .onChange(Market.class, LotRules::largestOrder)
                        .onChange(FuturesContract.class, LotRules::largestPosition)
                        .build(),
                Rule.of("T-MIN-01", Severity.ERROR, "A raised minimum does not strand open orders")
                        .checks(
                                "Where the least quantity or the least value is raised: how many open orders met the old"
                                        + " minima and do not meet the new ones. WARN when there are any, ERROR above 5 % of"
                                        + " the orders. Positions and balances below the minimum stand in S-LOT.")
                        .why(
                                "Such orders can no longer be amended, only cancelled. Kraken raised the minimum of 57 of 210"
                                        + " pairs between 2021 and 2026.")
                        .fix("Exempt open orders and closing orders from the new minimum, or announce the change.")
                        .needs(RuleInput.RESTING_ORDERS)
                        .onChange(Market.class, LotRules::minimumRaised)
                        .build());
    }

    private static void dust(Market before, Market after, RuleCase on) {
        Optional<Quantity> from = Valuation.grid(before).map(LotGrid::lotStep);
        Optional<Quantity> to = Valuation.grid(after).map(LotGrid::lotStep);
        if (from.isEmpty()
                || to.isEmpty()
                || PriceGrid.isMultiple(from.get().value(), to.get().value())) {
            return;
        }
        Optional<LotDust> dust = after instanceof SpotMarket market
                ? on.need(RuleInput.BALANCES, LotScenario.asset(market))
                        .map(balances -> LotDust.of(from.get(), to.get(), balances.accounts(), balances.amounts()))
                : on.need(RuleInput.POSITIONS)
                        .map(positions ->
                                LotDust.of(from.get(), to.get(), positions.accounts(), positions.contracts()));
        dust.filter(over -> over.stranded() > 0)
                .ifPresent(over -> on.at("/sizeRule/lotStep")
                        .before(from.get())
                        .found(to.get())
                        .evidence("stranded", over.stranded())
                        .evidence("held", over.held())
                        .evidence("offBefore", over.offBefore())
                        .evidence("dust", Figures.plain(over.dust()))
                        .evidence("sample", over.worst().get(0).account())
                        .say("The lot step goes from " + from.get() + " to " + to.get() + " and leaves dust in "
                                + Figures.count(
                                        over.stranded(), after instanceof SpotMarket ? "balance" : "open position")
                                + " of " + over.held() + " (" + Figures.share(over.stranded(), over.held()) + "): "
                                + Figures.plain(over.dust()) + " " + Valuation.sizeUnit(after)
                                + " in all cannot be traded away; decide what happens to it"));
    }

    private static void minimumRaised(Market before, Market after, RuleCase on) {
        boolean quantity = isRaised(
                before.sizeRule().minQuantity().map(Quantity::value),
                after.sizeRule().minQuantity().map(Quantity::value));
        boolean value = isRaised(leastValue(before), leastValue(after));
        if (!quantity && !value) {
            return;
        }
        if (Valuation.of(before).isEmpty() || Valuation.of(after).isEmpty()) {
            on.lacks("computable contract size (see D-PAY-01)");
            return;
        }
        Optional<OrderFit> fit = on.need(RuleInput.RESTING_ORDERS).map(orders -> OrderFit.of(before, after, orders));
        if (fit.isEmpty() || fit.get().below() == 0) {
            return;
        }
        int below = fit.get().below();
        int orders = fit.get().orders();
        boolean many = BigDecimal.valueOf(below)
                        .compareTo(on.threshold("errorOrderShare").multiply(BigDecimal.valueOf(orders)))
                > 0;
        String leastQuantity =
                after.sizeRule().minQuantity().map(Quantity::toString).orElse("0");
        String leastValue = leastValue(after).map(Figures::plain).orElse("0");
        on.at(quantity ? "/sizeRule/minQuantity" : "/notionalRule/minNotional")
                .as(many ? Severity.ERROR : Severity.WARN)
                .found(quantity ? leastQuantity : leastValue)
                .evidence("ordersBelow", below)
                .evidence("orders", orders)
                .evidence("sample", fit.get().sampleBelow())
                .say(Figures.count(below, "open order") + " of " + orders + " (" + Figures.share(below, orders)
                        + ") fall below the new minimum of "
                        + (quantity ? leastQuantity + " " + Valuation.sizeUnit(after) : "")
                        + (quantity && value ? " or " : "")
                        + (value ? leastValue + " " + Valuation.currency(after) : ""));
    }

    private static Optional<BigDecimal> leastValue(Market market) {
        return Valuation.notionalRule(market).flatMap(NotionalRule::minNotional).map(Notional::value);
    }

    private static boolean isRaised(Optional<BigDecimal> before, Optional<BigDecimal> after) {
        return after.isPresent() && after.get().compareTo(before.orElse(BigDecimal.ZERO)) > 0;
    }

    private static <T extends Comparable<T>> boolean isLowered(Optional<T> before, Optional<T> after) {
        return after.isPresent()
                && before.map(old -> after.get().compareTo(old) < 0).orElse(true);
    }

    private static void largestOrder(Market before, Market after, RuleCase on) {
        Optional<Quantity> from = before.sizeRule().maxQuantity();
        Optional<Quantity> to = after.sizeRule().maxQuantity();
        if (!isLowered(from, to)) {
            return;
        }
        on.need(RuleInput.RESTING_ORDERS).ifPresent(orders -> {
            Above above = Above.of(orders.quantities(), to.get().value(), UnaryOperator.identity());
            if (above.count() > 0) {
                lowered("/sizeRule/maxQuantity", from, to.get(), on)
                        .evidence("ordersAbove", above.count())
                        .evidence("orders", orders.size())
                        .evidence("sample", orders.ids().at(above.largest()))
                        .say("The new greatest order of " + to.get() + " " + Valuation.sizeUnit(after) + " is below "
                                + Figures.count(above.count(), "open order") + " of " + orders.size()
                                + "; the largest is " + orders.ids().at(above.largest()) + " with "
                                + Figures.plain(orders.quantities().at(above.largest())));
            }
        });
    }

    private static void largestPosition(FuturesContract before, FuturesContract after, RuleCase on) {
        boolean sameUnit = before.maxPositionUnit().equals(after.maxPositionUnit());
        boolean position = isLowered(before.maxPosition().filter(old -> sameUnit), after.maxPosition());
        boolean cap = isLowered(before.openInterestCap().filter(old -> sameUnit), after.openInterestCap());
        if (!position && !cap) {
            return;
        }
        if (after.maxPositionUnit().isEmpty()) {
            on.lacks("unit of the greatest position");
            return;
        }
        if (!ContractTerms.isComputable(after) || after.maxPositionUnit().get() == SizeUnit.QUANTO_MULTIPLIER) {
            on.lacks("computable contract size (see D-PAY-01)");
            return;
        }
        SizeUnit unit = after.maxPositionUnit().get();
        Optional<Positions> positions = on.need(RuleInput.POSITIONS);
        Optional<Price> mark = followsPrice(after, unit) ? on.need(RuleInput.MARK_PRICE) : Optional.of(ANY_PRICE);
        if (positions.isEmpty() || mark.isEmpty()) {
            return;
        }
        ContractTerms terms = ContractTerms.of(after);
        UnaryOperator<BigDecimal> size =
                contracts -> terms.size(unit, contracts, mark.get().value());
        String unitWord = unit.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        if (position) {
            Amount most = after.maxPosition().orElseThrow();
            Above above = Above.of(positions.get().contracts(), most.value(), size);
            if (above.count() > 0) {
                String largest = positions.get().accounts().at(above.largest());
                lowered("/maxPosition", before.maxPosition(), most, on)
                        .evidence("positionsAbove", above.count())
                        .evidence("sample", largest)
                        .say("The new greatest position of " + most + " " + unitWord + " is below "
                                + Figures.count(above.count(), "open position") + " of "
                                + positions.get().size() + "; the largest is that of " + largest + " with "
                                + Figures.rounded(above.size(), SHOWN_DIGITS));
            }
        }
        if (cap) {
            Amount most = after.openInterestCap().orElseThrow();
            BigDecimal open = size.apply(positions.get().openInterest());
            if (open.compareTo(most.value()) > 0) {
                lowered("/openInterestCap", before.openInterestCap(), most, on)
                        .evidence("openInterest", Figures.rounded(open, SHOWN_DIGITS))
                        .say("The open interest of " + Figures.rounded(open, SHOWN_DIGITS) + " " + unitWord
                                + " is above the new cap of " + most);
            }
        }
    }

    private static boolean followsPrice(FuturesContract contract, SizeUnit unit) {
        return unit == (contract.payoff() == Payoff.INVERSE ? SizeUnit.BASE : SizeUnit.QUOTE_NOTIONAL);
    }

    private static FindingDraft lowered(String path, Optional<?> before, Object after, RuleCase on) {
        FindingDraft finding = on.at(path).found(after);
        before.ifPresent(finding::before);
        return finding;
    }

    /**
     * The rows whose size is above a bound.
     *
     * @param largest the row of the largest of all
     * @param size its size
     */
    private record Above(int count, int largest, BigDecimal size) {
        static Above of(DecimalColumn sizes, BigDecimal bound, UnaryOperator<BigDecimal> unit) {
            int count = 0;
            int largest = 0;
            BigDecimal most = BigDecimal.ZERO;
            for (int row = 0; row < sizes.size(); row++) {
                BigDecimal size = unit.apply(sizes.at(row));
                count += size.compareTo(bound) > 0 ? 1 : 0;
                if (size.compareTo(most) > 0) {
                    largest = row;
                    most = size;
                }
            }
            return new Above(count, largest, most);
        }
    }
}
