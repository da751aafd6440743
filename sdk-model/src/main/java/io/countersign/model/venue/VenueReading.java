package io.countersign.model.venue;

import io.countersign.model.finding.ValidationReport;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.MarketDocument;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a venue's response gave.
 *
 * @param documents what parsed, in the order of the response
 * @param marketsSeen number of markets in the response, parsed or not
 * @param marketsRead number of markets that became documents; one market may give several
 * @param envelope the fields of the response beside its markets, each as its own JSON text with numbers as they were spelled
 * @param live by document, the fields of its market that say what goes on and not what is configured, such as a last price; in
 *     the same form
 * @param report what did not parse and why, and what was kept without being understood
 */
public record VenueReading(
        List<MarketDocument> documents,
        int marketsSeen,
        int marketsRead,
        SortedMap<String, String> envelope,
        SortedMap<DocumentId, SortedMap<String, String>> live,
        ValidationReport report) {
    public VenueReading {
        documents = List.copyOf(documents);
        envelope = Collections.unmodifiableSortedMap(new TreeMap<>(envelope));
        live = Collections.unmodifiableSortedMap(new TreeMap<>(live));
    }
}
