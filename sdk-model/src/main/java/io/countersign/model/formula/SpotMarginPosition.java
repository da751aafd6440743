package io.countersign.model.formula;

import io.countersign.model.unit.Leverage;
import io.countersign.model.unit.Percent;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * A spot position on borrowed money, and the prices at which its holder is called and sold out (Kraken support article
 * 203325763). Money is in the quote asset.
 *
 * <p>The collateral that methods take is the account's trade balance: what it holds as collateral, before the profit of this
 * position and with that of all others.
 *
 * @param side {@link Side#BUY} when long, {@link Side#SELL} when short
 * @param quantity units of the base asset, positive
 * @param entry the price at which it was opened, positive
 * @param leverage position over own money
 */
public record SpotMarginPosition(Side side, Quantity quantity, Price entry, Leverage leverage) {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /**
     * Checks the size and the entry price.
     *
     * @throws IllegalArgumentException if one is not positive
     */
    public SpotMarginPosition {
        Arguments.positive("Quantity", quantity.value());
        Arguments.positive("Entry price", entry.value());
    }

    /** What the position was worth when it was opened: {@code quantity*entry}. */
    public BigDecimal cost() {
        return quantity.value().multiply(entry.value());
    }

    /** The part of the collateral that the position ties down: {@code cost/leverage}. */
    public BigDecimal usedMargin() {
        return cost().divide(leverage.value(), ContractTerms.DIVISION);
    }

    /** What the holder gains at a price; negative for a loss. */
    public BigDecimal profit(Price price) {
        BigDecimal rise = quantity.value().multiply(price.value()).subtract(cost());
        return side == Side.BUY ? rise : rise.negate();
    }

    /** Equity over used margin, in percent: {@code (collateral + profit)/usedMargin*100}. Negative when more than all is lost. */
    public BigDecimal marginLevel(BigDecimal collateral, Price price) {
        return collateral
                .add(profit(price))
                .multiply(leverage.value())
                .multiply(HUNDRED)
                .divide(cost(), ContractTerms.DIVISION);
    }

    /**
     * The price at which the margin level is the given one, such as the level of a margin call (about 80 at Kraken) or of the stop
     * (about 40). Long: {@code (level/100*usedMargin - collateral + cost)/quantity}, short: {@code (collateral + cost -
     * level/100*usedMargin)/quantity}. Empty when no positive price does it: the collateral then carries a long at every price,
     * or is too negative to carry a short at any.
     */
    public Optional<BigDecimal> priceAt(Percent level, BigDecimal collateral) {
        BigDecimal scale = leverage.value().multiply(HUNDRED); // of all terms, so that only the answer is divided
        BigDecimal room = collateral.multiply(scale).subtract(level.value().multiply(cost()));
        BigDecimal scaledCost = cost().multiply(scale);
        BigDecimal numerator = side == Side.BUY ? scaledCost.subtract(room) : scaledCost.add(room);
        return numerator.signum() <= 0
                ? Optional.empty()
                : Optional.of(numerator.divide(quantity.value().multiply(scale), ContractTerms.DIVISION));
    }
}
