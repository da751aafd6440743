package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Markets.perpetual;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.FundingHistory;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.client.rule.Validator;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.ContractType;
import io.countersign.model.market.ExpiryConfig;
import io.countersign.model.market.FundingConfig;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FundingRulesTest {
    private static final Validator VALIDATOR = Validator.of(Catalogue.standard());
    private static final Instant END = Instant.parse("2026-12-25T16:00:00Z");

    @Test
    void belongs_eachPartOfTheWrongType_isNamed() {
        assertThat(hits(
                        "D-FUN-01",
                        perpetual().funding(Optional.empty()).lastTradingAt(END).build()))
                .extracting(Finding::path)
                .containsExactly("/funding", "/lastTradingAt");
        assertThat(hits(
                        "D-FUN-01",
                        perpetual().expiry(ExpiryConfig.builder().build()).build()))
                .extracting(Finding::path, Finding::severity)
                .containsExactly(tuple("/expiry", Severity.BLOCK));
        assertThat(hits(
                        "D-FUN-01",
                        perpetual().type(ContractType.FIXED_MATURITY).build()))
                .extracting(Finding::path)
                .containsExactly("/funding", "/lastTradingAt");
        assertThat(hits(
                        "D-FUN-01",
                        perpetual()
                                .type(ContractType.FIXED_MATURITY)
                                .funding(Optional.empty())
                                .lastTradingAt(END)
                                .expiry(ExpiryConfig.builder().build())
                                .build()))
                .isEmpty();
    }

    @Test
    void cap_withoutScheduleOrCap_isInconclusive() {
        assertThat(missing("D-FUN-02", perpetual().marginSchedules(Map.of()).build()))
                .isEqualTo("margin schedule");
        assertThat(missing(
                        "D-FUN-02",
                        perpetual().putMarginSchedules("retail", "nowhere").build()))
                .isEqualTo("margin schedule");
        assertThat(missing(
                        "D-FUN-02",
                        perpetual().funding(FundingConfig.builder().build()).build()))
                .isEqualTo("published funding cap");
        assertThat(hits("D-FUN-02", funding("8", "0", Duration.ofHours(1))))
                .extracting(Finding::message)
                .containsExactly("The funding cap is 0 %: no funding is paid");
    }

    @ParameterizedTest
    @CsvSource({"PT1H", "PT8H", "PT24H", "PT30M"})
    void periods_intervalThatDividesTheDay_passes(Duration interval) {
        assertThat(all("D-FUN-03", interval(interval))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PT7H", "PT25H", "PT48H", "PT0S", "PT-1H"})
    void periods_intervalThatDoesNot_isAnError(Duration interval) {
        assertThat(all("D-FUN-03", interval(interval)))
                .extracting(Finding::severity, Finding::path)
                .containsExactly(tuple(Severity.ERROR, "/funding/interval"));
    }

    @ParameterizedTest
    @CsvSource({"8, PT1H", "24, PT1H", "1, PT8H", "3, PT8H", "16, PT30M", "0.5, PT24H", "0.3333333334, PT24H"})
    void periods_coefficientOfEightHoursToADay_passes(String coefficient, Duration interval) {
        assertThat(all("D-FUN-03", funding(coefficient, "0.001", interval))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"7.999999, PT1H", "24.000001, PT1H", "8, PT8H", "8, PT30M"})
    void periods_coefficientThatDoesNotSuit_isAnError(String coefficient, Duration interval) {
        assertThat(all("D-FUN-03", funding(coefficient, "0.001", interval)))
                .extracting(Finding::severity, Finding::path)
                .containsExactly(tuple(Severity.ERROR, "/funding/coefficient"));
    }

    @Test
    void periods_longHorizon_isNamed() {
        assertThat(all("D-FUN-03", funding("8", "0.001", Duration.ofHours(8))))
                .extracting(Finding::message)
                .containsExactly(
                        "A coefficient of 8 with an interval of PT8H spreads a premium over PT64H, not over 8 to 24"
                                + " hours");
    }

    @Test
    void periods_intervalThatIsNotPublished_isInconclusive() {
        FuturesContract contract = perpetual()
                .funding(FundingConfig.builder().coefficient(Amount.of("8")).build())
                .build();

        assertThat(missing("D-FUN-03", contract)).isEqualTo("published funding interval");
        assertThat(all("D-FUN-03", perpetual().funding(Optional.empty()).build()))
                .isEmpty();
    }

    @Test
    void betweenPeriods_eachTerm_isNamedWithTheNextPayment() {
        FuturesContract after = funding("4", "0.002", Duration.ofHours(2));

        assertThat(change("T-FUN-01", after, at("2026-09-25T11:00:00Z")))
                .extracting(
                        Finding::path,
                        finding -> finding.before().orElseThrow(),
                        finding -> finding.after().orElseThrow())
                .containsExactly(
                        tuple("/funding/coefficient", "8", "4"),
                        tuple("/funding/interval", "PT1H", "PT2H"),
                        tuple("/funding/maxAbsRate", "0.001", "0.002"));
        assertThat(change("T-FUN-01", after, at("2026-09-25T11:00:00Z")).get(0).message())
                .isEqualTo(
                        "The change holds from 2026-09-25T11:00:00Z, inside a funding period of PT2H: one payment would"
                                + " be for two sets of terms. Let it hold from 2026-09-25T12:00:00Z");
        assertThat(change("T-FUN-01", after, at("2026-09-25T12:00:00Z"))).isEmpty();
    }

    @Test
    void betweenPeriods_ofTwoIntervals_mustEndBoth() {
        ConfigSnapshot before = Markets.venue().with(funding("1", "0.001", Duration.ofHours(8)));
        ConfigSnapshot after = Markets.venue().with(funding("2", "0.001", Duration.ofHours(6)));

        for (String time : List.of(
                "2026-09-25T08:00:00Z",
                "2026-09-25T18:00:00Z",
                "2026-09-25T23:59:59.999999Z",
                "2026-09-25T19:30:00Z")) {
            assertThat(VALIDATOR.validate(before, after, at(time)).of("T-FUN-01"))
                    .as(time)
                    .hasSize(2)
                    .allSatisfy(
                            finding -> assertThat(finding.message()).endsWith("Let it hold from 2026-09-26T00:00:00Z"));
        }
        assertThat(VALIDATOR.validate(before, after, at("2026-09-26T00:00:00Z")).of("T-FUN-01"))
                .isEmpty();
    }

    @Test
    void betweenPeriods_insideBothPeriods_isSaidOnceForEachTerm() {
        assertThat(VALIDATOR
                        .validate(
                                Markets.venue().with(funding("1", "0.001", Duration.ofHours(8))),
                                Markets.venue().with(funding("2", "0.001", Duration.ofHours(6))),
                                at("2026-09-25T19:30:00Z"))
                        .of("T-FUN-01"))
                .extracting(Finding::path)
                .containsExactly("/funding/coefficient", "/funding/interval");
    }

    @Test
    void betweenPeriods_onBitmex_areCountedFromFour() {
        FuturesContract before = perpetual()
                .venue("bitmex")
                .marginSchedules(Map.of())
                .funding(FundingConfig.builder()
                        .interval(Duration.ofHours(8))
                        .maxAbsRate(Rate.of("0.001"))
                        .build())
                .build();
        FuturesContract after = FuturesContract.builder()
                .from(before)
                .funding(FundingConfig.builder()
                        .interval(Duration.ofHours(8))
                        .maxAbsRate(Rate.of("0.002"))
                        .build())
                .build();
        Scope scope = new Scope("bitmex", "test");

        for (String hour : List.of("04", "12", "20")) {
            assertThat(VALIDATOR
                            .validate(
                                    ConfigSnapshot.of(scope, List.of(before)),
                                    ConfigSnapshot.of(scope, List.of(after)),
                                    at("2026-09-25T" + hour + ":00:00Z"))
                            .of("T-FUN-01"))
                    .isEmpty();
        }
        assertThat(VALIDATOR
                        .validate(
                                ConfigSnapshot.of(scope, List.of(before)),
                                ConfigSnapshot.of(scope, List.of(after)),
                                at("2026-09-25T00:00:00Z"))
                        .of("T-FUN-01"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).endsWith("from 2026-09-25T04:00:00Z"));
    }

    @Test
    void betweenPeriods_whatIsNotKnown_isInconclusive() {
        FuturesContract noInterval = perpetual()
                .funding(FundingConfig.builder().maxAbsRate(Rate.of("0.001")).build())
                .build();

        assertThat(changeMissing(Markets.venue(), funding("8", "0.002", Duration.ofHours(1)), ChangeContext.none()))
                .isEqualTo("instant from which the change holds");
        assertThat(changeMissing(
                        Markets.venue().with(noInterval),
                        perpetual()
                                .funding(FundingConfig.builder()
                                        .maxAbsRate(Rate.of("0.002"))
                                        .build())
                                .build(),
                        at("2026-09-25T11:00:00Z")))
                .isEqualTo("funding interval that divides the day (see D-FUN-03)");
        assertThat(changeMissing(Markets.venue(), interval(Duration.ofHours(7)), at("2026-09-25T11:00:00Z")))
                .contains("funding interval that divides the day (see D-FUN-03)");
        assertThat(changeMissing(Markets.venue(), noInterval, at("2026-09-25T11:00:00Z")))
                .isEqualTo(
                        "funding coefficient before and after the change, funding interval before and after the change");
        assertThat(changeMissing(Markets.venue().with(noInterval), perpetual().build(), at("2026-09-25T11:00:00Z")))
                .isEqualTo(
                        "funding coefficient before and after the change, funding interval before and after the change");
    }

    @Test
    void betweenPeriods_otherChanges_areLeftAlone() {
        assertThat(change(
                        "T-FUN-01", perpetual().priceRule(Markets.price("1", 1)).build(), ChangeContext.none()))
                .isEmpty();
        assertThat(change("T-FUN-01", perpetual().funding(Optional.empty()).build(), ChangeContext.none()))
                .isEmpty();
    }

    @Test
    void scenario_whatCannotBePlayed_saysWhy() {
        FuturesContract after = funding("8", "0.002", Duration.ofHours(1));
        ChangeContext known = history(Duration.ofHours(1), "0.1");

        assertThat(scenarioMissing(Markets.venue(), after, ChangeContext.none()))
                .isEqualTo("funding history");
        assertThat(scenarioMissing(Markets.venue().without(Markets.schedule().documentId()), after, known))
                .isEqualTo("margin schedule");
        assertThat(scenarioMissing(
                        Markets.venue().with(Markets.schedule(MarginTier.of("0", "0.02", "0"))), after, known))
                .isEqualTo("margin schedule");
        assertThat(scenarioMissing(
                        Markets.venue(),
                        perpetual()
                                .funding(FundingConfig.builder()
                                        .maxAbsRate(Rate.of("0.002"))
                                        .build())
                                .build(),
                        known))
                .isEqualTo("funding coefficient and cap, and no interest, before and after the change");
        assertThat(scenarioMissing(
                        Markets.venue(),
                        perpetual()
                                .funding(FundingConfig.builder()
                                        .from(after.funding().orElseThrow())
                                        .interestRate(Rate.of("0.0001"))
                                        .build())
                                .build(),
                        known))
                .isEqualTo("funding coefficient and cap, and no interest, before and after the change");
        assertThat(scenarioMissing(
                        Markets.venue(),
                        FuturesContract.builder()
                                .from(after)
                                .contractSizeUnit(SizeUnit.BASE)
                                .build(),
                        known))
                .isEqualTo("computable contract size (see D-PAY-01)");
        assertThat(scenarioMissing(Markets.venue(), after, history(Duration.ofHours(8), "0.1")))
                .isEqualTo("funding history of spans that divide the funding interval");
    }

    @Test
    void scenario_greatestPayment_warnsFromHalfOfTheMaintenanceMarginOnAndOnlyWhereItGrows() {
        // The first tier's maintenance margin is 1 %, half of it 0.5 %: a premium of 4 % over 8 hours.
        FuturesContract after = funding("8", "0.006", Duration.ofHours(1));

        assertThat(change("S-FUN", after, history(Duration.ofHours(1), "-0.04")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.WARN);
                    assertThat(finding.path()).isEqualTo("/funding");
                    assertThat(finding.evidence())
                            .containsEntry("greatestRate", "0.005")
                            .containsKey("inputs");
                });
        assertThat(change("S-FUN", after, history(Duration.ofHours(1), "-0.03999")))
                .isEmpty();
        assertThat(VALIDATOR
                        .validate(
                                Markets.venue().with(funding("8", "0.007", Duration.ofHours(1))),
                                Markets.venue().with(after),
                                history(Duration.ofHours(1), "0.1"))
                        .of("S-FUN"))
                .isEmpty();
    }

    @Test
    void scenario_greatestPaymentThatStays_isNotWarnedOf() {
        assertThat(VALIDATOR
                        .validate(
                                Markets.venue().with(funding("8", "0.006", Duration.ofHours(1))),
                                Markets.venue().with(funding("12", "0.006", Duration.ofHours(1))),
                                history(Duration.ofHours(1), "0.1"))
                        .of("S-FUN"))
                .isEmpty();
    }

    @Test
    void scenario_harmlessTerms_areShownAllTheSame() {
        assertThat(VALIDATOR
                        .assess(
                                Markets.venue(),
                                Markets.venue().with(funding("8", "0.002", Duration.ofHours(1))),
                                history(Duration.ofHours(1), "0.001"))
                        .scenarios())
                .extracting(result -> result.scenario() + " " + result.document())
                .containsExactly("S-FUN futures-contract/kraken/PI_XBTUSD");
    }

    @Test
    void scenario_leastMaintenanceMarginOfAllClasses_counts() {
        FuturesContract after = FuturesContract.builder()
                .from(funding("8", "0.006", Duration.ofHours(1)))
                .putMarginSchedules("retail", "RETAIL")
                .build();
        ConfigSnapshot venue = Markets.venue()
                .with(MarginSchedule.builder()
                        .from(Markets.schedule(MarginTier.of("0", "0.01", "0.008")))
                        .id("RETAIL")
                        .build());

        assertThat(VALIDATOR
                        .validate(venue, venue.with(after), history(Duration.ofHours(1), "0.032"))
                        .of("S-FUN"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.evidence()).containsEntry("maintenanceMargin", "0.008"));
    }

    @Test
    void scenario_termsThatStay_areNotPlayed() {
        assertThat(VALIDATOR
                        .assess(
                                Markets.venue(),
                                Markets.venue()
                                        .with(perpetual()
                                                .funding(FundingConfig.builder()
                                                        .from(perpetual()
                                                                .build()
                                                                .funding()
                                                                .orElseThrow())
                                                        .premiumSample(Duration.ofMinutes(1))
                                                        .build())
                                                .build()),
                                history(Duration.ofHours(1), "0.1"))
                        .scenarios())
                .isEmpty();
    }

    private static FuturesContract interval(Duration interval) {
        return perpetual()
                .funding(FundingConfig.builder()
                        .maxAbsRate(Rate.of("0.001"))
                        .interval(interval)
                        .build())
                .build();
    }

    private static FuturesContract funding(String coefficient, String cap, Duration interval) {
        return perpetual()
                .funding(FundingConfig.builder()
                        .coefficient(Amount.of(coefficient))
                        .maxAbsRate(Rate.of(cap))
                        .interval(interval)
                        .build())
                .build();
    }

    private static ChangeContext at(String time) {
        return ChangeContext.builder()
                .put(RuleInput.EFFECTIVE_AT, Instant.parse(time))
                .build();
    }

    private static ChangeContext history(Duration span, String premium) {
        return ChangeContext.builder()
                .put(
                        RuleInput.FUNDING_HISTORY,
                        perpetual().build().documentId(),
                        FundingHistory.builder(span)
                                .add(Instant.parse("2026-09-25T08:00:00Z"), Rate.of(premium), Price.of("8000"))
                                .build())
                .build();
    }

    private static List<Finding> hits(String rule, FuturesContract contract) {
        return all(rule, contract).stream()
                .filter(finding -> !Validator.isInconclusive(finding))
                .toList();
    }

    private static List<Finding> all(String rule, FuturesContract contract) {
        return VALIDATOR.validate(Markets.venue().with(contract)).of(rule);
    }

    private static String missing(String rule, FuturesContract contract) {
        return missing(all(rule, contract));
    }

    private static List<Finding> change(String rule, FuturesContract after, ChangeContext context) {
        return VALIDATOR
                .validate(Markets.venue(), Markets.venue().with(after), context)
                .of(rule);
    }

    private static String changeMissing(ConfigSnapshot before, FuturesContract after, ChangeContext context) {
        return missing(VALIDATOR.validate(before, before.with(after), context).of("T-FUN-01"));
    }

    private static String scenarioMissing(ConfigSnapshot before, FuturesContract after, ChangeContext context) {
        return missing(VALIDATOR.validate(before, before.with(after), context).of("S-FUN"));
    }

    private static String missing(List<Finding> findings) {
        assertThat(findings).hasSize(1);
        assertThat(findings.get(0).evidence()).containsEntry("outcome", Validator.INCONCLUSIVE);
        return findings.get(0).evidence().getOrDefault("missing", "");
    }
}
