package io.countersign.analytics;

import java.time.Duration;

/**
 * How much a question may take. A question that needs more fails; it never gets a partial answer, except that a result of more
 * than the most rows is cut and says so.
 *
 * @param memoryMegabytesMax memory of the engine; below 64 hardly anything can be answered
 * @param timeMax time of one question, at least a millisecond
 * @param threadsMax threads of the engine
 * @param rowsMax rows of one result
 */
public record QueryLimits(int memoryMegabytesMax, Duration timeMax, int threadsMax, int rowsMax) {
    /** 1 GB, 30 seconds, 2 threads, 100,000 rows. */
    public static final QueryLimits DEFAULT = new QueryLimits(1_000, Duration.ofSeconds(30), 2, 100_000);

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if a limit is not positive
     */
    public QueryLimits {
        require("Memory in megabytes", memoryMegabytesMax);
        require("Time in milliseconds", timeMax.toMillis());
        require("Threads", threadsMax);
        require("Rows", rowsMax);
    }

    /** The same with another time. */
    public QueryLimits withTimeMax(Duration time) {
        return new QueryLimits(memoryMegabytesMax, time, threadsMax, rowsMax);
    }

    /** The same with another memory. */
    public QueryLimits withMemoryMegabytesMax(int megabytes) {
        return new QueryLimits(megabytes, timeMax, threadsMax, rowsMax);
    }

    /** The same with another number of rows. */
    public QueryLimits withRowsMax(int rows) {
        return new QueryLimits(memoryMegabytesMax, timeMax, threadsMax, rows);
    }

    /** The same with another number of threads. */
    public QueryLimits withThreadsMax(int threads) {
        return new QueryLimits(memoryMegabytesMax, timeMax, threads, rowsMax);
    }

    private static void require(String what, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " must be at least 1: " + value);
        }
    }
}
