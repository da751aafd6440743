package io.countersign.client.scenario;

import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.Payoff;

/** What a contract's amounts are in, as far as the venue says. */
final class ContractUnits {
    private ContractUnits() {}

    /** Of values and notional. */
    static String quote(FuturesContract contract) {
        return contract.payoff() == Payoff.QUANTO
                ? "settlement units"
                : contract.quote().orElse("quote units");
    }

    /** Of profits, margins and collateral. */
    static String settlement(FuturesContract contract) {
        return switch (contract.payoff()) {
            case LINEAR -> contract.quote().orElse("quote units");
            case INVERSE -> contract.base().orElse("base units");
            case QUANTO -> "settlement units";
        };
    }
}
