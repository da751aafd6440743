package io.countersign.client.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.fixtures.Markets;
import io.countersign.model.market.MarginApplication;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequirementEstimateTest {
    private static final MarginSchedule SCHEDULE = Markets.schedule(
            MarginTier.of("0", "0.02", "0.01"),
            MarginTier.of("1000", "0.04", "0.02"),
            MarginTier.of("3000", "0.06", "0.03"));

    /** Bounds at 500 and 1,500 units, for a unit counts twice. */
    private static final RequirementEstimate ESTIMATE = new RequirementEstimate(SCHEDULE, 1, 2);

    @ParameterizedTest
    @CsvSource({
        "0.001, 0, false",
        "250, 0, false",
        "499.999999, 0, false",
        "499.9999999999999, 0, true",
        "500, 0, true",
        "500, 1, true",
        "500.0000000000001, 1, true",
        "500.000001, 1, false",
        "1000, 1, false",
        "1499.999999, 1, false",
        "1499.999999999999, 1, true",
        "1500.000000000001, 2, true",
        "1500.000001, 2, false",
        "1000000000, 2, false"
    })
    void isUncertain_besideABoundOfTheTier(double units, int tier, boolean uncertain) {
        assertThat(ESTIMATE.isUncertain(tier, units)).isEqualTo(uncertain);
    }

    @Test
    void findTiers_sizesBetweenBounds_areInTheirs() {
        double[] units = {0, 499, 501, 1_499, 1_501, 1e9};
        long[] bits = new long[units.length];
        for (int i = 0; i < units.length; i++) {
            bits[i] = Double.doubleToRawLongBits(units[i]);
        }
        long[] tiers = new long[units.length];

        ESTIMATE.findTiers(bits, units.length, tiers);

        assertThat(tiers).containsExactly(0, 0, 1, 1, 2, 2);
    }

    @Test
    void jumps_onlyWhereARateHoldsForTheWholePosition() {
        assertThat(ESTIMATE.jumps()).isFalse();
        assertThat(new RequirementEstimate(
                                MarginSchedule.builder()
                                        .from(SCHEDULE)
                                        .application(MarginApplication.WHOLE_POSITION)
                                        .build(),
                                1,
                                2)
                        .jumps())
                .isTrue();
    }
}
