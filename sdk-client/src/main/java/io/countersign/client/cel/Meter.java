package io.countersign.client.cel;

import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts how often one evaluation looks at a value inside a document, and ends it when that is too often: an expression that
 * compares all with all a hundred times over is short, and takes minutes. For one evaluation in one thread.
 */
final class Meter {
    /** So many characters are as much work as a value. */
    private static final int CHARACTERS = 16;

    private long looks;

    /** A document whose values are counted when they are looked at. */
    Map<String, @Nullable Object> over(Map<String, Object> document) {
        return new CountedMap<>(document);
    }

    /** Counts work as so many looks. */
    void count(long work) {
        looks += work;
        if (isSpent()) {
            throw new IllegalStateException("Looked at more than " + Bounds.LOOKS_MAX + " values");
        }
    }

    /** Whether the evaluation looked too often; what it says is worth nothing then. */
    boolean isSpent() {
        return looks > Bounds.LOOKS_MAX;
    }

    private static int lengthOf(String text) {
        if (text.length() > Bounds.TEXT_MAX) {
            throw new IllegalStateException("a text of more than " + Bounds.TEXT_MAX + " characters");
        }
        return text.length();
    }

    private @Nullable Object seen(@Nullable Object value) {
        count(1 + (value instanceof String text ? lengthOf(text) / CHARACTERS : 0));
        if (value instanceof Map<?, ?> map) {
            return new CountedMap<>(map);
        }
        return value instanceof List<?> list ? new CountedList(list) : value;
    }

    private final class CountedMap<K> extends AbstractMap<K, @Nullable Object> {
        private final Map<K, ?> map;

        CountedMap(Map<K, ?> map) {
            this.map = map;
        }

        @Override
        public @Nullable Object get(@Nullable Object key) {
            return seen(map.get(key));
        }

        @Override
        public boolean containsKey(@Nullable Object key) {
            count(1);
            return map.containsKey(key);
        }

        @Override
        public Set<Map.Entry<K, @Nullable Object>> entrySet() {
            return new AbstractSet<>() {
                @Override
                public Iterator<Map.Entry<K, @Nullable Object>> iterator() {
                    Iterator<? extends Map.Entry<K, ?>> entries = map.entrySet().iterator();
                    return new Iterator<>() {
                        @Override
                        public boolean hasNext() {
                            return entries.hasNext();
                        }

                        @Override
                        public Map.Entry<K, @Nullable Object> next() {
                            Map.Entry<K, ?> entry = entries.next();
                            return new SimpleImmutableEntry<>(entry.getKey(), seen(entry.getValue()));
                        }
                    };
                }

                @Override
                public int size() {
                    return map.size();
                }
            };
        }
    }

    private final class CountedList extends AbstractList<@Nullable Object> implements RandomAccess {
        private final List<?> list;

        CountedList(List<?> list) {
            this.list = list;
        }

        @Override
        public @Nullable Object get(int index) {
            return seen(list.get(index));
        }

        @Override
        public int size() {
            return list.size();
        }
    }
}
