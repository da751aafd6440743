package io.countersign.client.catalogue;

import static io.countersign.client.internal.Figures.percent;
import static io.countersign.client.internal.Figures.plain;

import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.ContractType;
import io.countersign.model.market.FundingConfig;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.unit.Rate;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Funding: where it belongs, how much one payment can take, and when its terms may change. */
final class FundingRules {
    private static final Duration DAY = Duration.ofDays(1);

    private FundingRules() {}

    static List<ChangeRule> all() {
        return List.of(
                Rule.of("D-FUN-01", Severity.BLOCK, "A perpetual has funding and no end, a fixed maturity the reverse")
                        .checks(
                                "Funding is present exactly for a perpetual, the end of trading exactly for a fixed maturity; a"
                                        + " perpetual does not expire.")
                        .why(
                                "Nothing else ties a perpetual to its index, and nothing else ends a future. No violation on 59"
                                        + " recorded Kraken instruments.")
                        .fix("Set what the type needs, take out what it does not have.")
                        .on(FuturesContract.class, FundingRules::belongs)
                        .build(),
                Rule.of("D-FUN-02", Severity.WARN, "One funding payment cannot take half of the maintenance margin")
                        .checks(
                                "The funding cap is above zero and below half of the first tier's maintenance margin, in each"
                                        + " of the contract's schedules.")
                        .why(
                                "Kraken's PF_XBTUSD of 2026-09-25 has a cap of 0.5 % an hour and a maintenance margin of 0.5 %:"
                                        + " one payment can use up all of it. In 2021 the cap was a tenth.")
                        .fix("Lower the cap or raise the first tier; if the venue means it, acknowledge.")
                        .on(FuturesContract.class, FundingRules::cap)
                        .build(),
                Rule.of("D-FUN-03", Severity.ERROR, "Funding periods fill the day, and the coefficient suits them")
                        .checks(
                                "The interval is positive and divides 24 hours. The coefficient times the interval, over which a"
                                        + " premium is paid off, is from 8 to 24 hours.")
                        .why(
                                "A period that does not divide the day moves its payments from one day to the next. Kraken pays"
                                        + " hourly with a coefficient of 8 or 24: an interval set to 8 hours beside it would spread a"
                                        + " premium over 64 hours and leave the contract without a tie to its index.")
                        .fix("Change interval and coefficient together, so that their product stays what it was.")
                        .on(FuturesContract.class, FundingRules::periods)
                        .build(),
                Rule.of("T-FUN-01", Severity.ERROR, "Funding terms change between two periods, not inside one")
                        .checks(
                                "Where a contract's funding interval, coefficient or cap changes, the change takes effect at the end"
                                        + " of a funding period, of the old interval and of the new one. Periods are counted from"
                                        + " midnight UTC, on BitMEX from 04:00.")
                        .why(
                                "A payment is for a whole period: with terms changed inside it, holders are charged for premiums by"
                                        + " terms that did not hold then. Kraken's cap went from 0.1 to 0.25 to 0.5 percent.")
                        .fix("Let the change take effect at the next payment.")
                        .needs(RuleInput.EFFECTIVE_AT)
                        .onChange(FuturesContract.class, FundingRules::betweenPeriods)
                        .build());
    }

    private static void belongs(FuturesContract contract, RuleCase on) {
        boolean perpetual = contract.type() == ContractType.PERPETUAL;
        if (perpetual && contract.funding().isEmpty()) {
            on.at("/funding").say("A perpetual without funding: nothing ties its price to the index");
        }
        if (perpetual && contract.lastTradingAt().isPresent()) {
            on.at("/lastTradingAt")
                    .found(contract.lastTradingAt().get())
                    .say("A perpetual with an end of trading at "
                            + contract.lastTradingAt().get());
        }
        if (perpetual && contract.expiry().isPresent()) {
            on.at("/expiry").say("A perpetual that says how it expires");
        }
        if (!perpetual && contract.funding().isPresent()) {
            on.at("/funding").say("A contract with a fixed maturity has funding");
        }
        if (!perpetual && contract.lastTradingAt().isEmpty()) {
            on.at("/lastTradingAt").say("A contract with a fixed maturity has no end of trading");
        }
    }

    private static void cap(FuturesContract contract, RuleCase on) {
        if (contract.funding().isEmpty()) {
            return;
        }
        if (contract.funding().get().maxAbsRate().isEmpty()) {
            on.lacks("published funding cap");
            return;
        }
        Rate cap = contract.funding().get().maxAbsRate().get();
        if (cap.value().signum() <= 0) {
            on.at("/funding/maxAbsRate")
                    .found(cap)
                    .say("The funding cap is " + percent(cap.value()) + ": no funding is paid");
            return;
        }
        if (contract.marginSchedules().isEmpty()) {
            on.lacks("margin schedule");
        }
        BigDecimal share = on.threshold("maintenanceShareMax");
        for (Map.Entry<String, String> entry : contract.marginSchedules().entrySet()) {
            Optional<MarginSchedule> schedule = on.find(MarginSchedule.class, entry.getValue());
            if (schedule.isEmpty() || schedule.get().tiers().isEmpty()) {
                on.lacks("margin schedule");
                continue;
            }
            BigDecimal maintenance =
                    schedule.get().tiers().get(0).maintenanceMargin().value();
            if (cap.value().compareTo(maintenance.multiply(share)) >= 0) {
                on.at("/funding/maxAbsRate")
                        .found(cap)
                        .evidence("clientClass", entry.getKey())
                        .evidence("maintenanceMargin", plain(maintenance))
                        .say("One funding payment can take " + percent(cap.value())
                                + " of the position, the maintenance" + " margin of the first tier (" + entry.getKey()
                                + ") is " + percent(maintenance));
            }
        }
    }

    private static void periods(FuturesContract contract, RuleCase on) {
        if (contract.funding().isEmpty()) {
            return;
        }
        FundingConfig funding = contract.funding().get();
        if (funding.interval().isEmpty()) {
            on.lacks("published funding interval");
            return;
        }
        Duration interval = funding.interval().get();
        if (!dividesDay(interval)) {
            on.at("/funding/interval")
                    .found(interval)
                    .say("A funding interval of " + interval
                            + " does not divide 24 hours: payments fall on other times each day");
            return;
        }
        funding.coefficient().ifPresent(coefficient -> {
            BigDecimal seconds = coefficient.value().multiply(BigDecimal.valueOf(interval.toSeconds()));
            BigDecimal least = on.threshold("premiumHorizonHoursMin");
            BigDecimal most = on.threshold("premiumHorizonHoursMax");
            if (seconds.compareTo(seconds(least)) < 0 || seconds.compareTo(seconds(most)) > 0) {
                on.at("/funding/coefficient")
                        .found(coefficient)
                        .evidence("horizonSeconds", plain(seconds))
                        .say("A coefficient of " + coefficient + " with an interval of " + interval
                                + " spreads a premium over "
                                + Duration.ofSeconds(seconds.longValue()) + ", not over " + plain(least)
                                + " to " + plain(most) + " hours");
            }
        });
    }

    private static BigDecimal seconds(BigDecimal hours) {
        return hours.multiply(BigDecimal.valueOf(Duration.ofHours(1).toSeconds()));
    }

    private static boolean dividesDay(Duration interval) {
        return interval.compareTo(Duration.ZERO) > 0 && DAY.equals(interval.multipliedBy(DAY.dividedBy(interval)));
    }

    private static void betweenPeriods(FuturesContract before, FuturesContract after, RuleCase on) {
        if (before.funding().isEmpty() || after.funding().isEmpty()) {
            return;
        }
        FundingConfig from = before.funding().get();
        FundingConfig to = after.funding().get();
        List<Term> changed = List.of(
                        term("interval", FundingConfig::interval, from, to),
                        term("coefficient", FundingConfig::coefficient, from, to),
                        term("maxAbsRate", FundingConfig::maxAbsRate, from, to))
                .stream()
                .filter(term -> !term.before().equals(term.after()))
                .toList();
        if (changed.isEmpty()) {
            return;
        }
        Optional<Instant> at = on.needOfTheWhole(RuleInput.EFFECTIVE_AT);
        List<Duration> intervals = Stream.of(from.interval(), to.interval())
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        if (intervals.isEmpty() || !intervals.stream().allMatch(FundingRules::dividesDay)) {
            on.lacks("funding interval that divides the day (see D-FUN-03)");
            return;
        }
        Duration first = Duration.ofHours(on.threshold("firstPaymentHour").longValueExact());
        for (Term term : changed) {
            if (term.before().isEmpty() || term.after().isEmpty()) {
                on.lacks("funding " + term.name() + " before and after the change");
            } else {
                at.ifPresent(instant -> betweenPeriods(term, instant, intervals, first, on));
            }
        }
    }

    private static void betweenPeriods(Term term, Instant at, List<Duration> intervals, Duration first, RuleCase on) {
        for (Duration interval : intervals) {
            if (!isPayment(at, interval, first)) {
                on.at("/funding/" + term.name())
                        .before(term.before().orElseThrow())
                        .found(term.after().orElseThrow())
                        .evidence("effectiveAt", at)
                        .say("The change holds from " + at + ", inside a funding period of " + interval
                                + ": one payment would be for two sets of terms. Let it hold from "
                                + nextPayment(at, intervals, first));
                return;
            }
        }
    }

    private record Term(String name, Optional<?> before, Optional<?> after) {}

    private static Term term(
            String name, Function<FundingConfig, Optional<?>> of, FundingConfig before, FundingConfig after) {
        return new Term(name, of.apply(before), of.apply(after));
    }

    private static boolean isPayment(Instant at, Duration interval, Duration first) {
        return past(at, interval, first).isZero();
    }

    /** The first instant from then on at which a period of every interval ends; the first payment of a day is one. */
    private static Instant nextPayment(Instant at, List<Duration> intervals, Duration first) {
        Duration longest = intervals.stream().max(Duration::compareTo).orElseThrow();
        Instant ofLongest = at.minus(past(at, longest, first));
        return Stream.iterate(ofLongest.isBefore(at) ? ofLongest.plus(longest) : ofLongest, time -> time.plus(longest))
                .filter(time -> intervals.stream().allMatch(interval -> isPayment(time, interval, first)))
                .findFirst()
                .orElseThrow();
    }

    /** Since the last payment. */
    private static Duration past(Instant at, Duration interval, Duration first) {
        Duration sinceFirst = Duration.between(at.truncatedTo(ChronoUnit.DAYS).plus(first), at)
                .plus(DAY); // never negative, and a day has whole intervals
        return sinceFirst.minus(interval.multipliedBy(sinceFirst.dividedBy(interval)));
    }
}
