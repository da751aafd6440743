package io.countersign.benchmarks;

import io.countersign.model.journal.Actor;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.EventDraft;
import io.countersign.model.journal.InMemoryJournal;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.market.FeeLadder;
import io.countersign.model.market.FeeStep;
import io.countersign.model.market.NotionalRule;
import io.countersign.model.market.PriceRule;
import io.countersign.model.market.SizeRule;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.market.TradingStatus;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.TickSize;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Changes of 2,000 markets, one market after the other and around again: in turn another tick size and another fee. Versions share no
 * values, as if each had been read.
 */
final class MarketChanges {
    static final int MARKETS = 2_000;

    /** After that many changes a market is as it was. */
    private static final int CYCLE = 4;

    private final InMemoryJournal journal = new InMemoryJournal(InstantSource.system());
    private final List<List<SpotMarket>> versions = IntStream.range(0, MARKETS)
            .mapToObj(market -> IntStream.range(0, CYCLE)
                    .mapToObj(version -> market(market, version))
                    .toList())
            .toList();
    private int made;

    /** How many there have been. */
    int made() {
        return made;
    }

    /** The next changes, in transactions of so many. */
    List<List<MarketChange>> next(int transactions, int changes) {
        List<List<MarketChange>> next = new ArrayList<>(transactions);
        for (int i = 0; i < transactions; i++) {
            next.add(IntStream.range(0, changes).mapToObj(change -> next()).toList());
        }
        return next;
    }

    private MarketChange next() {
        List<SpotMarket> market = versions.get(made % MARKETS);
        int version = made / MARKETS;
        SpotMarket before = market.get(version % CYCLE);
        SpotMarket after = market.get((version + 1) % CYCLE);
        MarketChange change = new MarketChange(before, after, MarketRow.of(after), entry(before, after));
        made++;
        return change;
    }

    private JournalEntry entry(SpotMarket before, SpotMarket after) {
        EventDraft draft = LedgerRecorder.draft(before, after);
        AppendBatch batch = AppendBatch.of(String.format(Locale.ROOT, "%012d", made), List.of(draft));
        return journal.append(batch).entries().get(0);
    }

    private static SpotMarket market(int number, int version) {
        String name = String.format(Locale.ROOT, "%04d", number);
        boolean coarse = (version + 1) / 2 % 2 == 1;
        boolean dear = version / 2 % 2 == 1;
        return SpotMarket.builder()
                .venue("kraken")
                .id("X" + name + "ZUSD")
                .altName("X" + name + "USD")
                .base("X" + name)
                .quote("ZUSD")
                .status(TradingStatus.ONLINE)
                .priceRule(PriceRule.builder()
                        .tickSize(TickSize.of(coarse ? "0.1" : "0.01"))
                        .pricePrecision(2)
                        .build())
                .sizeRule(SizeRule.builder()
                        .lotStep(Quantity.of("0.00000001"))
                        .minQuantity(Quantity.of("0.002"))
                        .build())
                .notionalRule(NotionalRule.builder()
                        .minNotional(Notional.of("0.5"))
                        .costDecimals(5)
                        .build())
                .fees(FeeLadder.builder()
                        .taker(List.of(FeeStep.of("0", "0.4"), FeeStep.of("10000", dear ? "0.36" : "0.35")))
                        .maker(List.of(FeeStep.of("0", "0.25"), FeeStep.of("10000", "0.2")))
                        .volumeCurrency("ZUSD")
                        .build())
                .build();
    }

    /** Who makes a change. */
    static Actor actor(SpotMarket market) {
        return Actor.of("ops-" + market.id().charAt(4));
    }
}
