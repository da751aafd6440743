package io.countersign.client.policy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.countersign.model.diff.FieldChange;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.DocumentId;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Names fields of documents, such as {@code margin-schedule/binance/*#/tiers/**}: the document, a number sign, the path inside it. One
 * star stands for anything without a slash, two for anything. A string in JSON.
 */
public final class FieldPattern implements Comparable<FieldPattern> {
    private final String text;
    private final Pattern pattern;

    private FieldPattern(String text) {
        this.text = text;
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '*') {
                regex.append(Pattern.quote(String.valueOf(c)));
            } else if (text.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else {
                regex.append("[^/]*");
            }
        }
        this.pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException if there is no number sign between document and path
     */
    @JsonCreator
    public static FieldPattern parse(String text) {
        if (text.indexOf('#') < 1) {
            throw new IllegalArgumentException("A field pattern names a document, a number sign and a path, such as "
                    + "spot-market/*/*#/priceRule/**: \"" + text + "\"");
        }
        return new FieldPattern(text);
    }

    /** Whether a field is one of these, or holds one: a document or a tier that comes or goes is every one of its fields. */
    public boolean matches(FieldChange change) {
        return matchesField(change)
                || (isStructured(change) && change.leaves().stream().anyMatch(this::matchesField));
    }

    private static boolean isStructured(FieldChange change) {
        return Stream.of(change.before(), change.after())
                .flatMap(Optional::stream)
                .map(JsonText::toString)
                .anyMatch(json -> json.startsWith("{") || json.startsWith("["));
    }

    private boolean matchesField(FieldChange field) {
        return matches(field.document(), field.path());
    }

    /** Whether the field at a path of a document is one of these. */
    boolean matches(DocumentId document, String path) {
        return pattern.matcher(document + "#" + path).matches();
    }

    @Override
    public int compareTo(FieldPattern other) {
        return text.compareTo(other.text);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FieldPattern that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @JsonValue
    @Override
    public String toString() {
        return text;
    }
}
