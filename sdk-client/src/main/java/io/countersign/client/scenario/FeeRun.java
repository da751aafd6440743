package io.countersign.client.scenario;

import io.countersign.client.internal.Fees;
import io.countersign.client.live.TradedVolumes;
import io.countersign.model.formula.FeePair;
import io.countersign.model.json.Digest;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.FeeLadder;
import io.countersign.model.market.FeeStep;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Percent;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One run of S-FEE: a pass over the accounts. All thresholds of all four ladders cut volume into brackets; within one, each of
 * the four fees is a constant, so that sums of volume by bracket are enough for revenue. Used by one thread.
 */
final class FeeRun {
    private static final int WORST_MAX = 10;
    private static final int PERCENT_DIGITS = 2;

    private final DocumentId document;
    private final FeeLadder before;
    private final FeeLadder after;
    private final TradedVolumes volumes;
    private final List<Bracket> brackets = new ArrayList<>();

    FeeRun(DocumentId document, FeeLadder before, FeeLadder after, TradedVolumes volumes) {
        if (!Fees.isComputable(before) || !Fees.isComputable(after)) {
            throw new IllegalArgumentException(
                    "Fee steps must start at 0 and ascend on each side: " + document + ", see rule D-FEE-01");
        }
        if (!isOneCurrency(before, after)) {
            throw new IllegalArgumentException("Volume is counted in "
                    + before.volumeCurrency().orElseThrow() + " before the change and in "
                    + after.volumeCurrency().orElseThrow() + " after it: " + document);
        }
        this.document = document;
        this.before = before;
        this.after = after;
        this.volumes = volumes;
        TreeSet<Notional> thresholds = new TreeSet<>();
        for (List<FeeStep> steps : List.of(makers(before), before.taker(), makers(after), after.taker())) {
            steps.forEach(step -> thresholds.add(step.threshold()));
        }
        thresholds.forEach(threshold -> brackets.add(new Bracket(
                threshold,
                stepAt(makers(before), threshold),
                stepAt(before.taker(), threshold),
                stepAt(makers(after), threshold),
                stepAt(after.taker(), threshold))));
    }

    static boolean isOneCurrency(FeeLadder before, FeeLadder after) {
        return before.volumeCurrency().isEmpty()
                || after.volumeCurrency().isEmpty()
                || before.volumeCurrency().equals(after.volumeCurrency());
    }

    private static List<FeeStep> makers(FeeLadder ladder) {
        return ladder.maker().orElse(ladder.taker());
    }

    private static FeeStep stepAt(List<FeeStep> steps, Notional volume) {
        return Fees.stepAt(steps, volume).orElseThrow();
    }

    FeeResult play() {
        long[] bounds = bounds(volumes.trailing().scale());
        WorstRows worst = new WorstRows(WORST_MAX);
        int paysMore = 0;
        int paysLess = 0;
        for (int row = 0; row < volumes.size(); row++) {
            Bracket bracket = brackets.get(bracketOf(bounds, volumes.trailing().unscaled(row)));
            long maker = volumes.maker().unscaled(row);
            long taker = volumes.taker().unscaled(row);
            bracket.accounts++;
            bracket.maker.addProduct(maker, 1);
            bracket.taker.addProduct(taker, 1);
            int way = bracket.direction(maker, taker);
            if (way == Bracket.MIXED) {
                way = bracket.extra(volumes, row).signum();
            }
            if (way > 0) {
                paysMore++;
                worst.add(row, bracket.extra(volumes, row));
            } else if (way < 0) {
                paysLess++;
            }
        }
        return result(bounds, worst, paysMore, paysLess);
    }

    private FeeResult result(long[] bounds, WorstRows worst, int paysMore, int paysLess) {
        int makerScale = volumes.maker().scale();
        int takerScale = volumes.taker().scale();
        List<FeeResult.Tier> tiers = brackets.stream()
                .map(bracket -> bracket.tier(makerScale, takerScale))
                .toList();
        List<FeeResult.AffectedAccount> affected = worst.rows().stream()
                .map(row -> brackets.get(bracketOf(bounds, volumes.trailing().unscaled(row)))
                        .affected(volumes, row))
                .toList();
        return new FeeResult(
                document,
                after.volumeCurrency().or(before::volumeCurrency),
                tiers,
                brackets.stream()
                        .filter(Bracket::isOtherTier)
                        .mapToInt(bracket -> bracket.accounts)
                        .sum(),
                paysMore,
                paysLess,
                FeePair.worst(after).orElseThrow().selfMatchProfit(),
                today(),
                affected,
                this::inputs);
    }

    /** What self-matching earns on the tiers where accounts stand. */
    private Percent today() {
        List<Bracket> taken =
                brackets.stream().filter(bracket -> bracket.accounts > 0).toList();
        if (taken.isEmpty()) {
            return new Percent(BigDecimal.ZERO);
        }
        return FeePair.worst(FeeLadder.builder()
                        .maker(taken.stream().map(bracket -> bracket.newMaker).toList())
                        .addAllTaker(
                                taken.stream().map(bracket -> bracket.newTaker).toList())
                        .build())
                .orElseThrow()
                .selfMatchProfit();
    }

    /** Where brackets begin, in whole numbers of a column: rounded up, and without those that no row of a column can reach. */
    private long[] bounds(int scale) {
        return brackets.stream()
                .map(bracket -> bracket.from
                        .value()
                        .setScale(scale, RoundingMode.CEILING)
                        .unscaledValue())
                .filter(bound -> bound.bitLength() < Long.SIZE)
                .mapToLong(bound -> bound.longValue())
                .toArray();
    }

    private static int bracketOf(long[] bounds, long volume) {
        int low = 0;
        int high = bounds.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (bounds[middle] <= volume) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private Digest inputs() {
        return Digest.ofCanonical(new TreeMap<>(Map.of(
                "scenario", FeeScenario.ID,
                "document", document.toString(),
                "before", Digest.ofCanonical(before).toString(),
                "after", Digest.ofCanonical(after).toString(),
                "volumes", volumes.digest().toString())));
    }

    /** Volumes between two neighbouring thresholds, the four steps that hold there, and what is summed up in it. */
    private static final class Bracket {
        static final int MIXED = 2;

        private final Notional from;
        private final FeeStep oldMaker;
        private final FeeStep oldTaker;
        private final FeeStep newMaker;
        private final FeeStep newTaker;
        private final BigDecimal makerExtra;
        private final BigDecimal takerExtra;
        private final int makerWay;
        private final int takerWay;
        private final ExactSum maker = new ExactSum();
        private final ExactSum taker = new ExactSum();
        private int accounts;

        Bracket(Notional from, FeeStep oldMaker, FeeStep oldTaker, FeeStep newMaker, FeeStep newTaker) {
            this.from = from;
            this.oldMaker = oldMaker;
            this.oldTaker = oldTaker;
            this.newMaker = newMaker;
            this.newTaker = newTaker;
            this.makerExtra = newMaker.fee().value().subtract(oldMaker.fee().value());
            this.takerExtra = newTaker.fee().value().subtract(oldTaker.fee().value());
            this.makerWay = makerExtra.signum();
            this.takerWay = takerExtra.signum();
        }

        boolean isOtherTier() {
            return !oldMaker.threshold().equals(newMaker.threshold())
                    || !oldTaker.threshold().equals(newTaker.threshold());
        }

        /** 1 where an account with that volume pays more, -1 where it pays less, 0 the same; MIXED where it must be worked out. */
        int direction(long makerVolume, long takerVolume) {
            int byMaker = makerVolume == 0 ? 0 : makerWay;
            int byTaker = takerVolume == 0 ? 0 : takerWay;
            return byMaker * byTaker < 0 ? MIXED : Integer.signum(byMaker + byTaker);
        }

        /** What an account pays more than before. */
        BigDecimal extra(TradedVolumes volumes, int row) {
            return fees(volumes, row, makerExtra, takerExtra);
        }

        FeeResult.AffectedAccount affected(TradedVolumes volumes, int row) {
            return new FeeResult.AffectedAccount(
                    volumes.accounts().at(row),
                    volumes.trailing().at(row),
                    fees(volumes, row, oldMaker.fee().value(), oldTaker.fee().value()),
                    fees(volumes, row, newMaker.fee().value(), newTaker.fee().value()));
        }

        FeeResult.Tier tier(int makerScale, int takerScale) {
            BigDecimal makerVolume = maker.toDecimal(makerScale);
            BigDecimal takerVolume = taker.toDecimal(takerScale);
            return new FeeResult.Tier(
                    from,
                    accounts,
                    makerVolume,
                    takerVolume,
                    oldMaker.fee(),
                    oldTaker.fee(),
                    newMaker.fee(),
                    newTaker.fee(),
                    fees(
                            makerVolume,
                            oldMaker.fee().value(),
                            takerVolume,
                            oldTaker.fee().value()),
                    fees(
                            makerVolume,
                            newMaker.fee().value(),
                            takerVolume,
                            newTaker.fee().value()));
        }

        private static BigDecimal fees(TradedVolumes volumes, int row, BigDecimal makerFee, BigDecimal takerFee) {
            return fees(volumes.maker().at(row), makerFee, volumes.taker().at(row), takerFee);
        }

        private static BigDecimal fees(
                BigDecimal makerVolume, BigDecimal makerFee, BigDecimal takerVolume, BigDecimal takerFee) {
            return makerVolume
                    .multiply(makerFee)
                    .add(takerVolume.multiply(takerFee))
                    .movePointLeft(PERCENT_DIGITS);
        }
    }
}
