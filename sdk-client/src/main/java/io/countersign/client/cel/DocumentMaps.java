package io.countersign.client.cel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.countersign.model.market.MarketDocument;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Documents as maps of their canonical JSON. Remembers the latest ones, so that the policies that look at a document one after the
 * other read it once; what is remembered may be lost at any time, and is worked out again. Safe for concurrent use.
 */
final class DocumentMaps {
    /** A power of two. */
    private static final int REMEMBERED = 64;

    private static final ObjectReader READER =
            new JsonMapper().readerForMapOf(Object.class).with(DeserializationFeature.USE_LONG_FOR_INTS);

    private final AtomicReferenceArray<Entry> latest = new AtomicReferenceArray<>(REMEMBERED);

    Map<String, Object> of(MarketDocument document) {
        int place = System.identityHashCode(document) & (REMEMBERED - 1);
        Entry entry = latest.get(place);
        if (entry == null || entry.document != document) {
            entry = new Entry(document, read(document.canonical()));
            latest.set(place, entry);
        }
        return entry.map;
    }

    /** The text, number or truth value at a JSON Pointer that leads through objects alone. */
    static Optional<Object> find(Map<String, Object> document, String pointer) {
        Object at = document;
        for (String token : pointer.substring(Math.min(1, pointer.length())).split("/", -1)) {
            at = at instanceof Map<?, ?> map ? map.get(token.replace("~1", "/").replace("~0", "~")) : null;
        }
        return Optional.ofNullable(at).filter(value -> !(value instanceof Map || value instanceof Iterable));
    }

    private static Map<String, Object> read(String json) {
        try {
            return READER.readValue(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was just written as JSON is JSON", e);
        }
    }

    private record Entry(MarketDocument document, Map<String, Object> map) {}
}
