package io.countersign.model.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.model.fixtures.Cases;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class LotGridTest {
    private static final LotGrid GRID = new LotGrid(Quantity.of("0.1"), Quantity.of("0.2"), Notional.of("5"));

    @Test
    void effectiveMinimum_isTheLargerOfBothUpToTheLot() {
        assertThat(GRID.effectiveMinimum(Price.of("19"))).isEqualTo(Quantity.of("0.3"));
        assertThat(GRID.effectiveMinimum(Price.of("50"))).isEqualTo(Quantity.of("0.2"));
        assertThat(GRID.effectiveMinimum(Price.of("5"))).isEqualTo(Quantity.of("1"));
        assertThat(new LotGrid(Quantity.of("0.3"), Quantity.of("0.4"), Notional.of("0"))
                        .effectiveMinimum(Price.of("1")))
                .isEqualTo(Quantity.of("0.6"));
    }

    @Test
    void effectiveMinimum_noPrice_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GRID.effectiveMinimum(Price.of("0")))
                .withMessageStartingWith("Price must be positive: 0");
    }

    @Test
    void accepts_eachOfTheThreeBounds_counts() {
        assertThat(GRID.accepts(Quantity.of("0.2"), Price.of("25"))).isTrue();
        assertThat(GRID.accepts(Quantity.of("0.2"), Price.of("24.9"))).isFalse();
        assertThat(GRID.accepts(Quantity.of("0.1"), Price.of("100"))).isFalse();
        assertThat(GRID.accepts(Quantity.of("0.25"), Price.of("100"))).isFalse();
    }

    /** Flooring may take an order below a minimum that it met before. */
    @Test
    void fit_flooredBelowAMinimum_isNoOrder() {
        assertThat(GRID.fit(Quantity.of("0.39"), Price.of("20"))).contains(Quantity.of("0.3"));
        assertThat(GRID.fit(Quantity.of("0.29"), Price.of("18"))).isEmpty();
        assertThat(GRID.fit(Quantity.of("0.19"), Price.of("1000"))).isEmpty();
        assertThat(GRID.floor(Quantity.of("0.19"))).isEqualTo(Quantity.of("0.1"));
        assertThat(GRID.floor(Quantity.of("0.05"))).isEqualTo(Quantity.of("0"));
    }

    @Test
    void effectiveMinimum_anyGrid_isAcceptedAndOneLotLessIsNot() {
        Cases.forEach(500, random -> {
            BigDecimal lot = BigDecimal.valueOf(1 + random.nextInt(500), random.nextInt(6));
            LotGrid grid = new LotGrid(
                    new Quantity(lot),
                    new Quantity(BigDecimal.valueOf(random.nextInt(5_000), 3)),
                    new Notional(BigDecimal.valueOf(1 + random.nextInt(10_000), 2)));
            Price price = new Price(BigDecimal.valueOf(1 + random.nextInt(1_000_000), random.nextInt(6)));
            Quantity least = grid.effectiveMinimum(price);

            assertThat(grid.accepts(least, price)).isTrue();
            assertThat(grid.accepts(new Quantity(least.value().subtract(lot)), price))
                    .isFalse();
            Quantity asked = new Quantity(least.value().add(BigDecimal.valueOf(random.nextInt(1_000), 3)));
            assertThat(grid.fit(asked, price)).hasValueSatisfying(fitted -> {
                assertThat(grid.accepts(fitted, price)).isTrue();
                assertThat(asked.value().subtract(fitted.value())).isBetween(BigDecimal.ZERO, lot);
            });
        });
    }

    @Test
    void of_stepThatIsNone_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LotGrid(Quantity.of("0"), Quantity.of("0"), Notional.of("0")))
                .withMessageStartingWith("Lot step must be positive: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LotGrid(Quantity.of("1"), Quantity.of("0"), Notional.of("-1")))
                .withMessageStartingWith("Least notional must not be negative: -1");
    }
}
