package io.countersign.client.story;

import static io.countersign.client.story.Documents.band;
import static io.countersign.client.story.Documents.book;
import static io.countersign.client.story.Documents.spot;
import static io.countersign.client.story.Story.venue;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.ChangePeople;
import io.countersign.client.live.ConfigNodes;
import io.countersign.client.live.ConfigNodes.ConfigNode;
import io.countersign.client.live.ConfigNodes.Role;
import io.countersign.client.live.DownstreamSystems;
import io.countersign.client.live.DownstreamSystems.DownstreamSystem;
import io.countersign.client.live.EmergencyPath;
import io.countersign.client.live.RestingOrders;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.formula.Side;
import io.countersign.model.json.Digest;
import io.countersign.model.market.BreakerAction;
import io.countersign.model.market.BreakerResume;
import io.countersign.model.market.CircuitBreaker;
import io.countersign.model.market.ContractType;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.PriceReference;
import io.countersign.model.market.PriceRule;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Prices that could not be shown, and prices that nobody meant. */
final class PriceStories {
    private PriceStories() {}

    static List<Story> all() {
        return List.of(shownAsZero(), bidsOf2019(), quotesGone(), defaultPrice(), publishedBands(), belowZero());
    }

    private static Story shownAsZero() {
        ConfigSnapshot live = venue(iotex("0.00001", 5).build());
        return Story.of("Binance, October 2025", "prices shown as zero")
                .happened(
                        "The decimals in which some pairs, such as IOTX against USDT, are shown were cut while the tick stayed as"
                                + " fine as before. In the fall of 10 October their prices were shown as zero.")
                .change(live, venue(iotex("0.00001", 1).build()))
                .known(
                        lastPrice(iotex("0.00001", 5).build(), "0.0242")
                                .put(RuleInput.RESTING_ORDERS, id(iotex("0.00001", 5)), orders("0.02417", "0.02431")),
                        "the last price is 0.0242; one bid rests at 0.02417, one offer at 0.02431.")
                .stoppedBy("D-PRC-02", "T-TCK-03")
                .repair(iotex("0.0001", 4).build())
                .repaired(
                        lastPrice(iotex("0.0001", 4).build(), "0.0242")
                                .put(RuleInput.RESTING_ORDERS, id(iotex("0.0001", 4)), orders("0.0241", "0.0244")),
                        "the tick is coarsened first, and one digit is cut once no order rests between its steps.")
                .build();
    }

    private static Story bidsOf2019() {
        SpotMarket wide =
                iotex("0.00001", 5).priceBand(band("0.2", "5").build()).build();
        return Story.of("Binance, October 2025", "bids of 2019 filled")
                .happened(
                        "When the quotes near the price were gone, sales filled bids that had rested since 2019. Binance's band let"
                                + " orders through from a fifth of the reference price up to five times it: so it stood on 1,405 of 1,405"
                                + " spot pairs in April 2021.")
                .change(venue(iotex("0.00001", 5).build()), venue(wide))
                .known(
                        lastPrice(wide, "0.0242")
                                .put(
                                        RuleInput.ORDER_BOOK,
                                        wide.documentId(),
                                        book(
                                                List.of("0.02417 x 50000", "0.005 x 1000000"),
                                                List.of("0.02431 x 50000"))),
                        "the last price is 0.0242; below the quotes an old bid rests at 0.005.")
                .stoppedBy("D-BND-02", "S-EMPTY")
                .repair(iotex("0.00001", 5)
                        .priceBand(band("0.8", "1.2").build())
                        .build())
                .repaired("a band of a fifth around the index price, which rejects what has no reference.")
                .build();
    }

    private static Story quotesGone() {
        SpotMarket.Builder ether = spot("quoine", "ETHBTC", "ETH", "BTC", "0.00001", 5);
        ConfigSnapshot live = venue(ether.build());
        SpotMarket halfBand = ether.priceBand(
                        band("0.5", "2").buyUp(Optional.empty()).build())
                .build();
        return Story.of("Quoine, April 2017", "quotes gone, ether at 10 bitcoin")
                .happened(
                        "On 19 April 2017 the platform's own quotes were missing because a part of it had not been given the settings"
                                + " that the rest ran with. Forced orders bought ether at 9.99 and 10 bitcoin, about 250 times its price.")
                .change(live, venue(halfBand))
                .known(
                        lastPrice(halfBand, "0.04")
                                .put(
                                        RuleInput.ORDER_BOOK,
                                        halfBand.documentId(),
                                        book(
                                                List.of("0.0399 x 100"),
                                                List.of("0.0401 x 100", "9.99 x 1000", "10 x 1000")))
                                .put(RuleInput.CONFIG_NODES, nodes("quoter", live.root(), Digest.of(new byte[] {1}))),
                        "the last price is 0.04; above the quotes offers rest at 9.99 and 10; the quoter runs with older settings"
                                + " than the matching engine.")
                .stoppedBy("S-EMPTY", "D-BND-01", "X-ENV-01")
                .repair(ether.priceBand(band("0.8", "1.2").build()).build())
                .repaired(
                        lastPrice(halfBand, "0.04")
                                .put(RuleInput.CONFIG_NODES, nodes("quoter", live.root(), live.root())),
                        "a band with an upper end for buys, and the same settings in every part before the change.")
                .build();
    }

    private static Story defaultPrice() {
        SpotMarket.Builder options = spot("us-options", "ETF-CALL", "ETF-CALL", "USD", "0.01", 2);
        SpotMarket live = options.putExtensions("defaultLimitPrice", "24.5")
                .circuitBreakers(List.of(breaker(true)))
                .build();
        SpotMarket mistake = SpotMarket.builder()
                .from(live)
                .extensions(Map.of("defaultLimitPrice", "1"))
                .circuitBreakers(List.of(breaker(false)))
                .build();
        SpotMarket repair = SpotMarket.builder()
                .from(live)
                .extensions(Map.of("defaultLimitPrice", "24.55"))
                .build();
        return Story.of("Goldman Sachs, August 2013", "a default price of one dollar")
                .happened(
                        "On 20 August 2013 a changed system sent indications as orders, at a default price of one dollar, before and at"
                                + " the opening. Blocks that had stopped some of them were lifted by hand; 38 million dollars were lost.")
                .change(venue(live), venue(mistake))
                .known(
                        people("trader-1", "trader-1"),
                        "trader-1 wrote the change and approved it; it can be taken back within a minute.")
                .stoppedBy("D-BND-03", "T-MAG-01", "X-GOV-01")
                .repair(repair)
                .repaired(
                        people("trader-1", "risk-1"),
                        "the default follows the price, the breaker holds before the opening too, and another person approves.")
                .build();
    }

    private static Story publishedBands() {
        SpotMarket.Builder stock = spot("cta", "BRK.A", "BRK.A", "USD", "0.01", 2);
        return Story.of("CTA SIP, June 2024", "bands that did not contain the price")
                .happened(
                        "On 3 June 2024 new software of the feed that publishes the price bands of stocks listed in New York published"
                                + " wrong ones. Trading in some 40 stocks was halted, and Berkshire Hathaway's A shares were printed more than 99 %"
                                + " below their price.")
                .change(
                        venue(stock.priceBand(band("0.95", "1.05").build()).build()),
                        venue(stock.priceBand(band("0.0002", "0.9").build()).build()))
                .stoppedBy("D-BND-01", "D-BND-02")
                .leftOut(
                        "X-ENV-01",
                        "the second data center ran with the older software, and going back to it was the cure.")
                .leftOut("S-MODE", "the halts followed from the bands; nobody planned a change of status.")
                .repair(stock.priceBand(band("0.9", "1.1").build()).build())
                .repaired("a band that contains its reference, as wide on both sides.")
                .build();
    }

    private static Story belowZero() {
        return Story.of("Interactive Brokers, April 2020", "a price below zero")
                .happened(
                        "On 20 April 2020 crude oil for May settled below zero, and the broker's systems did not take such prices."
                                + " Customers could not close or see what they lost; restitution of 82.57 million dollars.")
                .mistake(oil())
                .known(
                        systems(false),
                        "the exchange had announced that prices may fall below zero, and the market accepts them; the broker's margin"
                                + " and its customers' screens do not take them.")
                .stoppedBy("D-PRC-05")
                .repaired(
                        systems(true),
                        "every system takes such prices before the market does; until then positions are closed before the last days.")
                .build();
    }

    private static SpotMarket.Builder iotex(String tick, int precision) {
        return spot("binance", "IOTXUSDT", "IOTX", "USDT", tick, precision);
    }

    private static DocumentId id(SpotMarket.Builder market) {
        return market.build().documentId();
    }

    private static ChangeContext.Builder lastPrice(SpotMarket market, String price) {
        return ChangeContext.builder().put(RuleInput.MARK_PRICE, market.documentId(), Price.of(price));
    }

    private static RestingOrders orders(String bid, String offer) {
        return RestingOrders.builder()
                .add("bid", Side.BUY, Price.of(bid), Quantity.of("1000"))
                .add("offer", Side.SELL, Price.of(offer), Quantity.of("1000"))
                .build();
    }

    private static ConfigNodes nodes(String second, Digest first, Digest rootOfSecond) {
        return ConfigNodes.of(
                new ConfigNode("matching", "tokyo", Role.ACTIVE, true, first),
                new ConfigNode(second, "tokyo", Role.ACTIVE, true, rootOfSecond));
    }

    private static CircuitBreaker breaker(boolean always) {
        return CircuitBreaker.builder()
                .move(Rate.of("0.1"))
                .window(Duration.ofMinutes(5))
                .reference(PriceReference.LAST)
                .action(BreakerAction.HALT)
                .resume(BreakerResume.MANUAL)
                .appliesOutsideRegularSession(always)
                .build();
    }

    private static ChangeContext.Builder people(String author, String approver) {
        return ChangeContext.builder()
                .put(RuleInput.PEOPLE, new ChangePeople(Set.of(author), Set.of(approver)))
                .put(RuleInput.EMERGENCY_PATH, new EmergencyPath(Duration.ofMinutes(1), Duration.ofMinutes(5)));
    }

    private static ChangeContext.Builder systems(boolean takeNegative) {
        return ChangeContext.builder()
                .put(
                        RuleInput.DOWNSTREAM_SYSTEMS,
                        DownstreamSystems.of(
                                new DownstreamSystem("ledger", true, true),
                                new DownstreamSystem("margin", true, takeNegative),
                                new DownstreamSystem("customers' screens", true, takeNegative)));
    }

    /** The May contract of 1,000 barrels. */
    private static FuturesContract oil() {
        return Documents.perpetual("broker", "WTI", "USD", "0.01")
                .id("CLK0")
                .type(ContractType.FIXED_MATURITY)
                .lastTradingAt(Instant.parse("2020-04-21T18:30:00Z"))
                .contractSize(Amount.of("1000"))
                .priceRule(PriceRule.builder()
                        .from(Markets.price("0.01", 2))
                        .allowsNegative(true)
                        .build())
                .build();
    }
}
