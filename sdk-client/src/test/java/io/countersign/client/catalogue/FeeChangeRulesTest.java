package io.countersign.client.catalogue;

import static io.countersign.client.catalogue.FeeRulesTest.schedule;
import static io.countersign.client.catalogue.FeeRulesTest.tier;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.TradedVolumes;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.client.rule.Validation;
import io.countersign.client.rule.Validator;
import io.countersign.model.change.ChangePolicy;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.FeeLadder;
import io.countersign.model.market.FeeQualification;
import io.countersign.model.market.FeeSchedule;
import io.countersign.model.market.FeeStep;
import io.countersign.model.market.FeeTier;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.unit.Notional;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FeeChangeRulesTest {
    private static final Validator VALIDATOR = Validator.of(Catalogue.standard());
    private static final FeeSchedule CHEAP = schedule(tier("0", "0.02", "0.05"), tier("100", "0.01", "0.04"));
    private static final FeeSchedule DEAR = FeeSchedule.builder()
            .from(schedule(tier("0", "0.02", "0.05"), tier("100", "0.02", "0.04")))
            .id("dear")
            .build();
    private static final ConfigSnapshot VENUE = Markets.venue().with(CHEAP).with(DEAR);
    private static final ChangeContext NOTICE = ChangeContext.of(
            ChangePolicy.builder().noticePeriod(Duration.ofDays(14)).build());

    @Test
    void rises_ofASchedule_namesTheSideAndTheVolume() {
        FeeSchedule after = schedule(tier("0", "0.02", "0.05"), tier("100", "0.015", "0.041"));

        assertThat(hits("T-FEE-01", VENUE, VENUE.with(after), ChangeContext.none()))
                .extracting(Finding::severity, Finding::path, Finding::message)
                .containsExactlyInAnyOrder(
                        tuple(
                                Severity.ERROR,
                                "/tiers",
                                "The maker fee rises on 1 step, from 0.01 % to 0.015 % at volume 100, and the change names no"
                                        + " notice period"),
                        tuple(
                                Severity.ERROR,
                                "/tiers",
                                "The taker fee rises on 1 step, from 0.04 % to 0.041 % at volume 100, and the change names no"
                                        + " notice period"));
        assertThat(hits("T-FEE-01", VENUE, VENUE.with(after), NOTICE)).isEmpty();
        assertThat(hits("T-FEE-01", VENUE.with(after), VENUE, ChangeContext.none()))
                .isEmpty();
    }

    @Test
    void rises_ofAMarket_areNamedByLadder() {
        MarketDocument after = Markets.bitcoin()
                .fees(Markets.ladder(
                        List.of(FeeStep.of("0", "0.26")), Markets.fees().taker()))
                .build();

        assertThat(hits("T-FEE-01", VENUE, VENUE.with(after), ChangeContext.none()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.path()).isEqualTo("/fees/maker");
                    assertThat(finding.evidence()).containsEntry("steps", "3");
                });
    }

    @Test
    void rises_byAnotherSchedule_areTheMarkets() {
        ConfigSnapshot before = VENUE.with(referring("f"));

        assertThat(hits("T-FEE-01", before, before.with(referring("dear")), ChangeContext.none()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.path()).isEqualTo("/feeScheduleRef");
                    assertThat(finding.document()).isEqualTo("futures-contract/kraken/PI_XBTUSD");
                    assertThat(finding.message())
                            .startsWith("The maker fee rises on 1 step, from 0.01 % to 0.02 % at volume 100");
                });
        assertThat(all("T-FEE-01", before.with(referring("dear")), before, ChangeContext.none()))
                .isEmpty();
    }

    @Test
    void rises_ofAScheduleThatChangesToo_areComparedWithTheOldOne() {
        ConfigSnapshot before = VENUE.with(referring("f"));
        ConfigSnapshot after = before.with(referring("dear"))
                .with(FeeSchedule.builder().from(CHEAP).id("dear").build());

        assertThat(all("T-FEE-01", before, after, ChangeContext.none())).isEmpty();
    }

    @Test
    void rises_feesThatAreNotKnown_areInconclusive() {
        ConfigSnapshot before = VENUE.with(referring("f"));

        assertThat(all("T-FEE-01", before, before.with(referring("nowhere")), ChangeContext.none()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(Validator.isInconclusive(finding)).isTrue();
                    assertThat(finding.message()).contains("fees before and after the change of futures-contract");
                });
        assertThat(all("T-FEE-01", before.with(referring("nowhere")), before, ChangeContext.none()))
                .hasSize(1);
        assertThat(all(
                        "T-FEE-01",
                        before,
                        before.with(Markets.bitcoin()
                                .fees(FeeLadder.builder().build())
                                .build()),
                        ChangeContext.none()))
                .hasSize(1);
    }

    @Test
    void rises_anotherFieldOfTheMarket_saysNothing() {
        assertThat(all(
                        "T-FEE-01",
                        VENUE.with(referring("nowhere")),
                        VENUE.with(Markets.perpetual()
                                .feeScheduleRef("nowhere")
                                .priceRule(Markets.price("1", 1))
                                .build()),
                        ChangeContext.none()))
                .isEmpty();
    }

    @Test
    void rises_ownListGoesBeforeTheSchedule() {
        MarketDocument own = Markets.perpetual()
                .feeScheduleRef("f")
                .fees(Markets.ladder(List.of(FeeStep.of("0", "0.01")), List.of(FeeStep.of("0", "0.03"))))
                .build();

        assertThat(hits("T-FEE-01", VENUE.with(own), VENUE.with(referring("f")), ChangeContext.none()))
                .extracting(Finding::path)
                .containsExactly("/fees/maker", "/fees/taker");
    }

    @Test
    void rises_netRebateOfASchedule_isBlockedOnlyWhenNew() {
        FeeSchedule rebate = schedule(tier("0", "0.02", "0.05"), tier("100", "-0.05", "0.04"));
        FeeSchedule more = schedule(tier("0", "0.02", "0.05"), tier("100", "-0.06", "0.04"));

        assertThat(hits("T-FEE-01", VENUE, VENUE.with(rebate), NOTICE))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.BLOCK);
                    assertThat(finding.path()).isEqualTo("/tiers");
                    assertThat(finding.message())
                            .startsWith("The change makes trades that cost the venue 0.01 % of their value");
                    assertThat(finding.evidence()).containsEntry("sumPercent", "-0.01");
                });
        assertThat(hits("T-FEE-01", VENUE.with(rebate), VENUE.with(more), NOTICE))
                .isEmpty();
    }

    @Test
    void revenue_atTheLimit_isFineAndBeyondItIsNot() {
        // 1,000 taken at 0.05 % is 0.5; 5 % of it is 0.025.
        ChangeContext known = known(CHEAP.documentId(), "0", "0", "1000");

        assertThat(hits("T-FEE-02", VENUE, VENUE.with(taker("0.0525")), known)).isEmpty();
        assertThat(hits("T-FEE-02", VENUE, VENUE.with(taker("0.0475")), known)).isEmpty();
        assertThat(hits("T-FEE-02", VENUE, VENUE.with(taker("0.0526")), known))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.WARN);
                    assertThat(finding.path()).isEqualTo("/tiers");
                    assertThat(finding.message())
                            .isEqualTo(
                                    "On the trailing volume of 1 account, fees go from 0.50 to 0.53, by 5.2 %: more than"
                                            + " 5 %; 1 pay more, 0 less");
                    assertThat(finding.evidence())
                            .containsEntry("accountsPayingMore", "1")
                            .containsKey("inputs");
                });
        assertThat(hits("T-FEE-02", VENUE, VENUE.with(taker("0.0474")), known))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("by -5.2 %"));
    }

    @Test
    void revenue_fromNothing_isMoreThanAnyShare() {
        ConfigSnapshot free = VENUE.with(schedule(tier("0", "0", "0")));

        assertThat(hits(
                        "T-FEE-02",
                        free,
                        free.with(schedule(tier("0", "0", "0.01"))),
                        known(CHEAP.documentId(), "0", "0", "1000")))
                .singleElement()
                .satisfies(
                        finding -> assertThat(finding.message()).contains("fees go from 0.00 to 0.10: more than 5 %"));
        assertThat(hits(
                        "T-FEE-02",
                        free,
                        free.with(schedule(tier("0", "0", "0.01"))),
                        known(CHEAP.documentId(), "0", "0", "0")))
                .isEmpty();
    }

    @Test
    void revenue_ofAMarket_isNamedWhereItsFeesStand() {
        ConfigSnapshot before = VENUE.with(referring("f"));
        ChangeContext known = known(Markets.perpetual().build().documentId(), "100", "1000", "0");

        assertThat(hits("T-FEE-02", before, before.with(referring("dear")), known))
                .extracting(Finding::path)
                .containsExactly("/feeScheduleRef");
    }

    @Test
    void revenue_withoutVolumes_isInconclusive() {
        for (String rule : List.of("T-FEE-02", "S-FEE")) {
            assertThat(all(rule, VENUE, VENUE.with(taker("0.06")), NOTICE))
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(Validator.isInconclusive(finding)).isTrue();
                        assertThat(finding.message()).contains("traded volume by account of fee-schedule/kraken/f");
                    });
        }
    }

    @Test
    void scenario_whatCannotBePlayed_saysWhy() {
        ChangeContext known = known(CHEAP.documentId(), "0", "0", "1000");

        assertThat(all("S-FEE", VENUE, VENUE.with(schedule(tier("5", "0.02", "0.05"))), known))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("computable fee steps (see D-FEE-01)"));
        assertThat(all("S-FEE", VENUE.with(in("USD", "0.05")), VENUE.with(in("EUR", "0.06")), known))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("traded volume in one currency"));
        ConfigSnapshot referring = VENUE.with(referring("f"));
        assertThat(all(
                        "S-FEE",
                        referring,
                        referring.with(referring("nowhere")),
                        known(Markets.perpetual().build().documentId(), "0", "0", "1000")))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("fees before and after the change"));
    }

    @Test
    void scenario_everyKindOfChange_isPlayedOnce() {
        ConfigSnapshot referring = VENUE.with(referring("f"));
        DocumentId contract = Markets.perpetual().build().documentId();

        assertThat(played(VENUE, VENUE.with(taker("0.06")), known(CHEAP.documentId(), "0", "0", "1000")))
                .isEqualTo("S-FEE fee-schedule/kraken/f");
        assertThat(played(referring, referring.with(referring("dear")), known(contract, "0", "0", "1000")))
                .isEqualTo("S-FEE futures-contract/kraken/PI_XBTUSD");
        // The same fees under another name are no change of fees.
        assertThat(played(
                        referring,
                        referring
                                .with(referring("twin"))
                                .with(FeeSchedule.builder()
                                        .from(CHEAP)
                                        .id("twin")
                                        .build()),
                        known(contract, "0", "0", "1000")))
                .isEmpty();
        assertThat(played(
                        VENUE,
                        VENUE.with(FeeSchedule.builder()
                                .from(CHEAP)
                                .name("new name")
                                .build()),
                        known(CHEAP.documentId(), "0", "0", "1000")))
                .isEmpty();
    }

    @Test
    void scenario_selfMatching_isWarnedOfAtTheFees() {
        ChangeContext known = known(CHEAP.documentId(), "100", "0", "1000");
        FeeSchedule after = schedule(tier("0", "0.02", "0.05"), tier("100", "-0.045", "0.04"));

        assertThat(hits("S-FEE", VENUE, VENUE.with(after), known))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.WARN);
                    assertThat(finding.path()).isEqualTo("/tiers");
                    assertThat(finding.message())
                            .isEqualTo(
                                    "Under the new fees two accounts of one owner earn 0.005 % of what they trade with each other"
                                            + " on the best tiers, 50 a million; on tiers where accounts stand today 0.005 %");
                });
        assertThat(hits(
                        "S-FEE",
                        VENUE,
                        VENUE.with(schedule(tier("0", "0.02", "0.05"), tier("100", "-0.04", "0.04"))),
                        known))
                .isEmpty();
    }

    @Test
    void scenario_tiersReachedInOtherWays_areInconclusiveBeside() {
        FeeTier other = FeeTier.builder()
                .from(tier("100", "0.01", "0.03"))
                .putQualifications(FeeQualification.ASSETS_ON_PLATFORM, Notional.of("5"))
                .build();

        ChangeContext known = known(CHEAP.documentId(), "0", "0", "1000");
        assertThat(all("S-FEE", VENUE, VENUE.with(taker("0.06")), known)).isEmpty();

        Validation validation = VALIDATOR.assess(VENUE, VENUE.with(schedule(tier("0", "0.02", "0.05"), other)), known);

        assertThat(validation.scenarios()).hasSize(1);
        assertThat(validation.report().of("S-FEE"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .contains("tier of accounts that reach one by other means than volume"));
    }

    private static FeeSchedule taker(String fee) {
        return schedule(tier("0", "0.02", fee), tier("100", "0.01", "0.04"));
    }

    private static FeeSchedule in(String currency, String fee) {
        return FeeSchedule.builder().from(taker(fee)).volumeCurrency(currency).build();
    }

    private static MarketDocument referring(String schedule) {
        return Markets.perpetual()
                .fees(Optional.empty())
                .feeScheduleRef(schedule)
                .build();
    }

    private static ChangeContext known(DocumentId document, String trailing, String maker, String taker) {
        return NOTICE.toBuilder()
                .put(
                        RuleInput.TRADED_VOLUMES,
                        document,
                        TradedVolumes.builder()
                                .add("anna", Notional.of(trailing), Notional.of(maker), Notional.of(taker))
                                .build())
                .build();
    }

    private static String played(ConfigSnapshot before, ConfigSnapshot after, ChangeContext context) {
        List<String> played = VALIDATOR.assess(before, after, context).scenarios().stream()
                .map(result -> result.scenario() + " " + result.document())
                .toList();
        assertThat(played).hasSizeLessThan(2);
        return String.join("", played);
    }

    private static List<Finding> hits(String rule, ConfigSnapshot before, ConfigSnapshot after, ChangeContext context) {
        return all(rule, before, after, context).stream()
                .filter(finding -> !Validator.isInconclusive(finding))
                .toList();
    }

    private static List<Finding> all(String rule, ConfigSnapshot before, ConfigSnapshot after, ChangeContext context) {
        return VALIDATOR.validate(before, after, context).of(rule);
    }
}
