package io.countersign.examples.cli;

import io.countersign.client.rule.ScenarioResult;
import io.countersign.model.finding.ValidationReport;
import io.countersign.model.view.Html;
import io.countersign.model.view.HtmlPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The page that a command leaves for those who would rather look than read. */
final class Page {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--html", paramLabel = "FILE", description = "also leave a page with findings, tables and charts")
    private Optional<Path> file = Optional.empty();

    /** Leaves the page, where one is asked for. */
    void leave(String title, ValidationReport report, List<ScenarioResult> results) {
        if (file.isEmpty()) {
            return;
        }
        List<Html> body = new ArrayList<>(List.of(
                Html.heading(1, title),
                Html.table(
                        report.findings().size() + " findings",
                        List.of("severity", "rule", "where", "what"),
                        report.findings().stream()
                                .map(finding -> List.of(
                                        finding.severity().name(),
                                        finding.ruleId(),
                                        finding.document() + " " + finding.path(),
                                        finding.message()))
                                .toList())));
        results.forEach(result -> body.add(Html.trusted(result)));
        try {
            Files.writeString(file.get(), new HtmlPage(title, body).toFile());
        } catch (IOException e) {
            throw new ParameterException(
                    command.commandLine(),
                    "Cannot write " + file.get() + ": " + e.getMessage() + ". Name another --html",
                    e);
        }
    }
}
