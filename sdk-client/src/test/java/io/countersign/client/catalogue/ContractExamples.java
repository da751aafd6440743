package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Markets.perpetual;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Price;
import java.util.List;

/** A failing and a passing example of each rule in {@link ContractRules}. */
final class ContractExamples {
    private static final DocumentId PERPETUAL = perpetual().build().documentId();

    private ContractExamples() {}

    static List<RuleExample> all() {
        return List.of(
                RuleExample.documents(
                        "D-PAY-01",
                        Severity.BLOCK,
                        perpetual().contractSizeUnit(SizeUnit.BASE).build(),
                        perpetual().contractSizeUnit(SizeUnit.QUOTE_NOTIONAL).build()),
                RuleExample.change(
                        "T-IMM-01",
                        Severity.BLOCK,
                        perpetual().contractSize(Amount.of("2")).build(),
                        perpetual().postOnly(true).build(),
                        positionsKnown().build(),
                        "three positions are open"));
    }

    private static ChangeContext.Builder positionsKnown() {
        return ChangeContext.builder()
                .put(RuleInput.POSITIONS, PERPETUAL, Markets.positions())
                .put(RuleInput.MARK_PRICE, PERPETUAL, Price.of("8000"));
    }
}
