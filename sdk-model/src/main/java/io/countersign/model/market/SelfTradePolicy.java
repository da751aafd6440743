package io.countersign.model.market;

/** What happens when two orders of one owner would match. */
public enum SelfTradePolicy {
    /** The incoming order goes; Binance EXPIRE_TAKER. */
    CANCEL_NEWEST,
    /** The resting order goes; Binance EXPIRE_MAKER. */
    CANCEL_OLDEST,
    /** Both go; Binance EXPIRE_BOTH. */
    CANCEL_BOTH,
    /** Both shrink by the smaller. */
    DECREMENT,
    /** The trade becomes a transfer between the accounts; Binance TRANSFER. */
    TRANSFER,
    /** They match. */
    NONE
}
