package io.countersign.model.formula;

import static io.countersign.model.formula.Ladders.d;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.model.fixtures.Cases;
import io.countersign.model.unit.Leverage;
import io.countersign.model.unit.Percent;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.junit.jupiter.api.Test;

class SpotMarginPositionTest {
    private static final Percent CALL = Percent.of("80");
    private static final Percent STOP = Percent.of("40");

    /** Kraken support article 203325763: 10,000 of equity, long 1.5 bitcoin at 30,000, 5 to 1. */
    @Test
    void priceAt_krakensFirstExample_callsAt28133() {
        SpotMarginPosition position = position(Side.BUY, "1.5", "30000", "5");

        assertThat(position.cost()).isEqualByComparingTo("45000");
        assertThat(position.usedMargin()).isEqualByComparingTo("9000");
        assertThat(position.priceAt(CALL, d("10000")).orElseThrow().setScale(6, RoundingMode.HALF_UP))
                .isEqualTo("28133.333333");
    }

    /** The same article: trade balance 10,000, used margin 4,000, cost 20,000. */
    @Test
    void priceAt_krakensSecondExample_callsAt13200AndStopsAt11600() {
        SpotMarginPosition position = position(Side.BUY, "1", "20000", "5");

        assertThat(position.usedMargin()).isEqualByComparingTo("4000");
        assertThat(position.priceAt(CALL, d("10000")))
                .hasValueSatisfying(price -> assertThat(price).isEqualByComparingTo("13200"));
        assertThat(position.priceAt(STOP, d("10000")))
                .hasValueSatisfying(price -> assertThat(price).isEqualByComparingTo("11600"));
    }

    /** By hand: 10,000 + 20,000 - 3,200. */
    @Test
    void priceAt_short_isAboveTheEntry() {
        SpotMarginPosition position = position(Side.SELL, "1", "20000", "5");

        assertThat(position.priceAt(CALL, d("10000")))
                .hasValueSatisfying(price -> assertThat(price).isEqualByComparingTo("26800"));
        assertThat(position.profit(Price.of("26800"))).isEqualByComparingTo("-6800");
        assertThat(position.marginLevel(d("10000"), Price.of("26800"))).isEqualByComparingTo("80");
    }

    @Test
    void marginLevel_isEquityOverUsedMargin() {
        SpotMarginPosition position = position(Side.BUY, "1", "20000", "5");

        assertThat(position.marginLevel(d("10000"), Price.of("20000"))).isEqualByComparingTo("250");
        assertThat(position.marginLevel(d("10000"), Price.of("21000"))).isEqualByComparingTo("275");
        assertThat(position.marginLevel(d("10000"), Price.of("8000"))).isEqualByComparingTo("-50");
    }

    @Test
    void priceAt_levelThatNoPositivePriceGives_isEmpty() {
        assertThat(position(Side.BUY, "1", "20000", "5").priceAt(CALL, d("23200")))
                .isEmpty();
        assertThat(position(Side.BUY, "1", "20000", "5").priceAt(CALL, d("23199.99")))
                .isPresent();
        assertThat(position(Side.SELL, "1", "20000", "5").priceAt(CALL, d("-16800")))
                .isEmpty();
        assertThat(position(Side.SELL, "1", "20000", "5").priceAt(CALL, d("-16799.99")))
                .isPresent();
    }

    @Test
    void priceAt_anyPosition_hasThatLevelThere() {
        Cases.forEach(500, random -> {
            SpotMarginPosition position = new SpotMarginPosition(
                    Ladders.one(random, Side.values()),
                    new Quantity(BigDecimal.valueOf(1 + random.nextInt(1_000_000), 4)),
                    new Price(BigDecimal.valueOf(1 + random.nextInt(1_000_000), 2)),
                    new Leverage(BigDecimal.valueOf(2 + random.nextInt(9))));
            BigDecimal collateral = position.usedMargin()
                    .multiply(BigDecimal.valueOf(random.nextInt(500), 2))
                    .setScale(8, RoundingMode.HALF_EVEN);
            Percent level = new Percent(BigDecimal.valueOf(random.nextInt(200)));

            // A price holds 18 digits, so that the level is met to as many less those of the quantity and the leverage.
            position.priceAt(level, collateral)
                    .ifPresent(price -> assertThat(position.marginLevel(
                                            collateral, new Price(price.setScale(18, RoundingMode.HALF_EVEN)))
                                    .subtract(level.value())
                                    .abs())
                            .isLessThan(d("1e-12")));
        });
    }

    @Test
    void of_nothingHeldOrPaid_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> position(Side.BUY, "0", "1", "2"))
                .withMessageStartingWith("Quantity must be positive: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> position(Side.BUY, "1", "0", "2"))
                .withMessageStartingWith("Entry price must be positive: 0");
    }

    private static SpotMarginPosition position(Side side, String quantity, String entry, String leverage) {
        return new SpotMarginPosition(side, Quantity.of(quantity), Price.of(entry), Leverage.of(leverage));
    }
}
