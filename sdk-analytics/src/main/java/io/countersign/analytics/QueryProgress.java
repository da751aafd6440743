package io.countersign.analytics;

import io.countersign.analytics.internal.PacedWatcher;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** How far a question is, after its first second. Estimates of the engine, which can be far off. Immutable. */
public final class QueryProgress {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final long nanos;
    private final double percent;

    private QueryProgress(long nanos, double percent) {
        this.nanos = nanos;
        this.percent = percent;
    }

    /**
     * So far a question is.
     *
     * @param percent of the work that is done; negative where nobody can tell
     */
    public static QueryProgress of(Duration elapsed, double percent) {
        return new QueryProgress(elapsed.toNanos(), percent);
    }

    /** Passes on to a listener how far a question is that is asked now. */
    static PacedWatcher watcher(Consumer<QueryProgress> listener, BooleanSupplier signal) {
        return new PacedWatcher((nanos, percent) -> listener.accept(new QueryProgress(nanos, percent)), signal);
    }

    /** How long it has run. */
    public Duration elapsed() {
        return Duration.ofNanos(nanos);
    }

    /** Part of the work that is done, from 0 to 100; absent where the engine cannot tell. Never less than before. */
    public OptionalInt percentEstimate() {
        return percent < 0 ? OptionalInt.empty() : OptionalInt.of((int) Math.min(100, percent));
    }

    /** How long it will still take if it goes on as it did; absent until at least a thousandth is done. */
    public Optional<Duration> remainingEstimate() {
        if (percent < 0.1) {
            return Optional.empty();
        }
        double left = nanos * (100 - Math.min(100, percent)) / percent;
        return Optional.of(Duration.ofNanos((long) left));
    }

    /** Such as {@code 12 % after 3 s, about 22 s left}. */
    @Override
    public String toString() {
        String part = percentEstimate().isPresent() ? percentEstimate().getAsInt() + " % after " : "After ";
        String left = remainingEstimate()
                .map(time -> ", about " + seconds(time.toNanos()) + " s left")
                .orElse(", time left unknown");
        return part + seconds(nanos) + " s" + left;
    }

    private static long seconds(long nanos) {
        return (nanos + (NANOS_PER_SECOND / 2)) / NANOS_PER_SECOND;
    }
}
