package io.countersign.client.scenario;

import io.countersign.client.live.CodedColumn;
import io.countersign.client.live.DecimalColumn;
import io.countersign.client.live.Positions;
import java.math.BigDecimal;
import java.util.Arrays;

/**
 * A block of positions as S-LIQ estimates them, and the list of those of them that are not safe at every price. Rows after the last
 * position, and positions of other client classes, hold no contracts, and it does not matter what else they hold. Not safe for concurrent use; see {@link Lanes} for how its
 * loops are written.
 */
final class PositionBlock {
    private final Positions positions;
    private final boolean inverse;
    private final double unitsOfOne;
    private final double entryUnit;
    private final double collateralUnit;

    private final long[] contracts = new long[Lanes.ROWS];
    private final long[] whole = new long[Lanes.ROWS];
    private final long[] scratch = new long[Lanes.ROWS];

    private final Rows all = new Rows();

    private final double[] enough = new double[Lanes.ROWS];
    private final double[] slack = new double[Lanes.ROWS];
    /** The positions that are listed, in the order of the table. */
    final Rows list = new Rows();

    /** The row in the block of each position that is listed. */
    final int[] rowOf = new int[Lanes.ROWS];

    /** What is estimated of positions; a multiplier is a price, or one over it for an inverse contract. */
    static final class Rows {
        /** Contracts times what one of them counts; positive where a greater multiplier brings a profit. */
        final double[] signed = new double[Lanes.ROWS];

        /** The same without a sign. */
        final double[] units = new double[Lanes.ROWS];

        /** The multiplier at the entry price. */
        final double[] entry = new double[Lanes.ROWS];

        final double[] collateral = new double[Lanes.ROWS];

        /** What equity may be off by at any of the prices. */
        final double[] error = new double[Lanes.ROWS];
    }

    PositionBlock(Positions positions, boolean inverse, double contractSize) {
        this.positions = positions;
        this.inverse = inverse;
        this.unitsOfOne = unitOf(positions.contracts()) * contractSize;
        this.entryUnit = unitOf(positions.entries());
        this.collateralUnit = unitOf(positions.collaterals());
    }

    private static double unitOf(DecimalColumn column) {
        return BigDecimal.ONE.movePointLeft(column.scale()).doubleValue();
    }

    /** Reads some rows; {@code wanted} says for each code of the class column whether its positions are to be played. */
    void read(int from, int to, boolean[] wanted, boolean allWanted) {
        int rows = to - from;
        positions.contracts().copyUnscaled(from, to, contracts);
        Arrays.fill(contracts, rows, Lanes.ROWS, 0);
        if (!allWanted) {
            CodedColumn classes = positions.clientClasses();
            for (int i = 0; i < rows; i++) {
                contracts[i] = wanted[classes.code(from + i)] ? contracts[i] : 0;
            }
        }
        toDouble(contracts, inverse ? -unitsOfOne : unitsOfOne, all.signed);
        absolute(all.signed, all.units);
        positions.entries().copyUnscaled(from, to, whole);
        toDouble(whole, entryUnit, all.entry);
        if (inverse) {
            invert(all.entry);
        }
        positions.collaterals().copyUnscaled(from, to, whole);
        toDouble(whole, collateralUnit, all.collateral);
    }

    /** Counts open positions and adds up their contracts. */
    void addOpen(LaneSum open, LaneSum openContracts) {
        mark(contracts, open.lanesFor(1));
        absolute(contracts, whole);
        long most = Lanes.bits(whole, scratch);
        Lanes.add(whole, openContracts.lanesFor(most));
    }

    /**
     * Lists the open positions that may lack something at a multiplier from the lowest to the highest.
     *
     * @param enoughByUnits the part of its value that is enough for a position
     * @return how many
     */
    int list(double lowest, double highest, LeadingBits enoughByUnits) {
        for (int i = 0; i < Lanes.ROWS; i++) {
            enough[i] = enoughByUnits.at(all.units[i]);
        }
        error(all, highest, Lanes.ROWS);
        slack(all, (lowest + highest) / 2, (highest - lowest) / 2, highest, enough, slack);
        int rows = 0;
        for (int i = 0; i < Lanes.ROWS; i++) {
            long isOpen = -contracts[i] | contracts[i];
            rowOf[rows] = i;
            rows += (int) ((Double.doubleToRawLongBits(slack[i]) & isOpen) >>> 63);
        }
        gather(all.signed, rows, list.signed);
        gather(all.entry, rows, list.entry);
        gather(all.collateral, rows, list.collateral);
        absolute(list.signed, list.units);
        error(list, highest, rows);
        return rows;
    }

    private void gather(double[] from, int rows, double[] into) {
        int[] index = rowOf;
        for (int i = 0; i < rows; i++) {
            into[i] = from[index[i]];
        }
    }

    private static void toDouble(long[] whole, double unit, double[] into) {
        for (int i = 0; i < Lanes.ROWS; i++) {
            into[i] = whole[i] * unit;
        }
    }

    private static void absolute(double[] numbers, double[] into) {
        for (int i = 0; i < Lanes.ROWS; i++) {
            into[i] = Math.abs(numbers[i]);
        }
    }

    private static void absolute(long[] numbers, long[] into) {
        for (int i = 0; i < Lanes.ROWS; i++) {
            into[i] = (numbers[i] ^ (numbers[i] >> 63)) - (numbers[i] >> 63);
        }
    }

    private static void invert(double[] numbers) {
        for (int i = 0; i < Lanes.ROWS; i++) {
            numbers[i] = 1 / numbers[i];
        }
    }

    private static void mark(long[] numbers, long[] counts) {
        for (int i = 0; i < Lanes.ROWS; i++) {
            counts[i] += (numbers[i] | -numbers[i]) >>> 63;
        }
    }

    private static void error(Rows of, double highest, int rows) {
        double[] units = of.units;
        double[] entry = of.entry;
        double[] collateral = of.collateral;
        double[] error = of.error;
        for (int i = 0; i < rows; i++) {
            error[i] = (Math.abs(collateral[i]) + units[i] * (highest + entry[i])) * RequirementEstimate.TOLERANCE;
        }
    }

    /** What equity is at the worst multiplier, at a distance from the middle, above what is enough at the highest. */
    private static void slack(
            Rows of, double middle, double distance, double highest, double[] enough, double[] slack) {
        double[] signed = of.signed;
        double[] units = of.units;
        double[] entry = of.entry;
        double[] collateral = of.collateral;
        double[] error = of.error;
        for (int i = 0; i < Lanes.ROWS; i++) {
            double least = collateral[i] + signed[i] * (middle - entry[i]) - error[i];
            slack[i] = least - units[i] * (distance + highest * enough[i]);
        }
    }
}
