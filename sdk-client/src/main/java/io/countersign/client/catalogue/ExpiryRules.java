package io.countersign.client.catalogue;

import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.ExpiryConfig;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MaintenanceWindow;
import io.countersign.model.market.SessionCalendar;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How contracts end: when they say they do, in open markets, and not at another time while somebody holds them. */
final class ExpiryRules {
    private ExpiryRules() {}

    static List<ChangeRule> all() {
        return List.of(
                Rule.of(
                                "D-EXP-01",
                                Severity.BLOCK,
                                "A contract opens, ends and settles in this order, on the day it is named by")
                        .checks(
                                "It opens before trading ends; it does not settle before that, nor later than its deadline"
                                        + " (ERROR); a date or month code in its id is that of the end of trading, by the zone of its"
                                        + " expiry or in UTC; a local time comes with its zone (ERROR), and the end of trading is at"
                                        + " that time of the zone. Contracts may settle at the instant at which trading ends.")
                        .why(
                                "Kraken's FI contracts end at 16:00 in London, which is 15:00Z in September 2021 and 16:00Z in"
                                        + " December 2026; copying an instant across a change of clocks moves the end by an hour."
                                        + " Traders go by the date in the symbol.")
                        .fix("Take the end of trading from the specification, and the id from the end of trading.")
                        .on(FuturesContract.class, ExpiryRules::order)
                        .on(FuturesContract.class, ExpiryRules::symbol)
                        .on(FuturesContract.class, ExpiryRules::localTime)
                        .build(),
                Rule.of("D-EXP-02", Severity.ERROR, "A contract ends while its markets are open")
                        .checks(
                                "By the session calendars of the contract (their id is that of the contract, its index, its base"
                                        + " asset or the venue): from the begin of the settlement window to settlement no maintenance"
                                        + " is announced; the end of trading is on no holiday, and a session runs up to it. Inconclusive"
                                        + " without such a calendar.")
                        .why(
                                "A settlement price from a market that is closed is yesterday's price, and nobody can trade out of a"
                                        + " position while the venue is down.")
                        .fix("Move the maintenance, or list the contract with another end.")
                        .on(FuturesContract.class, ExpiryRules::openMarkets)
                        .build(),
                Rule.of("T-EXP-01", Severity.BLOCK, "The end of a contract does not move while somebody holds it")
                        .checks(
                                "The end of trading and the instant of settlement stay while positions are open, by the positions or"
                                        + " by the open interest. Inconclusive where neither is known.")
                        .why("Holders hedged up to a date, and every price of the contract counts the days to it.")
                        .fix("Let it end as announced, and list another contract.")
                        .needs(RuleInput.POSITIONS, RuleInput.OPEN_INTEREST)
                        .onChange(FuturesContract.class, ExpiryRules::endStays)
                        .build());
    }

    private static void order(FuturesContract contract, RuleCase on) {
        if (contract.lastTradingAt().isEmpty()) {
            return; // a perpetual; or D-FUN-01 says so
        }
        Instant end = contract.lastTradingAt().get();
        if (contract.openedAt().isEmpty()) {
            on.lacks("published opening time");
        } else if (!contract.openedAt().get().isBefore(end)) {
            on.at("/openedAt")
                    .found(contract.openedAt().get())
                    .say("The contract opens at " + contract.openedAt().get() + ", not before its end of trading at "
                            + end);
        }
        Optional<Instant> settles = contract.expiry().flatMap(ExpiryConfig::settlesAt);
        if (settles.isEmpty()) {
            on.lacks("published settlement time");
            return;
        }
        if (settles.get().isBefore(end)) {
            on.at("/expiry/settlesAt")
                    .found(settles.get())
                    .say("The contract settles at " + settles.get() + ", before its end of trading at " + end);
        }
        contract.expiry().flatMap(ExpiryConfig::deadline).ifPresent(deadline -> {
            if (settles.get().isAfter(end.plus(deadline))) {
                on.at("/expiry/settlesAt")
                        .as(Severity.ERROR)
                        .found(settles.get())
                        .evidence("deadline", deadline)
                        .say("The contract settles at " + settles.get() + ", later than " + deadline
                                + " after its end of trading at " + end);
            }
        });
    }

    private static void symbol(FuturesContract contract, RuleCase on) {
        Optional<ExpirySymbols.Named> named = ExpirySymbols.read(contract.id());
        if (contract.lastTradingAt().isEmpty() || named.isEmpty()) {
            return;
        }
        ZoneId zone = contract.expiry().flatMap(ExpiryConfig::zone).orElse(ZoneOffset.UTC);
        LocalDate date = contract.lastTradingAt().get().atZone(zone).toLocalDate();
        if (named.get().month().isEmpty()) {
            on.at("/id").as(Severity.WARN).found(contract.id()).say(named.get().text() + " in the id is no date");
        } else if (!named.get().contains(date)) {
            on.at("/lastTradingAt")
                    .found(contract.lastTradingAt().get())
                    .evidence("dateInId", named.get().text())
                    .say("The id " + contract.id() + " names "
                            + named.get()
                                    .day()
                                    .map(LocalDate::toString)
                                    .orElse(named.get().month().get().toString())
                            + ", trading ends on " + date + " (" + zone + ")");
        }
    }

    private static void localTime(FuturesContract contract, RuleCase on) {
        Optional<ZoneId> zone = contract.expiry().flatMap(ExpiryConfig::zone);
        Optional<LocalTime> time = contract.expiry().flatMap(ExpiryConfig::localTime);
        if (time.isPresent() && zone.isEmpty()) {
            on.at("/expiry/localTime")
                    .as(Severity.ERROR)
                    .found(time.get())
                    .say("The local time " + time.get() + " comes without its zone");
        }
        if (time.isEmpty() || zone.isEmpty() || contract.lastTradingAt().isEmpty()) {
            return;
        }
        Instant end = contract.lastTradingAt().get();
        LocalDate date = end.atZone(zone.get()).toLocalDate();
        Instant byRule = date.atTime(time.get()).atZone(zone.get()).toInstant();
        if (!byRule.equals(end)) {
            on.at("/lastTradingAt")
                    .found(end)
                    .evidence("byLocalTime", byRule)
                    .say("Trading ends at " + end + "; " + time.get() + " on " + date + " in " + zone.get() + " is "
                            + byRule);
        }
    }

    private static void openMarkets(FuturesContract contract, RuleCase on) {
        if (contract.lastTradingAt().isEmpty()) {
            return;
        }
        List<SessionCalendar> calendars = Stream.of(
                        Optional.of(contract.id()), contract.index(), contract.base(), Optional.of(contract.venue()))
                .flatMap(Optional::stream)
                .distinct()
                .flatMap(id -> on.find(SessionCalendar.class, id).stream())
                .toList();
        if (calendars.isEmpty()) {
            on.lacks("session calendar of the contract, its index, its base asset or the venue");
        }
        Instant end = contract.lastTradingAt().get();
        Instant from = end.minus(contract.expiry().flatMap(ExpiryConfig::window).orElse(Duration.ZERO));
        Instant to = contract.expiry().flatMap(ExpiryConfig::settlesAt).orElse(end);
        for (SessionCalendar calendar : calendars) {
            for (MaintenanceWindow window : calendar.maintenanceWindows()) {
                if (!window.begins().isAfter(to) && window.ends().isAfter(from)) {
                    on.at("/lastTradingAt")
                            .found(end)
                            .evidence("calendar", calendar.documentId())
                            .say("Maintenance from " + window.begins() + " to " + window.ends() + " (" + calendar.id()
                                    + ") meets the settlement of the contract, " + from + " to " + to);
                }
            }
            SessionWeek week = new SessionWeek(calendar);
            LocalDate date = week.lastSecondBefore(end).toLocalDate();
            Optional<String> holiday = Optional.ofNullable(calendar.holidays().get(date));
            if (holiday.isPresent() || !week.isTradedUpTo(end)) {
                on.at("/lastTradingAt")
                        .found(end)
                        .evidence("calendar", calendar.documentId())
                        .say("Trading ends at " + end + ", when by " + calendar.id() + " no session is on"
                                + holiday.map(name ->
                                                ": " + date + " is a holiday" + (name.isEmpty() ? "" : ", " + name))
                                        .orElse(" (" + calendar.zone() + ")"));
            }
        }
    }

    private static void endStays(FuturesContract before, FuturesContract after, RuleCase on) {
        moved("/lastTradingAt", "The end of trading", before.lastTradingAt(), after.lastTradingAt(), on);
        moved(
                "/expiry/settlesAt",
                "Settlement",
                before.expiry().flatMap(ExpiryConfig::settlesAt),
                after.expiry().flatMap(ExpiryConfig::settlesAt),
                on);
    }

    private static void moved(
            String path, String what, Optional<Instant> before, Optional<Instant> after, RuleCase on) {
        if (before.isEmpty() || after.isEmpty() || before.equals(after)) {
            return; // one that appears or disappears: T-IMM-01 by the type, T-FLD-01
        }
        Optional<Boolean> held = ContractRules.isHeld(on);
        if (held.isEmpty()) {
            on.lacks(ContractRules.HELD);
        } else if (held.get()) {
            on.at(path)
                    .before(before.get())
                    .found(after.get())
                    .say(what + " moves from " + before.get() + " to " + after.get()
                            + " while positions are open: list another contract instead");
        }
    }
}
