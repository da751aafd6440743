package io.countersign.examples.scenario;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;

/** Seeded decimals. Not safe for concurrent use. */
final class Draw {
    private final Random random;

    Draw(long seed) {
        this.random = new Random(seed);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean oneIn(int chances) {
        return random.nextInt(chances) == 0;
    }

    <T> T from(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** A decimal from 1 unit of its last digit on: with up to so many digits, and exactly so many after the point. */
    BigDecimal decimal(int digits, int scale) {
        BigInteger bound = BigInteger.TEN.pow(1 + random.nextInt(digits));
        return new BigDecimal(
                new BigInteger(bound.bitLength() + 8, random).mod(bound).max(BigInteger.ONE), scale);
    }
}
