package io.countersign.client.live;

import io.countersign.model.market.DocumentId;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.Market;
import io.countersign.model.market.MarketDocument;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Markets of other venues in the same pair of assets, with the margin schedules that they name. Immutable. */
public final class Peers {
    private final Map<DocumentId, MarketDocument> documents = new TreeMap<>();

    private Peers(Collection<? extends MarketDocument> documents) {
        documents.forEach(document -> this.documents.put(document.documentId(), document));
    }

    /** Peers: markets, and margin schedules that contracts among them name. Documents of other kinds are not looked at. */
    public static Peers of(Collection<? extends MarketDocument> documents) {
        return new Peers(documents);
    }

    /** As {@link #of(Collection)}. */
    public static Peers of(MarketDocument... documents) {
        return new Peers(List.of(documents));
    }

    /** The markets, in order of identity. */
    public List<Market> markets() {
        return documents.values().stream()
                .filter(Market.class::isInstance)
                .map(Market.class::cast)
                .toList();
    }

    /** The schedule of that id at a peer's venue, where it is given. */
    public Optional<MarginSchedule> schedule(Market peer, String id) {
        return Optional.ofNullable(documents.get(new DocumentId(DocumentKind.MARGIN_SCHEDULE, peer.venue(), id)))
                .map(MarginSchedule.class::cast);
    }

    @Override
    public String toString() {
        return markets().size() + " peers";
    }
}
