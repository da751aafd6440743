package io.countersign.analytics.scenario;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The few things of greatest weight; of equal weights the earlier row. Used by one thread. */
final class Greatest<T> {
    private final int most;
    private final PriorityQueue<Weighed<T>> kept;

    private record Weighed<T>(BigDecimal weight, long row, T thing) {}

    Greatest(int most) {
        this.most = most;
        Comparator<Weighed<T>> byWeight = Comparator.comparing(Weighed::weight);
        this.kept = new PriorityQueue<>(byWeight.thenComparing(Weighed::row, Comparator.reverseOrder()));
    }

    void add(BigDecimal weight, long row, T thing) {
        kept.add(new Weighed<>(weight, row, thing));
        if (kept.size() > most) {
            kept.remove();
        }
    }

    /** Greatest first. */
    List<T> list() {
        Comparator<Weighed<T>> byWeight = Comparator.comparing(Weighed::weight);
        return kept.stream()
                .sorted(byWeight.reversed().thenComparing(Weighed::row))
                .map(Weighed::thing)
                .toList();
    }
}
