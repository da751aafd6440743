package io.countersign.model.venue.internal;

import io.countersign.model.diff.SemanticDiff;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.venue.VenueReader;
import io.countersign.model.venue.VenueReading;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads what was just written, so that nothing is sent to a venue that says something else than the documents. */
public final class ReadBack {
    private ReadBack() {}

    /**
     * Returns the response if reading it gives these documents.
     *
     * @throws IllegalArgumentException if a document does not come back as it was: the venue's shape cannot hold it
     */
    public static String require(String response, Collection<? extends MarketDocument> documents, VenueReader reader) {
        VenueReading reading =
                reader.read("written", new ByteArrayInputStream(response.getBytes(StandardCharsets.UTF_8)));
        Map<DocumentId, MarketDocument> read =
                reading.documents().stream().collect(Collectors.toMap(MarketDocument::documentId, Function.identity()));
        for (MarketDocument document : documents) {
            MarketDocument back = read.get(document.documentId());
            if (!document.equals(back)) {
                String why = back == null
                        ? reading.report().toString()
                        : SemanticDiff.between(document, back).toString();
                throw new IllegalArgumentException("The response of " + reader.source() + " cannot hold "
                        + document.documentId() + ", reading it back gives: " + why);
            }
        }
        if (read.size() != documents.size()) {
            throw new IllegalArgumentException("Two of the documents have the same identity: " + documents.size()
                    + " were written, " + read.size() + " come back");
        }
        return response;
    }
}
