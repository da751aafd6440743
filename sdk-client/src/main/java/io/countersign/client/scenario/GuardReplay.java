package io.countersign.client.scenario;

import io.countersign.client.live.DecimalColumn;
import io.countersign.client.live.PriceHistory;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One pass of a guard over the bars of a price history, in whole numbers. The references of a bar are the closes of the bars
 * before it, as far as they are in the window and no bar is missing between; after the guard has held the market, they begin
 * anew with the close at which it resumed. Exact. Not safe for concurrent use.
 */
final class GuardReplay {
    private final PriceHistory history;
    private final int scale;
    private final long[] highs;
    private final long[] lows;
    private final long[] closes;
    private final int[] lowest;
    private final int[] highest;
    private int lowestFrom;
    private int lowestTo;
    private int highestFrom;
    private int highestTo;
    private int first;
    private int next;
    private long sum;

    GuardReplay(PriceHistory history) {
        this.history = history;
        this.scale = Math.max(
                history.highs().scale(),
                Math.max(history.lows().scale(), history.closes().scale()));
        this.highs = whole(history.highs());
        this.lows = whole(history.lows());
        this.closes = whole(history.closes());
        this.lowest = new int[closes.length];
        this.highest = new int[closes.length];
    }

    /** When the guard acted, in order; bars side by side in which it acted are one event. */
    List<GuardEvent> events(Guard guard) {
        List<GuardEvent> events = new ArrayList<>();
        replay(guard, (bar, reference, price, since) -> {
            int last = events.size() - 1;
            boolean goesOn =
                    guard.hold().isZero() && last >= 0 && events.get(last).to() == bar - 1;
            if (goesOn) {
                events.set(last, events.get(last).until(bar));
            } else {
                events.add(new GuardEvent(bar, heldUntil(guard, bar), history.opensAt(bar), reference, price));
            }
        });
        return events;
    }

    /**
     * The moves that a guard without a hold sees, from the bar after the reference to the last bar that sees it; moves that overlap
     * are one, measured at the largest.
     */
    List<GuardEvent> moves(Guard guard) {
        List<GuardEvent> moves = new ArrayList<>();
        replay(guard, (bar, reference, price, since) -> {
            GuardEvent move = new GuardEvent(since + 1, bar, history.opensAt(since + 1), reference, price);
            int last = moves.size() - 1;
            if (last >= 0 && moves.get(last).overlaps(move)) {
                GuardEvent earlier = moves.get(last);
                GuardEvent larger = move.move().abs().compareTo(earlier.move().abs()) > 0 ? move : earlier;
                moves.set(
                        last,
                        new GuardEvent(
                                Math.min(earlier.from(), move.from()),
                                bar,
                                larger.at(),
                                larger.reference(),
                                larger.price()));
            } else {
                moves.add(move);
            }
        });
        return moves;
    }

    private void replay(Guard guard, Fired fired) {
        int digits = Math.max(scale(guard.up()), scale(guard.down()));
        long unit = TickSteps.unscaled(BigDecimal.ONE, digits);
        boolean risesToo = guard.up().isPresent();
        boolean fallsToo = guard.down().isPresent();
        long up = TickSteps.unscaled(guard.up().orElse(BigDecimal.ONE), digits);
        long down = TickSteps.unscaled(guard.down().orElse(BigDecimal.ONE), digits);
        long window = Math.max(guard.window().toSeconds(), history.interval().toSeconds());
        int tie = guard.actsAtBound() ? 0 : 1;
        int resumes = 0;
        lowestTo = 0;
        highestTo = 0;
        for (int bar = 0; bar < closes.length; bar++) {
            if (!history.followsOn(bar)) {
                restart(bar);
            } else {
                push(bar - 1);
                forget(history.openSecond(bar) - window);
            }
            if (first == next) {
                continue;
            }
            if (bar < resumes) {
                restart(bar);
                continue;
            }
            int references = guard.isMean() ? next - first : 1;
            long low = guard.isMean() ? sum : closes[lowest[lowestFrom]];
            long high = guard.isMean() ? sum : closes[highest[highestFrom]];
            boolean rises = risesToo && Products.compare(highs[bar], unit * references, low, up) >= tie;
            boolean falls = fallsToo && Products.compare(lows[bar], unit * references, high, down) <= -tie;
            if (!rises && !falls) {
                continue;
            }
            fired.at(
                    bar,
                    BigDecimal.valueOf(rises ? low : high, scale)
                            .divide(BigDecimal.valueOf(references), MathContext.DECIMAL128),
                    BigDecimal.valueOf(rises ? highs[bar] : lows[bar], scale),
                    guard.isMean() ? first : rises ? lowest[lowestFrom] : highest[highestFrom]);
            if (!guard.hold().isZero()) {
                resumes = heldUntil(guard, bar) + 1;
                restart(bar);
            }
        }
    }

    /** The last bar that begins while the guard holds the market; the bar itself where none does. */
    private int heldUntil(Guard guard, int bar) {
        long until = history.openSecond(bar)
                + history.interval().toSeconds()
                + guard.hold().toSeconds();
        int last = bar;
        while (last + 1 < closes.length && history.openSecond(last + 1) < until) {
            last++;
        }
        return last;
    }

    private void restart(int bar) {
        first = bar;
        next = bar;
        sum = 0;
        lowestFrom = lowestTo;
        highestFrom = highestTo;
    }

    private void push(int bar) {
        long close = closes[bar];
        sum = Math.addExact(sum, close);
        next = bar + 1;
        while (lowestTo > lowestFrom && closes[lowest[lowestTo - 1]] >= close) {
            lowestTo--;
        }
        lowest[lowestTo++] = bar;
        while (highestTo > highestFrom && closes[highest[highestTo - 1]] <= close) {
            highestTo--;
        }
        highest[highestTo++] = bar;
    }

    private void forget(long oldest) {
        while (first < next && history.openSecond(first) < oldest) {
            sum -= closes[first];
            if (lowest[lowestFrom] == first) {
                lowestFrom++;
            }
            if (highest[highestFrom] == first) {
                highestFrom++;
            }
            first++;
        }
    }

    private long[] whole(DecimalColumn column) {
        long factor = TickSteps.unscaled(BigDecimal.ONE, scale - column.scale());
        long[] whole = new long[column.size()];
        for (int bar = 0; bar < whole.length; bar++) {
            whole[bar] = Math.multiplyExact(column.unscaled(bar), factor);
        }
        return whole;
    }

    private static int scale(Optional<BigDecimal> multiplier) {
        return multiplier.map(value -> Math.max(0, value.scale())).orElse(0);
    }

    /** Hears of each bar in which the guard acts. */
    @FunctionalInterface
    private interface Fired {
        /** {@code since} is the bar whose close is the reference; of a mean, the first bar of the window. */
        void at(int bar, BigDecimal reference, BigDecimal price, int since);
    }
}
