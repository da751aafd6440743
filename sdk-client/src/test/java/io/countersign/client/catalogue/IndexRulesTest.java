package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Indexes.bitcoinIndex;
import static io.countersign.client.fixtures.Indexes.minutes;
import static io.countersign.client.fixtures.Indexes.prices;
import static io.countersign.client.fixtures.Indexes.source;
import static io.countersign.client.fixtures.Indexes.weighted;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.fixtures.Indexes;
import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.ConstituentPrices;
import io.countersign.client.live.PriceHistory;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.market.Asset;
import io.countersign.model.market.CollateralAsset;
import io.countersign.model.market.CollateralSchedule;
import io.countersign.model.market.DelistingPlan;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.IndexAggregation;
import io.countersign.model.market.IndexConstituent;
import io.countersign.model.market.IndexDefinition;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.Peg;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.market.TradingStatus;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IndexRulesTest {
    private static final DocumentId INDEX = bitcoinIndex().build().documentId();
    private static final String FIRST = "/constituents/source=bitfinex~1BTC-USD";

    private static List<String> composition(IndexDefinition.Builder index) {
        return Hits.of("D-IDX-01", index.build());
    }

    @Test
    void composition_asItIs_isFine() {
        assertThat(composition(bitcoinIndex())).isEmpty();
        assertThat(composition(bitcoinIndex().constituents(Optional.empty())))
                .containsExactly("lacks published constituents");
    }

    @Test
    void weights_thirds_sumToOneClosely() {
        String third = "0.333333333333333333";
        assertThat(composition(bitcoinIndex().constituents(weighted(third, third, third))))
                .isEmpty();
        assertThat(composition(bitcoinIndex().constituents(weighted("0.4", "0.3", "0.300001"))))
                .isEmpty();
        assertThat(composition(bitcoinIndex().constituents(weighted("0.4", "0.3", "0.300002"))))
                .containsExactly("BLOCK /constituents The weights sum to 1.000002, not to 1");
        assertThat(composition(bitcoinIndex().constituents(weighted("0.4", "0.3", "0.299998"))))
                .hasSize(1);
    }

    @Test
    void weights_aboveHalf_areBlocked() {
        assertThat(composition(bitcoinIndex().constituents(weighted("0.5", "0.3", "0.2"))))
                .isEmpty();
        assertThat(composition(bitcoinIndex().constituents(weighted("0.5000001", "0.3", "0.1999999"))))
                .containsExactly(
                        "BLOCK " + FIRST + "/weight bitfinex/BTC-USD has 50.00001 % of the weight, more than 50 %: its"
                                + " price is the index");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0.1"})
    void weights_notAboveZero_areBlocked(String weight) {
        String rest = weight.equals("0") ? "0.5" : "0.6";
        assertThat(composition(bitcoinIndex().constituents(weighted(weight, "0.5", rest, "0"))))
                .contains("BLOCK " + FIRST + "/weight bitfinex/BTC-USD has a weight of " + weight);
    }

    @Test
    void source_namedTwice_isBlocked() {
        IndexConstituent one = source("bitstamp", "0.5");
        assertThat(composition(bitcoinIndex().minLiveConstituents(2).constituents(List.of(one, one))))
                .containsExactly(
                        "BLOCK /constituents/source=bitstamp bitstamp is named twice: its weight counts double");
        IndexConstituent other =
                IndexConstituent.builder().from(one).pair("btcusdt").build();
        assertThat(composition(bitcoinIndex().minLiveConstituents(2).constituents(List.of(one, other))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, ' above zero'", "-1, ' above zero'", ", ''"})
    void staleness_withoutALimit_isBlocked(Integer seconds, String more) {
        IndexConstituent stale = IndexConstituent.builder()
                .from(source("bitstamp", "0.5"))
                .maxStaleness(Optional.ofNullable(seconds).map(Duration::ofSeconds))
                .build();
        assertThat(composition(
                        bitcoinIndex().minLiveConstituents(2).constituents(List.of(stale, source("coinbase", "0.5")))))
                .containsExactly("BLOCK /constituents/source=bitstamp/maxStaleness bitstamp has no staleness limit"
                        + more + ": a price that stands still would go on counting");
    }

    @Test
    void live_moreThanThereAre_isBlocked() {
        assertThat(composition(bitcoinIndex().minLiveConstituents(5))).isEmpty();
        assertThat(composition(bitcoinIndex().minLiveConstituents(6)))
                .containsExactly(
                        "BLOCK /minLiveConstituents The index has 5 sources and needs 6 live: it never has a price");
        assertThat(composition(bitcoinIndex().minLiveConstituents(2))).isEmpty();
        assertThat(composition(bitcoinIndex().minLiveConstituents(1)))
                .containsExactly(
                        "WARN /minLiveConstituents The index goes on with 1 live; fewer than 2 leave nothing to"
                                + " compare a price with");
        assertThat(composition(bitcoinIndex().minLiveConstituents(Optional.empty())))
                .containsExactly("lacks published least number of live constituents");
    }

    private static List<String> robustness(IndexDefinition.Builder index) {
        return Hits.of("D-IDX-03", known(Indexes.calm(3)), index.build());
    }

    private static ChangeContext known(ConstituentPrices prices) {
        return ChangeContext.builder()
                .put(RuleInput.CONSTITUENT_PRICES, INDEX, prices)
                .build();
    }

    @Test
    void robustness_asItIs_isFine() {
        assertThat(robustness(bitcoinIndex())).isEmpty();
        assertThat(Hits.of("D-IDX-03", bitcoinIndex().build())).containsExactly("lacks constituent prices");
        assertThat(robustness(bitcoinIndex().constituents(Optional.empty())))
                .containsExactly("lacks published constituents");
        assertThat(robustness(bitcoinIndex().aggregation(Optional.empty())))
                .containsExactly("lacks published constituents and aggregation");
    }

    @Test
    void robustness_bounds_freeze() {
        assertThat(robustness(
                        bitcoinIndex().putExtensions("minAnswer", "\"0.107\"").putExtensions("answer", "1")))
                .containsExactly(
                        "ERROR /extensions/minAnswer The bound minAnswer freezes the price when the market goes beyond"
                                + " it: take it out, or halt");
        assertThat(robustness(bitcoinIndex().constituents(Optional.empty()).putExtensions("MaxAnswer", "9")))
                .hasSize(2);
    }

    @Test
    void robustness_withoutFallback_isAnError() {
        String hit = "ERROR /fallback The index does not say what it does without enough sources";
        assertThat(robustness(bitcoinIndex().fallback(Optional.empty()))).containsExactly(hit);
        assertThat(robustness(bitcoinIndex().fallback(" "))).containsExactly(hit);
    }

    @Test
    void robustness_trimmedMeanOfTwo_isAnError() {
        IndexDefinition.Builder trimmed = bitcoinIndex().aggregation(IndexAggregation.TRIMMED_MEAN);
        assertThat(robustness(trimmed.minLiveConstituents(3))).isEmpty();
        assertThat(robustness(trimmed.minLiveConstituents(Optional.empty()))).isEmpty();
        assertThat(robustness(trimmed.minLiveConstituents(2)))
                .containsExactly(
                        "ERROR /minLiveConstituents A mean without the highest and the lowest needs 3 live sources,"
                                + " not 2");
        assertThat(robustness(bitcoinIndex().minLiveConstituents(2))).isEmpty();
    }

    @Test
    void band_ofAnyWidth_isJudged() {
        assertThat(robustness(bitcoinIndex().outlierBand(Optional.empty())))
                .containsExactly("ERROR /outlierBand Outliers are not excluded: one wrong price moves the index");
        assertThat(robustness(bitcoinIndex().outlierBand(Rate.of("0"))))
                .containsExactly("ERROR /outlierBand An outlier band of 0 % leaves out every source");
        assertThat(robustness(bitcoinIndex().outlierBand(Rate.of("0.25")))).isEmpty();
        assertThat(robustness(bitcoinIndex().outlierBand(Rate.of("0.2501"))))
                .containsExactly(
                        "WARN /outlierBand An outlier band of 25.01 % is wider than 25 %: a price so far off would"
                                + " count");
    }

    @Test
    void band_narrowerThanSourcesDiffer_isAnError() {
        // The farthest source is 4 of 50,000 away: 0.00008.
        assertThat(robustness(bitcoinIndex().outlierBand(Rate.of("0.00008")))).isEmpty();
        assertThat(robustness(bitcoinIndex().outlierBand(Rate.of("0.0000799"))))
                .containsExactly(
                        "ERROR /outlierBand An outlier band of 0.00799 % leaves out a source in 100.0 % of the past"
                                + " rows, more than 0.1 %: it is narrower than sources ordinarily differ");
    }

    @Test
    void band_thatLeavesOutOneInAThousand_isFine() {
        assertThat(bandOver(1_000)).isEmpty();
        assertThat(bandOver(999)).hasSize(1);
    }

    /** One source errs in the first of some minutes. */
    private static List<String> bandOver(int minutes) {
        String[] closes = new String[minutes];
        Arrays.fill(closes, "50000");
        PriceHistory sound = minutes(closes);
        closes[0] = "60000";
        return Hits.of(
                "D-IDX-03",
                known(prices(minutes(closes), sound, sound, sound, sound)),
                bitcoinIndex().build());
    }

    // Units.

    private static List<String> units(IndexDefinition.Builder index, MarketDocument... more) {
        MarketDocument[] all = Arrays.copyOf(more, more.length + 1);
        all[more.length] = index.build();
        return Hits.of("D-IDX-02", all);
    }

    private static IndexDefinition.Builder of(String... sources) {
        return bitcoinIndex()
                .constituents(
                        Arrays.stream(sources).map(name -> source(name, "0.5")).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bitstamp/btcusd",
                "bitstamp/BTC_USD",
                "bitstamp/BTC:USD",
                "bitstamp/XBT/USD",
                "bitstamp/XBTUSD",
                "kraken/XXBTZUSD"
            })
    void units_ofAnySpelling_areRead(String source) {
        assertThat(units(of(source))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bitstamp",
                "bitstamp/bitcoin",
                "bitstamp/a/b/c",
                "bitstamp/-USD",
                "bitstamp/BTC-",
                "bitstamp/xUSD"
            })
    void units_thatCannotBeRead_areInconclusive(String source) {
        assertThat(units(of(source))).containsExactly("lacks readable pair of source " + source);
    }

    @Test
    void units_ofAnotherQuote_areBlocked() {
        assertThat(units(of("bitstamp/btceur", "coinbase/BTC-USD")))
                .containsExactly(
                        "BLOCK /index Index in_xbtusd prices BTC/EUR by source bitstamp/btceur without a conversion,"
                                + " the contract takes it for BTC/USD: a leg is missing or wrong");
    }

    @Test
    void units_pairBesideTheSource_goesFirst() {
        IndexConstituent constituent = IndexConstituent.builder()
                .from(source("bitstamp", "1"))
                .pair("ethusd")
                .build();
        assertThat(units(bitcoinIndex().constituents(List.of(constituent))))
                .singleElement()
                .asString()
                .contains("prices ETH/USD by source bitstamp ");
    }

    @Test
    void units_convertedByThePath_areFine() {
        assertThat(units(of("bitstamp/btceur").addConversionPath("EUR/USD"))).isEmpty();
        assertThat(units(of("bitstamp/btceur", "coinbase/BTC-USD").addConversionPath("EUR/USD")))
                .isEmpty();
        assertThat(units(of("bitstamp/btceur").addConversionPath("EUR/GBP", "GBP/USD")))
                .isEmpty();
        assertThat(units(of("bitstamp/btceur").addConversionPath("BTC/EUR", "EUR/USD")))
                .as("the whole way")
                .isEmpty();
        assertThat(units(of("bitstamp/btceur").addConversionPath("EUR/GBP")))
                .containsExactly(
                        "BLOCK /index Index in_xbtusd prices BTC/GBP by source bitstamp/btceur by way of EUR/GBP, the"
                                + " contract takes it for BTC/USD: a leg is missing or wrong");
        assertThat(units(of("bitstamp/ethusd").addConversionPath("BTC/EUR", "EUR/USD")))
                .hasSize(1);
    }

    @Test
    void units_pathThatDoesNotChain_isBlocked() {
        assertThat(units(of("bitstamp/btceur").addConversionPath("EUR/USD", "EUR/GBP")))
                .containsExactly(
                        "BLOCK /index The legs EUR/USD x EUR/GBP of index in_xbtusd cannot be multiplied: each must"
                                + " price what the one before it is quoted in; the contract takes it for BTC/USD");
        assertThat(units(of("bitstamp/btceur").addConversionPath("euro")))
                .containsExactly("lacks readable conversion path");
    }

    @Test
    void units_pathAlone_isCompared() {
        assertThat(units(bitcoinIndex().constituents(Optional.empty()).addConversionPath("BTC/EUR", "EUR/USD")))
                .containsExactly("lacks published constituents");
        assertThat(units(bitcoinIndex().constituents(Optional.empty()).addConversionPath("BTC/EUR")))
                .contains("BLOCK /index Index in_xbtusd prices BTC/EUR, the contract takes it for BTC/USD");
        assertThat(units(bitcoinIndex().constituents(Optional.empty())))
                .containsExactly("lacks published constituents");
    }

    @Test
    void units_ofAPeggedAsset_areAWarning() {
        Asset tether = asset("USDT")
                .pegged(Peg.builder().to("USD").tolerance(Rate.of("0.01")).build())
                .build();
        assertThat(units(of("binance/BTCUSDT"), tether))
                .containsExactly(
                        "WARN /index Index in_xbtusd prices BTC/USDT by source binance/BTCUSDT, the contract takes it"
                                + " for BTC/USD: right only while the peg holds");
        assertThat(units(of("binance/BTCUSDT"), asset("USDT").build()))
                .singleElement()
                .asString()
                .startsWith("BLOCK");
    }

    private static Asset.Builder asset(String id) {
        return Asset.builder()
                .venue("kraken")
                .id(id)
                .assetClass("currency")
                .ledgerDecimals(8)
                .displayDecimals(5);
    }

    @Test
    void units_ofAContractThatSaysNothing_areInconclusive() {
        assertThat(units(
                        bitcoinIndex(),
                        Markets.perpetual().base(Optional.empty()).build()))
                .containsExactly("lacks published base and quote");
        assertThat(units(
                        bitcoinIndex(),
                        Markets.perpetual().quote(Optional.empty()).build()))
                .containsExactly("lacks published base and quote");
        assertThat(units(
                        bitcoinIndex(),
                        Markets.perpetual().index(Optional.empty()).build()))
                .isEmpty();
        assertThat(units(bitcoinIndex().id("other"))).isEmpty();
    }

    @Test
    void units_ofCollateral_areThoseOfItsCurrency() {
        CollateralSchedule schedule = CollateralSchedule.builder()
                .venue("kraken")
                .id("multi")
                .currency("ZUSD")
                .addAssets(
                        CollateralAsset.builder()
                                .asset("XETH")
                                .haircut(Rate.of("0.1"))
                                .priceSource("in_xbtusd")
                                .build(),
                        CollateralAsset.builder()
                                .asset("XXBT")
                                .haircut(Rate.of("0.1"))
                                .priceSource("in_xbtusd")
                                .build(),
                        CollateralAsset.builder()
                                .asset("ZEUR")
                                .haircut(Rate.of("0"))
                                .priceSource("EUR/USD")
                                .build(),
                        CollateralAsset.builder()
                                .asset("ZUSD")
                                .haircut(Rate.of("0"))
                                .build())
                .build();
        assertThat(units(of("coinbase/BTC-USD"), schedule))
                .containsExactly("BLOCK /assets/asset=XETH/priceSource Index in_xbtusd prices BTC/USD by source"
                        + " coinbase/BTC-USD without a conversion, the schedule takes it for ETH/USD: a leg is missing or"
                        + " wrong");
    }

    @Test
    void units_ofAnAssetWithASecondName_goByIt() {
        Asset wrapped = asset("KRWBTC").altName("XBT").build();
        assertThat(units(
                        of("coinbase/BTC-USD"),
                        wrapped,
                        Markets.perpetual().base("KRWBTC").build()))
                .isEmpty();
    }

    // Changes.

    private static List<String> replayed(ChangeContext context, IndexDefinition.Builder after, MarketDocument... more) {
        ConfigSnapshot before = Hits.venueWith(more).with(bitcoinIndex().build());
        return Hits.ofChange("T-IDX-01", context, before, before.with(after.build()));
    }

    private static ConstituentPrices month(String last) {
        int size = 30 * 24 * 60;
        PriceHistory[] histories = new PriceHistory[5];
        for (int i = 0; i < histories.length; i++) {
            String[] closes = new String[size];
            Arrays.fill(closes, "50000");
            closes[size - 1] = i < 2 ? last : "50000";
            histories[i] = minutes(closes);
        }
        return prices(histories);
    }

    @Test
    void replay_sourcesTakenAway_isBlockedBeyondHalfAPercent() {
        IndexDefinition.Builder two =
                bitcoinIndex().constituents(weighted("0.5", "0.5")).minLiveConstituents(2);
        assertThat(replayed(known(month("50250")), two))
                .containsExactly("INFO /constituents Over the last 30 days of prices the new index is at most 0.5 %"
                        + " (2021-07-30T23:59:00Z) elsewhere");
        assertThat(replayed(known(month("50250.01")), two))
                .containsExactly(
                        "BLOCK /constituents The index would have been up to 0.5 % (2021-07-30T23:59:00Z) elsewhere,"
                                + " and beyond 0.5 % in 1 of 43200 rows: change in smaller steps");
    }

    @Test
    void replay_shortPast_isAWarning() {
        assertThat(replayed(known(Indexes.calm(1440)), bitcoinIndex().outlierBand(Rate.of("0.2"))))
                .containsExactly(
                        "WARN /constituents Over the last 1 days of prices the new index is at most 0 % elsewhere; 30"
                                + " days are wanted before it is called safe");
    }

    @Test
    void replay_sourceWithoutAPast_isLeftToTheOthers() {
        PriceHistory sound = minutes("50000", "50000");

        assertThat(replayed(
                        known(prices(sound, sound, sound, sound, minutes())),
                        bitcoinIndex().outlierBand(Rate.of("0.2"))))
                .singleElement()
                .asString()
                .startsWith("WARN /constituents Over the last 0.00139 days of prices the new index is at most 0 %");
    }

    @Test
    void replay_beforeThirtyDays_isNotLookedAt() {
        String[] closes = new String[30 * 24 * 60 + 1];
        Arrays.fill(closes, "50000");
        PriceHistory sound = minutes(closes);
        closes[0] = "40000";
        PriceHistory old = minutes(closes);
        IndexDefinition.Builder two =
                bitcoinIndex().constituents(weighted("0.5", "0.5")).minLiveConstituents(2);
        assertThat(replayed(known(prices(old, old, sound, sound, sound)), two))
                .singleElement()
                .asString()
                .startsWith("INFO");
    }

    @Test
    void replay_fewerLive_isBlockedWhereNoPriceIsLeft() {
        ConstituentPrices two = prices(
                minutes("50000", "50000"),
                minutes("50000", "50000"),
                minutes("50000", "50000"),
                minutes("50000", ""),
                minutes("50000", ""));
        IndexDefinition.Builder after = bitcoinIndex().minLiveConstituents(4);
        // The limit of a minute lets a price of the minute before count: all five count in both rows.
        assertThat(replayed(known(two), after)).singleElement().asString().startsWith("WARN");
        ConstituentPrices three = prices(
                minutes("50000", "50000", "50000"),
                minutes("50000", "50000", "50000"),
                minutes("50000", "50000", "50000"),
                minutes("50000", "", ""),
                minutes("50000", "", ""));
        assertThat(replayed(known(three), after))
                .containsExactly(
                        "BLOCK /constituents The new index has no price in 1 of 3 rows in which the old one has");
    }

    @Test
    void replay_withoutPrices_isInconclusive() {
        assertThat(replayed(ChangeContext.none(), bitcoinIndex().outlierBand(Rate.of("0.2"))))
                .containsExactly("lacks constituent prices");
        assertThat(replayed(
                        known(Indexes.calm(1)),
                        bitcoinIndex()
                                .constituents(List.of(source("okx/BTC-USD", "0.5"), source("bitstamp/btcusd", "0.5")))))
                .containsExactly("lacks prices of source okx/BTC-USD");
        assertThat(replayed(known(Indexes.calm(1)), bitcoinIndex().constituents(weighted("-1", "1", "1"))))
                .containsExactly("lacks weights that can be counted");
        assertThat(replayed(ChangeContext.none(), bitcoinIndex().fallback("a halt")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2021-07-30T14:29:59Z, false",
        "2021-07-30T14:30:00Z, true",
        "2021-07-30T15:15:00Z, true",
        "2021-07-30T15:15:01Z, false"
    })
    void settlement_changedInside_isBlocked(String effective, boolean inside) {
        ChangeContext context = known(Indexes.calm(1)).toBuilder()
                .put(RuleInput.EFFECTIVE_AT, Instant.parse(effective))
                .build();
        List<String> hits = replayed(
                context, bitcoinIndex().minLiveConstituents(4), Indexes.july().build());
        String hit = "BLOCK /constituents The index changes at " + effective
                + ", while FI_XBTUSD_210730 settles against it from" + " 2021-07-30T14:30:00Z to 2021-07-30T15:15:00Z";
        assertThat(hits.contains(hit)).isEqualTo(inside);
        assertThat(hits).hasSize(inside ? 2 : 1);
    }

    @Test
    void settlement_withoutTheInstant_isInconclusive() {
        assertThat(replayed(
                        known(Indexes.calm(1)),
                        bitcoinIndex().addConversionPath("BTC/USD"),
                        Indexes.july().build()))
                .containsExactly("lacks instant from which the change holds");
        assertThat(replayed(
                        known(Indexes.calm(1)),
                        bitcoinIndex().addConversionPath("BTC/USD"),
                        Indexes.july().index("other").build()))
                .isEmpty();
    }

    @Test
    void settlement_ofAWindowNotPublished_isTakenForHalfAnHour() {
        MarketDocument bare = Indexes.july().expiry(Optional.empty()).build();
        ChangeContext.Builder context = known(Indexes.calm(1)).toBuilder();
        assertThat(replayed(
                        context.put(RuleInput.EFFECTIVE_AT, Instant.parse("2021-07-30T14:30:00Z"))
                                .build(),
                        bitcoinIndex().addConversionPath("BTC/USD"),
                        bare))
                .hasSize(1);
        assertThat(replayed(
                        context.put(RuleInput.EFFECTIVE_AT, Instant.parse("2021-07-30T15:00:01Z"))
                                .build(),
                        bitcoinIndex().addConversionPath("BTC/USD"),
                        bare))
                .isEmpty();
    }

    @Test
    void coupled_unitWithoutItsAmount_isBlocked() {
        MarketDocument before = Markets.perpetual()
                .maxPosition(Amount.of("100"))
                .maxPositionUnit(SizeUnit.CONTRACTS)
                .build();
        assertThat(Hits.ofChange(
                        "T-IDX-02",
                        ChangeContext.none(),
                        Hits.venueWith(before),
                        Hits.venueWith(Markets.perpetual()
                                .maxPosition(Amount.of("100"))
                                .maxPositionUnit(SizeUnit.BASE)
                                .build())))
                .containsExactly("BLOCK /maxPositionUnit /maxPositionUnit changes and /maxPosition does not: they mean"
                        + " something only together");
        assertThat(Hits.ofChange(
                        "T-IDX-02",
                        ChangeContext.none(),
                        Hits.venueWith(before),
                        Hits.venueWith(Markets.perpetual()
                                .maxPosition(Amount.of("200"))
                                .maxPositionUnit(SizeUnit.CONTRACTS)
                                .build())))
                .as("the amount may change alone")
                .isEmpty();
        assertThat(Hits.ofChange(
                        "T-IDX-02",
                        ChangeContext.none(),
                        Hits.venueWith(before),
                        Hits.venueWith(Markets.perpetual()
                                .maxPosition(Amount.of("200"))
                                .maxPositionUnit(SizeUnit.BASE)
                                .build())))
                .isEmpty();
        assertThat(Hits.ofChange(
                        "T-IDX-02",
                        ChangeContext.none(),
                        Markets.venue(),
                        Markets.venue().without(before.documentId())))
                .isEmpty();
    }

    @Test
    void coupled_fieldsBeneath_count() {
        ConfigSnapshot before = Markets.venue();
        MarginSchedule base = MarginSchedule.builder()
                .from(Markets.schedule())
                .unit(SizeUnit.BASE)
                .build();
        assertThat(Hits.ofChange("T-IDX-02", ChangeContext.none(), before, before.with(base)))
                .hasSize(1);
        assertThat(Hits.ofChange(
                        "T-IDX-02",
                        ChangeContext.none(),
                        before,
                        before.with(MarginSchedule.builder()
                                .from(base)
                                .tiers(List.of(MarginTier.of("0", "0.03", "0.01")))
                                .build())))
                .isEmpty();
    }

    @Test
    void source_delisted_isAnError() {
        DelistingPlan plan = DelistingPlan.builder()
                .announcedAt(Instant.parse("2026-01-01T00:00:00Z"))
                .delistedAt(Instant.parse("2026-03-01T00:00:00Z"))
                .build();
        String kraken = "/constituents/source=kraken~1XBT~1USD";
        assertThat(Hits.of("X-IDX-01", bitcoinIndex().build())).isEmpty();
        assertThat(Hits.of(
                        "X-IDX-01",
                        bitcoinIndex().build(),
                        Markets.bitcoin().delisting(plan).build()))
                .containsExactly("ERROR " + kraken + " The index takes its price from XXBTZUSD, which is delisted at"
                        + " 2026-03-01T00:00:00Z: replace the source first");
        assertThat(Hits.of(
                        "X-IDX-01",
                        bitcoinIndex().build(),
                        Markets.bitcoin().status(TradingStatus.DELISTED).build()))
                .containsExactly("ERROR " + kraken
                        + " The index takes its price from XXBTZUSD, which is delisted: replace the source first");
        assertThat(Hits.of(
                        "X-IDX-01",
                        bitcoinIndex().validTo(plan.delistedAt()).build(),
                        Markets.bitcoin().delisting(plan).build()))
                .as("the index ends no later")
                .isEmpty();
        assertThat(Hits.of(
                        "X-IDX-01",
                        bitcoinIndex().validTo(plan.delistedAt().plusSeconds(1)).build(),
                        Markets.bitcoin().delisting(plan).build()))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "kraken/XXBTZUSD, true",
        "Kraken/XBTUSD, true",
        "kraken/XBT/USD, true",
        "coinbase/XBT/USD, false",
        "kraken/XETHZUSD, false",
        "kraken, false"
    })
    void source_byAnyName_isTheVenuesMarket(String source, boolean ours) {
        MarketDocument delisted =
                Markets.bitcoin().status(TradingStatus.DELISTED).build();
        assertThat(Hits.of("X-IDX-01", of(source).build(), delisted)).hasSize(ours ? 1 : 0);
        ConfigSnapshot before = Hits.venueWith(of(source).build());
        assertThat(Hits.ofChange("X-IDX-01", ChangeContext.none(), before, before.without(delisted.documentId())))
                .hasSize(ours ? 1 : 0);
    }

    @Test
    void leg_delistedOrRemoved_isAnError() {
        IndexDefinition byLeg =
                of("coinbase/BTC-USD").addConversionPath("XBT/USD").build();
        MarketDocument delisted =
                Markets.bitcoin().status(TradingStatus.DELISTED).build();
        assertThat(Hits.of("X-IDX-01", byLeg, delisted))
                .containsExactly(
                        "ERROR /conversionPath The index takes its price from XXBTZUSD, which is delisted: replace the"
                                + " source first");
        assertThat(Hits.ofChange(
                        "X-IDX-01",
                        ChangeContext.none(),
                        Hits.venueWith(byLeg),
                        Hits.venueWith(byLeg).without(delisted.documentId())))
                .containsExactly(
                        "ERROR  XXBTZUSD is removed while index in_xbtusd takes its price from it: replace the source"
                                + " first");
    }

    @Test
    void leg_ofAnotherMarket_isNotThisOne() {
        IndexDefinition byLeg =
                of("coinbase/BTC-EUR").addConversionPath("EUR/USD").build();
        ConfigSnapshot before = Hits.venueWith(byLeg);
        assertThat(Hits.ofChange(
                        "X-IDX-01",
                        ChangeContext.none(),
                        before,
                        before.without(Markets.bitcoin().build().documentId())))
                .isEmpty();
    }

    @Test
    void source_ofAQuantoContract_isNotAskedForUnitsItHasNot() {
        assertThat(units(
                        bitcoinIndex(),
                        Markets.perpetual()
                                .payoff(Payoff.QUANTO)
                                .contractSizeUnit(SizeUnit.QUANTO_MULTIPLIER)
                                .settle("ETH")
                                .build()))
                .isEmpty();
    }
}
