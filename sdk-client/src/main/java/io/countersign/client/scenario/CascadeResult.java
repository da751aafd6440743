package io.countersign.client.scenario;

import static io.countersign.client.internal.Figures.money;
import static io.countersign.client.internal.Figures.plain;
import static io.countersign.client.internal.Figures.rounded;
import static io.countersign.client.internal.Figures.settlement;

import io.countersign.client.internal.Figures;
import io.countersign.client.live.Positions;
import io.countersign.client.rule.ScenarioResult;
import io.countersign.model.json.Digest;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.unit.Price;
import io.countersign.model.view.LineChart;
import io.countersign.model.view.Svg;
import io.countersign.model.view.TextTable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What S-CAS has shown: the cascade under the old and under the new schedules. Notional is in the quote asset (for a quanto
 * contract in the settlement asset), the use of the insurance fund in the settlement asset. Immutable.
 */
public final class CascadeResult extends ScenarioResult {
    private static final int PRICE_DIGITS = 8;

    private final FuturesContract contract;
    private final Price mark;
    private final Play before;
    private final Play after;
    private final Positions positions;

    CascadeResult(
            DocumentId document,
            FuturesContract contract,
            Price mark,
            Play before,
            Play after,
            Positions positions,
            Supplier<Digest> inputs) {
        super(CascadeScenario.ID, document, inputs);
        this.contract = contract;
        this.mark = mark;
        this.before = before;
        this.after = after;
        this.positions = positions;
    }

    public DocumentId contract() {
        return contract.documentId();
    }

    /** The cascade under the old schedules. */
    public Play before() {
        return before;
    }

    /** The cascade under the new schedules. */
    public Play after() {
        return after;
    }

    @Override
    public String title() {
        return contract.id();
    }

    @Override
    public String summary() {
        if (after.rounds().isEmpty()) {
            return "No position in " + contract.id() + " is below maintenance margin at mark " + mark;
        }
        return contract.id() + " goes from " + mark + " to " + rounded(after.finalPrice(), PRICE_DIGITS) + " ("
                + moved(after) + ") in " + Figures.count(after.rounds().size(), "round") + " with "
                + Figures.count(after.forcedOrders(), "forced order") + " worth " + money(after.forcedNotional()) + " "
                + quoteUnit() + ", drawing " + settlement(after.fundUse()) + " " + settlementUnit()
                + " on the insurance fund; under the old schedule to "
                + rounded(before.finalPrice(), PRICE_DIGITS) + " with " + before.forcedOrders();
    }

    @Override
    public SortedMap<String, String> figures() {
        SortedMap<String, String> figures = new TreeMap<>();
        figures.put("contract", contract.documentId().toString());
        figures.put("mark", mark.toString());
        figures.put("rounds", Integer.toString(after.rounds().size()));
        figures.put("roundsBefore", Integer.toString(before.rounds().size()));
        figures.put("forcedOrders", Integer.toString(after.forcedOrders()));
        figures.put("forcedOrdersBefore", Integer.toString(before.forcedOrders()));
        figures.put("forcedNotional " + quoteUnit(), money(after.forcedNotional()));
        figures.put("finalPrice", rounded(after.finalPrice(), PRICE_DIGITS));
        figures.put("finalPriceBefore", rounded(before.finalPrice(), PRICE_DIGITS));
        figures.put("insuranceFundUse " + settlementUnit(), settlement(after.fundUse()));
        figures.put("contractsLeftToClose", plain(after.unfilled()));
        return figures;
    }

    /** The largest positions that were closed, largest first. */
    @Override
    public List<String> worst() {
        return after.largest().stream()
                .map(row -> {
                    BigDecimal contracts = positions.contracts().at(row);
                    return positions.accounts().at(row) + (contracts.signum() > 0 ? " long " : " short ")
                            + plain(contracts.abs()) + " from "
                            + plain(positions.entries().at(row)) + " with "
                            + settlement(positions.collaterals().at(row)) + " " + settlementUnit();
                })
                .toList();
    }

    /** The price after each round, under either schedule. */
    @Override
    public Svg chart() {
        LineChart chart = LineChart.of("Price of " + contract.id() + " by round of liquidations", "round", "price")
                .line("old schedule", points(before))
                .line("new schedule", points(after));
        return new LineChart(chart.title(), summary(), chart.xLabel(), chart.yLabel(), chart.overTime(), chart.lines())
                .toSvg();
    }

    private List<LineChart.Point> points(Play play) {
        List<LineChart.Point> points = new ArrayList<>();
        points.add(new LineChart.Point(BigDecimal.ZERO, mark.value()));
        for (Round round : play.rounds()) {
            points.add(new LineChart.Point(BigDecimal.valueOf(points.size()), round.priceAfter()));
        }
        return points;
    }

    @Override
    public List<TextTable> tables() {
        TextTable table = TextTable.of(
                "round",
                "price before",
                "forced orders",
                "contracts sold",
                "contracts bought",
                "notional " + quoteUnit(),
                "price after",
                "fund use " + settlementUnit());
        int number = 0;
        for (Round round : after.rounds()) {
            number++;
            table = table.row(
                    Integer.toString(number),
                    rounded(round.priceBefore(), PRICE_DIGITS),
                    Integer.toString(round.forcedOrders()),
                    plain(round.sells()),
                    plain(round.buys()),
                    money(round.notional()),
                    rounded(round.priceAfter(), PRICE_DIGITS),
                    settlement(round.fundUse()));
        }
        TextTable closed = TextTable.of("largest positions closed");
        for (String line : worst()) {
            closed = closed.row(line);
        }
        return List.of(table, closed);
    }

    /**
     * One cascade.
     *
     * @param rounds in order; none where nobody was below
     * @param finalPrice the mark where there was no round
     * @param fundUse what the collateral of closed positions did not cover
     * @param unfilled contracts that the book could not take
     * @param largest rows of the largest positions that were closed
     */
    public record Play(
            List<Round> rounds, BigDecimal finalPrice, BigDecimal fundUse, BigDecimal unfilled, List<Integer> largest) {
        public Play {
            rounds = List.copyOf(rounds);
            largest = List.copyOf(largest);
        }

        /** Of all rounds. */
        public int forcedOrders() {
            return rounds.stream().mapToInt(Round::forcedOrders).sum();
        }

        /** Of all rounds, each at the price at its beginning. */
        public BigDecimal forcedNotional() {
            return rounds.stream().map(Round::notional).reduce(BigDecimal.ZERO, BigDecimal::add);
        }
    }

    /**
     * One round.
     *
     * @param priceBefore at which positions were judged
     * @param sells contracts of the longs that were closed
     * @param buys contracts of the shorts that were closed
     * @param priceAfter the last price that the book gave
     * @param fundUse what the collateral of the positions did not cover
     * @param unfilled contracts that the book could not take
     */
    public record Round(
            BigDecimal priceBefore,
            int forcedOrders,
            BigDecimal sells,
            BigDecimal buys,
            BigDecimal notional,
            BigDecimal priceAfter,
            BigDecimal fundUse,
            BigDecimal unfilled) {}

    private String moved(Play play) {
        BigDecimal change = play.finalPrice().subtract(mark.value());
        return (change.signum() > 0 ? "+" : "")
                + rounded(change.movePointRight(2).divide(mark.value(), MathContext.DECIMAL64), 3) + " %";
    }

    private String quoteUnit() {
        return ContractUnits.quote(contract);
    }

    private String settlementUnit() {
        return ContractUnits.settlement(contract);
    }
}
