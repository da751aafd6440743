package io.countersign.benchmarks;

import io.countersign.client.live.CodedColumn;
import io.countersign.client.live.DecimalColumn;
import io.countersign.client.live.Positions;
import io.countersign.client.live.RestingOrders;
import io.countersign.client.live.TextColumn;
import io.countersign.client.scenario.LiquidationScenario;
import io.countersign.client.scenario.TickScenario;
import io.countersign.model.market.ContractType;
import io.countersign.model.market.FundingConfig;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarginApplication;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.PriceRule;
import io.countersign.model.market.SizeRule;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.TickSize;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;

/**
 * S-LIQ on 5 million positions in a linear perpetual, at the mark price alone and with four moved prices, and S-TCK on 10 million
 * resting orders. The limit is a bare pass over the same columns: one sum of what each row holds. The digest that names the inputs
 * is measured by itself; it is worked out when evidence is asked for.
 */
final class ScenarioBenchmark implements Benchmarks.Benchmark {
    private static final int POSITIONS = 5_000_000;
    private static final int ORDERS = 10_000_000;
    private static final long SEED = 20_230_113L;

    @Override
    public List<Measurement> run(PrintWriter progress) throws Exception {
        List<Measurement> results = new ArrayList<>(liquidation(progress));
        results.addAll(tick(progress));
        return results;
    }

    private static List<Measurement> liquidation(PrintWriter progress) throws Exception {
        Positions positions = positions();
        FuturesContract contract = contract("0.1");
        MarginSchedule before = schedule("0.004", "0.005", "0.01", "0.025", "0.05", "0.1", "0.125");
        MarginSchedule after = schedule("0.005", "0.0065", "0.0125", "0.03", "0.06", "0.1", "0.15");
        Callable<?> bare = () -> bare(positions);
        Callable<?> atMark = () -> play(contract, before, after, positions, List.of());
        Callable<?> moved =
                () -> play(contract, before, after, positions, List.of(new BigDecimal("0.05"), new BigDecimal("0.1")));
        Callable<?> digest = positions::digest;
        progress.println("S-LIQ, " + play(contract, before, after, positions, List.of(new BigDecimal("0.05"))));
        double[] medians = new Rounds(3, 9).medians(bare, atMark, moved, digest);
        Measurement limit = Measurement.of("bare pass, 5 M positions", medians[0], "ms");
        return List.of(
                limit,
                Measurement.of("S-LIQ at the mark price, 5 M positions", medians[1], "ms")
                        .against(limit),
                Measurement.of("S-LIQ at five prices, 5 M positions", medians[2], "ms")
                        .against(limit),
                Measurement.of("digest of 5 M positions", medians[3], "ms").against(limit));
    }

    private static String play(
            FuturesContract contract,
            MarginSchedule before,
            MarginSchedule after,
            Positions positions,
            List<BigDecimal> shocks) {
        return LiquidationScenario.play(
                        contract.documentId(),
                        contract,
                        "standard",
                        before,
                        after,
                        positions,
                        Price.of("16000"),
                        shocks)
                .summary();
    }

    private static long bare(Positions positions) {
        DecimalColumn contracts = positions.contracts();
        DecimalColumn entries = positions.entries();
        DecimalColumn collaterals = positions.collaterals();
        CodedColumn classes = positions.clientClasses();
        long sum = 0;
        for (int row = 0; row < positions.size(); row++) {
            sum += contracts.unscaled(row) + entries.unscaled(row) + collaterals.unscaled(row) + classes.code(row);
        }
        return sum;
    }

    private static List<Measurement> tick(PrintWriter progress) throws Exception {
        RestingOrders orders = orders();
        FuturesContract before = contract("0.1");
        FuturesContract after = contract("0.5");
        Callable<?> bare = () -> bare(orders);
        Callable<?> play = () -> TickScenario.play(before, after, orders);
        Callable<?> digest = orders::digest;
        progress.println("S-TCK, " + TickScenario.play(before, after, orders).summary());
        double[] medians = new Rounds(3, 9).medians(bare, play, digest);
        Measurement limit = Measurement.of("bare pass, 10 M orders", medians[0], "ms");
        return List.of(
                limit,
                Measurement.of("S-TCK, 10 M orders", medians[1], "ms").against(limit),
                Measurement.of("digest of 10 M orders", medians[2], "ms").against(limit));
    }

    private static long bare(RestingOrders orders) {
        DecimalColumn prices = orders.prices();
        DecimalColumn quantities = orders.quantities();
        long sum = 0;
        for (int row = 0; row < orders.size(); row++) {
            sum += prices.unscaled(row) + quantities.unscaled(row) + (orders.isBuy(row) ? 1 : 0);
        }
        return sum;
    }

    /** Leverages from 2 to 20 at entries within 8 percent of the mark price; sizes with a long tail. */
    private static Positions positions() {
        Random random = new Random(SEED);
        int[] codes = new int[POSITIONS];
        long[] contracts = new long[POSITIONS];
        long[] entries = new long[POSITIONS];
        long[] collaterals = new long[POSITIONS];
        for (int row = 0; row < POSITIONS; row++) {
            long size = 1 + (long) (1_000 * Math.exp(random.nextGaussian() * 2));
            contracts[row] = random.nextBoolean() ? size : -size;
            entries[row] = 147_200L + random.nextInt(25_600);
            long value = size * entries[row]; // scale 4: thousandths of a coin at tenths of a dollar
            collaterals[row] = value / (2 + random.nextInt(19));
        }
        return Positions.of(
                numbered(POSITIONS),
                CodedColumn.of(List.of("standard"), codes),
                DecimalColumn.of(contracts, 3),
                DecimalColumn.of(entries, 1),
                DecimalColumn.of(collaterals, 4));
    }

    private static RestingOrders orders() {
        Random random = new Random(SEED);
        BitSet buys = new BitSet(ORDERS);
        long[] prices = new long[ORDERS];
        long[] quantities = new long[ORDERS];
        for (int row = 0; row < ORDERS; row++) {
            boolean buy = random.nextBoolean();
            buys.set(row, buy);
            int distance = (int) Math.abs(random.nextGaussian() * 2_000);
            prices[row] = 160_000L + (buy ? -distance : distance);
            quantities[row] = 1L + random.nextInt(100_000);
        }
        return RestingOrders.of(numbered(ORDERS), buys, DecimalColumn.of(prices, 1), DecimalColumn.of(quantities, 3));
    }

    /** Names without an object a row until one is asked for, as a host's own column would have them. */
    private static TextColumn numbered(int rows) {
        return new TextColumn() {
            @Override
            public int size() {
                return rows;
            }

            @Override
            public String at(int row) {
                return Integer.toString(row);
            }
        };
    }

    private static FuturesContract contract(String tick) {
        return FuturesContract.builder()
                .venue("binance")
                .id("BTCUSDT")
                .type(ContractType.PERPETUAL)
                .payoff(Payoff.LINEAR)
                .venueType("PERPETUAL")
                .base("BTC")
                .quote("USDT")
                .contractSize(Amount.of("1"))
                .contractSizeUnit(SizeUnit.BASE)
                .priceRule(PriceRule.builder().tickSize(TickSize.of(tick)).build())
                .sizeRule(SizeRule.builder().build())
                .putMarginSchedules("standard", "BTCUSDT")
                .funding(FundingConfig.builder().build())
                .build();
    }

    private static MarginSchedule schedule(String... maintenanceRates) {
        String[] bounds = {"0", "50000", "250000", "1000000", "5000000", "20000000", "50000000"};
        MarginSchedule.Builder schedule = MarginSchedule.builder()
                .venue("binance")
                .id("BTCUSDT")
                .unit(SizeUnit.QUOTE_NOTIONAL)
                .application(MarginApplication.MARGINAL);
        for (int tier = 0; tier < bounds.length; tier++) {
            String initial = new BigDecimal(maintenanceRates[tier])
                    .multiply(BigDecimal.valueOf(2))
                    .toPlainString();
            schedule.addTiers(MarginTier.of(bounds[tier], initial, maintenanceRates[tier]));
        }
        return schedule.build();
    }
}
