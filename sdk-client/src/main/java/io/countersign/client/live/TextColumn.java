package io.countersign.client.live;

import java.util.List;

/** Texts, such as ids of orders or accounts. Implemented by users over columns that they already have. */
public interface TextColumn {
    /** The number of rows. */
    int size();

    String at(int row);

    /** A column over texts, which are not copied and must not change. */
    static TextColumn of(String... texts) {
        return new TextColumn() {
            @Override
            public int size() {
                return texts.length;
            }

            @Override
            public String at(int row) {
                return texts[row];
            }
        };
    }

    /** A column of these texts. */
    static TextColumn of(List<String> texts) {
        return of(texts.toArray(String[]::new));
    }
}
