package io.countersign.client.catalogue;

import static io.countersign.client.catalogue.DelistingExamples.plan;
import static io.countersign.client.fixtures.Markets.bitcoin;
import static io.countersign.client.fixtures.Markets.margin;
import static io.countersign.client.fixtures.Markets.perpetual;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.Positions;
import io.countersign.client.live.RestingOrders;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.change.ChangePolicy;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.CollateralAsset;
import io.countersign.model.market.CollateralSchedule;
import io.countersign.model.market.ContractType;
import io.countersign.model.market.DelistingPlan;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.IndexConstituent;
import io.countersign.model.market.IndexDefinition;
import io.countersign.model.market.LimitScope;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.MarketStatus;
import io.countersign.model.market.PositionLimit;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.market.TradingStatus;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DelistingRulesTest {
    private static final ConfigSnapshot VENUE = Markets.venue();
    private static final DocumentId BITCOIN = bitcoin().build().documentId();
    private static final DocumentId PERPETUAL = perpetual().build().documentId();
    private static final ChangeContext EMPTY = ChangeContext.builder()
            .put(RuleInput.RESTING_ORDERS, BITCOIN, RestingOrders.builder().build())
            .put(RuleInput.RESTING_ORDERS, PERPETUAL, RestingOrders.builder().build())
            .put(RuleInput.POSITIONS, PERPETUAL, Positions.builder().build())
            .put(RuleInput.BORROWED, BITCOIN, Quantity.of("0"))
            .build();

    private static List<Finding> order(DelistingPlan plan) {
        return Judged.findings(
                "D-DEL-01", VENUE.with(perpetual().delisting(plan).build()), ChangeContext.none());
    }

    private static Instant at(String time) {
        return Instant.parse(time);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-01T00:30:00Z, ''",
        "2026-03-01T00:29:59Z, /delisting/settlesAt",
        "2026-03-01T00:00:00Z, /delisting/settlesAt",
        "2026-03-01T01:30:00Z, ''",
        "2026-03-01T01:30:01Z, /delisting/delistedAt"
    })
    void order_settlement_isHalfAnHourFromBothNeighbours(String settles, String path) {
        List<Finding> findings = order(plan().settlesAt(at(settles)).build());

        assertThat(findings).extracting(Finding::path).isEqualTo(path.isEmpty() ? List.of() : List.of(path));
        assertThat(findings).extracting(Finding::severity).allMatch(Severity.BLOCK::equals);
    }

    @Test
    void order_stepThatCoincidesOrGoesBack_saysNotAfter() {
        assertThat(order(plan().settlesAt(at("2026-03-01T00:00:00Z")).build()))
                .extracting(Finding::message)
                .containsExactly("The settlement at 2026-03-01T00:00:00Z is not after the reduce-only phase at"
                        + " 2026-03-01T00:00:00Z: at least 30 minutes belong between them");
        assertThat(order(plan().settlesAt(at("2026-03-01T00:10:00Z")).build()))
                .extracting(Finding::message)
                .containsExactly("The settlement at 2026-03-01T00:10:00Z comes too soon after the reduce-only phase at"
                        + " 2026-03-01T00:00:00Z: at least 30 minutes belong between them");
        assertThat(order(plan().announcedAt(at("2026-03-02T00:00:00Z")).build()))
                .extracting(Finding::path)
                .containsExactly("/delisting/reduceOnlyAt");
    }

    @Test
    void order_insuranceFund_endsOnEitherSideOfReduceOnlyButBeforeSettlement() {
        assertThat(order(plan().insuranceOffAt(at("2026-02-28T23:50:00Z")).build()))
                .isEmpty();
        assertThat(order(plan().insuranceOffAt(at("2026-03-01T00:30:00Z")).build()))
                .isEmpty();
        assertThat(order(plan().insuranceOffAt(at("2026-03-01T00:30:01Z")).build()))
                .extracting(Finding::path)
                .containsExactly("/delisting/settlesAt");
        assertThat(order(plan().insuranceOffAt(at("2026-02-01T00:10:00Z")).build()))
                .extracting(Finding::path)
                .containsExactly("/delisting/insuranceOffAt");
        assertThat(order(DelistingPlan.builder()
                        .announcedAt(at("2026-02-01T00:00:00Z"))
                        .insuranceOffAt(at("2026-03-01T00:00:00Z"))
                        .delistedAt(at("2026-03-01T00:10:00Z"))
                        .build()))
                .extracting(Finding::path)
                .containsExactly("/delisting/delistedAt");
    }

    @Test
    void order_postOnlyPhase_comesBeforeReduceOnly() {
        assertThat(order(plan().postOnlyAt(at("2026-02-28T00:00:00Z")).build())).isEmpty();
        assertThat(order(plan().postOnlyAt(at("2026-03-01T00:10:00Z")).build()))
                .extracting(Finding::path)
                .containsExactly("/delisting/reduceOnlyAt");
    }

    private static List<Finding> ends(ConfigSnapshot before, ConfigSnapshot after, ChangeContext context) {
        return Judged.findings("T-DEL-01", before, after, context);
    }

    @Test
    void ends_removedContract_isEmptyOfOrdersAndPositions() {
        ConfigSnapshot after = VENUE.without(PERPETUAL);

        assertThat(ends(VENUE, after, EMPTY)).isEmpty();
        assertThat(Judged.missing("T-DEL-01", VENUE, after, EMPTY)).isEmpty();
        assertThat(ends(
                        VENUE,
                        after,
                        EMPTY.toBuilder()
                                .put(RuleInput.POSITIONS, PERPETUAL, Markets.positions())
                                .put(RuleInput.RESTING_ORDERS, PERPETUAL, Markets.book())
                                .build()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.BLOCK);
                    assertThat(finding.document()).isEqualTo(PERPETUAL.toString());
                    assertThat(finding.path()).isEmpty();
                    assertThat(finding.message())
                            .isEqualTo(
                                    "The market is removed and is not empty: 10 orders in the book, 3000 contracts are"
                                            + " open. Cancel, settle and repay first");
                });
        assertThat(Judged.missing("T-DEL-01", VENUE, after, ChangeContext.none()))
                .isEqualTo("open positions, resting orders");
    }

    @Test
    void ends_removedSpotMarket_owesNothing() {
        ConfigSnapshot after = VENUE.without(BITCOIN);

        assertThat(ends(VENUE, after, EMPTY)).isEmpty();
        assertThat(ends(
                        VENUE,
                        after,
                        EMPTY.toBuilder()
                                .put(RuleInput.BORROWED, BITCOIN, Quantity.of("2"))
                                .build()))
                .extracting(Finding::message)
                .containsExactly(
                        "The market is removed and is not empty: 2 XXBT are borrowed. Cancel, settle and repay first");
        ConfigSnapshot withoutMargin =
                VENUE.with(bitcoin().margin(Optional.empty()).build());
        assertThat(Judged.missing(
                        "T-DEL-01",
                        withoutMargin,
                        withoutMargin.without(BITCOIN),
                        ChangeContext.builder()
                                .put(
                                        RuleInput.RESTING_ORDERS,
                                        BITCOIN,
                                        RestingOrders.builder().build())
                                .build()))
                .isEmpty();
    }

    @Test
    void ends_delistedInsteadOfRemoved_isTheSame() {
        ConfigSnapshot before =
                VENUE.with(bitcoin().status(TradingStatus.CANCEL_ONLY).build());
        ConfigSnapshot after =
                VENUE.with(bitcoin().status(TradingStatus.DELISTED).build());
        ChangeContext full = EMPTY.toBuilder()
                .put(RuleInput.RESTING_ORDERS, BITCOIN, Markets.book())
                .build();

        assertThat(ends(before, after, full)).extracting(Finding::path).containsExactly("/status");
        assertThat(ends(before, after, EMPTY)).isEmpty();
        assertThat(ends(VENUE, before, full)).isEmpty();
        assertThat(ends(
                        after,
                        VENUE.with(bitcoin()
                                .status(TradingStatus.DELISTED)
                                .altName("OLD")
                                .build()),
                        full))
                .isEmpty();
    }

    @Test
    void ends_marketStatusDelisted_looksAtItsMarket() {
        MarketStatus.Builder status =
                MarketStatus.builder().venue("kraken").id("s").market(BITCOIN);
        ConfigSnapshot before =
                VENUE.with(status.status(TradingStatus.CANCEL_ONLY).build());
        ConfigSnapshot after = VENUE.with(status.status(TradingStatus.DELISTED).build());
        ChangeContext full = EMPTY.toBuilder()
                .put(RuleInput.RESTING_ORDERS, BITCOIN, Markets.book())
                .build();

        assertThat(ends(before, after, full)).hasSize(1);
        assertThat(ends(after, before, full)).isEmpty();
        assertThat(ends(
                        before,
                        VENUE.with(status.status(TradingStatus.POST_ONLY).build()),
                        full))
                .isEmpty();
        assertThat(ends(before, after, EMPTY)).isEmpty();
        assertThat(ends(
                        after,
                        VENUE.with(status.status(TradingStatus.DELISTED)
                                .reason("over")
                                .build()),
                        full))
                .isEmpty();
        // Whoever delists the market itself must not leave a status that says otherwise.
        assertThat(ends(
                        before,
                        before.with(bitcoin().status(TradingStatus.DELISTED).build()),
                        EMPTY))
                .extracting(Finding::message)
                .containsExactly("The market is DELISTED and market-status/kraken/s refers to it: change that first");
    }

    @Test
    void ends_stillReferredTo_namesWhoDoes() {
        List<MarketDocument> referring = List.of(
                index("by-path").addConversionPath("XBTUSD").build(),
                index("by-source")
                        .constituents(List.of(constituent("kraken/XXBTZUSD").build()))
                        .build(),
                index("by-pair")
                        .constituents(
                                List.of(constituent("kraken").pair("XBT/USD").build()))
                        .build(),
                CollateralSchedule.builder()
                        .venue("kraken")
                        .id("c")
                        .currency("ZUSD")
                        .addAssets(CollateralAsset.builder()
                                .asset("XXBT")
                                .haircut(Rate.of("0.1"))
                                .priceSource("XXBTZUSD")
                                .build())
                        .build(),
                PositionLimit.builder()
                        .venue("kraken")
                        .id("l")
                        .scope(LimitScope.MARKET)
                        .market(BITCOIN)
                        .unit(SizeUnit.BASE)
                        .build());
        for (MarketDocument document : referring) {
            ConfigSnapshot before = VENUE.with(document);
            assertThat(ends(before, before.without(BITCOIN), EMPTY))
                    .extracting(Finding::message)
                    .containsExactly(
                            "The market is removed and " + document.documentId() + " refers to it: change that first");
            assertThat(ends(before, VENUE.without(BITCOIN), EMPTY))
                    .as("removed together")
                    .isEmpty();
            assertThat(ends(before, before.without(PERPETUAL), EMPTY))
                    .as("another market")
                    .isEmpty();
        }
        ConfigSnapshot all = VENUE;
        for (MarketDocument document : referring) {
            all = all.with(document);
        }
        assertThat(ends(all, all.without(BITCOIN), EMPTY))
                .extracting(Finding::message)
                .containsExactly(
                        "The market is removed and index-definition/kraken/by-pair refers to it, and 4 more: change"
                                + " that first");
        ConfigSnapshot elsewhere = VENUE.with(index("elsewhere")
                .constituents(List.of(
                        constituent("coinbase/XXBTZUSD").build(),
                        constituent("coinbase").pair("XXBTZUSD").build()))
                .build());
        assertThat(ends(elsewhere, elsewhere.without(BITCOIN), EMPTY)).isEmpty();
    }

    private static IndexDefinition.Builder index(String id) {
        return IndexDefinition.builder().venue("kraken").id(id).tradeable(false);
    }

    private static IndexConstituent.Builder constituent(String source) {
        return IndexConstituent.builder().source(source).weight(Rate.of("1"));
    }

    private static List<Finding> winds(MarketDocument before, MarketDocument after, ChangeContext context) {
        return Judged.findings("T-DEL-02", VENUE.with(before), VENUE.with(after), context);
    }

    private static List<Finding> planned(DelistingPlan plan) {
        return winds(perpetual().build(), perpetual().delisting(plan).build(), ChangeContext.none());
    }

    @Test
    void notice_ofSevenDays_isEnough() {
        assertThat(planned(plan().announcedAt(at("2026-02-22T00:00:00Z")).build()))
                .isEmpty();
        assertThat(planned(plan().announcedAt(at("2026-02-22T00:00:01Z")).build()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.path()).isEqualTo("/delisting/announcedAt");
                    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
                    assertThat(finding.message())
                            .isEqualTo(
                                    "The delisting is announced 6 days 23 hours 59 minutes 59 seconds before its first"
                                            + " step at 2026-03-01T00:00:00Z; 7 days are the least");
                });
        assertThat(planned(plan().insuranceOffAt(at("2026-02-05T00:00:00Z")).build()))
                .extracting(Finding::path)
                .containsExactly("/delisting/announcedAt");
    }

    @Test
    void reduceOnly_ofHalfAnHour_isEnough() {
        assertThat(planned(plan().reduceOnlyAt(at("2026-03-01T00:30:00Z")).build()))
                .isEmpty();
        assertThat(planned(plan().reduceOnlyAt(at("2026-03-01T00:30:01Z")).build()))
                .extracting(Finding::message)
                .containsExactly(
                        "The reduce-only phase lasts 29 minutes 59 seconds until 2026-03-01T01:00:00Z; 30 minutes are"
                                + " the least");
        assertThat(planned(plan().reduceOnlyAt(Optional.empty()).build()))
                .extracting(Finding::path)
                .containsExactly("/delisting/reduceOnlyAt");
        assertThat(planned(plan().settlesAt(Optional.empty()).build())).isEmpty();
    }

    @Test
    void reduceOnly_ofASpotMarket_isForMarginOnly() {
        DelistingPlan unreduced = plan().reduceOnlyAt(Optional.empty()).build();
        SpotMarket withMargin = bitcoin().delisting(unreduced).build();
        SpotMarket limitsAtZero = bitcoin()
                .margin(margin().longPositionLimit(Quantity.of("0"))
                        .shortPositionLimit(Quantity.of("0"))
                        .build())
                .delisting(unreduced)
                .build();

        assertThat(winds(bitcoin().build(), withMargin, ChangeContext.none())).hasSize(1);
        assertThat(winds(bitcoin().build(), limitsAtZero, ChangeContext.none())).isEmpty();
        assertThat(winds(
                        bitcoin().build(),
                        bitcoin().margin(Optional.empty()).delisting(unreduced).build(),
                        ChangeContext.none()))
                .isEmpty();
        assertThat(winds(withMargin, bitcoin().altName("N").delisting(unreduced).build(), ChangeContext.none()))
                .as("the plan is as it was")
                .isEmpty();
    }

    @Test
    void margin_stillOfferedWhenTheMarketCloses_isAnError() {
        SpotMarket.Builder announced = bitcoin().delisting(plan().build());
        SpotMarket before = announced.build();

        assertThat(winds(before, announced.status(TradingStatus.CANCEL_ONLY).build(), ChangeContext.none()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.path()).isEqualTo("/margin");
                    assertThat(finding.message())
                            .startsWith("The market goes to CANCEL_ONLY while margin is still offered");
                });
        assertThat(winds(before, announced.status(TradingStatus.REDUCE_ONLY).build(), ChangeContext.none()))
                .isEmpty();
        assertThat(winds(
                        before,
                        announced
                                .status(TradingStatus.CANCEL_ONLY)
                                .margin(margin().leverageBuy(List.of())
                                        .leverageSell(List.of())
                                        .build())
                                .build(),
                        ChangeContext.none()))
                .isEmpty();
        assertThat(winds(
                        before,
                        announced
                                .status(TradingStatus.CANCEL_ONLY)
                                .margin(margin().longPositionLimit(Quantity.of("0"))
                                        .build())
                                .build(),
                        ChangeContext.none()))
                .as("selling is still offered")
                .hasSize(1);
    }

    @Test
    void notice_withoutAPlan_isThePeriodOfTheChange() {
        SpotMarket before = bitcoin().status(TradingStatus.CANCEL_ONLY).build();
        SpotMarket after = bitcoin().status(TradingStatus.DELISTED).build();

        assertThat(Judged.missing("T-DEL-02", VENUE.with(before), VENUE.with(after), ChangeContext.none()))
                .isEqualTo("delisting plan or notice period");
        assertThat(winds(before, after, notice(Duration.ofDays(7)))).isEmpty();
        assertThat(winds(before, after, notice(Duration.ofDays(7).minusSeconds(1))))
                .extracting(Finding::path)
                .containsExactly("/status");
        assertThat(winds(bitcoin().build(), before, notice(Duration.ZERO))).isEmpty();
    }

    @Test
    void notice_ofWhatSettlesOrExpiresAnyway_isNotAsked() {
        FuturesContract.Builder contract = perpetual().tradeable(Optional.empty());
        FuturesContract settling = contract.status(TradingStatus.SETTLING).build();
        FuturesContract delisted = contract.status(TradingStatus.DELISTED).build();
        FuturesContract.Builder dated = perpetual()
                .type(ContractType.FIXED_MATURITY)
                .funding(Optional.empty())
                .lastTradingAt(at("2026-03-27T16:00:00Z"));

        assertThat(winds(settling, delisted, notice(Duration.ZERO))).isEmpty();
        assertThat(winds(
                        dated.status(TradingStatus.CANCEL_ONLY).build(),
                        dated.status(TradingStatus.SETTLING).build(),
                        notice(Duration.ZERO)))
                .isEmpty();
        assertThat(winds(contract.status(TradingStatus.HALTED).build(), settling, notice(Duration.ZERO)))
                .hasSize(1);
    }

    private static ChangeContext notice(Duration period) {
        return ChangeContext.of(ChangePolicy.builder().noticePeriod(period).build());
    }
}
