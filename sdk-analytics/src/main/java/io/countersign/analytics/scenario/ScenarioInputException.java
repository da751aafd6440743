package io.countersign.analytics.scenario;

import io.countersign.model.CountersignException;

/**
 * A scenario got rows that it cannot read as a whole: a column is missing or of a type that holds no exact numbers, a file or a
 * database cannot be read, numbers are wider than 38 digits. There is no answer; fix the source and ask again. Single rows that
 * are wrong are findings of the answer instead.
 */
public class ScenarioInputException extends CountersignException {
    private static final long serialVersionUID = 1L;

    ScenarioInputException(String message) {
        super(message);
    }

    ScenarioInputException(String message, Throwable cause) {
        super(message, cause);
    }
}
