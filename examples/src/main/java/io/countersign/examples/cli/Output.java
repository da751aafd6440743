package io.countersign.examples.cli;

import io.countersign.model.finding.ValidationReport;
import io.countersign.model.json.Json;
import java.io.PrintWriter;
import java.util.Map;
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

    /** Every finding; says so when there is none. Returns the exit code that follows from them. */
    int report(ValidationReport report) {
        if (report.isEmpty() && format == Format.TEXT) {
            writer().println(report);
        }
        report.findings().forEach(this::value);
        return report.hasErrors() ? 1 : 0;
    }

    boolean isJson() {
        return format == Format.JSON;
    }
}
