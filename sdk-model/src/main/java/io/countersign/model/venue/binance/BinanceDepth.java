package io.countersign.model.venue.binance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.finding.ValidationReport;
import io.countersign.model.formula.BookDepth;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Binance's order book of one symbol: the response of {@code depth}, two lists of price and quantity. Source: Binance Spot API, market
 * data endpoints, Order book; the futures endpoints have the same lists, with contracts for quantities where contracts are traded.
 */
public final class BinanceDepth {
    /** Twenty times what Binance sends of one side. */
    private static final int LEVELS_MAX = 100_000;

    /** Most findings that one response gives, so that hostile input cannot fill the memory. */
    private static final int FINDINGS_MAX = 100;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(1_000)
                    .maxNameLength(1_000)
                    .maxNestingDepth(16)
                    .build())
            .build();

    private final String name;
    private final List<BookDepth.Level> bids = new ArrayList<>();
    private final List<BookDepth.Level> asks = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private boolean bidsSeen;
    private boolean asksSeen;

    private BinanceDepth(String name) {
        this.name = name;
    }

    /**
     * What a response gave: the levels that parsed, in its order, and what did not.
     *
     * @param bids to buy
     * @param asks to sell
     */
    public record Reading(BookDepth bids, BookDepth asks, ValidationReport report) {}

    /**
     * Reads a response to its end, in memory bounded by its levels. Bad input never throws: it gives findings, and what stood before
     * it is kept.
     *
     * @param name what to call the response in findings, such as a file name
     * @param response UTF-8 JSON; stays open
     */
    public static Reading read(String name, InputStream response) {
        BinanceDepth depth = new BinanceDepth(name);
        try (JsonParser parser = FACTORY.createParser(response)) {
            parser.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
            depth.readBook(parser);
        } catch (JsonProcessingException e) {
            depth.found("V-JSON-01", "", "Not complete JSON: " + e.getOriginalMessage() + ". Fetch the response again");
        } catch (IOException e) {
            depth.found("V-JSON-01", "", "The response breaks off: " + e.getMessage() + ". Fetch it again");
        }
        if (!depth.bidsSeen || !depth.asksSeen) {
            depth.found(
                    "V-SHAPE-01",
                    "",
                    "An order book has a list of bids and a list of asks; missing: " + (depth.bidsSeen ? "" : "bids ")
                            + (depth.asksSeen ? "" : "asks"));
        }
        return new Reading(new BookDepth(depth.bids), new BookDepth(depth.asks), ValidationReport.of(depth.findings));
    }

    private void readBook(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            found("V-SHAPE-01", "", "An order book is an object with bids and asks");
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            boolean list = parser.nextToken() == JsonToken.START_ARRAY;
            if (list && (field.equals("bids") || field.equals("b"))) {
                bidsSeen = true;
                readLevels(parser, "/" + field, bids);
            } else if (list && (field.equals("asks") || field.equals("a"))) {
                asksSeen = true;
                readLevels(parser, "/" + field, asks);
            } else {
                parser.skipChildren();
            }
        }
        if (parser.currentToken() != JsonToken.END_OBJECT) {
            found("V-JSON-01", "", "The response breaks off before its end. Fetch it again");
        }
    }

    private void readLevels(JsonParser parser, String path, List<BookDepth.Level> levels) throws IOException {
        int index = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY && parser.currentToken() != null) {
            String at = path + "/" + index++;
            List<String> texts = new ArrayList<>();
            if (parser.currentToken() == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY && parser.currentToken() != null) {
                    if (texts.size() < 2 && parser.currentToken().isScalarValue()) {
                        texts.add(parser.getText());
                    }
                    parser.skipChildren();
                }
            } else {
                parser.skipChildren();
            }
            if (levels.size() >= LEVELS_MAX) {
                if (index == LEVELS_MAX + 1) {
                    found("V-SIZE-01", path, "More than " + LEVELS_MAX + " levels; the others were left");
                }
            } else if (texts.size() < 2) {
                found("V-SHAPE-01", at, "A level is a list of price and quantity");
            } else {
                readLevel(at, texts.get(0), texts.get(1), levels);
            }
        }
    }

    private void readLevel(String path, String price, String quantity, List<BookDepth.Level> levels) {
        try {
            levels.add(new BookDepth.Level(Price.of(price), Quantity.of(quantity)));
        } catch (IllegalArgumentException e) {
            found("V-VALUE-01", path, e.getMessage() + ", so the level was not read");
        }
    }

    private void found(String rule, String path, String message) {
        if (findings.size() < FINDINGS_MAX) {
            findings.add(Finding.builder()
                    .ruleId(rule)
                    .severity(Severity.ERROR)
                    .document(name)
                    .path(path)
                    .message(message)
                    .build());
        }
    }
}
