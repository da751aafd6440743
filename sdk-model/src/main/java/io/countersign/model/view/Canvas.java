package io.countersign.model.view;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** What bar and line charts share: the frame, the scales, text that does not overlap. Pixels are whole numbers. */
final class Canvas {
    static final int WIDTH = 720;
    static final int HEIGHT = 320;
    static final int RIGHT = WIDTH - 20;
    static final int BOTTOM = HEIGHT - 62;

    /** Wider than any digit or letter of the common sans-serif fonts at the size that we use, on average. */
    private static final int CHARACTER_WIDTH = 7;

    private static final String[] SERIES = {"#4477cc", "#cc7722", "#3a9a6a", "#b05090"};

    private final StringBuilder out = new StringBuilder();
    private final int top;
    private final int left;

    Canvas(String title, String description, List<String> series, int widestLabel) {
        this.top = series.size() > 1 ? 66 : 44;
        this.left = Math.max(56, 34 + widestLabel * CHARACTER_WIDTH);
        out.append(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 " + WIDTH + " " + HEIGHT
                        + "\" width=\"" + WIDTH + "\" height=\"" + HEIGHT
                        + "\" style=\"max-width:100%;height:auto\" font-family=\"sans-serif\" font-size=\"12\" fill=\"currentColor\">");
        out.append("<title>" + Html.escape(title) + "</title><desc>" + Html.escape(description) + "</desc>");
        text(20, 24, "start", "font-size=\"15\" font-weight=\"600\"", clipped(title, (WIDTH - 40) / 8));
        if (series.size() > 1) {
            int x = left;
            for (int i = 0; i < series.size(); i++) {
                out.append("<rect x=\"" + x + "\" y=\"40\" width=\"12\" height=\"12\"" + fill(i) + "/>");
                text(x + 18, 50, "start", "", series.get(i));
                x += 40 + widthOf(series.get(i));
            }
        }
    }

    int top() {
        return top;
    }

    int left() {
        return left;
    }

    /** Horizontal lines with their values, and the names of both axes. */
    void axes(List<BigDecimal> ticks, String xLabel, String yLabel) {
        for (BigDecimal tick : ticks) {
            int y = y(tick, ticks);
            out.append("<line x1=\"" + left + "\" x2=\"" + RIGHT + "\" y1=\"" + y + "\" y2=\"" + y
                    + "\" stroke=\"currentColor\" stroke-opacity=\"" + (tick.signum() == 0 ? "0.8" : "0.18") + "\"/>");
            text(left - 8, y + 4, "end", "", display(tick));
        }
        text((left + RIGHT) / 2, HEIGHT - 12, "middle", "", xLabel);
        int middle = (top + BOTTOM) / 2;
        out.append("<text transform=\"translate(16 " + middle + ") rotate(-90)\" text-anchor=\"middle\">"
                + Html.escape(yLabel) + "</text>");
    }

    int y(BigDecimal value, List<BigDecimal> ticks) {
        return BOTTOM - share(value, ticks.get(0), ticks.get(ticks.size() - 1), BOTTOM - top);
    }

    void rect(int x, int y, int width, int height, int series, String hint) {
        out.append("<rect x=\"" + x + "\" y=\"" + y + "\" width=\"" + width + "\" height=\"" + height + "\""
                + fill(series) + "><title>" + Html.escape(hint) + "</title></rect>");
    }

    void polyline(String points, int series) {
        out.append("<polyline fill=\"none\" stroke-width=\"2\" points=\"" + points + "\"" + paint("stroke", series)
                + "/>");
    }

    void dot(int x, int y, int series, String hint) {
        out.append("<circle cx=\"" + x + "\" cy=\"" + y + "\" r=\"3\"" + fill(series) + "><title>" + Html.escape(hint)
                + "</title></circle>");
    }

    void text(int x, int y, String anchor, String attributes, String text) {
        out.append("<text x=\"" + x + "\" y=\"" + y + "\" text-anchor=\"" + anchor + "\""
                + (attributes.isEmpty() ? "" : " " + attributes) + ">" + Html.escape(text) + "</text>");
    }

    void below(int x, String label) {
        text(x, BOTTOM + 18, "middle", "", label);
    }

    Svg close() {
        return new Svg(out + "</svg>");
    }

    static int widthOf(String label) {
        return label.length() * CHARACTER_WIDTH;
    }

    /** The distance of a value from the start of a range, in pixels of its length. */
    static int share(BigDecimal value, BigDecimal from, BigDecimal to, int pixels) {
        return value.subtract(from)
                .multiply(BigDecimal.valueOf(pixels))
                .divide(to.subtract(from), 0, RoundingMode.HALF_EVEN)
                .intValueExact();
    }

    /** Round values that hold the range between them, at most about six; they include zero when the range touches it. */
    static List<BigDecimal> ticks(BigDecimal least, BigDecimal greatest) {
        BigDecimal low = least;
        BigDecimal high = greatest.compareTo(least) == 0 ? greatest.add(BigDecimal.ONE) : greatest;
        BigDecimal rough = high.subtract(low).divide(BigDecimal.valueOf(5), MathContext.DECIMAL32);
        BigDecimal step = BigDecimal.ONE.scaleByPowerOfTen(rough.precision() - rough.scale() - 1);
        for (int factor : new int[] {2, 5, 10}) {
            if (step.compareTo(rough) < 0) {
                step = BigDecimal.valueOf(factor).scaleByPowerOfTen(rough.precision() - rough.scale() - 1);
            }
        }
        BigDecimal tick = low.divide(step, 0, RoundingMode.FLOOR).multiply(step);
        List<BigDecimal> ticks = new ArrayList<>(List.of(tick));
        while (tick.compareTo(high) < 0) {
            tick = tick.add(step);
            ticks.add(tick);
        }
        return ticks;
    }

    /** Thousands and millions in words of one letter, so that axis labels stay short. */
    static String display(BigDecimal value) {
        String[] suffixes = {"", "k", "M", "bn", "tn"};
        BigDecimal shown = value;
        int suffix = 0;
        while (suffix < suffixes.length - 1
                && shown.abs().compareTo(BigDecimal.valueOf(suffix == 0 ? 10_000 : 1_000)) >= 0) {
            shown = shown.movePointLeft(3);
            suffix++;
        }
        shown = shown.round(new MathContext(6, RoundingMode.HALF_EVEN));
        return (shown.signum() == 0 ? "0" : shown.stripTrailingZeros().toPlainString()) + suffixes[suffix];
    }

    static int widest(List<BigDecimal> ticks) {
        return ticks.stream().mapToInt(tick -> display(tick).length()).max().orElse(0);
    }

    private static String clipped(String text, int charactersMax) {
        return text.length() <= charactersMax ? text : text.substring(0, charactersMax - 1) + "…";
    }

    private static String fill(int series) {
        return paint("fill", series);
    }

    /** The attribute for viewers that know no CSS variables, the style for those that do. */
    private static String paint(String property, int series) {
        String colour = SERIES[series % SERIES.length];
        return " " + property + "=\"" + colour + "\" style=\"" + property + ":var(--countersign-series-"
                + (series % SERIES.length + 1) + "," + colour + ")\"";
    }
}
