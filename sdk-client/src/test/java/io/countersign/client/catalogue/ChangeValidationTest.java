package io.countersign.client.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.client.rule.Validation;
import io.countersign.client.rule.Validator;
import io.countersign.model.change.ChangePolicy;
import io.countersign.model.change.MarginPolicy;
import io.countersign.model.change.TickPolicy;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.finding.ValidationReport;
import io.countersign.model.market.FeeStep;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.unit.Price;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The three changes that every desk makes, judged end to end. */
class ChangeValidationTest {
    private static final Validator VALIDATOR = Validator.of(Catalogue.standard());
    private static final SpotMarket BITCOIN = Markets.bitcoin().build();
    private static final ConfigSnapshot VENUE = Markets.venue();

    private static ChangeContext.Builder known() {
        return ChangeContext.builder()
                .put(RuleInput.RESTING_ORDERS, BITCOIN.documentId(), Markets.book())
                .put(RuleInput.POSITIONS, Markets.perpetual().build().documentId(), Markets.positions())
                .put(RuleInput.MARK_PRICE, Markets.perpetual().build().documentId(), Price.of("8000"));
    }

    private static ConfigSnapshot withTick(String tick) {
        return VENUE.with(Markets.bitcoin().priceRule(Markets.price(tick, 1)).build());
    }

    @Test
    void validate_venueAsItIs_findsNothingButWhatItCannotJudge() {
        assertThat(VALIDATOR.validate(VENUE).findings()).allMatch(Validator::isInconclusive);
        assertThat(VALIDATOR.validate(VENUE, VENUE, ChangeContext.none()).findings())
                .allMatch(Validator::isInconclusive);
    }

    @Test
    void validate_rebateAboveTakerFee_isBlockedAndNamesTheWorstTierPair() {
        ConfigSnapshot after = VENUE.with(Markets.bitcoin()
                .fees(Markets.ladder(
                        List.of(FeeStep.of("0", "0.25"), FeeStep.of("10000", "0.2"), FeeStep.of("10000000", "-0.12")),
                        Markets.fees().taker()))
                .build());

        ValidationReport report = VALIDATOR.validate(VENUE, after, known().build());

        assertThat(report.isBlocked()).isTrue();
        assertThat(report.of("D-FEE-04")).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.BLOCK);
            assertThat(finding.document()).isEqualTo("spot-market/kraken/XXBTZUSD");
            assertThat(finding.path()).isEqualTo("/fees/maker/threshold=10000000/fee");
            assertThat(finding.message())
                    .isEqualTo(
                            "Rebate exceeds taker fee: maker tier from 10000000 (-0.12 %) with taker tier from 10000000"
                                    + " (0.1 %) sums to -0.02 %, the worst of all pairs; raise the maker fee to at least -0.1 %");
            assertThat(finding.evidence()).containsEntry("sumPercent", "-0.02");
        });
        assertThat(report.of("T-FEE-01")).extracting(Finding::severity).containsExactly(Severity.BLOCK);
    }

    @Test
    void validate_coarserTickWithoutPolicy_demandsOneAndCountsTheOrders() {
        ValidationReport report = VALIDATOR.validate(VENUE, withTick("1"), known().build());

        assertThat(report.findings())
                .filteredOn(finding -> !Validator.isInconclusive(finding))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.ruleId()).isEqualTo("T-TCK-01");
                    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
                    assertThat(finding.path()).isEqualTo("/priceRule/tickSize");
                    assertThat(finding.before()).contains("0.1");
                    assertThat(finding.after()).contains("1");
                    assertThat(finding.message())
                            .startsWith(
                                    "Tick size coarsened 10x from 0.1 to 1 without a tick policy: 6 of 10 orders (60.0 %) leave"
                                            + " the grid: 3 to buy, 3 to sell, worth 387505.48 ZUSD (66.0 % of the book). Set one: ");
                    assertThat(finding.evidence()).containsEntry("ordersOffGrid", "6");
                });
    }

    @Test
    void validate_coarserTickWithPolicy_warnsWithTheSameFigures() {
        ChangeContext context = known().policy(ChangePolicy.builder()
                        .tickPolicy(TickPolicy.CANCEL_OFF_GRID)
                        .build())
                .build();

        ValidationReport report = VALIDATOR.validate(VENUE, withTick("1"), context);

        assertThat(report.hasErrors()).isFalse();
        assertThat(report.of("T-TCK-01")).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARN);
            assertThat(finding.message()).contains("under CANCEL_OFF_GRID: 6 of 10 orders");
        });
    }

    @Test
    void validate_coarserTickOfAnUnknownBook_saysSoOnceARuleAndStillDemandsThePolicy() {
        ValidationReport report = VALIDATOR.validate(VENUE, withTick("1"), ChangeContext.none());

        assertThat(report.of("T-TCK-01"))
                .extracting(Finding::severity)
                .containsExactlyInAnyOrder(Severity.ERROR, Severity.INFO);
        assertThat(report.of("S-TCK")).singleElement().satisfies(finding -> {
            assertThat(Validator.isInconclusive(finding)).isTrue();
            assertThat(finding.severity()).isEqualTo(Severity.INFO);
            assertThat(finding.message())
                    .isEqualTo("Inconclusive, not passed: resting orders of spot-market/kraken/XXBTZUSD not known");
        });
    }

    @Test
    void validate_ruleSetWithoutScenarios_saysThatTheScenarioIsMissing() {
        ValidationReport report =
                Validator.of(Catalogue.standard().without("S-TCK")).validate(VENUE, withTick("1"), known().build());

        assertThat(report.of("T-TCK-01"))
                .extracting(Finding::message)
                .anyMatch(message -> message.contains("S-TCK is not in the rule set"));
    }

    @Test
    void validate_raisedMaintenanceMargin_showsWhoIsLiquidated() {
        ConfigSnapshot after = VENUE.with(
                Markets.schedule(MarginTier.of("0", "0.03", "0.015"), MarginTier.of("500000", "0.04", "0.02")));

        Validation all = VALIDATOR.assess(
                VENUE,
                after,
                known().policy(ChangePolicy.builder()
                                .marginPolicy(MarginPolicy.ALL_POSITIONS)
                                .build())
                        .build());

        assertThat(all.report().of("S-LIQ")).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.BLOCK); // a third of the open notional
            assertThat(finding.message())
                    .startsWith(
                            "1 of 3 positions in PI_XBTUSD (professional) newly below maintenance margin at mark 8000,"
                                    + " with 1000.00 USD notional (33.3 % of the open notional), short of 0.000575 XBT");
        });
        assertThat(all.report().of("T-LEV-01")).extracting(Finding::severity).containsExactly(Severity.WARN);
        assertThat(all.report().of("T-LEV-03")).isEmpty();
        assertThat(all.evidence()).singleElement().satisfies(evidence -> {
            assertThat(evidence.scenario()).isEqualTo("S-LIQ");
            assertThat(evidence.worst())
                    .containsExactly(
                            "closer long 1000 from 8000: equity 0.0013, required 0.00125 before and 0.001875 after,"
                                    + " short of 0.000575 XBT");
        });
    }

    @Test
    void validate_raisedMarginForNewPositionsOnly_warns() {
        ConfigSnapshot after = VENUE.with(Markets.schedule(MarginTier.of("0", "0.03", "0.015")));

        ValidationReport report = VALIDATOR.validate(
                VENUE,
                after,
                known().policy(ChangePolicy.builder()
                                .marginPolicy(MarginPolicy.NEW_POSITIONS_ONLY)
                                .build())
                        .build());

        assertThat(report.hasErrors()).isFalse();
        assertThat(report.of("S-LIQ")).extracting(Finding::severity).containsExactly(Severity.WARN);
    }

    @Test
    void validate_raisedMarginOnUnknownPositions_isAnErrorThatNamesTheContract() {
        ConfigSnapshot after = VENUE.with(Markets.schedule(MarginTier.of("0", "0.03", "0.015")));

        ValidationReport report = VALIDATOR.validate(VENUE, after, ChangeContext.none());

        assertThat(report.of("T-LEV-01"))
                .filteredOn(finding -> finding.severity() == Severity.ERROR)
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .contains("S-LIQ has not run on the positions of futures-contract/kraken/PI_XBTUSD"));
        assertThat(report.of("T-LEV-03")).extracting(Finding::severity).containsExactly(Severity.ERROR);
    }

    @Test
    void validate_wrongBeforeAlready_warnsAndNamesTheOldSeverity() {
        SpotMarket.Builder broken = Markets.bitcoin()
                .fees(Markets.ladder(List.of(FeeStep.of("0", "-0.5")), List.of(FeeStep.of("0", "0.1"))));
        ConfigSnapshot before = VENUE.with(broken.build());
        ConfigSnapshot after = VENUE.with(broken.altName("BTCUSD").build());

        ValidationReport report = VALIDATOR.validate(before, after, known().build());

        assertThat(report.of("D-FEE-04")).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARN);
            assertThat(finding.message()).endsWith("(already so before this change)");
            assertThat(finding.evidence()).containsEntry(Validator.STANDING, "BLOCK");
        });
    }

    @Test
    void validate_untouchedMarketThatIsWrong_isNotReported() {
        SpotMarket broken = Markets.bitcoin()
                .id("OTHER")
                .altName("OTHERALT")
                .wsName("OTH/ER")
                .fees(Markets.ladder(List.of(FeeStep.of("0", "-0.5")), List.of(FeeStep.of("0", "0.1"))))
                .build();

        ValidationReport report =
                VALIDATOR.validate(VENUE.with(broken), withTick("1").with(broken), known().build());

        assertThat(report.of("D-FEE-04")).isEmpty();
        assertThat(report.of("T-TCK-01")).hasSize(1);
    }

    @Test
    void validate_fromManyThreads_givesTheSameReport() throws InterruptedException, ExecutionException {
        ChangeContext context = known().policy(
                        ChangePolicy.builder().noticePeriod(Duration.ofDays(7)).build())
                .build();
        ConfigSnapshot after = withTick("1").with(Markets.schedule(MarginTier.of("0", "0.03", "0.015")));
        ValidationReport expected = VALIDATOR.validate(VENUE, after, context);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<ValidationReport>> reports = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            reports.add(threads.submit(() -> VALIDATOR.validate(VENUE, after, context)));
        }
        for (Future<ValidationReport> report : reports) {
            assertThat(report.get()).isEqualTo(expected);
        }
        threads.shutdown();
        assertThat(expected.findings()).isSorted().hasSizeGreaterThan(3);
    }

    @Test
    void validate_settlementAssetChangedUnderPositions_isBlocked() {
        ConfigSnapshot before = VENUE.with(Markets.perpetual().settle("XBT").build());
        ConfigSnapshot after = VENUE.with(Markets.perpetual().settle("ETH").build());

        ValidationReport report = VALIDATOR.validate(before, after, known().build());

        assertThat(report.of("T-IMM-01")).extracting(Finding::path).containsExactly("/settle");
    }

    @Test
    void validate_contractThatSettlesInTheWrongAsset_isBlocked() {
        FuturesContract.Builder inverse = Markets.perpetual().base("XBT").quote("USD");

        assertThat(VALIDATOR.validate(VENUE.with(inverse.settle("USD").build())).of("D-PAY-01"))
                .extracting(Finding::path)
                .containsExactly("/settle");
        assertThat(VALIDATOR.validate(VENUE.with(inverse.settle("XBT").build())).of("D-PAY-01"))
                .isEmpty();
        assertThat(VALIDATOR
                        .validate(VENUE.with(
                                inverse.payoff(Payoff.QUANTO).settle("EUR").build()))
                        .of("D-PAY-01"))
                .extracting(Finding::path)
                .containsExactly("/contractSizeUnit");
    }

    @Test
    void validate_marginOfAContractThatCannotBeComputed_isInconclusive() {
        FuturesContract odd =
                Markets.perpetual().contractSizeUnit(SizeUnit.BASE).build();
        MarginSchedule schedule = Markets.schedule();
        MarginSchedule raised = MarginSchedule.builder()
                .from(schedule)
                .tiers(List.of(MarginTier.of("0", "0.5", "0.25")))
                .build();

        ValidationReport report = VALIDATOR.validate(
                VENUE.with(odd).with(schedule), VENUE.with(odd).with(raised), known().build());

        assertThat(report.of("S-LIQ")).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.INFO);
            assertThat(finding.message()).contains("computable contract size (see D-PAY-01)");
        });
    }
}
