package io.countersign.model.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.model.market.PriceRule;
import io.countersign.model.market.TickStep;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.TickSize;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TickLadderTest {
    /** Deribit's options on bitcoin. */
    private static final TickLadder OPTION = ladder("0", "0.0001", "0.005", "0.0005");

    private static TickLadder ladder(String... boundsAndTicks) {
        List<TickStep> steps = new ArrayList<>();
        for (int i = 0; i < boundsAndTicks.length; i += 2) {
            steps.add(TickStep.builder()
                    .abovePrice(Price.of(boundsAndTicks[i]))
                    .tickSize(TickSize.of(boundsAndTicks[i + 1]))
                    .build());
        }
        return new TickLadder(steps);
    }

    @Test
    void at_boundOfAStep_isThatStepsTick() {
        assertThat(OPTION.at(Price.of("0.0049"))).isEqualTo(TickSize.of("0.0001"));
        assertThat(OPTION.at(Price.of("0.005"))).isEqualTo(TickSize.of("0.0005"));
        assertThat(OPTION.at(Price.of("7"))).isEqualTo(TickSize.of("0.0005"));
        assertThat(OPTION.at(Price.of("-1"))).isEqualTo(TickSize.of("0.0001"));
    }

    @Test
    void contains_priceOfALowerStepsGrid_onlyBelowTheBound() {
        assertThat(OPTION.contains(Price.of("0.0049"))).isTrue();
        assertThat(OPTION.contains(Price.of("0.00495"))).isFalse();
        assertThat(OPTION.contains(Price.of("0.0051"))).isFalse();
        assertThat(OPTION.contains(Price.of("0.0055"))).isTrue();
    }

    @Test
    void passive_offGrid_movesByTheTickOfItsStep() {
        assertThat(OPTION.passive(Side.BUY, Price.of("0.0057"))).isEqualTo(Price.of("0.0055"));
        assertThat(OPTION.passive(Side.SELL, Price.of("0.00495"))).isEqualTo(Price.of("0.005"));
    }

    @Test
    void finest_anyOrder_isTheSmallestTick() {
        assertThat(OPTION.finest()).isEqualTo(TickSize.of("0.0001"));
        assertThat(ladder("0", "5", "10", "1").finest()).isEqualTo(TickSize.of("1"));
    }

    @Test
    void of_ruleWithoutALadder_isOneStep() {
        PriceRule rule = PriceRule.builder().tickSize(TickSize.of("0.5")).build();

        assertThat(TickLadder.of(rule)).isEqualTo(ladder("0", "0.5"));
        assertThat(TickLadder.of(PriceRule.builder()
                        .from(rule)
                        .tickLadder(ladder("0", "0.5", "10", "1").steps())
                        .build()))
                .isEqualTo(ladder("0", "0.5", "10", "1"));
    }

    @Test
    void differences_movedBound_isTheRangeBetween() {
        assertThat(OPTION.differences(ladder("0", "0.0001", "0.004", "0.0005")))
                .singleElement()
                .satisfies(range -> {
                    assertThat(range.from()).isEqualTo(Price.of("0.004"));
                    assertThat(range.below()).contains(Price.of("0.005"));
                    assertThat(range.before()).isEqualTo(TickSize.of("0.0001"));
                    assertThat(range.after()).isEqualTo(TickSize.of("0.0005"));
                    assertThat(range.range()).isEqualTo(" at prices from 0.004 below 0.005");
                });
    }

    @Test
    void differences_sameTicksSideBySide_areOneRange() {
        List<TickLadder.Difference> differences =
                ladder("0", "1").differences(ladder("0", "2", "10", "2", "20", "1", "30", "5"));

        assertThat(differences)
                .extracting(TickLadder.Difference::range)
                .containsExactly(" at prices below 20", " at prices from 30");
        assertThat(differences).extracting(TickLadder.Difference::after).containsExactly(tick("2"), tick("5"));
        assertThat(ladder("0", "1").differences(ladder("0", "1", "8", "1"))).isEmpty();
        assertThat(ladder("0", "1").differences(ladder("0", "2")))
                .extracting(TickLadder.Difference::range)
                .containsExactly("");
    }

    @Test
    void toString_steps_readsLikeAList() {
        assertThat(OPTION).hasToString("0.0001, 0.0005 from 0.005");
    }

    @Test
    void ladder_noStepsOrNotAscending_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TickLadder(List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ladder("0", "1", "0", "2"))
                .withMessage("A tick ladder must ascend: step 2 begins at 0");
    }

    private static TickSize tick(String text) {
        return TickSize.of(text);
    }
}
