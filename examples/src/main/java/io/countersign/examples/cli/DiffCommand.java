package io.countersign.examples.cli;

import io.countersign.client.catalogue.Catalogue;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.Validation;
import io.countersign.client.rule.Validator;
import io.countersign.model.diff.FieldChange;
import io.countersign.model.diff.SemanticDiff;
import io.countersign.model.finding.ValidationReport;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import io.countersign.model.venue.VenueReading;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Compares two responses of a venue, and runs the rules that hold of a change. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = "Prints what differs between two responses, field by field, and what is dangerous about it.")
final class DiffCommand implements Callable<Integer> {
    @Mixin
    private Source source = new Source();

    @Parameters(index = "0", paramLabel = "OLD", description = "the response before")
    private Path before = Path.of("");

    @Parameters(index = "1", paramLabel = "NEW", description = "the response after")
    private Path after = Path.of("");

    @Mixin
    private Book book = new Book();

    @Mixin
    private Page page = new Page();

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
        int added = countWholeDocuments(diff, change -> change.before().isEmpty());
        int removed = countWholeDocuments(diff, change -> change.after().isEmpty());
        int documents = diff.documents().size() - added - removed;
        output.line(
                diff.changes().size() + " field changes: " + documents + " documents changed, " + added + " added, "
                        + removed + " removed, from " + old.size() + " to " + changed.size(),
                new TreeMap<>(Map.of(
                        "fieldChanges",
                        diff.changes().size(),
                        "documentsChanged",
                        documents,
                        "documentsAdded",
                        added,
                        "documentsRemoved",
                        removed,
                        "documentsBefore",
                        old.size(),
                        "documentsAfter",
                        changed.size())));
        diff.changes().forEach(this::printChange);
        ChangeContext context = book.context(changed, output);
        Validation validation = Validator.of(Catalogue.standard()).assess(old, changed, context);
        ValidationReport report =
                from.report().and(to.report()).and(book.report()).and(validation.report());
        int exitCode = output.report(report);
        output.scenarios(validation.scenarios());
        page.leave("From " + before.getFileName() + " to " + after.getFileName(), report, validation.scenarios());
        return exitCode;
    }

    private void printChange(FieldChange change) {
        Map<String, Object> json = new TreeMap<>(Map.of(
                "document", change.document(),
                "path", change.path(),
                "reading", change.reading()));
        change.before().ifPresent(before -> json.put("before", before));
        change.after().ifPresent(after -> json.put("after", after));
        output.line(change.toString(), json);
    }

    private static int countWholeDocuments(SemanticDiff diff, Predicate<FieldChange> wanted) {
        return (int) diff.changes().stream()
                .filter(change -> change.path().isEmpty())
                .filter(wanted)
                .count();
    }
}
