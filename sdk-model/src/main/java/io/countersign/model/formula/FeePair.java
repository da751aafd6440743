package io.countersign.model.formula;

import io.countersign.model.market.FeeLadder;
import io.countersign.model.market.FeeSchedule;
import io.countersign.model.market.FeeStep;
import io.countersign.model.market.FeeTier;
import io.countersign.model.unit.Percent;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What a venue earns on one trade: the step of the account that rested and the step of the account that took. */
public record FeePair(FeeStep maker, FeeStep taker) {
    /** Cheapest first; of equal fees the one that is reached at the lowest volume. */
    private static final Comparator<FeeStep> CHEAPEST =
            Comparator.comparing(FeeStep::fee).thenComparing(FeeStep::threshold);

    /**
     * The pair that leaves the venue least, over every maker step with every taker step: two accounts of one owner may stand on
     * any two steps. Empty where fees are published elsewhere. A ladder without maker steps has one fee for both sides.
     */
    public static Optional<FeePair> worst(FeeLadder ladder) {
        List<FeeStep> makers = ladder.maker().orElse(ladder.taker());
        Optional<FeeStep> maker = makers.stream().min(CHEAPEST);
        Optional<FeeStep> taker = ladder.taker().stream().min(CHEAPEST);
        return maker.isPresent() && taker.isPresent()
                ? Optional.of(new FeePair(maker.get(), taker.get()))
                : Optional.empty();
    }

    /** As {@link #worst(FeeLadder)}, of a schedule that names both sides in one ladder. */
    public static Optional<FeePair> worst(FeeSchedule schedule) {
        return worst(FeeLadder.builder()
                .maker(schedule.tiers().stream()
                        .map(tier -> step(tier, tier.maker()))
                        .toList())
                .addAllTaker(schedule.tiers().stream()
                        .map(tier -> step(tier, tier.taker()))
                        .toList())
                .build());
    }

    private static FeeStep step(FeeTier tier, Percent fee) {
        return FeeStep.builder().threshold(tier.threshold()).fee(fee).build();
    }

    /** Maker fee plus taker fee; negative when the venue pays to have the trade. */
    public Percent sum() {
        return new Percent(maker.fee().value().add(taker.fee().value()));
    }

    /**
     * Whether one owner of both accounts earns by matching them with each other: the maker's rebate is more than the taker's
     * fee. A venue that wants none of it has no such pair among all its tiers.
     */
    public boolean rewardsSelfMatching() {
        return sum().value().signum() < 0;
    }

    /** What such an owner earns, in percent of the value that changes hands; 0 where there is nothing to earn. */
    public Percent selfMatchProfit() {
        return new Percent(sum().value().negate().max(BigDecimal.ZERO));
    }
}
