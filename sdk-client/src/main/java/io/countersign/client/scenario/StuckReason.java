package io.countersign.client.scenario;

/** What keeps an order from being cancelled, or a position from being closed. */
public enum StuckReason {
    /** Nothing does. */
    NONE("free"),
    /** No status that the market can still come to allows it. */
    STATUS("no status ahead allows it"),
    /** The mark price is not a legal price of the closing side. */
    NO_PRICE("no legal price at the mark"),
    /** It is no multiple of the lot step. */
    OFF_LOT("off the lot step"),
    /** It is smaller than the least order. */
    BELOW_MINIMUM("below the least order"),
    /** It cannot be split into orders that are neither too small nor too large. */
    NO_SPLIT("no split into legal orders");

    private final String words;

    StuckReason(String words) {
        this.words = words;
    }

    /** In words. */
    @Override
    public String toString() {
        return words;
    }
}
