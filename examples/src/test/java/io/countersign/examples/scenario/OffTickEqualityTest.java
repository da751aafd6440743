package io.countersign.examples.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.analytics.scenario.OffTickResult;
import io.countersign.analytics.scenario.OffTickResult.MarketOrders;
import io.countersign.analytics.scenario.Scenarios;
import io.countersign.analytics.scenario.SourceTable;
import io.countersign.client.live.RestingOrders;
import io.countersign.client.scenario.TickResult;
import io.countersign.client.scenario.TickScenario;
import io.countersign.model.formula.Side;
import io.countersign.model.formula.TickLadder;
import io.countersign.model.market.ContractType;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.Market;
import io.countersign.model.market.NotionalRule;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.PriceRule;
import io.countersign.model.market.SizeRule;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.market.TickStep;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Contracts;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.TickSize;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** S-TCK in SQL is S-TCK in Java, on books that are drawn at random with much of them exactly on a grid. */
class OffTickEqualityTest {
    private static final Scope SCOPE = new Scope("kraken", "test");

    /** How wide the numbers of a market are. */
    private record Shape(int priceDigits, int priceScale, int quantityDigits, int quantityScale, String contractSize) {}

    private static final List<Shape> SHAPES = List.of(
            new Shape(7, 1, 9, 8, "1"),
            new Shape(9, 4, 9, 4, "0.0001"),
            new Shape(18, 18, 8, 0, "10"), // 18 decimals
            new Shape(8, 0, 18, 18, "1"),
            new Shape(18, 0, 18, 0, "1000000")); // huge notional

    @TempDir
    Path directory;

    private final List<Market> before = new ArrayList<>();
    private final List<Market> after = new ArrayList<>();
    private final Map<String, RestingOrders.Builder> orders = new TreeMap<>();
    private final Csv csv = new Csv("market,order_id,side,price,quantity");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void offTick_randomBooks_equalsTheJavaScenario(long seed) throws IOException, SQLException {
        draw(new Draw(seed));
        SourceTable source = seed % 2 == 0 ? csv.write(directory) : csv.parquet(directory, "*");
        ConfigSnapshot from = ConfigSnapshot.of(SCOPE, before);
        ConfigSnapshot to = ConfigSnapshot.of(SCOPE, after);

        OffTickResult result = Scenarios.builder(from, to).build().offTick(source);

        assertThat(result.report().findings()).as("seed %d", seed).isEmpty();
        assertThat(result.markets()).as("seed %d", seed).hasSize(before.size());
        assertThat(result.off()).as("seed %d", seed).isGreaterThan(1_000);
        for (MarketOrders market : result.markets()) {
            Market old = (Market) from.find(market.market()).orElseThrow();
            Market now = (Market) to.find(market.market()).orElseThrow();
            compare(
                    market,
                    TickScenario.play(old, now, orders.get(now.id()).build()),
                    "seed " + seed + ", " + market.market());
        }
    }

    private static void compare(MarketOrders market, TickResult java, String as) {
        assertThat(market.before()).as(as).isEqualTo(java.before());
        assertThat(market.after()).as(as).isEqualTo(java.after());
        assertThat(market.orders()).as(as).isEqualTo(java.orders());
        assertThat(market.off()).as(as).isEqualTo(java.off());
        assertThat(market.offOldGrid()).as(as).isEqualTo(java.offOldGrid());
        assertThat(market.buysOff()).as(as).isEqualTo(java.buysOff());
        assertThat(market.sellsOff()).as(as).isEqualTo(java.sellsOff());
        assertThat(market.withoutPassivePrice()).as(as).isEqualTo(java.withoutPassivePrice());
        assertThat(market.notional()).as(as).isEqualByComparingTo(java.notional());
        assertThat(market.notionalOff()).as(as).isEqualByComparingTo(java.notionalOff());
        assertThat(market.histogram())
                .as(as)
                .isEqualTo(java.histogram().stream().map(Integer::longValue).toList());
        assertThat(market.stranded().stream()
                        .map(order -> order.id() + " " + order.side() + " " + order.price() + " "
                                + new Quantity(order.quantity()) + " " + order.passivePrice()))
                .as(as)
                .isEqualTo(java.stranded().stream()
                        .map(order -> order.id() + " " + order.side() + " " + order.price() + " "
                                + new Quantity(order.quantity()) + " " + order.passivePrice())
                        .toList());
    }

    // Drawing

    private void draw(Draw draw) {
        for (Shape shape : SHAPES) {
            String id = "M" + SHAPES.indexOf(shape);
            for (List<Market> side : List.of(before, after)) {
                side.add(SpotMarket.builder()
                        .venue("kraken")
                        .id(id + "SPOT")
                        .base("XBT")
                        .quote("USD")
                        .priceRule(rule(draw, shape, false))
                        .sizeRule(SizeRule.builder().build())
                        .notionalRule(NotionalRule.builder().build())
                        .build());
                side.add(contract(id + "LINEAR", Payoff.LINEAR, SizeUnit.BASE, shape, rule(draw, shape, true)));
                side.add(contract(
                        id + "INVERSE", Payoff.INVERSE, SizeUnit.QUOTE_NOTIONAL, shape, rule(draw, shape, true)));
                // Not computable: worth price times quantity, as in a spot market.
                side.add(contract(id + "ODD", Payoff.INVERSE, SizeUnit.BASE, shape, rule(draw, shape, false)));
            }
        }
        for (Market market : after) {
            Shape shape = SHAPES.get(Integer.parseInt(market.id().substring(1, 2)));
            orders.put(market.id(), RestingOrders.builder());
            for (int i = 0; i < 300; i++) {
                drawOrder(draw, shape, market, i);
            }
        }
    }

    private static Market contract(String id, Payoff payoff, SizeUnit unit, Shape shape, PriceRule rule) {
        return FuturesContract.builder()
                .venue("kraken")
                .id(id)
                .type(ContractType.PERPETUAL)
                .payoff(payoff)
                .venueType("test")
                .contractSize(Amount.of(shape.contractSize))
                .contractSizeUnit(unit)
                .priceRule(rule)
                .sizeRule(SizeRule.builder().build())
                .build();
    }

    private static PriceRule rule(Draw draw, Shape shape, boolean ladder) {
        PriceRule.Builder rule = PriceRule.builder();
        TickSize tick = tick(draw, shape);
        rule.tickSize(tick);
        if (ladder) {
            TreeMap<BigDecimal, TickSize> steps = new TreeMap<>(Map.of(BigDecimal.ZERO, tick));
            for (int i = 0; i < 4; i++) {
                steps.putIfAbsent(
                        draw.decimal(shape.priceDigits, shape.priceScale).stripTrailingZeros(), tick(draw, shape));
            }
            steps.forEach((from, size) -> rule.addTickLadder(TickStep.builder()
                    .abovePrice(new Price(from))
                    .tickSize(size)
                    .build()));
        }
        return rule.build();
    }

    /** Mostly fine, at times as great as the prices themselves. */
    private static TickSize tick(Draw draw, Shape shape) {
        int digits = draw.oneIn(5) ? Math.min(17, shape.priceDigits) : 2;
        return new TickSize(draw.decimal(digits, shape.priceScale));
    }

    private void drawOrder(Draw draw, Shape shape, Market market, int i) {
        Side side = draw.from(List.of(Side.values()));
        BigDecimal value = draw.decimal(shape.priceDigits, shape.priceScale);
        TickLadder ladder = TickLadder.of((draw.oneIn(2) ? market : before.get(after.indexOf(market))).priceRule());
        if (draw.oneIn(3)) {
            value = ladder.passive(side, new Price(value)).value();
        } else if (draw.oneIn(4)) { // on a step's bound, or beside it
            value = draw.from(ladder.steps())
                    .abovePrice()
                    .value()
                    .add(BigDecimal.valueOf(draw.below(3) - 1L, shape.priceScale));
        } else if (draw.oneIn(4)) { // on a tenth of a tick, where there is one
            BigDecimal tick = ladder.at(new Price(value)).value();
            BigDecimal tenth = value.divideToIntegralValue(tick)
                    .multiply(tick)
                    .add(tick.multiply(BigDecimal.valueOf(draw.below(10), 1)));
            value = Math.max(0, tenth.stripTrailingZeros().scale()) <= shape.priceScale ? tenth : value;
        } else if (draw.oneIn(10)) {
            value = value.negate();
        }
        if (value.precision() - value.scale() + shape.priceScale > 18) {
            value = BigDecimal.ZERO;
        }
        BigDecimal quantity =
                draw.oneIn(20) ? BigDecimal.ZERO : draw.decimal(shape.quantityDigits, shape.quantityScale);
        if (draw.oneIn(5)) { // the same value again, so that the earlier row wins
            quantity = BigDecimal.TEN.pow(shape.quantityDigits - 1).movePointLeft(shape.quantityScale);
        }
        Price price = new Price(value);
        String id = market.id() + "-" + i;
        if (market instanceof SpotMarket) {
            orders.get(market.id()).add(id, side, price, new Quantity(quantity));
        } else {
            orders.get(market.id()).add(id, side, price, new Contracts(quantity));
        }
        csv.add(
                market.id(),
                id,
                draw.oneIn(2) ? side : side.toString().toLowerCase(Locale.ROOT),
                price,
                quantity.toPlainString());
    }
}
