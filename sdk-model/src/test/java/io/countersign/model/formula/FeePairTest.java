package io.countersign.model.formula;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.model.market.FeeLadder;
import io.countersign.model.market.FeeSchedule;
import io.countersign.model.market.FeeStep;
import io.countersign.model.market.FeeTier;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Percent;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeePairTest {
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
        assertThat(worst.rewardsSelfMatching()).isTrue();
        assertThat(worst.selfMatchProfit()).hasToString("0.01");
        assertThat(FeePair.worst(FeeLadder.builder().build())).isEmpty();
    }

    @Test
    void worst_ladderWithoutMakerSteps_paysTheTakerFeeTwice() {
        FeeLadder ladder = FeeLadder.builder()
                .taker(List.of(FeeStep.of("0", "0.26"), FeeStep.of("10", "0.1")))
                .build();

        assertThat(FeePair.worst(ladder))
                .hasValueSatisfying(pair -> assertThat(pair.sum()).hasToString("0.2"));
    }

    @Test
    void worst_oneLadderPublishedElsewhere_isUnknown() {
        FeeLadder noTaker =
                FeeLadder.builder().maker(List.of(FeeStep.of("0", "0.1"))).build();
        FeeLadder noMaker = FeeLadder.builder()
                .maker(List.of())
                .taker(List.of(FeeStep.of("0", "0.1")))
                .build();

        assertThat(FeePair.worst(noTaker)).isEmpty();
        assertThat(FeePair.worst(noMaker)).isEmpty();
    }

    @Test
    void selfMatchProfit_rebateThatTheTakerPaysFor_isNone() {
        FeePair even = new FeePair(FeeStep.of("0", "-0.02"), FeeStep.of("0", "0.02"));
        FeePair earning = new FeePair(FeeStep.of("0", "0.01"), FeeStep.of("0", "0.02"));

        assertThat(even.rewardsSelfMatching()).isFalse();
        assertThat(even.selfMatchProfit()).hasToString("0");
        assertThat(earning.rewardsSelfMatching()).isFalse();
        assertThat(earning.selfMatchProfit()).hasToString("0");
    }

    @Test
    void worst_ofASchedule_isThatOfItsTwoLadders() {
        FeeSchedule schedule = FeeSchedule.builder()
                .venue("kraken")
                .id("s")
                .addTiers(
                        tier("0", "0.02", "0.05"), tier("5000000", "-0.03", "0.045"), tier("10000000", "-0.01", "0.02"))
                .build();

        FeePair worst = FeePair.worst(schedule).orElseThrow();

        assertThat(worst.maker().threshold()).hasToString("5000000");
        assertThat(worst.taker().threshold()).hasToString("10000000");
        assertThat(worst.sum()).hasToString("-0.01");
    }

    private static FeeTier tier(String threshold, String maker, String taker) {
        return FeeTier.builder()
                .threshold(Notional.of(threshold))
                .maker(Percent.of(maker))
                .taker(Percent.of(taker))
                .build();
    }
}
