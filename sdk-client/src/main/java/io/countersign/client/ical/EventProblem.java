package io.countersign.client.ical;

/** Why an event cannot be read: a property, its value, what is wrong and what to do. Which event that is, the catcher knows. */
final class EventProblem extends Exception {
    private static final long serialVersionUID = 1L;

    private static final int VALUE_CHARS_MAX = 200;

    private final String words;

    EventProblem(String property, String value, String trouble) {
        this(property + " \"" + shortened(value) + "\" " + trouble);
    }

    EventProblem(String words) {
        super(words);
        this.words = words;
    }

    String words() {
        return words;
    }

    private static String shortened(String value) {
        return value.length() <= VALUE_CHARS_MAX ? value : value.substring(0, VALUE_CHARS_MAX) + "...";
    }
}
