package io.countersign.client.rule;

import io.countersign.model.json.Digest;
import io.countersign.model.unit.Contracts;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * The open positions in one futures contract, each with collateral of its own, in columns: row {@code i} is one position.
 * Numbers are unscaled with one scale a column, so that millions of rows cost no objects. Implemented by users over columns
 * that they already have.
 *
 * <p>Rows and values do not change while somebody reads them; then reading is safe for concurrent use.
 */
public interface Positions {
    /** The client class of a position for which none is named; holds where a contract has one margin schedule for all. */
    String ANY_CLASS = "";

    /** The number of positions. */
    int size();

    String account(int row);

    /** Which of the contract's margin schedules applies, such as {@code professional}; {@link #ANY_CLASS} where it has one. */
    String clientClass(int row);

    /** Contracts times ten to the power of {@link #contractsScale()}; positive when long, negative when short. */
    long contracts(int row);

    /** Average entry price times ten to the power of {@link #entryScale()}; positive. */
    long entry(int row);

    /** Collateral in the settlement asset times ten to the power of {@link #collateralScale()}. */
    long collateral(int row);

    int contractsScale();

    int entryScale();

    int collateralScale();

    default BigDecimal contractsAt(int row) {
        return BigDecimal.valueOf(contracts(row), contractsScale());
    }

    default BigDecimal entryAt(int row) {
        return BigDecimal.valueOf(entry(row), entryScale());
    }

    default BigDecimal collateralAt(int row) {
        return BigDecimal.valueOf(collateral(row), collateralScale());
    }

    /** Whether anything is open at all. */
    default boolean anyOpen() {
        for (int row = 0; row < size(); row++) {
            if (contracts(row) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Names the positions: a digest over every row. */
    default Digest digest() {
        ColumnDigest digest = new ColumnDigest("positions/1");
        digest.add(size()).add(contractsScale()).add(entryScale()).add(collateralScale());
        for (int row = 0; row < size(); row++) {
            digest.add(account(row))
                    .add(clientClass(row))
                    .add(contracts(row))
                    .add(entry(row))
                    .add(collateral(row));
        }
        return digest.finish();
    }

    /** Starts a table of rows. */
    static Builder builder() {
        return new Builder();
    }

    /** Gathers rows into columns; takes each column's scale from its finest value. Not safe for concurrent use. */
    final class Builder {
        private final List<String> accounts = new ArrayList<>();
        private final List<String> classes = new ArrayList<>();
        private final DecimalColumn contracts = new DecimalColumn("Contracts");
        private final DecimalColumn entries = new DecimalColumn("Entry price");
        private final DecimalColumn collaterals = new DecimalColumn("Collateral");

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
            if (entry.value().signum() <= 0) {
                throw new IllegalArgumentException("Entry price must be positive: " + entry + " of " + account);
            }
            contracts.add(signed);
            entries.add(entry.value());
            collaterals.add(collateral.value());
            accounts.add(account);
            classes.add(clientClass);
            return this;
        }

        /** The rows so far. */
        public Positions build() {
            return new Columns(
                    accounts.toArray(String[]::new),
                    classes.toArray(String[]::new),
                    contracts.values(),
                    contracts.scale(),
                    entries.values(),
                    entries.scale(),
                    collaterals.values(),
                    collaterals.scale());
        }
    }

    /** Positions in arrays. */
    final class Columns implements Positions {
        private final String[] accounts;
        private final String[] classes;
        private final long[] contracts;
        private final int contractsScale;
        private final long[] entries;
        private final int entryScale;
        private final long[] collaterals;
        private final int collateralScale;

        private Columns(
                String[] accounts,
                String[] classes,
                long[] contracts,
                int contractsScale,
                long[] entries,
                int entryScale,
                long[] collaterals,
                int collateralScale) {
            this.accounts = accounts;
            this.classes = classes;
            this.contracts = contracts;
            this.contractsScale = contractsScale;
            this.entries = entries;
            this.entryScale = entryScale;
            this.collaterals = collaterals;
            this.collateralScale = collateralScale;
        }

        @Override
        public int size() {
            return accounts.length;
        }

        @Override
        public String account(int row) {
            return accounts[row];
        }

        @Override
        public String clientClass(int row) {
            return classes[row];
        }

        @Override
        public long contracts(int row) {
            return contracts[row];
        }

        @Override
        public long entry(int row) {
            return entries[row];
        }

        @Override
        public long collateral(int row) {
            return collaterals[row];
        }

        @Override
        public int contractsScale() {
            return contractsScale;
        }

        @Override
        public int entryScale() {
            return entryScale;
        }

        @Override
        public int collateralScale() {
            return collateralScale;
        }

        @Override
        public String toString() {
            return accounts.length + " positions";
        }
    }
}
