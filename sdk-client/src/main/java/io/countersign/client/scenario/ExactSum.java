package io.countersign.client.scenario;

import java.math.BigDecimal;
import java.math.BigInteger;

/** A sum of products of whole numbers in 128 bits, exact, without an object a row. Not safe for concurrent use. */
final class ExactSum {
    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

    private long high;
    private long low;

    void addProduct(long one, long other) {
        long productLow = one * other;
        long sum = low + productLow;
        long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
        low = sum;
        high = Math.addExact(high, Math.addExact(Math.multiplyHigh(one, other), carry));
    }

    BigDecimal toDecimal(int scale) {
        BigInteger unsignedLow = BigInteger.valueOf(low);
        if (low < 0) {
            unsignedLow = unsignedLow.add(TWO_TO_64);
        }
        return new BigDecimal(BigInteger.valueOf(high).shiftLeft(64).add(unsignedLow), scale);
    }
}
