package io.countersign.client.scenario;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The few rows with the greatest weight; of equal weights the earlier row. Not safe for concurrent use. */
final class WorstRows {
    private final int most;
    private final PriorityQueue<Row> least = new PriorityQueue<>(Comparator.comparing(Row::weight)
            .thenComparing(Comparator.comparing(Row::row).reversed()));

    WorstRows(int most) {
        this.most = most;
    }

    /** Whether a row with about this weight could still come in; saves the exact weight of most rows. */
    boolean couldTake(BigDecimal weight) {
        return least.size() < most || weight.compareTo(least.element().weight()) > 0;
    }

    void add(int row, BigDecimal weight) {
        if (couldTake(weight)) {
            least.add(new Row(row, weight));
            if (least.size() > most) {
                least.remove();
            }
        }
    }

    /** The weight that a row must exceed to come in; below zero while any does. */
    BigDecimal leastToBeat() {
        return least.size() < most ? BigDecimal.ONE.negate() : least.element().weight();
    }

    /** Greatest first. */
    List<Integer> rows() {
        return least.stream()
                .sorted(Comparator.comparing(Row::weight).reversed().thenComparing(Row::row))
                .map(Row::row)
                .toList();
    }

    private record Row(int row, BigDecimal weight) {}
}
