package io.countersign.model.venue.internal;

import io.countersign.model.market.MarketDocument;
import java.util.List;

/**
 * Makes documents of the markets of one response. What it throws as an illegal argument or an illegal state while a market is
 * sound becomes a finding of that market, so that values and builders may be used as they are.
 */
@FunctionalInterface
public interface MarketReader {
    /**
     * Reads one market.
     *
     * @return its documents, which are passed over if the market is not sound; empty if they come at the end of the response
     */
    List<? extends MarketDocument> read(Market market);

    /** Makes the documents of markets that belong together. Not called for a response that breaks off. */
    default void end(ResponseEnd end) {}
}
