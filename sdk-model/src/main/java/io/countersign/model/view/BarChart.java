package io.countersign.model.view;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Bars, one group a label and one bar a series: a comparison or, where labels are ranges, a histogram. Labels that would
 * overlap are left out, every second or third one stays; each bar names its label and value to a pointer that rests on it.
 * Immutable.
 *
 * @param title what is shown
 * @param description the same in a sentence, for those who cannot see it
 * @param xLabel what the labels are, with unit
 * @param yLabel what the heights are, with unit
 * @param series names of the series, one at least
 * @param bars the groups, from left to right
 */
public record BarChart(
        String title, String description, String xLabel, String yLabel, List<String> series, List<Bar> bars) {
    /**
     * Checks the shape.
     *
     * @throws IllegalArgumentException if there is no series, or a group has not a value for each
     */
    public BarChart {
        series = List.copyOf(series);
        bars = List.copyOf(bars);
        for (Bar bar : bars) {
            if (series.isEmpty() || bar.values().size() != series.size()) {
                throw new IllegalArgumentException("A group needs a value for each series: " + bar);
            }
        }
    }

    /** A chart without bars. */
    public static BarChart of(String title, String xLabel, String yLabel, String... series) {
        return new BarChart(title, title, xLabel, yLabel, List.of(series), List.of());
    }

    /** This with another description. */
    public BarChart describedAs(String sentence) {
        return new BarChart(title, sentence, xLabel, yLabel, series, bars);
    }

    /** This and one more group. */
    public BarChart bar(String label, BigDecimal... values) {
        List<Bar> more = new ArrayList<>(bars);
        more.add(new Bar(label, List.of(values)));
        return new BarChart(title, description, xLabel, yLabel, series, more);
    }

    /** Draws. */
    public Svg toSvg() {
        BigDecimal least = BigDecimal.ZERO;
        BigDecimal greatest = BigDecimal.ZERO;
        for (Bar bar : bars) {
            for (BigDecimal value : bar.values()) {
                least = least.min(value);
                greatest = greatest.max(value);
            }
        }
        List<BigDecimal> ticks = Canvas.ticks(least, isCount() ? greatest.max(BigDecimal.valueOf(5)) : greatest);
        String figures = bars.stream()
                .map(bar -> bar.label() + ": "
                        + bar.values().stream().map(BigDecimal::toPlainString).collect(Collectors.joining(" / ")))
                .collect(Collectors.joining("; "));
        Canvas canvas = new Canvas(
                title, description + (figures.isEmpty() ? "" : ". " + figures), series, Canvas.widest(ticks));
        canvas.axes(ticks, xLabel, yLabel);
        if (bars.isEmpty()) {
            canvas.text((canvas.left() + Canvas.RIGHT) / 2, 150, "middle", "", "Nothing to show");
            return canvas.close();
        }
        draw(canvas, ticks);
        return canvas.close();
    }

    /** Whether every value is whole, so that the axis should not name fractions. */
    private boolean isCount() {
        return bars.stream()
                .flatMap(bar -> bar.values().stream())
                .allMatch(value ->
                        value.signum() == 0 || value.stripTrailingZeros().scale() <= 0);
    }

    private void draw(Canvas canvas, List<BigDecimal> ticks) {
        int plot = Canvas.RIGHT - canvas.left();
        int group = Math.max(1, plot / bars.size());
        int bar = Math.max(1, Math.min(60, group * 4 / 5 / Math.max(1, series.size())));
        int widest = bars.stream()
                .mapToInt(b -> Canvas.widthOf(b.label()) + 10)
                .max()
                .orElse(1);
        int every = Math.max(1, (widest + group - 1) / group);
        int zero = canvas.y(BigDecimal.ZERO, ticks);
        for (int i = 0; i < bars.size(); i++) {
            int middle = canvas.left() + plot * (2 * i + 1) / (2 * bars.size());
            for (int s = 0; s < series.size(); s++) {
                BigDecimal value = bars.get(i).values().get(s);
                int y = canvas.y(value, ticks);
                int height = Math.max(value.signum() == 0 ? 0 : 1, Math.abs(zero - y));
                canvas.rect(
                        middle - bar * series.size() / 2 + s * bar,
                        value.signum() < 0 ? zero : zero - height,
                        Math.max(1, bar - 1),
                        height,
                        s,
                        bars.get(i).label() + (series.size() > 1 ? ", " + series.get(s) : "") + ": "
                                + value.toPlainString());
            }
            if (i % every == 0) {
                canvas.below(middle, bars.get(i).label());
            }
        }
    }

    /** A group of bars: what stands under it, and a value for each series. */
    public record Bar(String label, List<BigDecimal> values) {
        public Bar {
            values = List.copyOf(values);
        }
    }
}
