package io.countersign.client.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.Positions;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.unit.Contracts;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a result of S-LIQ says of a few positions: one below before, two newly below, two that a fall by a tenth adds. */
class LiquidationResultTest {
    private static final Positions POSITIONS = Positions.builder()
            .addLong("long", "professional", Contracts.of("1"), Price.of("100"), Notional.of("1.5"))
            .addShort("short", "professional", Contracts.of("2"), Price.of("99"), Notional.of("5"))
            .addLong("moved", "professional", Contracts.of("1"), Price.of("100"), Notional.of("11"))
            .addLong("moved too", "professional", Contracts.of("1"), Price.of("100"), Notional.of("11.2"))
            .addLong("before", "professional", Contracts.of("1"), Price.of("100"), Notional.of("0.5"))
            .build();

    private static LiquidationResult play(String mark, String... shocks) {
        FuturesContract contract = Markets.perpetual()
                .payoff(Payoff.LINEAR)
                .contractSizeUnit(SizeUnit.BASE)
                .build();
        return LiquidationScenario.play(
                contract.documentId(),
                contract,
                "professional",
                Markets.schedule(MarginTier.of("0", "0.02", "0.01")),
                Markets.schedule(MarginTier.of("0", "0.04", "0.02")),
                POSITIONS,
                Price.of(mark),
                List.of(shocks).stream().map(BigDecimal::new).toList());
    }

    @Test
    void summary_countsTheMarkAndTheWorstOfTheMovedPrices() {
        assertThat(play("100", "0.1").summary())
                .isEqualTo(
                        "2 of 5 positions in PI_XBTUSD (professional) newly below maintenance margin at mark 100, with"
                                + " 300.00 USD notional (50.0 % of the open notional), short of 1.5 USD; 0 newly below"
                                + " initial margin only; 2 at the worst of the moved prices played; 1 were below under the"
                                + " old schedule already");
        assertThat(play("100").summary()).doesNotContain("moved");
    }

    @Test
    void worst_whoLacksMostFirst_withHisWay() {
        LiquidationResult result = play("100", "0.1");

        assertThat(result.worst())
                .containsExactly(
                        "short short 2 from 99: equity 3, required 2 before and 4 after, short of 1 USD",
                        "long long 1 from 100: equity 1.5, required 1 before and 2 after, short of 0.5 USD");
        assertThat(result.toString()).startsWith("S-LIQ futures-contract/kraken/PI_XBTUSD: PI_XBTUSD (professional)\n");
    }

    @Test
    void chart_barsAreNamedByTheirMarginLevels() {
        LiquidationResult result = play("100");

        assertThat(result.chart().markup()).contains(">&lt;0.5<", ">0.5-0.75<", ">1-1.25<", ">3-5<", ">≥5<");
        assertThat(result.marginLevelsBefore()).containsExactly(0, 1, 0, 0, 0, 2, 0, 0, 2);
        assertThat(result.marginLevelsAfter()).containsExactly(1, 0, 2, 0, 0, 0, 0, 0, 2);
    }

    @Test
    void play_markOrMoveOutOfBounds_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> play("0"))
                .withMessage("A mark price must be positive: 0");
        for (String shock : List.of("0", "1", "-0.1", "1.5")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> play("100", shock))
                    .withMessage("A price move is a fraction between 0 and 1: " + shock);
        }
    }
}
