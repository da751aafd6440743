package io.countersign.client.catalogue;

import static io.countersign.client.catalogue.ReferenceExamples.asset;
import static io.countersign.client.fixtures.Markets.bitcoin;
import static io.countersign.client.fixtures.Markets.margin;
import static io.countersign.client.fixtures.Markets.perpetual;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.client.rule.ValidatedSnapshot;
import io.countersign.client.rule.Validator;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.Asset;
import io.countersign.model.market.AssetStatus;
import io.countersign.model.market.CollateralAsset;
import io.countersign.model.market.CollateralSchedule;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.market.FeeSchedule;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.IndexConstituent;
import io.countersign.model.market.IndexDefinition;
import io.countersign.model.market.InstrumentRiskStatus;
import io.countersign.model.market.LimitScope;
import io.countersign.model.market.MarginPoolLimit;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.MarketStatus;
import io.countersign.model.market.PositionLimit;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.market.SystemStatus;
import io.countersign.model.market.TradingStatus;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.Rate;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReferenceRulesTest {
    private static final Instant AT = Instant.parse("2026-02-03T12:00:00Z");
    private static final IndexDefinition INDEX = index("in_xbtusd").build();
    private static final FeeSchedule FEES =
            FeeSchedule.builder().venue("kraken").id("fees").tiers(List.of()).build();

    /** Everything that the small venue refers to is there. */
    private static final ConfigSnapshot VENUE = with(
            Markets.venue(),
            asset("XXBT").altName("XBT").build(),
            asset("ZUSD").altName("USD").build(),
            INDEX,
            FEES);

    private static ConfigSnapshot with(ConfigSnapshot snapshot, MarketDocument... documents) {
        ConfigSnapshot all = snapshot;
        for (MarketDocument document : documents) {
            all = all.with(document);
        }
        return all;
    }

    private static IndexDefinition.Builder index(String id) {
        return IndexDefinition.builder().venue("kraken").id(id).tradeable(false);
    }

    private static List<Finding> broken(MarketDocument document) {
        return Judged.findings("X-REF-01", VENUE.with(document), ChangeContext.none());
    }

    private static void breaksAt(String path, MarketDocument document) {
        assertThat(broken(document))
                .extracting(Finding::document, Finding::path, Finding::severity)
                .containsExactly(tuple(document.documentId().toString(), path, Severity.BLOCK));
    }

    @Test
    void references_allThere_pass() {
        assertThat(Judged.findings("X-REF-01", VENUE, ChangeContext.none())).isEmpty();
        assertThat(Judged.missing("X-REF-01", VENUE, ChangeContext.none())).isEmpty();
    }

    @Test
    void references_ofMarkets_areEachLookedUp() {
        breaksAt("/base", bitcoin().base("XXRP").build());
        breaksAt("/quote", bitcoin().quote("ZEUR").build());
        breaksAt("/feeScheduleRef", bitcoin().feeScheduleRef("none").build());
        breaksAt(
                "/margin/borrowAssets",
                bitcoin()
                        .margin(margin().addBorrowAssets("XXBT", "XXRP").build())
                        .build());
        breaksAt("/feeScheduleRef", perpetual().feeScheduleRef("none").build());
        breaksAt("/index", perpetual().index("none").build());
        breaksAt("/settle", perpetual().settle("XRP").build());
        breaksAt(
                "/marginSchedules/re~1tail",
                perpetual().putMarginSchedules("re/tail", "none").build());
        assertThat(broken(perpetual().settle("XBT").feeScheduleRef("fees").build()))
                .isEmpty();
        assertThat(broken(bitcoin().base("XBT").feeScheduleRef("fees").build())).isEmpty();
    }

    @Test
    void references_ofOtherDocuments_areEachLookedUp() {
        DocumentId nothing = new DocumentId(DocumentKind.SPOT_MARKET, "kraken", "none");
        breaksAt(
                "/market",
                MarketStatus.builder()
                        .venue("kraken")
                        .id("s")
                        .market(nothing)
                        .status(TradingStatus.ONLINE)
                        .build());
        breaksAt(
                "/market",
                InstrumentRiskStatus.builder()
                        .venue("kraken")
                        .id("r")
                        .market(nothing)
                        .dislocated(false)
                        .extremeVolatility(false)
                        .build());
        breaksAt(
                "/market",
                PositionLimit.builder()
                        .venue("kraken")
                        .id("l")
                        .scope(LimitScope.MARKET)
                        .market(nothing)
                        .unit(SizeUnit.BASE)
                        .build());
        breaksAt(
                "/asset",
                MarginPoolLimit.builder()
                        .venue("kraken")
                        .id("p")
                        .asset("KEEP")
                        .allowance(Quantity.of("0"))
                        .build());
        breaksAt("/conversionPath", index("i").addConversionPath("none").build());
        breaksAt(
                "/constituents/source=kraken~1none",
                index("i").constituents(List.of(source("kraken/none"))).build());
        breaksAt("/assets/asset=KEEP/asset", collateral("KEEP", "XXBTZUSD"));
        breaksAt("/assets/asset=XXBT/priceSource", collateral("XXBT", "none"));
    }

    @Test
    void references_toWhatHasAPrice_goByAnyOfItsNames() {
        for (String name : List.of("XXBTZUSD", "XBTUSD", "XBT/USD", "in_xbtusd", "PI_XBTUSD")) {
            assertThat(broken(collateral("XXBT", name))).as(name).isEmpty();
            assertThat(broken(index("i").addConversionPath(name).build()))
                    .as(name)
                    .isEmpty();
            assertThat(broken(index("i")
                            .constituents(List.of(source("kraken/" + name), source("coinbase/none")))
                            .build()))
                    .as(name)
                    .isEmpty();
        }
    }

    private static IndexConstituent source(String source) {
        return IndexConstituent.builder().source(source).weight(Rate.of("0.5")).build();
    }

    private static CollateralSchedule collateral(String asset, String source) {
        return CollateralSchedule.builder()
                .venue("kraken")
                .id("c")
                .currency("ZUSD")
                .addAssets(CollateralAsset.builder()
                        .asset(asset)
                        .haircut(Rate.of("0.1"))
                        .priceSource(source)
                        .build())
                .build();
    }

    @Test
    void references_toKindsThatNobodyPublished_areInconclusive() {
        ConfigSnapshot bare = Markets.snapshot(
                bitcoin().feeScheduleRef("fees").build(), perpetual().build());

        assertThat(Judged.findings("X-REF-01", bare, ChangeContext.none())).isEmpty();
        assertThat(Judged.missing("X-REF-01", bare, ChangeContext.none()))
                .isEqualTo("any asset to refer to, any fee schedule to refer to, any index definition to refer to, any"
                        + " margin schedule to refer to");
        assertThat(Judged.missing("X-REF-01", Markets.snapshot(collateral("XXBT", "none")), ChangeContext.none()))
                .isEqualTo("any asset to refer to, any market to refer to");
    }

    @Test
    void references_validity_isFromTheFirstInstantToBeforeTheLast() {
        assertThat(valid(FeeSchedule.builder().from(FEES).validFrom(AT).build(), AT))
                .isEmpty();
        assertThat(valid(FeeSchedule.builder().from(FEES).validFrom(AT).build(), AT.minusSeconds(1)))
                .extracting(Finding::message)
                .containsExactly("fee-schedule/kraken/fees holds only from 2026-02-03T12:00:00Z on, and the change from"
                        + " 2026-02-03T11:59:59Z on");
        assertThat(valid(FeeSchedule.builder().from(FEES).validTo(AT).build(), AT.minusSeconds(1)))
                .isEmpty();
        assertThat(valid(FeeSchedule.builder().from(FEES).validTo(AT).build(), AT))
                .extracting(Finding::message)
                .containsExactly("fee-schedule/kraken/fees no longer holds from 2026-02-03T12:00:00Z on, and the change"
                        + " holds from 2026-02-03T12:00:00Z on");
    }

    private static List<Finding> valid(FeeSchedule fees, Instant at) {
        ConfigSnapshot snapshot =
                with(VENUE, fees, bitcoin().feeScheduleRef("fees").build());
        List<Finding> effective = Judged.findings(
                "X-REF-01",
                snapshot,
                ChangeContext.builder()
                        .put(RuleInput.EFFECTIVE_AT, at)
                        .asOf(Instant.EPOCH)
                        .build());
        List<Finding> now = Judged.findings(
                "X-REF-01", snapshot, ChangeContext.builder().asOf(at).build());
        assertThat(now).isEqualTo(effective);
        return effective;
    }

    @Test
    void references_boundedAndNoInstantKnown_areInconclusive() {
        ConfigSnapshot snapshot = with(
                VENUE,
                FeeSchedule.builder().from(FEES).validTo(AT).build(),
                bitcoin().feeScheduleRef("fees").build());

        assertThat(Judged.missing("X-REF-01", snapshot, ChangeContext.none()))
                .isEqualTo("instant from which the change holds");
    }

    @Test
    void references_whenTheirTargetIsRemoved_areLookedUpAgain() {
        ValidatedSnapshot venue = Validator.of(Catalogue.standard())
                .validated(VENUE.with(bitcoin().feeScheduleRef("fees").build()), ChangeContext.none());
        FeeSchedule other = FeeSchedule.builder().from(FEES).id("other").build();

        assertThat(venue.with(other).without(FEES.documentId()).report().of("X-REF-01"))
                .extracting(Finding::path)
                .containsExactly("/feeScheduleRef");
        assertThat(venue.without(DocumentId.parse("asset/kraken/XXBT")).report().of("X-REF-01"))
                .extracting(Finding::path)
                .containsExactly("/base");
    }

    @ParameterizedTest
    @EnumSource(AssetStatus.class)
    void assets_disabledOrWithdrawalOnly_areNotTradedOnline(AssetStatus status) {
        boolean shut = status == AssetStatus.DISABLED || status == AssetStatus.WITHDRAWAL_ONLY;
        Asset usd = asset("ZUSD").altName("USD").status(status).build();

        assertThat(Judged.findings("X-STS-01", VENUE.with(usd), ChangeContext.none()))
                .extracting(Finding::path)
                .isEqualTo(shut ? List.of("/quote") : List.of());
        assertThat(Judged.findings(
                        "X-STS-01",
                        VENUE.with(usd)
                                .with(bitcoin()
                                        .status(TradingStatus.REDUCE_ONLY)
                                        .build()),
                        ChangeContext.none()))
                .isEmpty();
    }

    @Test
    void assets_ofContracts_areThoseTheySettleIn() {
        Asset shut = asset("XXBT").altName("XBT").status(AssetStatus.DISABLED).build();
        FuturesContract settled = perpetual().settle("XBT").build();
        ConfigSnapshot halted =
                VENUE.with(shut).with(bitcoin().status(TradingStatus.HALTED).build());

        assertThat(Judged.findings("X-STS-01", halted, ChangeContext.none())).isEmpty();
        assertThat(Judged.findings("X-STS-01", halted.with(settled), ChangeContext.none()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.path()).isEqualTo("/settle");
                    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
                    assertThat(finding.message())
                            .isEqualTo("The market is ONLINE and asset/kraken/XXBT is DISABLED: take the market to"
                                    + " REDUCE_ONLY or CANCEL_ONLY first");
                });
    }

    @Test
    void venue_stricterThanItsMarkets_isOneFinding() {
        assertThat(Judged.findings("X-STS-01", VENUE.with(system(TradingStatus.POST_ONLY)), ChangeContext.none()))
                .extracting(Finding::path, Finding::message)
                .containsExactly(tuple(
                        "/status",
                        "The venue is POST_ONLY, and 2 markets allow more, such as futures-contract/kraken/PI_XBTUSD: set"
                                + " their status too"));
        assertThat(Judged.findings("X-STS-01", VENUE.with(system(TradingStatus.ONLINE)), ChangeContext.none()))
                .isEmpty();
        assertThat(Judged.findings(
                        "X-STS-01",
                        with(
                                VENUE,
                                system(TradingStatus.POST_ONLY),
                                bitcoin().status(TradingStatus.CANCEL_ONLY).build(),
                                perpetual().postOnly(true).build()),
                        ChangeContext.none()))
                .isEmpty();
    }

    private static SystemStatus system(TradingStatus status) {
        return SystemStatus.builder()
                .venue("kraken")
                .id("system")
                .status(status)
                .build();
    }
}
