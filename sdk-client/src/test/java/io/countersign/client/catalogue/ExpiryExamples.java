package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Indexes.bitcoinIndex;
import static io.countersign.client.fixtures.Indexes.calendar;
import static io.countersign.client.fixtures.Indexes.july;

import io.countersign.client.fixtures.Indexes;
import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.DecimalColumn;
import io.countersign.client.live.PriceHistory;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.DocumentId;
import io.countersign.model.unit.Contracts;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** A failing and a passing example of each rule in {@link ExpiryRules}, and of the scenario of settlement. */
final class ExpiryExamples {
    private static final DocumentId JULY = july().build().documentId();
    private static final DocumentId INDEX = bitcoinIndex().build().documentId();

    private ExpiryExamples() {}

    static List<RuleExample> all() {
        return List.of(
                RuleExample.documents(
                        "D-EXP-01",
                        Severity.BLOCK,
                        july().lastTradingAt(Instant.parse("2021-07-30T16:00:00Z"))
                                .expiry(Indexes.expiry()
                                        .settlesAt(Instant.parse("2021-07-30T16:15:00Z"))
                                        .build())
                                .build(),
                        july().build()),
                RuleExample.snapshots(
                        "D-EXP-02",
                        Severity.ERROR,
                        Markets.venue()
                                .with(july().build())
                                .with(calendar()
                                        .putHolidays(LocalDate.of(2021, 7, 30), "Founders' day")
                                        .build()),
                        Markets.venue()
                                .with(july().build())
                                .with(calendar()
                                        .putHolidays(LocalDate.of(2021, 7, 29), "Founders' day")
                                        .build())),
                RuleExample.contexts(
                        "T-EXP-01",
                        Severity.BLOCK,
                        Markets.venue().with(july().build()),
                        Markets.venue()
                                .with(july().expiry(Indexes.expiry()
                                                .settlesAt(Instant.parse("2021-07-30T15:10:00Z"))
                                                .build())
                                        .build()),
                        interest("25000"),
                        "an open interest of 25,000 contracts",
                        interest("0"),
                        "nobody holds the contract"),
                RuleExample.knowledge(
                        "S-EXP",
                        Severity.ERROR,
                        Markets.venue().with(july().build()),
                        past(55_000),
                        "a month of the index at 50,000, on the 7th at 55,000 in the last five minutes before 16:00",
                        past(50_000),
                        "a month of the index at 50,000"));
    }

    private static ChangeContext interest(String contracts) {
        return ChangeContext.builder()
                .put(RuleInput.OPEN_INTEREST, JULY, Contracts.of(contracts))
                .build();
    }

    private static ChangeContext past(long late) {
        long begin = Indexes.START.getEpochSecond();
        long[] seconds = LongStream.range(0, 30 * 24 * 60)
                .map(minute -> begin + minute * 60)
                .toArray();
        long[] prices = new long[seconds.length];
        Arrays.fill(prices, 50_000);
        int end = (6 * 24 + 15) * 60; // the 7th, 15:00Z
        Arrays.fill(prices, end - 5, end, late);
        return ChangeContext.builder()
                .put(
                        RuleInput.PRICE_HISTORY,
                        INDEX,
                        PriceHistory.ofCloses(Duration.ofMinutes(1), seconds, DecimalColumn.of(prices, 0)))
                .build();
    }
}
