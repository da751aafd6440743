package io.countersign.client.catalogue;

import io.countersign.client.live.BusyWindows;
import io.countersign.client.live.TimeWindow;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.ConfigChange;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.ContractType;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.market.ExpiryConfig;
import io.countersign.model.market.FundingConfig;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.InstrumentRiskStatus;
import io.countersign.model.market.MaintenanceWindow;
import io.countersign.model.market.Market;
import io.countersign.model.market.SessionCalendar;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** When a change takes effect: not while the market is busy with something else. */
final class TimingRules {
    private static final Set<DocumentKind> STATUSES =
            EnumSet.of(DocumentKind.MARKET_STATUS, DocumentKind.SYSTEM_STATUS);

    private TimingRules() {}

    static List<ChangeRule> all() {
        return List.of(Rule.of("T-TIME-01", Severity.ERROR, "A change takes effect at a quiet time")
                .checks(
                        "The instant from which the change holds is not: within an hour of the end of trading of a contract"
                                + " that it reaches (or inside its settlement window); within a minute of a funding payment of one;"
                                + " inside an announced maintenance window, unless the change is one of statuses alone; inside a"
                                + " window of an auction or of high volatility that the context names; while a contract that it"
                                + " reaches is flagged as dislocated or extremely volatile. Inconclusive where the instant, the"
                                + " windows or a funding interval are not known.")
                .why("What is measured or settled over a time is worked out half under the old terms and half under the"
                        + " new; in a moving market nobody can tell what the change did.")
                .fix("Take effect before or after.")
                .needs(RuleInput.EFFECTIVE_AT, RuleInput.BUSY_WINDOWS)
                .onWholeChange(TimingRules::quiet)
                .build());
    }

    private static void quiet(ConfigChange change, RuleCase on) {
        Optional<Instant> at = on.needOfTheWhole(RuleInput.EFFECTIVE_AT);
        Optional<BusyWindows> busy = on.needOfTheWhole(RuleInput.BUSY_WINDOWS);
        if (at.isEmpty()) {
            return;
        }
        Instant instant = at.get();
        for (TimeWindow window : busy.map(BusyWindows::windows).orElse(List.of())) {
            if (window.contains(instant)) {
                on.at("")
                        .evidence("until", window.ends())
                        .say("The change takes effect at " + instant + ", inside " + window.what() + " ("
                                + window.begins() + " to " + window.ends() + "): choose another time");
            }
        }
        Collection<Market> markets = AffectedMarkets.of(change).values();
        for (Market market : markets) {
            if (market instanceof FuturesContract contract) {
                expiry(contract, instant, on);
                funding(contract, instant, on);
            }
        }
        calm(markets, on);
        if (!change.documents().stream()
                .allMatch(document -> STATUSES.contains(document.id().kind()))) {
            serviced(instant, on);
        }
    }

    private static void expiry(FuturesContract contract, Instant at, RuleCase on) {
        if (contract.lastTradingAt().isEmpty()) {
            return;
        }
        Duration around = Durations.minutes(on.threshold("expiryMinutes"));
        Instant end = contract.lastTradingAt().get();
        Duration before = contract.expiry()
                .flatMap(ExpiryConfig::window)
                .filter(w -> w.compareTo(around) > 0)
                .orElse(around);
        Instant settled = contract.expiry().flatMap(ExpiryConfig::settlesAt).orElse(end);
        Instant until = settled.isAfter(end.plus(around)) ? settled : end.plus(around);
        if (!at.isBefore(end.minus(before)) && !at.isAfter(until)) {
            on.at(contract.documentId(), "/lastTradingAt")
                    .found(end)
                    .evidence("effectiveAt", at)
                    .say("The change takes effect at " + at + ", too close to the end of trading at " + end
                            + ": keep out of " + end.minus(before) + " to " + until);
        }
    }

    private static void funding(FuturesContract contract, Instant at, RuleCase on) {
        if (contract.type() != ContractType.PERPETUAL) {
            return;
        }
        Optional<Duration> interval =
                contract.funding().flatMap(FundingConfig::interval).filter(i -> i.toSeconds() > 0);
        if (interval.isEmpty()) {
            on.lacks("published funding interval", contract.documentId());
            return;
        }
        Duration around = Durations.minutes(on.threshold("fundingMinutes"));
        long past = Math.floorMod(at.getEpochSecond(), interval.get().toSeconds());
        long left = interval.get().toSeconds() - past;
        if (Math.min(past, left) <= around.toSeconds()) {
            Instant payment = Instant.ofEpochSecond(at.getEpochSecond() + (past < left ? -past : left));
            on.at(contract.documentId(), "/funding/interval")
                    .found(interval.get())
                    .evidence("effectiveAt", at)
                    .say("The change takes effect at " + at + ", too close to the funding payment at " + payment
                            + ": keep " + Durations.words(around) + " away");
        }
    }

    private static void calm(Collection<Market> markets, RuleCase on) {
        for (InstrumentRiskStatus status : on.all(InstrumentRiskStatus.class)) {
            boolean reached =
                    markets.stream().anyMatch(market -> market.documentId().equals(status.market()));
            if (reached && (status.dislocated() || status.extremeVolatility())) {
                on.at(status.documentId(), status.extremeVolatility() ? "/extremeVolatility" : "/dislocated")
                        .found(true)
                        .say("The change reaches " + status.market() + " while it is flagged as "
                                + (status.extremeVolatility() ? "extremely volatile" : "dislocated") + ": wait");
            }
        }
    }

    private static void serviced(Instant at, RuleCase on) {
        for (SessionCalendar calendar : on.all(SessionCalendar.class)) {
            for (MaintenanceWindow window : calendar.maintenanceWindows()) {
                if (!at.isBefore(window.begins()) && at.isBefore(window.ends())) {
                    on.at(calendar.documentId(), "/maintenanceWindows/begins=" + window.begins())
                            .evidence("effectiveAt", at)
                            .say("The change takes effect at " + at + ", inside the maintenance from "
                                    + window.begins() + " to " + window.ends()
                                    + ": nobody can cancel what it strands");
                }
            }
        }
    }
}
