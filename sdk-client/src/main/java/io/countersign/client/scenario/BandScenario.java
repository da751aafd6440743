package io.countersign.client.scenario;

import io.countersign.client.internal.Figures;
import io.countersign.client.live.PriceHistory;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.FindingDraft;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Severity;
import io.countersign.model.json.Digest;
import io.countersign.model.market.Market;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * S-BND: how often a market's price band and circuit breakers would have acted on its past prices, before and after a change.
 *
 * <p>Crashes are moves of a given size within a given time, up or down. A guard that acts outside every crash gives a false alarm;
 * a crash in which no guard acts is missed. The history stands in for whatever reference a guard has: the close of the bar before
 * for a band, the mean of the window's closes for one on an average price (histories carry no volume), and for a breaker every
 * close in its window. A breaker without a shortest hold is taken to hold the market for its window.
 */
public final class BandScenario {
    /** The rule's id. */
    public static final String ID = "S-BND";

    private static final BigDecimal MONTH_SECONDS =
            BigDecimal.valueOf(Duration.ofDays(30).toSeconds());

    private BandScenario() {}

    /** The scenario as a rule: runs on every change of a band or a breaker of a market whose past prices are known. */
    public static ChangeRule rule() {
        return Rule.of(ID, Severity.ERROR, "Past prices under new bands and breakers are played through")
                .checks(
                        "On every change of a price band or a circuit breaker, over the market's past prices, 90 days or more:"
                                + " a crash (10 % within an hour) in which the old band or a breaker acted and none of the new"
                                + " does (ERROR); more false alarms than before and than one in 30 days (WARN).")
                .why(
                        "A band that is too wide lets a crash through, one that is too narrow stops the market on an ordinary"
                                + " day; which of the two it is, only prices can tell.")
                .fix("Choose the bounds by the figures, so that crashes are caught and ordinary days are not.")
                .needs(RuleInput.PRICE_HISTORY)
                .onChange(Market.class, (before, after, on) -> {
                    if (!before.priceBand().equals(after.priceBand())
                            || !before.circuitBreakers().equals(after.circuitBreakers())) {
                        judge(before, after, on);
                    }
                })
                .build();
    }

    private static void judge(Market before, Market after, RuleCase on) {
        Optional<PriceHistory> history = on.need(RuleInput.PRICE_HISTORY);
        if (history.isEmpty()) {
            return;
        }
        Duration crashWindow =
                Duration.ofMinutes(on.threshold("crashWindowMinutes").longValue());
        Optional<String> lack = lack(before, after, history.get(), crashWindow);
        if (lack.isPresent()) {
            on.lacks(lack.get());
            return;
        }
        Duration days = Duration.ofDays(on.threshold("daysMin").longValue());
        if (span(history.get()).compareTo(days) < 0) {
            on.lacks("price history of " + days.toDays() + " days");
        }
        BandResult result = play(before, after, history.get(), on.threshold("crashMoveShare"), crashWindow);
        on.played(result);
        report(result, before, after, on);
    }

    private static void report(BandResult result, Market before, Market after, RuleCase on) {
        String path = before.priceBand().equals(after.priceBand()) ? "/circuitBreakers" : "/priceBand";
        int lost = result.newlyMissed().size();
        if (lost > 0) {
            FindingDraft finding = on.at(path);
            result.figures().forEach(finding::evidence);
            finding.say("The new band or breakers miss " + Figures.count(lost, "crash", "crashes") + " of "
                    + result.crashes().size() + " in " + result.days()
                    + " days that the old ones would have met, such as "
                    + result.newlyMissed().get(0));
        }
        int alarms = result.after().falseAlarms();
        BigDecimal perMonth = on.threshold("falseHaltsPer30DaysMax");
        BigDecimal allowed = perMonth.multiply(BigDecimal.valueOf(result.span().toSeconds()));
        if (alarms > result.before().falseAlarms()
                && BigDecimal.valueOf(alarms).multiply(MONTH_SECONDS).compareTo(allowed) > 0) {
            FindingDraft finding = on.at(path).as(Severity.WARN);
            result.figures().forEach(finding::evidence);
            finding.say("The new band or breakers would have acted " + alarms + " times in " + result.days()
                    + " days outside every crash, the old ones "
                    + result.before().falseAlarms() + " times; up to "
                    + Figures.plain(perMonth) + " in 30 days is usual");
        }
    }

    /**
     * Plays past prices through under the old and the new band and breakers.
     *
     * @param crashMove the size of a crash, as a fraction of the price; positive
     * @param crashWindow the time within which it happens; a bar at least
     * @throws IllegalArgumentException if a price is not positive, a window is shorter than a bar, or a multiplier has more than
     *     nine digits before or after the point
     */
    public static BandResult play(
            Market before, Market after, PriceHistory history, BigDecimal crashMove, Duration crashWindow) {
        lack(before, after, history, crashWindow).ifPresent(lack -> {
            throw new IllegalArgumentException("S-BND needs a " + lack + ": " + after.documentId());
        });
        if (crashMove.signum() <= 0) {
            throw new IllegalArgumentException("The size of a crash must be positive: " + crashMove);
        }
        GuardReplay replay = new GuardReplay(history);
        List<GuardEvent> crashes = replay.moves(Guard.move("crash", crashMove, crashWindow, false, Duration.ZERO));
        return new BandResult(
                after,
                history,
                span(history),
                crashes,
                GuardTally.of(before, replay, crashes),
                GuardTally.of(after, replay, crashes),
                () -> Digest.ofCanonical(new TreeMap<>(Map.of(
                        "scenario", ID,
                        "before", before.digest().toString(),
                        "after", after.digest().toString(),
                        "history", history.digest().toString(),
                        "crashMove", Figures.plain(crashMove),
                        "crashWindow", crashWindow.toString()))));
    }

    /** What is missing to play it through, in words. */
    private static Optional<String> lack(Market before, Market after, PriceHistory history, Duration crashWindow) {
        List<Guard> guards = Stream.of(before, after)
                .flatMap(market -> Guard.of(market).stream())
                .toList();
        if (!guards.stream().allMatch(Guard::isComputable)) {
            return Optional.of("band or breaker of at most " + Guard.DIGITS_MAX + " digits");
        }
        if (history.size() == 0) {
            return Optional.of("price history with bars");
        }
        if (crashWindow.compareTo(history.interval()) < 0
                || !guards.stream().allMatch(guard -> guard.isResolvedBy(history.interval()))) {
            return Optional.of("price history with bars no longer than a window");
        }
        for (int bar = 0; bar < history.size(); bar++) {
            if (history.lows().unscaled(bar) <= 0 || history.closes().unscaled(bar) <= 0) {
                return Optional.of("price history of positive prices");
            }
        }
        return Optional.empty();
    }

    private static Duration span(PriceHistory history) {
        return history.interval().plusSeconds(history.openSecond(history.size() - 1) - history.openSecond(0));
    }
}
