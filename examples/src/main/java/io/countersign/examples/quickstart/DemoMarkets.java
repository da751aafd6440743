package io.countersign.examples.quickstart;

import io.countersign.client.live.Positions;
import io.countersign.client.live.RestingOrders;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.formula.Side;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.unit.Contracts;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What the quick start works on when it is given no files: real markets of Kraken, and orders and positions that are made up. The
 * folder {@code fixtures} says where each fact is from.
 */
final class DemoMarkets {
    private static final String FOLDER = "/io/countersign/examples/fixtures/";
    private static final String VENUE = "kraken";
    private static final String CLIENT_CLASS = "professional";

    private DemoMarkets() {}

    static InputStream spot() {
        return open("kraken-assetpairs.json");
    }

    static InputStream futures() {
        return open("kraken-futures-instruments.json");
    }

    /** The made-up orders, positions and mark prices. */
    static ChangeContext facts() {
        ChangeContext.Builder facts = ChangeContext.builder();
        Map<String, RestingOrders.Builder> orders = new TreeMap<>();
        for (List<String> row : rows("resting-orders.csv")) {
            orders.computeIfAbsent(row.get(1), market -> RestingOrders.builder())
                    .add(
                            row.get(0),
                            row.get(2).equals("buy") ? Side.BUY : Side.SELL,
                            Price.of(row.get(3)),
                            Quantity.of(row.get(4)));
        }
        orders.forEach((market, table) -> facts.put(
                RuleInput.RESTING_ORDERS, new DocumentId(DocumentKind.SPOT_MARKET, VENUE, market), table.build()));
        Map<String, Positions.Builder> positions = new TreeMap<>();
        for (List<String> row : rows("positions.csv")) {
            add(positions.computeIfAbsent(row.get(1), contract -> Positions.builder()), row);
        }
        positions.forEach((contract, table) -> facts.put(RuleInput.POSITIONS, contract(contract), table.build()));
        for (List<String> row : rows("marks.csv")) {
            facts.put(RuleInput.MARK_PRICE, contract(row.get(0)), Price.of(row.get(1)));
        }
        return facts.build();
    }

    private static void add(Positions.Builder table, List<String> row) {
        Contracts size = Contracts.of(row.get(3));
        Price entry = Price.of(row.get(4));
        Notional margin = Notional.of(row.get(5));
        if (row.get(2).equals("long")) {
            table.addLong(row.get(0), CLIENT_CLASS, size, entry, margin);
        } else {
            table.addShort(row.get(0), CLIENT_CLASS, size, entry, margin);
        }
    }

    private static DocumentId contract(String id) {
        return new DocumentId(DocumentKind.FUTURES_CONTRACT, VENUE, id);
    }

    /** The rows of one of our own tables, without the remark and the heading. */
    private static List<List<String>> rows(String name) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(open(name), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .skip(1)
                    .map(line -> List.of(line.split(",", -1)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the fixture " + name, e);
        }
    }

    private static InputStream open(String name) {
        return Objects.requireNonNull(DemoMarkets.class.getResourceAsStream(FOLDER + name), name);
    }
}
