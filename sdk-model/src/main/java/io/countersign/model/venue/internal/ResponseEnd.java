package io.countersign.model.venue.internal;

import io.countersign.model.market.MarketDocument;
import java.util.List;
import java.util.function.Supplier;

/** The end of a complete response, where the documents of several of its markets are made. */
public final class ResponseEnd {
    private final ResponseWalk walk;

    ResponseEnd(ResponseWalk walk) {
        this.walk = walk;
    }

    /** What was found so far. */
    public ReadingFindings findings() {
        return walk.findings();
    }

    /**
     * Adds the documents of a group of markets. An illegal argument or state becomes a finding.
     *
     * @param document what to call the group in findings
     * @param markets how many of the markets are in it; they count as read if it has documents
     */
    public void add(String document, int markets, Supplier<? extends List<? extends MarketDocument>> documents) {
        try {
            if (walk.add(documents.get(), "")) {
                walk.countRead(markets);
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            findings().refused(document, "", "", String.valueOf(e.getMessage()));
        }
    }
}
