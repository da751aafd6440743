package io.countersign.client.scenario;

import static io.countersign.client.internal.Figures.percent;
import static io.countersign.client.internal.Figures.plain;
import static io.countersign.client.internal.Figures.rounded;

import io.countersign.client.rule.ScenarioResult;
import io.countersign.model.json.Digest;
import io.countersign.model.market.IndexDefinition;
import io.countersign.model.view.BarChart;
import io.countersign.model.view.Svg;
import io.countersign.model.view.TextTable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What S-IDX has shown. Moves are fractions of the index without the fault. Immutable. */
public final class IndexResult extends ScenarioResult {
    private static final int WORST_MAX = 10;
    private static final int DIGITS = 4;

    private final BigDecimal limit;
    private final int sources;
    private final String aggregation;
    private final int rows;
    private final int rowsInAll;
    private final List<Fault> faults;

    IndexResult(
            IndexDefinition index,
            BigDecimal limit,
            int rows,
            int rowsInAll,
            List<Fault> faults,
            Supplier<Digest> inputs) {
        super(IndexScenario.ID, index.documentId(), inputs);
        this.limit = limit;
        this.sources = index.constituents().orElseThrow().size();
        this.aggregation = index.aggregation().orElseThrow().toString();
        this.rows = rows;
        this.rowsInAll = rowsInAll;
        this.faults = List.copyOf(faults);
    }

    /**
     * One fault of one source.
     *
     * @param move the greatest move of the index, a fraction
     * @param at when that was; empty where the index never moves
     * @param over rows in which it moves beyond the limit
     * @param withoutPrice rows in which too few sources are left
     */
    public record Fault(
            String source, IndexFault fault, BigDecimal move, Optional<Instant> at, int over, int withoutPrice) {
        @Override
        public String toString() {
            return source + " " + fault.words() + ": moves by up to " + percent(move, DIGITS)
                    + at.map(time -> " at " + time).orElse("") + ", beyond the limit in " + over
                    + " rows, without a price in " + withoutPrice;
        }
    }

    /** The move that counts as too great. */
    public BigDecimal limit() {
        return limit;
    }

    /** Rows in which the index has a price without any fault. */
    public int rows() {
        return rows;
    }

    /** Every fault of every source, in order of the definition. */
    public List<Fault> faults() {
        return faults;
    }

    /** The fault that moves the index most; empty where there is no source. */
    public Optional<Fault> gravest() {
        return gravestFirst().findFirst();
    }

    private Stream<Fault> gravestFirst() {
        return faults.stream().sorted(Comparator.comparing(Fault::move).reversed()); // stable: as in the definition
    }

    @Override
    public String title() {
        return sources + " sources, " + aggregation + ", each at fault in turn";
    }

    @Override
    public String summary() {
        long over = faults.stream().filter(fault -> fault.over() > 0).count();
        return over + " of " + faults.size() + " faults move the index by more than " + percent(limit) + " in "
                + rows + " rows of prices"
                + gravest()
                        .filter(fault -> fault.move().signum() > 0)
                        .map(fault -> "; the gravest: " + fault)
                        .orElse("")
                + (rows < rowsInAll ? "; " + (rowsInAll - rows) + " rows had no price before any fault" : "");
    }

    @Override
    public SortedMap<String, String> figures() {
        SortedMap<String, String> figures = new TreeMap<>();
        figures.put("rows", Integer.toString(rows));
        figures.put("rowsWithoutSoundPrice", Integer.toString(rowsInAll - rows));
        figures.put("limitShare", plain(limit));
        figures.put("faults", Integer.toString(faults.size()));
        figures.put(
                "faultsOver",
                Long.toString(faults.stream().filter(fault -> fault.over() > 0).count()));
        figures.put(
                "faultsWithoutPrice",
                Long.toString(faults.stream()
                        .filter(fault -> fault.withoutPrice() > 0)
                        .count()));
        gravest().ifPresent(fault -> figures.put("moveShareMax", rounded(fault.move(), DIGITS)));
        return figures;
    }

    @Override
    public List<String> worst() {
        return gravestFirst()
                .filter(fault -> fault.over() > 0)
                .limit(WORST_MAX)
                .map(Fault::toString)
                .toList();
    }

    @Override
    public Svg chart() {
        BarChart chart = new BarChart(
                "Move of " + document().id() + " by one bad source",
                summary(),
                "source",
                "greatest move, percent",
                Stream.of(IndexFault.values()).map(IndexResult::name).toList(),
                List.of());
        for (int first = 0; first < faults.size(); first += IndexFault.values().length) {
            chart = chart.bar(
                    faults.get(first).source(),
                    faults.subList(first, first + IndexFault.values().length).stream()
                            .map(fault -> new BigDecimal(rounded(fault.move().movePointRight(2), DIGITS)))
                            .toArray(BigDecimal[]::new));
        }
        return chart.toSvg();
    }

    @Override
    public List<TextTable> tables() {
        TextTable table = TextTable.of("source", "fault", "greatest move", "at", "rows over", "rows without price");
        for (Fault fault : faults) {
            table = table.row(
                    fault.source(),
                    name(fault.fault()),
                    percent(fault.move(), DIGITS),
                    fault.at().map(Instant::toString).orElse(""),
                    Integer.toString(fault.over()),
                    Integer.toString(fault.withoutPrice()));
        }
        return List.of(table);
    }

    private static String name(IndexFault fault) {
        return fault.toString().toLowerCase(Locale.ROOT);
    }
}
