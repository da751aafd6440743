package io.countersign.client.scenario;

import static io.countersign.client.fixtures.Markets.bitcoin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.client.live.RestingOrders;
import io.countersign.model.formula.Side;
import io.countersign.model.formula.TickLadder;
import io.countersign.model.market.PriceRule;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.market.TickStep;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.TickSize;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** S-TCK where the tick size grows with the price. */
class TickLadderScenarioTest {
    private static SpotMarket market(String... boundsAndTicks) {
        List<TickStep> steps = new ArrayList<>();
        for (int i = 0; i < boundsAndTicks.length; i += 2) {
            steps.add(TickStep.builder()
                    .abovePrice(Price.of(boundsAndTicks[i]))
                    .tickSize(TickSize.of(boundsAndTicks[i + 1]))
                    .build());
        }
        return bitcoin()
                .priceRule(PriceRule.builder()
                        .tickSize(steps.get(0).tickSize())
                        .tickLadder(steps)
                        .build())
                .build();
    }

    @Test
    void play_lowerBound_strandsOrdersBetweenTheBoundsOnly() {
        RestingOrders book = RestingOrders.builder()
                .add("below", Side.BUY, Price.of("0.0039"), Quantity.of("1"))
                .add("between", Side.BUY, Price.of("0.0043"), Quantity.of("2"))
                .add("on", Side.BUY, Price.of("0.0045"), Quantity.of("1"))
                .add("above", Side.SELL, Price.of("0.0055"), Quantity.of("1"))
                .build();

        TickResult result = TickScenario.play(
                market("0", "0.0001", "0.005", "0.0005"), market("0", "0.0001", "0.004", "0.0005"), book);

        assertThat(result.off()).isEqualTo(1);
        assertThat(result.offOldGrid()).isZero();
        assertThat(result.notionalOff()).isEqualByComparingTo("0.0086");
        assertThat(result.stranded()).singleElement().satisfies(order -> {
            assertThat(order.id()).isEqualTo("between");
            assertThat(order.passivePrice()).isEqualTo(Price.of("0.004"));
        });
        assertThat(result.title()).isEqualTo("tick 0.0001, 0.0005 from 0.005 to 0.0001, 0.0005 from 0.004");
        assertThat(result.figures()).containsEntry("newTick", "0.0001, 0.0005 from 0.004");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void play_anyBook_isWhatTheLadderSaysOrderByOrder(long seed) {
        Random random = new Random(seed);
        SpotMarket before = market("0", "0.01", "10", "0.1", "100", "1");
        SpotMarket after = market("0", "0.02", "20", "0.5", "50", "0.25", "1000", "5");
        TickLadder oldLadder = TickLadder.of(before.priceRule());
        TickLadder newLadder = TickLadder.of(after.priceRule());
        RestingOrders.Builder builder = RestingOrders.builder();
        int off = 0;
        int offBefore = 0;
        BigDecimal notional = BigDecimal.ZERO;
        for (int i = 0; i < 3_000; i++) {
            Price price = new Price(BigDecimal.valueOf(1 + random.nextInt(200_000), random.nextInt(4)));
            builder.add("o" + i, random.nextBoolean() ? Side.BUY : Side.SELL, price, Quantity.of("2"));
            offBefore += oldLadder.contains(price) ? 0 : 1;
            if (!newLadder.contains(price)) {
                off++;
                notional = notional.add(price.value().multiply(BigDecimal.valueOf(2)));
            }
        }

        TickResult result = TickScenario.play(before, after, builder.build());

        assertThat(result.off()).as("seed " + seed).isEqualTo(off);
        assertThat(result.offOldGrid()).as("seed " + seed).isEqualTo(offBefore);
        assertThat(result.notionalOff()).as("seed " + seed).isEqualByComparingTo(notional);
    }

    @Test
    void play_priceOnABound_isHeldToTheTickAboveIt() {
        RestingOrders book = RestingOrders.builder()
                .add("on", Side.BUY, Price.of("10.5"), Quantity.of("1"))
                .add("below", Side.BUY, Price.of("10.4"), Quantity.of("1"))
                .build();

        TickResult result = TickScenario.play(market("0", "0.1"), market("0", "0.1", "10.5", "1"), book);

        assertThat(result.stranded()).extracting(TickResult.StrandedOrder::id).containsExactly("on");
    }

    @Test
    void play_ladderTooFineForItsPrices_isRefused() {
        RestingOrders huge = RestingOrders.builder()
                .add("o", Side.BUY, Price.of("900000000000000000"), Quantity.of("1"))
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> TickScenario.play(market("0", "1"), market("0", "0.0001"), huge))
                .withMessage("A price does not fit the finer tick: 900000000000000000 of o");
    }
}
