package io.countersign.analytics;

import io.countersign.model.CountersignException;
import java.util.OptionalInt;

/** A question in SQL got no answer; nothing was changed. {@link #reason()} says what to do. */
public class QueryFailedException extends CountersignException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final int line;
    private final int column;

    /** Why there is no answer. */
    public enum Reason {
        /** It is no SQL: fix it where the position says. */
        SYNTAX,
        /** A table, column or function does not exist or does not fit: fix the name. */
        NAME,
        /** It is more than a question: sessions only read what the export holds. */
        FORBIDDEN,
        /** It needs more time or memory than allowed: ask for less. */
        LIMIT,
        /** It failed on a value, such as a text that is no number. */
        VALUE,
        /** The engine failed. */
        ENGINE
    }

    /** Where the position is known; it is not when line and column are 0. */
    public QueryFailedException(Reason reason, String message, int line, int column, Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.line = line;
        this.column = column;
    }

    QueryFailedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
        this.line = 0;
        this.column = 0;
    }

    /** Why there is no answer. */
    public Reason reason() {
        return reason;
    }

    /** Line of the statement, from 1, where known. */
    public OptionalInt line() {
        return line == 0 ? OptionalInt.empty() : OptionalInt.of(line);
    }

    /** Character of that line, from 1, where known. */
    public OptionalInt column() {
        return column == 0 ? OptionalInt.empty() : OptionalInt.of(column);
    }
}
