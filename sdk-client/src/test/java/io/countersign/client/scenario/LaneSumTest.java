package io.countersign.client.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class LaneSumTest {
    @Test
    void total_ofMoreThanALaneHolds_isExact() {
        LaneSum sum = new LaneSum();
        long number = Long.MAX_VALUE / 3;
        for (int block = 0; block < 10; block++) {
            long[] lanes = sum.lanesFor(number);
            for (int i = 0; i < lanes.length; i++) {
                lanes[i] += i % 2 == 0 ? number : -1;
            }
        }

        assertThat(sum.total().toDecimal(0))
                .isEqualByComparingTo(new BigDecimal(number)
                        .subtract(BigDecimal.ONE)
                        .multiply(BigDecimal.valueOf(10L * Lanes.ROWS / 2)));
    }
}
