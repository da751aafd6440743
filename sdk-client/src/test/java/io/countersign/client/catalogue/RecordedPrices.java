package io.countersign.client.catalogue;

import io.countersign.client.live.DecimalColumn;
import io.countersign.client.live.PriceHistory;
import io.countersign.model.fixtures.SharedData;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Recorded prices as histories. */
final class RecordedPrices {
    private RecordedPrices() {}

    /** A month of minutes of a bitcoin perpetual, from the last hour of 2021 on. */
    static PriceHistory bitcoinMinutes() {
        String text = SharedData.text(SharedData.path("market-data/prices/btc-perp-1m-20211231-20220201.csv.gz"));
        List<Long> times = new ArrayList<>();
        DecimalColumn.Builder[] prices = new DecimalColumn.Builder[4];
        for (int i = 0; i < prices.length; i++) {
            prices[i] = DecimalColumn.builder("Price");
        }
        text.lines().skip(1).forEach(line -> {
            String[] cells = line.split(",", -1);
            times.add(LocalDateTime.parse(cells[0].substring(0, 19).replace(' ', 'T'))
                    .toEpochSecond(ZoneOffset.UTC));
            for (int i = 0; i < prices.length; i++) {
                prices[i].add(new BigDecimal(cells[i + 1]));
            }
        });
        return PriceHistory.of(
                Duration.ofMinutes(1),
                times.stream().mapToLong(Long::longValue).toArray(),
                prices[0].build(),
                prices[1].build(),
                prices[2].build(),
                prices[3].build());
    }
}
