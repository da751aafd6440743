package io.countersign.client.scenario;

import static io.countersign.client.fixtures.Markets.bitcoin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.countersign.client.catalogue.Catalogue;
import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.OrderBook;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.client.rule.ScenarioResult;
import io.countersign.client.rule.ValidatedSnapshot;
import io.countersign.client.rule.Validation;
import io.countersign.client.rule.Validator;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.formula.BookDepth;
import io.countersign.model.market.BreakerAction;
import io.countersign.model.market.BreakerResume;
import io.countersign.model.market.CircuitBreaker;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.PriceBand;
import io.countersign.model.market.PriceReference;
import io.countersign.model.market.PriceRule;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.market.StaleReferenceAction;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.Rate;
import io.countersign.model.unit.TickSize;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmptyBookScenarioTest {
    private static final OrderBook NOTHING = OrderBook.of(List.of(), List.of());
    private static final Rate TENTH = Rate.of("0.1");
    private static final DocumentId BITCOIN = bitcoin().build().documentId();

    private static PriceBand.Builder band(String down, String up) {
        return PriceBand.builder()
                .reference(PriceReference.INDEX)
                .buyUp(Rate.of(up))
                .sellDown(Rate.of(down));
    }

    private static BookDepth.Level level(String price) {
        return new BookDepth.Level(Price.of(price), Quantity.of("1"));
    }

    private static PriceRule.Builder prices() {
        return PriceRule.builder().tickSize(TickSize.of("0.1"));
    }

    private static CircuitBreaker breaker(String move, PriceReference reference) {
        return CircuitBreaker.builder()
                .move(Rate.of(move))
                .window(Duration.ofMinutes(5))
                .reference(reference)
                .action(BreakerAction.HALT)
                .resume(BreakerResume.MANUAL)
                .appliesOutsideRegularSession(true)
                .build();
    }

    /** Ether in bitcoin at 0.04, and one order left at 10: Quoine, 2017-04-19. */
    @Test
    void play_quoineWithoutABand_tradesAt250TimesThePrice() {
        SpotMarket market = bitcoin()
                .priceRule(prices().tickSize(TickSize.of("0.00001")).build())
                .build();
        OrderBook book = OrderBook.of(List.of(level("0.0399")), List.of(level("0.0401"), level("9.99"), level("10")));

        EmptyBookResult open = EmptyBookScenario.play(market, Price.of("0.04"), book, TENTH);
        EmptyBookResult banded = EmptyBookScenario.play(
                SpotMarket.builder()
                        .from(market)
                        .priceBand(band("0.9", "1.1").build())
                        .build(),
                Price.of("0.04"),
                book,
                TENTH);

        assertThat(open.buy().bound()).isEmpty();
        assertThat(open.buy().movePercent()).isEmpty();
        assertThat(open.buy().next()).contains(Price.of("9.99"));
        assertThat(open.buy().levelsGone()).isEqualTo(1);
        assertThat(open.buy().levelsLeft()).isEqualTo(2);
        assertThat(open.sell().next()).isEmpty();
        assertThat(open.summary())
                .isEqualTo(
                        "A buy order can trade at any price, a sell order as low as 0.00001, 99.98 % from 0.04 (tick size);"
                                + " what is left would trade at 9.99 and not at all, as nothing is left");
        assertThat(banded.buy().next()).isEmpty();
        assertThat(banded.buy().movePercent().get()).isEqualByComparingTo("10");
        assertThat(banded.worst())
                .containsExactly(
                        "buy: as high as 0.044, 10 % from 0.04 (price band); not at all, as the bound refuses it",
                        "sell: as low as 0.036, 10 % from 0.04 (price band); not at all, as nothing is left");
        assertThat(banded.figures())
                .containsEntry("buyBound", "0.044")
                .containsEntry("buyMove %", "10")
                .containsEntry("buyLevelsGone", "1")
                .containsEntry("buyLevelsLeft", "2")
                .doesNotContainKey("buyNext");
        assertThat(open.figures()).containsEntry("buyNext", "9.99").doesNotContainKey("buyBound");
        assertThat(open.chart().markup())
                .contains("Next price in an empty book, XXBTZUSD", ">lowest sell<", ">reference<", ">ask left<")
                .doesNotContain(">highest buy<", ">bid left<");
        assertThat(banded.title()).isEqualTo("quotes within 10 % of 0.04 vanish");
        assertThat(banded.tables().get(0).rows())
                .containsExactly(
                        List.of("BUY", "price band", "0.044", "10", "first"),
                        List.of("SELL", "price band", "0.036", "10", "first"),
                        List.of("SELL", "tick size", "0.00001", "99.98", ""));
    }

    @Test
    void play_levelAtTheEdge_vanishesAndAtTheBoundTrades() {
        SpotMarket market = bitcoin().priceBand(band("0.8", "1.2").build()).build();
        OrderBook book =
                OrderBook.of(List.of(level("90"), level("80")), List.of(level("110"), level("120"), level("120.1")));

        EmptyBookResult result = EmptyBookScenario.play(market, Price.of("100"), book, TENTH);

        assertThat(result.buy().next()).contains(Price.of("120"));
        assertThat(result.sell().next()).contains(Price.of("80"));
        assertThat(result.buy().levelsGone()).isEqualTo(1);
    }

    @Test
    void play_severalBounds_theStrictestHolds() {
        SpotMarket market = bitcoin()
                .priceRule(prices().minPrice(Price.of("70"))
                        .maxPrice(Price.of("130"))
                        .build())
                .priceBand(band("0.8", "1.2").build())
                .circuitBreakers(List.of(breaker("0.15", PriceReference.LAST), breaker("0.3", PriceReference.MARK)))
                .build();

        EmptyBookResult result = EmptyBookScenario.play(market, Price.of("100"), NOTHING, TENTH);

        assertThat(result.buy().bounds())
                .extracting(EmptyBookResult.Bound::path, bound -> bound.price().intValueExact())
                .containsExactly(
                        tuple("/circuitBreakers", 115),
                        tuple("/priceBand/buyUp", 120),
                        tuple("/priceRule/maxPrice", 130),
                        tuple("/circuitBreakers", 130));
        assertThat(result.sell().bounds())
                .extracting(EmptyBookResult.Bound::path)
                .startsWith("/circuitBreakers", "/priceBand/sellDown", "/priceRule/minPrice")
                .endsWith("/priceRule/tickSize");
        assertThat(result.buy().bounds().get(2).name()).isEqualTo("highest price");
        assertThat(result.sell().bounds().get(2).name()).isEqualTo("lowest price");
    }

    @ParameterizedTest
    @EnumSource(PriceReference.class)
    void play_boundAroundTheMiddle_doesNotHoldWithoutABook(PriceReference reference) {
        SpotMarket banded = bitcoin()
                .priceBand(band("0.8", "1.2").reference(reference).build())
                .build();
        SpotMarket stale = bitcoin()
                .priceBand(band("0.8", "1.2")
                        .reference(reference)
                        .onStaleReference(StaleReferenceAction.REJECT)
                        .build())
                .build();
        SpotMarket broken =
                bitcoin().circuitBreakers(List.of(breaker("0.2", reference))).build();
        boolean holds = reference != PriceReference.MID;

        assertThat(EmptyBookScenario.play(banded, Price.of("100"), NOTHING, TENTH)
                        .buy()
                        .bound()
                        .isPresent())
                .isEqualTo(holds);
        assertThat(EmptyBookScenario.play(broken, Price.of("100"), NOTHING, TENTH)
                        .buy()
                        .bound()
                        .isPresent())
                .isEqualTo(holds);
        assertThat(EmptyBookScenario.play(stale, Price.of("100"), NOTHING, TENTH)
                        .buy()
                        .bound())
                .isPresent();
    }

    @Test
    void play_lastBoundOfASale_isATickOrZeroOrNothing() {
        SpotMarket zero = bitcoin().priceRule(prices().allowsZero(true).build()).build();
        SpotMarket negative =
                bitcoin().priceRule(prices().allowsNegative(true).build()).build();

        assertThat(EmptyBookScenario.play(bitcoin().build(), Price.of("100"), NOTHING, TENTH)
                        .sell()
                        .bound()
                        .map(EmptyBookResult.Bound::price))
                .contains(new BigDecimal("0.1"));
        assertThat(EmptyBookScenario.play(zero, Price.of("100"), NOTHING, TENTH)
                        .sell()
                        .movePercent()
                        .get())
                .isEqualByComparingTo("100");
        assertThat(EmptyBookScenario.play(negative, Price.of("100"), NOTHING, TENTH)
                        .sell()
                        .bound())
                .isEmpty();
    }

    @Test
    void play_referenceOrDistanceThatCannotBe_isRefused() {
        assertThatThrownBy(() -> EmptyBookScenario.play(bitcoin().build(), Price.of("0"), NOTHING, TENTH))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EmptyBookScenario.play(bitcoin().build(), Price.of("1"), NOTHING, Rate.of("-0.1")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void play_anyBookAndBounds_isWhatASearchOfEveryLevelSays(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            BigDecimal reference = BigDecimal.valueOf(1 + random.nextInt(1_000_000), random.nextInt(4));
            BigDecimal up = BigDecimal.ONE.add(BigDecimal.valueOf(random.nextInt(900), 2));
            BigDecimal down = BigDecimal.valueOf(random.nextInt(100), 2);
            BigDecimal quoted = BigDecimal.valueOf(random.nextInt(100), 2);
            List<BookDepth.Level> bids = new ArrayList<>();
            List<BookDepth.Level> asks = new ArrayList<>();
            for (int i = 0; i < random.nextInt(12); i++) {
                (random.nextBoolean() ? bids : asks)
                        .add(new BookDepth.Level(
                                new Price(reference
                                        .multiply(BigDecimal.valueOf(random.nextInt(3000), 3))
                                        .round(new MathContext(6))),
                                Quantity.of("1")));
            }
            SpotMarket market = bitcoin()
                    .priceRule(prices().tickSize(TickSize.of("0.0000001")).build())
                    .priceBand(band(down.toPlainString(), up.toPlainString()).build())
                    .build();

            EmptyBookResult result =
                    EmptyBookScenario.play(market, new Price(reference), OrderBook.of(bids, asks), new Rate(quoted));

            Optional<Price> ask = asks.stream()
                    .map(BookDepth.Level::price)
                    .filter(price -> price.value().compareTo(reference.multiply(BigDecimal.ONE.add(quoted))) > 0)
                    .min(Price::compareTo)
                    .filter(price -> price.value().compareTo(reference.multiply(up)) <= 0);
            Optional<Price> bid = bids.stream()
                    .map(BookDepth.Level::price)
                    .filter(price -> price.value().compareTo(reference.multiply(BigDecimal.ONE.subtract(quoted))) < 0)
                    .max(Price::compareTo)
                    .filter(price -> price.value().compareTo(reference.multiply(down)) >= 0
                            && price.value().compareTo(new BigDecimal("0.0000001")) >= 0);
            assertThat(result.buy().next()).as("seed " + seed).isEqualTo(ask);
            assertThat(result.sell().next()).as("seed " + seed).isEqualTo(bid);
        }
    }

    @Test
    void inputs_areNamedByEverythingThatWasPlayed() {
        EmptyBookResult result = EmptyBookScenario.play(bitcoin().build(), Price.of("100"), NOTHING, TENTH);

        assertThat(List.of(
                        EmptyBookScenario.play(bitcoin().build(), Price.of("101"), NOTHING, TENTH),
                        EmptyBookScenario.play(bitcoin().build(), Price.of("100"), NOTHING, Rate.of("0.2")),
                        EmptyBookScenario.play(
                                bitcoin().build(),
                                Price.of("100"),
                                OrderBook.of(List.of(level("1")), List.of()),
                                TENTH),
                        EmptyBookScenario.play(bitcoin().altName("n").build(), Price.of("100"), NOTHING, TENTH)))
                .extracting(EmptyBookResult::inputs)
                .doesNotContain(result.inputs())
                .doesNotHaveDuplicates();
    }

    // As a rule.

    private static Validation judged(SpotMarket before, SpotMarket after, ChangeContext.Builder context) {
        return Validator.of(Catalogue.standard())
                .assess(Markets.venue().with(before), Markets.venue().with(after), context.build());
    }

    private static List<Finding> findings(Validation validation) {
        return validation.report().of(EmptyBookScenario.ID).stream()
                .filter(finding -> !Validator.isInconclusive(finding))
                .toList();
    }

    private static String missing(Validation validation) {
        return validation.report().of(EmptyBookScenario.ID).stream()
                .filter(Validator::isInconclusive)
                .map(finding -> finding.evidence().getOrDefault("missing", ""))
                .findFirst()
                .orElse("");
    }

    private static ChangeContext.Builder price() {
        return ChangeContext.builder().put(RuleInput.MARK_PRICE, BITCOIN, Price.of("50000"));
    }

    @Test
    void rule_boundBeyondHalfThePrice_isAnErrorBySide() {
        SpotMarket exactly = bitcoin().priceBand(band("0.5", "1.5").build()).build();
        SpotMarket wide = bitcoin().priceBand(band("0.499", "1.501").build()).build();

        assertThat(findings(judged(bitcoin().build(), exactly, price()))).isEmpty();
        assertThat(findings(judged(bitcoin().build(), wide, price())))
                .extracting(Finding::path, Finding::severity, Finding::message)
                .containsExactlyInAnyOrder(
                        tuple(
                                "/priceBand/buyUp",
                                Severity.ERROR,
                                "When the quotes vanish, a BUY order can trade as high as 75050, 50.1 % from 50000 (price band);"
                                        + " 50 % away is the limit: set a price band or a circuit breaker"),
                        tuple(
                                "/priceBand/sellDown",
                                Severity.ERROR,
                                "When the quotes vanish, a SELL order can trade as low as 24950, 50.1 % from 50000 (price band);"
                                        + " 50 % away is the limit: set a price band or a circuit breaker"));
    }

    @Test
    void rule_bandRemoved_isUnbounded() {
        SpotMarket before = bitcoin().priceBand(band("0.9", "1.1").build()).build();

        assertThat(findings(judged(before, bitcoin().build(), price())))
                .extracting(Finding::path)
                .containsExactlyInAnyOrder("/priceBand", "/priceRule/tickSize");
    }

    @Test
    void rule_bookKnown_namesWhatWouldTrade() {
        SpotMarket wide = bitcoin().priceBand(band("0.5", "9").build()).build();
        ChangeContext.Builder known = price().put(
                        RuleInput.ORDER_BOOK,
                        BITCOIN,
                        OrderBook.of(List.of(), List.of(level("50001"), level("400000"))));

        assertThat(findings(judged(bitcoin().build(), wide, known)))
                .singleElement()
                .satisfies(finding -> assertThat(finding.evidence()).containsEntry("next", "400000"));
        assertThat(findings(judged(bitcoin().build(), wide, price())))
                .singleElement()
                .satisfies(finding -> assertThat(finding.evidence()).containsEntry("next", "none"));
    }

    /** Of a market by itself, which does not change. */
    private static ValidatedSnapshot standing(SpotMarket market, ChangeContext.Builder context) {
        return Validator.of(Catalogue.standard())
                .validated(
                        Markets.snapshot(market),
                        context.put(RuleInput.ORDER_BOOK, BITCOIN, OrderBook.of(List.of(), List.of(level("400000"))))
                                .build());
    }

    @Test
    void rule_marketWhoseBookIsKnown_isPlayedAsItIs() {
        SpotMarket narrow = bitcoin().priceBand(band("0.9", "1.1").build()).build();
        SpotMarket wide = bitcoin().priceBand(band("0.5", "9").build()).build();

        assertThat(standing(narrow, price()).scenarios())
                .extracting(ScenarioResult::scenario)
                .contains(EmptyBookScenario.ID);
        assertThat(standing(narrow, price()).report().of(EmptyBookScenario.ID)).isEmpty();
        assertThat(standing(wide, price()).report().of(EmptyBookScenario.ID))
                .singleElement()
                .satisfies(finding -> assertThat(finding.evidence()).containsEntry("next", "400000"));
        assertThat(standing(bitcoin().build(), price()).report().of(EmptyBookScenario.ID))
                .singleElement()
                .satisfies(finding -> assertThat(finding.evidence())
                        .containsEntry("missing", "published price band, price bounds or circuit breaker"));
        assertThat(standing(narrow, ChangeContext.builder()).report().of(EmptyBookScenario.ID))
                .singleElement()
                .satisfies(finding -> assertThat(finding.evidence()).containsEntry("missing", "mark price"));
    }

    @Test
    void rule_sameBounds_areNotPlayed() {
        Validation renamed = judged(bitcoin().build(), bitcoin().altName("n").build(), price());

        assertThat(renamed.scenarios()).isEmpty();
        assertThat(missing(renamed)).isEmpty();
    }

    @Test
    void rule_anyBoundThatChanges_isPlayed() {
        List<SpotMarket> changed = List.of(
                bitcoin()
                        .priceRule(Markets.price("0.1", 1))
                        .priceBand(band("0.9", "1.1").build())
                        .build(),
                bitcoin()
                        .circuitBreakers(List.of(breaker("0.1", PriceReference.LAST)))
                        .build(),
                bitcoin()
                        .priceRule(prices().pricePrecision(1)
                                .minPrice(Price.of("1"))
                                .build())
                        .build(),
                bitcoin()
                        .priceRule(prices().pricePrecision(1)
                                .maxPrice(Price.of("90000"))
                                .build())
                        .build());
        for (SpotMarket market : changed) {
            assertThat(judged(bitcoin().build(), market, price()).scenarios()).hasSize(1);
            assertThat(missing(judged(bitcoin().build(), market, ChangeContext.builder())))
                    .isEqualTo("mark price");
        }
    }

    @Test
    void rule_newMarketThatPublishesNoBound_isInconclusive() {
        ConfigSnapshot before = Markets.venue().without(BITCOIN);
        Validator validator = Validator.of(Catalogue.standard());

        assertThat(missing(validator.assess(before, Markets.venue(), price().build())))
                .isEqualTo("published price band, price bounds or circuit breaker");
        assertThat(findings(validator.assess(
                        before,
                        before.with(
                                bitcoin().priceBand(band("0.2", "5").build()).build()),
                        price().build())))
                .hasSize(2);
        assertThat(missing(validator.assess(Markets.venue(), before, price().build())))
                .isEmpty();
    }
}
