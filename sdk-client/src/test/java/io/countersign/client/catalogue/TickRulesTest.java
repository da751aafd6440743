package io.countersign.client.catalogue;

import static io.countersign.client.catalogue.PriceExamples.step;
import static io.countersign.client.fixtures.Markets.bitcoin;
import static io.countersign.client.fixtures.Markets.perpetual;
import static io.countersign.client.fixtures.Markets.price;
import static io.countersign.client.fixtures.Markets.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.RestingOrders;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.client.rule.Validator;
import io.countersign.model.change.ChangePolicy;
import io.countersign.model.change.TickPolicy;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.formula.Side;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.PriceRule;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.market.TickStep;
import io.countersign.model.unit.Contracts;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.TickSize;
import org.junit.jupiter.api.Test;

class TickRulesTest {
    private static final DocumentId BITCOIN = bitcoin().build().documentId();
    private static final DocumentId PERPETUAL = perpetual().build().documentId();
    private static final ChangeContext BOOK = ChangeContext.builder()
            .put(RuleInput.RESTING_ORDERS, BITCOIN, Markets.book())
            .build();

    private static SpotMarket ladder(TickStep... steps) {
        return bitcoin()
                .priceRule(PriceRule.builder()
                        .tickSize(steps[0].tickSize())
                        .addTickLadder(steps)
                        .build())
                .build();
    }

    private static SpotMarket tick(String tick) {
        return bitcoin()
                .priceRule(PriceRule.builder().tickSize(TickSize.of(tick)).build())
                .build();
    }

    @Test
    void coarsened_movedBound_isTheRangeBetweenTheBounds() {
        SpotMarket before = ladder(step("0", "0.1"), step("60000", "1"));
        SpotMarket after = ladder(step("0", "0.1"), step("50000", "1"));

        assertThat(Said.change("T-TCK-01", before, after, BOOK))
                .singleElement()
                .asString()
                .startsWith(
                        "ERROR /priceRule/tickLadder/abovePrice=50000/tickSize: Tick size coarsened 10x from 0.1 to 1 at"
                                + " prices from 50000 below 60000 without a tick policy: 3 of 10 orders");
        assertThat(Said.change("T-TCK-01", after, before, BOOK)).isEmpty();
    }

    @Test
    void coarsened_oneTickToALadder_namesTheGreatestFactor() {
        SpotMarket after = ladder(step("0", "0.2"), step("1000", "0.5"), step("2000", "0.3"));

        assertThat(Said.change("T-TCK-01", tick("0.1"), after, ChangeContext.none()))
                .anySatisfy(line -> assertThat(line)
                        .startsWith(
                                "ERROR /priceRule/tickLadder/abovePrice=1000/tickSize: Tick size coarsened 5x from 0.1 to"
                                        + " 0.5 at prices from 1000 below 2000 without"))
                .contains("lacks resting orders");
    }

    @Test
    void coarsened_withATickPolicy_isAWarningWithTheFiguresOfTheScenario() {
        ChangeContext grandfathered = BOOK.toBuilder()
                .policy(ChangePolicy.builder()
                        .tickPolicy(TickPolicy.GRANDFATHER)
                        .build())
                .build();

        assertThat(Judged.findings("T-TCK-01", snapshot(tick("0.1")), snapshot(tick("1")), grandfathered))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.WARN);
                    assertThat(finding.message())
                            .startsWith("Tick size coarsened 10x from 0.1 to 1 under GRANDFATHER: 6 of 10 orders");
                    assertThat(finding.evidence()).containsEntry("orders", "10").containsKey("tickPolicy");
                });
    }

    @Test
    void coarsened_scenarioLeftOut_saysSo() {
        Validator withoutScenario = Validator.of(Catalogue.standard().without("S-TCK"));

        assertThat(withoutScenario
                        .validate(snapshot(tick("0.1")), snapshot(tick("1")), BOOK)
                        .of("T-TCK-01"))
                .extracting(Finding::message)
                .anySatisfy(message ->
                        assertThat(message).contains("resting orders are known but S-TCK is not in the rule set"))
                .anySatisfy(message -> assertThat(message).contains("scenario S-TCK"));
    }

    private static ChangeContext under(TickPolicy policy, RestingOrders book) {
        return ChangeContext.builder()
                .put(RuleInput.RESTING_ORDERS, BITCOIN, book)
                .policy(ChangePolicy.builder().tickPolicy(policy).build())
                .build();
    }

    @Test
    void scenario_bookThatThePolicyDoesNotSuit_isSaid() {
        RestingOrders none = RestingOrders.builder().build();
        RestingOrders tiny = RestingOrders.builder()
                .add("tiny", Side.BUY, Price.of("0.1"), Quantity.of("1"))
                .build();

        assertThat(Said.change("S-TCK", tick("0.1"), tick("1"), under(TickPolicy.REQUIRE_EMPTY_BOOK, none)))
                .isEmpty();
        assertThat(Said.change("S-TCK", tick("0.1"), tick("1"), under(TickPolicy.REQUIRE_EMPTY_BOOK, tiny)))
                .containsExactly(
                        "ERROR /priceRule/tickSize: 1 orders rest in a book that the change requires to be" + " empty");
        assertThat(Said.change("S-TCK", tick("0.1"), tick("1"), under(TickPolicy.ROUND_PASSIVE, tiny)))
                .containsExactly("WARN /priceRule/tickSize: 1 buy orders lie below one tick of 1 and cannot be rounded"
                        + " down: they would have to be cancelled");
        assertThat(Said.change("S-TCK", tick("0.1"), tick("1"), under(TickPolicy.ROUND_PASSIVE, Markets.book())))
                .isEmpty();
        assertThat(Said.change("S-TCK", tick("0.1"), tick("1"), under(TickPolicy.GRANDFATHER, tiny)))
                .isEmpty();
    }

    @Test
    void nested_rangesOfALadder_areJudgedEach() {
        SpotMarket before = ladder(step("0", "0.1"), step("10", "0.2"), step("20", "0.5"));
        SpotMarket after = ladder(step("0", "0.2"), step("10", "0.5"), step("20", "0.1"));

        assertThat(Said.change("T-TCK-02", before, after, ChangeContext.none()))
                .containsExactly(
                        "BLOCK /priceRule/tickLadder/abovePrice=10/tickSize: Tick size 0.5 is neither a multiple"
                                + " nor a part of 0.2 at prices from 10 below 20: neither grid contains the other");
        assertThat(Said.change("T-TCK-02", tick("0.2"), tick("0.5"), ChangeContext.none()))
                .containsExactly("BLOCK /priceRule/tickSize: Tick size 0.5 is neither a multiple nor a part of 0.2:"
                        + " neither grid contains the other");
    }

    @Test
    void inSteps_factorOfTen_passesAndMoreDoesNot() {
        assertThat(Said.change("T-TCK-04", tick("0.1"), tick("1"), ChangeContext.none()))
                .isEmpty();
        assertThat(Said.change("T-TCK-04", tick("0.1"), tick("1.1"), ChangeContext.none()))
                .containsExactly(
                        "WARN /priceRule/tickSize: Tick size changes by a factor of 11x in one step, from 0.1 to"
                                + " 1.1; up to 10x is usual");
        assertThat(Said.change("T-TCK-04", ladder(step("0", "1"), step("10", "2")), tick("0.1"), ChangeContext.none()))
                .containsExactly(
                        "WARN /priceRule/tickSize: Tick size changes by a factor of 20x in one step, from 2 to 0.1"
                                + " at prices from 10; up to 10x is usual");
    }

    @Test
    void stillShown_ordersAndLastPriceOfASpotMarket_areBothJudged() {
        SpotMarket before = bitcoin().priceRule(price("0.1", 3)).build();
        ChangeContext context = BOOK.toBuilder()
                .put(RuleInput.MARK_PRICE, BITCOIN, Price.of("50000.25"))
                .build();

        assertThat(Said.change("T-TCK-03", before, shown(2), context)).isEmpty();
        assertThat(Said.change("T-TCK-03", before, shown(1), context))
                .containsExactly("ERROR /priceRule/pricePrecision: The last price 50000.25 cannot be shown with 1 digit"
                        + " after the point");
        assertThat(Said.change("T-TCK-03", before, shown(0), context))
                .contains(
                        "ERROR /priceRule/pricePrecision: 6 open orders of 10 (60.0 %) cannot be shown with 0 digits after"
                                + " the point, such as b1 at 49999.9");
    }

    @Test
    void stillShown_keptRaisedOrNewPrecision_isNotJudged() {
        assertThat(Said.change(
                        "T-TCK-03", bitcoin().priceRule(price("0.5", 1)).build(), shown(1), ChangeContext.none()))
                .isEmpty();
        assertThat(Said.change("T-TCK-03", shown(1), shown(2), ChangeContext.none()))
                .isEmpty();
        assertThat(Said.change("T-TCK-03", tick("0.1"), shown(0), ChangeContext.none()))
                .isEmpty();
        assertThat(Said.change("T-TCK-03", shown(1), tick("0.1"), ChangeContext.none()))
                .isEmpty();
        assertThat(Said.change("T-TCK-03", shown(1), shown(0), ChangeContext.none()))
                .containsExactly("lacks mark price, resting orders");
    }

    @Test
    void stillShown_contract_isJudgedByItsOrdersAlone() {
        FuturesContract before = perpetual().priceRule(price("0.5", 1)).build();
        FuturesContract after = perpetual().priceRule(price("0.5", 0)).build();
        RestingOrders whole = RestingOrders.builder()
                .add("a", Side.BUY, Price.of("8000"), Contracts.of("1"))
                .build();

        assertThat(Said.change(
                        "T-TCK-03",
                        before,
                        after,
                        ChangeContext.builder()
                                .put(RuleInput.RESTING_ORDERS, PERPETUAL, whole)
                                .put(RuleInput.MARK_PRICE, PERPETUAL, Price.of("8000.123"))
                                .build()))
                .isEmpty();
    }

    private static SpotMarket shown(int digits) {
        return bitcoin().priceRule(price("0.1", digits)).build();
    }
}
