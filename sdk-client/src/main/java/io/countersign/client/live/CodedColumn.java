package io.countersign.client.live;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Texts of which there are few and which repeat, such as client classes: a list of the distinct ones, and the index of one in each
 * row. Implemented by users over columns that they already have.
 */
public interface CodedColumn {
    /** The number of rows. */
    int size();

    /** The distinct texts. */
    List<String> values();

    /** The index in {@link #values()} of a row's text. */
    int code(int row);

    default String at(int row) {
        return values().get(code(row));
    }

    /** A column over an array, which is not copied and must not change. */
    static CodedColumn of(List<String> values, int[] codes) {
        List<String> kept = List.copyOf(values);
        return new CodedColumn() {
            @Override
            public int size() {
                return codes.length;
            }

            @Override
            public List<String> values() {
                return kept;
            }

            @Override
            public int code(int row) {
                return codes[row];
            }
        };
    }

    /** A column of these texts. */
    static CodedColumn of(List<String> texts) {
        Map<String, Integer> known = new HashMap<>();
        List<String> values = new ArrayList<>();
        int[] codes = new int[texts.size()];
        for (int row = 0; row < codes.length; row++) {
            codes[row] = known.computeIfAbsent(texts.get(row), text -> {
                values.add(text);
                return values.size() - 1;
            });
        }
        return of(values, codes);
    }
}
