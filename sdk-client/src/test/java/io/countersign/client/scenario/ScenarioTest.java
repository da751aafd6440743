package io.countersign.client.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.DecimalColumn;
import io.countersign.client.live.Positions;
import io.countersign.client.live.RestingOrders;
import io.countersign.client.live.TextColumn;
import io.countersign.model.change.TickPolicy;
import io.countersign.model.formula.ContractTerms;
import io.countersign.model.formula.LiquidationPrice;
import io.countersign.model.formula.MarginLadder;
import io.countersign.model.formula.PriceGrid;
import io.countersign.model.formula.Side;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Contracts;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioTest {
    private static final SpotMarket BEFORE = Markets.bitcoin().build();
    private static final SpotMarket AFTER =
            Markets.bitcoin().priceRule(Markets.price("1", 1)).build();

    @Test
    void tick_coarserBook_countsBySideAndNamesTheWorst() {
        TickResult result = TickScenario.play(BEFORE, AFTER, Markets.book());

        assertThat(result.off()).isEqualTo(6);
        assertThat(result.buysOff()).isEqualTo(3);
        assertThat(result.sellsOff()).isEqualTo(3);
        assertThat(result.offOldGrid()).isZero();
        assertThat(result.notionalOff()).isEqualByComparingTo("387505.475");
        // Distances in tenths of the tick: 0.9, 0.5, 0.1 below for buys; 0.9, 0.5, 0.3 above for sells.
        assertThat(result.histogram()).containsExactly(0, 1, 0, 1, 0, 2, 0, 0, 0, 2);
        assertThat(result.stranded())
                .extracting(TickResult.StrandedOrder::id)
                .startsWith("s3", "b2")
                .hasSize(6);
        assertThat(result.stranded().get(0).passivePrice()).isEqualTo(Price.of("50002"));
        assertThat(result.outcome(TickPolicy.GRANDFATHER))
                .startsWith("6 orders worth 387505.48 ZUSD stay off the grid");
        assertThat(result.outcome(TickPolicy.CANCEL_OFF_GRID)).isEqualTo("6 orders worth 387505.48 ZUSD are cancelled");
        assertThat(result.outcome(TickPolicy.ROUND_PASSIVE)).isEqualTo("6 orders move to a worse price");
        assertThat(result.outcome(TickPolicy.REQUIRE_EMPTY_BOOK)).isEqualTo("the change waits for 10 orders to leave");
        assertThat(result.worst()).hasSize(6).startsWith("s3 SELL 3 at 50001.5, passive price 50002");
        assertThat(result.figures())
                .containsEntry("notionalOffGrid ZUSD", "387505.475")
                .containsEntry("ordersOffGrid", "6");
        assertThat(result.tables().get(0).rows())
                .hasSize(4)
                .contains(List.of("CANCEL_OFF_GRID", "6 orders worth 387505.48 ZUSD are cancelled"));
        assertThat(result.tables().get(1).rows()).hasSize(6).startsWith(List.of("s3", "SELL", "50001.5", "3", "50002"));
        assertThat(result.chart().markup())
                .contains("Orders off the new grid of 1, XXBTZUSD")
                .contains(">0-10<", ">90-100<");
        assertThat(result.toHtml()).contains("<svg").doesNotContain("<script");
    }

    @Test
    void tick_bookThatWasOffTheOldGrid_countsTheseApart() {
        RestingOrders book = RestingOrders.builder()
                .add("odd", Side.BUY, Price.of("10.05"), Quantity.of("1"))
                .add("tiny", Side.BUY, Price.of("0.1"), Quantity.of("1"))
                .build();

        TickResult result = TickScenario.play(BEFORE, AFTER, book);

        assertThat(result.offOldGrid()).isEqualTo(1);
        assertThat(result.withoutPassivePrice()).isEqualTo(1);
        assertThat(result.summary()).endsWith("; 1 were off the old grid already");
        assertThat(result.outcome(TickPolicy.ROUND_PASSIVE))
                .isEqualTo("1 order move to a worse price, 1 have no price left and are cancelled");
    }

    @Test
    void tick_inverseContract_isWorthItsContracts() {
        FuturesContract after =
                Markets.perpetual().priceRule(Markets.price("1", 1)).build();
        RestingOrders book = RestingOrders.builder()
                .add("a", Side.SELL, Price.of("8000.5"), Contracts.of("700"))
                .add("b", Side.SELL, Price.of("8001"), Contracts.of("300"))
                .build();

        TickResult result = TickScenario.play(Markets.perpetual().build(), after, book);

        assertThat(result.notional()).isEqualByComparingTo("1000");
        assertThat(result.notionalOff()).isEqualByComparingTo("700");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void tick_anyBook_isWhatTheFormulaSaysOrderByOrder(long seed) {
        Random random = new Random(seed);
        RestingOrders.Builder builder = RestingOrders.builder();
        int off = 0;
        BigDecimal notional = BigDecimal.ZERO;
        BigDecimal all = BigDecimal.ZERO;
        Map<String, BigDecimal> stranded = new HashMap<>();
        PriceGrid grid = new PriceGrid(AFTER.priceRule().tickSize());
        boolean fits64Bits = seed == 3;
        for (int i = 0; i < 3_000; i++) {
            Price price = new Price(BigDecimal.valueOf(
                    1 + random.nextInt(fits64Bits ? 10_000 : 10_000_000), random.nextInt(fits64Bits ? 2 : 5)));
            Quantity quantity =
                    new Quantity(BigDecimal.valueOf(random.nextInt(1_000_000), random.nextInt(fits64Bits ? 3 : 9)));
            builder.add("o" + i, random.nextBoolean() ? Side.BUY : Side.SELL, price, quantity);
            BigDecimal value = price.value().multiply(quantity.value());
            all = all.add(value);
            if (!grid.contains(price)) {
                off++;
                notional = notional.add(value);
                stranded.put("o" + i, value);
            }
        }

        TickResult result = TickScenario.play(BEFORE, AFTER, builder.build());

        assertThat(result.off()).isEqualTo(off);
        assertThat(result.notionalOff()).isEqualByComparingTo(notional);
        assertThat(result.notional()).isEqualByComparingTo(all);
        BigDecimal least =
                stranded.get(result.stranded().get(result.stranded().size() - 1).id());
        assertThat(stranded.values().stream().filter(value -> value.compareTo(least) > 0))
                .hasSizeLessThan(result.stranded().size());
        assertThat(result.stranded())
                .extracting(order -> stranded.get(order.id()))
                .isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(result.histogram().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(off);
    }

    @Test
    void tick_priceThatDoesNotFitTheFinerTick_isRefusedByName() {
        RestingOrders book = RestingOrders.of(
                TextColumn.of("small", "huge", "smaller"),
                new BitSet(),
                DecimalColumn.of(new long[] {2, Long.MAX_VALUE / 2, 1}, 0),
                DecimalColumn.of(new long[] {1, 1, 1}, 0));

        assertThatThrownBy(() -> TickScenario.play(BEFORE, AFTER, book))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(" of huge");
    }

    @Test
    void evidence_digest_namesEveryInput() {
        TickResult one = TickScenario.play(BEFORE, AFTER, Markets.book());
        RestingOrders other = RestingOrders.builder()
                .add("b1", Side.BUY, Price.of("49999.9"), Quantity.of("1"))
                .build();

        assertThat(TickScenario.play(BEFORE, AFTER, Markets.book()).toEvidence())
                .isEqualTo(one.toEvidence());
        assertThat(TickScenario.play(BEFORE, AFTER, other).toEvidence().inputs())
                .isNotEqualTo(one.toEvidence().inputs());
        assertThat(liquidation(Markets.positions(), "8000").toEvidence().inputs())
                .isNotEqualTo(
                        liquidation(Markets.positions(), "8001").toEvidence().inputs());
    }

    @Test
    void liquidation_raisedSchedule_findsWhoIsBelowWhat() {
        LiquidationResult result = liquidation(Markets.positions(), "8000");

        LiquidationResult.AtPrice at = result.atMark();
        assertThat(at.open()).isEqualTo(3);
        assertThat(at.notional()).isEqualByComparingTo("3000");
        assertThat(at.liquidatable()).isEqualTo(1);
        assertThat(at.liquidatableNotional()).isEqualByComparingTo("1000");
        assertThat(at.shortfall()).isEqualByComparingTo("0.000575"); // 1.5 % of 0.125 less 0.0013
        assertThat(at.liquidatableBefore()).isZero();
        assertThat(at.belowInitial()).isZero(); // "close" was below 2 % before
        assertThat(result.prices())
                .extracting(price -> price.price().toString())
                .containsExactly("8000", "7600", "8400");
        assertThat(result.affected()).singleElement().satisfies(position -> {
            assertThat(position.account()).isEqualTo("closer");
            assertThat(position.maintenanceBefore()).isEqualByComparingTo("0.00125");
            assertThat(position.maintenanceAfter()).isEqualByComparingTo("0.001875");
        });
        assertThat(result.chart().markup()).contains("old schedule", "new schedule");
        assertThat(result.toString()).contains("closer", "newly liquidatable");
    }

    @Test
    void liquidation_positionsOfAnotherClass_areLeftAlone() {
        FuturesContract contract =
                Markets.perpetual().putMarginSchedules("retail", "RETAIL").build();
        Positions positions = Positions.builder()
                .addLong("p", "professional", Contracts.of("1"), Price.of("8000"), Notional.of("1"))
                .addLong("r", "retail", Contracts.of("1"), Price.of("8000"), Notional.of("1"))
                .addShort("s", "retail", Contracts.of("2"), Price.of("8000"), Notional.of("1"))
                .addLong("flat", "professional", Contracts.of("0"), Price.of("8000"), Notional.of("1"))
                .build();

        LiquidationResult result = LiquidationScenario.play(
                contract.documentId(),
                contract,
                "retail",
                Markets.schedule(),
                raised(),
                positions,
                Price.of("8000"),
                List.of());

        assertThat(result.atMark().open()).isEqualTo(2);
        assertThat(result.atMark().notional()).isEqualByComparingTo("3");
    }

    /** A position is newly liquidatable exactly when the mark lies between its two liquidation prices. */
    @ParameterizedTest
    @EnumSource(Payoff.class)
    void liquidation_anyPositions_agreesWithTheLiquidationPrice(Payoff payoff) {
        Random random = new Random(40);
        FuturesContract contract = Markets.perpetual()
                .payoff(payoff)
                .contractSize(Amount.of(payoff == Payoff.QUANTO ? "0.001" : "1"))
                .contractSizeUnit(
                        switch (payoff) {
                            case LINEAR -> SizeUnit.BASE;
                            case INVERSE -> SizeUnit.QUOTE_NOTIONAL;
                            case QUANTO -> SizeUnit.QUANTO_MULTIPLIER;
                        })
                .build();
        ContractTerms terms = ContractTerms.of(contract);
        MarginLadder before = MarginLadder.of(Markets.schedule());
        MarginLadder after = MarginLadder.of(raised());
        BigDecimal mark = new BigDecimal("8000");
        int expected = 0;
        Positions.Builder positions = Positions.builder();
        for (int i = 0; i < 800; i++) {
            boolean isLong = random.nextBoolean();
            Contracts quantity = new Contracts(BigDecimal.valueOf(1 + random.nextInt(900_000)));
            BigDecimal signed = isLong ? quantity.value() : quantity.value().negate();
            Price entry = new Price(BigDecimal.valueOf(78_000 + random.nextInt(4_000), 1));
            BigDecimal collateral = terms.value(signed, entry.value())
                    .multiply(BigDecimal.valueOf(5 + random.nextInt(60), 3))
                    .setScale(8, RoundingMode.HALF_EVEN);
            if (isLong) {
                positions.addLong("a" + i, Positions.ANY_CLASS, quantity, entry, new Notional(collateral));
            } else {
                positions.addShort("a" + i, Positions.ANY_CLASS, quantity, entry, new Notional(collateral));
            }
            boolean wasSafe =
                    !isBelow(LiquidationPrice.isolated(terms, before, signed, entry.value(), collateral), mark, isLong);
            boolean isUnsafe =
                    isBelow(LiquidationPrice.isolated(terms, after, signed, entry.value(), collateral), mark, isLong);
            expected += wasSafe && isUnsafe ? 1 : 0;
        }

        LiquidationResult result = LiquidationScenario.play(
                contract.documentId(),
                contract,
                "professional",
                Markets.schedule(),
                raised(),
                positions.build(),
                new Price(mark),
                List.of());

        assertThat(result.atMark().liquidatable()).isEqualTo(expected).isGreaterThan(20);
    }

    @Test
    void exactSum_ofProductsBeyond64Bits_isExact() {
        Random random = new Random(3);
        ExactSum sum = new ExactSum();
        BigInteger expected = BigInteger.ZERO;
        for (int i = 0; i < 10_000; i++) {
            long one = random.nextLong() >> random.nextInt(20);
            long other = random.nextLong() >> random.nextInt(20) >> 16;
            sum.addProduct(one, other);
            expected = expected.add(BigInteger.valueOf(one).multiply(BigInteger.valueOf(other)));
        }
        assertThat(sum.toDecimal(0)).isEqualTo(new BigDecimal(expected));
    }

    @Test
    void columns_mixedScales_keepEveryDigit() {
        RestingOrders orders = RestingOrders.builder()
                .add("a", Side.BUY, Price.of("1"), Quantity.of("0.00000001"))
                .add("b", Side.SELL, Price.of("1.25"), Quantity.of("3"))
                .build();

        assertThat(orders.prices().at(0)).isEqualByComparingTo("1");
        assertThat(orders.quantities().at(1)).isEqualByComparingTo("3");
        assertThat(orders.prices().scale()).isEqualTo(2);
        assertThatThrownBy(() ->
                        RestingOrders.builder().add("c", Side.BUY, Price.of("99999999999999999999"), Quantity.of("1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Price 99999999999999999999 does not fit");
    }

    private static boolean isBelow(Optional<BigDecimal> liquidation, BigDecimal mark, boolean isLong) {
        return liquidation
                .map(price -> isLong ? mark.compareTo(price) < 0 : mark.compareTo(price) > 0)
                .orElse(false);
    }

    private static LiquidationResult liquidation(Positions positions, String mark) {
        FuturesContract contract = Markets.perpetual().build();
        return LiquidationScenario.play(
                Markets.schedule().documentId(),
                contract,
                "professional",
                Markets.schedule(),
                raised(),
                positions,
                Price.of(mark),
                List.of(new BigDecimal("0.05")));
    }

    private static MarginSchedule raised() {
        return Markets.schedule(MarginTier.of("0", "0.03", "0.015"), MarginTier.of("500000", "0.06", "0.03"));
    }
}
