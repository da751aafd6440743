package io.countersign.examples.cli;

import io.countersign.client.rule.ScenarioResult;
import io.countersign.client.rule.Validator;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.ValidationReport;
import io.countersign.model.view.Html;
import io.countersign.model.view.HtmlPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
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
        List<Finding> judged = report.findings().stream()
                .filter(finding -> !Validator.isInconclusive(finding))
                .sorted(Comparator.comparing(Finding::severity)) // gravest first, else as reported
                .toList();
        List<Finding> inconclusive =
                report.findings().stream().filter(Validator::isInconclusive).toList();
        List<Html> body = new ArrayList<>();
        body.add(Html.heading(1, title));
        body.add(table(judged.size() + " findings", judged));
        if (!inconclusive.isEmpty()) {
            body.add(table("Rules that could not judge everything", inconclusive));
        }
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

    private static Html table(String caption, List<Finding> findings) {
        return Html.element(
                "div",
                Html.Attributes.of("class", "findings"),
                Html.table(
                        caption,
                        List.of("severity", "rule", "where", "what"),
                        findings.stream()
                                .map(finding -> List.of(
                                        finding.severity().name(),
                                        finding.ruleId(),
                                        finding.document() + " " + finding.path(),
                                        finding.message()))
                                .toList()));
    }
}
