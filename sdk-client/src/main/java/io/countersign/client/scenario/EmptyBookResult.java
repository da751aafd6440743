package io.countersign.client.scenario;

import io.countersign.client.internal.Figures;
import io.countersign.client.live.OrderBook;
import io.countersign.client.rule.ScenarioResult;
import io.countersign.model.formula.Side;
import io.countersign.model.json.Digest;
import io.countersign.model.market.Market;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Rate;
import io.countersign.model.view.BarChart;
import io.countersign.model.view.Svg;
import io.countersign.model.view.TextTable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What S-EMPTY has shown: by side, how far the next price can be, and what it would be in what is left of the book. Immutable. */
public final class EmptyBookResult extends ScenarioResult {
    private final Price reference;
    private final Rate quoted;
    private final Outcome buy;
    private final Outcome sell;

    EmptyBookResult(Market market, Price reference, OrderBook book, Rate quoted, Outcome buy, Outcome sell) {
        super(
                EmptyBookScenario.ID,
                market.documentId(),
                () -> Digest.ofCanonical(new TreeMap<>(Map.of(
                        "scenario", EmptyBookScenario.ID,
                        "market", market.digest().toString(),
                        "reference", reference.toString(),
                        "quoted", quoted.toString(),
                        "book", book.digest().toString()))));
        this.reference = reference;
        this.quoted = quoted;
        this.buy = buy;
        this.sell = sell;
    }

    /** The price before the quotes vanished. */
    public Price reference() {
        return reference;
    }

    /** What a buy order meets. */
    public Outcome buy() {
        return buy;
    }

    /** What a sell order meets. */
    public Outcome sell() {
        return sell;
    }

    @Override
    public String title() {
        return "quotes within " + Figures.percent(quoted.value()) + " of " + reference + " vanish";
    }

    @Override
    public String summary() {
        return "A buy order can trade " + buy.farthest(reference) + ", a sell order " + sell.farthest(reference)
                + "; what is left would trade " + buy.left() + " and " + sell.left();
    }

    @Override
    public SortedMap<String, String> figures() {
        SortedMap<String, String> figures = new TreeMap<>();
        figures.put("reference", reference.toString());
        for (Outcome outcome : List.of(buy, sell)) {
            String side = outcome.side() == Side.BUY ? "buy" : "sell";
            outcome.bound().ifPresent(bound -> figures.put(side + "Bound", Figures.plain(bound.price())));
            outcome.movePercent().ifPresent(move -> figures.put(side + "Move %", Figures.rounded(move, 4)));
            outcome.next().ifPresent(price -> figures.put(side + "Next", price.toString()));
            figures.put(side + "LevelsGone", Integer.toString(outcome.levelsGone()));
            figures.put(side + "LevelsLeft", Integer.toString(outcome.levelsLeft()));
        }
        return figures;
    }

    @Override
    public List<String> worst() {
        return List.of(
                "buy: " + buy.farthest(reference) + "; " + buy.left(),
                "sell: " + sell.farthest(reference) + "; " + sell.left());
    }

    @Override
    public Svg chart() {
        BarChart chart = BarChart.of(
                        "Next price in an empty book, " + document().id(), "price", "quote per base", "price")
                .describedAs(summary());
        if (sell.bound().isPresent()) {
            chart = chart.bar("lowest sell", sell.bound().get().price());
        }
        if (sell.next().isPresent()) {
            chart = chart.bar("bid left", sell.next().get().value());
        }
        chart = chart.bar("reference", reference.value());
        if (buy.next().isPresent()) {
            chart = chart.bar("ask left", buy.next().get().value());
        }
        if (buy.bound().isPresent()) {
            chart = chart.bar("highest buy", buy.bound().get().price());
        }
        return chart.toSvg();
    }

    @Override
    public List<TextTable> tables() {
        TextTable table = TextTable.of("order", "bound", "price", "move %", "holds");
        for (Outcome outcome : List.of(buy, sell)) {
            for (Bound bound : outcome.bounds()) {
                table = table.row(
                        outcome.side().toString(),
                        bound.name(),
                        Figures.plain(bound.price()),
                        Figures.rounded(move(bound.price(), reference), 4),
                        outcome.bound().filter(bound::equals).isPresent() ? "first" : "");
            }
        }
        return List.of(table);
    }

    private static BigDecimal move(BigDecimal price, Price reference) {
        return price.subtract(reference.value())
                .abs()
                .movePointRight(2)
                .divide(reference.value(), MathContext.DECIMAL64);
    }

    /**
     * Something that bounds a price.
     *
     * @param path of the field that says so
     */
    public record Bound(String name, String path, BigDecimal price) {}

    /** What an aggressive order of one side meets. */
    public static final class Outcome {
        private final Side side;
        private final List<Bound> bounds;
        private final @Nullable BigDecimal move;
        private final @Nullable Price next;
        private final boolean refused;
        private final int levelsGone;
        private final int levelsLeft;

        private Outcome(
                Side side,
                List<Bound> bounds,
                @Nullable BigDecimal move,
                @Nullable Price next,
                boolean refused,
                int levelsGone,
                int levelsLeft) {
            this.side = side;
            this.bounds = List.copyOf(bounds);
            this.move = move;
            this.next = next;
            this.refused = refused;
            this.levelsGone = levelsGone;
            this.levelsLeft = levelsLeft;
        }

        static Outcome of(Side side, List<Bound> bounds, Price reference, OrderBook book, Rate quoted) {
            List<Bound> strictestFirst = new ArrayList<>(bounds);
            Comparator<Bound> byPrice = Comparator.comparing(Bound::price);
            strictestFirst.sort(side == Side.BUY ? byPrice : byPrice.reversed());
            OrderBook.Levels levels = book.against(side);
            BigDecimal distance = reference.value().multiply(quoted.value());
            BigDecimal edge = side == Side.BUY
                    ? reference.value().add(distance)
                    : reference.value().subtract(distance);
            int gone = 0;
            while (gone < levels.size() && !isBeyond(side, levels.prices().at(gone), edge)) {
                gone++;
            }
            BigDecimal left = gone < levels.size() ? levels.prices().at(gone) : null;
            boolean refused = left != null
                    && !strictestFirst.isEmpty()
                    && isBeyond(side, left, strictestFirst.get(0).price());
            return new Outcome(
                    side,
                    strictestFirst,
                    strictestFirst.isEmpty()
                            ? null
                            : EmptyBookResult.move(strictestFirst.get(0).price(), reference),
                    left == null || refused ? null : new Price(left),
                    refused,
                    gone,
                    levels.size() - gone);
        }

        private static boolean isBeyond(Side side, BigDecimal price, BigDecimal edge) {
            return side == Side.BUY ? price.compareTo(edge) > 0 : price.compareTo(edge) < 0;
        }

        public Side side() {
            return side;
        }

        /** Everything that bounds the price, the strictest first. */
        public List<Bound> bounds() {
            return bounds;
        }

        /** The bound that holds; absent where nothing does. */
        public Optional<Bound> bound() {
            return bounds.stream().findFirst();
        }

        /** How far the bound is from the reference, in percent of it; absent where there is no bound. */
        public Optional<BigDecimal> movePercent() {
            return Optional.ofNullable(move);
        }

        /** The first price that the order trades at in what is left of the book; absent where nothing is left within the bound. */
        public Optional<Price> next() {
            return Optional.ofNullable(next);
        }

        /** Levels that vanished. */
        public int levelsGone() {
            return levelsGone;
        }

        public int levelsLeft() {
            return levelsLeft;
        }

        String farthest(Price reference) {
            return bound().map(bound -> (side == Side.BUY ? "as high as " : "as low as ") + Figures.plain(bound.price())
                            + ", " + Figures.rounded(EmptyBookResult.move(bound.price(), reference), 4) + " % from "
                            + reference + " (" + bound.name() + ")")
                    .orElse("at any price");
        }

        String left() {
            if (next != null) {
                return "at " + next;
            }
            return refused ? "not at all, as the bound refuses it" : "not at all, as nothing is left";
        }
    }
}
