package io.countersign.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Callers at the same time, each of whom waits for one call before it makes the next. */
final class Callers {
    private Callers() {}

    /** Makes call {@code index} of caller {@code caller}, and returns when it is done. */
    interface Call {
        void make(int caller, int index) throws Exception;
    }

    /** Lets each caller make its calls, and takes the time. */
    static Times run(int callers, int each, Call call) throws Exception {
        long[] nanos = new long[callers * each];
        ExecutorService pool = Executors.newFixedThreadPool(callers);
        try {
            List<Callable<Void>> work = new ArrayList<>();
            for (int caller = 0; caller < callers; caller++) {
                int number = caller;
                work.add(() -> {
                    for (int i = 0; i < each; i++) {
                        long start = System.nanoTime();
                        call.make(number, i);
                        nanos[number * each + i] = System.nanoTime() - start;
                    }
                    return null;
                });
            }
            long start = System.nanoTime();
            for (Future<Void> caller : pool.invokeAll(work)) {
                caller.get();
            }
            return new Times(System.nanoTime() - start, nanos);
        } finally {
            pool.shutdown();
        }
    }

    /** How long all took together, and each call by itself, in nanoseconds. */
    static final class Times {
        private final long total;
        private final long[] sorted;

        private Times(long total, long[] each) {
            this.total = total;
            this.sorted = each.clone();
            Arrays.sort(sorted);
        }

        /** Calls a second. */
        double rate() {
            return sorted.length / (total / 1e9);
        }

        /** What 99 of 100 calls took at most, in milliseconds. */
        double percentile99() {
            return sorted[sorted.length * 99 / 100] / 1e6;
        }
    }
}
