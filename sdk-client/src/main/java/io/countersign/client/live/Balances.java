package io.countersign.client.live;

import io.countersign.model.json.Digest;
import io.countersign.model.unit.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** What accounts hold of one asset: row {@code i} of every column is one account. */
public final class Balances {
    private final TextColumn accounts;
    private final DecimalColumn amounts;

    private Balances(TextColumn accounts, DecimalColumn amounts) {
        Tables.requireSameSize("balances", accounts.size(), amounts.size());
        this.accounts = accounts;
        this.amounts = amounts;
    }

    /**
     * Balances over columns that are there already; they are not copied and must not change.
     *
     * @param amounts in units of the asset; negative where the account owes
     * @throws IllegalArgumentException if the columns differ in length
     */
    public static Balances of(TextColumn accounts, DecimalColumn amounts) {
        return new Balances(accounts, amounts);
    }

    /** The number of accounts. */
    public int size() {
        return accounts.size();
    }

    public TextColumn accounts() {
        return accounts;
    }

    /** In units of the asset; negative where the account owes. */
    public DecimalColumn amounts() {
        return amounts;
    }

    /** Names the balances: a digest over every row. */
    public Digest digest() {
        return new ColumnDigest("balances/1").add(accounts).add(amounts).finish();
    }

    @Override
    public String toString() {
        return size() + " balances";
    }

    /** Starts a table of rows. */
    public static Builder builder() {
        return new Builder();
    }

    /** Gathers rows into columns. Not safe for concurrent use. */
    public static final class Builder {
        private final List<String> accounts = new ArrayList<>();
        private final DecimalColumn.Builder amounts = DecimalColumn.builder("Balance");

        private Builder() {}

        /** What an account holds. */
        public Builder add(String account, Quantity amount) {
            return add(account, amount.value());
        }

        /** What an account owes. */
        public Builder addOwed(String account, Quantity amount) {
            return add(account, amount.value().negate());
        }

        private Builder add(String account, BigDecimal amount) {
            amounts.add(amount);
            accounts.add(account);
            return this;
        }

        /** The rows so far. */
        public Balances build() {
            return of(TextColumn.of(accounts), amounts.build());
        }
    }
}
