package io.countersign.model.venue.internal;

import io.countersign.model.market.DocumentId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** One market as it stands in a response. Not for use by several threads. */
public final class Market {
    private final String id;
    private final String place;
    private final RawJson value;
    private final Reading reading;
    private final Map<DocumentId, SortedMap<String, String>> live = new HashMap<>();
    private VenueObject object;
    private boolean hasName;
    private boolean passedBy;

    Market(String id, String place, RawJson value, Reading reading) {
        this.id = id;
        this.place = place;
        this.value = value;
        this.reading = reading;
        this.object = new VenueObject(value, reading.findings().response(), place, reading);
    }

    /** The text of its identifying field, else its name in the response; empty for one that has neither. */
    public String id() {
        return id;
    }

    /** One of its texts, before it is taken apart; absent if it is no text. */
    public Optional<String> text(String field) {
        return unnamed().peekText(field);
    }

    /** Where it stands in the response, as a JSON Pointer. */
    public String place() {
        return place;
    }

    /** The whole of it. */
    public RawJson value() {
        return value;
    }

    /** Where everything found goes. */
    public ReadingFindings findings() {
        return reading.findings();
    }

    /** The market while it has no name: its findings say where it stands in the response. */
    public VenueObject unnamed() {
        return object;
    }

    /**
     * Starts taking the market apart; the last one started decides whether the market is sound.
     *
     * @param document what to call it in findings, such as {@code spot-market/kraken/XXBTZUSD}
     */
    public VenueObject named(String document) {
        hasName = true;
        object = new VenueObject(value, document, "", reading);
        return object;
    }

    /** Leaves the market out because the model has no kind of document for it; counted by reason, and no error. */
    public void passBy(String why) {
        passedBy = true;
        reading.findings().passedBy(why, hasName || id.isEmpty() ? object.document() : id);
    }

    /** What goes on in the market, as {@link VenueObject#takeTexts} gave it; it is kept beside the document. */
    public void live(DocumentId document, SortedMap<String, String> fields) {
        if (!fields.isEmpty()) {
            live.put(document, fields);
        }
    }

    Map<DocumentId, SortedMap<String, String>> live() {
        return live;
    }

    VenueObject object() {
        return object;
    }

    boolean isSound() {
        return object.isSound() && !passedBy;
    }
}
