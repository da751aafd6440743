package io.countersign.client.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProductsTest {
    @Test
    void compare_anyFour_isWhatBigIntegersSay() {
        Random random = new Random(20261125);
        for (int i = 0; i < 20_000; i++) {
            long[] four = new long[4];
            for (int j = 0; j < 4; j++) {
                four[j] = random.nextLong() >> random.nextInt(63);
            }
            if (i % 3 == 0) {
                four[2] = four[1];
                four[3] = four[0] + random.nextInt(3) - 1;
            }
            int expected = product(four[0], four[1]).compareTo(product(four[2], four[3]));

            assertThat(Integer.signum(Products.compare(four[0], four[1], four[2], four[3])))
                    .as("%s", (Object) four)
                    .isEqualTo(expected);
        }
    }

    @Test
    void limit_valueBetweenTwoWholeNumbers_isTheUpperOne() {
        Products.Limit limit = Products.Limit.atLeast(new BigDecimal("1.21"), 1);

        assertThat(limit.isReachedBy(12, 1)).isFalse();
        assertThat(limit.isReachedBy(13, 1)).isTrue();
        assertThat(Products.Limit.atLeast(new BigDecimal("1.3"), 1).isReachedBy(13, 1))
                .isTrue();
    }

    @Test
    void limit_ofMoreThan64Bits_isComparedExactly() {
        BigDecimal square = new BigDecimal(product(Long.MAX_VALUE, Long.MAX_VALUE));

        assertThat(Products.Limit.atLeast(square, 0).isReachedBy(Long.MAX_VALUE, Long.MAX_VALUE))
                .isTrue();
        assertThat(Products.Limit.atLeast(square.add(BigDecimal.ONE), 0).isReachedBy(Long.MAX_VALUE, Long.MAX_VALUE))
                .isFalse();
        assertThat(Products.Limit.atLeast(square, 18).isReachedBy(Long.MAX_VALUE, Long.MAX_VALUE))
                .isFalse();
    }

    @Test
    void isNone_zeroOrBelow() {
        assertThat(Products.Limit.atLeast(BigDecimal.ZERO, 0).isNone()).isTrue();
        assertThat(Products.Limit.atLeast(new BigDecimal("-3"), 0).isNone()).isTrue();
        assertThat(Products.Limit.atLeast(new BigDecimal("0.1"), 0).isNone()).isFalse();
        assertThat(Products.Limit.atLeast(new BigDecimal("1e30"), 0).isNone()).isFalse();
    }

    private static BigInteger product(long one, long other) {
        return BigInteger.valueOf(one).multiply(BigInteger.valueOf(other));
    }
}
