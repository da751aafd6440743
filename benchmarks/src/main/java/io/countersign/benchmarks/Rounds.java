package io.countersign.benchmarks;

import java.util.Arrays;
import java.util.concurrent.Callable;

/**
 * Measures several ways of doing a thing in turns, so that a busy machine slows all of them.
 *
 * @param warmUp rounds that are not counted
 * @param counted rounds that are
 */
record Rounds(int warmUp, int counted) {
    /** The median time of each way, in milliseconds. What a way returns keeps it from being optimised away. */
    double[] medians(Callable<?>... ways) throws Exception {
        double[][] times = new double[ways.length][counted];
        int kept = 0;
        for (int round = -warmUp; round < counted; round++) {
            for (int way = 0; way < ways.length; way++) {
                long start = System.nanoTime();
                Object result = ways[way].call();
                long end = System.nanoTime();
                kept += System.identityHashCode(result) & 1;
                if (round >= 0) {
                    times[way][round] = (end - start) / 1e6;
                }
            }
        }
        if (kept < 0) {
            throw new IllegalStateException("Never happens, and the compiler does not know it");
        }
        return Arrays.stream(times).mapToDouble(Rounds::median).toArray();
    }

    /** The middle one. */
    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
