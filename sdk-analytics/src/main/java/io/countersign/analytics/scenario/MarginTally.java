package io.countersign.analytics.scenario;

import io.countersign.model.market.MarginTier;
import java.math.BigDecimal;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * Adds up the positions of one client class in one contract. Within a tier margin is linear in the contracts, so sums by tier are
 * enough; they are multiplied once, and rounded only where an inverse contract divides. Used by one thread.
 */
final class MarginTally {
    private final MarginTerms terms;
    private final Greatest<MarginResult.LiquidatedPosition> worst;
    private final SortedMap<Integer, Held> before = new TreeMap<>();
    private final SortedMap<Integer, Held> after = new TreeMap<>();
    private final SortedMap<Integer, Lost> lost = new TreeMap<>();
    private long liquidatableBefore;
    private long belowInitial;

    /** Positions in one tier. */
    private record Held(long positions, BigDecimal contracts) {
        static Held both(Held one, Held other) {
            return new Held(one.positions + other.positions, one.contracts.add(other.contracts));
        }
    }

    /**
     * Newly liquidatable positions in one tier of the new schedule.
     *
     * @param absolute contracts without sign
     * @param signed contracts, positive when long
     * @param entries sum of contracts times entry price, or of contracts over entry price for an inverse contract
     */
    record Lost(long positions, BigDecimal absolute, BigDecimal signed, BigDecimal collateral, BigDecimal entries) {
        static Lost both(Lost one, Lost other) {
            return new Lost(
                    one.positions + other.positions,
                    one.absolute.add(other.absolute),
                    one.signed.add(other.signed),
                    one.collateral.add(other.collateral),
                    one.entries.add(other.entries));
        }
    }

    MarginTally(MarginTerms terms, int worstMax) {
        this.terms = terms;
        this.worst = new Greatest<>(worstMax);
    }

    /** Positions of one state and one pair of tiers. */
    void add(String state, int oldTier, int newTier, long positions, BigDecimal absolute) {
        before.merge(oldTier, new Held(positions, absolute), Held::both);
        after.merge(newTier, new Held(positions, absolute), Held::both);
        switch (state) {
            case "LIQUIDATABLE_BEFORE" -> liquidatableBefore += positions;
            case "NEWLY_BELOW_INITIAL" -> belowInitial += positions;
            default -> {
                // What is newly liquidatable comes with more figures below.
            }
        }
    }

    void addLost(int newTier, Lost sums) {
        lost.merge(newTier, sums, Lost::both);
    }

    /** A position whose state the engine's estimate cannot tell: it is decided by the model's formulas. */
    void addUndecided(long row, String account, BigDecimal contracts, BigDecimal entry, BigDecimal collateral) {
        BigDecimal equity = terms.equity(contracts, entry, collateral);
        String state = "UNCHANGED";
        int newTier = terms.after.ladder.tierOf(terms.size(terms.after, contracts));
        if (equity.compareTo(terms.maintenance(terms.before, contracts)) < 0) {
            state = "LIQUIDATABLE_BEFORE";
        } else if (equity.compareTo(terms.maintenance(terms.after, contracts)) < 0) {
            state = "NEWLY_LIQUIDATABLE";
            BigDecimal entries =
                    terms.isInverse() ? contracts.divide(entry, MarginTerms.DIVISION) : contracts.multiply(entry);
            addLost(newTier, new Lost(1, contracts.abs(), contracts, collateral, entries));
            addWorst(row, account, contracts, entry, collateral);
        } else if (equity.compareTo(terms.initial(terms.before, contracts)) >= 0
                && equity.compareTo(terms.initial(terms.after, contracts)) < 0) {
            state = "NEWLY_BELOW_INITIAL";
        }
        add(state, terms.before.ladder.tierOf(terms.size(terms.before, contracts)), newTier, 1, contracts.abs());
    }

    /** A newly liquidatable position that may be among the worst. */
    void addWorst(long row, String account, BigDecimal contracts, BigDecimal entry, BigDecimal collateral) {
        MarginResult.LiquidatedPosition position = new MarginResult.LiquidatedPosition(
                row,
                account,
                contracts,
                entry,
                terms.terms.quoteNotional(contracts, terms.mark.value()),
                terms.equity(contracts, entry, collateral),
                terms.maintenance(terms.before, contracts),
                terms.maintenance(terms.after, contracts));
        worst.add(position.shortfall(), row, position);
    }

    MarginResult.ContractMargin toResult() {
        BigDecimal contracts = before.values().stream().map(Held::contracts).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal lostContracts = lost.values().stream().map(Lost::absolute).reduce(BigDecimal.ZERO, BigDecimal::add);
        return new MarginResult.ContractMargin(
                terms.contract.documentId(),
                terms.clientClass,
                terms.mark,
                before.values().stream().mapToLong(Held::positions).sum(),
                terms.terms.quoteNotional(contracts, terms.mark.value()),
                margin(terms.before, before, MarginTally::initialRate, terms.before.ladder::initialAmount),
                margin(terms.after, after, MarginTally::initialRate, terms.after.ladder::initialAmount),
                margin(terms.before, before, MarginTally::maintenanceRate, terms.before.ladder::maintenanceAmount),
                margin(terms.after, after, MarginTally::maintenanceRate, terms.after.ladder::maintenanceAmount),
                liquidatableBefore,
                lost.values().stream().mapToLong(Lost::positions).sum(),
                terms.terms.quoteNotional(lostContracts, terms.mark.value()),
                shortfall(),
                belowInitial,
                worst.list());
    }

    private static BigDecimal initialRate(MarginTerms.Side side, int tier) {
        return tier(side, tier).initialMargin().value();
    }

    private static BigDecimal maintenanceRate(MarginTerms.Side side, int tier) {
        return tier(side, tier).maintenanceMargin().value();
    }

    private static MarginTier tier(MarginTerms.Side side, int tier) {
        return side.schedule.tiers().get(tier);
    }

    private interface Amount {
        BigDecimal of(int tier);
    }

    private BigDecimal margin(
            MarginTerms.Side side,
            SortedMap<Integer, Held> held,
            BiFunction<MarginTerms.Side, Integer, BigDecimal> rate,
            Amount amount) {
        BigDecimal margin = BigDecimal.ZERO;
        for (var entry : held.entrySet()) {
            Held sums = entry.getValue();
            int tier = entry.getKey();
            margin = margin.add(side.margin(
                    terms.terms,
                    terms.mark,
                    sums.contracts(),
                    sums.positions(),
                    rate.apply(side, tier),
                    amount.of(tier)));
        }
        return margin;
    }

    private BigDecimal shortfall() {
        BigDecimal shortfall = BigDecimal.ZERO;
        for (var entry : lost.entrySet()) {
            Lost sums = entry.getValue();
            int tier = entry.getKey();
            shortfall = shortfall
                    .add(terms.after.margin(
                            terms.terms,
                            terms.mark,
                            sums.absolute(),
                            sums.positions(),
                            maintenanceRate(terms.after, tier),
                            terms.after.ladder.maintenanceAmount(tier)))
                    .subtract(sums.collateral())
                    .subtract(profit(sums));
        }
        return shortfall;
    }

    private BigDecimal profit(Lost sums) {
        BigDecimal mark = terms.mark.value();
        BigDecimal units = terms.isInverse()
                ? sums.entries().subtract(sums.signed().divide(mark, MarginTerms.DIVISION))
                : sums.signed().multiply(mark).subtract(sums.entries());
        return units.multiply(terms.terms.contractSize());
    }
}
