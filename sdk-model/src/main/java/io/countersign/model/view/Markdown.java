package io.countersign.model.view;

import java.util.regex.Pattern;

/** Text that people wrote, inside Markdown: it shows as it was written, on one line, and means nothing. */
public final class Markdown {
    private static final Pattern SPECIAL = Pattern.compile("[\\\\|<>`*\\[\\]]");

    private Markdown() {}

    /** The text with everything escaped that would be markup; a line break becomes a space. */
    public static String escape(String text) {
        return SPECIAL.matcher(text.replaceAll("\\p{Cntrl}+", " ")).replaceAll("\\\\$0");
    }
}
