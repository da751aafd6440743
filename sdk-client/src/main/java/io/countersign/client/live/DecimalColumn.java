package io.countersign.client.live;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * Decimals as whole numbers of one scale: row {@code i} is {@code unscaled(i) / 10^scale}. Implemented by users over columns that
 * they already have.
 */
public interface DecimalColumn {
    /** The number of rows. */
    int size();

    /** Digits after the point; 0 to 18. */
    int scale();

    /** The value times ten to the power of {@link #scale()}. */
    long unscaled(int row);

    /**
     * Copies what {@link #unscaled} says of some rows to the start of an array: how passes over millions of rows read a column. Worth
     * overriding where the values are in an array already.
     *
     * @param from the first row
     * @param to the row after the last; at most as many rows as the array has room for
     */
    default void copyUnscaled(int from, int to, long[] into) {
        for (int row = from; row < to; row++) {
            into[row - from] = unscaled(row);
        }
    }

    /** The value. */
    default BigDecimal at(int row) {
        return BigDecimal.valueOf(unscaled(row), scale());
    }

    /**
     * A column over an array, which is not copied and must not change.
     *
     * @throws IllegalArgumentException if the scale is not from 0 to 18
     */
    static DecimalColumn of(long[] unscaled, int scale) {
        return new Whole(unscaled, scale);
    }

    /** Starts a column; {@code name} is how messages call its values. */
    static Builder builder(String name) {
        return new Builder(name);
    }

    /** A column in an array. */
    final class Whole implements DecimalColumn {
        private final long[] unscaled;
        private final int scale;

        private Whole(long[] unscaled, int scale) {
            if (scale < 0 || scale > 18) {
                throw new IllegalArgumentException("A column's scale must be from 0 to 18: " + scale);
            }
            this.unscaled = unscaled;
            this.scale = scale;
        }

        @Override
        public int size() {
            return unscaled.length;
        }

        @Override
        public int scale() {
            return scale;
        }

        @Override
        public long unscaled(int row) {
            return unscaled[row];
        }

        @Override
        public void copyUnscaled(int from, int to, long[] into) {
            System.arraycopy(unscaled, from, into, 0, to - from);
        }

        @Override
        public String toString() {
            return unscaled.length + " decimals of scale " + scale;
        }
    }

    /** Gathers values; the scale is that of the finest one. Not safe for concurrent use. */
    final class Builder {
        private final String name;
        private long[] unscaled = new long[16];
        private int size;
        private int scale;

        private Builder(String name) {
            this.name = name;
        }

        /**
         * One more row.
         *
         * @throws IllegalArgumentException if the values so far no longer fit 64 bits at the scale of the finest
         */
        public Builder add(BigDecimal value) {
            if (value.scale() > scale) {
                rescale(value.scale());
            }
            if (size == unscaled.length) {
                unscaled = Arrays.copyOf(unscaled, size * 2);
            }
            unscaled[size++] = exact(value.setScale(scale).unscaledValue(), value);
            return this;
        }

        /** The rows so far. */
        public DecimalColumn build() {
            return DecimalColumn.of(Arrays.copyOf(unscaled, size), scale);
        }

        private void rescale(int finer) {
            BigInteger factor = BigInteger.TEN.pow(finer - scale);
            for (int i = 0; i < size; i++) {
                unscaled[i] =
                        exact(BigInteger.valueOf(unscaled[i]).multiply(factor), BigDecimal.valueOf(unscaled[i], scale));
            }
            scale = finer;
        }

        private long exact(BigInteger value, BigDecimal shown) {
            if (value.bitLength() > 63) {
                throw new IllegalArgumentException(name + " " + shown.toPlainString()
                        + " does not fit a column of whole numbers with " + scale + " digits after the point");
            }
            return value.longValue();
        }
    }
}
