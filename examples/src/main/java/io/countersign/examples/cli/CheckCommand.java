package io.countersign.examples.cli;

import io.countersign.client.catalogue.Catalogue;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.ValidatedSnapshot;
import io.countersign.client.rule.Validator;
import io.countersign.model.finding.ValidationReport;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import io.countersign.model.venue.VenueReading;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Reads a venue's responses and runs the rules that hold of a configuration by itself; with a book, what the book means too. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Counts the documents in a venue's responses and says what is wrong with them.")
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private Source source = new Source();

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "responses, gzipped or not; each is checked by itself")
    private List<Path> files = List.of();

    @Mixin
    private Book book = new Book();

    @Mixin
    private Page page = new Page();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        Validator validator = Validator.of(Catalogue.standard());
        int exitCode = 0;
        for (Path file : files) {
            VenueReading reading = InputFile.read(source.reader(), file);
            printCounts(file, reading);
            ConfigSnapshot snapshot = snapshot(reading);
            ChangeContext context = book.context(snapshot, output);
            ValidatedSnapshot validated = validator.validated(snapshot, context);
            ValidationReport report = reading.report().and(book.report()).and(validated.report());
            exitCode = Math.max(exitCode, output.report(report));
            output.scenarios(validated.scenarios());
            page.leave("Check of " + file.getFileName(), report, validated.scenarios());
        }
        return exitCode;
    }

    static ConfigSnapshot snapshot(VenueReading reading) {
        String venue = reading.documents().isEmpty()
                ? "unknown"
                : reading.documents().get(0).venue();
        return ConfigSnapshot.of(new Scope(venue, "as-published"), reading.documents());
    }

    private void printCounts(Path file, VenueReading reading) {
        SortedMap<String, Integer> kinds = new TreeMap<>();
        for (MarketDocument document : reading.documents()) {
            kinds.merge(document.documentKind().toString(), 1, Integer::sum);
        }
        String name = String.valueOf(file.getFileName());
        output.line(
                name + ": " + reading.documents().size() + " documents " + kinds + " from " + reading.marketsRead()
                        + " of " + reading.marketsSeen() + " markets",
                new TreeMap<>(Map.of(
                        "file", name,
                        "source", source.reader().source(),
                        "documents", reading.documents().size(),
                        "kinds", kinds,
                        "marketsRead", reading.marketsRead(),
                        "marketsSeen", reading.marketsSeen())));
    }
}
