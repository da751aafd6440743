package io.countersign.client.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.model.unit.Contracts;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnsTest {
    private static final DecimalColumn ONE = DecimalColumn.of(new long[] {1}, 0);

    @Test
    void decimals_ofMixedScales_keepEveryDigit() {
        DecimalColumn column = DecimalColumn.builder("Price")
                .add(new BigDecimal("1"))
                .add(new BigDecimal("-0.25"))
                .add(new BigDecimal("3.5"))
                .build();

        assertThat(column.scale()).isEqualTo(2);
        assertThat(column.unscaled(1)).isEqualTo(-25);
        assertThat(column.at(2)).isEqualByComparingTo("3.5");
    }

    @Test
    void decimals_thatDoNotFit_areRefusedByName() {
        DecimalColumn.Builder column = DecimalColumn.builder("Quantity").add(new BigDecimal("9000000000"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> column.add(new BigDecimal("0.0000000001")))
                .withMessageStartingWith("Quantity 9000000000 does not fit");
        assertThatIllegalArgumentException().isThrownBy(() -> DecimalColumn.of(new long[0], 19));
    }

    @Test
    void codes_inAnyOrder_giveOneDigest() {
        Positions one = positions(CodedColumn.of(List.of("retail", "professional"), new int[] {0, 1}));
        Positions same = positions(CodedColumn.of(List.of("professional", "retail"), new int[] {1, 0}));
        Positions other = positions(CodedColumn.of(List.of("professional", "retail"), new int[] {0, 1}));

        assertThat(same.digest()).isEqualTo(one.digest());
        assertThat(other.digest()).isNotEqualTo(one.digest());
        assertThat(CodedColumn.of(List.of("a", "b", "a")).code(2)).isZero();
    }

    @Test
    void digest_ofOneValueChanged_isAnother() {
        Positions one = positions(CodedColumn.of(List.of("x", "x")));
        Positions other = Positions.of(
                one.accounts(),
                one.clientClasses(),
                one.contracts(),
                one.entries(),
                DecimalColumn.of(new long[] {5, 7}, 0));

        assertThat(other.digest()).isNotEqualTo(one.digest());
        assertThat(one.openInterest()).isEqualByComparingTo("3");
    }

    private static Positions positions(CodedColumn classes) {
        return Positions.of(
                TextColumn.of("a", "b"),
                classes,
                DecimalColumn.of(new long[] {3, -3}, 0),
                DecimalColumn.of(new long[] {8_000, 8_000}, 0),
                DecimalColumn.of(new long[] {5, 6}, 0));
    }

    @Test
    void tables_ofColumnsOfOtherLengths_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RestingOrders.of(TextColumn.of("a", "b"), new BitSet(), ONE, ONE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Positions.of(TextColumn.of("a"), CodedColumn.of(List.of()), ONE, ONE, ONE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PriceHistory.ofCloses(Duration.ofMinutes(1), new long[] {0, 60}, ONE));
    }

    @Test
    void tables_ofValuesThatCannotBe_areRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        RestingOrders.of(TextColumn.of("o7"), new BitSet(), ONE, DecimalColumn.of(new long[] {-1}, 1)))
                .withMessageContaining("-0.1 of o7");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Positions.builder()
                        .addLong("a9", "", Contracts.of("1"), Price.of("0"), Notional.of("1"))
                        .build())
                .withMessageContaining("0 of a9");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PriceHistory.ofCloses(
                        Duration.ofMinutes(1), new long[] {60, 60}, DecimalColumn.of(new long[] {1, 1}, 0)))
                .withMessageContaining("1970-01-01T00:01:00Z");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        PriceHistory.ofCloses(Duration.ofMillis(1), new long[0], DecimalColumn.of(new long[0], 0)));
    }
}
