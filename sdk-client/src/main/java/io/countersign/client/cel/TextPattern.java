package io.countersign.client.cel;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.regex.Matcher;

/**
 * A regular expression (RE2) of bounded size. RE2 takes time linear in the text, but writes out what is counted: a pattern of
 * thirty characters can become one of a million steps.
 */
final class TextPattern {
    /** Largest size of a pattern: its characters times all its counts. */
    static final int SIZE_MAX = 10_000;

    private static final java.util.regex.Pattern COUNT = java.util.regex.Pattern.compile("\\{([0-9]+)(?:,([0-9]*))?}");

    private final String pattern;
    private final int size;

    /**
     * Takes a pattern.
     *
     * @throws IllegalArgumentException if it is too large
     */
    TextPattern(String pattern) {
        double steps = pattern.length(); // an estimate, of what soon leaves the whole numbers
        Matcher counts = COUNT.matcher(pattern);
        while (counts.find()) {
            String most = counts.group(2) == null || counts.group(2).isEmpty() ? counts.group(1) : counts.group(2);
            steps *= Math.max(1, Double.parseDouble(most));
        }
        if (steps > SIZE_MAX) {
            throw new IllegalArgumentException("a pattern of more than " + SIZE_MAX + " steps");
        }
        this.pattern = pattern;
        this.size = (int) steps;
    }

    /**
     * Whether it is in a text, counting the work.
     *
     * @throws IllegalArgumentException if it is no pattern
     */
    boolean isIn(String text, Meter meter) {
        meter.count(16 + size + (long) size * text.length() / 16);
        return compiled().matcher(text).find();
    }

    /** Compiles it. */
    Pattern compiled() {
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("not a pattern, " + e.getDescription(), e);
        }
    }
}
