package io.countersign.client.scenario;

import io.countersign.client.internal.Figures;
import io.countersign.client.internal.Valuation;
import io.countersign.client.live.Balances;
import io.countersign.client.live.DecimalColumn;
import io.countersign.client.live.Positions;
import io.countersign.client.live.RestingOrders;
import io.countersign.client.live.TextColumn;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.FindingDraft;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Severity;
import io.countersign.model.formula.LotGrid;
import io.countersign.model.json.Digest;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.Market;
import io.countersign.model.market.NotionalRule;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * S-LOT: what a new lot step or a new least order does to open positions (or, in a spot market, to balances of the base asset) and
 * to open orders: what is over whole lots, what can no longer be closed, which orders no longer fit.
 */
public final class LotScenario {
    /** The rule's id. */
    public static final String ID = "S-LOT";

    private LotScenario() {}

    /** The scenario as a rule: runs on every change of a lot step or a least order whose holdings and orders are known. */
    public static ChangeRule rule() {
        return Rule.of(ID, Severity.ERROR, "Holdings and open orders under new sizes are played through")
                .checks(
                        "On every change of the lot step, the least quantity or the least value: counts positions, or in a"
                                + " spot market balances of the base asset, that an order could close before and none can after"
                                + " (WARN; ERROR above 5 % of the holdings), and open orders that are no whole lots any more"
                                + " (WARN). The dust of the others stands in T-LOT-01, orders below a minimum in T-MIN-01.")
                .why(
                        "A holding smaller than the smallest order is locked in: the customer can neither sell nor close it,"
                                + " and a position of that kind still pays funding and can be liquidated.")
                .fix("Exempt closing orders from lot and minimum, or convert the dust, before the change.")
                .needs(RuleInput.RESTING_ORDERS, RuleInput.POSITIONS, RuleInput.BALANCES, RuleInput.MARK_PRICE)
                .onChange(SpotMarket.class, LotScenario::judge)
                .onChange(FuturesContract.class, LotScenario::judge)
                .build();
    }

    private static void judge(SpotMarket before, SpotMarket after, RuleCase on) {
        if (sizesDiffer(before, after)) {
            judge(before, after, on.need(RuleInput.BALANCES, asset(after)).map(Holdings::of), on);
        }
    }

    private static void judge(FuturesContract before, FuturesContract after, RuleCase on) {
        if (sizesDiffer(before, after)) {
            judge(before, after, on.need(RuleInput.POSITIONS).map(Holdings::of), on);
        }
    }

    private static void judge(Market before, Market after, Optional<Holdings> holdings, RuleCase on) {
        Optional<RestingOrders> orders = on.need(RuleInput.RESTING_ORDERS);
        Optional<Price> price = on.need(RuleInput.MARK_PRICE);
        Optional<Valuation> valuation = Valuation.of(after);
        Optional<LotGrid> grid = Valuation.grid(after);
        if (valuation.isEmpty() || Valuation.of(before).isEmpty()) {
            on.lacks("computable contract size (see D-PAY-01)");
        } else if (grid.isEmpty()) {
            on.lacks("positive lot step");
        } else if (holdings.isPresent() && orders.isPresent() && price.isPresent()) {
            if (valuation.get().smallestOrder(grid.get(), price.get()).isEmpty()) {
                on.lacks("order worth the least value (see D-NOT-02)");
                return;
            }
            report(play(before, after, holdings.get(), orders.get(), price.get()), after, on);
        }
    }

    /** The asset whose balances a spot market trades. */
    public static DocumentId asset(SpotMarket market) {
        return new DocumentId(DocumentKind.ASSET, market.venue(), market.base());
    }

    private static boolean sizesDiffer(Market before, Market after) {
        return !before.sizeRule().lotStep().equals(after.sizeRule().lotStep())
                || !before.sizeRule().minQuantity().equals(after.sizeRule().minQuantity())
                || !leastValue(before).equals(leastValue(after));
    }

    private static Optional<?> leastValue(Market market) {
        return Valuation.notionalRule(market).flatMap(NotionalRule::minNotional);
    }

    private static void report(LotResult result, Market after, RuleCase on) {
        on.played(result);
        LotDust holdings = result.holdings();
        String path = "/sizeRule/" + (after.sizeRule().minQuantity().isPresent() ? "minQuantity" : "lotStep");
        if (holdings.unclosable() > 0) {
            boolean many = BigDecimal.valueOf(holdings.unclosable())
                            .compareTo(on.threshold("errorHoldingShare").multiply(BigDecimal.valueOf(holdings.held())))
                    > 0;
            FindingDraft finding = on.at(path).as(many ? Severity.ERROR : Severity.WARN);
            result.figures().forEach(finding::evidence);
            finding.say("No order closes " + Figures.count(holdings.unclosable(), result.holdingWord()) + " of "
                    + holdings.held() + " (" + Figures.share(holdings.unclosable(), holdings.held())
                    + ") any more: smaller than the smallest order of " + result.smallestOrder() + " "
                    + result.unit());
        }
        if (result.ordersOff() > 0) {
            on.at("/sizeRule/lotStep")
                    .as(Severity.WARN)
                    .evidence("ordersOff", result.ordersOff())
                    .evidence("orders", result.orders())
                    .say("The new lot step does not divide " + Figures.count(result.ordersOff(), "open order") + " of "
                            + result.orders() + " (" + Figures.share(result.ordersOff(), result.orders())
                            + "): their price alone cannot be amended");
        }
    }

    /**
     * Plays a spot market's new sizes through.
     *
     * @param balances of the base asset
     * @param price the last price, positive
     * @throws IllegalArgumentException if the market publishes no positive lot step after the change, or a number has too many
     *     digits to be counted in the finer of the two lots
     */
    public static LotResult play(
            SpotMarket before, SpotMarket after, Balances balances, RestingOrders orders, Price price) {
        return play(before, after, Holdings.of(balances), orders, price);
    }

    /**
     * Plays a contract's new sizes through.
     *
     * @param mark the mark price, positive
     * @throws IllegalArgumentException as for a spot market, or if the contract's size does not count what its payoff needs
     */
    public static LotResult play(
            FuturesContract before, FuturesContract after, Positions positions, RestingOrders orders, Price mark) {
        return play(before, after, Holdings.of(positions), orders, mark);
    }

    private static LotResult play(Market before, Market after, Holdings holdings, RestingOrders orders, Price price) {
        Quantity none = new Quantity(BigDecimal.ZERO);
        Valuation valuation = Valuation.of(after)
                .orElseThrow(() -> new IllegalArgumentException("The contract's size does not count what its payoff"
                        + " needs: " + after.documentId() + ", see rule D-PAY-01"));
        LotGrid grid = Valuation.grid(after)
                .orElseThrow(() -> new IllegalArgumentException(
                        "A market must publish a positive lot step: " + after.documentId()));
        Quantity smallest = valuation
                .smallestOrder(grid, price)
                .orElseThrow(() -> new IllegalArgumentException("No order is worth the least value of "
                        + grid.minNotional() + " at " + price + ": " + after.documentId()));
        Optional<LotGrid> oldGrid = Valuation.grid(before);
        LotDust dust = LotDust.of(
                oldGrid.map(LotGrid::lotStep).orElse(none),
                oldGrid.flatMap(old -> valuation.smallestOrder(old, price)).orElse(none),
                grid.lotStep(),
                smallest,
                holdings.accounts(),
                holdings.amounts());
        OrderFit fit = OrderFit.of(before, after, orders);
        return new LotResult(
                after,
                holdings.word(),
                grid.lotStep(),
                smallest,
                price,
                dust,
                fit,
                valuation,
                () -> Digest.ofCanonical(new TreeMap<>(Map.of(
                        "scenario", ID,
                        "before", before.digest().toString(),
                        "after", after.digest().toString(),
                        "holdings", holdings.digest().toString(),
                        "orders", orders.digest().toString(),
                        "price", price.toString()))));
    }

    /** What is held, whatever it is. */
    private record Holdings(String word, TextColumn accounts, DecimalColumn amounts, Digest digest) {
        static Holdings of(Balances balances) {
            return new Holdings("balance", balances.accounts(), balances.amounts(), balances.digest());
        }

        static Holdings of(Positions positions) {
            return new Holdings("position", positions.accounts(), positions.contracts(), positions.digest());
        }
    }
}
