package io.countersign.model.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.model.market.FeeLadder;
import io.countersign.model.market.FeeStep;
import io.countersign.model.market.Payoff;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.TickSize;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
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
        Random random = new Random(11);
        for (int i = 0; i < 2_000; i++) {
            TickSize tick = new TickSize(BigDecimal.valueOf(1 + random.nextInt(500), random.nextInt(6)));
            Price price = new Price(BigDecimal.valueOf(random.nextInt(1_000_000), random.nextInt(6)));
            PriceGrid grid = new PriceGrid(tick);
            Price buy = grid.passive(Side.BUY, price);
            Price sell = grid.passive(Side.SELL, price);
            assertThat(grid.contains(buy)).isTrue();
            assertThat(grid.contains(sell)).isTrue();
            assertThat(buy).isLessThanOrEqualTo(price);
            assertThat(sell).isGreaterThanOrEqualTo(price);
            BigDecimal between = sell.value().subtract(buy.value());
            assertThat(between).isEqualByComparingTo(grid.contains(price) ? BigDecimal.ZERO : tick.value());
        }
    }

    @Test
    void containsAll_finerGrid_holdsTheCoarserOne() {
        assertThat(HALF.containsAll(new PriceGrid(TickSize.of("1")))).isTrue();
        assertThat(HALF.containsAll(new PriceGrid(TickSize.of("0.75")))).isFalse();
    }

    @Test
    void effectiveMinimum_isTheLargerOfBothUpToTheLot() {
        assertThat(PriceGrid.effectiveMinimum(
                        Quantity.of("0.1"), Quantity.of("0.2"), new BigDecimal("5"), Price.of("19")))
                .isEqualTo(Quantity.of("0.3"));
        assertThatThrownBy(() -> PriceGrid.effectiveMinimum(
                        Quantity.of("0.1"), Quantity.of("0.2"), new BigDecimal("5"), Price.of("0")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void profit_byPayoff_hasTheSignOfTheHolder() {
        ContractTerms linear = new ContractTerms(Payoff.LINEAR, new BigDecimal("0.1"));
        ContractTerms inverse = new ContractTerms(Payoff.INVERSE, new BigDecimal("100"));
        ContractTerms quanto = new ContractTerms(Payoff.QUANTO, new BigDecimal("0.000001"));
        assertThat(linear.profit(d("-10"), d("50"), d("40"))).isEqualByComparingTo("10");
        assertThat(inverse.profit(d("10"), d("50"), d("100"))).isEqualByComparingTo("10");
        assertThat(inverse.value(d("-10"), d("50"))).isEqualByComparingTo("20");
        assertThat(inverse.quoteNotional(d("-10"), d("50"))).isEqualByComparingTo("1000");
        assertThat(quanto.profit(d("1000"), d("3000"), d("3100"))).isEqualByComparingTo("0.1");
    }

    /** OMIUSD's shape on 2026-01-12: the worst pair stands on two different steps. */
    @Test
    void worst_overAllPairs_takesEachLadderAtItsLeast() {
        FeeLadder ladder = FeeLadder.builder()
                .maker(List.of(FeeStep.of("0", "0.2"), FeeStep.of("10000", "-0.02"), FeeStep.of("50000", "-0.02")))
                .taker(List.of(FeeStep.of("0", "0.25"), FeeStep.of("500000", "0.01")))
                .build();

        FeePair worst = FeePair.worst(ladder).orElseThrow();

        assertThat(worst.maker().threshold()).hasToString("10000");
        assertThat(worst.taker().threshold()).hasToString("500000");
        assertThat(worst.sum()).hasToString("-0.01");
        assertThat(FeePair.worst(FeeLadder.builder().build())).isEmpty();
    }

    private static BigDecimal d(String text) {
        return new BigDecimal(text);
    }
}
