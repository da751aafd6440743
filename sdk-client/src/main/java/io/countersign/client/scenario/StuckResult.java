package io.countersign.client.scenario;

import io.countersign.client.internal.Figures;
import io.countersign.client.live.CloseExemptions;
import io.countersign.client.live.Positions;
import io.countersign.client.live.RestingOrders;
import io.countersign.client.rule.ScenarioResult;
import io.countersign.model.json.Digest;
import io.countersign.model.market.Market;
import io.countersign.model.unit.Price;
import io.countersign.model.view.BarChart;
import io.countersign.model.view.Svg;
import io.countersign.model.view.TextTable;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What S-RND has shown: orders that cannot be cancelled and positions that cannot be closed, before and after. Immutable. */
public final class StuckResult extends ScenarioResult {
    private final int orders;
    private final int stuckOrdersBefore;
    private final int stuckOrders;
    private final int positions;
    private final Map<StuckReason, Counts> byReason;
    private final BigDecimal newlyStuckContracts;
    private final List<String> worst;

    private StuckResult(
            Market after,
            RestingOrders orders,
            boolean cancellableBefore,
            boolean cancellable,
            Positions positions,
            StuckTally tally,
            Supplier<Digest> inputs) {
        super(StuckScenario.ID, after.documentId(), inputs);
        this.orders = orders.size();
        this.stuckOrdersBefore = cancellableBefore ? 0 : orders.size();
        this.stuckOrders = cancellable ? 0 : orders.size();
        this.positions = tally.open();
        Map<StuckReason, Counts> counts = new EnumMap<>(StuckReason.class);
        stuck().forEach(reason -> counts.put(reason, tally.counts(reason)));
        this.byReason = Collections.unmodifiableMap(counts);
        this.newlyStuckContracts = tally.newlyContracts(positions.contracts().scale());
        this.worst = tally.worst().stream()
                .map(row -> positions.accounts().at(row) + " with "
                        + Figures.plain(positions.contracts().at(row)) + " contracts")
                .toList();
    }

    static StuckResult ofOrders(
            Market before, Market after, RestingOrders orders, boolean cancellableBefore, boolean cancellable) {
        return of(
                before,
                after,
                orders,
                cancellableBefore,
                cancellable,
                Positions.builder().build(),
                null,
                CloseExemptions.none(),
                new StuckTally());
    }

    static StuckResult of(
            Market before,
            Market after,
            RestingOrders orders,
            boolean cancellableBefore,
            boolean cancellable,
            Positions positions,
            @Nullable Price mark,
            CloseExemptions exempt,
            StuckTally tally) {
        return new StuckResult(
                after,
                orders,
                cancellableBefore,
                cancellable,
                positions,
                tally,
                () -> Digest.ofCanonical(new TreeMap<>(Map.of(
                        "scenario", StuckScenario.ID,
                        "before", before.digest().toString(),
                        "after", after.digest().toString(),
                        "orders", orders.digest().toString(),
                        "positions", positions.digest().toString(),
                        "mark", mark == null ? "" : mark.toString(),
                        "exempt", exempt.exempt().stream().sorted().toList().toString(),
                        "canCancel", cancellableBefore + " " + cancellable))));
    }

    private static Stream<StuckReason> stuck() {
        return Arrays.stream(StuckReason.values()).filter(reason -> reason != StuckReason.NONE);
    }

    /** How many orders rest in all. */
    public int orders() {
        return orders;
    }

    /** Orders that cannot be cancelled after the change. */
    public int stuckOrders() {
        return stuckOrders;
    }

    /** Orders that cannot be cancelled after the change and could be before. */
    public int newlyStuckOrders() {
        return Math.max(0, stuckOrders - stuckOrdersBefore);
    }

    /** How many positions are open in all. */
    public int positions() {
        return positions;
    }

    /** Positions that cannot be closed after the change. */
    public int stuckPositions() {
        return byReason.values().stream().mapToInt(Counts::after).sum();
    }

    /** Positions that cannot be closed after the change and could be before. */
    public int newlyStuckPositions() {
        return byReason.values().stream().mapToInt(Counts::newly).sum();
    }

    /** What these have open, long and short together. */
    public BigDecimal newlyStuckContracts() {
        return newlyStuckContracts;
    }

    /** Positions by what keeps them open; every reason but {@link StuckReason#NONE}. */
    public Map<StuckReason, Counts> byReason() {
        return byReason;
    }

    @Override
    public String title() {
        return "what can be cancelled and closed after the change";
    }

    @Override
    public String summary() {
        return Figures.count(newlyStuckOrders(), "order") + " of " + orders + " can no longer be cancelled, "
                + Figures.count(newlyStuckPositions(), "position") + " of " + positions + " no longer be closed, with "
                + Figures.plain(newlyStuckContracts) + " contracts";
    }

    @Override
    public SortedMap<String, String> figures() {
        SortedMap<String, String> figures = new TreeMap<>();
        figures.put("orders", Integer.toString(orders));
        figures.put("ordersStuck", Integer.toString(stuckOrders));
        figures.put("ordersNewlyStuck", Integer.toString(newlyStuckOrders()));
        figures.put("positions", Integer.toString(positions));
        figures.put("positionsStuck", Integer.toString(stuckPositions()));
        figures.put("positionsNewlyStuck", Integer.toString(newlyStuckPositions()));
        figures.put("newlyStuck contracts", Figures.plain(newlyStuckContracts));
        byReason.forEach((reason, counts) ->
                figures.put("positionsNewlyStuck " + reason.name(), Integer.toString(counts.newly())));
        return figures;
    }

    @Override
    public List<String> worst() {
        return worst;
    }

    @Override
    public Svg chart() {
        BarChart chart = BarChart.of(
                        "Positions that cannot be closed, " + document().id(), "reason", "positions", "before", "after")
                .describedAs(summary());
        for (Map.Entry<StuckReason, Counts> entry : byReason.entrySet()) {
            chart = chart.bar(
                    entry.getKey().toString(),
                    BigDecimal.valueOf(entry.getValue().before()),
                    BigDecimal.valueOf(entry.getValue().after()));
        }
        return chart.toSvg();
    }

    @Override
    public List<TextTable> tables() {
        TextTable reasons = TextTable.of("what keeps a position open", "before", "after", "newly");
        for (Map.Entry<StuckReason, Counts> entry : byReason.entrySet()) {
            reasons = reasons.row(
                    entry.getKey().toString(),
                    Integer.toString(entry.getValue().before()),
                    Integer.toString(entry.getValue().after()),
                    Integer.toString(entry.getValue().newly()));
        }
        TextTable largest = TextTable.of("largest that is newly stuck");
        for (String position : worst) {
            largest = largest.row(position);
        }
        return List.of(reasons, largest);
    }

    /**
     * Positions that one reason keeps open.
     *
     * @param newly those that nothing kept open before
     */
    public record Counts(int before, int after, int newly) {}
}
