package io.countersign.model.formula;

import static io.countersign.model.formula.Ladders.d;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.model.fixtures.Cases;
import io.countersign.model.unit.Rate;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.junit.jupiter.api.Test;

/** Numbers of support.cryptofacilities.com article 115002794113. */
class PremiumCapTest {
    @Test
    void at_krakensDays_isWhatKrakenPublishes() {
        PremiumCap cap = PremiumCap.KRAKEN_FIXED_MATURITY;
        assertThat(cap.at(1)).isEqualByComparingTo("0.01");
        assertThat(cap.at(87).setScale(6, RoundingMode.HALF_UP)).isEqualTo("0.088182");
        assertThat(cap.at(210)).isEqualByComparingTo("0.20");
        assertThat(PremiumCap.KRAKEN_PERPETUAL.at(0)).isEqualByComparingTo("0.01");
        assertThat(PremiumCap.KRAKEN_PERPETUAL.at(87)).isEqualByComparingTo("0.01");
    }

    @Test
    void always_anyDay_isOneCap() {
        PremiumCap cap = PremiumCap.always(Rate.of("0.05"));
        assertThat(cap.at(-1)).isEqualByComparingTo("0.05");
        assertThat(cap.at(0)).isEqualByComparingTo("0.05");
        assertThat(cap.at(400)).isEqualByComparingTo("0.05");
    }

    @Test
    void at_beyondTheLine_isLevel() {
        PremiumCap cap = PremiumCap.KRAKEN_FIXED_MATURITY;
        assertThat(cap.at(0)).isEqualByComparingTo("0.01");
        assertThat(cap.at(-5)).isEqualByComparingTo("0.01");
        assertThat(cap.at(211)).isEqualByComparingTo("0.20");
        assertThat(cap.at(Long.MAX_VALUE)).isEqualByComparingTo("0.20");
        assertThat(cap.at(Long.MIN_VALUE)).isEqualByComparingTo("0.01");
    }

    @Test
    void mark_premiumBeyondTheCap_isCutInEitherDirection() {
        PremiumCap cap = PremiumCap.KRAKEN_PERPETUAL;
        assertThat(cap.mark(d("8000"), d("79"), 1)).isEqualByComparingTo("8079");
        assertThat(cap.mark(d("8000"), d("81"), 1)).isEqualByComparingTo("8080");
        assertThat(cap.mark(d("8000"), d("-79"), 1)).isEqualByComparingTo("7921");
        assertThat(cap.mark(d("8000"), d("-500"), 1)).isEqualByComparingTo("7920");
        assertThat(PremiumCap.KRAKEN_FIXED_MATURITY.mark(d("8000"), d("5000"), 300))
                .isEqualByComparingTo("9600");
    }

    @Test
    void mark_anyPremium_staysWithinTheCapAndOnThePremiumsSide() {
        Cases.forEach(300, random -> {
            BigDecimal index = BigDecimal.valueOf(1 + random.nextInt(10_000_000), 2);
            BigDecimal premium = BigDecimal.valueOf(random.nextInt(2_000_000) - 1_000_000, 2);
            int days = random.nextInt(300);
            BigDecimal limit = index.multiply(PremiumCap.KRAKEN_FIXED_MATURITY.at(days));
            BigDecimal kept =
                    PremiumCap.KRAKEN_FIXED_MATURITY.mark(index, premium, days).subtract(index);

            assertThat(kept.abs()).isEqualByComparingTo(premium.abs().min(limit));
            assertThat(kept.signum()).isEqualTo(premium.signum());
        });
    }

    @Test
    void of_capThatNarrows_isRefused() {
        Rate one = Rate.of("0.01");
        Rate two = Rate.of("0.02");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PremiumCap(two, one, 1, 210))
                .withMessage(
                        "A premium cap must widen with the days to maturity: from 0.02 on day 1 to 0.01 on day 210");
        assertThatIllegalArgumentException().isThrownBy(() -> new PremiumCap(one, two, 210, 210));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PremiumCap.always(Rate.of("-0.01")))
                .withMessageStartingWith("Premium cap must not be negative: -0.01");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PremiumCap.KRAKEN_PERPETUAL.mark(d("0"), d("1"), 1))
                .withMessageStartingWith("Index must be positive: 0");
    }
}
