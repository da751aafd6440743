package io.countersign.client.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.rule.Validator;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.FeeLadder;
import io.countersign.model.market.FeeProduct;
import io.countersign.model.market.FeeSchedule;
import io.countersign.model.market.FeeStep;
import io.countersign.model.market.FeeTier;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Percent;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The fee rules on each of the three documents in which fees stand, and at their limits. */
class FeeRulesTest {
    private static final Validator VALIDATOR = Validator.of(Catalogue.standard());

    @Test
    void ascending_stepsThatDoNot_areNamedInEachDocument() {
        List<FeeStep> late = List.of(FeeStep.of("100", "0.05"));
        List<FeeStep> twice = List.of(FeeStep.of("0", "0.05"), FeeStep.of("5", "0.04"), FeeStep.of("5", "0.03"));

        assertThat(hits("D-FEE-01", contract(late, twice)))
                .extracting(Finding::path, Finding::message)
                .containsExactlyInAnyOrder(
                        tuple(
                                "/fees/maker",
                                "The first fee step starts at volume 100 instead of 0: accounts below it have no fee"),
                        tuple("/fees/taker", "Fee step 3 starts at volume 5, not above the step before it at 5"));
        assertThat(hits("D-FEE-01", schedule(tier("100", "0.02", "0.05"))))
                .singleElement()
                .satisfies(finding -> assertThat(finding.path()).isEqualTo("/tiers"));
        assertThat(hits("D-FEE-01", schedule(tier("0", "0.02", "0.05"), tier("1", "0.02", "0.05"))))
                .isEmpty();
        assertThat(hits("D-FEE-01", schedule())).isEmpty();
    }

    @Test
    void falling_feesThatRiseWithVolume_areNamedByTheirStep() {
        FeeSchedule schedule =
                schedule(tier("0", "0.02", "0.05"), tier("10", "0.03", "0.05"), tier("20", "0.03", "0.06"));

        assertThat(hits("D-FEE-02", schedule))
                .extracting(Finding::path)
                .containsExactly("/tiers/threshold=10/maker", "/tiers/threshold=20/taker");
        assertThat(hits("D-FEE-02", schedule).get(0).message())
                .isEqualTo("The fee rises from 0.02 % to 0.03 % as volume reaches 10");
    }

    @Test
    void makerAboveTaker_atVolumesOfEitherLadder_isCounted() {
        MarketDocument contract = contract(
                List.of(FeeStep.of("0", "0.05"), FeeStep.of("50", "0.03")),
                List.of(FeeStep.of("0", "0.05"), FeeStep.of("20", "0.04")));

        assertThat(hits("D-FEE-03", contract)).singleElement().satisfies(finding -> {
            assertThat(finding.path()).isEqualTo("/fees/maker");
            assertThat(finding.message())
                    .isEqualTo(
                            "Maker fee above taker fee on 1 step: at volume 20 the maker pays 0.05 %, the taker 0.04 %");
            assertThat(finding.evidence()).containsEntry("volumes", "[20]");
        });
        assertThat(hits("D-FEE-03", schedule(tier("0", "0.06", "0.05"), tier("10", "0.05", "0.04"))))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.path()).isEqualTo("/tiers");
                    assertThat(finding.message()).startsWith("Maker fee above taker fee on 2 steps: at volume 0 ");
                });
        assertThat(hits("D-FEE-03", schedule(tier("0", "0.05", "0.05")))).isEmpty();
    }

    @Test
    void makerAboveTaker_ofAMarketWithOneFeeForBoth_isNot() {
        assertThat(hits("D-FEE-03", Markets.bitcoin().fees(oneFee("0.3")).build()))
                .isEmpty();
    }

    @Test
    void netRebate_ofAScheduleAndAContract_isBlockedAtTheMakerStep() {
        assertThat(hits("D-FEE-04", schedule(tier("0", "0.02", "0.05"), tier("10", "-0.011", "0.01"))))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.BLOCK);
                    assertThat(finding.path()).isEqualTo("/tiers/threshold=10/maker");
                    assertThat(finding.evidence()).containsEntry("sumPercent", "-0.001");
                    assertThat(finding.message()).endsWith("raise the maker fee to at least -0.01 %");
                });
        assertThat(hits("D-FEE-04", schedule(tier("0", "0.02", "0.05"), tier("10", "-0.01", "0.01"))))
                .isEmpty();
        assertThat(hits("D-FEE-04", contract(List.of(FeeStep.of("0", "-0.03")), List.of(FeeStep.of("0", "0.02")))))
                .singleElement()
                .satisfies(finding -> assertThat(finding.path()).isEqualTo("/fees/maker/threshold=0/fee"));
    }

    @Test
    void plausible_limits_areTheProducts() {
        assertThat(hits("D-FEE-06", contract(steps("0.1"), steps("0.1")))).isEmpty();
        assertThat(hits("D-FEE-06", contract(steps("-0.1001"), steps("0.1"))))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.BLOCK);
                    assertThat(finding.message())
                            .isEqualTo("A maker fee of -0.1001 % is beyond 0.1 %: check that the source gives percent");
                });
        assertThat(hits("D-FEE-06", spot("1", "1"))).isEmpty();
        assertThat(hits("D-FEE-06", spot("1", "1.0001")))
                .extracting(Finding::path)
                .containsExactly("/fees/taker/threshold=0/fee");
        assertThat(hits("D-FEE-06", of(FeeProduct.FUTURES, "0.1", "0.11")))
                .extracting(Finding::path)
                .containsExactly("/tiers/threshold=0/taker");
        assertThat(hits("D-FEE-06", of(FeeProduct.SPOT, "0.1", "0.11"))).isEmpty();
        assertThat(hits("D-FEE-06", of(FeeProduct.MARGIN, "0.1", "0.11"))).isEmpty();
    }

    @Test
    void plausible_scheduleThatDoesNotSayForWhat_isInconclusiveBetweenTheLimits() {
        FeeSchedule.Builder schedule = FeeSchedule.builder().venue("kraken").id("f");

        assertThat(all(
                        "D-FEE-06",
                        schedule.tiers(List.of(tier("0", "0.1", "0.11"))).build()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(Validator.isInconclusive(finding)).isTrue();
                    assertThat(finding.message())
                            .isEqualTo(
                                    "Inconclusive, not passed: product of the fee schedule of fee-schedule/kraken/f not known");
                });
        assertThat(all(
                        "D-FEE-06",
                        schedule.tiers(List.of(tier("0", "0.1", "0.1"))).build()))
                .isEmpty();
        assertThat(all(
                        "D-FEE-06",
                        schedule.tiers(List.of(tier("0", "0.1", "1.01"))).build()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.BLOCK));
    }

    @Test
    void plausible_firstTakerStepThatLooksLikeAFraction_isWarnedOf() {
        assertThat(hits("D-FEE-06", spot("0", "0.005"))).isEmpty();
        assertThat(hits("D-FEE-06", spot("0", "0"))).isEmpty();
        assertThat(hits("D-FEE-06", spot("0", "0.0049"))).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARN);
            assertThat(finding.path()).isEqualTo("/fees/taker/threshold=0/fee");
        });
        assertThat(hits("D-FEE-06", contract(steps("0"), steps("0.002")))).isEmpty();
        assertThat(hits("D-FEE-06", contract(steps("0"), steps("0.0019")))).hasSize(1);
        assertThat(hits("D-FEE-06", of(FeeProduct.SPOT, "0", "0.0049"))).hasSize(1);
        assertThat(hits("D-FEE-06", of(FeeProduct.FUTURES, "0", "0.0049"))).isEmpty();
    }

    @Test
    void listed_emptyLists_sayWhetherTheyStandElsewhere() {
        FeeLadder empty = FeeLadder.builder().build();

        assertThat(hits(
                        "D-FEE-07",
                        Markets.bitcoin().fees(empty).feeScheduleRef("retail").build()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.INFO);
                    assertThat(finding.path()).isEqualTo("/fees/taker");
                    assertThat(finding.message())
                            .isEqualTo(
                                    "The taker fee list is empty: published elsewhere, in fee schedule retail, not free of charge");
                });
        assertThat(hits("D-FEE-07", Markets.bitcoin().fees(empty).build()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("no fee schedule is named"));
        assertThat(hits("D-FEE-07", contract(List.of(), steps("0.05"))))
                .extracting(Finding::path)
                .containsExactly("/fees/maker");
        assertThat(hits("D-FEE-07", Markets.bitcoin().fees(oneFee("0.3")).build()))
                .isEmpty();
        assertThat(hits("D-FEE-07", Markets.bitcoin().fees(Optional.empty()).build()))
                .isEmpty();
        assertThat(hits("D-FEE-07", schedule()))
                .extracting(Finding::message)
                .containsExactly("The fee schedule has no tiers: what its markets charge is not known");
    }

    static FeeTier tier(String threshold, String maker, String taker) {
        return FeeTier.builder()
                .threshold(Notional.of(threshold))
                .maker(Percent.of(maker))
                .taker(Percent.of(taker))
                .build();
    }

    static FeeSchedule schedule(FeeTier... tiers) {
        return FeeSchedule.builder()
                .venue("kraken")
                .id("f")
                .product(FeeProduct.FUTURES)
                .tiers(List.of(tiers))
                .build();
    }

    private static FeeSchedule of(FeeProduct product, String maker, String taker) {
        return FeeSchedule.builder()
                .from(schedule(tier("0", maker, taker)))
                .product(product)
                .build();
    }

    private static MarketDocument contract(List<FeeStep> maker, List<FeeStep> taker) {
        return Markets.perpetual().fees(Markets.ladder(maker, taker)).build();
    }

    private static MarketDocument spot(String maker, String taker) {
        return Markets.bitcoin()
                .fees(Markets.ladder(steps(maker), steps(taker)))
                .build();
    }

    private static List<FeeStep> steps(String fee) {
        return List.of(FeeStep.of("0", fee));
    }

    private static FeeLadder oneFee(String fee) {
        return FeeLadder.builder().addTaker(FeeStep.of("0", fee)).build();
    }

    private static List<Finding> hits(String rule, MarketDocument document) {
        return all(rule, document).stream()
                .filter(finding -> !Validator.isInconclusive(finding))
                .toList();
    }

    private static List<Finding> all(String rule, MarketDocument document) {
        return VALIDATOR.validate(Markets.venue().with(document)).of(rule);
    }
}
