package io.countersign.client.live;

import io.countersign.model.json.Digest;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Accounts that back their positions with several assets: row {@code i} of the account columns is one account, row {@code j} of the
 * holding columns is what one account holds of one asset.
 */
public final class CollateralAccounts {
    private final String currency;
    private final TextColumn accounts;
    private final DecimalColumn initialMargins;
    private final DecimalColumn maintenanceMargins;
    private final DecimalColumn profits;
    private final int[] holders;
    private final CodedColumn assets;
    private final DecimalColumn balances;
    private final SortedMap<String, Price> prices;

    private CollateralAccounts(
            String currency,
            TextColumn accounts,
            DecimalColumn initialMargins,
            DecimalColumn maintenanceMargins,
            DecimalColumn profits,
            int[] holders,
            CodedColumn assets,
            DecimalColumn balances,
            Map<String, Price> prices) {
        Tables.requireSameSize(
                "accounts", accounts.size(), initialMargins.size(), maintenanceMargins.size(), profits.size());
        Tables.requireSameSize("holdings", holders.length, assets.size(), balances.size());
        int[] lastHolder = new int[assets.values().size()];
        Arrays.fill(lastHolder, -1);
        for (int row = 0; row < holders.length; row++) {
            if (holders[row] < (row == 0 ? 0 : holders[row - 1]) || holders[row] >= accounts.size()) {
                throw new IllegalArgumentException("Holdings must name rows of accounts, ascending: " + holders[row]
                        + " in holding " + row + " for " + accounts.size() + " accounts");
            }
            if (lastHolder[assets.code(row)] == holders[row]) {
                throw new IllegalArgumentException("An account has an asset once: " + assets.at(row) + " of "
                        + accounts.at(holders[row]) + " comes twice");
            }
            lastHolder[assets.code(row)] = holders[row];
        }
        for (String asset : assets.values()) {
            Price price = prices.get(asset);
            if (price == null || price.value().signum() < 0) {
                throw new IllegalArgumentException("An asset that is held needs a price, not negative: " + asset);
            }
        }
        this.currency = currency;
        this.accounts = accounts;
        this.initialMargins = initialMargins;
        this.maintenanceMargins = maintenanceMargins;
        this.profits = profits;
        this.holders = holders;
        this.assets = assets;
        this.balances = balances;
        this.prices = new TreeMap<>(prices);
    }

    /**
     * Accounts over columns that are there already; they are not copied and must not change.
     *
     * @param currency in which margins, profits and prices count
     * @param initialMargins what each account needs to open no more than it has
     * @param maintenanceMargins what each account needs, or it is liquidated
     * @param profits unrealized, as far as they count as margin; negative for a loss
     * @param holders of each holding the row of its account, ascending
     * @param assets venue ids
     * @param balances units of the asset
     * @param prices of one unit of every asset that is held, never negative
     * @throws IllegalArgumentException if columns differ in length, holders do not ascend, an account has an asset twice, or a
     *     price is missing
     */
    public static CollateralAccounts of(
            String currency,
            TextColumn accounts,
            DecimalColumn initialMargins,
            DecimalColumn maintenanceMargins,
            DecimalColumn profits,
            int[] holders,
            CodedColumn assets,
            DecimalColumn balances,
            Map<String, Price> prices) {
        return new CollateralAccounts(
                currency, accounts, initialMargins, maintenanceMargins, profits, holders, assets, balances, prices);
    }

    /** In which margins, profits and prices count. */
    public String currency() {
        return currency;
    }

    /** The number of accounts. */
    public int size() {
        return accounts.size();
    }

    public TextColumn accounts() {
        return accounts;
    }

    /** What each account needs to open no more than it has. */
    public DecimalColumn initialMargins() {
        return initialMargins;
    }

    /** What each account needs, or it is liquidated. */
    public DecimalColumn maintenanceMargins() {
        return maintenanceMargins;
    }

    /** Unrealized, as far as they count as margin; negative for a loss. */
    public DecimalColumn profits() {
        return profits;
    }

    /** The number of holdings. */
    public int holdings() {
        return holders.length;
    }

    /** The row of the account that has a holding; ascends. */
    public int holder(int holding) {
        return holders[holding];
    }

    /** What is held, by venue id. */
    public CodedColumn assets() {
        return assets;
    }

    /** How much of it, in units of the asset. */
    public DecimalColumn balances() {
        return balances;
    }

    /** The price of one unit of an asset that is held. */
    public BigDecimal price(String asset) {
        Price price = prices.get(asset);
        if (price == null) {
            throw new IllegalArgumentException("No price of an asset that nobody holds: " + asset);
        }
        return price.value();
    }

    /** Names accounts, holdings and prices: a digest over every row. */
    public Digest digest() {
        ColumnDigest digest = new ColumnDigest("collateral-accounts/1")
                .add(currency)
                .add(accounts)
                .add(initialMargins)
                .add(maintenanceMargins)
                .add(profits)
                .add(holders.length);
        for (int holder : holders) {
            digest.add(holder);
        }
        digest.add(assets).add(balances).add(prices.size());
        prices.forEach((asset, price) -> digest.add(asset).add(price.toString()));
        return digest.finish();
    }

    @Override
    public String toString() {
        return size() + " accounts with " + holdings() + " holdings";
    }

    /** Starts accounts that count in a currency. */
    public static Builder builder(String currency) {
        return new Builder(currency);
    }

    /** Gathers rows into columns. Not safe for concurrent use. */
    public static final class Builder {
        private final String currency;
        private final List<String> accounts = new ArrayList<>();
        private final DecimalColumn.Builder initialMargins = DecimalColumn.builder("Initial margin");
        private final DecimalColumn.Builder maintenanceMargins = DecimalColumn.builder("Maintenance margin");
        private final DecimalColumn.Builder profits = DecimalColumn.builder("Profit");
        private final List<Integer> holders = new ArrayList<>();
        private final List<String> assets = new ArrayList<>();
        private final DecimalColumn.Builder balances = DecimalColumn.builder("Balance");
        private final SortedMap<String, Price> prices = new TreeMap<>();

        private Builder(String currency) {
            this.currency = currency;
        }

        /** The price of one unit of an asset. */
        public Builder price(String asset, Price price) {
            prices.put(asset, price);
            return this;
        }

        /** One more account; its holdings follow. */
        public Builder add(String account, Notional initialMargin, Notional maintenanceMargin, Notional profit) {
            initialMargins.add(initialMargin.value());
            maintenanceMargins.add(maintenanceMargin.value());
            profits.add(profit.value());
            accounts.add(account);
            return this;
        }

        /** What the account that was added last holds of an asset. */
        public Builder holding(String asset, Quantity balance) {
            balances.add(balance.value());
            assets.add(asset);
            holders.add(accounts.size() - 1);
            return this;
        }

        /**
         * The rows so far.
         *
         * @throws IllegalArgumentException if a holding came before any account, an account has an asset twice, or a price is
         *     missing
         */
        public CollateralAccounts build() {
            return of(
                    currency,
                    TextColumn.of(accounts),
                    initialMargins.build(),
                    maintenanceMargins.build(),
                    profits.build(),
                    holders.stream().mapToInt(Integer::intValue).toArray(),
                    CodedColumn.of(assets),
                    balances.build(),
                    prices);
        }
    }
}
