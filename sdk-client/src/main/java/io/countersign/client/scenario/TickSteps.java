package io.countersign.client.scenario;

import io.countersign.model.formula.TickLadder;
import io.countersign.model.market.TickStep;
import java.math.BigDecimal;
import java.util.List;

/** A tick ladder in whole numbers of one scale, for passes over many prices. */
final class TickSteps {
    private final long[] bounds;
    private final Divisor[] ticks;

    private TickSteps(long[] bounds, Divisor[] ticks) {
        this.bounds = bounds;
        this.ticks = ticks;
    }

    /**
     * A ladder.
     *
     * @throws IllegalArgumentException if a bound or a tick size does not fit the scale
     */
    static TickSteps of(TickLadder ladder, int scale) {
        List<TickStep> steps = ladder.steps();
        return new TickSteps(
                steps.stream()
                        .mapToLong(step -> unscaled(step.abovePrice().value(), scale))
                        .toArray(),
                steps.stream()
                        .map(step -> new Divisor(unscaled(step.tickSize().value(), scale)))
                        .toArray(Divisor[]::new));
    }

    /** The digits after the point that hold every bound and tick size. */
    static int scale(TickLadder ladder) {
        return ladder.steps().stream()
                .mapToInt(step -> Math.max(
                        step.abovePrice().value().scale(),
                        step.tickSize().value().scale()))
                .max()
                .orElse(0);
    }

    /** Whether one tick size holds at every price. */
    boolean isOne() {
        return ticks.length == 1;
    }

    /** The tick size at the lowest prices. */
    Divisor lowest() {
        return ticks[0];
    }

    /** The tick size at a price, as {@link TickLadder#at}. */
    Divisor at(long price) {
        int step = bounds.length - 1;
        while (step > 0 && price < bounds[step]) {
            step--;
        }
        return ticks[step];
    }

    static long unscaled(BigDecimal value, int scale) {
        try {
            return value.setScale(scale).unscaledValue().longValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "Does not fit " + scale + " digits after the point: " + value.toPlainString(), e);
        }
    }
}
