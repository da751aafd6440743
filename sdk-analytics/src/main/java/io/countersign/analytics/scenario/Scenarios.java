package io.countersign.analytics.scenario;

import io.countersign.analytics.QueryFailedException;
import io.countersign.analytics.QueryLimits;
import io.countersign.analytics.QueryProgress;
import io.countersign.analytics.internal.DuckDb;
import io.countersign.analytics.internal.DuckDbException;
import io.countersign.analytics.internal.PacedWatcher;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.unit.Price;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What happens to positions, resting orders and fees under a new configuration, computed by the engine over tables of any size.
 *
 * <p>Answers are those of the scenarios S-LIQ, S-TCK and S-FEE on the same rows, digit for digit: the formulas are the model's
 * (see {@code io.countersign.model.formula}), bounds are inclusive in the same way, and nothing is rounded but where an inverse
 * contract divides, to 34 digits. The SQL behind each method is described in {@code docs/scenarios-sql.md}.
 *
 * <p>Rows that cannot be computed with are left out, counted and reported as findings of the answer: what has none covers every
 * row. Rows are copied into a scratch file on disk that is removed afterwards; memory stays within the limit. Immutable and safe
 * for concurrent use; every question has an engine of its own.
 */
public final class Scenarios {
    private final ConfigSnapshot before;
    private final ConfigSnapshot after;
    private final QueryLimits limits;
    private final Path scratch;
    private final int worstMax;
    private final Consumer<QueryProgress> listener;
    private final BooleanSupplier signal;

    private Scenarios(ConfigSnapshot before, ConfigSnapshot after, Builder builder) {
        this.before = before;
        this.after = after;
        this.limits = builder.limits;
        this.scratch = builder.scratch;
        this.worstMax = builder.worstMax;
        this.listener = builder.listener;
        this.signal = builder.signal;
    }

    /** Starts with both configurations; everything else has defaults. */
    public static Builder builder(ConfigSnapshot before, ConfigSnapshot after) {
        return new Builder(before, after);
    }

    /** How scenarios are computed. Not safe for concurrent use. */
    public static final class Builder {
        private final ConfigSnapshot before;
        private final ConfigSnapshot after;
        private QueryLimits limits = QueryLimits.DEFAULT;
        private Path scratch = Path.of(System.getProperty("java.io.tmpdir"));
        private int worstMax = 10;
        private Consumer<QueryProgress> listener = progress -> {};
        private BooleanSupplier signal = () -> false;

        private Builder(ConfigSnapshot before, ConfigSnapshot after) {
            this.before = before;
            this.after = after;
        }

        /** Memory and threads of the engine; its time and its number of rows do not matter here. 1 GB and 2 threads if not set. */
        public Builder limits(QueryLimits engineLimits) {
            this.limits = engineLimits;
            return this;
        }

        /** Where the scratch file goes: a directory with room for a copy of the rows. The JVM's temporary directory if not set. */
        public Builder scratch(Path directory) {
            this.scratch = directory;
            return this;
        }

        /**
         * How many of the worst rows answers name, 10 if not set.
         *
         * @throws IllegalArgumentException if it is not from 1 to 10,000
         */
        public Builder worstMax(int rows) {
            if (rows < 1 || rows > 10_000) {
                throw new IllegalArgumentException("The worst rows to name must be from 1 to 10000: " + rows);
            }
            this.worstMax = rows;
            return this;
        }

        /**
         * Who is told how far a scenario is, four times a second from the first second on, on the thread that asks: of a
         * hundred percent, the first third is for reading the rows. An exception from the listener ends the scenario and reaches the caller.
         */
        public Builder progress(Consumer<QueryProgress> heard) {
            this.listener = heard;
            return this;
        }

        /**
         * What is asked every few milliseconds whether to give up, on the thread that asks; while rows come from a database, every
         * few thousand rows. A scenario then ends in a {@link
         * CancellationException}, as it does when that thread is interrupted, and leaves nothing behind.
         */
        public Builder cancelledBy(BooleanSupplier given) {
            this.signal = given;
            return this;
        }

        public Scenarios build() {
            return new Scenarios(before, after, this);
        }
    }

    /**
     * What open positions must hold under both configurations, and which are newly liquidatable. Each position has collateral of
     * its own. Equity is collateral plus profit since entry; a position is newly below a requirement when it meets it under the
     * old schedule and not under the new one, at the same price. Equity exactly at a requirement meets it.
     *
     * <p>Columns: {@code market} (id of a futures contract), {@code client_class} (which of its margin schedules holds; may be
     * absent or empty where it has one), {@code account}, {@code contracts} (positive when long, negative when short),
     * {@code entry_price} (average, positive, quote asset per base asset), {@code collateral} (in the settlement asset).
     *
     * @param marks the mark price of each contract, by id, positive
     * @throws IllegalArgumentException if a mark price is not positive
     * @throws ScenarioInputException if the source cannot be read as a whole
     * @throws QueryFailedException if the engine runs out of memory or fails
     * @throws CancellationException if it was cancelled
     */
    public MarginResult reMargin(SourceTable positions, Map<String, Price> marks) {
        marks.forEach((market, mark) -> {
            if (mark.value().signum() <= 0) {
                throw new IllegalArgumentException("A mark price must be positive: " + mark + " of " + market);
            }
        });
        return play((duck, watcher) ->
                new MarginRun(duck, watcher, before, after, Map.copyOf(marks), positions, worstMax).play());
    }

    /**
     * Which resting orders the new tick sizes leave off the grid, and what these are worth. A price is on the grid where it is a
     * whole number of the ticks that hold at it. The book is not assumed to be clean: orders that are off the old grid already are
     * counted apart.
     *
     * <p>Columns: {@code market} (id of a spot market, else of a futures contract), {@code order_id}, {@code side} ({@code BUY}
     * or {@code SELL}, in any case), {@code price} (quote asset per base asset), {@code quantity} (what remains: base units in a
     * spot market, else contracts; never negative).
     *
     * @throws ScenarioInputException if the source cannot be read as a whole
     * @throws QueryFailedException if the engine runs out of memory or fails
     * @throws CancellationException if it was cancelled
     */
    public OffTickResult offTick(SourceTable orders) {
        return play((duck, watcher) -> new TickRun(duck, watcher, before, after, orders, worstMax).play());
    }

    /**
     * What accounts would have paid on their trailing volume under the new fees, in place of what they pay under the old ones.
     * Volumes are taken as they were: that customers trade less where fees rise is not in the figures. A volume equal to a
     * threshold is on the step that begins there.
     *
     * <p>Columns: {@code fee_source} (id of a fee schedule, else of a market: its own ladder, or that of its schedule), {@code
     * account}, {@code trailing_volume} (what decides about the tier), {@code maker_volume} and {@code taker_volume} (what is
     * charged); all in the currency in which the ladder counts volume, and never negative.
     *
     * @throws ScenarioInputException if the source cannot be read as a whole
     * @throws QueryFailedException if the engine runs out of memory or fails
     * @throws CancellationException if it was cancelled
     */
    public FeeRevenueResult feeRevenue(SourceTable volumes) {
        return play((duck, watcher) -> new FeeRevenueRun(duck, watcher, before, after, volumes, worstMax).play());
    }

    private <T> T play(BiFunction<DuckDb, PacedWatcher, T> scenario) {
        Path directory = scratchDirectory();
        try (DuckDb duck = DuckDb.onFile(
                directory.resolve("scenario.duckdb"),
                Map.of(
                        "memory_limit",
                        limits.memoryMegabytesMax() + "MB",
                        "threads",
                        Integer.toString(limits.threadsMax()),
                        "temp_directory",
                        directory.resolve("spill").toString(),
                        "preserve_insertion_order",
                        "true",
                        "autoload_known_extensions",
                        "false",
                        "autoinstall_known_extensions",
                        "false"))) {
            PacedWatcher watcher = new PacedWatcher(
                    (nanos, percent) -> listener.accept(QueryProgress.of(Duration.ofNanos(nanos), percent)), signal);
            watcher.part(0, BatchScript.READ);
            duck.watchedBy(watcher);
            return scenario.apply(duck, watcher);
        } catch (DuckDbException e) {
            throw failure(e);
        } finally {
            delete(directory);
        }
    }

    private static RuntimeException failure(DuckDbException e) {
        return switch (e.type()) {
            case "out of range", "conversion" ->
                new ScenarioInputException(
                        "A number is too wide to compute with exactly: " + e.what() + ". Give numbers fewer digits", e);
            case "out of memory" ->
                new QueryFailedException(
                        QueryFailedException.Reason.LIMIT,
                        "The memory limit does not suffice: " + e.what() + ". Raise it",
                        0,
                        0,
                        e);
            default ->
                new QueryFailedException(QueryFailedException.Reason.ENGINE, "The engine failed: " + e.what(), 0, 0, e);
        };
    }

    private Path scratchDirectory() {
        try {
            return Files.createTempDirectory(scratch, "countersign-scenario");
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "No scratch directory could be made in " + scratch + ", check space and permissions", e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The scratch directory could not be removed: " + directory, e);
        }
    }
}
