package io.countersign.model.diff;

import com.fasterxml.jackson.annotation.JsonValue;
import io.countersign.model.diff.Attributes.Attribute;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.DocumentId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Compares two versions of a document as values, so that only what differs is written as JSON. What it finds is what a comparison
 * of the whole JSON would find.
 */
final class ValueComparison {
    /** Whether the JSON of a type is what its {@code toString} says, as a string. */
    private static final ClassValue<Boolean> IS_TEXT = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            try {
                return type == String.class || type.getMethod("toString").isAnnotationPresent(JsonValue.class);
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException("Every type has toString", e);
            }
        }
    };

    private final DocumentId id;
    private final List<FieldChange> changes;

    ValueComparison(DocumentId id, List<FieldChange> changes) {
        this.id = id;
        this.changes = changes;
    }

    void compare(String path, Optional<?> before, Optional<?> after) {
        if (before.equals(after)) {
            return;
        }
        if (before.isEmpty() || after.isEmpty()) {
            add(path, before, after);
            return;
        }
        Object from = before.get();
        Object to = after.get();
        List<Attribute> attributes = Attributes.of(from.getClass());
        if (!attributes.isEmpty() && from.getClass() == to.getClass()) {
            for (Attribute attribute : attributes) {
                compare(Paths.child(path, attribute.name()), attribute.of(from), attribute.of(to));
            }
        } else if (isText(from) && isText(to)) {
            add(path, before, after);
        } else if (!(from instanceof List<?> left
                && to instanceof List<?> right
                && compareElements(path, left, right))) {
            SemanticDiff.compareJson(id, path, from, to, changes);
        }
    }

    /** Compares two collections by key, or says that they cannot be. */
    private boolean compareElements(String path, List<?> before, List<?> after) {
        String key = Paths.keyOf(id.kind(), path);
        Map<String, Object> from = byKey(key, before);
        Map<String, Object> to = byKey(key, after);
        if (key.isEmpty() || from.size() != before.size() || to.size() != after.size()) {
            return false;
        }
        TreeSet<String> names = new TreeSet<>(from.keySet());
        names.addAll(to.keySet());
        for (String name : names) {
            compare(
                    Paths.child(path, key + "=" + name),
                    Optional.ofNullable(from.get(name)),
                    Optional.ofNullable(to.get(name)));
        }
        return true;
    }

    /** The elements up to the first that is out of order or has no key. */
    private static Map<String, Object> byKey(String key, List<?> elements) {
        Map<String, Object> byKey = new LinkedHashMap<>();
        String previous = "";
        for (Object element : elements) {
            Optional<String> name = Attributes.find(element.getClass(), key)
                    .flatMap(attribute -> attribute.of(element))
                    .filter(ValueComparison::isText)
                    .map(Object::toString);
            if (name.isEmpty() || (!byKey.isEmpty() && Paths.compareKeys(previous, name.get()) >= 0)) {
                return byKey;
            }
            previous = name.get();
            byKey.put(previous, element);
        }
        return byKey;
    }

    private void add(String path, Optional<?> before, Optional<?> after) {
        changes.add(FieldChange.builder()
                .document(id)
                .path(path)
                .before(before.map(JsonText::of))
                .after(after.map(JsonText::of))
                .build());
    }

    private static boolean isText(Object value) {
        return IS_TEXT.get(value.getClass());
    }
}
