package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Markets.perpetual;
import static io.countersign.client.fixtures.Markets.schedule;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.change.ChangePolicy;
import io.countersign.model.change.MarginPolicy;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.MarginTier;
import io.countersign.model.unit.Price;
import java.util.List;

/** A failing and a passing example of each rule in {@link MarginRules}. */
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
                        "three positions of 1,000 contracts at mark price 8000; margin policy ALL_POSITIONS"));
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
}
