package io.countersign.client.live;

import io.countersign.model.json.Digest;
import io.countersign.model.unit.Contracts;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * The open positions in one futures contract, each with collateral of its own: row {@code i} of every column is one position.
 */
public final class Positions {
    /** The client class of a position for which none is named; holds where a contract has one margin schedule for all. */
    public static final String ANY_CLASS = "";

    private final TextColumn accounts;
    private final CodedColumn clientClasses;
    private final DecimalColumn contracts;
    private final DecimalColumn entries;
    private final DecimalColumn collaterals;

    private Positions(
            TextColumn accounts,
            CodedColumn clientClasses,
            DecimalColumn contracts,
            DecimalColumn entries,
            DecimalColumn collaterals) {
        Tables.requireSameSize(
                "positions",
                accounts.size(),
                clientClasses.size(),
                contracts.size(),
                entries.size(),
                collaterals.size());
        for (int row = 0; row < entries.size(); row++) {
            if (entries.unscaled(row) <= 0) {
                throw new IllegalArgumentException(
                        "Entry price must be positive: " + entries.at(row).toPlainString() + " of " + accounts.at(row));
            }
        }
        this.accounts = accounts;
        this.clientClasses = clientClasses;
        this.contracts = contracts;
        this.entries = entries;
        this.collaterals = collaterals;
    }

    /**
     * Positions over columns that are there already; they are not copied and must not change.
     *
     * @param clientClasses which of the contract's margin schedules applies, such as {@code professional}; {@link #ANY_CLASS}
     *     where it has one
     * @param contracts positive when long, negative when short
     * @param entries average entry prices, positive
     * @param collaterals in the settlement asset
     * @throws IllegalArgumentException if the columns differ in length or an entry price is not positive
     */
    public static Positions of(
            TextColumn accounts,
            CodedColumn clientClasses,
            DecimalColumn contracts,
            DecimalColumn entries,
            DecimalColumn collaterals) {
        return new Positions(accounts, clientClasses, contracts, entries, collaterals);
    }

    /** The number of positions. */
    public int size() {
        return accounts.size();
    }

    public TextColumn accounts() {
        return accounts;
    }

    /** Which of the contract's margin schedules applies; {@link #ANY_CLASS} where it has one. */
    public CodedColumn clientClasses() {
        return clientClasses;
    }

    /** Positive when long, negative when short. */
    public DecimalColumn contracts() {
        return contracts;
    }

    /** Average entry prices, positive. */
    public DecimalColumn entries() {
        return entries;
    }

    /** What each position has behind it, in the settlement asset. */
    public DecimalColumn collaterals() {
        return collaterals;
    }

    /** Whether anything is open at all. */
    public boolean anyOpen() {
        for (int row = 0; row < size(); row++) {
            if (contracts.unscaled(row) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Contracts held long; as many are held short. Exact. */
    public BigDecimal openInterest() {
        BigDecimal sum = BigDecimal.ZERO;
        for (int row = 0; row < size(); row++) {
            sum = contracts.unscaled(row) > 0 ? sum.add(contracts.at(row)) : sum;
        }
        return sum;
    }

    /** Names the positions: a digest over every row. */
    public Digest digest() {
        return new ColumnDigest("positions/2")
                .add(accounts)
                .add(clientClasses)
                .add(contracts)
                .add(entries)
                .add(collaterals)
                .finish();
    }

    @Override
    public String toString() {
        return size() + " positions";
    }

    /** Starts a table of rows. */
    public static Builder builder() {
        return new Builder();
    }

    /** Gathers rows into columns. Not safe for concurrent use. */
    public static final class Builder {
        private final List<String> accounts = new ArrayList<>();
        private final List<String> classes = new ArrayList<>();
        private final DecimalColumn.Builder contracts = DecimalColumn.builder("Contracts");
        private final DecimalColumn.Builder entries = DecimalColumn.builder("Entry price");
        private final DecimalColumn.Builder collaterals = DecimalColumn.builder("Collateral");

        private Builder() {}

        /** A long position. */
        public Builder addLong(
                String account, String clientClass, Contracts quantity, Price entry, Notional collateral) {
            return add(account, clientClass, quantity.value(), entry, collateral);
        }

        /** A short position. */
        public Builder addShort(
                String account, String clientClass, Contracts quantity, Price entry, Notional collateral) {
            return add(account, clientClass, quantity.value().negate(), entry, collateral);
        }

        private Builder add(String account, String clientClass, BigDecimal signed, Price entry, Notional collateral) {
            contracts.add(signed);
            entries.add(entry.value());
            collaterals.add(collateral.value());
            accounts.add(account);
            classes.add(clientClass);
            return this;
        }

        /**
         * The rows so far.
         *
         * @throws IllegalArgumentException if an entry price is not positive
         */
        public Positions build() {
            return of(
                    TextColumn.of(accounts),
                    CodedColumn.of(classes),
                    contracts.build(),
                    entries.build(),
                    collaterals.build());
        }
    }
}
