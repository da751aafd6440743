package io.countersign.client.scenario;

import io.countersign.client.live.CloseExemptions;
import io.countersign.client.live.CloseExemptions.Exemption;
import io.countersign.model.formula.ContractTerms;
import io.countersign.model.formula.Side;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.NotionalRule;
import io.countersign.model.market.PriceBand;
import io.countersign.model.market.SizeRule;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.Rate;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a position of some contracts can be split into legal orders that close it exactly. Sizes are whole numbers of one scale:
 * lots, least and greatest order, bounds of value turned into contracts at the mark price.
 */
final class Closing {
    private final long lot;
    private final long least;
    private final long most;
    private final boolean priceToSell;
    private final boolean priceToBuy;

    private Closing(long lot, long least, long most, boolean priceToSell, boolean priceToBuy) {
        this.lot = lot;
        this.least = least;
        this.most = most;
        this.priceToSell = priceToSell;
        this.priceToBuy = priceToBuy;
    }

    /** Digits after the point that a contract's bounds of size need at least. */
    static int scale(FuturesContract contract) {
        SizeRule rule = contract.sizeRule();
        return Stream.of(rule.lotStep(), rule.minQuantity(), rule.maxQuantity())
                .flatMap(Optional::stream)
                .mapToInt(quantity -> quantity.value().scale())
                .max()
                .orElse(0);
    }

    /**
     * The bounds of a contract.
     *
     * @param mark without it, bounds of value and of price are left out
     * @throws IllegalArgumentException if a bound does not fit a whole number of that scale
     */
    static Closing of(FuturesContract contract, @Nullable Price mark, CloseExemptions exempt, int scale) {
        long lot = exempt.from(Exemption.LOT_STEP)
                ? 1
                : Math.max(1, whole(contract.sizeRule().lotStep().map(Quantity::value), scale, 1));
        long least = exempt.from(Exemption.MIN_QUANTITY)
                ? 1
                : whole(contract.sizeRule().minQuantity().map(Quantity::value), scale, 1);
        long most = whole(contract.sizeRule().maxQuantity().map(Quantity::value), scale, Long.MAX_VALUE);
        if (mark != null && ContractTerms.isComputable(contract)) {
            BigDecimal one = ContractTerms.of(contract).quoteNotional(BigDecimal.ONE, mark.value());
            if (!exempt.from(Exemption.MIN_NOTIONAL)) {
                least = Math.max(
                        least, contracts(contract, NotionalRule::minNotional, one, scale, RoundingMode.CEILING, 1));
            }
            most = Math.min(
                    most,
                    contracts(contract, NotionalRule::maxNotional, one, scale, RoundingMode.FLOOR, Long.MAX_VALUE));
        }
        return new Closing(
                lot,
                ceiling(least, lot),
                most - Math.floorMod(most, lot),
                mark == null || isLegal(contract, Side.SELL, mark),
                mark == null || isLegal(contract, Side.BUY, mark));
    }

    /** What keeps a position open; {@code signed} is positive when it is long. */
    StuckReason reason(long signed) {
        if (signed == 0) {
            return StuckReason.NONE;
        }
        if (signed > 0 ? !priceToSell : !priceToBuy) {
            return StuckReason.NO_PRICE;
        }
        long size = Math.abs(signed);
        if (size % lot != 0) {
            return StuckReason.OFF_LOT;
        }
        if (size < least) {
            return StuckReason.BELOW_MINIMUM;
        }
        if (most < least) {
            return StuckReason.NO_SPLIT;
        }
        // As few orders as the greatest allows; more of them would each be smaller.
        long orders = (size - 1) / most + 1;
        return least <= size / orders ? StuckReason.NONE : StuckReason.NO_SPLIT;
    }

    private static boolean isLegal(FuturesContract contract, Side side, Price mark) {
        boolean inside = contract.priceRule()
                        .minPrice()
                        .filter(least -> mark.compareTo(least) < 0)
                        .isEmpty()
                && contract.priceRule()
                        .maxPrice()
                        .filter(most -> mark.compareTo(most) > 0)
                        .isEmpty();
        Optional<PriceBand> band = contract.priceBand();
        Optional<Rate> up = band.flatMap(side == Side.BUY ? PriceBand::buyUp : PriceBand::sellUp);
        Optional<Rate> down = band.flatMap(side == Side.BUY ? PriceBand::buyDown : PriceBand::sellDown);
        return inside
                && up.filter(multiplier -> multiplier.value().compareTo(BigDecimal.ONE) < 0)
                        .isEmpty()
                && down.filter(multiplier -> multiplier.value().compareTo(BigDecimal.ONE) > 0)
                        .isEmpty();
    }

    private static long contracts(
            FuturesContract contract,
            Function<NotionalRule, Optional<Notional>> bound,
            BigDecimal notionalOfOne,
            int scale,
            RoundingMode rounding,
            long otherwise) {
        return contract.notionalRule()
                .flatMap(bound)
                .map(notional -> notional.value().movePointRight(scale).divide(notionalOfOne, 0, rounding))
                .map(units ->
                        units.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0 ? Long.MAX_VALUE : units.longValue())
                .orElse(otherwise);
    }

    private static long whole(Optional<BigDecimal> value, int scale, long otherwise) {
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            return value.get().movePointRight(scale).longValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "A bound of size does not fit " + scale + " digits after the point: "
                            + value.get().toPlainString(),
                    e);
        }
    }

    private static long ceiling(long value, long step) {
        long over = Math.floorMod(value, step);
        return over == 0 ? value : Math.addExact(value - over, step);
    }
}
