package io.countersign.client.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.live.Positions;
import io.countersign.model.unit.Contracts;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PositionBlockTest {
    /** Longs and a short of one at 100: at 90 a long has lost 10, at 110 the short has. */
    private static final Positions POSITIONS = Positions.builder()
            .addLong("safe", "a", Contracts.of("1"), Price.of("100"), Notional.of("32.001"))
            .addLong("not at 90", "a", Contracts.of("1"), Price.of("100"), Notional.of("31.999"))
            .addShort("safe short", "a", Contracts.of("1"), Price.of("100"), Notional.of("32.001"))
            .addShort("not at 110", "a", Contracts.of("1"), Price.of("100"), Notional.of("31.999"))
            .addLong("flat", "a", Contracts.of("0"), Price.of("100"), Notional.of("-1"))
            .addLong("of another class", "b", Contracts.of("1"), Price.of("100"), Notional.of("0"))
            .build();

    private static final LeadingBits A_FIFTH = new LeadingBits(0.2);

    @Test
    void list_whoLacksAFifthOfTheGreatestValueAtTheWorstPrice_andNobodyElse() {
        PositionBlock block = new PositionBlock(POSITIONS, false, 1);
        block.read(0, POSITIONS.size(), new boolean[] {true, false}, false);

        assertThat(Arrays.copyOf(block.rowOf, block.list(90, 110, A_FIFTH))).containsExactly(1, 3);
        assertThat(block.list.error[0]).isBetween(1e-12, 1e-9);
    }

    /** The second time, the block holds one row, and what is behind it is left from before. */
    @Test
    void read_aShorterBlock_forgetsTheRowsBehind() {
        PositionBlock block = new PositionBlock(POSITIONS, false, 1);
        block.read(0, POSITIONS.size(), new boolean[] {true, true}, true);
        assertThat(Arrays.copyOf(block.rowOf, block.list(90, 110, A_FIFTH))).containsExactly(1, 3, 5);

        block.read(3, 4, new boolean[] {true, true}, true);

        assertThat(Arrays.copyOf(block.rowOf, block.list(90, 110, A_FIFTH))).containsExactly(0);
        LaneSum open = new LaneSum();
        LaneSum contracts = new LaneSum();
        block.addOpen(open, contracts);
        assertThat(open.total().toDecimal(0)).isEqualByComparingTo("1");
        assertThat(contracts.total().toDecimal(0)).isEqualByComparingTo("1");
    }
}
