package io.countersign.model.formula;

import static io.countersign.model.formula.Ladders.d;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.Rate;
import java.util.List;
import org.junit.jupiter.api.Test;

class CollateralHoldingTest {
    /** By hand: 1,000*1 + 0.5*60,000*0.97 - 300. */
    @Test
    void marginEquity_addsWhatHaircutsLeaveAndTheProfit() {
        List<CollateralHolding> holdings = List.of(holding("1000", "1", "0"), holding("0.5", "60000", "0.03"));

        assertThat(CollateralHolding.marginEquity(holdings, d("-300"))).isEqualByComparingTo("29800");
        assertThat(CollateralHolding.marginEquity(List.of(), d("-300"))).isEqualByComparingTo("-300");
        assertThat(holding("2", "3", "1").marginValue()).isEqualByComparingTo("0");
        assertThat(holding("2", "0", "0.5").marginValue()).isEqualByComparingTo("0");
    }

    @Test
    void nettedMargin_isTheLargerLeg() {
        assertThat(CollateralHolding.nettedMargin(d("100"), d("70"))).isEqualByComparingTo("100");
        assertThat(CollateralHolding.nettedMargin(d("0"), d("70"))).isEqualByComparingTo("70");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CollateralHolding.nettedMargin(d("-1"), d("70")))
                .withMessageStartingWith("Margin of the longs must not be negative: -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CollateralHolding.nettedMargin(d("1"), d("-70")))
                .withMessageStartingWith("Margin of the shorts must not be negative: -70");
    }

    @Test
    void of_haircutInPercent_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> holding("1", "1", "3"))
                .withMessage("A haircut must be from 0 to 1: 3, see whether it was meant in percent");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> holding("1", "1", "-0.01"))
                .withMessageStartingWith("A haircut must be from 0 to 1: -0.01");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> holding("1", "-1", "0"))
                .withMessageStartingWith("Collateral price must not be negative: -1");
    }

    private static CollateralHolding holding(String balance, String price, String haircut) {
        return new CollateralHolding(Quantity.of(balance), Price.of(price), Rate.of(haircut));
    }
}
