package io.countersign.client.scenario;

import static io.countersign.client.internal.Figures.count;

import io.countersign.client.live.PriceHistory;
import io.countersign.client.rule.ScenarioResult;
import io.countersign.model.json.Digest;
import io.countersign.model.market.Market;
import io.countersign.model.view.BarChart;
import io.countersign.model.view.Svg;
import io.countersign.model.view.TextTable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What S-BND has shown. Immutable. */
public final class BandResult extends ScenarioResult {
    private static final int BARS_MAX = 30;
    private static final int WORST_MAX = 10;
    private static final BigDecimal DAY_SECONDS =
            BigDecimal.valueOf(Duration.ofDays(1).toSeconds());

    private static final Comparator<GuardEvent> LARGEST_FIRST = Comparator.comparing(
                    (GuardEvent event) -> event.move().abs())
            .reversed()
            .thenComparing(GuardEvent::from);

    private final Market market;
    private final PriceHistory history;
    private final Duration span;
    private final List<GuardEvent> crashes;
    private final GuardTally before;
    private final GuardTally after;

    BandResult(
            Market market,
            PriceHistory history,
            Duration span,
            List<GuardEvent> crashes,
            GuardTally before,
            GuardTally after,
            Supplier<Digest> inputs) {
        super(BandScenario.ID, market.documentId(), inputs);
        this.market = market;
        this.history = history;
        this.span = span;
        this.crashes = List.copyOf(crashes);
        this.before = before;
        this.after = after;
    }

    /** What the old band and breakers did. */
    public GuardTally before() {
        return before;
    }

    /** What the new ones did. */
    public GuardTally after() {
        return after;
    }

    /** The crashes in the history, in order of time. */
    public List<GuardEvent> crashes() {
        return crashes;
    }

    /** The crashes in which an old guard acted and no new one does, largest first. */
    public List<GuardEvent> newlyMissed() {
        return after.missed().stream()
                .filter(crash -> !before.missed().contains(crash))
                .sorted(LARGEST_FIRST)
                .toList();
    }

    /** From the first bar to the end of the last. */
    public Duration span() {
        return span;
    }

    /** The same in days, one digit after the point. */
    public String days() {
        return BigDecimal.valueOf(span.toSeconds())
                .divide(DAY_SECONDS, 1, RoundingMode.HALF_EVEN)
                .toPlainString();
    }

    @Override
    public String title() {
        return "band and breakers over " + days() + " days";
    }

    @Override
    public String summary() {
        return "Over " + days() + " days of past prices with " + count(crashes.size(), "crash", "crashes")
                + ", the old band and breakers act " + before.acted() + " times, " + before.falseAlarms()
                + " of them outside a crash, and miss " + before.missed().size() + "; the new ones act "
                + after.acted() + " times, " + after.falseAlarms() + " outside a crash, and miss "
                + after.missed().size();
    }

    @Override
    public SortedMap<String, String> figures() {
        SortedMap<String, String> figures = new TreeMap<>();
        figures.put("actedAfter", Integer.toString(after.acted()));
        figures.put("actedBefore", Integer.toString(before.acted()));
        figures.put("bars", Integer.toString(history.size()));
        figures.put("crashes", Integer.toString(crashes.size()));
        figures.put("crashesMissedAfter", Integer.toString(after.missed().size()));
        figures.put("crashesMissedBefore", Integer.toString(before.missed().size()));
        figures.put("crashesNewlyMissed", Integer.toString(newlyMissed().size()));
        figures.put("days", days());
        figures.put("falseAlarmsAfter", Integer.toString(after.falseAlarms()));
        figures.put("falseAlarmsBefore", Integer.toString(before.falseAlarms()));
        return figures;
    }

    /** Crashes that the new guards miss, then their false alarms, the largest moves of each first. */
    @Override
    public List<String> worst() {
        Stream<String> missed = after.missed().stream().sorted(LARGEST_FIRST).map(crash -> "missed: " + crash);
        Stream<String> alarms = after.guards().stream()
                .flatMap(guard -> guard.falseAlarms().stream())
                .sorted(LARGEST_FIRST)
                .map(event -> "false alarm: " + event);
        return Stream.concat(missed, alarms).limit(WORST_MAX).toList();
    }

    /** How often a guard acted, by equal parts of the history. */
    @Override
    public Svg chart() {
        BarChart chart = BarChart.of(
                        "How often band and breakers act, " + market.id(),
                        "beginning (UTC)",
                        "times",
                        "before",
                        "after")
                .describedAs(summary());
        long seconds = span.toSeconds();
        int parts = (int)
                Math.max(1, Math.min(BARS_MAX, seconds / Duration.ofDays(1).toSeconds()));
        List<int[]> counts = new ArrayList<>();
        for (GuardTally tally : List.of(before, after)) {
            int[] bins = new int[parts];
            for (GuardTally.Acted guard : tally.guards()) {
                for (GuardEvent event : guard.events()) {
                    long since = history.openSecond(event.from()) - history.openSecond(0);
                    bins[(int) (since * parts / seconds)]++;
                }
            }
            counts.add(bins);
        }
        for (int part = 0; part < parts; part++) {
            LocalDate day = LocalDate.ofInstant(history.opensAt(0).plusSeconds(seconds * part / parts), ZoneOffset.UTC);
            chart = chart.bar(
                    day.toString(), BigDecimal.valueOf(counts.get(0)[part]), BigDecimal.valueOf(counts.get(1)[part]));
        }
        return chart.toSvg();
    }

    @Override
    public List<TextTable> tables() {
        TextTable guards = TextTable.of("version", "guard", "acts", "on rises", "on falls", "false alarms");
        for (GuardTally.Acted guard : before.guards()) {
            guards = guards.row(cells("before", guard));
        }
        for (GuardTally.Acted guard : after.guards()) {
            guards = guards.row(cells("after", guard));
        }
        TextTable moves = TextTable.of("largest crashes", "met before", "met after");
        for (GuardEvent crash :
                crashes.stream().sorted(LARGEST_FIRST).limit(WORST_MAX).toList()) {
            moves = moves.row(crash.toString(), met(before, crash), met(after, crash));
        }
        return List.of(guards, moves);
    }

    private static String[] cells(String version, GuardTally.Acted guard) {
        int acts = guard.events().size();
        return new String[] {
            version,
            guard.name(),
            Integer.toString(acts),
            Integer.toString(guard.rises()),
            Integer.toString(acts - guard.rises()),
            Integer.toString(guard.falseAlarms().size())
        };
    }

    private static String met(GuardTally tally, GuardEvent crash) {
        return tally.missed().contains(crash) ? "no" : "yes";
    }
}
