package io.countersign.client.catalogue;

import static io.countersign.client.catalogue.LimitExamples.limited;
import static io.countersign.client.catalogue.LimitExamples.pool;
import static io.countersign.client.fixtures.Markets.bitcoin;
import static io.countersign.client.fixtures.Markets.margin;
import static io.countersign.client.fixtures.Markets.perpetual;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.OrderBook;
import io.countersign.client.live.Payouts;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.client.rule.Validator;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.formula.BookDepth;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.LimitScope;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.PositionLimit;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.market.TradingStatus;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The boundaries of the rules about limits. */
class LimitRulesTest {
    private static final Validator VALIDATOR = Validator.of(Catalogue.standard());
    private static final DocumentId PERPETUAL = perpetual().build().documentId();
    private static final DocumentId BITCOIN =
            CollateralExamples.asset("XXBT").build().documentId();

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

    private static ChangeContext price(String price) {
        return ChangeContext.builder()
                .put(RuleInput.MARK_PRICE, bitcoin().build().documentId(), Price.of(price))
                .build();
    }

    // X-MRG-01

    @ParameterizedTest
    @CsvSource({"15000000, 50000, 0", "14999999, 50000, 1", "15000000, 50001, 1"})
    void xmrg01_longLimit_isWorthAtMostTheQuoteAllowance(String allowance, String price, int hits) {
        assertThat(of("X-MRG-01", price(price), pool("XXBT", "250"), pool("ZUSD", allowance)))
                .hasSize(hits)
                .extracting(Finding::path)
                .allMatch("/margin/longPositionLimit"::equals);
    }

    @ParameterizedTest
    @CsvSource({"250, 0", "249.999, 1"})
    void xmrg01_shortLimit_isAtMostTheBaseAllowance(String allowance, int hits) {
        assertThat(of("X-MRG-01", price("1"), pool("XXBT", allowance), pool("ZUSD", "300")))
                .hasSize(hits)
                .allSatisfy(finding -> {
                    assertThat(finding.path()).isEqualTo("/margin/shortPositionLimit");
                    assertThat(finding.message())
                            .isEqualTo("A short of up to 250 XXBT is allowed, and the pool lends 249.999 to all markets"
                                    + " together");
                });
    }

    @Test
    void xmrg01_longLimitAtAnUnknownPrice_isInconclusive() {
        assertThat(all("X-MRG-01", ChangeContext.none(), pool("XXBT", "250"), pool("ZUSD", "1")))
                .singleElement()
                .satisfies(
                        finding -> assertThat(finding.message()).contains("mark price of spot-market/kraken/XXBTZUSD"));
    }

    @Test
    void xmrg01_emptyPool_makesTheMarketReduceOnly() {
        SpotMarket online = bitcoin().build();
        SpotMarket winding = bitcoin().status(TradingStatus.REDUCE_ONLY).build();
        SpotMarket longsOnly = bitcoin()
                .margin(margin().leverageSell(List.of())
                        .shortPositionLimit(Quantity.of("0"))
                        .build())
                .build();
        SpotMarket shortsOnly = bitcoin()
                .margin(margin().leverageBuy(List.of())
                        .longPositionLimit(Quantity.of("0"))
                        .build())
                .build();

        assertThat(of("X-MRG-01", price("1"), pool("XXBT", "0"), pool("ZUSD", "300"), online))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
                    assertThat(finding.path()).isEqualTo("/status");
                    assertThat(finding.message())
                            .isEqualTo(
                                    "Nothing of XXBT is lent (allowance 0), and the market offers short positions on margin:"
                                            + " let it be REDUCE_ONLY, or offer no leverage");
                });
        assertThat(of("X-MRG-01", price("1"), pool("XXBT", "250"), pool("ZUSD", "0"), online))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).startsWith("Nothing of ZUSD is lent"));
        assertThat(of("X-MRG-01", price("1"), pool("XXBT", "0"), pool("ZUSD", "0"), winding))
                .isEmpty();
        assertThat(all("X-MRG-01", price("1"), pool("XXBT", "0"), pool("ZUSD", "300"), longsOnly))
                .isEmpty();
        assertThat(all("X-MRG-01", price("1"), pool("XXBT", "250"), pool("ZUSD", "0"), shortsOnly))
                .isEmpty();
        assertThat(all(
                        "X-MRG-01",
                        price("1"),
                        pool("XXBT", "0"),
                        pool("ZUSD", "300"),
                        bitcoin().status(Optional.empty()).build()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("published status"));
    }

    @Test
    void xmrg01_allowancesThatAreNotPublished_areInconclusiveAndWithoutMarginNothing() {
        assertThat(all("X-MRG-01", ChangeContext.none()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .contains("published margin pool allowance of asset/kraken/XXBT and 1 more not known"));
        assertThat(all(
                        "X-MRG-01",
                        ChangeContext.none(),
                        bitcoin().margin(Optional.empty()).build()))
                .isEmpty();
        assertThat(all(
                        "X-MRG-01",
                        price("1"),
                        pool("XXBT", "1"),
                        pool("ZUSD", "1"),
                        bitcoin()
                                .margin(margin().longPositionLimit(Optional.empty())
                                        .shortPositionLimit(Optional.empty())
                                        .build())
                                .build()))
                .isEmpty(); // D-LEV-02
    }

    // X-LIM-01

    private static ChangeContext closing(String bids, String asks, String fund) {
        return ChangeContext.builder()
                .put(RuleInput.MARK_PRICE, PERPETUAL, Price.of("8000"))
                .put(RuleInput.ORDER_BOOK, PERPETUAL, OrderBook.of(levels(bids), levels(asks)))
                .put(RuleInput.INSURANCE_FUND, PERPETUAL, Notional.of(fund))
                .build();
    }

    private static List<BookDepth.Level> levels(String text) {
        return text.isEmpty()
                ? List.of()
                : List.of(text.split(" ", -1)).stream()
                        .map(level -> new BookDepth.Level(
                                Price.of(level.substring(level.indexOf('@') + 1)),
                                Quantity.of(level.substring(0, level.indexOf('@')))))
                        .toList();
    }

    /** 1,000 linear contracts of 1 XBT at 8,000: margin 80,000 at 1 %. At 7,900 a long loses 100,000, at 8,100 a short. */
    private static FuturesContract linear() {
        return FuturesContract.builder()
                .from(limited("1000", "1000"))
                .payoff(Payoff.LINEAR)
                .contractSizeUnit(SizeUnit.BASE)
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "1000@7900, 1000@8000, 20000, 0",
        "1000@7900, 1000@8000, 19999, 1",
        "1000@8000, 1000@8100, 20000, 0",
        "1000@8000, 1000@8100, 19999, 1",
        "1000@7900, 1000@8100, 19999, 2",
        "500@8000 500@7800, 1000@8000, 19999, 1",
        "500@8000 500@7801, 1000@8000, 19999, 0"
    })
    void xlim01_lossOfTheGreatestPosition_isCoveredByMarginAndFund(String bids, String asks, String fund, int hits) {
        assertThat(of("X-LIM-01", closing(bids, asks, fund), linear()))
                .hasSize(hits)
                .extracting(Finding::severity)
                .allMatch(Severity.ERROR::equals);
    }

    @Test
    void xlim01_bookThatCannotTakeIt_isAWarningUnlessTheKnownPartIsTooMuch() {
        assertThat(of("X-LIM-01", closing("999@8000", "1000@8000", "0"), linear()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.WARN);
                    assertThat(finding.message())
                            .isEqualTo(
                                    "The book takes 999 of the 1000 contracts of the greatest long: what closing the rest"
                                            + " would cost cannot be told");
                });
        assertThat(of("X-LIM-01", closing("1@7900", "1000@8000", "0"), linear()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
                    assertThat(finding.evidence())
                            .containsEntry("loss", "100000")
                            .containsEntry("maintenanceMargin", "80000")
                            .containsEntry("contractsBeyondBook", "999");
                });
        assertThat(of("X-LIM-01", closing("", "", "0"), linear()))
                .extracting(Finding::severity)
                .containsExactly(Severity.WARN, Severity.WARN);
    }

    @Test
    void xlim01_leastMarginOfTheClasses_counts() {
        FuturesContract two = FuturesContract.builder()
                .from(linear())
                .putMarginSchedules("retail", "RETAIL")
                .build();
        MarketDocument retail = MarginSchedule.builder()
                .from(Markets.schedule(MarginTier.of("0", "0.01", "0.005")))
                .id("RETAIL")
                .build();

        assertThat(of("X-LIM-01", closing("1000@7900", "1000@8000", "20000"), two, retail))
                .singleElement()
                .satisfies(finding -> assertThat(finding.evidence()).containsEntry("maintenanceMargin", "40000"));
    }

    @Test
    void xlim01_greatestPosition_isAtMostTheOpenInterestCap() {
        assertThat(of("X-LIM-01", ChangeContext.none(), limited("1000", "1000")))
                .isEmpty();
        assertThat(of("X-LIM-01", ChangeContext.none(), limited("1001", "1000")))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .isEqualTo("One account may hold 1001, above the 1000 that all together may hold"));
        assertThat(all("X-LIM-01", ChangeContext.none(), limited("1000", "1000")))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .contains("insurance fund of")
                        .contains("mark price of")
                        .contains("order book of"));
        assertThat(all("X-LIM-01", ChangeContext.none()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("published greatest position"));
    }

    @Test
    void xlim01_noCap_isInconclusive() {
        FuturesContract open = FuturesContract.builder()
                .from(limited("1000", "1"))
                .openInterestCap(Optional.empty())
                .build();

        assertThat(all("X-LIM-01", closing("1000@8000", "1000@8000", "0"), open))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("published open interest cap"));
    }

    @Test
    void xlim01_limitOfAClass_isAtMostTheOpenInterestCap() {
        PositionLimit limit = PositionLimit.builder()
                .venue("kraken")
                .id("limits")
                .scope(LimitScope.ACCOUNT)
                .unit(SizeUnit.CONTRACTS)
                .limits(new TreeMap<>(Map.of("retail", Amount.of("100"), "professional", Amount.of("101"))))
                .openInterestCap(Amount.of("100"))
                .build();

        assertThat(of("X-LIM-01", ChangeContext.none(), limit)).singleElement().satisfies(finding -> {
            assertThat(finding.path()).isEqualTo("/limits/professional");
            assertThat(finding.message())
                    .isEqualTo(
                            "One position of professional may be 101, above the 100 that all accounts together may hold");
        });
    }

    // X-LIM-02

    private static List<Finding> backed(String credited, String reserves, Optional<Payouts> payouts) {
        ChangeContext.Builder context = ChangeContext.builder()
                .put(RuleInput.CREDITED_TOTAL, BITCOIN, Quantity.of(credited))
                .put(RuleInput.RESERVES, BITCOIN, Quantity.of(reserves));
        payouts.ifPresent(planned -> context.put(RuleInput.PAYOUTS, BITCOIN, planned));
        return all("X-LIM-02", context.build(), CollateralExamples.asset("XXBT").build());
    }

    @ParameterizedTest
    @CsvSource({"100, 100, 0", "100.00000001, 100, 1"})
    void xlim02_credited_isAtMostTheReserves(String credited, String reserves, int hits) {
        assertThat(backed(credited, reserves, Optional.empty())).hasSize(hits).allSatisfy(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.BLOCK);
            assertThat(finding.message())
                    .isEqualTo("Accounts have 100.00000001 XXBT, more than the 100 in reserve by 0.00000001");
            assertThat(finding.unit()).contains("XXBT");
        });
    }

    @Test
    void xlim02_payouts_countWithWhatIsCredited() {
        Payouts payouts = Payouts.builder()
                .add("a", "XXBT", Quantity.of("0.4"))
                .add("b", "XXBT", Quantity.of("0.6"))
                .build();

        assertThat(backed("99", "100", Optional.of(payouts))).isEmpty();
        assertThat(backed("99.1", "100", Optional.of(payouts)))
                .singleElement()
                .satisfies(finding -> assertThat(finding.evidence())
                        .containsEntry("planned", "1")
                        .containsEntry("credited", "99.1"));
    }

    @Test
    void xlim02_payoutInAnotherUnit_isNamedWithoutKnowingTheReserves() {
        ChangeContext context = ChangeContext.builder()
                .put(
                        RuleInput.PAYOUTS,
                        BITCOIN,
                        Payouts.builder()
                                .add("a", "XXBT", Quantity.of("1"))
                                .add("b", "ZKRW", Quantity.of("2000"))
                                .add("c", "ZKRW", Quantity.of("3000"))
                                .build())
                .build();
        ChangeContext allWrong = ChangeContext.builder()
                .put(
                        RuleInput.PAYOUTS,
                        BITCOIN,
                        Payouts.builder()
                                .add("a", "ZKRW", Quantity.of("1"))
                                .add("b", "ZKRW", Quantity.of("2000"))
                                .build())
                .build();

        assertThat(of("X-LIM-02", allWrong, CollateralExamples.asset("XXBT").build()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.evidence()).containsEntry("sample", "a"));

        assertThat(of("X-LIM-02", context, CollateralExamples.asset("XXBT").build()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .isEqualTo(
                                "2 of 3 payouts are not written in XXBT, such as b over 2000 ZKRW: the ledger would credit"
                                        + " that number of XXBT"));
        assertThat(all(
                        "X-LIM-02",
                        ChangeContext.none(),
                        CollateralExamples.asset("XXBT").build()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("reserves of asset/kraken/XXBT"));
    }
}
