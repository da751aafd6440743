package io.countersign.client.cel;

import dev.cel.common.CelIssue;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is wrong with a policy, on its way to become a finding. */
final class PolicyMistake extends Exception {
    private static final long serialVersionUID = 1L;

    /** What to do about a message of the library, by how it begins. */
    private static final Map<String, String> ADVICE = new TreeMap<>(Map.of(
            "undefined field",
            "The names are those of the document's JSON, as its JSON Schema lists them",
            "found no matching overload for '_+_' applied to '(string",
            "Decimals are text: write decimal.add(a, b). Texts are not put together",
            "found no matching overload for '_-_' applied to '(string",
            "Decimals are text: write decimal.subtract(a, b)",
            "found no matching overload for '_*_' applied to '(string",
            "Decimals are text: write decimal.multiply(a, b)",
            "found no matching overload for '_/_' applied to '(string",
            "Decimals are text: write decimal.divide(a, b, decimals, rounding)",
            "expected type 'bool'",
            "The expression is true when all is well: compare with something",
            "undeclared reference to 'map'",
            "Lists are asked with all, exists and exists_one",
            "undeclared reference to 'filter'",
            "Lists are asked with all, exists and exists_one"));

    private final String field;
    private final Map<String, String> evidence;

    /** A mistake in a field; in none of them alone, if that is empty. */
    PolicyMistake(String field, String message) {
        this(field, message, Map.of());
    }

    private PolicyMistake(String field, String message, Map<String, String> evidence) {
        super(message);
        this.field = field;
        this.evidence = evidence;
    }

    /** A mistake in the expression: the first that the library names. */
    static PolicyMistake of(CelPolicy policy, List<CelIssue> issues) {
        CelIssue first = issues.get(0);
        Map<String, String> evidence = new TreeMap<>();
        if (issues.size() > 1) {
            evidence.put("more", Integer.toString(issues.size() - 1));
        }
        Optional<Place> place = Optional.of(first.getSourceLocation())
                .filter(at -> at.getLine() > 0)
                .map(at -> Place.at(policy.expression(), at.getLine(), at.getColumn()));
        place.ifPresent(at -> {
            evidence.put("line", Integer.toString(at.line()));
            evidence.put("column", Integer.toString(at.column()));
            evidence.put("offset", Integer.toString(at.offset()));
            evidence.put("near", at.near());
        });
        String what = first.getMessage()
                .replaceAll(" \\((candidates:|in container).*", "")
                .replace('\n', ' ');
        return new PolicyMistake(
                "expression",
                place.map(at -> "At " + at + ": ").orElse("") + what + ". " + advice(policy, what),
                evidence);
    }

    /** As a finding about a policy with a place in the array of all. */
    Finding finding(CelPolicy policy, int index) {
        return Finding.builder()
                .ruleId(policy.id())
                .severity(Severity.ERROR)
                .document("policies")
                .path("/" + index + (field.isEmpty() ? "" : "/" + field))
                .message(String.valueOf(getMessage()))
                .putAllEvidence(evidence)
                .build();
    }

    private static String advice(CelPolicy policy, String message) {
        if (message.startsWith("undeclared reference to")
                && !message.contains("'map'")
                && !message.contains("'filter'")) {
            return "This policy knows " + PolicyCompiler.variables(policy);
        }
        if (message.matches("found no matching overload for '_[<>]=?_' applied to '\\(string.*")) {
            return "Decimals are text, whose order is another: write decimal.compare(a, b) and compare that with 0";
        }
        if (message.contains("double")) {
            return "Decimals are text: write \"0.1\" in quotes, and use the functions decimal.compare, decimal.add and their like";
        }
        return ADVICE.entrySet().stream()
                .filter(entry -> message.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("Mend the expression there");
    }
}
