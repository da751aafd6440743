package io.countersign.client.live;

import io.countersign.model.json.Digest;
import io.countersign.model.unit.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * What a venue is about to credit to accounts in one asset of its ledger, such as prizes or refunds: row {@code i} of every column
 * is one payout.
 */
public final class Payouts {
    private final TextColumn ids;
    private final CodedColumn units;
    private final DecimalColumn amounts;

    private Payouts(TextColumn ids, CodedColumn units, DecimalColumn amounts) {
        Tables.requireSameSize("payouts", ids.size(), units.size(), amounts.size());
        for (int row = 0; row < amounts.size(); row++) {
            if (amounts.unscaled(row) < 0) {
                throw new IllegalArgumentException(
                        "A payout must not be negative: " + amounts.at(row).toPlainString() + " of " + ids.at(row));
            }
        }
        this.ids = ids;
        this.units = units;
        this.amounts = amounts;
    }

    /**
     * Payouts over columns that are there already; they are not copied and must not change.
     *
     * @param ids the venue's names for them
     * @param units the asset that each amount was written in, by venue id
     * @param amounts never negative
     * @throws IllegalArgumentException if the columns differ in length or an amount is negative
     */
    public static Payouts of(TextColumn ids, CodedColumn units, DecimalColumn amounts) {
        return new Payouts(ids, units, amounts);
    }

    /** The number of payouts. */
    public int size() {
        return ids.size();
    }

    public TextColumn ids() {
        return ids;
    }

    /** The asset that each amount was written in, by venue id. */
    public CodedColumn units() {
        return units;
    }

    public DecimalColumn amounts() {
        return amounts;
    }

    /** All of them together, as the ledger would credit them. Exact. */
    public BigDecimal total() {
        BigDecimal sum = BigDecimal.ZERO;
        for (int row = 0; row < size(); row++) {
            sum = sum.add(amounts.at(row));
        }
        return sum;
    }

    /** Names the payouts: a digest over every row. */
    public Digest digest() {
        return new ColumnDigest("payouts/1").add(ids).add(units).add(amounts).finish();
    }

    @Override
    public String toString() {
        return size() + " payouts";
    }

    /** Starts a table of rows. */
    public static Builder builder() {
        return new Builder();
    }

    /** Gathers rows into columns. Not safe for concurrent use. */
    public static final class Builder {
        private final List<String> ids = new ArrayList<>();
        private final List<String> units = new ArrayList<>();
        private final DecimalColumn.Builder amounts = DecimalColumn.builder("Payout");

        private Builder() {}

        /** One more payout. */
        public Builder add(String id, String unit, Quantity amount) {
            amounts.add(amount.value());
            ids.add(id);
            units.add(unit);
            return this;
        }

        /** The rows so far. */
        public Payouts build() {
            return of(TextColumn.of(ids), CodedColumn.of(units), amounts.build());
        }
    }
}
