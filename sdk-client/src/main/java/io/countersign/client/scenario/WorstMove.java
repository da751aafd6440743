package io.countersign.client.scenario;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;

/** The row with the greatest move as a share of what it moved from; of equal ones the first. Not safe for concurrent use. */
final class WorstMove {
    private long move;
    private long from = 1;
    private int row = -1;

    /** Neither is negative, {@code of} is positive. */
    void see(long moved, long of, int at) {
        if (ShareLimit.compare(moved, from, move, of) > 0) {
            move = moved;
            from = of;
            row = at;
        }
    }

    /** Zero where nothing moved. */
    BigDecimal share() {
        return BigDecimal.valueOf(move).divide(BigDecimal.valueOf(from), MathContext.DECIMAL64);
    }

    Optional<Integer> row() {
        return row < 0 ? Optional.empty() : Optional.of(row);
    }
}
