package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Markets.bitcoin;
import static io.countersign.client.fixtures.Markets.perpetual;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.internal.Statuses;
import io.countersign.client.live.Positions;
import io.countersign.client.live.StatusPlan;
import io.countersign.client.live.StatusPlan.Step;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleData;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarketStatus;
import io.countersign.model.market.SystemStatus;
import io.countersign.model.market.TradingStatus;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.unit.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StatusRulesTest {
    private static final ConfigSnapshot VENUE = Markets.venue();
    private static final DocumentId PERPETUAL = perpetual().build().documentId();
    private static final DocumentId BITCOIN = bitcoin().build().documentId();
    private static final Instant SINCE = Instant.parse("2026-02-03T12:00:00Z");

    private static List<Finding> flags(FuturesContract.Builder contract) {
        return Judged.findings("D-STS-01", VENUE.with(contract.build()), ChangeContext.none());
    }

    private static MarketStatus marketStatus(DocumentId market, TradingStatus status) {
        return MarketStatus.builder()
                .venue("kraken")
                .id("status-of-" + market.id())
                .market(market)
                .status(status)
                .since(SINCE)
                .build();
    }

    private static SystemStatus system(TradingStatus status) {
        return SystemStatus.builder()
                .venue("kraken")
                .id("system")
                .status(status)
                .since(SINCE)
                .build();
    }

    private static ChangeContext.Builder open() {
        return ChangeContext.builder().put(RuleInput.POSITIONS, PERPETUAL, Markets.positions());
    }

    @ParameterizedTest
    @EnumSource(TradingStatus.class)
    void flags_notTradeable_goWithStatusesThatTakeNoOrders(TradingStatus status) {
        List<Finding> findings = flags(perpetual().tradeable(false).status(status));

        if (Statuses.takesOrders(status)) {
            assertThat(findings)
                    .extracting(Finding::path, Finding::severity)
                    .contains(tuple("/tradeable", Severity.BLOCK));
        } else {
            assertThat(findings).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "true,  ONLINE,      1",
        "true,  LIMIT_ONLY,  1",
        "true,  REDUCE_ONLY, 1",
        "true,  POST_ONLY,   0",
        "true,  HALTED,      0",
        "false, POST_ONLY,   1",
        "false, ONLINE,      0",
        "false, HALTED,      0"
    })
    void flags_postOnly_isSetExactlyInPostOnly(boolean postOnly, TradingStatus status, int hits) {
        assertThat(flags(perpetual().postOnly(postOnly).status(status)))
                .hasSize(hits)
                .allSatisfy(finding -> {
                    assertThat(finding.path()).isEqualTo("/postOnly");
                    assertThat(finding.severity()).isEqualTo(Severity.BLOCK);
                    assertThat(finding.message())
                            .isEqualTo("The post-only flag is " + postOnly + " and the status is " + status);
                });
    }

    @Test
    void flags_notTradeableAndPostOnly_warns() {
        assertThat(flags(perpetual().tradeable(false).postOnly(true)))
                .extracting(Finding::severity)
                .containsExactly(Severity.WARN);
        assertThat(flags(perpetual().tradeable(false).postOnly(false))).isEmpty();
        assertThat(flags(perpetual().tradeable(true).postOnly(true))).isEmpty();
    }

    @Test
    void flags_nothingPublished_isInconclusive() {
        FuturesContract silent = FuturesContract.builder()
                .from(perpetual().build())
                .tradeable(Optional.empty())
                .build();

        assertThat(Judged.missing("D-STS-01", VENUE.with(silent), ChangeContext.none()))
                .isEqualTo("published status");
        assertThat(Judged.missing("D-STS-01", VENUE, ChangeContext.none())).isEmpty();
    }

    @Test
    void marketStatus_otherThanTheMarket_isBlocked() {
        assertThat(Judged.findings(
                        "D-STS-01", VENUE.with(marketStatus(BITCOIN, TradingStatus.POST_ONLY)), ChangeContext.none()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.document()).isEqualTo("market-status/kraken/status-of-XXBTZUSD");
                    assertThat(finding.path()).isEqualTo("/status");
                    assertThat(finding.severity()).isEqualTo(Severity.BLOCK);
                    assertThat(finding.message())
                            .isEqualTo(
                                    "The market status is POST_ONLY, and spot-market/kraken/XXBTZUSD itself says ONLINE");
                });
    }

    @Test
    void marketStatus_thatFitsStatusOrFlags_passes() {
        for (TradingStatus fits : List.of(TradingStatus.ONLINE, TradingStatus.REDUCE_ONLY)) {
            assertThat(Judged.findings("D-STS-01", VENUE.with(marketStatus(PERPETUAL, fits)), ChangeContext.none()))
                    .isEmpty();
        }
        assertThat(Judged.findings(
                        "D-STS-01", VENUE.with(marketStatus(BITCOIN, TradingStatus.ONLINE)), ChangeContext.none()))
                .isEmpty();
    }

    @Test
    void graph_everyPairOfStatuses_isJudgedAsTheDataSay() {
        RuleData data = Catalogue.standard().data();
        for (TradingStatus from : TradingStatus.values()) {
            for (TradingStatus to : TradingStatus.values()) {
                List<List<Finding>> each = List.of(
                        graph(
                                VENUE.with(bitcoin().status(from).build()),
                                VENUE.with(bitcoin().status(to).build())),
                        graph(
                                VENUE.with(perpetual().status(from).build()),
                                VENUE.with(perpetual().status(to).build())),
                        graph(VENUE.with(marketStatus(BITCOIN, from)), VENUE.with(marketStatus(BITCOIN, to))),
                        graph(VENUE.with(system(from)), VENUE.with(system(to))));
                for (List<Finding> findings : each) {
                    if (from == to || data.mayGo(from, to)) {
                        assertThat(findings).as(from + " to " + to).isEmpty();
                    } else {
                        assertThat(findings)
                                .as(from + " to " + to)
                                .singleElement()
                                .satisfies(finding -> {
                                    assertThat(finding.path()).isEqualTo("/status");
                                    assertThat(finding.severity())
                                            .isEqualTo(
                                                    data.mayGoWithWaiver(from, to) ? Severity.ERROR : Severity.BLOCK);
                                });
                    }
                }
            }
        }
    }

    private static List<Finding> graph(ConfigSnapshot before, ConfigSnapshot after) {
        return Judged.findings("T-STS-01", before, after, ChangeContext.none());
    }

    @Test
    void graph_ofFlags_goesFromSomeStatusThatFits() {
        FuturesContract closed = perpetual().tradeable(false).build();
        FuturesContract open = perpetual().build();
        FuturesContract postOnly = perpetual().postOnly(true).build();

        assertThat(graph(VENUE.with(open), VENUE.with(closed))).isEmpty();
        assertThat(graph(VENUE.with(open), VENUE.with(postOnly))).isEmpty();
        assertThat(graph(VENUE.with(closed), VENUE.with(postOnly))).isEmpty();
        assertThat(graph(VENUE.with(postOnly), VENUE.with(open))).isEmpty();
        assertThat(graph(VENUE.with(closed), VENUE.with(open))).singleElement().satisfies(finding -> {
            assertThat(finding.path()).isEqualTo("/tradeable");
            assertThat(finding.severity()).isEqualTo(Severity.BLOCK);
            assertThat(finding.message())
                    .endsWith("to one of [ONLINE, REDUCE_ONLY]; allowed: [PRE_LISTING, POST_ONLY, LIMIT_ONLY,"
                            + " CANCEL_ONLY, MAINTENANCE, SETTLING, DELISTED]");
        });
    }

    @Test
    void graph_fromTheEnd_saysThatItIsTheEnd() {
        assertThat(graph(
                        VENUE.with(bitcoin().status(TradingStatus.DELISTED).build()),
                        VENUE.with(bitcoin().status(TradingStatus.ONLINE).build())))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .isEqualTo("A market may not go from DELISTED to ONLINE; allowed: nothing, it is the end"));
    }

    @Test
    void byFlags_ofAContract_areTheStatusesThatFit() {
        assertThat(Statuses.of(perpetual().build()))
                .isEqualTo(EnumSet.of(TradingStatus.ONLINE, TradingStatus.REDUCE_ONLY));
        assertThat(Statuses.of(perpetual().postOnly(true).build())).isEqualTo(EnumSet.of(TradingStatus.POST_ONLY));
        assertThat(Statuses.of(perpetual().tradeable(false).build()))
                .isEqualTo(EnumSet.of(
                        TradingStatus.HIDDEN,
                        TradingStatus.PRE_LISTING,
                        TradingStatus.CANCEL_ONLY,
                        TradingStatus.MAINTENANCE,
                        TradingStatus.HALTED,
                        TradingStatus.SETTLING,
                        TradingStatus.DELISTED));
        assertThat(Statuses.of(perpetual().status(TradingStatus.HALTED).build()))
                .isEqualTo(EnumSet.of(TradingStatus.HALTED));
    }

    private static List<Finding> planned(StatusPlan plan, Positions positions) {
        return Judged.findings(
                "T-STS-02",
                VENUE,
                VENUE.with(perpetual().postOnly(true).build()),
                ChangeContext.builder()
                        .put(RuleInput.POSITIONS, PERPETUAL, positions)
                        .put(RuleInput.STATUS_PLAN, PERPETUAL, plan)
                        .build());
    }

    @Test
    void unguarded_stepsInARow_countTogetherUpToTheLimit() {
        StatusPlan exactly = StatusPlan.of(
                        new Step(TradingStatus.POST_ONLY, Duration.ofMinutes(20)),
                        new Step(TradingStatus.CANCEL_ONLY, Duration.ofMinutes(10)))
                .then(TradingStatus.ONLINE, Duration.ofHours(1))
                .then(TradingStatus.POST_ONLY, Duration.ofMinutes(29));
        StatusPlan over = StatusPlan.of(
                        new Step(TradingStatus.POST_ONLY, Duration.ofMinutes(20)),
                        new Step(TradingStatus.CANCEL_ONLY, Duration.ofSeconds(601)))
                .then(TradingStatus.ONLINE, Duration.ofHours(1));

        assertThat(planned(exactly, Markets.positions())).isEmpty();
        assertThat(planned(over, Positions.builder().build())).isEmpty();
        assertThat(planned(over, Markets.positions())).singleElement().satisfies(finding -> {
            assertThat(finding.path()).isEqualTo("/status");
            assertThat(finding.severity()).isEqualTo(Severity.ERROR);
            assertThat(finding.message())
                    .isEqualTo(
                            "While 3000 contracts are open, by the plan, nothing is liquidated for 30 minutes 1 second,"
                                    + " and 30 minutes are the limit: shorten the phase, or raise margins before it");
        });
    }

    @Test
    void unguarded_planUnknown_isInconclusiveOnlyWhereSomethingIsOpen() {
        ConfigSnapshot after = VENUE.with(perpetual().postOnly(true).build());

        assertThat(Judged.missing("T-STS-02", VENUE, after, ChangeContext.none()))
                .isEqualTo("open positions");
        assertThat(Judged.missing("T-STS-02", VENUE, after, open().build())).isEqualTo("status plan");
        assertThat(Judged.missing(
                        "T-STS-02",
                        VENUE,
                        after,
                        ChangeContext.builder()
                                .put(
                                        RuleInput.POSITIONS,
                                        PERPETUAL,
                                        Positions.builder().build())
                                .build()))
                .isEmpty();
    }

    @Test
    void unguarded_statusThatStaysSo_isNoChange() {
        ConfigSnapshot before = VENUE.with(perpetual().postOnly(true).build());
        ConfigSnapshot after = VENUE.with(perpetual().tradeable(false).build());

        assertThat(Judged.missing("T-STS-02", before, after, ChangeContext.none()))
                .isEmpty();
        assertThat(Judged.missing("T-STS-02", before, VENUE, ChangeContext.none()))
                .isEmpty();
    }

    @Test
    void unguarded_spotMarket_countsWhatIsBorrowed() {
        ConfigSnapshot after =
                VENUE.with(bitcoin().status(TradingStatus.CANCEL_ONLY).build());
        ChangeContext.Builder known = ChangeContext.builder()
                .put(
                        RuleInput.STATUS_PLAN,
                        BITCOIN,
                        StatusPlan.of(new Step(TradingStatus.CANCEL_ONLY, Duration.ofHours(2))));

        assertThat(Judged.findings(
                        "T-STS-02",
                        VENUE,
                        after,
                        known.put(RuleInput.BORROWED, BITCOIN, Quantity.of("0")).build()))
                .isEmpty();
        assertThat(Judged.findings(
                        "T-STS-02",
                        VENUE,
                        after,
                        known.put(RuleInput.BORROWED, BITCOIN, Quantity.of("1.5"))
                                .build()))
                .extracting(Finding::message)
                .singleElement()
                .asString()
                .startsWith("While 1.5 XXBT are borrowed, by the plan, nothing is liquidated for 2 hours");
    }

    @Test
    void unguarded_spotMarketWithoutMargin_isNothingToKnow() {
        ConfigSnapshot before = VENUE.with(bitcoin().margin(Optional.empty()).build());
        ConfigSnapshot after = VENUE.with(bitcoin()
                .margin(Optional.empty())
                .status(TradingStatus.CANCEL_ONLY)
                .build());

        assertThat(Judged.missing("T-STS-02", before, after, ChangeContext.none()))
                .isEmpty();
    }

    @Test
    void unguarded_marketStatusForTooLong_isAnErrorAtItsBeginning() {
        ConfigSnapshot snapshot = VENUE.with(marketStatus(PERPETUAL, TradingStatus.POST_ONLY));

        assertThat(Judged.findings(
                        "T-STS-02",
                        snapshot,
                        open().asOf(SINCE.plus(Duration.ofMinutes(30))).build()))
                .isEmpty();
        assertThat(Judged.findings(
                        "T-STS-02",
                        snapshot,
                        open().asOf(SINCE.plus(Duration.ofMinutes(31))).build()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.path()).isEqualTo("/since");
                    assertThat(finding.message()).contains("nothing has been liquidated for 31 minutes");
                });
        assertThat(Judged.missing("T-STS-02", snapshot, open().build())).isEqualTo("moment of the facts");
        assertThat(Judged.missing(
                        "T-STS-02",
                        VENUE.with(MarketStatus.builder()
                                .from(marketStatus(PERPETUAL, TradingStatus.POST_ONLY))
                                .since(Optional.empty())
                                .build()),
                        open().asOf(SINCE).build()))
                .isEqualTo("beginning of the status");
        assertThat(Judged.missing(
                        "T-STS-02", VENUE.with(marketStatus(PERPETUAL, TradingStatus.ONLINE)), ChangeContext.none()))
                .isEmpty();
    }

    @Test
    void unguarded_marketStatusOfAnUnknownMarket_isInconclusive() {
        ConfigSnapshot snapshot = Markets.snapshot(marketStatus(PERPETUAL, TradingStatus.POST_ONLY));

        assertThat(Judged.missing("T-STS-02", snapshot, open().build())).isEqualTo("market");
    }

    @Test
    void unguarded_changeOfAMarketStatus_needsThePlan() {
        ConfigSnapshot before = VENUE.with(marketStatus(PERPETUAL, TradingStatus.ONLINE));
        ConfigSnapshot after = VENUE.with(marketStatus(PERPETUAL, TradingStatus.POST_ONLY));
        ChangeContext.Builder now = open().asOf(SINCE);

        assertThat(Judged.missing("T-STS-02", before, after, now.build())).isEqualTo("status plan");
        assertThat(Judged.findings(
                        "T-STS-02",
                        before,
                        after,
                        now.put(
                                        RuleInput.STATUS_PLAN,
                                        PERPETUAL,
                                        StatusPlan.of(new Step(TradingStatus.POST_ONLY, Duration.ofHours(1))))
                                .build()))
                .extracting(Finding::document)
                .containsExactly("market-status/kraken/status-of-PI_XBTUSD");
    }

    @Test
    void unguarded_venueForTooLong_countsContractsWithPositions() {
        ConfigSnapshot snapshot = VENUE.with(system(TradingStatus.MAINTENANCE));
        Instant late = SINCE.plus(Duration.ofHours(2));

        assertThat(Judged.findings("T-STS-02", snapshot, open().asOf(late).build()))
                .extracting(Finding::message)
                .singleElement()
                .asString()
                .startsWith("While positions are open in 1 contract, nothing has been liquidated for 2 hours");
        assertThat(Judged.findings(
                        "T-STS-02",
                        snapshot,
                        ChangeContext.builder()
                                .put(
                                        RuleInput.POSITIONS,
                                        PERPETUAL,
                                        Positions.builder().build())
                                .asOf(late)
                                .build()))
                .isEmpty();
        assertThat(Judged.missing("T-STS-02", snapshot, ChangeContext.none())).isEqualTo("open positions");
        assertThat(Judged.findings(
                        "T-STS-02",
                        VENUE.with(system(TradingStatus.ONLINE)),
                        open().asOf(late).build()))
                .isEmpty();
    }
}
