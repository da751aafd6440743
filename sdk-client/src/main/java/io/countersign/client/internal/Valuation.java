package io.countersign.client.internal;

import io.countersign.model.formula.ContractTerms;
import io.countersign.model.formula.LotGrid;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.Market;
import io.countersign.model.market.NotionalRule;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.unit.Decimals;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * What sizes of a market are worth: a price times base units, or contracts by their terms. In the quote asset (for a quanto
 * contract in its settlement asset).
 *
 * @param factor what one unit of size counts: 1 in a spot market, the contract's size else
 * @param followsPrice whether the value is multiplied with the price; not so for an inverse contract
 */
public record Valuation(BigDecimal factor, boolean followsPrice) {
    /** Of a spot market. */
    public static final Valuation SPOT = new Valuation(BigDecimal.ONE, true);

    /** Of a market; empty for a contract whose size does not count what its payoff needs (D-PAY-01). */
    public static Optional<Valuation> of(Market market) {
        if (market instanceof FuturesContract contract) {
            return Optional.of(contract)
                    .filter(ContractTerms::isComputable)
                    .map(ContractTerms::of)
                    .map(terms -> new Valuation(terms.contractSize(), terms.payoff() != Payoff.INVERSE));
        }
        return Optional.of(SPOT);
    }

    /** What a size is worth at a price. Signed as the two are. */
    public BigDecimal value(BigDecimal size, BigDecimal price) {
        BigDecimal units = size.multiply(factor);
        return followsPrice ? units.multiply(price) : units;
    }

    /**
     * The sizes that a market takes. What one unit of size is worth stands in place of the price: see {@link #unit}. Empty where
     * the market publishes no lot step, or one of 0.
     */
    public static Optional<LotGrid> grid(Market market) {
        return market.sizeRule()
                .lotStep()
                .filter(step -> step.value().signum() > 0)
                .map(step -> new LotGrid(
                        step,
                        market.sizeRule().minQuantity().orElse(new Quantity(BigDecimal.ZERO)),
                        notionalRule(market)
                                .flatMap(NotionalRule::minNotional)
                                .filter(least -> least.value().signum() > 0)
                                .orElse(new Notional(BigDecimal.ZERO))));
    }

    /** What one unit of size is worth at a price, rounded down to 18 digits after the point. */
    public Price unit(Price price) {
        return new Price(
                value(BigDecimal.ONE, price.value()).setScale(Decimals.FRACTION_DIGITS_MAX, RoundingMode.FLOOR));
    }

    /** The smallest order that a market takes at a price, one lot at least; empty where no size of 20 digits is worth enough. */
    public Optional<Quantity> smallestOrder(LotGrid grid, Price price) {
        try {
            Quantity least = grid.effectiveMinimum(unit(price));
            return Optional.of(least.compareTo(grid.lotStep()) < 0 ? grid.lotStep() : least);
        } catch (IllegalArgumentException e) { // a unit is worth nothing, or the size does not fit
            return Optional.empty();
        }
    }

    /** The bounds on order values. */
    public static Optional<NotionalRule> notionalRule(Market market) {
        return market instanceof SpotMarket spot
                ? Optional.of(spot.notionalRule())
                : ((FuturesContract) market).notionalRule();
    }

    /** What values are counted in. */
    public static String currency(Market market) {
        if (market instanceof SpotMarket spot) {
            return spot.quote();
        }
        FuturesContract contract = (FuturesContract) market;
        return contract.payoff() == Payoff.QUANTO
                ? "settlement units"
                : contract.quote().orElse("quote units");
    }

    /** What sizes are counted in. */
    public static String sizeUnit(Market market) {
        return market instanceof SpotMarket spot ? spot.base() : "contracts";
    }
}
