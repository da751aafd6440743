package io.countersign.client.story;

import static io.countersign.client.story.Documents.asset;
import static io.countersign.client.story.Documents.band;
import static io.countersign.client.story.Documents.book;
import static io.countersign.client.story.Documents.collateral;
import static io.countersign.client.story.Documents.counted;
import static io.countersign.client.story.Documents.schedule;
import static io.countersign.client.story.Documents.spot;
import static io.countersign.client.story.Story.venue;

import io.countersign.client.fixtures.Histories;
import io.countersign.client.fixtures.Indexes;
import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.Positions;
import io.countersign.client.live.PriceHistory;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.change.ChangePolicy;
import io.countersign.model.change.MarginPolicy;
import io.countersign.model.market.Asset;
import io.countersign.model.market.CollateralSchedule;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.IndexDefinition;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.Peg;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.unit.Contracts;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Collateral that was priced, and could be sold, in one place only. */
final class CollateralStories {
    private static final int DAYS = 40;
    private static final int HOURS = 24;
    /** Every so many hours the price is low for an hour. */
    private static final int LOW_EVERY = 20;

    private CollateralStories() {}

    static List<Story> all() {
        return List.of(ownBooks(), clams(), ownToken(), stricterTiers());
    }

    private static Story ownBooks() {
        Asset synthetic = pegged("USDE", "USD");
        Asset staked = pegged("WBETH", "ETH");
        Asset stakedSol = pegged("BNSOL", "SOL");
        SpotMarket syntheticMarket =
                spot("binance", "USDEUSDT", "USDE", "USDT", "0.0001", 4).build();
        SpotMarket stakedMarket =
                spot("binance", "WBETHUSDT", "WBETH", "USDT", "0.01", 2).build();
        SpotMarket solMarket =
                spot("binance", "BNSOLUSDT", "BNSOL", "USDT", "0.01", 2).build();
        return Story.of("Binance, October 2025", "collateral priced by the venue's own books")
                .happened(
                        "USDe, wBETH and BNSOL counted as collateral at the prices of the venue's own books, which emptied on 10 October"
                                + " and printed far below what the assets could be redeemed for. Binance paid 283 million dollars to customers"
                                + " whom that had liquidated.")
                .mistake(
                        synthetic,
                        staked,
                        stakedSol,
                        syntheticMarket,
                        stakedMarket,
                        solMarket,
                        priced("USDEUSDT", "WBETHUSDT", "BNSOLUSDT"))
                .stoppedBy("D-COL-02")
                .repair(
                        synthetic,
                        staked,
                        stakedSol,
                        syntheticMarket,
                        stakedMarket,
                        solMarket,
                        priced("usde", "wbeth", "bnsol"),
                        several("usde", "USDE"),
                        several("wbeth", "WBETH"),
                        several("bnsol", "BNSOL"))
                .repaired("indexes over several venues in place of the own markets.")
                .build();
    }

    private static Story clams() {
        Asset clam = asset("poloniex", "CLAM").build();
        SpotMarket market = spot("poloniex", "BTC_CLAM", "CLAM", "BTC", "0.00000001", 8)
                .margin(Markets.margin()
                        .leverageBuy(List.of(2))
                        .leverageSell(List.of(2))
                        .build())
                .build();
        return Story.of("Poloniex, May 2019", "loans against a thin coin")
                .happened(
                        "Margin loans were given against CLAM, which was traded almost only there. On 26 May 2019 its price collapsed"
                                + " faster than positions could be closed, and lenders lost about 1,800 bitcoin.")
                .mistake(
                        clam,
                        market,
                        collateral("poloniex", "BTC", counted("CLAM", "0.25").build()))
                .known(
                        facts(clam.documentId(), "0.9", falls("65")),
                        "nine tenths of CLAM's trading take place here; 40 days of hourly prices with falls of 35 % within a day.")
                .stoppedBy("X-COL-01", "X-COL-02")
                .leftOut(
                        "S-CAS",
                        "it plays a changed margin schedule of contracts through; these were loans, and nothing was changed.")
                .repair(clam, market, collateral("poloniex", "BTC"))
                .repaired("CLAM is traded and is no collateral.")
                .build();
    }

    private static Story ownToken() {
        Asset token = asset("okx", "OKB").build();
        SpotMarket market = spot("okx", "OKB-USDT", "OKB", "USDT", "0.01", 2)
                .margin(Markets.margin().build())
                .build();
        CollateralSchedule capped = collateral(
                "okx",
                "USDT",
                counted("OKB", "0.2")
                        .ownToken(true)
                        .maxValue(Notional.of("20000000"))
                        .build());
        return Story.of("OKX, January 2024", "the venue's own token as collateral")
                .happened(
                        "OKB, the venue's own token, was collateral and was held on leverage where nearly all of it is traded. On"
                                + " 23 January 2024 it fell by half within minutes as leveraged positions were closed one after another.")
                .mistake(token, market, capped)
                .known(
                        facts(token.documentId(), "0.95", falls("85"))
                                .put(
                                        RuleInput.ORDER_BOOK,
                                        token.documentId(),
                                        book(
                                                List.of("49.9 x 60000", "45 x 60000", "25 x 200000"),
                                                List.of("50.1 x 60000"))),
                        "95 % of OKB's trading take place here; bids within the haircut of 20 % are worth about 5.7 million.")
                .stoppedBy("X-COL-01", "X-COL-02")
                .repair(token, market, collateral("okx", "USDT"))
                .repaired("the own token is no collateral.")
                .build();
    }

    private static Story stricterTiers() {
        FuturesContract contract = Documents.perpetual("okx", "OKB", "USDT", "0.01")
                .priceBand(band("0.8", "1.2").build())
                .build();
        ChangeContext.Builder facts = ChangeContext.builder()
                .policy(ChangePolicy.builder()
                        .marginPolicy(MarginPolicy.ALL_POSITIONS)
                        .build())
                .put(RuleInput.MARK_PRICE, contract.documentId(), Price.of("50"))
                .put(RuleInput.INSURANCE_FUND, contract.documentId(), Notional.of("1000000"))
                .put(
                        RuleInput.ORDER_BOOK,
                        contract.documentId(),
                        book(List.of("49.9 x 60000", "45 x 60000", "25 x 200000"), List.of("50.1 x 60000")))
                .put(RuleInput.POSITIONS, contract.documentId(), longs());
        return Story.of("OKX, January 2024", "stricter margin on everybody at once")
                .happened(
                        "After the fall OKX announced that it would revise its margin tiers. Brought in at once on open positions, a"
                                + " stricter schedule sets off the same cascade: the first to be closed push the price below what the next can"
                                + " bear. Leveraged positions in OKB are told as contracts of one OKB.")
                .change(
                        venue(
                                contract,
                                schedule(contract, MarginTier.of("0", "0.2", "0.1"))
                                        .build()),
                        venue(
                                contract,
                                schedule(contract, MarginTier.of("0", "0.4", "0.3"))
                                        .build()))
                .known(
                        facts,
                        "three accounts hold 100,000 OKB each, with 24 %, 26 % and 40 % of the value behind them; the mark price is 50"
                                + " and the book thin.")
                .stoppedBy("S-CAS")
                .repair(
                        contract,
                        schedule(contract, MarginTier.of("0", "0.25", "0.12")).build())
                .repaired("a first step that forces nobody, and the next with notice.")
                .build();
    }

    private static Positions longs() {
        return Positions.builder()
                .addLong("first", "all", Contracts.of("100000"), Price.of("50"), Notional.of("1200000"))
                .addLong("second", "all", Contracts.of("100000"), Price.of("50"), Notional.of("1300000"))
                .addLong("third", "all", Contracts.of("100000"), Price.of("50"), Notional.of("2000000"))
                .build();
    }

    private static Asset pegged(String id, String to) {
        return asset("binance", id)
                .pegged(Peg.builder().to(to).tolerance(Rate.of("0.01")).build())
                .build();
    }

    private static CollateralSchedule priced(String synthetic, String staked, String stakedSol) {
        return collateral(
                "binance",
                "USD",
                counted("USDE", "0.05").priceSource(synthetic).build(),
                counted("WBETH", "0.1").priceSource(staked).build(),
                counted("BNSOL", "0.1").priceSource(stakedSol).build());
    }

    private static IndexDefinition several(String id, String base) {
        return Indexes.bitcoinIndex()
                .venue("binance")
                .id(id)
                .constituents(List.of(
                        Indexes.source("binance/" + base + "-USD", "0.4"),
                        Indexes.source("bybit/" + base + "-USD", "0.3"),
                        Indexes.source("curve/" + base + "-USD", "0.3")))
                .build();
    }

    private static ChangeContext.Builder facts(DocumentId asset, String share, PriceHistory history) {
        return ChangeContext.builder()
                .put(RuleInput.VENUE_VOLUME_SHARE, asset, Rate.of(share))
                .put(RuleInput.PRICE_HISTORY, asset, history);
    }

    private static PriceHistory falls(String low) {
        List<String> closes = new ArrayList<>();
        for (int hour = 0; hour < DAYS * HOURS; hour++) {
            closes.add(hour % LOW_EVERY == LOW_EVERY - 1 ? low : "100");
        }
        return Histories.of(Duration.ofHours(1), closes);
    }
}
