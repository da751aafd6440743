package io.countersign.client.catalogue;

import io.countersign.client.live.Positions;
import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.market.Market;
import io.countersign.model.market.SpotMarginConfig;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.unit.Quantity;
import java.util.Optional;

/** Whether anything that is leveraged is open in a market. */
final class OpenInterest {
    private OpenInterest() {}

    /**
     * In words, such as {@code 3 positions are open}; empty where nothing is open or it is not known, which makes the rule
     * inconclusive. The rule declares both inputs.
     */
    static Optional<String> leveraged(Market market, RuleCase on) {
        if (market instanceof SpotMarket spot) {
            return spot.margin().filter(OpenInterest::isOffered).flatMap(margin -> borrowed(spot, on));
        }
        return on.need(RuleInput.POSITIONS, market.documentId())
                .filter(Positions::anyOpen)
                .map(positions -> positions.openInterest() + " contracts are open");
    }

    /** What is owed in a spot market's margin positions, whether or not margin is offered still. */
    static Optional<String> borrowed(SpotMarket market, RuleCase on) {
        return on.need(RuleInput.BORROWED, market.documentId())
                .filter(owed -> owed.value().signum() > 0)
                .map(owed -> owed + " " + market.base() + " are borrowed");
    }

    /** Whether positions can be opened: a leverage is offered with a limit that is not published as zero. */
    static boolean isOffered(SpotMarginConfig margin) {
        return (!margin.leverageBuy().isEmpty() && !isZero(margin.longPositionLimit()))
                || (!margin.leverageSell().isEmpty() && !isZero(margin.shortPositionLimit()));
    }

    private static boolean isZero(Optional<Quantity> limit) {
        return limit.filter(quantity -> quantity.value().signum() == 0).isPresent();
    }
}
