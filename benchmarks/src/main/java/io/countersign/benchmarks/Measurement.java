package io.countersign.benchmarks;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One figure of a run.
 *
 * @param name what was measured
 * @param value the median of several rounds
 * @param unit of the value
 * @param ratios the value over that of each limit or peer measured in the same run, by its name
 */
record Measurement(String name, BigDecimal value, String unit, SortedMap<String, BigDecimal> ratios) {
    private static final int SHOWN_DIGITS = 3;

    /** A figure that stands for itself, such as a limit. */
    static Measurement of(String name, double value, String unit) {
        return new Measurement(name, rounded(value), unit, new TreeMap<>());
    }

    /** This with the ratio to a limit or peer. */
    Measurement against(Measurement other) {
        SortedMap<String, BigDecimal> all = new TreeMap<>(ratios);
        all.put(other.name, rounded(value.doubleValue() / other.value.doubleValue()));
        return new Measurement(name, value, unit, all);
    }

    String rounded() {
        return value.toPlainString();
    }

    private static BigDecimal rounded(double value) {
        BigDecimal exact = BigDecimal.valueOf(value);
        int scale = Math.max(0, SHOWN_DIGITS - exact.precision() + exact.scale());
        return exact.setScale(scale, RoundingMode.HALF_UP);
    }
}
