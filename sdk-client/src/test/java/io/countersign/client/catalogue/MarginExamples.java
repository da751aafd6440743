package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Markets.perpetual;
import static io.countersign.client.fixtures.Markets.schedule;

import io.countersign.client.fixtures.Histories;
import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.OrderBook;
import io.countersign.client.live.PriceHistory;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.change.ChangePolicy;
import io.countersign.model.change.MarginPolicy;
import io.countersign.model.finding.Severity;
import io.countersign.model.formula.BookDepth;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import java.util.List;

/** A failing and a passing example of each rule about margin schedules, and of the scenarios that play them through. */
final class MarginExamples {
    private static final DocumentId PERPETUAL = perpetual().build().documentId();

    private MarginExamples() {}

    static List<RuleExample> all() {
        return List.of(
                RuleExample.documents(
                        "D-MRG-01",
                        Severity.BLOCK,
                        schedule(MarginTier.of("0", "0.02", "0.01"), MarginTier.of("0", "0.04", "0.02")),
                        schedule(MarginTier.of("0", "0.02", "0.01"), MarginTier.of("1", "0.04", "0.02"))),
                RuleExample.documents(
                        "D-MRG-02",
                        Severity.BLOCK,
                        schedule(MarginTier.of("0", "0.02", "0.02")),
                        schedule(MarginTier.of("0", "0.04", "0.02"))),
                RuleExample.documents(
                        "D-MRG-03",
                        Severity.ERROR,
                        schedule(MarginTier.of("0", "0.04", "0.02"), MarginTier.of("1000", "0.03", "0.015")),
                        schedule(MarginTier.of("0", "0.04", "0.02"), MarginTier.of("1000", "0.05", "0.025"))),
                RuleExample.documents(
                        "D-MRG-04",
                        Severity.ERROR,
                        schedule(MarginTier.of("0", "0.02", "0.015")),
                        schedule(MarginTier.of("0", "0.03", "0.015"))),
                RuleExample.documents(
                        "D-MRG-05",
                        Severity.BLOCK,
                        schedule(MarginTier.of("0", "0.02", "0.01"), withAmount("5000.02")),
                        schedule(MarginTier.of("0", "0.02", "0.01"), withAmount("5000.01"))),
                RuleExample.documents(
                        "D-MRG-06",
                        Severity.ERROR,
                        perpetual()
                                .maxPosition(Amount.of("500000"))
                                .maxPositionUnit(SizeUnit.CONTRACTS)
                                .build(),
                        perpetual()
                                .maxPosition(Amount.of("500001"))
                                .maxPositionUnit(SizeUnit.CONTRACTS)
                                .build()),
                RuleExample.knowledge(
                        "D-MRG-07",
                        Severity.WARN,
                        Markets.venue(),
                        history(Histories.swinging("0.03", 1_001)),
                        "1,000 moves of 3 % from minute to minute; the first tier holds 2 %",
                        history(Histories.swinging("0.003", 1_001)),
                        "1,000 moves of 0.3 % from minute to minute"),
                RuleExample.snapshots(
                        "X-MRG-02", Severity.ERROR, withDated(SizeUnit.QUOTE_NOTIONAL), withDated(SizeUnit.CONTRACTS)),
                RuleExample.context(
                        "T-LEV-02",
                        Severity.WARN,
                        schedule(MarginTier.of("0", "0.009", "0.0045"), MarginTier.of("500000", "0.04", "0.02")),
                        history(Histories.calmThenWild(30, "0.001", "0.01")),
                        "30 days of hourly prices, 0.1 % a bar and 1 % on the last day",
                        history(Histories.calmThenWild(30, "0.001", "0.001")),
                        "30 days of hourly prices, 0.1 % a bar throughout"),
                RuleExample.context(
                        "T-LEV-01",
                        Severity.ERROR,
                        schedule(MarginTier.of("0", "0.03", "0.015"), MarginTier.of("500000", "0.04", "0.02")),
                        ChangeContext.of(marginPolicy()),
                        "positions not known",
                        positionsKnown().policy(marginPolicy()).build(),
                        "three positions and the mark price known, so that S-LIQ runs (a warning with its figures stays)"),
                RuleExample.context(
                        "T-LEV-03",
                        Severity.ERROR,
                        schedule(MarginTier.of("0", "0.03", "0.015"), MarginTier.of("500000", "0.04", "0.02")),
                        positionsKnown().build(),
                        "no margin policy",
                        positionsKnown().policy(marginPolicy()).build(),
                        "margin policy NEW_POSITIONS_ONLY"),
                RuleExample.change(
                        "S-LIQ",
                        Severity.BLOCK,
                        schedule(MarginTier.of("0", "0.03", "0.015"), MarginTier.of("500000", "0.04", "0.02")),
                        schedule(MarginTier.of("0", "0.02", "0.01"), MarginTier.of("500000", "0.05", "0.025")),
                        positionsKnown()
                                .policy(ChangePolicy.builder()
                                        .marginPolicy(MarginPolicy.ALL_POSITIONS)
                                        .build())
                                .build(),
                        "three positions of 1,000 contracts at mark price 8000; margin policy ALL_POSITIONS"),
                RuleExample.contexts(
                        "S-CAS",
                        Severity.ERROR,
                        Markets.venue(),
                        Markets.venue()
                                .with(schedule(
                                        MarginTier.of("0", "0.03", "0.015"), MarginTier.of("500000", "0.04", "0.02"))),
                        cascadeKnown("500"),
                        "three positions of 1,000 contracts at mark price 8000; bids for 500 contracts",
                        cascadeKnown("5000"),
                        "the same, with bids for 5,000 contracts (a warning with the figures stays)"));
    }

    private static ChangeContext.Builder positionsKnown() {
        return ChangeContext.builder()
                .put(RuleInput.POSITIONS, PERPETUAL, Markets.positions())
                .put(RuleInput.MARK_PRICE, PERPETUAL, Price.of("8000"));
    }

    private static ChangePolicy marginPolicy() {
        return ChangePolicy.builder()
                .marginPolicy(MarginPolicy.NEW_POSITIONS_ONLY)
                .build();
    }

    private static ChangeContext history(PriceHistory history) {
        return ChangeContext.builder()
                .put(RuleInput.PRICE_HISTORY, PERPETUAL, history)
                .build();
    }

    private static ChangeContext cascadeKnown(String bids) {
        return positionsKnown()
                .put(
                        RuleInput.ORDER_BOOK,
                        PERPETUAL,
                        OrderBook.of(List.of(new BookDepth.Level(Price.of("7999.5"), Quantity.of(bids))), List.of()))
                .policy(ChangePolicy.builder()
                        .marginPolicy(MarginPolicy.ALL_POSITIONS)
                        .build())
                .build();
    }

    private static MarginTier withAmount(String amount) {
        return MarginTier.builder()
                .from(MarginTier.of("500000", "0.04", "0.02"))
                .maintenanceAmount(Amount.of(amount))
                .build();
    }

    private static ConfigSnapshot withDated(SizeUnit unit) {
        return Markets.venue()
                .with(MarginSchedule.builder()
                        .from(schedule())
                        .id("FI_XBTUSD_210924")
                        .unit(unit)
                        .build())
                .with(Markets.dated()
                        .putMarginSchedules("professional", "FI_XBTUSD_210924")
                        .build());
    }
}
