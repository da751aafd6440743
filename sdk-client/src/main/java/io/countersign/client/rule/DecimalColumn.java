package io.countersign.client.rule;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/** Decimals as whole numbers of one scale, which grows with the finest value. Not safe for concurrent use. */
final class DecimalColumn {
    private final String name;
    private long[] unscaled = new long[16];
    private int size;
    private int scale;

    DecimalColumn(String name) {
        this.name = name;
    }

    static void requireScale(String name, int scale) {
        if (scale < 0 || scale > 18) {
            throw new IllegalArgumentException(name + " scale must be from 0 to 18: " + scale);
        }
    }

    void add(BigDecimal value) {
        if (value.scale() > scale) {
            rescale(value.scale());
        }
        if (size == unscaled.length) {
            unscaled = Arrays.copyOf(unscaled, size * 2);
        }
        unscaled[size++] = exact(value.setScale(scale).unscaledValue(), value);
    }

    long[] values() {
        return Arrays.copyOf(unscaled, size);
    }

    int scale() {
        return scale;
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
