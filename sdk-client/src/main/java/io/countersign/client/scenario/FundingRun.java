package io.countersign.client.scenario;

import io.countersign.client.live.FundingHistory;
import io.countersign.model.formula.ContractTerms;
import io.countersign.model.formula.Funding;
import io.countersign.model.json.Digest;
import io.countersign.model.market.FundingConfig;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.unit.Rate;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One run of S-FUN: a pass over the history for each of the two terms. Used by one thread. */
final class FundingRun {
    private static final int WORST_MAX = 10;

    /** Upper ends of the bins of a payment over the maintenance margin; the last bin is open. */
    static final List<BigDecimal> BINS = List.of(
            new BigDecimal("0.01"),
            new BigDecimal("0.02"),
            new BigDecimal("0.05"),
            new BigDecimal("0.1"),
            new BigDecimal("0.2"),
            new BigDecimal("0.5"),
            BigDecimal.ONE);

    private final FuturesContract contract;
    private final FundingConfig before;
    private final FundingConfig after;
    private final Rate maintenance;
    private final Duration firstPayment;
    private final FundingHistory history;
    private final ContractTerms terms;

    FundingRun(
            FuturesContract contract,
            FundingConfig before,
            FundingConfig after,
            Rate maintenance,
            Duration firstPayment,
            FundingHistory history) {
        for (FundingConfig config : List.of(before, after)) {
            if (!isComputable(config)) {
                throw new IllegalArgumentException(
                        "Funding terms need a positive coefficient and a cap, and no interest: " + config + " of "
                                + contract.documentId());
            }
            if (!isWhole(config, history.interval())) {
                throw new IllegalArgumentException("A funding interval must be a multiple of the history's spans of "
                        + history.interval() + ": " + config.interval().orElseThrow() + " of "
                        + contract.documentId());
            }
        }
        if (maintenance.value().signum() <= 0) {
            throw new IllegalArgumentException("A maintenance margin must be positive: " + maintenance);
        }
        this.contract = contract;
        this.before = before;
        this.after = after;
        this.maintenance = maintenance;
        this.firstPayment = firstPayment;
        this.history = history;
        this.terms = ContractTerms.of(contract);
    }

    /** What decides about payments. */
    static List<Optional<?>> terms(FundingConfig config) {
        return List.of(config.coefficient(), config.maxAbsRate(), config.interval(), config.interestRate());
    }

    static boolean isComputable(FundingConfig config) {
        return config.coefficient().filter(c -> c.value().signum() > 0).isPresent()
                && config.maxAbsRate().filter(cap -> cap.value().signum() >= 0).isPresent()
                && config.interestRate()
                        .filter(rate -> rate.value().signum() != 0)
                        .isEmpty();
    }

    static boolean isWhole(FundingConfig config, Duration span) {
        return config.interval()
                .map(interval -> !interval.isZero()
                        && !interval.isNegative()
                        && Duration.ofSeconds(interval.toSeconds()).equals(interval)
                        && interval.toSeconds() % span.toSeconds() == 0)
                .orElse(true);
    }

    FundingResult play() {
        return new FundingResult(contract, maintenance, under(before), under(after), this::inputs);
    }

    private FundingResult.Terms under(FundingConfig config) {
        long interval = config.interval().orElse(history.interval()).toSeconds();
        long spans = interval / history.interval().toSeconds();
        WorstRows worst = new WorstRows(WORST_MAX);
        int[] bins = new int[BINS.size() + 1];
        int payments = 0;
        int capped = 0;
        int skipped = 0;
        BigDecimal sumOfRates = BigDecimal.ZERO;
        BigDecimal paidByLong = BigDecimal.ZERO;
        int row = 0;
        while (row < history.size()) {
            int end = endOfPeriod(row, interval);
            if (end - row < spans) {
                skipped++;
            } else {
                FundingResult.Payment payment = payment(config, row, end);
                payments++;
                capped += payment.isCapped() ? 1 : 0;
                sumOfRates = sumOfRates.add(payment.rate());
                paidByLong = paidByLong.add(payment.perContract());
                bins[bin(payment.rate().abs())]++;
                worst.add(row, payment.rate().abs());
            }
            row = end;
        }
        return new FundingResult.Terms(
                Duration.ofSeconds(interval),
                payments,
                skipped,
                capped,
                sumOfRates,
                paidByLong,
                toList(bins),
                worst.rows().stream()
                        .map(first -> payment(config, first, endOfPeriod(first, interval)))
                        .toList());
    }

    private FundingResult.Payment payment(FundingConfig config, int from, int to) {
        BigDecimal coefficient = config.coefficient().orElseThrow().value();
        Rate cap = config.maxAbsRate().orElseThrow();
        BigDecimal premium = averagePremium(from, to);
        BigDecimal rate = Funding.relativeRate(premium, coefficient, cap);
        return new FundingResult.Payment(
                history.endsAt(to - 1),
                premium,
                rate,
                premium.abs().compareTo(cap.value().multiply(coefficient)) > 0,
                Funding.payment(terms, BigDecimal.ONE, history.prices().at(to - 1), rate));
    }

    /** The row after the last one that is paid for together with this one. */
    private int endOfPeriod(int row, long interval) {
        if (interval == history.interval().toSeconds()) {
            return row + 1;
        }
        long paidAt = paidAt(history.endSecond(row), interval);
        int end = row + 1;
        while (end < history.size() && paidAt(history.endSecond(end), interval) == paidAt) {
            end++;
        }
        return end;
    }

    /** The first payment that is not before a time. */
    private long paidAt(long second, long interval) {
        long sinceFirst = second - firstPayment.toSeconds();
        return second + Math.floorMod(-sinceFirst, interval);
    }

    private BigDecimal averagePremium(int from, int to) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int row = from; row < to; row++) {
            sum = sum.add(history.premiums().at(row));
        }
        return sum.divide(BigDecimal.valueOf((long) to - from), MathContext.DECIMAL128);
    }

    private int bin(BigDecimal rate) {
        for (int bin = 0; bin < BINS.size(); bin++) {
            if (rate.compareTo(maintenance.value().multiply(BINS.get(bin))) < 0) {
                return bin;
            }
        }
        return BINS.size();
    }

    private static List<Integer> toList(int[] bins) {
        List<Integer> list = new ArrayList<>();
        for (int count : bins) {
            list.add(count);
        }
        return list;
    }

    private Digest inputs() {
        return Digest.ofCanonical(new TreeMap<>(Map.of(
                "scenario", FundingScenario.ID,
                "contract", contract.digest().toString(),
                "before", Digest.ofCanonical(before).toString(),
                "after", Digest.ofCanonical(after).toString(),
                "maintenance", maintenance.toString(),
                "firstPayment", firstPayment.toString(),
                "history", history.digest().toString())));
    }
}
