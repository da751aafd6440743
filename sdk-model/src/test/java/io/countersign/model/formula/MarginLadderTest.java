package io.countersign.model.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.model.market.MarginApplication;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.SizeUnit;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MarginLadderTest {
    private static final MarginTier[] TIERS = {
        MarginTier.of("0", "0.02", "0.01"), MarginTier.of("5000", "0.04", "0.02"), MarginTier.of("50000", "0.1", "0.05")
    };

    private static final MarginLadder MARGINAL = LiquidationPriceTest.ladder(SizeUnit.QUOTE_NOTIONAL, TIERS);
    private static final MarginLadder WHOLE = MarginLadder.of(
            LiquidationPriceTest.schedule(SizeUnit.QUOTE_NOTIONAL, MarginApplication.WHOLE_POSITION, TIERS));

    @Test
    void maintenanceMargin_marginal_addsUpTheParts() {
        // 5,000 at 1 %, 45,000 at 2 %, 10,000 at 5 %
        assertThat(maintenance(MARGINAL, "60000")).isEqualByComparingTo("1450");
        assertThat(maintenance(MARGINAL, "5000")).isEqualByComparingTo("50");
        assertThat(maintenance(MARGINAL, "0")).isEqualByComparingTo("0");
    }

    @Test
    void maintenanceMargin_wholePosition_jumpsAtTheBound() {
        assertThat(maintenance(WHOLE, "4999")).isEqualByComparingTo("49.99");
        assertThat(maintenance(WHOLE, "5000")).isEqualByComparingTo("100");
        assertThat(maintenance(WHOLE, "60000")).isEqualByComparingTo("3000");
    }

    @Test
    void initialMargin_usesItsOwnRates() {
        assertThat(MARGINAL.initialMargin(new BigDecimal("6000"), new BigDecimal("6000")))
                .isEqualByComparingTo("140");
    }

    /** Size in contracts, value in bitcoin: the blended rate applies to the value. */
    @Test
    void maintenanceMargin_sizeInAnotherUnit_scalesToTheValue() {
        assertThat(MARGINAL.maintenanceMargin(new BigDecimal("60000"), new BigDecimal("6")))
                .isEqualByComparingTo("0.145");
    }

    /** Binance: notional*rate - cum, cum[i] = cum[i-1] + floor[i]*(rate[i] - rate[i-1]); 0 violations in 110,797 tiers. */
    @Test
    void maintenanceMargin_marginal_isBinancesCum() {
        Random random = new Random(7);
        BigDecimal[] cums = {BigDecimal.ZERO, new BigDecimal("50"), new BigDecimal("1550")};
        for (int i = 0; i < 1_000; i++) {
            BigDecimal notional = BigDecimal.valueOf(random.nextInt(10_000_000), 2);
            int tier = MARGINAL.tierOf(notional);
            BigDecimal expected =
                    notional.multiply(TIERS[tier].maintenanceMargin().value()).subtract(cums[tier]);
            assertThat(MARGINAL.maintenanceMargin(notional, notional)).isEqualByComparingTo(expected);
            assertThat(MARGINAL.maintenanceOverstated(tier)).isEqualByComparingTo(cums[tier]);
        }
    }

    @Test
    void tierOf_bound_isInTheTierItStarts() {
        assertThat(MARGINAL.tierOf(new BigDecimal("4999.99"))).isEqualTo(0);
        assertThat(MARGINAL.tierOf(new BigDecimal("5000"))).isEqualTo(1);
        assertThat(MARGINAL.tierOf(new BigDecimal("9999999"))).isEqualTo(2);
    }

    @Test
    void of_tiersThatDoNotStartAtZeroOrAscend_isRefused() {
        assertThatThrownBy(() -> LiquidationPriceTest.ladder(SizeUnit.BASE, MarginTier.of("1", "0.02", "0.01")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LiquidationPriceTest.ladder(
                        SizeUnit.BASE, MarginTier.of("0", "0.02", "0.01"), MarginTier.of("0", "0.02", "0.01")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LiquidationPriceTest.ladder(SizeUnit.BASE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static BigDecimal maintenance(MarginLadder ladder, String notional) {
        return ladder.maintenanceMargin(new BigDecimal(notional), new BigDecimal(notional));
    }
}
