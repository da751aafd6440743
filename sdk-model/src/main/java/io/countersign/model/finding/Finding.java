package io.countersign.model.finding;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedMap;
import org.immutables.value.Value;

/**
 * One thing that validation found: which rule, how grave, in which document, where, and why.
 *
 * <p>Ordered by document, then path, then rule, then message, so that two runs over the same input print the same.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableFinding.class)
@JsonDeserialize(as = ImmutableFinding.class)
public abstract class Finding implements Comparable<Finding> {
    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::document)
            .thenComparing(Finding::path)
            .thenComparing(Finding::ruleId)
            .thenComparing(Finding::message);

    Finding() {}

    /** The rule, such as {@code D-FEE-04}; each has a section in {@code docs/rules.md}. */
    public abstract String ruleId();

    public abstract Severity severity();

    /** The document, such as {@code spot-market/kraken/XXBTZUSD}, or the file where no document could be read. */
    public abstract String document();

    /** Where in the document: a JSON Pointer (RFC 6901), empty for the whole document. */
    @Value.Default
    public String path() {
        return "";
    }

    /** The value before, where the finding is about a change. */
    public abstract Optional<String> before();

    /** The value found, or the value after a change. */
    public abstract Optional<String> after();

    /** What the values are counted in, such as {@code %} or {@code contracts}; absent for texts and where it is not known. */
    public abstract Optional<String> unit();

    /** What is wrong, with the values and their unit, and what to do about it. */
    public abstract String message();

    /** Counts, sample ids and other figures behind the message, by name. */
    @Value.NaturalOrder
    public abstract SortedMap<String, String> evidence();

    @Override
    public int compareTo(Finding other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return severity() + " " + ruleId() + " " + document() + (path().isEmpty() ? "" : " " + path()) + ": "
                + message();
    }

    /** Starts a finding. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a finding. */
    public static final class Builder extends ImmutableFinding.Builder {
        Builder() {}
    }
}
