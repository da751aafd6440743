package io.countersign.examples.cli;

import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.Validator;
import io.countersign.client.scenario.Scenarios;
import io.countersign.model.diff.SemanticDiff;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import io.countersign.model.venue.VenueReading;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares two responses of a venue, and runs the rules that hold of a change. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = "Prints what differs between two responses, field by field, and what is dangerous about it.")
final class DiffCommand implements Callable<Integer> {
    @Option(
            names = "--source",
            required = true,
            paramLabel = "KIND",
            converter = Source.Converter.class,
            completionCandidates = Source.Names.class,
            description = "what the files are: ${COMPLETION-CANDIDATES}")
    private Source source = Source.KRAKEN_SPOT;

    @Parameters(index = "0", paramLabel = "OLD", description = "the response before")
    private Path before = Path.of("");

    @Parameters(index = "1", paramLabel = "NEW", description = "the response after")
    private Path after = Path.of("");

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        VenueReading from = InputFile.read(source.reader(), before);
        VenueReading to = InputFile.read(source.reader(), after);
        Scope scope =
                CheckCommand.snapshot(from.documents().isEmpty() ? to : from).scope();
        ConfigSnapshot old = ConfigSnapshot.of(scope, from.documents());
        ConfigSnapshot changed = ConfigSnapshot.of(scope, to.documents());
        SemanticDiff diff = SemanticDiff.between(old, changed);
        output.line(
                diff.changes().size() + " field changes in " + diff.documents().size() + " documents, from "
                        + old.size() + " to " + changed.size() + " documents",
                new TreeMap<>(Map.of(
                        "fieldChanges", diff.changes().size(),
                        "documentsChanged", diff.documents().size(),
                        "documentsBefore", old.size(),
                        "documentsAfter", changed.size())));
        diff.changes().forEach(output::value);
        return output.report(from.report()
                .and(to.report())
                .and(Validator.of(Scenarios.ruleSet()).validate(old, changed, ChangeContext.none())));
    }
}
