package io.countersign.model.view;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What held when: a lane for each thing, and in it a stretch for each value it had, over time (UTC). A stretch names its value and
 * its times to a pointer that rests on it. Of many lanes the first {@value #LANES_MAX} are drawn, and the rest counted. Immutable.
 *
 * @param title what is shown
 * @param description the same in a sentence, for those who cannot see it
 * @param from the left end
 * @param until the right end, after {@code from}
 * @param lanes from top to bottom
 */
public record TimeLine(String title, String description, Instant from, Instant until, List<Lane> lanes)
        implements Displayable {
    /** Most lanes that are drawn. */
    public static final int LANES_MAX = 15;

    private static final int TICKS = 5;
    private static final int LANE_HEIGHT_MAX = 28;
    private static final int LABEL_LENGTH_MAX = 28;
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    /**
     * Checks the ends.
     *
     * @throws IllegalArgumentException if the right end is not after the left one
     */
    public TimeLine {
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("A time line must end after it begins: " + from + " to " + until);
        }
        lanes = List.copyOf(lanes);
    }

    /** A time line without lanes. */
    public static TimeLine of(String title, Instant from, Instant until) {
        return new TimeLine(title, title, from, until, List.of());
    }

    /** This and one more lane. */
    public TimeLine lane(String label, List<Stretch> stretches) {
        List<Lane> more = new ArrayList<>(lanes);
        more.add(new Lane(label, stretches));
        return new TimeLine(title, description, from, until, more);
    }

    /** Draws. */
    public Svg toSvg() {
        List<Lane> drawn = lanes.subList(0, Math.min(lanes.size(), LANES_MAX));
        int widest = drawn.stream()
                .mapToInt(lane -> shown(lane.label()).length())
                .max()
                .orElse(0);
        Canvas canvas = new Canvas(title, description + ". " + inWords(), List.of(), widest);
        if (drawn.isEmpty()) {
            canvas.text(Canvas.WIDTH / 2, 150, "middle", "", "Nothing to show");
            return canvas.close();
        }
        int height = Math.min(LANE_HEIGHT_MAX, (Canvas.BOTTOM - canvas.top()) / drawn.size());
        for (int i = 0; i < drawn.size(); i++) {
            draw(canvas, drawn.get(i), canvas.top() + i * height, height);
        }
        for (int tick = 0; tick <= TICKS; tick++) {
            Instant at =
                    from.plus(Duration.between(from, until).dividedBy(TICKS).multipliedBy(tick));
            canvas.below(x(canvas, at), time(at));
        }
        if (lanes.size() > drawn.size()) {
            canvas.text(
                    Canvas.RIGHT, Canvas.HEIGHT - 12, "end", "", (lanes.size() - drawn.size()) + " more are not shown");
        }
        return canvas.close();
    }

    @Override
    public String toHtml() {
        return toSvg().markup();
    }

    private void draw(Canvas canvas, Lane lane, int y, int height) {
        canvas.text(canvas.left() - 8, y + height / 2 + 4, "end", "", shown(lane.label()));
        int series = 0;
        for (Stretch stretch : lane.stretches()) {
            if (!stretch.from().isBefore(until) || !stretch.until().isAfter(from)) {
                continue;
            }
            int start = x(canvas, stretch.from().isBefore(from) ? from : stretch.from());
            int end = x(canvas, stretch.until().isAfter(until) ? until : stretch.until());
            int width = Math.max(2, end - start - 1);
            canvas.rect(
                    start,
                    y + 2,
                    width,
                    Math.max(2, height - 4),
                    series++,
                    lane.label() + ": " + stretch.value() + ", " + stretch.from() + " to " + stretch.until());
            if (Canvas.widthOf(stretch.value()) + 8 <= width) {
                canvas.text(start + 5, y + height / 2 + 4, "start", "fill=\"#ffffff\"", stretch.value());
            }
        }
    }

    private int x(Canvas canvas, Instant at) {
        return canvas.left()
                + Canvas.share(
                        BigDecimal.valueOf(at.toEpochMilli()),
                        BigDecimal.valueOf(from.toEpochMilli()),
                        BigDecimal.valueOf(Math.max(until.toEpochMilli(), from.toEpochMilli() + 1)),
                        Canvas.RIGHT - canvas.left());
    }

    private String time(Instant at) {
        return (Duration.between(from, until).toDays() >= TICKS ? DAY : MINUTE).format(at);
    }

    private String inWords() {
        return lanes.stream()
                .map(lane -> lane.label() + ": "
                        + lane.stretches().stream()
                                .map(stretch -> stretch.value() + " from " + stretch.from())
                                .collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
    }

    private static String shown(String label) {
        return label.length() <= LABEL_LENGTH_MAX
                ? label
                : "…" + label.substring(label.length() - LABEL_LENGTH_MAX + 1);
    }

    /** What one thing was, in order of time. */
    public record Lane(String label, List<Stretch> stretches) {
        public Lane {
            stretches = List.copyOf(stretches);
        }
    }

    /** A value from one instant, inclusive, until another. */
    public record Stretch(Instant from, Instant until, String value) {}
}
