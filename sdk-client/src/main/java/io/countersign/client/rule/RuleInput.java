package io.countersign.client.rule;

import io.countersign.client.live.ApprovedChanges;
import io.countersign.client.live.Balances;
import io.countersign.client.live.BusyWindows;
import io.countersign.client.live.ChangePeople;
import io.countersign.client.live.CloseExemptions;
import io.countersign.client.live.CollateralAccounts;
import io.countersign.client.live.ConfigNodes;
import io.countersign.client.live.ConstituentPrices;
import io.countersign.client.live.DownstreamSystems;
import io.countersign.client.live.EmergencyPath;
import io.countersign.client.live.FundingHistory;
import io.countersign.client.live.OrderBook;
import io.countersign.client.live.Payouts;
import io.countersign.client.live.Peers;
import io.countersign.client.live.Positions;
import io.countersign.client.live.PriceHistory;
import io.countersign.client.live.RestingOrders;
import io.countersign.client.live.RetiredNames;
import io.countersign.client.live.RollbackPlan;
import io.countersign.client.live.RolloutStages;
import io.countersign.client.live.StatusPlan;
import io.countersign.client.live.TradedVolumes;
import io.countersign.model.json.Digest;
import io.countersign.model.unit.Contracts;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.Rate;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.function.Predicate;

/**
 * Something that a rule needs beside the documents: a name for people and the type of its value. Given in a {@link
 * ChangeContext}, for one document or for the whole change; asked for with {@link RuleCase#need}. A rule of the house that
 * needs something else makes an input of its own.
 *
 * <p>Two inputs are the same only if they are the same object: keep them in constants.
 *
 * @param <T> the type of the value
 */
public final class RuleInput<T> {
    // Of markets and contracts

    /** Of a market or contract. */
    public static final RuleInput<RestingOrders> RESTING_ORDERS = of("resting orders", RestingOrders.class);

    /** Of a contract. */
    public static final RuleInput<Positions> POSITIONS = of("open positions", Positions.class);

    /** Of a contract: contracts held long, as many as are held short. For hosts that know the sum and not each position. */
    public static final RuleInput<Contracts> OPEN_INTEREST = of("open interest", Contracts.class);

    /** Of a spot market: what accounts owe in its margin positions, in units of the base asset; zero when nothing is owed. */
    public static final RuleInput<Quantity> BORROWED = of("open borrowing", Quantity.class);

    /** The mark price of a contract, or the last price of a spot market, in quote asset per one base asset. Positive. */
    public static final RuleInput<Price> MARK_PRICE =
            of("mark price", Price.class).must(price -> price.value().signum() > 0, "A mark price must be positive");

    /** Of a market or contract; of an asset against the currency in which collateral is valued. */
    public static final RuleInput<OrderBook> ORDER_BOOK = of("order book", OrderBook.class);

    /** Past prices of a market, a contract, or an index; of an asset in the currency in which collateral is valued. */
    public static final RuleInput<PriceHistory> PRICE_HISTORY = of("price history", PriceHistory.class);

    /** Of a market, or of a fee schedule over all markets that refer to it. */
    public static final RuleInput<TradedVolumes> TRADED_VOLUMES = of("traded volume by account", TradedVolumes.class);

    /** Of a market: the part of the venue's traded volume that is traded in it, from 0 to 1. */
    public static final RuleInput<Rate> VOLUME_SHARE = of("share of the venue's volume", Rate.class)
            .must(RuleInput::isShare, "A share of volume must be from 0 to 1");

    /** Of a perpetual. */
    public static final RuleInput<FundingHistory> FUNDING_HISTORY = of("funding history", FundingHistory.class);

    /** What pays for losses that liquidated accounts cannot, of a contract, in its settlement asset. Not negative. */
    public static final RuleInput<Notional> INSURANCE_FUND = of("insurance fund", Notional.class)
            .must(fund -> fund.value().signum() >= 0, "An insurance fund must not be negative");

    /** Of a market: the statuses that it is to go through. */
    public static final RuleInput<StatusPlan> STATUS_PLAN = of("status plan", StatusPlan.class);

    /** Of a market: the bounds that its closing orders need not meet. */
    public static final RuleInput<CloseExemptions> CLOSE_EXEMPTIONS =
            of("exemptions of closing orders", CloseExemptions.class);

    // Of indexes, assets and collateral

    /** Past prices of the sources of an index, by the name that the index has for each. */
    public static final RuleInput<ConstituentPrices> CONSTITUENT_PRICES =
            of("constituent prices", ConstituentPrices.class);

    /** The accounts under a collateral schedule; where haircuts stand with the assets, of the asset that changes. */
    public static final RuleInput<CollateralAccounts> COLLATERAL_ACCOUNTS =
            of("collateral accounts", CollateralAccounts.class);

    /** The part of an asset's trading in the whole world that takes place on this venue, from 0 to 1. */
    public static final RuleInput<Rate> VENUE_VOLUME_SHARE = of("venue's share of the asset's volume", Rate.class)
            .must(RuleInput::isShare, "A share of volume must be from 0 to 1");

    /** Units of an asset that the venue really has. */
    public static final RuleInput<Quantity> RESERVES = of("reserves", Quantity.class);

    /** Units of an asset that all accounts together have in the venue's ledger. */
    public static final RuleInput<Quantity> CREDITED_TOTAL = of("total credited to accounts", Quantity.class);

    /** What is about to be credited in an asset; absent where nothing is. */
    public static final RuleInput<Payouts> PAYOUTS = of("payouts", Payouts.class);

    // Of the change or the venue as a whole

    /** Of the change. */
    /** Of the change as a whole. */
    public static final RuleInput<Instant> EFFECTIVE_AT = of("instant from which the change holds", Instant.class);

    /** Root of the configuration that the change was made on. */
    public static final RuleInput<Digest> BASE_ROOT = of("base of the change", Digest.class);

    /** What else is approved and not carried out yet. */
    public static final RuleInput<ApprovedChanges> APPROVED_CHANGES =
            of("other approved changes", ApprovedChanges.class);

    /** In which order the change reaches the markets. */
    public static final RuleInput<RolloutStages> ROLLOUT_STAGES = of("stages of the rollout", RolloutStages.class);

    /** The way back from the change. */
    public static final RuleInput<RollbackPlan> ROLLBACK = of("rollback", RollbackPlan.class);

    /** Authors and approvers of the change. */
    public static final RuleInput<ChangePeople> PEOPLE = of("authors and approvers", ChangePeople.class);

    /** How fast the change can be taken back. */
    public static final RuleInput<EmergencyPath> EMERGENCY_PATH = of("emergency path", EmergencyPath.class);

    /** Names that the venue must not use again. */
    public static final RuleInput<RetiredNames> RETIRED_NAMES = of("retired names", RetiredNames.class);

    /** The venue's auctions, times of high volatility, and others that changes keep out of. */
    public static final RuleInput<BusyWindows> BUSY_WINDOWS =
            of("windows of auctions and high volatility", BusyWindows.class);

    /** Every machine of the venue that holds the configuration, before the change. */
    public static final RuleInput<ConfigNodes> CONFIG_NODES =
            of("nodes that hold the configuration", ConfigNodes.class);
    /** Of an asset. */
    public static final RuleInput<Balances> BALANCES = of("balances", Balances.class);

    /** What one unit of an asset is worth, in the desk's accounting currency. Positive. */
    public static final RuleInput<Price> ASSET_VALUE = of("value in the accounting currency", Price.class)
            .must(price -> price.value().signum() > 0, "The value of an asset must be positive");

    /** Of the configuration as a whole: which prices the systems behind it can take. */
    public static final RuleInput<DownstreamSystems> DOWNSTREAM_SYSTEMS =
            of("downstream systems", DownstreamSystems.class);

    /** Of a market or contract: the same pair at other venues. */
    public static final RuleInput<Peers> PEERS = of("peers at other venues", Peers.class);

    private final String label;
    private final Class<T> type;
    private final Predicate<? super T> allowed;
    private final String demand;

    private RuleInput(String label, Class<T> type, Predicate<? super T> allowed, String demand) {
        this.label = label;
        this.type = type;
        this.allowed = allowed;
        this.demand = demand;
    }

    /** An input; the label completes "inconclusive: … of DOCUMENT not known". */
    public static <T> RuleInput<T> of(String label, Class<T> type) {
        return new RuleInput<>(label, type, value -> true, "");
    }

    /** This with a demand on its values. */
    public RuleInput<T> must(Predicate<? super T> test, String sentence) {
        return new RuleInput<>(label, type, test, sentence);
    }

    private static boolean isShare(Rate rate) {
        return rate.value().signum() >= 0 && rate.value().compareTo(BigDecimal.ONE) <= 0;
    }

    T cast(Object value) {
        return type.cast(value);
    }

    void check(T value, String where) {
        if (!allowed.test(value)) {
            throw new IllegalArgumentException(demand + ": " + value + " of " + where);
        }
    }

    /** In words. */
    @Override
    public String toString() {
        return label;
    }
}
