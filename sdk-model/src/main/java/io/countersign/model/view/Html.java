package io.countersign.model.view;

import java.util.List;

/**
 * Markup in which every text has been escaped. Only {@link #trusted} takes markup as it is.
 *
 * @param markup the HTML
 */
public record Html(String markup) implements Displayable {
    private static final Html NOTHING = new Html("");

    /** No markup at all. */
    public static Html nothing() {
        return NOTHING;
    }

    /** A text, escaped. */
    public static Html text(String text) {
        return new Html(escape(text));
    }

    /** Markup from a source that escapes by itself, such as a chart. */
    public static Html trusted(Displayable source) {
        return new Html(source.toHtml());
    }

    /** Several pieces, one after the other. */
    public static Html of(Html... pieces) {
        return of(List.of(pieces));
    }

    /** Several pieces, one after the other. */
    public static Html of(List<Html> pieces) {
        StringBuilder all = new StringBuilder();
        pieces.forEach(piece -> all.append(piece.markup));
        return new Html(all.toString());
    }

    /** An element around pieces. */
    public static Html element(String name, Html... content) {
        return element(name, Attributes.none(), content);
    }

    /** An element around a text. */
    public static Html element(String name, String text) {
        return element(name, text(text));
    }

    /** An element with attributes. */
    public static Html element(String name, Attributes attributes, Html... content) {
        requireName(name);
        return new Html("<" + name + attributes.markup + ">" + of(content).markup + "</" + name + ">");
    }

    /** A heading of level 1 to 6. */
    public static Html heading(int level, String text) {
        if (level < 1 || level > 6) {
            throw new IllegalArgumentException("A heading's level is 1 to 6: " + level);
        }
        return element("h" + level, text);
    }

    public static Html paragraph(String text) {
        return element("p", text);
    }

    /** A list with a point for each text. */
    public static Html list(List<String> points) {
        return element(
                "ul", of(points.stream().map(point -> element("li", point)).toList()));
    }

    /** A table with a caption and a heading row. */
    public static Html table(String caption, List<String> headings, List<List<String>> rows) {
        return table(
                caption,
                headings,
                of(rows.stream()
                        .map(row -> element(
                                "tr",
                                of(row.stream().map(cell -> element("td", cell)).toList())))
                        .toList()));
    }

    /** A table of rows that are HTML already, such as some with a class. Without headings when there are none. */
    public static Html table(String caption, List<String> headings, Html rows) {
        Html head = element(
                "thead",
                element(
                        "tr",
                        of(headings.stream()
                                .map(heading -> element("th", Attributes.of("scope", "col"), text(heading)))
                                .toList())));
        return element(
                "table",
                caption.isEmpty() ? nothing() : element("caption", caption),
                headings.isEmpty() ? nothing() : head,
                element("tbody", rows));
    }

    /** Replaces the characters that mean something in HTML and XML; control characters that neither may hold are dropped. */
    public static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> {
                    if (c >= ' ' || c == '\n' || c == '\t') {
                        out.append(c);
                    }
                }
            }
        }
        return out.toString();
    }

    @Override
    public String toHtml() {
        return markup;
    }

    @Override
    public String toString() {
        return markup;
    }

    static void requireName(String name) {
        if (name.isEmpty() || !name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '-')) {
            throw new IllegalArgumentException("Not a name of an element or attribute: \"" + name + "\"");
        }
    }

    /** The attributes of an element, escaped. */
    public record Attributes(String markup) {
        private static final Attributes NONE = new Attributes("");

        public static Attributes none() {
            return NONE;
        }

        public static Attributes of(String name, String value) {
            return NONE.and(name, value);
        }

        /** These and one more. */
        public Attributes and(String name, String value) {
            requireName(name);
            return new Attributes(markup + " " + name + "=\"" + escape(value) + "\"");
        }
    }
}
