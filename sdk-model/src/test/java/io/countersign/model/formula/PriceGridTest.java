package io.countersign.model.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.model.fixtures.Cases;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.TickSize;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class PriceGridTest {
    private static final PriceGrid HALF = new PriceGrid(TickSize.of("0.5"));

    @Test
    void passive_offGrid_movesAwayFromTheMarket() {
        assertThat(HALF.passive(Side.BUY, Price.of("10.7"))).isEqualTo(Price.of("10.5"));
        assertThat(HALF.passive(Side.SELL, Price.of("10.7"))).isEqualTo(Price.of("11"));
        assertThat(HALF.passive(Side.BUY, Price.of("-0.2"))).isEqualTo(Price.of("-0.5"));
        assertThat(HALF.passive(Side.SELL, Price.of("10.5"))).isEqualTo(Price.of("10.5"));
    }

    @Test
    void passive_anyPrice_isOnTheGridWithinOneTickAndNeverBetter() {
        Cases.forEach(500, random -> {
            TickSize tick = new TickSize(BigDecimal.valueOf(1 + random.nextInt(500), random.nextInt(6)));
            Price base = new Price(BigDecimal.valueOf(random.nextInt(200) - 100, random.nextInt(4)));
            Price price = new Price(BigDecimal.valueOf(random.nextInt(1_000_000), random.nextInt(6)));
            PriceGrid grid = new PriceGrid(tick, base);
            Price buy = grid.passive(Side.BUY, price);
            Price sell = grid.passive(Side.SELL, price);
            assertThat(grid.contains(buy)).isTrue();
            assertThat(grid.contains(sell)).isTrue();
            assertThat(buy).isLessThanOrEqualTo(price);
            assertThat(sell).isGreaterThanOrEqualTo(price);
            BigDecimal between = sell.value().subtract(buy.value());
            assertThat(between).isEqualByComparingTo(grid.contains(price) ? BigDecimal.ZERO : tick.value());
            assertThat(grid.stopTrigger(Side.BUY, price)).isEqualTo(sell);
            assertThat(grid.stopTrigger(Side.SELL, price)).isEqualTo(buy);
        });
    }

    @Test
    void containsAll_finerGrid_holdsTheCoarserOne() {
        assertThat(HALF.containsAll(new PriceGrid(TickSize.of("1")))).isTrue();
        assertThat(HALF.containsAll(new PriceGrid(TickSize.of("0.75")))).isFalse();
    }

    @Test
    void contains_gridWithABase_countsFromIt() {
        PriceGrid odd = new PriceGrid(TickSize.of("0.5"), Price.of("0.2"));

        assertThat(odd.contains(Price.of("10.7"))).isTrue();
        assertThat(odd.contains(Price.of("10.5"))).isFalse();
        assertThat(odd.contains(Price.of("-0.3"))).isTrue();
        assertThat(odd.floor(Price.of("10.6"))).isEqualTo(Price.of("10.2"));
        assertThat(odd.ceiling(Price.of("10.6"))).isEqualTo(Price.of("10.7"));
        assertThat(odd.floor(Price.of("0.1"))).isEqualTo(Price.of("-0.3"));
        assertThat(HALF.base()).isEqualTo(Price.of("0"));
    }

    @Test
    void containsAll_otherBase_mustLieOnTheGridToo() {
        assertThat(HALF.containsAll(new PriceGrid(TickSize.of("1"), Price.of("0.5"))))
                .isTrue();
        assertThat(HALF.containsAll(new PriceGrid(TickSize.of("1"), Price.of("0.2"))))
                .isFalse();
        assertThat(new PriceGrid(TickSize.of("0.5"), Price.of("0.2"))
                        .containsAll(new PriceGrid(TickSize.of("1"), Price.of("0.7"))))
                .isTrue();
    }

    /** No stop fires earlier than asked: one to buy waits above the market, one to sell below it. */
    @Test
    void stopTrigger_offGrid_movesAwayFromTheMarket() {
        assertThat(HALF.stopTrigger(Side.BUY, Price.of("10.7"))).isEqualTo(Price.of("11"));
        assertThat(HALF.stopTrigger(Side.SELL, Price.of("10.7"))).isEqualTo(Price.of("10.5"));
        assertThat(HALF.stopTrigger(Side.SELL, Price.of("10.5"))).isEqualTo(Price.of("10.5"));
    }

    @Test
    void isMultiple_stepThatIsNone_isRefused() {
        assertThat(PriceGrid.isMultiple(new BigDecimal("-1.5"), new BigDecimal("0.5")))
                .isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PriceGrid.isMultiple(BigDecimal.ONE, BigDecimal.ZERO))
                .withMessage("Step must be positive: 0, check where it was read from");
    }
}
