package io.countersign.examples.cli;

import io.countersign.client.live.OrderBook;
import io.countersign.client.live.RestingOrders;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.ValidationReport;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.Market;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.unit.Price;
import io.countersign.model.venue.binance.BinanceDepth;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The order book that a command looks at beside the configuration: of one market, in the shape of Binance's {@code depth}. */
final class Book {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--book",
            paramLabel = "FILE",
            description = "an order book of one market, as Binance's depth response, gzipped or not")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--market",
            paramLabel = "ID",
            description = "the market that the book is of; may be left out where there is only one")
    private Optional<String> market = Optional.empty();

    private ValidationReport report = ValidationReport.empty();

    /** What the book tells of its market: the book itself, its levels as orders, and its middle for the last price. */
    ChangeContext context(ConfigSnapshot snapshot, Output output) {
        if (file.isEmpty()) {
            if (market.isPresent()) {
                throw new ParameterException(command.commandLine(), "--market names the market of a --book");
            }
            return ChangeContext.none();
        }
        DocumentId id = market(snapshot);
        BinanceDepth.Reading reading = InputFile.read(
                file.get(), bytes -> BinanceDepth.read(String.valueOf(file.get().getFileName()), bytes));
        OrderBook book = OrderBook.of(reading.bids().levels(), reading.asks().levels());
        output.line(
                "Book of " + id + ": " + book
                        + book.middle()
                                .map(middle -> ", middle " + middle.toPlainString() + " taken for the last price")
                                .orElse(""),
                new TreeMap<>(Map.of(
                        "book",
                        id,
                        "bids",
                        book.bids().size(),
                        "asks",
                        book.asks().size())));
        report = reading.report();
        ChangeContext.Builder context = ChangeContext.builder()
                .put(RuleInput.ORDER_BOOK, id, book)
                .put(RuleInput.RESTING_ORDERS, id, RestingOrders.ofLevels(book));
        book.middle().ifPresent(middle -> context.put(RuleInput.MARK_PRICE, id, new Price(middle)));
        return context.build();
    }

    /** What was wrong with the file. */
    ValidationReport report() {
        return report;
    }

    private DocumentId market(ConfigSnapshot snapshot) {
        List<DocumentId> named = snapshot.all(Market.class).stream()
                .filter(candidate -> market.map(candidate.id()::equals).orElse(true))
                .map(Market::documentId)
                .toList();
        if (named.size() != 1) {
            throw new ParameterException(
                    command.commandLine(),
                    market.map(id -> "No market has the id \"" + id + "\" among "
                                    + snapshot.all(Market.class).size())
                            .orElse("Which of " + named.size() + " markets is the book of? Name it with --market"));
        }
        return named.get(0);
    }
}
