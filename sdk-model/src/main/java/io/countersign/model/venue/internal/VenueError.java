package io.countersign.model.venue.internal;

import io.countersign.model.venue.internal.RawJson.Items;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An error that the venue itself answered with.
 *
 * @param field the field of the response that says so
 * @param text what it says
 */
public record VenueError(String field, String text) {
    /** How to tell from a response's fields that the venue answered with errors. */
    @FunctionalInterface
    public interface Sign {
        /** The errors among these fields, none if the venue did what it was asked. */
        List<VenueError> in(Map<String, RawJson> envelope);
    }

    /** Errors that stand in one field, by themselves or in a list; null and the empty list are none. */
    public static Sign in(String field) {
        return envelope -> {
            RawJson value = envelope.get(field);
            if (value instanceof Items errors) {
                return errors.items().stream()
                        .map(error -> new VenueError(field, error.json()))
                        .toList();
            }
            return value == null || value.type().equals("null")
                    ? List.of()
                    : List.of(new VenueError(field, value.json()));
        };
    }

    /**
     * An error told by a code and a text.
     *
     * @param success codes that mean success, whether they come as a number or as a string
     */
    public static Sign code(String codeField, String textField, Set<String> success) {
        return envelope -> {
            RawJson code = envelope.get(codeField);
            if (code == null || success.contains(bare(code))) {
                return List.of();
            }
            RawJson text = envelope.get(textField);
            return List.of(new VenueError(codeField, text == null ? bare(code) : bare(code) + ": " + bare(text)));
        };
    }

    private static String bare(RawJson value) {
        return value instanceof RawJson.Text text ? text.value() : value.json();
    }
}
