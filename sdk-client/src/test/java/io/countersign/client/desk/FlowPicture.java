package io.countersign.client.desk;

import static io.countersign.client.desk.ChangeState.APPLIED;
import static io.countersign.client.desk.ChangeState.APPLYING;
import static io.countersign.client.desk.ChangeState.APPROVED;
import static io.countersign.client.desk.ChangeState.CANCELLED;
import static io.countersign.client.desk.ChangeState.CLOSED;
import static io.countersign.client.desk.ChangeState.DRAFT;
import static io.countersign.client.desk.ChangeState.EXPIRED;
import static io.countersign.client.desk.ChangeState.FAILED;
import static io.countersign.client.desk.ChangeState.IN_REVIEW;
import static io.countersign.client.desk.ChangeState.PAUSED;
import static io.countersign.client.desk.ChangeState.REJECTED;
import static io.countersign.client.desk.ChangeState.ROLLED_BACK;
import static io.countersign.client.desk.ChangeState.ROLLING_BACK;
import static io.countersign.client.desk.ChangeState.SCHEDULED;
import static io.countersign.client.desk.ChangeState.SUSPENDED;
import static io.countersign.client.desk.ChangeState.VERIFYING;

import io.countersign.model.change.ChangeEvents;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Draws the flow from its table. Where a state is drawn is said here; what leads where is not. */
final class FlowPicture {
    private static final double ACROSS = 158;
    private static final double DOWN = 120;
    private static final double LEFT = 90;
    private static final double TOP = 110;
    private static final double HALF_WIDTH = 58;
    private static final double HALF_HEIGHT = 20;

    /** A place in columns and rows. */
    private record Place(double column, double row) {
        double x() {
            return LEFT + column * ACROSS;
        }

        double y() {
            return TOP + row * DOWN;
        }
    }

    private static final Map<ChangeState, Place> PLACES = new EnumMap<>(Map.ofEntries(
            Map.entry(SUSPENDED, new Place(1, 0)),
            Map.entry(SCHEDULED, new Place(2, 0)),
            Map.entry(PAUSED, new Place(3.5, 0)),
            Map.entry(DRAFT, new Place(0, 1)),
            Map.entry(IN_REVIEW, new Place(1, 1)),
            Map.entry(APPROVED, new Place(2, 1)),
            Map.entry(APPLYING, new Place(3, 1)),
            Map.entry(VERIFYING, new Place(4, 1)),
            Map.entry(APPLIED, new Place(5, 1)),
            Map.entry(CLOSED, new Place(6, 1)),
            Map.entry(CANCELLED, new Place(0, 2)),
            Map.entry(REJECTED, new Place(1, 2)),
            Map.entry(EXPIRED, new Place(2, 2)),
            Map.entry(FAILED, new Place(3.5, 2)),
            Map.entry(ROLLING_BACK, new Place(5, 2)),
            Map.entry(ROLLED_BACK, new Place(6, 2))));

    /** Arrows that would run through a box bend towards these places. */
    private static final Map<String, Place> BENDS = Map.of(
            "APPROVED DRAFT", new Place(1, 1.9),
            "SCHEDULED DRAFT", new Place(0.75, -1.35),
            "PAUSED ROLLING_BACK", new Place(6.4, 0.3));

    /** Arrows from so many states that they are letters in the boxes instead. */
    private static final Map<String, String> LETTERS = Map.of(
            ChangeEvents.CANCELLED, "C",
            ChangeEvents.REJECTED, "R",
            ChangeEvents.EXPIRED, "E",
            ChangeEvents.GLASS_BROKEN, "G");

    private static final Set<ChangeState> MAIN_PATH =
            Set.of(DRAFT, IN_REVIEW, APPROVED, APPLYING, VERIFYING, APPLIED, CLOSED);

    private FlowPicture() {}

    static String svg(List<ChangeFlow.Transition> transitions) {
        StringBuilder out = new StringBuilder();
        line(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1140 450\" role=\"img\">");
        line(out, "<title>The flow of a change</title>");
        line(out, "<desc>Sixteen states. The numbers at the arrows are those of the table beside the picture.</desc>");
        line(
                out,
                "<style>svg{font:12px sans-serif;color:#1d2733;background:#fff}"
                        + ".box{fill:#f4f6f8;stroke:currentColor}.end{fill:#e3e7ec;stroke:currentColor}"
                        + ".main{fill:#dbe7f7;stroke:currentColor}text{fill:currentColor;text-anchor:middle}"
                        + ".name{font-weight:bold}.arrow{fill:none;stroke:currentColor;opacity:.75}"
                        + ".number{font-size:11px;paint-order:stroke;stroke:#fff;stroke-width:4px}"
                        + ".letters{font-size:10px}"
                        + "@media(prefers-color-scheme:dark){svg{color:#dde4ec;background:#11161d}"
                        + ".box{fill:#1d2733}.end{fill:#323d4a}.main{fill:#223a5e}.number{stroke:#11161d}}</style>");
        line(
                out,
                "<defs><marker id=\"head\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"7\" "
                        + "markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" fill=\"currentColor\"/></marker></defs>");
        for (int i = 0; i < transitions.size(); i++) {
            arrows(out, i + 1, transitions.get(i), transitions);
        }
        PLACES.forEach((state, place) -> box(out, state, place, transitions));
        line(
                out,
                text(
                        570,
                        430,
                        "letters",
                        "In a box: C it can be cancelled, R rejected, E it expires, G glass can be broken, which leads to APPLYING"));
        line(out, "</svg>");
        return out.toString();
    }

    private static void arrows(
            StringBuilder out, int number, ChangeFlow.Transition row, List<ChangeFlow.Transition> all) {
        if (LETTERS.containsKey(row.event()) || row.to().isEmpty()) {
            return;
        }
        ChangeState to = row.to().get();
        for (ChangeState from : row.from()) {
            if (from != to) {
                arrow(out, number, from, to, leads(all, to, from));
            }
        }
    }

    private static boolean leads(List<ChangeFlow.Transition> all, ChangeState from, ChangeState to) {
        return all.stream()
                .anyMatch(row -> !LETTERS.containsKey(row.event())
                        && row.to().filter(to::equals).isPresent()
                        && row.from().contains(from));
    }

    private static void arrow(StringBuilder out, int number, ChangeState from, ChangeState to, boolean isTwoWay) {
        Place start = PLACES.get(from);
        Place end = PLACES.get(to);
        Place bend = BENDS.get(from + " " + to);
        double dx = end.x() - start.x();
        double dy = end.y() - start.y();
        double length = Math.hypot(dx, dy);
        double aside = isTwoWay && bend == null ? 7 : 0;
        double shiftX = -dy / length * aside;
        double shiftY = dx / length * aside;
        double bendX = bend == null ? (start.x() + end.x()) / 2 : bend.x();
        double bendY = bend == null ? (start.y() + end.y()) / 2 : bend.y();
        double[] tail = border(start, bendX, bendY);
        double[] head = border(end, bendX, bendY);
        double x1 = tail[0] + shiftX;
        double y1 = tail[1] + shiftY;
        double x2 = head[0] + shiftX;
        double y2 = head[1] + shiftY;
        double cx = bend == null ? (x1 + x2) / 2 : bendX;
        double cy = bend == null ? (y1 + y2) / 2 : bendY;
        line(
                out,
                String.format(
                        Locale.ROOT,
                        "<path class=\"arrow\" d=\"M%.1f %.1fQ%.1f %.1f %.1f %.1f\" marker-end=\"url(#head)\"/>",
                        x1,
                        y1,
                        cx,
                        cy,
                        x2,
                        y2));
        double along = bend == null && length > 1.5 * DOWN ? 0.25 : 0.45; // clear of what a long arrow crosses
        double x = (1 - along) * (1 - along) * x1 + 2 * along * (1 - along) * cx + along * along * x2;
        double y = (1 - along) * (1 - along) * y1 + 2 * along * (1 - along) * cy + along * along * y2;
        line(out, text(x + shiftX, y + shiftY + 4, "number", String.valueOf(number)));
    }

    /** Where the line from the middle of a box to a point leaves it. */
    private static double[] border(Place box, double x, double y) {
        double dx = x - box.x();
        double dy = y - box.y();
        double scale = Math.min(
                dx == 0 ? Double.MAX_VALUE : HALF_WIDTH / Math.abs(dx),
                dy == 0 ? Double.MAX_VALUE : HALF_HEIGHT / Math.abs(dy));
        return new double[] {box.x() + dx * scale, box.y() + dy * scale};
    }

    private static void box(
            StringBuilder out, ChangeState state, Place place, List<ChangeFlow.Transition> transitions) {
        String kind = state.isTerminal() ? "end" : MAIN_PATH.contains(state) ? "main" : "box";
        line(
                out,
                String.format(
                        Locale.ROOT,
                        "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.0f\" height=\"%.0f\" rx=\"6\"/>",
                        kind,
                        place.x() - HALF_WIDTH,
                        place.y() - HALF_HEIGHT,
                        2 * HALF_WIDTH,
                        2 * HALF_HEIGHT));
        StringBuilder letters = new StringBuilder();
        for (ChangeFlow.Transition row : transitions) {
            if (row.from().contains(state) && LETTERS.containsKey(row.event())) {
                letters.append(letters.length() == 0 ? "" : " ").append(LETTERS.get(row.event()));
            }
        }
        line(out, text(place.x(), place.y() + (letters.length() == 0 ? 4 : -1), "name", state.name()));
        if (letters.length() > 0) {
            line(out, text(place.x(), place.y() + 13, "letters", letters.toString()));
        }
    }

    private static String text(double x, double y, String kind, String text) {
        return String.format(Locale.ROOT, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>", kind, x, y, text);
    }

    private static void line(StringBuilder out, String line) {
        out.append(line).append('\n');
    }
}
