package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Markets.bitcoin;
import static io.countersign.client.fixtures.Markets.venue;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.DecimalColumn;
import io.countersign.client.live.PriceHistory;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.BreakerAction;
import io.countersign.model.market.BreakerResume;
import io.countersign.model.market.CircuitBreaker;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.PriceBand;
import io.countersign.model.market.PriceReference;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Rate;
import java.time.Duration;
import java.util.List;

/** A failing and a passing example of each rule in {@link BandRules}, and of S-BND. */
final class BandExamples {
    static final DocumentId BITCOIN = bitcoin().build().documentId();

    private BandExamples() {}

    static List<RuleExample> all() {
        return List.of(
                RuleExample.documents("D-BND-01", Severity.ERROR, banded("0.9", "0.95"), banded("0.9", "1.1")),
                RuleExample.documents("D-BND-02", Severity.WARN, banded("0.2", "5"), banded("0.5", "1.5")),
                RuleExample.documents(
                        "D-BND-03",
                        Severity.ERROR,
                        bitcoin().addCircuitBreakers(breaker("0.1", false)).build(),
                        bitcoin().addCircuitBreakers(breaker("0.1", true)).build()),
                RuleExample.changes(
                        "T-BND-01",
                        Severity.ERROR,
                        venue().with(banded("0.9", "1.1")),
                        venue().with(banded("0.7", "1.1")),
                        venue().with(banded("0.8", "1.1")),
                        ChangeContext.builder()
                                .put(RuleInput.RESTING_ORDERS, BITCOIN, Markets.book())
                                .put(RuleInput.MARK_PRICE, BITCOIN, Price.of("50000"))
                                .build(),
                        "ten orders rest around the last price of 50000"),
                RuleExample.changes(
                        "S-BND",
                        Severity.ERROR,
                        venue().with(banded("0.95", "1.05")),
                        venue().with(banded("0.9", "1.1")),
                        venue().with(banded("0.94", "1.06")),
                        ChangeContext.builder()
                                .put(RuleInput.PRICE_HISTORY, BITCOIN, history("100", "100", "94", "88", "88"))
                                .build(),
                        "past prices by the minute: 100, 100, 94, 88, 88"));
    }

    static SpotMarket banded(String down, String up) {
        return bitcoin().priceBand(band(down, up)).build();
    }

    static PriceBand band(String down, String up) {
        return PriceBand.builder()
                .reference(PriceReference.LAST)
                .buyDown(Rate.of("0"))
                .buyUp(Rate.of(up))
                .sellDown(Rate.of(down))
                .sellUp(Rate.of("100"))
                .build();
    }

    static CircuitBreaker breaker(String move, boolean always) {
        return CircuitBreaker.builder()
                .move(Rate.of(move))
                .window(Duration.ofMinutes(5))
                .reference(PriceReference.LAST)
                .action(BreakerAction.HALT)
                .resume(BreakerResume.AUTO)
                .appliesOutsideRegularSession(always)
                .build();
    }

    /** Closes by the minute from 2026-01-01. */
    static PriceHistory history(String... closes) {
        DecimalColumn.Builder prices = DecimalColumn.builder("Price");
        long[] seconds = new long[closes.length];
        for (int bar = 0; bar < closes.length; bar++) {
            prices.add(Price.of(closes[bar]).value());
            seconds[bar] = 1_767_225_600L + 60L * bar;
        }
        return PriceHistory.ofCloses(Duration.ofMinutes(1), seconds, prices.build());
    }
}
