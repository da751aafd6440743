package io.countersign.model.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.TickSize;
import org.junit.jupiter.api.Test;

class TickEconomicsTest {
    @Test
    void relativeTick_isInBasisPointsOfThePrice() {
        assertThat(TickEconomics.relativeTick(TickSize.of("0.5"), Price.of("31250")))
                .hasToString("0.16");
        assertThat(TickEconomics.relativeTick(TickSize.of("0.05"), Price.of("60000")))
                .hasToString("0.008333333333333333");
        assertThat(TickEconomics.relativeTick(TickSize.of("1"), Price.of("1"))).hasToString("10000");
    }

    @Test
    void relativeTick_lastDigit_isRoundedHalfEven() {
        assertThat(TickEconomics.relativeTick(TickSize.of("0.00000000000000002"), Price.of("30000")))
                .hasToString("0.000000000000000007");
        assertThat(TickEconomics.relativeTick(TickSize.of("0.000000000000000025"), Price.of("100000")))
                .hasToString("0.000000000000000002");
    }

    @Test
    void relativeTick_noPrice_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TickEconomics.relativeTick(TickSize.of("1"), Price.of("0")))
                .withMessageStartingWith("Price must be positive: 0");
    }

    @Test
    void minimumSpreadCost_isOneTickForTheWayThereAndBack() {
        assertThat(TickEconomics.minimumSpreadCost(TickSize.of("0.5"), Quantity.of("3")))
                .isEqualByComparingTo("1.5");
    }
}
