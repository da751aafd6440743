package io.countersign.analytics.scenario;

import io.countersign.analytics.internal.DuckDb;
import io.countersign.analytics.internal.PacedWatcher;
import io.countersign.analytics.internal.RowAppender;
import io.countersign.analytics.internal.Rows;
import io.countersign.model.formula.ContractTerms;
import io.countersign.model.formula.Side;
import io.countersign.model.formula.TickLadder;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.Market;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.market.TickStep;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.unit.Price;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** One run of the tick scenario over orders in the engine. Used by one thread. */
final class TickRun {
    private static final int TENTHS = 10;

    static final List<ScenarioInput.Column> COLUMNS = List.of(
            ScenarioInput.Column.text("market"),
            ScenarioInput.Column.text("order_id"),
            new ScenarioInput.Column("side", ScenarioInput.Kind.SIDE, ""),
            ScenarioInput.Column.number("price", ""),
            ScenarioInput.Column.number("quantity", ">= 0"));

    private final DuckDb duck;
    private final ConfigSnapshot before;
    private final ConfigSnapshot after;
    private final int worstMax;
    private final ScenarioInput input;
    private final BatchScript script;
    private final Map<String, Tally> tallies = new TreeMap<>();

    /** The orders of one market, and what it takes to compute with them. */
    private record Group(
            String market,
            TickLadder before,
            TickLadder after,
            boolean followsPrice,
            int priceScale,
            int tickScale,
            int quantityScale,
            int unitIntegers,
            int priceIntegers,
            long orders) {
        Group merge(Group other) {
            return new Group(
                    market,
                    before,
                    after,
                    followsPrice,
                    Math.max(priceScale, other.priceScale),
                    Math.max(tickScale, other.tickScale),
                    Math.max(quantityScale, other.quantityScale),
                    Math.max(unitIntegers, other.unitIntegers),
                    Math.max(priceIntegers, other.priceIntegers),
                    orders + other.orders);
        }

        int unitScale() {
            return priceScale + quantityScale;
        }

        boolean fits() {
            // Ten ticks must fit, too.
            return unitIntegers + unitScale() <= Digits.MOST && priceIntegers + 1 + tickScale <= Digits.MOST;
        }
    }

    /** What is counted in one market. */
    private static final class Tally {
        private final Market market;
        private final TickLadder before;
        private final TickLadder after;
        private final Long[] histogram = new Long[TENTHS];
        private final List<OffTickResult.StrandedOrder> stranded = new ArrayList<>();
        private long orders;
        private long offOldGrid;
        private long buysOff;
        private long sellsOff;
        private long withoutPassivePrice;
        private BigDecimal units = BigDecimal.ZERO;
        private BigDecimal unitsOff = BigDecimal.ZERO;

        Tally(Market market, TickLadder before, TickLadder after) {
            this.market = market;
            this.before = before;
            this.after = after;
            Arrays.fill(histogram, 0L);
        }

        OffTickResult.MarketOrders toResult() {
            BigDecimal factor = factor(market);
            return new OffTickResult.MarketOrders(
                    market.documentId(),
                    before,
                    after,
                    orders,
                    offOldGrid,
                    buysOff,
                    sellsOff,
                    withoutPassivePrice,
                    units.multiply(factor),
                    unitsOff.multiply(factor),
                    List.of(histogram),
                    stranded);
        }
    }

    TickRun(
            DuckDb duck,
            PacedWatcher watcher,
            ConfigSnapshot before,
            ConfigSnapshot after,
            SourceTable source,
            int worstMax) {
        this.duck = duck;
        this.before = before;
        this.after = after;
        this.worstMax = worstMax;
        this.input = ScenarioInput.load(duck, source, "resting_order", COLUMNS);
        this.script = new BatchScript(
                duck, watcher, "tick.sql", List.of("stranded_order", "tick_summary", "moved_order", "gridded_order"));
    }

    OffTickResult play() {
        script.each(Digits.groups(groups(), Group::merge, Group::fits).stream()
                .<Runnable>map(batch -> () -> play(batch))
                .toList());
        return new OffTickResult(
                tallies.values().stream()
                        .map(Tally::toResult)
                        .sorted(Comparator.comparing(OffTickResult.MarketOrders::market))
                        .toList(),
                input.rowsRead(),
                input.findings().rows(),
                input.findings().report());
    }

    private static Optional<Market> market(ConfigSnapshot snapshot, String id) {
        Optional<Market> spot = snapshot.find(SpotMarket.class, id).map(Function.identity());
        return spot.or(() -> snapshot.find(FuturesContract.class, id));
    }

    /** What one unit of size counts: the contract's size, or 1. */
    private static BigDecimal factor(Market market) {
        return market instanceof FuturesContract contract && ContractTerms.isComputable(contract)
                ? contract.contractSize().value()
                : BigDecimal.ONE;
    }

    private static boolean followsPrice(Market market) {
        return !(market instanceof FuturesContract contract
                && ContractTerms.isComputable(contract)
                && contract.payoff() == Payoff.INVERSE);
    }

    private List<Group> groups() {
        List<Group> groups = new ArrayList<>();
        String sql =
                "SELECT market, count(*), min(row_number), max(abs(price)), max(quantity), " + input.scaleOf("price")
                        + ", " + input.scaleOf("quantity") + " FROM resting_order GROUP BY market ORDER BY market";
        try (Rows rows = duck.query(sql)) {
            while (rows.next()) {
                String id = rows.text(1);
                Optional<Market> old = market(before, id);
                Optional<Market> now = market(after, id);
                if (old.isEmpty() || now.isEmpty()) {
                    input.findings()
                            .leftOut(
                                    ScenarioFindings.CONFIG,
                                    "market",
                                    rows.number(2),
                                    rows.number(3),
                                    id,
                                    "No market \"" + id + "\" in the configuration "
                                            + (old.isEmpty() ? "before" : "after") + ": add it, or correct the name");
                } else {
                    groups.add(group(old.get(), now.get(), rows));
                }
            }
        }
        return groups;
    }

    private Group group(Market old, Market now, Rows rows) {
        TickLadder from = TickLadder.of(old.priceRule());
        TickLadder to = TickLadder.of(now.priceRule());
        BigDecimal price = Digits.decimal(rows, 4);
        BigDecimal quantity = Digits.decimal(rows, 5);
        List<BigDecimal> steps = Stream.concat(from.steps().stream(), to.steps().stream())
                .flatMap(step ->
                        Stream.of(step.abovePrice().value(), step.tickSize().value()))
                .toList();
        boolean follows = followsPrice(now);
        int priceScale = follows ? (int) rows.number(6) : 0;
        Group group = new Group(
                now.id(),
                from,
                to,
                follows,
                priceScale,
                Math.max((int) rows.number(6), Digits.scale(steps)),
                (int) rows.number(7),
                Digits.integer(follows ? price.multiply(quantity) : quantity),
                Digits.integer(price.max(Digits.greatest(steps))),
                rows.number(2));
        if (!group.fits()) {
            throw new ScenarioInputException("Orders in " + now.id()
                    + " have more digits than can be computed with exactly: prices up to " + rows.text(4)
                    + " and quantities up to " + rows.text(5) + " with " + rows.text(6) + " and " + rows.text(7)
                    + " digits after the point. Round the quantities");
        }
        tallies.put(now.id(), new Tally(now, from, to));
        return group;
    }

    private void play(List<Group> batch) {
        Group most = batch.stream().reduce(Group::merge).orElseThrow();
        script.define(Map.of(
                "price_number", Digits.type(most.tickScale),
                "price_factor", Digits.type(most.priceScale),
                "quantity_number", Digits.type(most.quantityScale)));
        script.worstMax(worstMax);
        duck.run(Digits.exactSum(
                most.unitIntegers + Long.toString(most.orders).length() + most.unitScale() <= Digits.MOST));
        duck.run("CREATE OR REPLACE TABLE valuation (market VARCHAR, follows_price BOOLEAN)");
        try (RowAppender rows = duck.append("valuation")) {
            batch.forEach(group ->
                    rows.row().add(group.market).add(group.followsPrice).end());
        }
        steps("old_step", batch, Group::before);
        steps("new_step", batch, Group::after);
        script.run();
        gather(most);
    }

    private void steps(String table, List<Group> batch, Function<Group, TickLadder> ladder) {
        duck.run("CREATE OR REPLACE TABLE step_text (market VARCHAR, from_price VARCHAR, below_price VARCHAR,"
                + " tick_size VARCHAR)");
        try (RowAppender rows = duck.append("step_text")) {
            for (Group group : batch) {
                List<TickStep> steps = ladder.apply(group).steps();
                for (int i = 0; i < steps.size(); i++) {
                    rows.row()
                            .add(group.market)
                            .addText(
                                    i == 0
                                            ? Optional.empty()
                                            : Optional.of(
                                                    steps.get(i).abovePrice().toString()))
                            .addText(
                                    i + 1 == steps.size()
                                            ? Optional.empty()
                                            : Optional.of(steps.get(i + 1)
                                                    .abovePrice()
                                                    .toString()))
                            .add(steps.get(i).tickSize().toString())
                            .end();
                }
            }
        }
        duck.run("CREATE OR REPLACE TABLE " + table
                + " AS SELECT market, CAST(from_price AS price_number) AS from_price,"
                + " CAST(below_price AS price_number) AS below_price, CAST(tick_size AS price_number) AS tick_size"
                + " FROM step_text");
    }

    private void gather(Group most) {
        String sql = "SELECT market, side, off_grid, tenth, orders, off_old_grid, without_passive_price, units"
                + " FROM tick_summary";
        try (Rows rows = duck.query(sql)) {
            while (rows.next()) {
                Tally tally = Objects.requireNonNull(tallies.get(rows.text(1)));
                long orders = rows.number(5);
                BigDecimal units = Digits.unscaled(rows.text(8), most.unitScale());
                tally.orders += orders;
                tally.offOldGrid += rows.number(6);
                tally.withoutPassivePrice += rows.number(7);
                tally.units = tally.units.add(units);
                if (rows.flag(3)) {
                    boolean buys = rows.text(2).equals(Side.BUY.name());
                    tally.buysOff += buys ? orders : 0;
                    tally.sellsOff += buys ? 0 : orders;
                    tally.unitsOff = tally.unitsOff.add(units);
                    tally.histogram[(int) rows.number(4)] += orders;
                }
            }
        }
        try (Rows rows =
                duck.query("SELECT market, order_id, side, price, quantity, passive_price FROM stranded_order")) {
            while (rows.next()) {
                Objects.requireNonNull(tallies.get(rows.text(1)))
                        .stranded
                        .add(new OffTickResult.StrandedOrder(
                                rows.text(2),
                                Side.valueOf(rows.text(3)),
                                new Price(Digits.decimal(rows, 4)),
                                Digits.decimal(rows, 5),
                                new Price(Digits.decimal(rows, 6))));
            }
        }
    }
}
