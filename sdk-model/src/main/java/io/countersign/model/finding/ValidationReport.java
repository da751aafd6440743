package io.countersign.model.finding;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Everything that a validation found, sorted, without repeats. Empty when all is well. */
public record ValidationReport(@JsonValue List<Finding> findings) {
    private static final ValidationReport EMPTY = new ValidationReport(List.of());

    @JsonCreator
    public ValidationReport {
        findings = findings.stream().distinct().sorted().toList();
    }

    /** The report of nothing found. */
    public static ValidationReport empty() {
        return EMPTY;
    }

    public static ValidationReport of(Collection<Finding> findings) {
        return new ValidationReport(List.copyOf(findings));
    }

    /** Both reports as one. */
    public ValidationReport and(ValidationReport other) {
        List<Finding> all = new ArrayList<>(findings);
        all.addAll(other.findings);
        return new ValidationReport(all);
    }

    public boolean isEmpty() {
        return findings.isEmpty();
    }

    /** Whether anything is an ERROR or a BLOCK. */
    public boolean hasErrors() {
        return !atLeast(Severity.ERROR).isEmpty();
    }

    /** Whether anything is a BLOCK. */
    public boolean isBlocked() {
        return !atLeast(Severity.BLOCK).isEmpty();
    }

    /** The findings that are at least this grave. */
    public List<Finding> atLeast(Severity severity) {
        return findings.stream().filter(f -> f.severity().atLeast(severity)).toList();
    }

    /** The findings of one rule. */
    public List<Finding> of(String ruleId) {
        return findings.stream().filter(f -> f.ruleId().equals(ruleId)).toList();
    }

    /**
     * Returns this report if nothing is an ERROR or a BLOCK.
     *
     * @throws ValidationFailedException carrying this report otherwise
     */
    public ValidationReport orThrow() {
        if (hasErrors()) {
            throw new ValidationFailedException(this);
        }
        return this;
    }

    /** One line a finding; {@code No findings} when there is none. */
    @Override
    public String toString() {
        return isEmpty()
                ? "No findings"
                : findings.stream().map(Finding::toString).collect(Collectors.joining("\n"));
    }
}
