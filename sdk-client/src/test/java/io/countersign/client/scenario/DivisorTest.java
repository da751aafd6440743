package io.countersign.client.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DivisorTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 7, 10, 25, 1_000, 12_345_678_901L, Long.MAX_VALUE - 1, Long.MAX_VALUE})
    void quotientAndRemainder_ofAnyValue_areThoseOfTheFloor(long step) {
        Divisor divisor = new Divisor(step);
        Random random = new Random(step);
        for (int i = 0; i < 20_000; i++) {
            long value = random.nextLong() >> random.nextInt(64);
            check(divisor, step, value);
            if (value > 0 && value < Long.MAX_VALUE / step) {
                check(divisor, step, value * step);
                check(divisor, step, value * step - 1);
            }
        }
        for (long value : new long[] {0, 1, step, step - 1, Long.MAX_VALUE, Long.MIN_VALUE, -1, -step}) {
            check(divisor, step, value);
        }
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                1,
                2,
                3,
                4,
                5,
                7,
                10,
                25,
                1_000,
                1L << 30,
                (1L << 30) + 1,
                (1L << 31) - 1,
                1L << 31,
                12_345_678_901L
            })
    void multiplierAndShift_ofSmallValues_giveTheQuotient(long step) {
        Divisor divisor = new Divisor(step);
        Random random = new Random(step);
        for (int i = 0; i < 20_000; i++) {
            long value = random.nextLong() >>> (33 + random.nextInt(30));
            long multiple = value - value % step;
            for (long each : new long[] {value, multiple, Math.max(0, multiple - 1), Divisor.SMALL - 1}) {
                assertThat((each * divisor.multiplier()) >>> divisor.shift())
                        .as("%d by %d", each, step)
                        .isEqualTo(each / step);
            }
        }
    }

    @Test
    void divisor_ofNothing_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Divisor(0)).withMessageContaining("0");
    }

    private static void check(Divisor divisor, long step, long value) {
        assertThat(divisor.remainder(value)).as("%d by %d", value, step).isEqualTo(Math.floorMod(value, step));
        assertThat(divisor.quotient(value)).as("%d by %d", value, step).isEqualTo(Math.floorDiv(value, step));
    }
}
