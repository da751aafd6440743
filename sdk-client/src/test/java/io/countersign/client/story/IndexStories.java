package io.countersign.client.story;

import static io.countersign.client.story.Documents.collateral;
import static io.countersign.client.story.Documents.counted;
import static io.countersign.client.story.Story.venue;

import io.countersign.client.fixtures.Indexes;
import io.countersign.client.live.ChangePeople;
import io.countersign.client.live.CollateralAccounts;
import io.countersign.client.live.ConstituentPrices;
import io.countersign.client.live.EmergencyPath;
import io.countersign.client.live.PriceHistory;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.market.CollateralSchedule;
import io.countersign.model.market.IndexAggregation;
import io.countersign.model.market.IndexConstituent;
import io.countersign.model.market.IndexDefinition;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.Rate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Indexes and feeds that said something else than the price. */
final class IndexStories {
    /** Rows of past prices, so many that one bad one is ordinary. */
    private static final int MINUTES = 2000;

    private IndexStories() {}

    static List<Story> all() {
        return List.of(missingLeg(), ratioAlone(), outlier(), frozenFeed());
    }

    private static Story missingLeg() {
        CollateralSchedule users = collateral(
                "moonwell", "USD", counted("CBETH", "0.2").priceSource("cbeth").build());
        return Story.of("Moonwell, February 2026", "a ratio taken for a price in dollars")
                .happened(
                        "On 15 February 2026 a change of the feeds left cbETH priced by its ratio to ether alone, so that it counted for"
                                + " 1.12 dollars. Taking the change back had to wait five days, and 1.78 million dollars of bad debt were left.")
                .change(
                        venue(users, staked("2200").addConversionPath("ETH/USD").build()),
                        venue(users, staked("1.12").build()))
                .known(
                        people(Duration.ofDays(5)),
                        "the document carries the feed's answer at the time, about 2,200 before; taking the change back takes five days,"
                                + " and too much is lost after ten minutes.")
                .stoppedBy("D-IDX-02", "T-MAG-01", "X-GOV-01")
                .repair(users, staked("2205").addConversionPath("ETH/USD").build())
                .repaired(
                        people(Duration.ofMinutes(5)),
                        "the leg from ether to dollars stays, and a guardian can revert in five minutes.")
                .build();
    }

    private static Story ratioAlone() {
        CollateralAccounts accounts = CollateralAccounts.builder("USD")
                .price("WSTETH", Price.of("2500"))
                .add("looped", Notional.of("25500000"), Notional.of("25500000"), Notional.of("0"))
                .holding("WSTETH", Quantity.of("10938"))
                .add("careful", Notional.of("1000000"), Notional.of("1000000"), Notional.of("0"))
                .holding("WSTETH", Quantity.of("1000"))
                .build();
        CollateralSchedule was = wrapped("0.05");
        ChangeContext.Builder facts =
                ChangeContext.builder().put(RuleInput.COLLATERAL_ACCOUNTS, was.documentId(), accounts);
        return Story.of("Aave, March 2026", "a ratio and its timestamp")
                .happened(
                        "On 10 March 2026 a ratio and its timestamp, which bound the price of wstETH together, could not be moved equally"
                                + " far: the bound came out 2.85 % too low. 10,938 wstETH were liquidated. The story tells it in its plainest form:"
                                + " the timestamp moves and the ratio does not.")
                .change(venue(was, bound("1.19", "1772000000")), venue(wrapped("0.077"), bound("1.19", "1773000000")))
                .known(
                        facts,
                        "an account holds 10,938 wstETH and owes 25.5 million. A price that is 2.85 % too low is told as a haircut that"
                                + " is larger by as much, 7.7 % in place of 5 %.")
                .stoppedBy("T-IDX-02", "S-LIQ")
                .repair(was, bound("1.23", "1773000000"))
                .repaired("ratio and timestamp move in one change, and what collateral counts for stays.")
                .build();
    }

    private static Story outlier() {
        IndexDefinition.Builder index =
                Indexes.bitcoinIndex().venue("deribit").id("btc_usd").aggregation(IndexAggregation.TRIMMED_MEAN);
        IndexDefinition open = index.outlierBand(Optional.empty()).build();
        return Story.of("Deribit, October 2019", "an outlier that stayed in the index")
                .happened(
                        "On 31 October 2019 a source of the bitcoin index sent a price far off, and it was not left out. Positions were"
                                + " liquidated at the wrong index, and 1.3 million dollars were refunded.")
                .mistake(open)
                .known(
                        ChangeContext.builder().put(RuleInput.CONSTITUENT_PRICES, open.documentId(), oneOutlier()),
                        "2,000 minutes in which five sources are 10 dollars apart around 9,100, and in one of which the first is at 7,700.")
                .stoppedBy("D-IDX-03", "S-IDX")
                .repair(index.outlierBand(Rate.of("0.03")).build())
                .repaired("sources more than 3 % off the median are left out.")
                .build();
    }

    private static Story frozenFeed() {
        IndexDefinition frozen = Indexes.bitcoinIndex()
                .venue("venus")
                .id("luna-usd")
                .constituents(List.of(IndexConstituent.builder()
                        .source("chainlink/LUNA-USD")
                        .weight(Rate.of("1"))
                        .build()))
                .minLiveConstituents(1)
                .outlierBand(Optional.empty())
                .fallback(Optional.empty())
                .putExtensions("minAnswer", "\"0.107\"")
                .build();
        IndexDefinition sound = Indexes.bitcoinIndex()
                .venue("venus")
                .id("luna-usd")
                .constituents(List.of(
                        Indexes.source("bitfinex/LUNA-USD", "0.34"),
                        Indexes.source("coinbase/LUNA-USD", "0.33"),
                        Indexes.source("kraken/LUNA-USD", "0.33")))
                .minLiveConstituents(2)
                .fallback("no borrowing against LUNA until two sources are live")
                .build();
        ConstituentPrices falling = ConstituentPrices.of(Map.of(
                "bitfinex/LUNA-USD", Indexes.minutes("0.11", "0.09", "0.05"),
                "coinbase/LUNA-USD", Indexes.minutes("0.1101", "0.0901", "0.0501"),
                "kraken/LUNA-USD", Indexes.minutes("0.1099", "0.0899", "0.0499")));
        return Story.of("Venus and Blizz, May 2022", "a feed that stopped at its floor")
                .happened(
                        "In May 2022 the feed for LUNA stopped at its least answer of 0.107 dollars while the price fell on. Lenders went on"
                                + " taking LUNA as collateral at that price.")
                .mistake(frozen)
                .stoppedBy("D-IDX-03", "D-IDX-01")
                .repair(sound)
                .repaired(
                        ChangeContext.builder().put(RuleInput.CONSTITUENT_PRICES, sound.documentId(), falling),
                        "several sources, each with a staleness limit; no floor; and a fallback that stops borrowing.")
                .build();
    }

    private static IndexDefinition.Builder staked(String answer) {
        return Indexes.bitcoinIndex()
                .venue("moonwell")
                .id("cbeth")
                .constituents(List.of(
                        Indexes.source("chainlink/CBETH-ETH", "0.5"), Indexes.source("coinbase/CBETH-ETH", "0.5")))
                .minLiveConstituents(2)
                .putExtensions("answer", answer);
    }

    private static ChangeContext.Builder people(Duration revertsWithin) {
        return ChangeContext.builder()
                .put(RuleInput.PEOPLE, new ChangePeople(Set.of("author"), Set.of("voters")))
                .put(RuleInput.EMERGENCY_PATH, new EmergencyPath(revertsWithin, Duration.ofMinutes(10)));
    }

    private static CollateralSchedule wrapped(String haircut) {
        return collateral("aave", "USD", counted("WSTETH", haircut).build());
    }

    private static IndexDefinition bound(String ratio, String taken) {
        return Indexes.bitcoinIndex()
                .venue("aave")
                .id("wsteth")
                .putExtensions("snapshotRatio", "\"" + ratio + "\"")
                .putExtensions("snapshotTimestamp", "\"" + taken + "\"")
                .build();
    }

    private static ConstituentPrices oneOutlier() {
        PriceHistory[] histories = new PriceHistory[Indexes.SOURCES.size()];
        for (int source = 0; source < histories.length; source++) {
            String[] closes = new String[MINUTES];
            Arrays.fill(closes, Integer.toString(9080 + 10 * source));
            if (source == 0) {
                closes[MINUTES / 2] = "7700";
            }
            histories[source] = Indexes.minutes(closes);
        }
        return Indexes.prices(histories);
    }
}
