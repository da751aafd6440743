package io.countersign.model.venue.internal;

/** Halves of character pairs: JSON can spell them, UTF-8 and canonical JSON have no form for them. */
final class Surrogates {
    private Surrogates() {}

    static boolean hasLone(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return text.codePoints().anyMatch(Surrogates::isLone);
            }
        }
        return false;
    }

    /** With each lone half spelled as JSON spells it, such as {@code \\ud800}. */
    static String escapeLone(String text) {
        if (!hasLone(text)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (isLone(c)) {
                out.append(String.format("\\u%04x", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    private static boolean isLone(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
