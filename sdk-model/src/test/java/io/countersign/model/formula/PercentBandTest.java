package io.countersign.model.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.model.unit.Price;
import io.countersign.model.unit.Rate;
import org.junit.jupiter.api.Test;

class PercentBandTest {
    /** Multipliers of Binance's spot markets in April 2021: 5 and 0.2, for both sides. */
    @Test
    void contains_oneBandForBothSides_includesItsEnds() {
        PercentBand band = PercentBand.of(Rate.of("0.2"), Rate.of("5"));
        for (Side side : Side.values()) {
            assertThat(band.contains(side, Price.of("10"), Price.of("2"))).isTrue();
            assertThat(band.contains(side, Price.of("10"), Price.of("50"))).isTrue();
            assertThat(band.contains(side, Price.of("10"), Price.of("1.999"))).isFalse();
            assertThat(band.contains(side, Price.of("10"), Price.of("50.001"))).isFalse();
        }
    }

    @Test
    void contains_bandsBySide_takesTheSidesOwn() {
        PercentBand band = new PercentBand(Rate.of("0.2"), Rate.of("1.1"), Rate.of("0.9"), Rate.of("5"));

        assertThat(band.lowest(Side.BUY, Price.of("100"))).isEqualByComparingTo("20");
        assertThat(band.highest(Side.BUY, Price.of("100"))).isEqualByComparingTo("110");
        assertThat(band.lowest(Side.SELL, Price.of("100"))).isEqualByComparingTo("90");
        assertThat(band.highest(Side.SELL, Price.of("100"))).isEqualByComparingTo("500");
        assertThat(band.contains(Side.BUY, Price.of("100"), Price.of("111"))).isFalse();
        assertThat(band.contains(Side.SELL, Price.of("100"), Price.of("111"))).isTrue();
        assertThat(band.contains(Side.SELL, Price.of("100"), Price.of("89"))).isFalse();
    }

    @Test
    void lowest_productBeyondEighteenDigits_isExact() {
        PercentBand band = PercentBand.of(Rate.of("0.000000000000000001"), Rate.of("1"));
        assertThat(band.lowest(Side.BUY, Price.of("0.000000000000000001"))).isEqualByComparingTo("1e-36");
    }

    @Test
    void of_whatIsNoBand_isRefused() {
        Rate low = Rate.of("0.9");
        Rate high = Rate.of("1.1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PercentBand(high, low, low, high))
                .withMessage("The buy band must not be crossed: down 1.1, up 0.9, see rule D-BND-01");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PercentBand(low, high, high, low))
                .withMessageStartingWith("The sell band must not be crossed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PercentBand.of(Rate.of("-0.1"), high))
                .withMessageStartingWith("Band multiplier must not be negative: -0.1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PercentBand.of(low, high).contains(Side.BUY, Price.of("0"), Price.of("1")))
                .withMessageStartingWith("Reference price must be positive: 0");
        assertThat(PercentBand.of(low, low).contains(Side.SELL, Price.of("10"), Price.of("9")))
                .isTrue();
    }
}
