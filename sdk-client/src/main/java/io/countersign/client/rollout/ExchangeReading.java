package io.countersign.client.rollout;

import io.countersign.model.market.DocumentId;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an exchange has in force.
 *
 * @param snapshot the documents
 * @param versions the exchange's own version of each document, which a change must name again
 */
public record ExchangeReading(ConfigSnapshot snapshot, SortedMap<DocumentId, Long> versions) {
    public ExchangeReading {
        versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
    }
}
