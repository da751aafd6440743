package io.countersign.client.scenario;

import io.countersign.client.live.DecimalColumn;
import io.countersign.client.live.TextColumn;
import io.countersign.model.unit.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * What a new lot step leaves over of holdings: positions in contracts or balances in units of an asset, longs and shorts alike.
 * A holding is stranded when it was a whole number of old lots and is none of new ones; what is over the last whole new lot is its
 * dust, which no order can trade. Holdings that were off the old lot step already are counted apart.
 *
 * <p>A holding can no longer be closed when its whole lots fall short of the smallest order, and did not before.
 */
public final class LotDust {
    /** Bins of the histogram: tenths of the new lot. */
    static final int BINS = 10;

    private static final int WORST_MAX = 10;

    private final TextColumn accounts;
    private final DecimalColumn amounts;
    private final int scale;
    private final int[] histogram = new int[BINS];
    private final WorstRows worst = new WorstRows(WORST_MAX);
    private final ExactSum dust = new ExactSum();
    private final ExactSum unclosableAmount = new ExactSum();
    private int held;
    private int offBefore;
    private int stranded;
    private int unclosable;

    private LotDust(TextColumn accounts, DecimalColumn amounts, int scale) {
        this.accounts = accounts;
        this.amounts = amounts;
        this.scale = scale;
    }

    /**
     * Passes over holdings once, in whole numbers.
     *
     * @param oldLot 0 where there was none
     * @param newLot positive
     * @throws IllegalArgumentException if an amount has too many digits to be counted in the finer of the two lots
     */
    public static LotDust of(Quantity oldLot, Quantity newLot, TextColumn accounts, DecimalColumn amounts) {
        Quantity none = new Quantity(BigDecimal.ZERO);
        return of(oldLot, none, newLot, none, accounts, amounts);
    }

    /** As above; {@code oldLeast} and {@code newLeast} are the smallest orders, 0 where there are none. */
    static LotDust of(
            Quantity oldLot,
            Quantity oldLeast,
            Quantity newLot,
            Quantity newLeast,
            TextColumn accounts,
            DecimalColumn amounts) {
        int scale = amounts.scale();
        for (Quantity quantity : List.of(oldLot, oldLeast, newLot, newLeast)) {
            scale = Math.max(scale, quantity.value().scale());
        }
        LotDust result = new LotDust(accounts, amounts, scale);
        result.pass(
                TickSteps.unscaled(oldLot.value(), scale),
                TickSteps.unscaled(oldLeast.value(), scale),
                TickSteps.unscaled(newLot.value(), scale),
                TickSteps.unscaled(newLeast.value(), scale));
        return result;
    }

    private void pass(long oldLot, long oldLeast, long newLot, long newLeast) {
        if (newLot <= 0) {
            throw new IllegalArgumentException("A lot step must be positive");
        }
        long finer = TickSteps.unscaled(BigDecimal.ONE, scale - amounts.scale());
        for (int row = 0; row < amounts.size(); row++) {
            long amount = amount(row, finer);
            if (amount == 0) {
                continue;
            }
            held++;
            long overOld = oldLot == 0 ? 0 : amount % oldLot;
            long overNew = amount % newLot;
            offBefore += overOld == 0 ? 0 : 1;
            boolean isStranded = overOld == 0 && overNew != 0;
            boolean isUnclosable = amount - overNew < newLeast && amount - overOld >= oldLeast;
            if (isStranded) {
                stranded++;
                dust.addProduct(overNew, 1);
                histogram[(int) Math.min(BINS - 1, overNew / Math.max(1, newLot / BINS))]++;
            }
            if (isUnclosable) {
                unclosable++;
                unclosableAmount.addProduct(amount, 1);
            }
            if (isStranded || isUnclosable) {
                worst.add(row, BigDecimal.valueOf(isUnclosable ? amount : overNew, scale));
            }
        }
    }

    private long amount(int row, long finer) {
        try {
            return Math.abs(Math.multiplyExact(amounts.unscaled(row), finer));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "A holding does not fit the finer lot: " + amounts.at(row).toPlainString() + " of "
                            + accounts.at(row),
                    e);
        }
    }

    /** Holdings other than 0. */
    public int held() {
        return held;
    }

    /** Holdings that were no whole number of old lots. */
    public int offBefore() {
        return offBefore;
    }

    /** Holdings that were whole lots and no longer are. */
    public int stranded() {
        return stranded;
    }

    /** What is over whole new lots in the stranded holdings, together. Contracts or units of the asset. */
    public BigDecimal dust() {
        return dust.toDecimal(scale);
    }

    /** Holdings that an order could close before and none can now. */
    public int unclosable() {
        return unclosable;
    }

    /** These holdings together. Contracts or units of the asset. */
    public BigDecimal unclosableAmount() {
        return unclosableAmount.toDecimal(scale);
    }

    /** Stranded holdings by their dust in tenths of the new lot: first up to a tenth. */
    public List<Integer> histogram() {
        List<Integer> bins = new ArrayList<>();
        for (int count : histogram) {
            bins.add(count);
        }
        return bins;
    }

    /** The accounts that cannot trade most, with what they hold, greatest first. */
    public List<Holding> worst() {
        return worst.rows().stream()
                .map(row -> new Holding(accounts.at(row), amounts.at(row)))
                .toList();
    }

    /**
     * One holding.
     *
     * @param amount contracts or units of the asset; signed as given
     */
    public record Holding(String account, BigDecimal amount) {}
}
