package io.countersign.client.outbox;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.json.CanonicalJson;
import io.countersign.model.json.JsonText;
import java.net.URI;
import java.time.Instant;

/**
 * A journal entry as a CloudEvents 1.0 event. A receiver that sees an id again has seen the event.
 *
 * @param specversion always {@code 1.0}
 * @param id the entry's leaf hash, 64 hex digits: the same for every delivery, and what an inclusion proof is about
 * @param source where the journal is, as the host names it
 * @param type the entry's type behind {@code io.countersign.}, such as {@code io.countersign.change.approved}
 * @param subject the entry's stream, such as {@code change/CHG-7}
 * @param time when the entry was recorded
 * @param datacontenttype always {@code application/json}
 * @param sequence of the entry, in decimal (the extension of that name): orders the events of a source
 * @param actor who the entry says did it (an extension of ours)
 * @param data the entry's payload
 */
@JsonPropertyOrder(alphabetic = true)
public record CloudEvent(
        String specversion,
        String id,
        URI source,
        String type,
        String subject,
        Instant time,
        String datacontenttype,
        String sequence,
        String actor,
        JsonText data) {
    private static final String TYPE_PREFIX = "io.countersign.";

    /** The event of an entry. */
    public static CloudEvent of(JournalEntry entry, URI source) {
        return new CloudEvent(
                "1.0",
                entry.leafHex(),
                source,
                TYPE_PREFIX + entry.type(),
                entry.stream(),
                entry.recordedAt(),
                "application/json",
                Long.toString(entry.sequence()),
                entry.actor().id(),
                entry.payload());
    }

    /** The event in the JSON format of CloudEvents 1.0, canonical (RFC 8785). */
    public String toJson() {
        return CanonicalJson.text(this);
    }
}
