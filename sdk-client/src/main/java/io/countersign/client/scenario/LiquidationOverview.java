package io.countersign.client.scenario;

import static io.countersign.client.internal.Figures.count;
import static io.countersign.client.internal.Figures.money;
import static io.countersign.client.internal.Figures.share;

import io.countersign.client.rule.ScenarioResult;
import io.countersign.model.view.BarChart;
import io.countersign.model.view.Displayable;
import io.countersign.model.view.Html;
import io.countersign.model.view.Svg;
import io.countersign.model.view.TextTable;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a change of many margin schedules does at the mark prices, over all contracts that use them: which contracts are hit, and how
 * hard. Notional is by quote asset, as amounts of different assets do not add up. Immutable.
 */
public final class LiquidationOverview implements Displayable {
    private static final int SHOWN_MAX = 15;

    private final List<LiquidationResult> results;

    private LiquidationOverview(List<LiquidationResult> results) {
        this.results = results;
    }

    /** An overview of these results, those with the most newly liquidatable positions first. */
    public static LiquidationOverview of(Collection<LiquidationResult> results) {
        return new LiquidationOverview(results.stream()
                .sorted(Comparator.comparing(LiquidationOverview::hit)
                        .reversed()
                        .thenComparing(result -> result.contract().toString())
                        .thenComparing(LiquidationResult::clientClass))
                .toList());
    }

    /** An overview of the results of S-LIQ among those of any scenarios. */
    public static LiquidationOverview ofScenarios(Collection<ScenarioResult> results) {
        return of(results.stream()
                .filter(LiquidationResult.class::isInstance)
                .map(LiquidationResult.class::cast)
                .toList());
    }

    /** The results, hardest hit first. */
    public List<LiquidationResult> results() {
        return results;
    }

    /** Positions newly below maintenance margin, over all contracts. */
    public int liquidatable() {
        return results.stream().mapToInt(LiquidationOverview::hit).sum();
    }

    /** One sentence with the figures that matter. */
    public String summary() {
        int open = results.stream().mapToInt(result -> result.atMark().open()).sum();
        long contracts = results.stream().filter(result -> hit(result) > 0).count();
        int initial = results.stream()
                .mapToInt(result -> result.atMark().belowInitial())
                .sum();
        SortedMap<String, BigDecimal> notional = new TreeMap<>();
        results.forEach(
                result -> notional.merge(result.quoteUnit(), result.atMark().liquidatableNotional(), BigDecimal::add));
        return liquidatable() + " of " + count(open, "position") + " newly below maintenance margin, in " + contracts
                + " of " + count(results.size(), "contract") + ", with "
                + notional.entrySet().stream()
                        .map(entry -> money(entry.getValue()) + " " + entry.getKey())
                        .collect(Collectors.joining(", "))
                + " notional; " + initial + " newly below initial margin only";
    }

    /** The contracts that are hit, hardest first. */
    public TextTable table() {
        TextTable table = TextTable.of(
                "contract",
                "class",
                "positions",
                "newly liquidatable",
                "share",
                "notional",
                "quote",
                "short of",
                "newly below initial");
        for (LiquidationResult result : results) {
            LiquidationResult.AtPrice at = result.atMark();
            if (at.liquidatable() + at.belowInitial() > 0 && table.rows().size() < SHOWN_MAX) {
                table = table.row(
                        result.contract().id(),
                        result.clientClass(),
                        Integer.toString(at.open()),
                        Integer.toString(at.liquidatable()),
                        share(at.liquidatable(), at.open()),
                        money(at.liquidatableNotional()),
                        result.quoteUnit(),
                        money(at.shortfall()),
                        Integer.toString(at.belowInitial()));
            }
        }
        return table;
    }

    /** The hardest hit contracts, by positions newly below maintenance margin and newly below initial margin. */
    public Svg chart() {
        BarChart chart = BarChart.of(
                        "Positions newly below margin, by contract",
                        "contract",
                        "positions",
                        "below maintenance margin",
                        "below initial margin only")
                .describedAs(summary());
        for (LiquidationResult result : results.subList(0, Math.min(SHOWN_MAX, results.size()))) {
            chart = chart.bar(
                    result.contract().id(),
                    BigDecimal.valueOf(hit(result)),
                    BigDecimal.valueOf(result.atMark().belowInitial()));
        }
        return chart.toSvg();
    }

    @Override
    public String toHtml() {
        return Html.element(
                        "section",
                        Html.heading(3, "S-LIQ over all contracts"),
                        Html.paragraph(summary()),
                        Html.trusted(chart()),
                        Html.trusted(table()))
                .markup();
    }

    @Override
    public String toString() {
        return summary() + "\n\n" + table();
    }

    private static int hit(LiquidationResult result) {
        return result.atMark().liquidatable();
    }
}
