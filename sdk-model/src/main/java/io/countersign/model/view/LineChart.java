package io.countersign.model.view;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Lines over numbers or over time (UTC). Labels that would overlap are left out. Immutable.
 *
 * @param title what is shown
 * @param description the same in a sentence, for those who cannot see it
 * @param xLabel what runs to the right, with unit
 * @param yLabel what runs upwards, with unit
 * @param overTime whether x counts milliseconds since 1970 and is shown as time
 * @param lines the series
 */
public record LineChart(
        String title, String description, String xLabel, String yLabel, boolean overTime, List<Line> lines) {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final long DAYS_SHOWN_AS_DAYS = 4L * 24 * 60 * 60 * 1000;

    public LineChart {
        lines = List.copyOf(lines);
    }

    /** A chart over numbers. */
    public static LineChart of(String title, String xLabel, String yLabel) {
        return new LineChart(title, title, xLabel, yLabel, false, List.of());
    }

    /** A chart over time. */
    public static LineChart overTime(String title, String yLabel) {
        return new LineChart(title, title, "time (UTC)", yLabel, true, List.of());
    }

    /** This and one more line. */
    public LineChart line(String name, List<Point> points) {
        List<Line> more = new ArrayList<>(lines);
        more.add(new Line(name, points));
        return new LineChart(title, description, xLabel, yLabel, overTime, more);
    }

    /** Draws. */
    public Svg toSvg() {
        List<Point> all = lines.stream().flatMap(line -> line.points().stream()).toList();
        List<String> names = lines.stream().map(Line::name).toList();
        if (all.isEmpty()) {
            List<BigDecimal> ticks = Canvas.ticks(BigDecimal.ZERO, BigDecimal.ONE);
            Canvas canvas = new Canvas(title, description, names, Canvas.widest(ticks));
            canvas.axes(ticks, xLabel, yLabel);
            canvas.text(Canvas.WIDTH / 2, 150, "middle", "", "Nothing to show");
            return canvas.close();
        }
        BigDecimal left = all.stream().map(Point::x).reduce(BigDecimal::min).orElseThrow();
        BigDecimal right = all.stream().map(Point::x).reduce(BigDecimal::max).orElseThrow();
        if (left.compareTo(right) == 0) {
            right = right.add(BigDecimal.ONE);
        }
        List<BigDecimal> ticks = Canvas.ticks(
                all.stream().map(Point::y).reduce(BigDecimal::min).orElseThrow(),
                all.stream().map(Point::y).reduce(BigDecimal::max).orElseThrow());
        Canvas canvas = new Canvas(title, description, names, Canvas.widest(ticks));
        canvas.axes(ticks, xLabel, yLabel);
        List<BigDecimal> marks = overTime ? evenly(left, right) : Canvas.ticks(left, right);
        BigDecimal from = left.min(marks.get(0));
        BigDecimal to = right.max(marks.get(marks.size() - 1));
        for (int i = 0; i < lines.size(); i++) {
            StringBuilder points = new StringBuilder();
            for (Point point : lines.get(i).points()) {
                int x = x(canvas, point.x(), from, to);
                int y = canvas.y(point.y(), ticks);
                points.append(points.isEmpty() ? "" : " ").append(x).append(',').append(y);
                canvas.dot(
                        x, y, i, label(point.x(), from, to) + ": " + point.y().toPlainString());
            }
            canvas.polyline(points.toString(), i);
        }
        int freeFrom = 0;
        for (BigDecimal mark : marks) {
            String label = label(mark, from, to);
            int half = Canvas.widthOf(label) / 2;
            int x = x(canvas, mark, from, to);
            int shown = Math.min(x, Canvas.WIDTH - half - 2);
            if (shown - half >= freeFrom) {
                canvas.below(shown, label);
                freeFrom = shown + half + 10;
            }
        }
        return canvas.close();
    }

    private static int x(Canvas canvas, BigDecimal value, BigDecimal from, BigDecimal to) {
        return canvas.left() + Canvas.share(value, from, to, Canvas.RIGHT - canvas.left());
    }

    private static List<BigDecimal> evenly(BigDecimal from, BigDecimal to) {
        List<BigDecimal> marks = new ArrayList<>();
        for (int i = 0; i <= 5; i++) {
            marks.add(from.add(
                    to.subtract(from).multiply(BigDecimal.valueOf(i)).divideToIntegralValue(BigDecimal.valueOf(5))));
        }
        return marks;
    }

    private String label(BigDecimal x, BigDecimal from, BigDecimal to) {
        if (!overTime) {
            return Canvas.display(x);
        }
        boolean days = to.subtract(from).compareTo(BigDecimal.valueOf(DAYS_SHOWN_AS_DAYS)) >= 0;
        return (days ? DAY : MINUTE).format(Instant.ofEpochMilli(x.longValue()));
    }

    /** One series; its points in order of x. */
    public record Line(String name, List<Point> points) {
        public Line {
            points = points.stream().sorted(Comparator.comparing(Point::x)).toList();
        }
    }

    /** One value of a series. */
    public record Point(BigDecimal x, BigDecimal y) {
        public static Point at(Instant time, BigDecimal y) {
            return new Point(BigDecimal.valueOf(time.toEpochMilli()), y);
        }
    }
}
