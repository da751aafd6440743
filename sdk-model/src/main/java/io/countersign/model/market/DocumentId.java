package io.countersign.model.market;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.countersign.model.MalformedInputException;

/**
 * What a document is about, for ever: kind, venue and the venue's own id. Written {@code spot-market/kraken/XXBTZUSD}; the id
 * may itself contain slashes, the kind and the venue may not.
 */
public record DocumentId(DocumentKind kind, String venue, String id) implements Comparable<DocumentId> {
    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if venue or id is blank or holds control characters or lone surrogates, or the
     *     venue a slash
     */
    public DocumentId {
        require("Venue", venue);
        require("Document id", id);
        if (venue.indexOf('/') >= 0) {
            throw new IllegalArgumentException("Venue must not contain a slash: \"" + venue + "\"");
        }
    }

    /**
     * Reads {@code kind/venue/id}.
     *
     * @throws MalformedInputException if the text has another form
     */
    @JsonCreator
    public static DocumentId parse(String text) {
        int first = text.indexOf('/');
        int second = text.indexOf('/', first + 1);
        if (first < 0 || second < 0) {
            throw new MalformedInputException("A document id reads kind/venue/id: \"" + text + "\"");
        }
        DocumentKind kind = DocumentKind.parse(text.substring(0, first));
        try {
            return new DocumentId(kind, text.substring(first + 1, second), text.substring(second + 1));
        } catch (IllegalArgumentException e) {
            throw new MalformedInputException("A document id reads kind/venue/id: \"" + text + "\"", e);
        }
    }

    /** By the name of the kind, then by venue and id. */
    @Override
    public int compareTo(DocumentId other) {
        if (kind != other.kind) {
            return kind.toString().compareTo(other.kind.toString());
        }
        int byVenue = venue.compareTo(other.venue);
        return byVenue != 0 ? byVenue : id.compareTo(other.id);
    }

    @JsonValue
    @Override
    public String toString() {
        return kind + "/" + venue + "/" + id;
    }

    private static void require(String thing, String text) {
        if (text.isBlank() || text.codePoints().anyMatch(DocumentId::isUnprintable)) {
            throw new IllegalArgumentException(
                    thing + " must not be blank or hold control characters or lone surrogates: \"" + text + "\"");
        }
    }

    private static boolean isUnprintable(int codePoint) {
        return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
    }
}
