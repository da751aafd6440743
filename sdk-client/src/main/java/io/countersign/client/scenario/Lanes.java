package io.countersign.client.scenario;

/**
 * Loops over blocks of {@link #ROWS} whole numbers that do the same to every row, with neither a branch nor a call, in arrays of one
 * length: this is what the compiler turns into instructions for eight rows at a time. Sums are kept by lane, each row of a block in
 * its own, for adding up within a block would do one row after another.
 *
 * <p>A loop stays this fast only while it is small and holds numbers of one width; that is why there are several where one would do.
 */
final class Lanes {
    /** Few enough for all that is worked out about a block to stay close to the processor. */
    static final int ROWS = 512;

    private Lanes() {}

    /** Every bit that is set in any of the numbers: at least the greatest of them, and negative where one of them is. */
    static long bits(long[] numbers, long[] scratch) {
        int half = ROWS / 2;
        int quarter = ROWS / 4;
        for (int i = 0; i < half; i++) {
            scratch[i] = numbers[i] | numbers[i + half];
        }
        for (int i = 0; i < quarter; i++) {
            scratch[i] = scratch[i] | scratch[i + quarter];
        }
        long bits = 0;
        for (int i = 0; i < quarter; i++) {
            bits |= scratch[i];
        }
        return bits;
    }

    static void multiply(long[] numbers, long factor, long[] into) {
        for (int i = 0; i < ROWS; i++) {
            into[i] = numbers[i] * factor;
        }
    }

    static void multiply(long[] numbers, long[] factors, long[] into) {
        for (int i = 0; i < ROWS; i++) {
            into[i] = numbers[i] * factors[i];
        }
    }

    static void add(long[] numbers, long[] sums) {
        for (int i = 0; i < ROWS; i++) {
            sums[i] += numbers[i];
        }
    }

    /** Adds the numbers whose mask is all ones. */
    static void add(long[] numbers, long[] masks, long[] sums) {
        for (int i = 0; i < ROWS; i++) {
            sums[i] += numbers[i] & masks[i];
        }
    }

    /** What is left of one number after each of those whose mask is all ones, and all of it at the others. */
    static void subtract(long from, long[] numbers, long[] masks, long[] into) {
        for (int i = 0; i < ROWS; i++) {
            into[i] = from - (numbers[i] & masks[i]);
        }
    }
}
