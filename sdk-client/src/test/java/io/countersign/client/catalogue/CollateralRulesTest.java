package io.countersign.client.catalogue;

import static io.countersign.client.catalogue.CollateralExamples.TOKEN;
import static io.countersign.client.catalogue.CollateralExamples.asset;
import static io.countersign.client.catalogue.CollateralExamples.collateral;
import static io.countersign.client.catalogue.CollateralExamples.schedule;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.fixtures.Histories;
import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.CollateralAccounts;
import io.countersign.client.live.OrderBook;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.client.rule.Validator;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.formula.BookDepth;
import io.countersign.model.market.CollateralAsset;
import io.countersign.model.market.CollateralSchedule;
import io.countersign.model.market.IndexConstituent;
import io.countersign.model.market.IndexDefinition;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.Peg;
import io.countersign.model.market.SpotMarginConfig;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The boundaries of the rules about collateral; S-LIQ on collateral accounts has a test of its own. */
class CollateralRulesTest {
    private static final Validator VALIDATOR = Validator.of(Catalogue.standard());
    private static final Peg PEG =
            Peg.builder().to("XETH").tolerance(Rate.of("0.01")).build();

    private static List<Finding> all(String rule, ChangeContext context, MarketDocument... documents) {
        ConfigSnapshot snapshot = Markets.venue();
        for (MarketDocument document : documents) {
            snapshot = snapshot.with(document);
        }
        return VALIDATOR.validate(snapshot, context).of(rule);
    }

    private static List<Finding> of(String rule, ChangeContext context, MarketDocument... documents) {
        return all(rule, context, documents).stream()
                .filter(finding -> !Validator.isInconclusive(finding))
                .toList();
    }

    private static CollateralAsset.Builder token(String haircut) {
        return CollateralAsset.builder().asset("TOKEN").haircut(Rate.of(haircut));
    }

    private static ChangeContext.Builder book(String... bids) {
        List<BookDepth.Level> levels = new ArrayList<>();
        for (String bid : bids) {
            String[] parts = bid.split("x", -1);
            levels.add(new BookDepth.Level(Price.of(parts[1]), Quantity.of(parts[0])));
        }
        return ChangeContext.builder()
                .put(
                        RuleInput.ORDER_BOOK,
                        TOKEN,
                        OrderBook.of(levels, List.of(new BookDepth.Level(Price.of("102"), Quantity.of("1")))));
    }

    // D-COL-01

    @ParameterizedTest
    @CsvSource({"0.05, 0", "0.051, 1"})
    void col01_peggedAsset_hasASmallHaircut(String haircut, int hits) {
        assertThat(of(
                        "D-COL-01",
                        ChangeContext.none(),
                        asset("TOKEN").pegged(PEG).build(),
                        collateral("TOKEN", haircut)))
                .hasSize(hits);
        assertThat(of("D-COL-01", ChangeContext.none(), asset("TOKEN").build(), collateral("TOKEN", haircut)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0.95, true, 0", "0.949, true, 1", "0, true, 0", "0.05, true, 1", "0.05, false, 0"})
    void col01_collateralValueOfAnAsset_isReadTheSameWay(String value, boolean fiat, int hits) {
        assertThat(of(
                        "D-COL-01",
                        ChangeContext.none(),
                        asset("TOKEN")
                                .fiat(fiat)
                                .collateralValue(Rate.of(value))
                                .build()))
                .hasSize(hits)
                .extracting(Finding::path)
                .allMatch("/collateralValue"::equals);
    }

    @Test
    void col01_ownToken_needsACap() {
        assertThat(of(
                        "D-COL-01",
                        ChangeContext.none(),
                        schedule(token("0.3").ownToken(true).build())))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.BLOCK);
                    assertThat(finding.path()).isEqualTo("/assets/asset=TOKEN");
                    assertThat(finding.message())
                            .isEqualTo("TOKEN is the venue's own token and counts without limit: set maxValue");
                });
        assertThat(all(
                        "D-COL-01",
                        ChangeContext.none(),
                        schedule(token("0.3")
                                .ownToken(true)
                                .maxValue(Notional.of("1"))
                                .build())))
                .isEmpty();
    }

    /** The middle of the book is 101; 30 % below it is 70.7. */
    @Test
    void col01_thinToken_needsACapToo() {
        CollateralSchedule uncapped = collateral("TOKEN", "0.3");

        assertThat(of(
                        "D-COL-01",
                        book("9000x100", "1414.42x70.71", "1000000x70.6").build(),
                        uncapped))
                .isEmpty(); // 900,000 and 100,013.6
        assertThat(of(
                        "D-COL-01",
                        book("9000x100", "1414.42x70.69", "1000000x70.6").build(),
                        uncapped))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .isEqualTo(
                                "TOKEN counts without limit, and the bids within its haircut of 30 % are worth 900000.00"
                                        + " USD, less than 1000000: set maxValue"));
        assertThat(of("D-COL-01", book("10000x100").build(), uncapped)).isEmpty();
        assertThat(of("D-COL-01", book().build(), uncapped)).hasSize(1);
        assertThat(all("D-COL-01", ChangeContext.none(), uncapped))
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.message()).contains("order book of asset/kraken/TOKEN not known"));
    }

    @Test
    void col01_bookWithoutAsks_isMeasuredFromItsBestBid() {
        ChangeContext context = ChangeContext.builder()
                .put(
                        RuleInput.ORDER_BOOK,
                        TOKEN,
                        OrderBook.of(
                                List.of(
                                        new BookDepth.Level(Price.of("100"), Quantity.of("9000")),
                                        new BookDepth.Level(Price.of("70"), Quantity.of("1500"))),
                                List.of()))
                .build();

        assertThat(of("D-COL-01", context, collateral("TOKEN", "0.3"))).isEmpty();
    }

    @Test
    void cash_needsNeitherCapNorVolumeNorHistory() {
        CollateralSchedule cash = schedule(
                CollateralAsset.builder().asset("USD").haircut(Rate.of("0")).build(),
                CollateralAsset.builder().asset("ZEUR").haircut(Rate.of("0.02")).build());

        for (String rule : List.of("D-COL-01", "X-COL-01", "X-COL-02")) {
            assertThat(all(rule, ChangeContext.none(), asset("ZEUR").fiat(true).build(), cash))
                    .as(rule)
                    .isEmpty();
        }
    }

    // D-COL-02

    @Test
    void col02_peggedCollateral_needsASourceBesideThisVenue() {
        assertThat(of("D-COL-02", ChangeContext.none(), pegged(), priced("XXBTZUSD")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
                    assertThat(finding.path()).isEqualTo("/assets/asset=TOKEN/priceSource");
                    assertThat(finding.message())
                            .isEqualTo(
                                    "TOKEN is pegged and valued by XXBTZUSD, a market of this venue: when its book empties,"
                                            + " collateral falls that has not");
                });
        assertThat(of("D-COL-02", ChangeContext.none(), pegged(), priced("PI_XBTUSD")))
                .hasSize(1);
        assertThat(of("D-COL-02", ChangeContext.none(), pegged(), priced("i"), index("kraken", "kraken/TOKENUSD")))
                .hasSize(1);
        assertThat(of("D-COL-02", ChangeContext.none(), pegged(), priced("i"), index("kraken", "coinbase")))
                .isEmpty();
        assertThat(of("D-COL-02", ChangeContext.none(), pegged(), priced("i"), index("krakenish")))
                .isEmpty();
        assertThat(of("D-COL-02", ChangeContext.none(), asset("TOKEN").build(), priced("XXBTZUSD")))
                .isEmpty();
    }

    @Test
    void col02_whatIsNotPublished_isInconclusive() {
        IndexDefinition silent = IndexDefinition.builder()
                .venue("kraken")
                .id("i")
                .tradeable(false)
                .build();

        assertThat(all("D-COL-02", ChangeContext.none(), pegged(), collateral("TOKEN", "0.1")))
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.message()).contains("published price source of asset/kraken/TOKEN"));
        assertThat(all("D-COL-02", ChangeContext.none(), pegged(), priced("i"), silent))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("constituents of price source i"));
        assertThat(all("D-COL-02", ChangeContext.none(), pegged(), priced("nowhere")))
                .allMatch(Validator::isInconclusive)
                .hasSize(1);
        assertThat(all("D-COL-02", ChangeContext.none(), collateral("TOKEN", "0.1")))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("document of asset/kraken/TOKEN"));
    }

    private static MarketDocument pegged() {
        return asset("TOKEN").pegged(PEG).build();
    }

    private static CollateralSchedule priced(String source) {
        return schedule(token("0.1").priceSource(source).build());
    }

    private static IndexDefinition index(String... sources) {
        List<IndexConstituent> constituents = new ArrayList<>();
        for (String source : sources) {
            constituents.add(IndexConstituent.builder()
                    .source(source)
                    .weight(Rate.of("0.5"))
                    .build());
        }
        return IndexDefinition.builder()
                .venue("kraken")
                .id("i")
                .tradeable(false)
                .constituents(constituents)
                .build();
    }

    // X-COL-01

    @ParameterizedTest
    @CsvSource({
        // asset, share, hits: XXBT is margined in the spot market, XBT in the contract, TOKEN nowhere
        "TOKEN, 0.5, 0",
        "TOKEN, 0.501, 1",
        "XXBT, 0.25, 0",
        "XXBT, 0.251, 1",
        "XBT, 0.251, 1",
        "TOKEN, 0.251, 0"
    })
    void xcol01_shareOfVolume_isLessWhereTheAssetIsLeveraged(String asset, String share, int hits) {
        ChangeContext context = ChangeContext.builder()
                .put(RuleInput.VENUE_VOLUME_SHARE, asset(asset).build().documentId(), Rate.of(share))
                .build();

        assertThat(all("X-COL-01", context, collateral(asset, "0.1")))
                .hasSize(hits)
                .extracting(Finding::severity)
                .allMatch(Severity.ERROR::equals);
    }

    @Test
    void xcol01_marketWithoutLeverage_doesNotCount() {
        ChangeContext context = ChangeContext.builder()
                .put(RuleInput.VENUE_VOLUME_SHARE, asset("XXBT").build().documentId(), Rate.of("0.3"))
                .build();
        SpotMarginConfig none =
                Markets.margin().leverageBuy(List.of()).leverageSell(List.of()).build();
        SpotMarginConfig shorts = Markets.margin().leverageBuy(List.of()).build();

        assertThat(of(
                        "X-COL-01",
                        context,
                        collateral("XXBT", "0.1"),
                        Markets.bitcoin().margin(none).build()))
                .isEmpty();
        assertThat(of(
                        "X-COL-01",
                        context,
                        collateral("XXBT", "0.1"),
                        Markets.bitcoin().margin(shorts).build()))
                .singleElement()
                .satisfies(
                        finding -> assertThat(finding.message())
                                .isEqualTo(
                                        "XXBT is collateral, and 30 % of its trading takes place here, above 25 %, while leveraged"
                                                + " positions in it can be held here: who moves this book moves what they may borrow"));
        assertThat(all("X-COL-01", ChangeContext.none(), collateral("XXBT", "0.1")))
                .allMatch(Validator::isInconclusive)
                .hasSize(1);
    }

    // X-COL-02

    @Test
    void xcol02_cap_isAtMostTheDepthWithinTheHaircut() {
        CollateralSchedule capped =
                schedule(token("0.3").maxValue(Notional.of("900000")).build());

        assertThat(of("X-COL-02", book("9000x100", "1000x70").build(), capped)).isEmpty();
        assertThat(of("X-COL-02", book("8999.99x100", "1000x70").build(), capped))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.path()).isEqualTo("/assets/asset=TOKEN/maxValue");
                    assertThat(finding.evidence()).containsEntry("depth USD", "899999.00");
                    assertThat(finding.message())
                            .isEqualTo(
                                    "Up to 900000 USD of TOKEN counts, and the bids within its haircut of 30 % are worth"
                                            + " 899999.00");
                });
    }

    @ParameterizedTest
    @CsvSource({"15, false", "16, true", "17, true"})
    void xcol02_halfOfTheBarsOf30Days_areEnough(int days, boolean judged) {
        List<String> closes = new ArrayList<>();
        for (int hour = 0; hour < days * 24; hour++) {
            closes.add(hour % 20 == 19 ? "50" : "100");
        }
        ChangeContext context = ChangeContext.builder()
                .put(RuleInput.PRICE_HISTORY, TOKEN, Histories.of(Duration.ofHours(1), closes))
                .build();

        assertThat(all("X-COL-02", context, collateral("TOKEN", "0.3")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(Validator.isInconclusive(finding)).isEqualTo(!judged);
                    assertThat(finding.message())
                            .contains(
                                    judged
                                            ? "The haircut of TOKEN is 30 %, and its falls within a day, the worst 1 % left out,"
                                                    + " reach 50 %"
                                            : "price history of 30 days of asset/kraken/TOKEN");
                });
    }

    @Test
    void xcol02_unknownHistoryAndBook_areInconclusive() {
        assertThat(all(
                        "X-COL-02",
                        ChangeContext.none(),
                        schedule(token("0.3").maxValue(Notional.of("1")).build())))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .contains("order book of asset/kraken/TOKEN")
                        .contains("price history of asset/kraken/TOKEN"));
    }

    // T-HCT-01

    private static List<Finding> cut(Optional<MarketDocument> before, Optional<MarketDocument> after) {
        ConfigSnapshot from = before.map(Markets.venue()::with).orElseGet(Markets::venue);
        ConfigSnapshot to = after.map(Markets.venue()::with).orElseGet(Markets::venue);
        return VALIDATOR.validate(from, to, ChangeContext.none()).of("T-HCT-01").stream()
                .filter(finding -> !Validator.isInconclusive(finding))
                .toList();
    }

    @Test
    void hct01_assetOrScheduleThatIsRemoved_countsForNothing() {
        CollateralSchedule both = schedule(
                CollateralAsset.builder().asset("A").haircut(Rate.of("0.1")).build(),
                token("0.2").build());

        assertThat(cut(Optional.of(both), Optional.of(collateral("TOKEN", "0.2"))))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
                    assertThat(finding.path()).isEqualTo("/assets");
                    assertThat(finding.message())
                            .isEqualTo("A is collateral no longer (its haircut was 10 %), and S-LIQ has not run on the"
                                    + " accounts that hold it: give the collateral accounts");
                });
        assertThat(cut(Optional.of(both), Optional.empty()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.evidence()).containsEntry("assets", "2"));
        assertThat(cut(Optional.empty(), Optional.of(both))).isEmpty();
        assertThat(cut(Optional.of(collateral("TOKEN", "0.2")), Optional.of(both)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0.2, 0.2, 0", "0.2, 0.19, 0", "0.2, 0.21, 1"})
    void hct01_haircut_isCutWhereItRises(String before, String after, int hits) {
        assertThat(cut(Optional.of(collateral("TOKEN", before)), Optional.of(collateral("TOKEN", after))))
                .hasSize(hits);
    }

    @ParameterizedTest
    @CsvSource({"100, 100, 0", "100, 101, 0", "100, 99, 1", "'', 100, 1", "100, '', 0"})
    void hct01_cap_isCutWhereItFallsOrAppears(String before, String after, int hits) {
        assertThat(cut(Optional.of(capped(before)), Optional.of(capped(after))))
                .hasSize(hits)
                .extracting(Finding::path)
                .allMatch("/assets/asset=TOKEN/maxValue"::equals);
    }

    private static CollateralSchedule capped(String cap) {
        return schedule(token("0.2")
                .maxValue(Optional.of(cap).filter(text -> !text.isEmpty()).map(Notional::of))
                .build());
    }

    @ParameterizedTest
    @CsvSource({"0.9, 0.9, 0", "0.9, 0.95, 0", "0.9, 0.89, 1", "0.9, '', 1", "'', 0.9, 0", "0, '', 0"})
    void hct01_collateralValueOfAnAsset_isCutWhereItFallsOrDisappears(String before, String after, int hits) {
        assertThat(cut(Optional.of(valued(before)), Optional.of(valued(after))))
                .hasSize(hits)
                .extracting(Finding::path)
                .allMatch("/collateralValue"::equals);
    }

    @Test
    void hct01_assetThatIsRemoved_losesItsCollateralValue() {
        assertThat(cut(Optional.of(valued("0.9")), Optional.empty())).hasSize(1);
        assertThat(cut(Optional.of(valued("0")), Optional.empty())).isEmpty();
        assertThat(cut(Optional.of(valued("")), Optional.empty())).isEmpty();
    }

    @Test
    void hct01_ruleSetWithoutSLiq_saysThatTheScenarioIsMissing() {
        ChangeContext context = ChangeContext.builder()
                .put(
                        RuleInput.COLLATERAL_ACCOUNTS,
                        collateral("TOKEN", "0.2").documentId(),
                        CollateralAccounts.builder("USD").build())
                .build();

        assertThat(Validator.of(Catalogue.standard().without("S-LIQ"))
                        .validate(
                                Markets.venue().with(collateral("TOKEN", "0.2")),
                                Markets.venue().with(collateral("TOKEN", "0.3")),
                                context)
                        .of("T-HCT-01"))
                .filteredOn(Validator::isInconclusive)
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.message()).contains("scenario S-LIQ of collateral-schedule/kraken/multi"));
    }

    private static MarketDocument valued(String value) {
        return asset("TOKEN")
                .collateralValue(
                        Optional.of(value).filter(text -> !text.isEmpty()).map(Rate::of))
                .build();
    }
}
