package io.countersign.client.internal;

import io.countersign.model.formula.FeePair;
import io.countersign.model.market.FeeLadder;
import io.countersign.model.market.FeeProduct;
import io.countersign.model.market.FeeSchedule;
import io.countersign.model.market.FeeStep;
import io.countersign.model.market.FeeTier;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.Market;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Percent;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The fees of a market or of a fee schedule in one shape: a ladder for each side, and where its steps stand in the document.
 * Immutable.
 */
public final class Fees {
    private static final String LIST = "/fees";
    private static final String TIERS = "/tiers";

    private final String path;
    private final FeeLadder ladder;
    private final Optional<FeeProduct> product;
    private final Optional<Side> maker;
    private final Side taker;

    private Fees(
            String path,
            FeeLadder ladder,
            Optional<FeeProduct> product,
            String suffix,
            String makerFee,
            String takerFee) {
        this.path = path;
        this.ladder = ladder;
        this.product = product;
        this.maker = ladder.maker()
                .map(steps -> new Side("maker", path + suffix.replace("?", "maker"), makerFee, new Steps(steps)));
        this.taker = new Side("taker", path + suffix.replace("?", "taker"), takerFee, new Steps(ladder.taker()));
    }

    /** The fees that stand in a document itself; empty where there are none, also of other documents. */
    public static Optional<Fees> in(MarketDocument document) {
        if (document instanceof Market market) {
            return market.fees().map(ladder -> of(market, ladder));
        }
        return document instanceof FeeSchedule schedule ? Optional.of(of(schedule)) : Optional.empty();
    }

    /** The fees of a schedule. */
    public static Fees of(FeeSchedule schedule) {
        return new Fees(TIERS, asLadder(schedule), schedule.product(), "", "maker", "taker");
    }

    /**
     * The fees that hold in a market: its own where it has a list that is not empty, else those of its schedule.
     *
     * @param schedules finds a fee schedule by id
     */
    public static Optional<Fees> inForce(Market market, Function<String, Optional<FeeSchedule>> schedules) {
        return market.fees()
                .filter(ladder -> !ladder.taker().isEmpty())
                .map(ladder -> of(market, ladder))
                .or(() -> market.feeScheduleRef().flatMap(schedules).map(Fees::of));
    }

    private static Fees of(Market market, FeeLadder ladder) {
        FeeProduct product = market instanceof FuturesContract ? FeeProduct.FUTURES : FeeProduct.SPOT;
        return new Fees(LIST, ladder, Optional.of(product), "/?", "fee", "fee");
    }

    private static FeeLadder asLadder(FeeSchedule schedule) {
        List<FeeTier> tiers = schedule.tiers();
        return FeeLadder.builder()
                .maker(tiers.stream().map(tier -> step(tier, tier.maker())).toList())
                .addAllTaker(
                        tiers.stream().map(tier -> step(tier, tier.taker())).toList())
                .volumeCurrency(schedule.volumeCurrency())
                .build();
    }

    private static FeeStep step(FeeTier tier, Percent fee) {
        return FeeStep.builder().threshold(tier.threshold()).fee(fee).build();
    }

    /** Where both ladders stand: a JSON Pointer. */
    public String path() {
        return path;
    }

    /** Both ladders as markets publish them. */
    public FeeLadder ladder() {
        return ladder;
    }

    /** What they are fees for; empty where the schedule does not say. */
    public Optional<FeeProduct> product() {
        return product;
    }

    /** What the side pays that rests in the book; absent where one fee holds for both sides. */
    public Optional<Side> maker() {
        return maker;
    }

    /** What the side pays that takes liquidity. */
    public Side taker() {
        return taker;
    }

    /** What the side pays that rests in the book, also where one fee holds for both sides. */
    public Side makerOrBoth() {
        return maker.orElse(taker);
    }

    /** The ladders that are published: maker, if there is one, and taker. */
    public List<Side> sides() {
        return Stream.concat(maker.stream(), Stream.of(taker)).toList();
    }

    /** The maker and the taker step that together leave the venue least, where that is less than nothing. */
    public Optional<FeePair> negativePair() {
        return FeePair.worst(ladder).filter(FeePair::rewardsSelfMatching);
    }

    /** The step of an account with that volume: the one with the greatest threshold that is not above it. */
    public static Optional<FeeStep> stepAt(List<FeeStep> steps, Notional volume) {
        return steps.stream()
                .filter(step -> step.threshold().compareTo(volume) <= 0)
                .reduce((one, other) -> other.threshold().compareTo(one.threshold()) >= 0 ? other : one);
    }

    /** Whether on both sides every volume has a step, and only one: rule D-FEE-01. */
    public static boolean isComputable(FeeLadder ladder) {
        return ascends(ladder.taker()) && ladder.maker().map(Fees::ascends).orElse(true);
    }

    private static boolean ascends(List<FeeStep> steps) {
        if (steps.isEmpty() || steps.get(0).threshold().value().signum() != 0) {
            return false;
        }
        for (int i = 1; i < steps.size(); i++) {
            if (steps.get(i).threshold().compareTo(steps.get(i - 1).threshold()) <= 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * The ladder of one side.
     *
     * @param name {@code maker} or {@code taker}
     * @param path where the steps stand: a JSON Pointer
     * @param fee the field of a step that holds this side's fee
     */
    public record Side(String name, String path, String fee, Steps ladder) {
        public List<FeeStep> steps() {
            return ladder.list();
        }

        /** Where a step's fee stands. */
        public String pathOf(FeeStep step) {
            return path + "/threshold=" + step.threshold() + "/" + fee;
        }

        /** The fee of an account with that volume. */
        public Optional<Percent> at(Notional volume) {
            return stepAt(steps(), volume).map(FeeStep::fee);
        }

        /** Whether one fee holds at every volume. */
        public boolean isFlat() {
            return steps().size() <= 1;
        }
    }

    /**
     * Steps as a value that is compared often. Those that were found equal hold one list from then on, so that the next time they are
     * told by a glance. A thread that does not see it yet compares once more.
     */
    public static final class Steps {
        private Held held;

        /** Final fields, so that any thread that sees it sees all of it. */
        private static final class Held {
            private final List<FeeStep> list;
            private final int hash;

            Held(List<FeeStep> list) {
                this.list = list;
                this.hash = list.hashCode();
            }
        }

        private Steps(List<FeeStep> list) {
            this.held = new Held(list);
        }

        private List<FeeStep> list() {
            return held.list;
        }

        @Override
        public boolean equals(Object other) {
            if (!(other instanceof Steps that)) {
                return false;
            }
            Held mine = held;
            Held others = that.held;
            if (mine == others) {
                return true;
            }
            boolean same = mine.hash == others.hash && mine.list.equals(others.list);
            if (same) {
                held = others;
            }
            return same;
        }

        @Override
        public int hashCode() {
            return held.hash;
        }

        @Override
        public String toString() {
            return held.list.toString();
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fees that
                && path.equals(that.path)
                && product.equals(that.product)
                && maker.equals(that.maker)
                && taker.equals(that.taker);
    }

    @Override
    public int hashCode() {
        return Objects.hash(path, product, maker, taker);
    }
}
