package io.countersign.analytics.scenario;

import io.countersign.model.formula.ContractTerms;
import io.countersign.model.formula.MarginLadder;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.Payoff;
import io.countersign.model.unit.Price;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A contract's terms and both margin schedules of one client class, at one mark price. Immutable. */
final class MarginTerms {
    static final MathContext DIVISION = MathContext.DECIMAL128;

    final FuturesContract contract;
    final String clientClass;
    final Price mark;
    final ContractTerms terms;
    final Side before;
    final Side after;

    /** One schedule. */
    static final class Side {
        final MarginSchedule schedule;
        final MarginLadder ladder;
        /** What one contract counts in the schedule's unit. */
        final BigDecimal sizeOfOne;
        /** What one unit of size is worth, in the settlement asset. */
        final BigDecimal valueOfSize;

        Side(MarginSchedule schedule, ContractTerms terms, Price mark) {
            this.schedule = schedule;
            this.ladder = MarginLadder.of(schedule);
            this.sizeOfOne = terms.size(ladder.unit(), BigDecimal.ONE, mark.value());
            this.valueOfSize = terms.value(BigDecimal.ONE, mark.value()).divide(sizeOfOne, DIVISION);
        }

        List<BigDecimal> rates() {
            return schedule.tiers().stream()
                    .flatMap(tier -> Stream.of(tier.initialMargin(), tier.maintenanceMargin()))
                    .map(rate -> rate.value())
                    .toList();
        }

        List<BigDecimal> bounds() {
            return schedule.tiers().stream()
                    .map(MarginTier::lowerBound)
                    .map(bound -> bound.value())
                    .toList();
        }

        List<BigDecimal> amounts() {
            return IntStream.range(0, ladder.tiers())
                    .boxed()
                    .flatMap(tier -> Stream.of(ladder.initialAmount(tier), ladder.maintenanceAmount(tier)))
                    .toList();
        }

        /** What positions must hold by a rate and an amount, from their count and their contracts; as S-LIQ adds it up. */
        BigDecimal margin(
                ContractTerms terms, Price mark, BigDecimal contracts, long count, BigDecimal rate, BigDecimal amount) {
            BigDecimal overstated = amount.multiply(BigDecimal.valueOf(count))
                    .multiply(terms.value(BigDecimal.ONE, mark.value()))
                    .divide(sizeOfOne, DIVISION);
            return terms.value(contracts, mark.value()).multiply(rate).subtract(overstated);
        }
    }

    MarginTerms(FuturesContract contract, String clientClass, MarginSchedule before, MarginSchedule after, Price mark) {
        this.contract = contract;
        this.clientClass = clientClass;
        this.mark = mark;
        this.terms = ContractTerms.of(contract);
        this.before = new Side(before, terms, mark);
        this.after = new Side(after, terms, mark);
    }

    boolean isInverse() {
        return terms.payoff() == Payoff.INVERSE;
    }

    BigDecimal greatestRate() {
        return Digits.greatest(
                Stream.concat(before.rates().stream(), after.rates().stream()).toList());
    }

    // One position, by the formulas of the model

    BigDecimal equity(BigDecimal contracts, BigDecimal entry, BigDecimal collateral) {
        return collateral.add(terms.profit(contracts, entry, mark.value()));
    }

    BigDecimal size(Side side, BigDecimal contracts) {
        return terms.size(side.ladder.unit(), contracts, mark.value());
    }

    BigDecimal initial(Side side, BigDecimal contracts) {
        return side.ladder.initialMargin(size(side, contracts), terms.value(contracts, mark.value()));
    }

    BigDecimal maintenance(Side side, BigDecimal contracts) {
        return side.ladder.maintenanceMargin(size(side, contracts), terms.value(contracts, mark.value()));
    }
}
