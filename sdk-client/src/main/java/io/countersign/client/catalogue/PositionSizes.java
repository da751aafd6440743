package io.countersign.client.catalogue;

import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.formula.ContractTerms;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Price;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;

/** Sizes of positions in one unit or another. Rules that use it need the mark price. */
final class PositionSizes {
    private PositionSizes() {}

    /** A contract's greatest position in a unit; empty where it is not known, which is then reported. */
    static Optional<BigDecimal> greatest(FuturesContract contract, SizeUnit unit, RuleCase on) {
        if (contract.maxPosition().isEmpty() || contract.maxPositionUnit().isEmpty()) {
            return Optional.empty();
        }
        return in(unit, contract.maxPosition().get(), contract.maxPositionUnit().get(), contract, on);
    }

    /** A size in another unit, at the mark price where that matters; empty where it cannot be told, which is then reported. */
    static Optional<BigDecimal> in(
            SizeUnit unit, Amount size, SizeUnit sizeUnit, FuturesContract contract, RuleCase on) {
        if (sizeUnit == unit) {
            return Optional.of(size.value());
        }
        if (!ContractTerms.isComputable(contract) || sizeUnit == SizeUnit.QUANTO_MULTIPLIER) {
            on.lacks("computable contract size (see D-PAY-01)");
            return Optional.empty();
        }
        ContractTerms terms = ContractTerms.of(contract);
        Optional<BigDecimal> price = followsPrice(unit, contract) || followsPrice(sizeUnit, contract)
                ? on.need(RuleInput.MARK_PRICE).map(Price::value)
                : Optional.of(BigDecimal.ONE);
        return price.map(mark -> {
            BigDecimal contracts =
                    size.value().divide(terms.size(sizeUnit, BigDecimal.ONE, mark), MathContext.DECIMAL128);
            return terms.size(unit, contracts, mark);
        });
    }

    private static boolean followsPrice(SizeUnit unit, FuturesContract contract) {
        return unit == (contract.payoff() == Payoff.INVERSE ? SizeUnit.BASE : SizeUnit.QUOTE_NOTIONAL);
    }
}
