package io.countersign.model.venue;

import io.countersign.model.finding.ValidationReport;
import io.countersign.model.market.MarketDocument;
import java.util.List;

/**
 * What a venue's response gave.
 *
 * @param documents what parsed, in the order of the response
 * @param marketsSeen number of markets in the response, parsed or not
 * @param marketsRead number of markets that became documents; one market may give several
 * @param report what did not parse and why, and what was kept without being understood
 */
public record VenueReading(List<MarketDocument> documents, int marketsSeen, int marketsRead, ValidationReport report) {
    public VenueReading {
        documents = List.copyOf(documents);
    }
}
