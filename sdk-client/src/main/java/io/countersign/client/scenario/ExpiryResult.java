package io.countersign.client.scenario;

import static io.countersign.client.internal.Figures.percent;
import static io.countersign.client.internal.Figures.plain;
import static io.countersign.client.internal.Figures.rounded;

import io.countersign.client.rule.ScenarioResult;
import io.countersign.model.json.Digest;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.view.BarChart;
import io.countersign.model.view.Svg;
import io.countersign.model.view.TextTable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What S-EXP has shown. Moves are fractions of the settlement price without an outage. Immutable. */
public final class ExpiryResult extends ScenarioResult {
    private static final int WORST_MAX = 10;
    private static final int DIGITS = 4;
    private static final int PRICE_DIGITS = 12;

    private final int barsInWindow;
    private final List<Day> days;
    private final List<Outage> outages;

    ExpiryResult(
            FuturesContract contract,
            int barsInWindow,
            List<Integer> lengths,
            List<Day> days,
            Supplier<Digest> inputs) {
        super(ExpiryScenario.ID, contract.documentId(), inputs);
        this.barsInWindow = barsInWindow;
        this.days = List.copyOf(days);
        List<Outage> played = new ArrayList<>();
        for (int i = 0; i < lengths.size(); i++) {
            played.add(outage(lengths.get(i), i));
        }
        this.outages = List.copyOf(played);
    }

    private Outage outage(int bars, int place) {
        List<Day> ascending = days.stream()
                .sorted(Comparator.comparing((Day day) -> day.moves().get(place))
                        .thenComparing(Comparator.comparing(Day::end).reversed()))
                .toList();
        if (ascending.isEmpty()) {
            return new Outage(bars, BigDecimal.ZERO, BigDecimal.ZERO, Optional.empty());
        }
        Day worst = ascending.get(ascending.size() - 1);
        return new Outage(
                bars,
                ascending.get((ascending.size() - 1) / 2).moves().get(place),
                worst.moves().get(place),
                Optional.of(worst.end()));
    }

    /**
     * One day's settlement.
     *
     * @param end the end of trading
     * @param price the settlement price without an outage
     * @param missing bars that the window lacks already
     * @param moves by outage, the greatest move wherever in the window the outage takes place
     * @param otherEnd the end by the time in UTC of the contract's last day, where that is another instant
     * @param otherPrice the settlement price then, where it is known
     */
    public record Day(
            Instant end,
            BigDecimal price,
            int missing,
            List<BigDecimal> moves,
            Optional<Instant> otherEnd,
            Optional<BigDecimal> otherPrice) {
        public Day {
            moves = List.copyOf(moves);
        }

        Day otherwise(Instant at, Optional<Day> settled) {
            return new Day(end, price, missing, moves, Optional.of(at), settled.map(Day::price));
        }

        /** What the change of clocks would cost, a fraction of the price; zero where it makes no difference. */
        public BigDecimal clockMove() {
            return price.signum() == 0
                    ? BigDecimal.ZERO
                    : otherPrice
                            .map(other -> other.subtract(price).abs().divide(price.abs(), MathContext.DECIMAL64))
                            .orElse(BigDecimal.ZERO);
        }
    }

    /**
     * An outage of some bars in a row.
     *
     * @param median of all days, the move in the middle
     * @param worst the greatest move of all days
     * @param at the end of trading of that day
     */
    public record Outage(int bars, BigDecimal median, BigDecimal worst, Optional<Instant> at) {}

    /** How many bars a complete window has. */
    public int barsInWindow() {
        return barsInWindow;
    }

    /** How many days have a bar in the window. */
    public int days() {
        return days.size();
    }

    /** The days, in order. */
    public List<Day> byDay() {
        return days;
    }

    /** How many windows lack bars. */
    public int incomplete() {
        return (int) days.stream().filter(day -> day.missing() > 0).count();
    }

    /** Outages by length, shortest first. */
    public List<Outage> outages() {
        return outages;
    }

    /** Days on which the local time of the end is another time in UTC than on the contract's last day. */
    public int otherClockDays() {
        return (int) days.stream().filter(day -> day.otherEnd().isPresent()).count();
    }

    /** What settling by the UTC time of the contract's last day would move at most, a fraction. */
    public BigDecimal clockMove() {
        return days.stream().map(Day::clockMove).reduce(BigDecimal.ZERO, BigDecimal::max);
    }

    @Override
    public String title() {
        return "settlement over " + barsInWindow + " bars on " + days.size() + " days";
    }

    @Override
    public String summary() {
        String lengths = outages.isEmpty() || days.isEmpty()
                ? "no outage could be played"
                : "an outage of " + words(outages.get(0)) + "; of " + words(outages.get(outages.size() - 1));
        return days.size() + " days settled over " + barsInWindow + " bars, " + incomplete() + " with bars missing; "
                + lengths
                + (otherClockDays() == 0
                        ? ""
                        : "; on " + otherClockDays() + " days the clocks differ from the last day's, worth up to "
                                + share(clockMove()));
    }

    private static String words(Outage outage) {
        return outage.bars() + " moves the price by up to " + share(outage.worst()) + ", typically "
                + share(outage.median());
    }

    @Override
    public SortedMap<String, String> figures() {
        SortedMap<String, String> figures = new TreeMap<>();
        figures.put("days", Integer.toString(days.size()));
        figures.put("barsInWindow", Integer.toString(barsInWindow));
        figures.put("windowsIncomplete", Integer.toString(incomplete()));
        figures.put("daysWithOtherClock", Integer.toString(otherClockDays()));
        figures.put("clockMoveShareMax", rounded(clockMove(), DIGITS));
        outages.forEach(outage -> {
            figures.put("outage " + outage.bars() + " moveShareMax", rounded(outage.worst(), DIGITS));
            figures.put("outage " + outage.bars() + " moveShareMedian", rounded(outage.median(), DIGITS));
        });
        return figures;
    }

    /** The days that the longest outage moves most. */
    private List<Day> worstDays() {
        return outages.isEmpty()
                ? List.of()
                : days.stream()
                        .sorted(Comparator.comparing((Day day) -> day.moves().get(outages.size() - 1))
                                .reversed())
                        .limit(WORST_MAX)
                        .toList();
    }

    @Override
    public List<String> worst() {
        return worstDays().stream()
                .map(day -> day.end() + " at " + rounded(day.price(), PRICE_DIGITS) + ", " + day.missing()
                        + " bars missing: moves by up to "
                        + share(day.moves().get(outages.size() - 1)))
                .toList();
    }

    @Override
    public Svg chart() {
        BarChart chart = BarChart.of(
                        "Settlement of " + document().id() + " with bars missing",
                        "bars missing in a row, of " + barsInWindow,
                        "move of the settlement price, percent",
                        "median day",
                        "worst day")
                .describedAs(summary());
        for (Outage outage : outages) {
            chart = chart.bar(Integer.toString(outage.bars()), inPercent(outage.median()), inPercent(outage.worst()));
        }
        return chart.toSvg();
    }

    private static BigDecimal inPercent(BigDecimal share) {
        return new BigDecimal(rounded(share.movePointRight(2), DIGITS));
    }

    private static String share(BigDecimal share) {
        return percent(share, DIGITS);
    }

    @Override
    public List<TextTable> tables() {
        TextTable lengths = TextTable.of("bars missing", "median day", "worst day", "on");
        for (Outage outage : outages) {
            lengths = lengths.row(
                    Integer.toString(outage.bars()),
                    share(outage.median()),
                    share(outage.worst()),
                    outage.at().map(Instant::toString).orElse(""));
        }
        TextTable table =
                TextTable.of("end of trading", "settlement price", "missing", "greatest move", "by other clock");
        for (Day day : worstDays()) {
            table = table.row(
                    day.end().toString(),
                    rounded(day.price(), PRICE_DIGITS),
                    plain(BigDecimal.valueOf(day.missing())),
                    share(day.moves().get(outages.size() - 1)),
                    day.otherPrice().map(other -> share(day.clockMove())).orElse(""));
        }
        return List.of(lengths, table);
    }
}
