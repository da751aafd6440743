package io.countersign.client.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.fixtures.Markets;
import io.countersign.model.formula.MarginLadder;
import io.countersign.model.market.MarginApplication;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.SizeUnit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetyBoundTest {
    /**
     * Whatever the ladders, also those that fall with size: who has the bound's part of the value meets every requirement, and it asks
     * for no more than the greatest rate of a size up to a quarter above.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void by_anySize_coversEveryRequirementUpToItAndLittleMore(long seed) {
        Random random = new Random(seed);
        BigDecimal times = new BigDecimal(1 + random.nextInt(5));
        List<MarginSchedule> schedules = List.of(schedule(random), schedule(random));
        SafetyBound bound = new SafetyBound(schedules, times);
        LeadingBits byHalf = bound.by(2);
        for (int i = 0; i < 2_000; i++) {
            BigDecimal size = BigDecimal.valueOf(1 + random.nextInt(60_000), 1);
            double enough = byHalf.at(size.doubleValue() / 2);
            assertThat(enough)
                    .as("seed %d, size %s", seed, size)
                    .isLessThanOrEqualTo(bound.enough())
                    .isLessThanOrEqualTo(greatestRate(schedules, size, times) * (1 + 1e-8));
            for (MarginSchedule schedule : schedules) {
                MarginLadder ladder = MarginLadder.of(schedule);
                double initial = ladder.initialMargin(size, size).doubleValue() / size.doubleValue();
                double maintenance =
                        ladder.maintenanceMargin(size, size).multiply(times).doubleValue() / size.doubleValue();
                assertThat(enough)
                        .as("seed %d, size %s", seed, size)
                        .isGreaterThanOrEqualTo(initial)
                        .isGreaterThanOrEqualTo(maintenance);
            }
        }
    }

    @Test
    void by_sizeThatRoundingTookBelowABound_isEnoughForTheBound() {
        MarginSchedule schedule =
                Markets.schedule(MarginTier.of("0", "0.02", "0.01"), MarginTier.of("1024", "0.2", "0.1"));

        LeadingBits table = new SafetyBound(List.of(schedule), BigDecimal.ONE).by(1);

        assertThat(table.at(1024 * (1 - 1e-15))).isEqualTo(table.at(1025)).isGreaterThan(0.2);
        assertThat(table.at(800)).isLessThan(0.021);
    }

    private static double greatestRate(List<MarginSchedule> schedules, BigDecimal size, BigDecimal times) {
        return schedules.stream()
                .flatMap(schedule -> schedule.tiers().stream())
                .filter(tier -> tier.lowerBound().value().doubleValue() <= size.doubleValue() * 1.25)
                .mapToDouble(tier -> Math.max(
                        tier.initialMargin().value().doubleValue(),
                        tier.maintenanceMargin().value().multiply(times).doubleValue()))
                .max()
                .orElseThrow();
    }

    private static MarginSchedule schedule(Random random) {
        List<MarginTier> tiers = new ArrayList<>();
        int bound = 0;
        for (int tier = 0; tier < 4; tier++) {
            BigDecimal maintenance = BigDecimal.valueOf(1 + random.nextInt(40), 3);
            tiers.add(MarginTier.of(
                    Integer.toString(bound),
                    maintenance.multiply(BigDecimal.valueOf(2)).toPlainString(),
                    maintenance.toPlainString()));
            bound += 1 + random.nextInt(2_000);
        }
        return MarginSchedule.builder()
                .from(Markets.schedule(tiers.toArray(MarginTier[]::new)))
                .unit(SizeUnit.QUOTE_NOTIONAL)
                .application(random.nextBoolean() ? MarginApplication.MARGINAL : MarginApplication.WHOLE_POSITION)
                .build();
    }
}
