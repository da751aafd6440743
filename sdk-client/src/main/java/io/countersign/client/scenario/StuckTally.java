package io.countersign.client.scenario;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts of one pass over positions: by what keeps them open before and after a change. Not safe for concurrent use. */
final class StuckTally {
    private static final int WORST_MAX = 10;

    private final Map<StuckReason, Counter> byReason = new EnumMap<>(StuckReason.class);
    private final ExactSum newlyContracts = new ExactSum();
    private final WorstRows worst = new WorstRows(WORST_MAX);
    private int open;

    void add(int row, long signed, StuckReason old, StuckReason now) {
        open += signed == 0 ? 0 : 1;
        counter(old).before++;
        counter(now).after++;
        if (old == StuckReason.NONE && now != StuckReason.NONE) {
            counter(now).newly++;
            newlyContracts.addProduct(Math.abs(signed), 1);
            worst.add(row, BigDecimal.valueOf(signed).abs());
        }
    }

    int open() {
        return open;
    }

    StuckResult.Counts counts(StuckReason reason) {
        Counter counter = counter(reason);
        return new StuckResult.Counts(counter.before, counter.after, counter.newly);
    }

    private Counter counter(StuckReason reason) {
        return byReason.computeIfAbsent(reason, r -> new Counter());
    }

    /** Contracts of positions that are newly stuck. */
    BigDecimal newlyContracts(int scale) {
        return newlyContracts.toDecimal(scale);
    }

    /** The largest of them, the largest first. */
    List<Integer> worst() {
        return worst.rows();
    }

    private static final class Counter {
        private int before;
        private int after;
        private int newly;
    }
}
