package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Markets.bitcoin;
import static io.countersign.client.fixtures.Markets.margin;
import static io.countersign.client.fixtures.Markets.perpetual;
import static io.countersign.client.fixtures.Markets.price;
import static io.countersign.client.fixtures.Markets.schedule;
import static io.countersign.client.fixtures.Markets.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.live.Peers;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.market.FeeLadder;
import io.countersign.model.market.FeeSchedule;
import io.countersign.model.market.FeeStep;
import io.countersign.model.market.FeeTier;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.Market;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.SelfTradePolicy;
import io.countersign.model.market.SizeRule;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Leverage;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Percent;
import io.countersign.model.unit.Quantity;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerRulesTest {
    private static ChangeContext peers(Market market, MarketDocument... documents) {
        return ChangeContext.builder()
                .put(RuleInput.PEERS, market.documentId(), Peers.of(documents))
                .build();
    }

    private static SizeRule lot(String step) {
        return SizeRule.builder().lotStep(Quantity.of(step)).build();
    }

    /** Without leverage, so that only tick and lot are compared. */
    private static SpotMarket spot(String venue, String tick, String lot) {
        return bitcoin()
                .venue(venue)
                .priceRule(price(tick, 2))
                .sizeRule(lot(lot))
                .margin(margin().leverageBuy(List.of()).build())
                .build();
    }

    private static List<String> judge(SpotMarket market, MarketDocument... peers) {
        return Said.document("X-SPR-01", market, peers(market, peers));
    }

    @Test
    void tick_tenTimesTheMedian_passesAndMoreDoesNot() {
        SpotMarket[] three = {spot("a", "0.01", "1"), spot("b", "0.1", "1"), spot("c", "5", "1")};

        assertThat(judge(spot("kraken", "1", "1"), three)).isEmpty();
        assertThat(judge(spot("kraken", "0.01", "1"), three)).isEmpty();
        assertThat(judge(spot("kraken", "1.1", "1"), three))
                .containsExactly(
                        "WARN /priceRule/tickSize: The tick size of 1.1 is 11x above the median of 3 peers, 0.1:"
                                + " check number and unit");
        assertThat(judge(spot("kraken", "0.001", "1"), three))
                .containsExactly("WARN /priceRule/tickSize: The tick size of 0.001 is 100x below the median of 3 peers,"
                        + " 0.1: check number and unit");
    }

    @Test
    void median_evenNumberOfPeers_isTheMeanOfTheMiddleTwo() {
        assertThat(judge(
                        spot("kraken", "100", "1"),
                        spot("a", "1", "1"),
                        spot("b", "2", "1"),
                        spot("c", "4", "1"),
                        spot("d", "50", "1")))
                .singleElement()
                .asString()
                .contains("33.3x above the median of 4 peers, 3:");
    }

    @Test
    void lot_unitsThatDiffer_areNotCompared() {
        FuturesContract inverse = perpetual().venue("d").build();

        assertThat(judge(spot("kraken", "1", "2000"), spot("a", "1", "1"), spot("b", "1", "1"), inverse))
                .containsExactly("lacks lot step of enough peers");
        assertThat(judge(
                        spot("kraken", "1", "1001"), spot("a", "1", "1"), spot("b", "1", "1"), linear("c", "1", "0.1")))
                .containsExactly("WARN /sizeRule/lotStep: The lot step of 1001 is 1000x above the median of 3 peers, 1:"
                        + " check number and unit");
        assertThat(judge(spot("kraken", "1", "1000"), spot("a", "1", "1"), spot("b", "1", "1"), spot("c", "1", "1")))
                .isEmpty();
    }

    @Test
    void lot_zeroOrOfNoKnownSize_isNotCompared() {
        MarketDocument[] three = {spot("a", "1", "1"), spot("b", "1", "1"), spot("c", "1", "1")};
        FuturesContract quanto = FuturesContract.builder()
                .from(linear("kraken", "5000", "1"))
                .payoff(Payoff.QUANTO)
                .contractSizeUnit(SizeUnit.QUANTO_MULTIPLIER)
                .build();
        FuturesContract unclear = FuturesContract.builder()
                .from(linear("kraken", "5000", "1"))
                .contractSizeUnit(SizeUnit.QUOTE_NOTIONAL)
                .build();

        assertThat(judge(spot("kraken", "1", "0"), three)).isEmpty();
        assertThat(Said.document("X-SPR-01", quanto, peers(quanto, three))).isEmpty();
        assertThat(Said.document("X-SPR-01", unclear, peers(unclear, three))).isEmpty();
    }

    private static FuturesContract linear(String venue, String lot, String size) {
        return perpetual()
                .venue(venue)
                .payoff(Payoff.LINEAR)
                .contractSizeUnit(SizeUnit.BASE)
                .contractSize(Amount.of(size))
                .priceRule(price("1", 1))
                .sizeRule(lot(lot))
                .build();
    }

    @Test
    void lot_contract_isItsLotTimesItsSize() {
        FuturesContract own = linear("kraken", "10", "100");

        assertThat(Said.document(
                        "X-SPR-01",
                        own,
                        peers(own, spot("a", "1", "0.5"), spot("b", "1", "0.5"), linear("c", "5", "0.1"))))
                .anySatisfy(line -> assertThat(line)
                        .isEqualTo(
                                "WARN /sizeRule/lotStep: The lot step of 1000 is 2000x above the median of 3 peers, 0.5:"
                                        + " check number and unit"));
    }

    @Test
    void leverage_threeTimesTheMedian_passesAndMoreDoesNot() {
        FuturesContract peer = perpetual().maxLeverage(Leverage.of("20")).build();
        MarketDocument[] three = {
            FuturesContract.builder().from(peer).venue("a").build(),
            FuturesContract.builder().from(peer).venue("b").build(),
            FuturesContract.builder().from(peer).venue("c").build()
        };
        FuturesContract sixty = perpetual().maxLeverage(Leverage.of("60")).build();
        FuturesContract more = perpetual().maxLeverage(Leverage.of("61")).build();

        assertThat(Said.document("X-SPR-01", sixty, peers(sixty, three))).isEmpty();
        assertThat(Said.document("X-SPR-01", more, peers(more, three)))
                .containsExactly(
                        "WARN /maxLeverage: The greatest leverage of 61 is 3.05x above the median of 3 peers, 20:"
                                + " check number and unit");
    }

    @Test
    void leverage_spotMarket_isTheGreatestOfItsList() {
        SpotMarket own = bitcoin()
                .margin(margin().leverageBuy(List.of(2, 3, 40)).build())
                .build();

        assertThat(judge(
                        own,
                        bitcoin().venue("a").build(),
                        bitcoin().venue("b").build(),
                        bitcoin().venue("c").build()))
                .containsExactly(
                        "WARN /margin/leverageBuy: The greatest leverage of 40 is 8x above the median of 3 peers,"
                                + " 5: check number and unit");
    }

    /** Three perpetuals with a maintenance margin of 1 %. */
    private static ChangeContext perpetualPeers(FuturesContract own) {
        return peers(
                own,
                perpetual().venue("a").build(),
                perpetual().venue("b").build(),
                perpetual().venue("c").build(),
                MarginSchedule.builder().from(schedule()).venue("a").build(),
                MarginSchedule.builder().from(schedule()).venue("b").build(),
                MarginSchedule.builder().from(schedule()).venue("c").build());
    }

    @Test
    void maintenance_severalClientClasses_isTheLeast() {
        FuturesContract own = perpetual().putMarginSchedules("retail", "retail").build();
        MarginSchedule retail = MarginSchedule.builder()
                .from(schedule(MarginTier.of("0", "0.5", "0.3")))
                .id("retail")
                .build();

        assertThat(Said.snapshot("X-SPR-01", snapshot(own, schedule(), retail), perpetualPeers(own)))
                .isEmpty();
    }

    @Test
    void maintenance_firstTier_isComparedWithThePeersSchedules() {
        FuturesContract own = perpetual().build();
        MarginSchedule tight = schedule(MarginTier.of("0", "0.5", "0.04"));
        ChangeContext context = perpetualPeers(own);

        assertThat(Said.snapshot("X-SPR-01", snapshot(own, schedule()), context))
                .isEmpty();
        assertThat(Said.snapshot("X-SPR-01", snapshot(own, schedule(MarginTier.of("0", "0.5", "0"))), context))
                .isEmpty(); // no margin to compare
        assertThat(Said.snapshot("X-SPR-01", snapshot(own, tight), context))
                .containsExactly(
                        "WARN /marginSchedules: The maintenance margin of the first tier of 0.04 is 4x above the"
                                + " median of 3 peers, 0.01: check number and unit");
    }

    @Test
    void peers_unknownOrTooFew_areInconclusive() {
        assertThat(Said.document("X-SPR-01", bitcoin().build())).containsExactly("lacks peers at other venues");
        assertThat(judge(spot("kraken", "1", "1"), spot("a", "1", "1"), spot("b", "1", "1")))
                .containsExactly("lacks lot step of enough peers, tick size of enough peers");
    }

    private static SpotMarket.Builder fees(FeeLadder fees) {
        return bitcoin().fees(fees);
    }

    @Test
    void selfTrade_rebateAndNone_isAWarning() {
        assertThat(Said.document("D-STP-01", PeerExamples.rebate(SelfTradePolicy.NONE)))
                .containsExactly(
                        "WARN /selfTradeDefault: Makers are paid up to 0.01 %, and orders of one owner match by"
                                + " default: set a policy that cancels one of them");
        assertThat(Said.document("D-STP-01", PeerExamples.rebate(SelfTradePolicy.DECREMENT)))
                .isEmpty();
    }

    @Test
    void selfTrade_noRebate_isNotJudged() {
        assertThat(Said.document(
                        "D-STP-01",
                        bitcoin().selfTradeDefault(SelfTradePolicy.NONE).build()))
                .isEmpty(); // the least maker fee is 0
    }

    @Test
    void selfTrade_oneFeeForBothSides_isTheMakersToo() {
        FeeLadder one = FeeLadder.builder().addTaker(FeeStep.of("0", "-0.02")).build();

        assertThat(Said.document(
                        "D-STP-01",
                        fees(one).selfTradeDefault(SelfTradePolicy.NONE).build()))
                .hasSize(1);
    }

    @Test
    void selfTrade_feesInASchedule_areFound() {
        FeeSchedule schedule = FeeSchedule.builder()
                .venue("kraken")
                .id("vip")
                .addTiers(FeeTier.builder()
                        .threshold(Notional.of("0"))
                        .maker(Percent.of("-0.005"))
                        .taker(Percent.of("0.05"))
                        .build())
                .build();
        FuturesContract contract = perpetual()
                .feeScheduleRef("vip")
                .selfTradeDefault(SelfTradePolicy.NONE)
                .build();

        assertThat(Said.snapshot("D-STP-01", snapshot(contract, schedule), ChangeContext.none()))
                .singleElement()
                .asString()
                .contains("paid up to 0.005 %");
        assertThat(Said.document("D-STP-01", contract)).containsExactly("lacks published maker fees");
    }

    @Test
    void selfTrade_policyOrFeesNotPublished_isInconclusive() {
        FeeLadder rebate = PeerExamples.rebate(SelfTradePolicy.NONE).fees().orElseThrow();

        assertThat(Said.document("D-STP-01", fees(rebate).build()))
                .containsExactly("lacks published self-trade default");
        assertThat(Said.document("D-STP-01", fees(FeeLadder.builder().build()).build()))
                .containsExactly("lacks published maker fees");
        assertThat(Said.document("D-STP-01", perpetual().build())).containsExactly("lacks published maker fees");
    }
}
