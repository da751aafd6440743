package io.countersign.client.scenario;

import static io.countersign.client.internal.Figures.plain;

import io.countersign.model.market.CircuitBreaker;
import io.countersign.model.market.Market;
import io.countersign.model.market.PriceBand;
import io.countersign.model.market.PriceReference;
import io.countersign.model.unit.Rate;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Something that acts when a price is too far from a reference: a band or a circuit breaker, as it is replayed.
 *
 * @param name for people
 * @param up multiplier of the reference above which it acts; empty where it does not
 * @param down multiplier below which it acts; empty where it does not
 * @param window how old a price may be to serve as reference; zero for the one before
 * @param isMean whether the mean of the window is the reference, and not its lowest price for a rise, its highest for a fall
 * @param actsAtBound whether it acts at the bound already
 * @param hold how long it holds the market, in which it does not act again; zero where it does not hold
 */
record Guard(
        String name,
        Optional<BigDecimal> up,
        Optional<BigDecimal> down,
        Duration window,
        boolean isMean,
        boolean actsAtBound,
        Duration hold) {
    /** Most digits of a multiplier after the point, and before it, with which products stay within 128 bits. */
    static final int DIGITS_MAX = 9;

    /** The guards of a market: its band, then its breakers. */
    static List<Guard> of(Market market) {
        List<Guard> guards = new ArrayList<>();
        market.priceBand().ifPresent(band -> guards.add(of(band)));
        market.circuitBreakers().forEach(breaker -> guards.add(of(breaker)));
        return guards;
    }

    private static Guard of(PriceBand band) {
        Optional<BigDecimal> up = band.buyUp().map(Rate::value);
        Optional<BigDecimal> down = band.sellDown().map(Rate::value);
        boolean isMean = band.reference() == PriceReference.VWAP;
        return new Guard(
                "band " + down.map(value -> plain(value)).orElse("open") + " to "
                        + up.map(value -> plain(value)).orElse("open") + " of " + band.reference(),
                up,
                down,
                isMean ? band.referenceWindow().orElse(Duration.ZERO) : Duration.ZERO,
                isMean,
                false,
                Duration.ZERO);
    }

    private static Guard of(CircuitBreaker breaker) {
        return move(
                "breaker " + breaker.move() + " in " + breaker.window() + " of " + breaker.reference() + ", "
                        + breaker.action(),
                breaker.move().value(),
                breaker.window(),
                breaker.reference() == PriceReference.VWAP,
                breaker.minHold().orElse(breaker.window()));
    }

    /** Acts on a move of at least a fraction within a window. */
    static Guard move(String name, BigDecimal fraction, Duration window, boolean isMean, Duration hold) {
        return new Guard(
                name,
                Optional.of(BigDecimal.ONE.add(fraction)),
                Optional.of(BigDecimal.ONE.subtract(fraction)),
                window,
                isMean,
                true,
                hold);
    }

    /** Whether the multipliers are short enough to be replayed exactly. */
    boolean isComputable() {
        return fits(up) && fits(down);
    }

    /** Whether the window holds a bar at least. */
    boolean isResolvedBy(Duration interval) {
        return window.isZero() || window.compareTo(interval) >= 0;
    }

    private static boolean fits(Optional<BigDecimal> multiplier) {
        return multiplier
                .map(value -> value.scale() <= DIGITS_MAX && value.precision() - value.scale() <= DIGITS_MAX)
                .orElse(true);
    }
}
