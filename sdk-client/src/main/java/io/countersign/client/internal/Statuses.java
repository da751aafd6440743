package io.countersign.client.internal;

import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.Market;
import io.countersign.model.market.OrderAction;
import io.countersign.model.market.TradingStatus;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;

/** What a market's status, or the flags that a venue publishes in its place, let happen. */
public final class Statuses {
    private static final Set<TradingStatus> ENDING = EnumSet.of(TradingStatus.SETTLING, TradingStatus.DELISTED);

    private Statuses() {}

    /** The statuses that a market can be in: the published one, else all that fit its flags; none where neither is published. */
    public static Set<TradingStatus> of(Market market) {
        if (market.status().isPresent()) {
            return EnumSet.of(market.status().get());
        }
        return market instanceof FuturesContract contract ? byFlags(contract) : EnumSet.noneOf(TradingStatus.class);
    }

    /** The statuses that fit a contract's flags; none where it has no flag that tells. Flags that say no more mean that orders match. */
    public static Set<TradingStatus> byFlags(FuturesContract contract) {
        if (contract.tradeable().isEmpty()) {
            return EnumSet.noneOf(TradingStatus.class);
        }
        if (!contract.tradeable().get()) {
            return those(status -> !takesOrders(status));
        }
        return contract.postOnly().orElse(false)
                ? EnumSet.of(TradingStatus.POST_ONLY)
                : those(status -> status.permits(OrderAction.MATCH));
    }

    /** Whether it takes new orders of any kind. */
    public static boolean takesOrders(TradingStatus status) {
        return status.permits(OrderAction.NEW_LIMIT)
                || status.permits(OrderAction.NEW_POST_ONLY)
                || status.permits(OrderAction.NEW_MARKET);
    }

    /** Whether nothing matches and so nothing is liquidated, though the market is not being settled: prices move, positions stay. */
    public static boolean leavesPositionsUnguarded(TradingStatus status) {
        return !status.permits(OrderAction.MATCH) && !ENDING.contains(status);
    }

    /** Whether it is so in each status that the market can be in, as far as it is not the end; false where none is known. */
    public static boolean leavesPositionsUnguarded(Market market) {
        Set<TradingStatus> statuses = of(market);
        return statuses.stream().anyMatch(Statuses::leavesPositionsUnguarded)
                && statuses.stream().noneMatch(status -> status.permits(OrderAction.MATCH));
    }

    private static Set<TradingStatus> those(Predicate<TradingStatus> test) {
        Set<TradingStatus> statuses = EnumSet.allOf(TradingStatus.class);
        statuses.removeIf(test.negate());
        return statuses;
    }
}
