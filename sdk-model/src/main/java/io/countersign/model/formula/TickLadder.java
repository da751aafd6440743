package io.countersign.model.formula;

import io.countersign.model.market.PriceRule;
import io.countersign.model.market.TickStep;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.TickSize;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The prices an order may have where the tick size grows with the price (Deribit, {@code tick_size_steps}): from each step's
 * lower bound on, multiples of that step's tick size, up to the next step. A market with one tick size has one step. Prices
 * below the first bound follow the first step.
 *
 * @param steps ascending by bound, one at least
 */
public record TickLadder(List<TickStep> steps) {
    /**
     * Checks the order of the steps.
     *
     * @throws IllegalArgumentException if there is none, or the bounds do not ascend
     */
    public TickLadder {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("A tick ladder must have a step");
        }
        for (int i = 1; i < steps.size(); i++) {
            if (steps.get(i).abovePrice().compareTo(steps.get(i - 1).abovePrice()) <= 0) {
                throw new IllegalArgumentException("A tick ladder must ascend: step " + (i + 1) + " begins at "
                        + steps.get(i).abovePrice());
            }
        }
    }

    /** The ladder of a market: its own, or one step of its tick size. */
    public static TickLadder of(PriceRule rule) {
        return new TickLadder(
                rule.tickLadder().isEmpty()
                        ? List.of(TickStep.builder()
                                .abovePrice(new Price(BigDecimal.ZERO))
                                .tickSize(rule.tickSize())
                                .build())
                        : rule.tickLadder());
    }

    /** The tick size at a price. */
    public TickSize at(Price price) {
        TickSize tick = steps.get(0).tickSize();
        for (TickStep step : steps) {
            tick = step.abovePrice().compareTo(price) <= 0 ? step.tickSize() : tick;
        }
        return tick;
    }

    /** Whether a price is a multiple of the tick size that holds there. */
    public boolean contains(Price price) {
        return grid(price).contains(price);
    }

    /** As {@link PriceGrid#passive}, by the tick size that holds at the price. */
    public Price passive(Side side, Price price) {
        return grid(price).passive(side, price);
    }

    /** The smallest tick size. */
    public TickSize finest() {
        return steps.stream().map(TickStep::tickSize).min(TickSize::compareTo).orElseThrow();
    }

    /**
     * Where the tick size of another ladder differs from this one's: the ranges in which both have one tick size each, from low to
     * high; ranges side by side with the same two tick sizes are one.
     */
    public List<Difference> differences(TickLadder other) {
        TreeSet<Price> bounds = new TreeSet<>();
        steps.forEach(step -> bounds.add(step.abovePrice()));
        other.steps.forEach(step -> bounds.add(step.abovePrice()));
        List<Difference> differences = new ArrayList<>();
        for (Price from : bounds) {
            Difference next = new Difference(from, Optional.ofNullable(bounds.higher(from)), at(from), other.at(from));
            int last = differences.size() - 1;
            if (last >= 0 && differences.get(last).hasTicksOf(next)) {
                Difference wider = differences.get(last);
                differences.set(last, new Difference(wider.from(), next.below(), wider.before(), wider.after()));
            } else {
                differences.add(next);
            }
        }
        differences.removeIf(difference -> difference.before().equals(difference.after()));
        return differences;
    }

    /** Such as {@code 0.0001, 0.0005 from 0.005}. */
    @Override
    public String toString() {
        return steps.stream()
                .map(step ->
                        step.tickSize() + (step.abovePrice().value().signum() == 0 ? "" : " from " + step.abovePrice()))
                .collect(Collectors.joining(", "));
    }

    private PriceGrid grid(Price price) {
        return new PriceGrid(at(price));
    }

    /**
     * A range of prices in which two ladders have different tick sizes.
     *
     * @param from the lowest price of the range
     * @param below where the next range begins; empty where this one has no end
     */
    public record Difference(Price from, Optional<Price> below, TickSize before, TickSize after) {
        private boolean hasTicksOf(Difference other) {
            return before.equals(other.before) && after.equals(other.after);
        }

        /** The range in words, empty where it is all prices. */
        public String range() {
            String start = from.value().signum() == 0 ? "" : " from " + from;
            return below.isEmpty() && start.isEmpty()
                    ? ""
                    : " at prices" + start + below.map(end -> " below " + end).orElse("");
        }
    }
}
