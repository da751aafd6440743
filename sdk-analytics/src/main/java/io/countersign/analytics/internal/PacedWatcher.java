package io.countersign.analytics.internal;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;

/**
 * Passes on how far work is: from its first second on, four times a second, and never less than before. One for each piece of work,
 * which begins when it is made.
 */
public final class PacedWatcher implements Watcher {
    private static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long NEXT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final long start = System.nanoTime();
    private final Listener listener;
    private final BooleanSupplier signal;
    private long due = FIRST_NANOS;
    private double from;
    private double until = 100;
    private double greatest = -1;

    /** Is told how far work is. */
    @FunctionalInterface
    public interface Listener {
        /**
         * So far it is.
         *
         * @param nanos since it began
         * @param percent of it that is done; negative where nobody can tell
         */
        void progressed(long nanos, double percent);
    }

    /**
     * Begins.
     *
     * @param signal whether to give up
     */
    public PacedWatcher(Listener listener, BooleanSupplier signal) {
        this.listener = listener;
        this.signal = signal;
    }

    /** What comes next is this part of the whole, in percent. */
    public void part(double begins, double ends) {
        from = begins;
        until = ends;
    }

    @Override
    public boolean givenUp() {
        return signal.getAsBoolean();
    }

    @Override
    public void waiting(DoubleSupplier percent) {
        long nanos = System.nanoTime() - start;
        if (nanos >= due) {
            due = nanos + NEXT_NANOS;
            double done = percent.getAsDouble();
            if (done >= 0) {
                greatest = Math.max(greatest, from + (until - from) * Math.min(100, done) / 100);
            }
            listener.progressed(nanos, greatest);
        }
    }
}
