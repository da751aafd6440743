package io.countersign.client.scenario;

import static io.countersign.client.fixtures.Markets.bitcoin;
import static io.countersign.client.fixtures.Markets.perpetual;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.client.live.Balances;
import io.countersign.client.live.DecimalColumn;
import io.countersign.client.live.Positions;
import io.countersign.client.live.RestingOrders;
import io.countersign.client.live.TextColumn;
import io.countersign.model.formula.Side;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.NotionalRule;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.SizeRule;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Contracts;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LotScenarioTest {
    private static final RestingOrders NO_ORDERS = RestingOrders.builder().build();

    private static SpotMarket spot(String lot, String least, String value) {
        return bitcoin()
                .sizeRule(sizes(lot, least))
                .notionalRule(
                        NotionalRule.builder().minNotional(Notional.of(value)).build())
                .build();
    }

    private static SizeRule sizes(String lot, String least) {
        return SizeRule.builder()
                .lotStep(Quantity.of(lot))
                .minQuantity(Quantity.of(least))
                .build();
    }

    /** By hand: 3.3 keeps 0.1 over lots of 0.4, 0.2 is smaller than one, 0.8 is two, 0.15 was no whole lot of 0.1 before. */
    @Test
    void play_balances_countsDustWhatCannotBeClosedAndWhatWasOffBefore() {
        Balances balances = Balances.builder()
                .add("large", Quantity.of("3.3"))
                .add("small", Quantity.of("0.2"))
                .addOwed("debt", Quantity.of("0.8"))
                .add("off", Quantity.of("0.15"))
                .add("none", Quantity.of("0"))
                .build();

        LotResult result = LotScenario.play(
                spot("0.1", "0.1", "0"), spot("0.4", "0.4", "0"), balances, NO_ORDERS, Price.of("100"));

        assertThat(result.holdings().held()).isEqualTo(4);
        assertThat(result.holdings().offBefore()).isEqualTo(1);
        assertThat(result.holdings().stranded()).isEqualTo(2);
        assertThat(result.holdings().dust()).isEqualByComparingTo("0.3"); // 0.1 and 0.2
        assertThat(result.dustValue()).isEqualByComparingTo("30");
        assertThat(result.holdings().unclosable()).isEqualTo(2); // 0.2; 0.15, of which 0.1 could be sold
        assertThat(result.unclosableValue()).isEqualByComparingTo("35");
        assertThat(result.holdings().histogram()).containsExactly(0, 0, 1, 0, 0, 1, 0, 0, 0, 0);
        assertThat(result.worst())
                .containsExactly(
                        "small 0.2 XXBT, cannot be closed",
                        "off 0.15 XXBT, cannot be closed",
                        "large 3.3 XXBT, 0.1 cannot be traded");
        assertThat(result.summary())
                .isEqualTo(
                        "2 balances of 4 (50.0 %) are no whole lots of 0.4 any more, with dust of 0.3 XXBT worth 30.00"
                                + " ZUSD; 2 worth 35.00 ZUSD can no longer be closed; of 0 open orders 0 are no whole lots and 0"
                                + " below the minimum; 1 were no whole lots before already");
        assertThat(result.title()).isEqualTo("lot 0.4, smallest order 0.4");
        assertThat(result.figures())
                .containsEntry("dust XXBT", "0.3")
                .containsEntry("dustValue ZUSD", "30.00")
                .containsEntry("holdingsUnclosable", "2")
                .containsEntry("smallestOrder", "0.4");
        assertThat(result.chart().markup()).contains("Dust under the new lot of 0.4, XXBTZUSD", ">0-10<", ">90-100<");
        assertThat(result.tables().get(0).rows()).hasSize(3);
        assertThat(result.toHtml()).contains("<svg").doesNotContain("<script");
    }

    @Test
    void play_wholeLotsThatMakeTheSmallestOrder_canBeClosedButForTheirDust() {
        LotResult result = LotScenario.play(
                spot("0.1", "0.1", "0"),
                spot("0.4", "0.4", "0"),
                Balances.builder().add("just", Quantity.of("0.5")).build(),
                NO_ORDERS,
                Price.of("100"));

        assertThat(result.worst()).containsExactly("just 0.5 XXBT, 0.1 cannot be traded");
    }

    @Test
    void orders_whereNoLotStepWasPublished_wereWholeLots() {
        RestingOrders orders = RestingOrders.builder()
                .add("a", Side.BUY, Price.of("1"), Quantity.of("1.5"))
                .add("b", Side.BUY, Price.of("1"), Quantity.of("2"))
                .build();

        OrderFit fit =
                OrderFit.of(bitcoin().sizeRule(SizeRule.builder().build()).build(), spot("1", "1", "0"), orders);

        assertThat(fit.offLot()).isEqualTo(1);
        FuturesContract odd = perpetual().contractSizeUnit(SizeUnit.BASE).build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OrderFit.of(odd, odd, orders))
                .withMessage("The contract's size does not count what its payoff needs: " + odd.documentId()
                        + ", see rule D-PAY-01");
    }

    @Test
    void play_leastValueRaised_locksWhatIsWorthLess() {
        Balances balances = Balances.builder()
                .add("nine", Quantity.of("0.09"))
                .add("ten", Quantity.of("0.1"))
                .build();

        LotResult result = LotScenario.play(
                spot("0.01", "0.01", "5"), spot("0.01", "0.01", "10"), balances, NO_ORDERS, Price.of("100"));

        assertThat(result.smallestOrder()).isEqualTo(Quantity.of("0.1"));
        assertThat(result.holdings().stranded()).isZero();
        assertThat(result.holdings().unclosable()).isEqualTo(1);
        assertThat(result.worst()).containsExactly("nine 0.09 XXBT, cannot be closed");
    }

    @Test
    void play_positions_areContractsLongAndShort() {
        FuturesContract before = perpetual().sizeRule(sizes("1", "1")).build();
        FuturesContract after = perpetual().sizeRule(sizes("10", "10")).build();
        Price entry = Price.of("8000");
        Positions positions = Positions.builder()
                .addLong("a", "", Contracts.of("25"), entry, Notional.of("1"))
                .addShort("b", "", Contracts.of("3"), entry, Notional.of("1"))
                .build();
        RestingOrders orders = RestingOrders.builder()
                .add("x", Side.BUY, entry, Contracts.of("20"))
                .add("y", Side.BUY, entry, Contracts.of("5"))
                .build();

        LotResult result = LotScenario.play(before, after, positions, orders, entry);

        assertThat(result.holdings().dust()).isEqualByComparingTo("8");
        assertThat(result.dustValue()).isEqualByComparingTo("8"); // a dollar a contract
        assertThat(result.unit()).isEqualTo("contracts");
        assertThat(result.holdingWord()).isEqualTo("position");
        assertThat(result.ordersOff()).isEqualTo(1);
        assertThat(result.ordersBelow()).isEqualTo(1);
        assertThat(result.worst())
                .containsExactly("a 25 contracts, 5 cannot be traded", "b -3 contracts, cannot be closed");
    }

    @Test
    void play_nothingHeld_showsZeroes() {
        LotResult result = LotScenario.play(
                spot("0.1", "0.1", "0"), spot("1", "1", "0"), Balances.builder().build(), NO_ORDERS, Price.of("100"));

        assertThat(result.figures()).containsEntry("holdings", "0").containsEntry("holdingsStranded", "0");
        assertThat(result.worst()).isEmpty();
        assertThat(result.toHtml()).contains("<svg");
    }

    @Test
    void play_noLotContractWithoutTermsOrTooManyDigits_isRefused() {
        Balances balances = Balances.of(TextColumn.of("a"), DecimalColumn.of(new long[] {Long.MAX_VALUE}, 0));

        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        LotScenario.play(spot("1", "1", "0"), spot("0", "1", "0"), balances, NO_ORDERS, Price.of("1")))
                .withMessage("A market must publish a positive lot step: spot-market/kraken/XXBTZUSD");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LotScenario.play(
                        spot("1", "1", "0"), spot("0.1", "1", "0"), balances, NO_ORDERS, Price.of("1")))
                .withMessage("A holding does not fit the finer lot: 9223372036854775807 of a");
        FuturesContract odd = perpetual()
                .contractSizeUnit(SizeUnit.BASE)
                .sizeRule(sizes("1", "1"))
                .build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LotScenario.play(odd, odd, Positions.builder().build(), NO_ORDERS, Price.of("1")))
                .withMessageContaining("D-PAY-01");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LotDust.of(
                        Quantity.of("1"), Quantity.of("0"), TextColumn.of("a"), DecimalColumn.of(new long[] {1}, 0)))
                .withMessage("A lot step must be positive");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LotScenario.play(
                        spot("1", "1", "0"),
                        spot("1", "1", "1000"),
                        balances,
                        NO_ORDERS,
                        Price.of("0.000000000000000001")))
                .withMessageStartingWith("No order is worth the least value of 1000");
        RestingOrders huge = RestingOrders.of(
                TextColumn.of("o"),
                new BitSet(),
                DecimalColumn.of(new long[] {1}, 0),
                DecimalColumn.of(new long[] {Long.MAX_VALUE}, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OrderFit.of(spot("1", "1", "0"), spot("0.1", "1", "0"), huge))
                .withMessage("An order does not fit the finer lot: 9223372036854775807 of o");
    }

    @Test
    void inputs_anyOtherInput_hasAnotherDigest() {
        SpotMarket before = spot("0.1", "0.1", "0");
        SpotMarket after = spot("1", "1", "0");
        Balances one = Balances.builder().add("a", Quantity.of("1")).build();
        Balances other = Balances.builder().add("a", Quantity.of("2")).build();

        LotResult result = LotScenario.play(before, after, one, NO_ORDERS, Price.of("1"));

        assertThat(result.inputs())
                .isEqualTo(LotScenario.play(before, after, one, NO_ORDERS, Price.of("1"))
                        .inputs())
                .isNotEqualTo(LotScenario.play(before, after, other, NO_ORDERS, Price.of("1"))
                        .inputs())
                .isNotEqualTo(LotScenario.play(before, after, one, NO_ORDERS, Price.of("2"))
                        .inputs())
                .isNotEqualTo(LotScenario.play(after, after, one, NO_ORDERS, Price.of("1"))
                        .inputs());
        assertThat(result.toEvidence().scenario()).isEqualTo("S-LOT");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void play_anyHoldingsAndOrders_isWhatDecimalsSayRowByRow(long seed) {
        Random random = new Random(seed);
        boolean inverse = random.nextBoolean();
        FuturesContract before = random(random, inverse);
        FuturesContract after = random(random, inverse);
        Price mark = new Price(BigDecimal.valueOf(1 + random.nextInt(100_000), random.nextInt(3)));
        Positions.Builder positions = Positions.builder();
        RestingOrders.Builder orders = RestingOrders.builder();
        BigDecimal oldLot = lot(before);
        BigDecimal newLot = lot(after);
        BigDecimal smallestBefore = smallest(before, mark);
        BigDecimal smallestAfter = smallest(after, mark);
        int stranded = 0;
        int unclosable = 0;
        int offBefore = 0;
        int off = 0;
        int below = 0;
        BigDecimal dust = BigDecimal.ZERO;
        BigDecimal locked = BigDecimal.ZERO;
        for (int i = 0; i < 2_000; i++) {
            BigDecimal size = size(random, oldLot);
            positions.addShort("p" + i, "", new Contracts(size), mark, Notional.of("1"));
            boolean wasOff = size.remainder(oldLot).signum() != 0;
            boolean isOff = size.remainder(newLot).signum() != 0;
            offBefore += wasOff ? 1 : 0;
            if (isOff && !wasOff) {
                stranded++;
                dust = dust.add(size.remainder(newLot));
            }
            if (size.subtract(size.remainder(newLot)).compareTo(smallestAfter) < 0
                    && size.subtract(size.remainder(oldLot)).compareTo(smallestBefore) >= 0) {
                unclosable++;
                locked = locked.add(size);
            }
            BigDecimal quantity = size(random, oldLot);
            Price price = new Price(BigDecimal.valueOf(1 + random.nextInt(100_000), random.nextInt(4)));
            orders.add("o" + i, Side.SELL, price, new Contracts(quantity));
            off += quantity.remainder(newLot).signum() != 0
                            && quantity.remainder(oldLot).signum() == 0
                    ? 1
                    : 0;
            below += !isEnough(after, quantity, price) && isEnough(before, quantity, price) ? 1 : 0;
        }

        LotResult result = LotScenario.play(before, after, positions.build(), orders.build(), mark);

        String what = "seed " + seed;
        assertThat(result.smallestOrder().value()).as(what).isEqualByComparingTo(smallestAfter);
        assertThat(result.holdings().held()).as(what).isEqualTo(2_000);
        assertThat(result.holdings().offBefore()).as(what).isEqualTo(offBefore);
        assertThat(result.holdings().stranded()).as(what).isEqualTo(stranded);
        assertThat(result.holdings().dust()).as(what).isEqualByComparingTo(dust);
        assertThat(result.holdings().unclosable()).as(what).isEqualTo(unclosable);
        assertThat(result.holdings().unclosableAmount()).as(what).isEqualByComparingTo(locked);
        assertThat(result.ordersOff()).as(what).isEqualTo(off);
        assertThat(result.ordersBelow()).as(what).isEqualTo(below);
        assertThat(result.holdings().histogram().stream().mapToInt(n -> n).sum())
                .as(what)
                .isEqualTo(stranded);
    }

    private static FuturesContract random(Random random, boolean inverse) {
        BigDecimal lot = BigDecimal.valueOf(1 + random.nextInt(20), random.nextInt(4));
        return perpetual()
                .payoff(inverse ? Payoff.INVERSE : Payoff.LINEAR)
                .contractSizeUnit(inverse ? SizeUnit.QUOTE_NOTIONAL : SizeUnit.BASE)
                .contractSize(Amount.of("0.3"))
                .sizeRule(SizeRule.builder()
                        .lotStep(new Quantity(lot))
                        .minQuantity(new Quantity(lot.multiply(BigDecimal.valueOf(1 + random.nextInt(3)))))
                        .build())
                .notionalRule(NotionalRule.builder()
                        .minNotional(new Notional(BigDecimal.valueOf(random.nextInt(2_000), 1)))
                        .build())
                .build();
    }

    private static BigDecimal size(Random random, BigDecimal lot) {
        return random.nextInt(4) == 0
                ? BigDecimal.valueOf(1 + random.nextInt(100_000), random.nextInt(5))
                : lot.multiply(BigDecimal.valueOf(1 + random.nextInt(50)));
    }

    private static BigDecimal lot(FuturesContract contract) {
        return contract.sizeRule().lotStep().orElseThrow().value();
    }

    private static BigDecimal leastValue(FuturesContract contract) {
        return contract.notionalRule().orElseThrow().minNotional().orElseThrow().value();
    }

    private static BigDecimal value(FuturesContract contract, BigDecimal size, Price price) {
        BigDecimal units = size.multiply(contract.contractSize().value());
        return contract.payoff() == Payoff.INVERSE ? units : units.multiply(price.value());
    }

    private static boolean isEnough(FuturesContract contract, BigDecimal size, Price price) {
        return size.compareTo(contract.sizeRule().minQuantity().orElseThrow().value()) >= 0
                && value(contract, size, price).compareTo(leastValue(contract)) >= 0;
    }

    /** The first multiple of the lot that is enough. */
    private static BigDecimal smallest(FuturesContract contract, Price price) {
        BigDecimal lots = leastValue(contract)
                .divide(value(contract, lot(contract), price), 0, RoundingMode.FLOOR)
                .max(BigDecimal.ONE);
        while (!isEnough(contract, lots.multiply(lot(contract)), price)) {
            lots = lots.add(BigDecimal.ONE);
        }
        return lots.multiply(lot(contract));
    }
}
