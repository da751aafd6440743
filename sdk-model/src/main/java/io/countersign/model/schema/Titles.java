package io.countersign.model.schema;

import java.util.Locale;

/** Names of Java made readable. */
final class Titles {
    private Titles() {}

    /** {@code minQuantity} and {@code MinQuantity} as {@code Min quantity}. */
    static String of(String name) {
        String words = name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
