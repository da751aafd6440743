package io.countersign.model.formula;

import static io.countersign.model.formula.Ladders.d;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.model.market.Payoff;
import io.countersign.model.unit.Rate;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FundingTest {
    /** Three hours of 2025-09-24 from Kraken's historical funding rates, absolute and relative, and the index they imply. */
    @ParameterizedTest
    @CsvSource({
        "1.3285114808978307, 1.1795815277778e-05, 112625.66",
        "1.534717467664686, 1.3625181944444e-05, 112638.31",
        "1.682787683034, 1.49229e-05, 112765.46"
    })
    void absoluteRate_krakensHistory_isRelativeTimesIndex(BigDecimal absolute, BigDecimal relative, BigDecimal index) {
        assertThat(absolute.divide(relative, 2, RoundingMode.HALF_UP)).isEqualByComparingTo(index);
        assertThat(Funding.absoluteRate(relative, index).subtract(absolute).abs())
                .isLessThan(absolute.multiply(d("1e-7")));
    }

    @Test
    void relativeRate_premiumOverCoefficient_isCutInEitherDirection() {
        Rate most = Rate.of("0.0025");
        assertThat(Funding.relativeRate(d("0.008"), d("8"), most)).isEqualByComparingTo("0.001");
        assertThat(Funding.relativeRate(d("0.024"), d("8"), most)).isEqualByComparingTo("0.0025");
        assertThat(Funding.relativeRate(d("-0.008"), d("8"), most)).isEqualByComparingTo("-0.001");
        assertThat(Funding.relativeRate(d("-1"), d("8"), most)).isEqualByComparingTo("-0.0025");
    }

    @Test
    void payment_positiveRate_isPaidByLongs() {
        assertThat(Funding.payment(d("2"), d("1.5"))).isEqualByComparingTo("3");
        assertThat(Funding.payment(d("-2"), d("1.5"))).isEqualByComparingTo("-3");
        assertThat(Funding.payment(d("2"), d("-1.5"))).isEqualByComparingTo("-3");
    }

    @Test
    void payment_anyPayoff_isValueTimesRate() {
        ContractTerms linear = new ContractTerms(Payoff.LINEAR, d("0.1"));
        ContractTerms inverse = new ContractTerms(Payoff.INVERSE, d("1"));

        assertThat(Funding.payment(linear, d("20"), d("50000"), d("0.0001")))
                .isEqualByComparingTo(Funding.payment(d("2"), Funding.absoluteRate(d("0.0001"), d("50000"))))
                .isEqualByComparingTo("10");
        assertThat(Funding.payment(inverse, d("-10000"), d("50000"), d("0.0001")))
                .isEqualByComparingTo("-0.00002");
    }

    @Test
    void relativeRate_numbersWithoutAnAnswer_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Funding.relativeRate(d("1"), d("0"), Rate.of("1")))
                .withMessageStartingWith("Funding coefficient must be positive: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Funding.relativeRate(d("1"), d("1"), Rate.of("-1")))
                .withMessageStartingWith("Greatest funding rate must not be negative: -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Funding.absoluteRate(d("1"), d("0")))
                .withMessageStartingWith("Index must be positive: 0");
    }
}
