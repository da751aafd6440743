package io.countersign.client.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LeadingBitsTest {
    @Test
    void at_stepsOnQuartersOfPowers_isTheStepExactly() {
        LeadingBits bins = new LeadingBits(0);
        for (int bin = 0; bin < LiquidationRun.BINS.size(); bin++) {
            bins.setFrom(LiquidationRun.BINS.get(bin).doubleValue(), bin + 1.0);
        }

        for (int bin = 0; bin < LiquidationRun.BINS.size(); bin++) {
            double end = LiquidationRun.BINS.get(bin).doubleValue();
            assertThat(bins.at(Math.nextDown(end))).as("below %s", end).isEqualTo(bin);
            assertThat(bins.at(end)).as("at %s", end).isEqualTo(bin + 1.0);
        }
        assertThat(bins.at(-1)).isZero();
        assertThat(bins.at(Double.MAX_VALUE)).isEqualTo(LiquidationRun.BINS.size());
    }

    @Test
    void at_stepElsewhere_isTakenALittleEarlyAndNeverLate() {
        LeadingBits table = new LeadingBits(1);
        table.setFrom(50_000, 2);

        assertThat(table.at(40_000)).isEqualTo(1);
        assertThat(table.at(49_999)).isEqualTo(2);
        assertThat(table.at(50_000)).isEqualTo(2);
    }
}
