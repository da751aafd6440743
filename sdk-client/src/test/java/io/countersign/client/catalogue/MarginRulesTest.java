package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Markets.schedule;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.rule.Validator;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.MarginApplication;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Leverage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The boundaries of the rules about one margin schedule. */
class MarginRulesTest {
    private static final Validator VALIDATOR = Validator.of(Catalogue.standard());

    private static List<Finding> of(String rule, MarginSchedule schedule) {
        return VALIDATOR.validate(Markets.venue().with(schedule)).of(rule);
    }

    private static MarginTier tier(String bound, String initial, String maintenance, String leverage) {
        return MarginTier.builder()
                .from(MarginTier.of(bound, initial, maintenance))
                .maxLeverage(Leverage.of(leverage))
                .build();
    }

    private static MarginTier amount(MarginTier tier, String amount) {
        return MarginTier.builder()
                .from(tier)
                .maintenanceAmount(Amount.of(amount))
                .build();
    }

    private static MarginSchedule derived(MarginTier... tiers) {
        return MarginSchedule.builder()
                .from(schedule(tiers))
                .initialMarginDerived(true)
                .build();
    }

    @Test
    void mrg01_noTierAWrongStartAndBoundsThatDoNotAscend_areEachNamed() {
        assertThat(of("D-MRG-01", Markets.schedule())).isEmpty();
        assertThat(of("D-MRG-01", schedule(new MarginTier[0])))
                .extracting(Finding::message)
                .containsExactly("The schedule has no tiers");
        assertThat(of("D-MRG-01", schedule(MarginTier.of("5", "0.02", "0.01"))))
                .extracting(Finding::message)
                .containsExactly("The first tier starts at 5 contracts instead of 0: smaller positions have no margin");
        assertThat(of(
                        "D-MRG-01",
                        schedule(
                                MarginTier.of("0", "0.02", "0.01"),
                                MarginTier.of("10", "0.03", "0.015"),
                                MarginTier.of("10", "0.04", "0.02"),
                                MarginTier.of("9", "0.05", "0.025"))))
                .extracting(Finding::message)
                .containsExactly(
                        "Tier 3 starts at 10 contracts, not above the tier before it at 10",
                        "Tier 4 starts at 9 contracts, not above the tier before it at 10");
    }

    @ParameterizedTest
    @CsvSource({
        "0.02, 0.01, 0",
        "0.02, 0.02, 1",
        "0.02, 0.021, 1",
        "0.02, 0, 1",
        "0.02, -0.01, 1",
        "1, 0.5, 0",
        "1.01, 0.5, 1"
    })
    void mrg02_rates_liveBetweenZeroAndOneInOrder(String initial, String maintenance, int hits) {
        assertThat(of("D-MRG-02", schedule(MarginTier.of("0", initial, maintenance))))
                .hasSize(hits)
                .extracting(Finding::severity)
                .allMatch(Severity.BLOCK::equals);
    }

    @ParameterizedTest
    @CsvSource({"0.02, 0.01, WARN", "0.019, 0.01, ERROR", "0.02, 0.009, ERROR", "0.021, 0.01, ''", "0.02, 0.011, ''"})
    void mrg03_secondTier_risesOrIsRedundant(String initial, String maintenance, String severity) {
        assertThat(of(
                        "D-MRG-03",
                        schedule(MarginTier.of("0", "0.02", "0.01"), MarginTier.of("10", initial, maintenance))))
                .extracting(finding -> finding.severity().name())
                .isEqualTo(severity.isEmpty() ? List.of() : List.of(severity));
    }

    @ParameterizedTest
    @CsvSource({"0.01, 0", "0.010001, 1"})
    void mrg04_maintenance_isHalfOfInitialAtMost(String maintenance, int hits) {
        assertThat(of("D-MRG-04", schedule(MarginTier.of("0", "0.02", maintenance))))
                .hasSize(hits);
    }

    @ParameterizedTest
    @CsvSource({"50, 0", "49, 0", "50.000000000000000001, 1", "51, 1"})
    void mrg04_leverageAgainstInitialMargin_isAllowedUpToOne(String leverage, int hits) {
        assertThat(of("D-MRG-04", schedule(tier("0", "0.02", "0.01", leverage))))
                .hasSize(hits);
    }

    @Test
    void mrg04_leverageThatCannotBeHad_saysWhatInitialMarginAllows() {
        assertThat(of("D-MRG-04", schedule(tier("0", "0.02", "0.01", "75"))))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
                    assertThat(finding.path()).isEqualTo("/tiers/lowerBound=0/maxLeverage");
                    assertThat(finding.message())
                            .isEqualTo("Leverage 75 cannot be had with an initial margin of 2 %, which allows 50");
                });
    }

    @Test
    void mrg04_leverageThatRisesWithSize_isAnErrorAlsoAcrossATierWithoutOne() {
        MarginSchedule rising = schedule(
                tier("0", "0.02", "0.01", "20"),
                MarginTier.of("10", "0.03", "0.015"),
                tier("20", "0.04", "0.02", "25"),
                tier("30", "0.04", "0.02", "25"));

        assertThat(of("D-MRG-04", rising)).singleElement().satisfies(finding -> {
            assertThat(finding.path()).isEqualTo("/tiers/lowerBound=20/maxLeverage");
            assertThat(finding.message()).isEqualTo("Leverage rises from 20 to 25 at size 20 contracts");
        });
    }

    @Test
    void mrg04_derivedInitialMargin_isOneOverLeverageCutTo18Digits() {
        assertThat(of("D-MRG-04", derived(tier("0", "0.333333333333333333", "0.1", "3"))))
                .isEmpty();
        assertThat(of("D-MRG-04", derived(tier("0", "0.333333333333333334", "0.1", "3"))))
                .singleElement()
                .satisfies(finding -> assertThat(finding.path()).isEqualTo("/tiers/lowerBound=0/initialMargin"));
        // The same schedule where nobody says that it is derived: less leverage than would be possible.
        assertThat(of("D-MRG-04", schedule(tier("0", "0.333333333333333332", "0.1", "3"))))
                .isEmpty();
        assertThat(of("D-MRG-04", derived(tier("0", "0.333333333333333332", "0.1", "3"))))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"4999.989, 0", "5000.011, 0", "5000.0111, 1", "4999.9889, 1", "0, 1"})
    void mrg05_amountBesideTheRecursion_isToleratedUpToTheThreshold(String amount, int hits) {
        MarginSchedule schedule =
                schedule(MarginTier.of("0", "0.02", "0.01"), amount(MarginTier.of("500000", "0.04", "0.02"), amount));

        assertThat(of("D-MRG-05", schedule)).hasSize(hits);
    }

    @Test
    void mrg05_oneWrongAmount_isOneFindingAndDoesNotSpoilTheNextTier() {
        MarginSchedule schedule = schedule(
                amount(MarginTier.of("0", "0.02", "0.01"), "0"),
                amount(MarginTier.of("500000", "0.04", "0.02"), "50000"),
                amount(MarginTier.of("1000000", "0.1", "0.05"), "35000"));

        assertThat(of("D-MRG-05", schedule)).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.BLOCK);
            assertThat(finding.path()).isEqualTo("/tiers/lowerBound=500000/maintenanceAmount");
            assertThat(finding.evidence()).containsEntry("expected", "5000");
            assertThat(finding.message())
                    .isEqualTo(
                            "The maintenance amount of the tier from 500000 is 50000 where bounds and rates give 5000"
                                    + " contracts");
        });
    }

    @Test
    void mrg05_rateOnTheWholePosition_overstatesNothing() {
        MarginSchedule whole = MarginSchedule.builder()
                .from(schedule(
                        MarginTier.of("0", "0.02", "0.01"), amount(MarginTier.of("500000", "0.04", "0.02"), "5000")))
                .application(MarginApplication.WHOLE_POSITION)
                .build();

        assertThat(of("D-MRG-05", whole)).hasSize(1);
    }

    @Test
    void mrg05_tiersThatDoNotAscend_areInconclusiveOnlyWhereAmountsArePublished() {
        MarginTier from5 = MarginTier.of("5", "0.02", "0.01");

        assertThat(of("D-MRG-05", schedule(from5))).isEmpty();
        assertThat(of("D-MRG-05", schedule(amount(from5, "0")))).singleElement().satisfies(finding -> {
            assertThat(Validator.isInconclusive(finding)).isTrue();
            assertThat(finding.message()).contains("computable margin tiers (see D-MRG-01)");
        });
    }
}
