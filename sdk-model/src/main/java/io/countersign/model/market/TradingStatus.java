package io.countersign.model.market;

import java.util.Set;

/**
 * What a market lets its users do. Kraken's own list plus the phases around it.
 *
 * <p>What each status permits is Kraken's support article 360055614211; a status that it does not name permits nothing.
 */
public enum TradingStatus {
    HIDDEN(),
    PRE_LISTING(),
    POST_ONLY(OrderAction.NEW_POST_ONLY, OrderAction.CANCEL),
    /** New limit orders rest but do not match. */
    LIMIT_ONLY(OrderAction.NEW_LIMIT, OrderAction.NEW_POST_ONLY, OrderAction.CANCEL),
    ONLINE(OrderAction.values()),
    /** Orders only reduce positions. */
    REDUCE_ONLY(
            OrderAction.NEW_LIMIT,
            OrderAction.NEW_POST_ONLY,
            OrderAction.NEW_MARKET,
            OrderAction.CANCEL,
            OrderAction.MATCH),
    CANCEL_ONLY(OrderAction.CANCEL),
    /** Nothing works, not even cancelling. */
    MAINTENANCE(),
    HALTED(),
    SETTLING(),
    /** The end: a relisted market has a new id. */
    DELISTED();

    @SuppressWarnings("ImmutableEnumChecker") // always Set.of
    private final Set<OrderAction> permitted;

    TradingStatus(OrderAction... permitted) {
        this.permitted = Set.of(permitted);
    }

    /** Whether it permits an action; of {@link #REDUCE_ONLY}, for orders that reduce a position. */
    public boolean permits(OrderAction action) {
        return permitted.contains(action);
    }

    /**
     * The status that holds where two apply, as those of a market and of the whole venue do: the more restrictive one, and
     * {@link #CANCEL_ONLY} where each forbids what the other permits.
     */
    public TradingStatus moreRestrictive(TradingStatus other) {
        if (isWithin(other)) {
            return this;
        }
        return other.isWithin(this) ? other : CANCEL_ONLY;
    }

    /** Whether it permits nothing that the other forbids. */
    private boolean isWithin(TradingStatus other) {
        boolean anyOrder = permits(OrderAction.NEW_POST_ONLY) && this != REDUCE_ONLY;
        return other.permitted.containsAll(permitted) && !(anyOrder && other == REDUCE_ONLY);
    }
}
