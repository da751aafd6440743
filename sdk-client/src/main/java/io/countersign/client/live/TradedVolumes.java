package io.countersign.client.live;

import io.countersign.model.json.Digest;
import io.countersign.model.unit.Notional;
import java.util.ArrayList;
import java.util.List;

/**
 * What accounts traded over the trailing time that fees count, such as 30 days: row {@code i} of every column is one account.
 * Every amount is in the currency in which the fee ladder counts volume, and none is negative.
 */
public final class TradedVolumes {
    private final TextColumn accounts;
    private final DecimalColumn trailing;
    private final DecimalColumn maker;
    private final DecimalColumn taker;

    private TradedVolumes(TextColumn accounts, DecimalColumn trailing, DecimalColumn maker, DecimalColumn taker) {
        Tables.requireSameSize("traded volumes", accounts.size(), trailing.size(), maker.size(), taker.size());
        for (int row = 0; row < accounts.size(); row++) {
            for (DecimalColumn column : List.of(trailing, maker, taker)) {
                if (column.unscaled(row) < 0) {
                    throw new IllegalArgumentException("A traded volume must not be negative: "
                            + column.at(row).toPlainString() + " of " + accounts.at(row));
                }
            }
        }
        this.accounts = accounts;
        this.trailing = trailing;
        this.maker = maker;
        this.taker = taker;
    }

    /**
     * Volumes over columns that are there already; they are not copied and must not change.
     *
     * @param trailing what decides about the account's tier: its volume in all markets that count
     * @param maker what it traded by resting, in the markets whose fees are in question
     * @param taker what it traded by taking, in these markets
     * @throws IllegalArgumentException if the columns differ in length or a volume is negative
     */
    public static TradedVolumes of(
            TextColumn accounts, DecimalColumn trailing, DecimalColumn maker, DecimalColumn taker) {
        return new TradedVolumes(accounts, trailing, maker, taker);
    }

    /** The number of accounts. */
    public int size() {
        return accounts.size();
    }

    public TextColumn accounts() {
        return accounts;
    }

    /** What decides about an account's tier: its volume in all markets that count. */
    public DecimalColumn trailing() {
        return trailing;
    }

    /** What an account traded by resting in the book. */
    public DecimalColumn maker() {
        return maker;
    }

    /** What an account traded by taking liquidity. */
    public DecimalColumn taker() {
        return taker;
    }

    /** Names the volumes: a digest over every row. */
    public Digest digest() {
        return new ColumnDigest("traded-volumes/1")
                .add(accounts)
                .add(trailing)
                .add(maker)
                .add(taker)
                .finish();
    }

    @Override
    public String toString() {
        return "traded volumes of " + size() + " accounts";
    }

    /** Starts a table of rows. */
    public static Builder builder() {
        return new Builder();
    }

    /** Gathers rows into columns. Not safe for concurrent use. */
    public static final class Builder {
        private final List<String> accounts = new ArrayList<>();
        private final DecimalColumn.Builder trailing = DecimalColumn.builder("Trailing volume");
        private final DecimalColumn.Builder maker = DecimalColumn.builder("Maker volume");
        private final DecimalColumn.Builder taker = DecimalColumn.builder("Taker volume");

        private Builder() {}

        /** An account; parameters as {@link TradedVolumes#of}. */
        public Builder add(String account, Notional trailingVolume, Notional makerVolume, Notional takerVolume) {
            trailing.add(trailingVolume.value());
            maker.add(makerVolume.value());
            taker.add(takerVolume.value());
            accounts.add(account);
            return this;
        }

        /**
         * The rows so far.
         *
         * @throws IllegalArgumentException if a volume is negative
         */
        public TradedVolumes build() {
            return of(TextColumn.of(accounts), trailing.build(), maker.build(), taker.build());
        }
    }
}
