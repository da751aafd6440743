package io.countersign.client.catalogue;

import io.countersign.model.json.Json;
import io.countersign.model.market.MarketDocument;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Every text of a document: values, names of fields, keys. */
final class Words {
    private Words() {}

    static Set<String> of(MarketDocument document) {
        Set<String> words = new HashSet<>();
        add(Json.read(document.canonical(), Map.class), words);
        return words;
    }

    private static void add(Object value, Set<String> words) {
        if (value instanceof Map<?, ?> object) {
            object.forEach((name, child) -> {
                words.add(String.valueOf(name));
                add(child, words);
            });
        } else if (value instanceof Collection<?> list) {
            list.forEach(child -> add(child, words));
        } else if (value instanceof String text) {
            words.add(text);
        }
    }
}
