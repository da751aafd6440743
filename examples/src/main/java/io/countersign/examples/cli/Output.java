package io.countersign.examples.cli;

import io.countersign.client.rule.ScenarioResult;
import io.countersign.client.rule.Validator;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.ValidationReport;
import io.countersign.model.json.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command prints through: text for people, or JSON lines. */
final class Output {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--format",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "text for people, json for one JSON value a line (default: ${DEFAULT-VALUE})")
    private Format format = Format.TEXT;

    PrintWriter writer() {
        return command.commandLine().getOut();
    }

    /** A line of text, or a JSON value in its place. */
    void line(String text, Map<String, ?> json) {
        writer().println(format == Format.JSON ? Json.write(json) : text);
    }

    /** A value that has a JSON form, printed by its own text or as JSON. */
    void value(Object value) {
        writer().println(format == Format.JSON ? Json.write(value) : value.toString());
    }

    /**
     * Every finding; says so when there is none. In text, rules that could not judge are named last, by what they lacked. Returns the
     * exit code that follows from the findings.
     */
    int report(ValidationReport report) {
        if (format == Format.JSON) {
            report.findings().forEach(this::value);
            return report.hasErrors() ? 1 : 0;
        }
        List<Finding> findings = report.findings().stream()
                .filter(finding -> !Validator.isInconclusive(finding))
                .toList();
        findings.forEach(this::value);
        if (findings.isEmpty()) {
            writer().println(ValidationReport.empty());
        }
        inconclusive(report);
        return report.hasErrors() ? 1 : 0;
    }

    private void inconclusive(ValidationReport report) {
        SortedMap<String, SortedSet<String>> rulesByInput = new TreeMap<>();
        SortedSet<String> rules = new TreeSet<>();
        for (Finding finding : report.findings()) {
            if (Validator.isInconclusive(finding)) {
                rules.add(finding.ruleId());
                for (String missing :
                        finding.evidence().getOrDefault("missing", "").split(", ", -1)) {
                    rulesByInput
                            .computeIfAbsent(missing, input -> new TreeSet<>())
                            .add(finding.ruleId());
                }
            }
        }
        if (!rules.isEmpty()) {
            writer().println("Not judged, for want of what follows: " + rules.size()
                    + (rules.size() == 1 ? " rule" : " rules") + " (--format json says of which documents)");
            rulesByInput.forEach((input, ids) -> writer().println("  " + input + ": " + String.join(", ", ids)));
        }
    }

    /** What scenarios have shown: text with tables, or the evidence as JSON. */
    void scenarios(List<ScenarioResult> results) {
        for (ScenarioResult result : results) {
            writer().println(format == Format.JSON ? Json.write(result.toEvidence()) : "\n" + result);
        }
    }

    boolean isJson() {
        return format == Format.JSON;
    }
}
