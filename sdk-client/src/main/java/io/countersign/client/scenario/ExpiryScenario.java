package io.countersign.client.scenario;

import static io.countersign.client.internal.Figures.percent;
import static io.countersign.client.internal.Figures.rounded;

import io.countersign.client.live.PriceHistory;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Severity;
import io.countersign.model.json.Digest;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.market.ExpiryConfig;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.SettlementMethod;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * S-EXP: a contract's settlement on every day of its index's past. On each day the settlement price is the mean of the index's
 * bars in the settlement window; then an outage of some bars takes place wherever in the window it hurts most.
 *
 * <p>Where the contract ends by the clock of a zone, days on which that is another time in UTC than on its last day are settled
 * both ways: the difference is what a forgotten change of clocks costs.
 */
public final class ExpiryScenario {
    /** The rule's id. */
    public static final String ID = "S-EXP";

    private static final List<Integer> PARTS = List.of(6, 3, 2);

    private ExpiryScenario() {}

    /** The scenario as a rule: runs on every contract that settles at an average of an index whose past prices are known. */
    public static ChangeRule rule() {
        return Rule.of(ID, Severity.ERROR, "A short outage does not move a settlement price")
                .checks(
                        "On every contract that settles at a time-weighted average: settles it on each day of its index's past, and"
                                + " again with an outage wherever in the window it hurts most. ERROR where an outage of the"
                                + " threshold's minutes moves the settlement price beyond the limit; WARN where past windows lack"
                                + " minutes already. Shows what settling by a forgotten change of clocks would cost.")
                .why(
                        "Kraken averages thirty one-minute means; each of them that is missing leaves its weight to the others.")
                .fix("Lengthen the window, or say what stands in for minutes that are missing.")
                .needs(RuleInput.PRICE_HISTORY)
                .on(FuturesContract.class, ExpiryScenario::judge)
                .build();
    }

    private static void judge(FuturesContract contract, RuleCase on) {
        Optional<SettlementMethod> method = contract.expiry().flatMap(ExpiryConfig::method);
        if (contract.lastTradingAt().isEmpty()
                || method.filter(other -> other != SettlementMethod.CASH_TWAP).isPresent()) {
            return;
        }
        Optional<Duration> window = contract.expiry().flatMap(ExpiryConfig::window);
        if (window.isEmpty() || contract.index().isEmpty()) {
            on.lacks("published settlement window and index");
            return;
        }
        Optional<PriceHistory> history = on.need(
                RuleInput.PRICE_HISTORY,
                new DocumentId(
                        DocumentKind.INDEX_DEFINITION,
                        contract.venue(),
                        contract.index().get()));
        if (history.isEmpty()) {
            return;
        }
        if (window.get().compareTo(history.get().interval()) < 0) {
            on.lacks("prices of the index finer than the settlement window");
            return;
        }
        int bars = Math.max(
                1, (int) Duration.ofMinutes(on.threshold("outageMinutes").intValueExact())
                        .dividedBy(history.get().interval()));
        ExpiryResult result = play(contract, history.get(), bars);
        on.played(result);
        BigDecimal limit = on.threshold("moveShareMax");
        result.outages().stream()
                .filter(outage -> outage.bars() == bars && outage.worst().compareTo(limit) > 0)
                .forEach(outage -> on.at("/expiry/window")
                        .found(window.get())
                        .evidence("moveShare", rounded(outage.worst(), 6))
                        .evidence("bars", bars)
                        .say("An outage of " + bars + " of " + result.barsInWindow()
                                + " bars moves the settlement price by up to "
                                + percent(outage.worst(), 3) + " ("
                                + outage.at().orElseThrow() + "); the limit is " + percent(limit)));
        if (result.incomplete() > 0) {
            on.at("/expiry/window")
                    .as(Severity.WARN)
                    .found(window.get())
                    .evidence("incomplete", result.incomplete())
                    .say(result.incomplete() + " of " + result.days()
                            + " past settlement windows lack bars of the index: say what stands in for them");
        }
        if (result.days() == 0) {
            on.lacks("prices of the index in a settlement window");
        }
    }

    /**
     * Plays a contract's settlement through.
     *
     * @param index past prices of the index, bars not longer than the settlement window
     * @param outage the outage that the rule looks at, in bars; a single bar, a sixth, a third and half of the window are played
     *     beside it
     * @throws IllegalArgumentException if the contract has no end of trading or no settlement window, or bars are longer
     */
    public static ExpiryResult play(FuturesContract contract, PriceHistory index, int outage) {
        Instant end = contract.lastTradingAt()
                .orElseThrow(() -> new IllegalArgumentException("The contract does not end: " + contract.documentId()));
        Duration window = contract.expiry()
                .flatMap(ExpiryConfig::window)
                .orElseThrow(() -> new IllegalArgumentException(
                        "The contract has no settlement window: " + contract.documentId()));
        int bars = Math.toIntExact(window.dividedBy(index.interval()));
        if (bars == 0) {
            throw new IllegalArgumentException(
                    "Bars of " + index.interval() + " do not fit the settlement window of " + window);
        }
        ZoneId zone = contract.expiry().flatMap(ExpiryConfig::zone).orElse(ZoneOffset.UTC);
        LocalTime time = contract.expiry()
                .flatMap(ExpiryConfig::localTime)
                .orElse(end.atZone(zone).toLocalTime());
        LocalTime utc = end.atZone(ZoneOffset.UTC).toLocalTime();
        List<ExpiryResult.Day> days = new ArrayList<>();
        SettlementWindow settlement = new SettlementWindow(index, bars);
        List<Integer> lengths = lengths(bars, outage);
        if (index.size() > 0) {
            LocalDate last =
                    index.opensAt(index.size() - 1).atZone(zone).toLocalDate().plusDays(1);
            for (LocalDate date = index.opensAt(0).atZone(zone).toLocalDate();
                    !date.isAfter(last);
                    date = date.plusDays(1)) {
                Instant byZone = date.atTime(time).atZone(zone).toInstant();
                // The day in UTC on which the contract's own end would fall, told by the instants being less than half
                // a day apart.
                Instant byUtc = nearest(byZone, utc);
                settlement
                        .at(byZone, lengths)
                        .ifPresent(day -> days.add(
                                byUtc.equals(byZone) ? day : day.otherwise(byUtc, settlement.at(byUtc, List.of()))));
            }
        }
        return new ExpiryResult(contract, bars, lengths, days, () -> inputs(contract, index, outage));
    }

    private static Instant nearest(Instant to, LocalTime utc) {
        LocalDate date = to.atZone(ZoneOffset.UTC).toLocalDate();
        Instant best = date.atTime(utc).toInstant(ZoneOffset.UTC);
        for (int shift = -1; shift <= 1; shift += 2) {
            Instant other = date.plusDays(shift).atTime(utc).toInstant(ZoneOffset.UTC);
            if (Duration.between(to, other)
                            .abs()
                            .compareTo(Duration.between(to, best).abs())
                    < 0) {
                best = other;
            }
        }
        return best;
    }

    private static List<Integer> lengths(int bars, int outage) {
        List<Integer> lengths = new ArrayList<>(List.of(1, outage));
        for (int part : PARTS) {
            lengths.add(bars / part);
        }
        return lengths.stream()
                .filter(length -> length > 0 && length < bars)
                .distinct()
                .sorted()
                .toList();
    }

    private static Digest inputs(FuturesContract contract, PriceHistory index, int outage) {
        return Digest.ofCanonical(new TreeMap<>(Map.of(
                "scenario", ID,
                "contract", contract.digest().toString(),
                "index", index.digest().toString(),
                "outage", Integer.toString(outage))));
    }
}
