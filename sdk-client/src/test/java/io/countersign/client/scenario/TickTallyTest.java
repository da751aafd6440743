package io.countersign.client.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.DecimalColumn;
import io.countersign.client.live.RestingOrders;
import io.countersign.client.live.TextColumn;
import io.countersign.model.market.SpotMarket;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** S-TCK against the same scenario in decimals, order by order, where prices are small, where they are not, and where values are large. */
class TickTallyTest {
    private record Case(String oldTick, String newTick, long leastPrice, long prices, long quantities, int scale) {}

    static Stream<Case> cases() {
        return Stream.of(
                new Case("0.1", "0.5", 1, 3_000, 100_000, 1),
                new Case("0.1", "1", 1, 30, 100_000, 2),
                new Case("0.01", "0.07", 0, 5_000_000, 1_000, 2),
                new Case("1", "0.1", -50, 100, 1_000, 1),
                new Case("0.3", "7", (1L << 31) - 2_000, 4_000, 1_000, 1),
                new Case("0.1", "21474836.5", 1, 1L << 30, 10, 1),
                new Case("0.1", "0.5", 1L << 40, 1L << 41, 1L << 30, 1),
                new Case("0.1", "0.5", 1_000, 2_000, 1L << 61, 1),
                // The tick is finer than the prices, which are small until they are counted in it.
                new Case("1", "0.07", 1, 3_000, 100_000, 0),
                new Case("1", "0.07", 1, 1L << 30, 100_000, 0),
                // A tick so large that ten times a distance is not small any more, and one where it does not fit 64
                // bits.
                new Case("0.1", "100000000", 1, 1L << 30, 10, 1),
                new Case("0.1", "1", 1, 9_000_000_000_000_000_000L, 5, 18),
                // Each value fits 64 bits, and the sum of three of them does not.
                new Case("0.1", "0.7", 1L << 30, 1L << 30, 1L << 32, 1));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void play_anyBook_isWhatDecimalsSayOrderByOrder(Case of) {
        RestingOrders orders = orders(of, new Random(of.prices()));
        SpotMarket before = market(of.oldTick());
        SpotMarket after = market(of.newTick());

        TickResult result = TickScenario.play(before, after, orders);

        Naive naive = new Naive(new BigDecimal(of.oldTick()), new BigDecimal(of.newTick()));
        for (int row = 0; row < orders.size(); row++) {
            naive.add(orders, row);
        }
        assertThat(result.offOldGrid()).as("%s old grid", of).isEqualTo(naive.offOldGrid);
        assertThat(result.buysOff()).as("%s buys", of).isEqualTo(naive.buysOff);
        assertThat(result.sellsOff()).as("%s sells", of).isEqualTo(naive.sellsOff);
        assertThat(result.withoutPassivePrice()).as("%s without", of).isEqualTo(naive.withoutPassivePrice);
        assertThat(result.notional()).as("%s notional", of).isEqualByComparingTo(naive.notional);
        assertThat(result.notionalOff()).as("%s notional off", of).isEqualByComparingTo(naive.notionalOff);
        assertThat(result.histogram()).as("%s distances", of).containsExactly(naive.histogram);
        assertThat(result.stranded())
                .extracting(TickResult.StrandedOrder::id)
                .as("%s worst", of)
                .isEqualTo(naive.worst());
    }

    /** An order of an inverse contract is worth its contracts, whatever its price. */
    @Test
    void play_inverseContract_addsUpContracts() {
        RestingOrders orders = orders(new Case("", "", 1, 1_000_000, 1_000, 1), new Random(1));

        TickResult result = TickScenario.play(
                Markets.perpetual().build(),
                Markets.perpetual().priceRule(Markets.price("1", 1)).build(),
                orders);

        BigDecimal contracts = BigDecimal.ZERO;
        for (int row = 0; row < orders.size(); row++) {
            contracts = contracts.add(orders.quantities().at(row));
        }
        assertThat(result.notional()).isEqualByComparingTo(contracts);
    }

    @Test
    void play_greatestPriceThatFitsTheFinerTick_isCounted() {
        long greatest = Long.MAX_VALUE / 10;

        TickResult result =
                TickScenario.play(market("1"), market("0.5"), orders(1, greatest, 3, -greatest, greatest - 1));

        assertThat(result.orders()).isEqualTo(5);
        assertThat(result.off()).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TickScenario.play(market("1"), market("0.5"), orders(1, greatest + 1)))
                .withMessage("A price does not fit the finer tick: 922337203685477581 of o1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TickScenario.play(market("1"), market("0.5"), orders(-greatest - 1)))
                .withMessage("A price does not fit the finer tick: -922337203685477581 of o0");
    }

    private static RestingOrders orders(long... prices) {
        long[] quantities = new long[prices.length];
        Arrays.fill(quantities, 1);
        return RestingOrders.of(
                TextColumn.of(IntStream.range(0, prices.length)
                        .mapToObj(row -> "o" + row)
                        .toList()),
                new BitSet(),
                DecimalColumn.of(prices, 0),
                DecimalColumn.of(quantities, 0));
    }

    /** More than two blocks, the last of them not full. */
    private static RestingOrders orders(Case of, Random random) {
        int size = 2 * Lanes.ROWS + 77;
        String[] ids = new String[size];
        BitSet buys = new BitSet();
        long[] prices = new long[size];
        long[] quantities = new long[size];
        for (int row = 0; row < size; row++) {
            ids[row] = "o" + row;
            buys.set(row, random.nextBoolean());
            prices[row] = of.leastPrice() + random.nextLong(of.prices());
            quantities[row] = random.nextLong(of.quantities());
        }
        return RestingOrders.of(
                TextColumn.of(ids), buys, DecimalColumn.of(prices, of.scale()), DecimalColumn.of(quantities, 3));
    }

    private static SpotMarket market(String tick) {
        return Markets.bitcoin().priceRule(Markets.price(tick, 1)).build();
    }

    /** The scenario in decimals. */
    private static final class Naive {
        private final BigDecimal oldTick;
        private final BigDecimal newTick;
        private final List<String> ids = new ArrayList<>();
        private final List<BigDecimal> values = new ArrayList<>();
        private final Integer[] histogram = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        private int offOldGrid;
        private int buysOff;
        private int sellsOff;
        private int withoutPassivePrice;
        private BigDecimal notional = BigDecimal.ZERO;
        private BigDecimal notionalOff = BigDecimal.ZERO;

        Naive(BigDecimal oldTick, BigDecimal newTick) {
            this.oldTick = oldTick;
            this.newTick = newTick;
        }

        void add(RestingOrders orders, int row) {
            BigDecimal price = orders.prices().at(row);
            BigDecimal value = price.abs().multiply(orders.quantities().at(row));
            notional = notional.add(value);
            offOldGrid += above(price, oldTick).signum() == 0 ? 0 : 1;
            BigDecimal distance = above(price, newTick);
            if (distance.signum() == 0) {
                return;
            }
            notionalOff = notionalOff.add(value);
            ids.add(orders.ids().at(row));
            values.add(value);
            if (orders.isBuy(row)) {
                buysOff++;
                withoutPassivePrice += price.signum() > 0 && price.compareTo(newTick) < 0 ? 1 : 0;
            } else {
                sellsOff++;
                distance = newTick.subtract(distance);
            }
            histogram[
                    distance.multiply(BigDecimal.TEN)
                            .divide(newTick, 0, RoundingMode.FLOOR)
                            .intValue()]++;
        }

        private static BigDecimal above(BigDecimal price, BigDecimal tick) {
            return price.subtract(price.divide(tick, 0, RoundingMode.FLOOR).multiply(tick));
        }

        List<String> worst() {
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < ids.size(); i++) {
                order.add(i);
            }
            order.sort((one, other) -> values.get(other).compareTo(values.get(one)));
            return order.stream().limit(10).map(ids::get).toList();
        }
    }
}
