package io.countersign.analytics.internal;

import io.countersign.model.MalformedInputException;
import io.countersign.model.json.Json;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/** The engine refused or failed. Callers turn it into an exception of the public package. */
public final class DuckDbException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String type;
    private final String what;
    private final int offset;

    private DuckDbException(String type, String message, int offset, Throwable cause) {
        super(message, cause);
        this.type = type;
        this.what = message;
        this.offset = offset;
    }

    /** Takes the engine's error apart, which is a JSON object where errors are asked for as JSON. */
    static DuckDbException of(SQLException e) {
        String text = String.valueOf(e.getMessage());
        int brace = text.indexOf("{\"exception_type\"");
        if (brace >= 0) {
            try {
                Map<?, ?> error = Json.read(text.substring(brace), Map.class);
                return new DuckDbException(
                        text(error, "exception_type"), text(error, "exception_message"), offset(error), e);
            } catch (MalformedInputException notJson) {
                return new DuckDbException("", text, -1, e);
            }
        }
        int colon = text.indexOf(" Error: ");
        return colon < 0
                ? new DuckDbException("", text, -1, e)
                : new DuckDbException(text.substring(0, colon), text.substring(colon + " Error: ".length()), -1, e);
    }

    /** What kind of failure, in the engine's words and lower case, such as {@code parser}; empty when it did not say. */
    public String type() {
        return type.toLowerCase(Locale.ROOT);
    }

    /** What went wrong. */
    public String what() {
        return what;
    }

    /** Where in the statement, in bytes of UTF-8 from 0, if the engine said. */
    public OptionalInt offset() {
        return offset < 0 ? OptionalInt.empty() : OptionalInt.of(offset);
    }

    private static String text(Map<?, ?> error, String name) {
        Object value = error.get(name);
        return value == null ? "" : value.toString();
    }

    private static int offset(Map<?, ?> error) {
        try {
            return Integer.parseInt(text(error, "position"));
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
