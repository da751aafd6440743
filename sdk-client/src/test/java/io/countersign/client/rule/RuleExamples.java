package io.countersign.client.rule;

import static io.countersign.client.fixtures.Markets.bitcoin;
import static io.countersign.client.fixtures.Markets.ladder;
import static io.countersign.client.fixtures.Markets.margin;
import static io.countersign.client.fixtures.Markets.perpetual;
import static io.countersign.client.fixtures.Markets.price;
import static io.countersign.client.fixtures.Markets.schedule;
import static io.countersign.client.fixtures.Markets.venue;

import io.countersign.client.fixtures.Markets;
import io.countersign.model.change.ChangePolicy;
import io.countersign.model.change.MarginPolicy;
import io.countersign.model.change.TickPolicy;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.FeeLadder;
import io.countersign.model.market.FeeStep;
import io.countersign.model.market.FundingConfig;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.NotionalRule;
import io.countersign.model.market.PriceRule;
import io.countersign.model.market.SizeRule;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.market.TradingStatus;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Percent;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.Rate;
import io.countersign.model.unit.TickSize;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A failing and a passing example of every rule, on the small venue of {@link Markets}. */
final class RuleExamples {
    private static final DocumentId BITCOIN = bitcoin().build().documentId();
    private static final DocumentId PERPETUAL = perpetual().build().documentId();

    private RuleExamples() {}

    static List<RuleExample> all() {
        return List.of(
                documents(
                        "D-ID-01",
                        Severity.BLOCK,
                        other("ETHUSD").altName("XBTUSD").build(),
                        other("ETHUSD").build()),
                documents(
                        "D-PRC-02",
                        Severity.ERROR,
                        bitcoin().priceRule(price("0.1", 0)).build(),
                        bitcoin().priceRule(price("0.1", 2)).build()),
                documents(
                        "D-PRC-03",
                        Severity.ERROR,
                        bitcoin().priceRule(bounds("0.25", "100000")).build(),
                        bitcoin().priceRule(bounds("0.2", "100000")).build()),
                documents(
                        "D-SIZ-01",
                        Severity.BLOCK,
                        bitcoin().sizeRule(sizes("0.001", "0.0015", "10")).build(),
                        bitcoin().sizeRule(sizes("0.001", "0.001", "10")).build()),
                documents(
                        "D-SIZ-02",
                        Severity.ERROR,
                        bitcoin().sizeRule(sizes("1", "20", "10")).build(),
                        bitcoin().sizeRule(sizes("1", "10", "10")).build()),
                documents(
                        "D-NOT-01",
                        Severity.ERROR,
                        bitcoin().notionalRule(value("0.125", 2)).build(),
                        bitcoin().notionalRule(value("0.12", 2)).build()),
                documents(
                        "D-FEE-01",
                        Severity.BLOCK,
                        fees(List.of(FeeStep.of("100", "0.2")), List.of(FeeStep.of("0", "0.4"))),
                        fees(List.of(FeeStep.of("0", "0.2")), List.of(FeeStep.of("0", "0.4")))),
                documents(
                        "D-FEE-02",
                        Severity.WARN,
                        fees(
                                List.of(FeeStep.of("0", "0.1"), FeeStep.of("1000", "0.2")),
                                List.of(FeeStep.of("0", "0.4"))),
                        fees(
                                List.of(FeeStep.of("0", "0.2"), FeeStep.of("1000", "0.2")),
                                List.of(FeeStep.of("0", "0.4")))),
                documents(
                        "D-FEE-03",
                        Severity.ERROR,
                        fees(List.of(FeeStep.of("0", "0.23")), List.of(FeeStep.of("0", "0.2"))),
                        fees(List.of(FeeStep.of("0", "0.2")), List.of(FeeStep.of("0", "0.2")))),
                documents(
                        "D-FEE-04",
                        Severity.BLOCK,
                        fees(
                                List.of(FeeStep.of("0", "0.2"), FeeStep.of("10000000", "-0.02")),
                                List.of(FeeStep.of("0", "0.4"), FeeStep.of("500000", "0.01"))),
                        fees(
                                List.of(FeeStep.of("0", "0.2"), FeeStep.of("10000000", "-0.02")),
                                List.of(FeeStep.of("0", "0.4"), FeeStep.of("500000", "0.02")))),
                documents(
                        "D-FEE-06",
                        Severity.BLOCK,
                        fees(List.of(FeeStep.of("0", "0.2")), List.of(FeeStep.of("0", "26"))),
                        fees(List.of(FeeStep.of("0", "0.2")), List.of(FeeStep.of("0", "0.26")))),
                documents(
                        "D-FEE-07",
                        Severity.INFO,
                        bitcoin().fees(FeeLadder.builder().build()).build(),
                        bitcoin().build()),
                documents(
                        "D-MRG-01",
                        Severity.BLOCK,
                        schedule(MarginTier.of("0", "0.02", "0.01"), MarginTier.of("0", "0.04", "0.02")),
                        schedule(MarginTier.of("0", "0.02", "0.01"), MarginTier.of("1", "0.04", "0.02"))),
                documents(
                        "D-MRG-02",
                        Severity.BLOCK,
                        schedule(MarginTier.of("0", "0.02", "0.02")),
                        schedule(MarginTier.of("0", "0.04", "0.02"))),
                documents(
                        "D-MRG-03",
                        Severity.ERROR,
                        schedule(MarginTier.of("0", "0.04", "0.02"), MarginTier.of("1000", "0.03", "0.015")),
                        schedule(MarginTier.of("0", "0.04", "0.02"), MarginTier.of("1000", "0.05", "0.025"))),
                documents(
                        "D-MRG-04",
                        Severity.ERROR,
                        schedule(MarginTier.of("0", "0.02", "0.015")),
                        schedule(MarginTier.of("0", "0.03", "0.015"))),
                documents(
                        "D-LEV-01",
                        Severity.ERROR,
                        bitcoin()
                                .margin(margin().leverageBuy(List.of(2, 3, 5)).build())
                                .build(),
                        bitcoin()
                                .margin(margin().leverageBuy(List.of(2, 3, 4)).build())
                                .build()),
                documents(
                        "D-LEV-02",
                        Severity.ERROR,
                        bitcoin()
                                .margin(margin().shortPositionLimit(Quantity.of("0"))
                                        .build())
                                .build(),
                        bitcoin()
                                .status(TradingStatus.REDUCE_ONLY)
                                .margin(margin().shortPositionLimit(Quantity.of("0"))
                                        .build())
                                .build()),
                documents(
                        "D-LEV-03",
                        Severity.BLOCK,
                        bitcoin()
                                .margin(margin().marginCallLevel(Percent.of("40"))
                                        .build())
                                .build(),
                        bitcoin()
                                .margin(margin().marginCallLevel(Percent.of("41"))
                                        .build())
                                .build()),
                documents(
                        "D-FUN-01",
                        Severity.BLOCK,
                        perpetual()
                                .lastTradingAt(Instant.parse("2026-12-25T16:00:00Z"))
                                .build(),
                        perpetual().build()),
                documents(
                        "D-FUN-02",
                        Severity.WARN,
                        perpetual().funding(funding("0.005")).build(),
                        perpetual().funding(funding("0.0049")).build()),
                documents(
                        "D-STS-01",
                        Severity.WARN,
                        perpetual().tradeable(false).postOnly(true).build(),
                        perpetual().tradeable(false).postOnly(false).build()),
                documents(
                        "D-PAY-01",
                        Severity.BLOCK,
                        perpetual().contractSizeUnit(SizeUnit.BASE).build(),
                        perpetual().contractSizeUnit(SizeUnit.QUOTE_NOTIONAL).build()),
                change(
                        "T-IMM-01",
                        Severity.BLOCK,
                        perpetual().contractSize(Amount.of("2")).build(),
                        perpetual().postOnly(true).build(),
                        positionsKnown().build(),
                        "three positions are open"),
                context(
                        "T-TCK-01",
                        Severity.ERROR,
                        bitcoin().priceRule(price("1", 1)).build(),
                        ordersKnown().build(),
                        "ten orders rest; no tick policy",
                        ChangeContext.builder()
                                .restingOrders(BITCOIN, RestingOrders.builder().build())
                                .policy(ChangePolicy.builder()
                                        .tickPolicy(TickPolicy.REQUIRE_EMPTY_BOOK)
                                        .build())
                                .build(),
                        "the book is empty, and the tick policy REQUIRE_EMPTY_BOOK (a warning with the figures stays)"),
                change(
                        "T-TCK-02",
                        Severity.BLOCK,
                        bitcoin().priceRule(price("0.25", 2)).build(),
                        bitcoin().priceRule(price("0.05", 2)).build(),
                        ordersKnown().build(),
                        "ten orders rest"),
                change(
                        "T-TCK-04",
                        Severity.WARN,
                        bitcoin().priceRule(price("0.001", 3)).build(),
                        bitcoin().priceRule(price("0.01", 3)).build(),
                        ordersKnown().build(),
                        "ten orders rest"),
                change(
                        "T-MIN-01",
                        Severity.ERROR,
                        bitcoin().sizeRule(sizes("0.00000001", "1", "1000")).build(),
                        bitcoin().sizeRule(sizes("0.00000001", "0.25", "1000")).build(),
                        ordersKnown().build(),
                        "ten orders rest, the smallest of 0.25"),
                context(
                        "T-LEV-01",
                        Severity.ERROR,
                        schedule(MarginTier.of("0", "0.03", "0.015"), MarginTier.of("500000", "0.04", "0.02")),
                        ChangeContext.of(marginPolicy()),
                        "positions not known",
                        positionsKnown().policy(marginPolicy()).build(),
                        "three positions and the mark price known, so that S-LIQ runs (a warning with its figures stays)"),
                context(
                        "T-LEV-03",
                        Severity.ERROR,
                        schedule(MarginTier.of("0", "0.03", "0.015"), MarginTier.of("500000", "0.04", "0.02")),
                        positionsKnown().build(),
                        "no margin policy",
                        positionsKnown().policy(marginPolicy()).build(),
                        "margin policy NEW_POSITIONS_ONLY"),
                change(
                        "T-CALL-01",
                        Severity.ERROR,
                        bitcoin()
                                .margin(margin().marginStopLevel(Percent.of("50"))
                                        .build())
                                .build(),
                        bitcoin()
                                .margin(margin().marginStopLevel(Percent.of("35"))
                                        .build())
                                .build(),
                        ChangeContext.none(),
                        ""),
                context(
                        "T-FEE-01",
                        Severity.ERROR,
                        fees(
                                List.of(FeeStep.of("0", "0.25")),
                                List.of(FeeStep.of("0", "0.4"), FeeStep.of("10000", "0.38"))),
                        ChangeContext.none(),
                        "no notice period",
                        ChangeContext.of(ChangePolicy.builder()
                                .noticePeriod(Duration.ofDays(14))
                                .build()),
                        "a notice period of 14 days"),
                change(
                        "T-STS-01",
                        Severity.BLOCK,
                        bitcoin().status(TradingStatus.DELISTED).build(),
                        bitcoin().status(TradingStatus.CANCEL_ONLY).build(),
                        ChangeContext.none(),
                        ""),
                change(
                        "T-MAG-01",
                        Severity.ERROR,
                        bitcoin()
                                .margin(margin().longPositionLimit(Quantity.of("3000"))
                                        .build())
                                .build(),
                        bitcoin()
                                .margin(margin().longPositionLimit(Quantity.of("600"))
                                        .build())
                                .build(),
                        ChangeContext.none(),
                        ""),
                change(
                        "T-FLD-01",
                        Severity.BLOCK,
                        SpotMarket.builder()
                                .from(bitcoin().build())
                                .extensions(Map.of())
                                .build(),
                        bitcoin().putExtensions("execution_venue", "\"main\"").build(),
                        ChangeContext.none(),
                        ""),
                context(
                        "S-TCK",
                        Severity.ERROR,
                        bitcoin().priceRule(price("1", 1)).build(),
                        ordersKnown()
                                .policy(ChangePolicy.builder()
                                        .tickPolicy(TickPolicy.REQUIRE_EMPTY_BOOK)
                                        .build())
                                .build(),
                        "ten orders rest; tick policy REQUIRE_EMPTY_BOOK",
                        ordersKnown()
                                .policy(ChangePolicy.builder()
                                        .tickPolicy(TickPolicy.CANCEL_OFF_GRID)
                                        .build())
                                .build(),
                        "ten orders rest; tick policy CANCEL_OFF_GRID"),
                change(
                        "S-LIQ",
                        Severity.BLOCK,
                        schedule(MarginTier.of("0", "0.03", "0.015"), MarginTier.of("500000", "0.04", "0.02")),
                        schedule(MarginTier.of("0", "0.02", "0.01"), MarginTier.of("500000", "0.05", "0.025")),
                        positionsKnown()
                                .policy(ChangePolicy.builder()
                                        .marginPolicy(MarginPolicy.ALL_POSITIONS)
                                        .build())
                                .build(),
                        "three positions of 1,000 contracts at mark price 8000; margin policy ALL_POSITIONS"));
    }

    static ChangeContext.Builder ordersKnown() {
        return ChangeContext.builder().restingOrders(BITCOIN, Markets.book());
    }

    static ChangeContext.Builder positionsKnown() {
        return ChangeContext.builder().positions(PERPETUAL, Markets.positions()).markPrice(PERPETUAL, Price.of("8000"));
    }

    private static ChangePolicy marginPolicy() {
        return ChangePolicy.builder()
                .marginPolicy(MarginPolicy.NEW_POSITIONS_ONLY)
                .build();
    }

    private static RuleExample documents(
            String ruleId, Severity severity, MarketDocument failing, MarketDocument passing) {
        return RuleExample.ofDocuments(ruleId, severity, venue().with(failing), venue().with(passing));
    }

    private static RuleExample change(
            String ruleId,
            Severity severity,
            MarketDocument failing,
            MarketDocument passing,
            ChangeContext context,
            String known) {
        return RuleExample.ofChange(ruleId, severity, venue().with(failing), venue().with(passing), context, known);
    }

    private static RuleExample context(
            String ruleId,
            Severity severity,
            MarketDocument document,
            ChangeContext failing,
            String known,
            ChangeContext passing,
            String passingKnown) {
        return RuleExample.ofContext(ruleId, severity, venue().with(document), failing, known, passing, passingKnown);
    }

    private static SpotMarket.Builder other(String id) {
        return bitcoin().id(id).altName(id).wsName(id).base("XETH");
    }

    private static SpotMarket fees(List<FeeStep> maker, List<FeeStep> taker) {
        return bitcoin().fees(ladder(maker, taker)).build();
    }

    private static PriceRule bounds(String least, String most) {
        return PriceRule.builder()
                .tickSize(TickSize.of("0.1"))
                .pricePrecision(1)
                .minPrice(Price.of(least))
                .maxPrice(Price.of(most))
                .build();
    }

    private static SizeRule sizes(String lot, String least, String most) {
        return SizeRule.builder()
                .lotStep(Quantity.of(lot))
                .minQuantity(Quantity.of(least))
                .maxQuantity(Quantity.of(most))
                .build();
    }

    private static NotionalRule value(String least, int digits) {
        return NotionalRule.builder()
                .minNotional(Notional.of(least))
                .costDecimals(digits)
                .build();
    }

    private static FundingConfig funding(String cap) {
        return FundingConfig.builder()
                .coefficient(Amount.of("8"))
                .maxAbsRate(Rate.of(cap))
                .build();
    }
}
