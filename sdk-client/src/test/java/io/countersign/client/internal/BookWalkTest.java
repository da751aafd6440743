package io.countersign.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.live.OrderBook;
import io.countersign.model.formula.BookDepth;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class BookWalkTest {
    private static final BigDecimal MARK = new BigDecimal("100");

    private static BookWalk bids(String... levels) {
        return new BookWalk(OrderBook.of(
                        List.of(levels).stream()
                                .map(level -> level.split("@", -1))
                                .map(parts -> new BookDepth.Level(Price.of(parts[1]), Quantity.of(parts[0])))
                                .toList(),
                        List.of())
                .bids());
    }

    private static BigDecimal number(String text) {
        return new BigDecimal(text);
    }

    @Test
    void take_overSeveralLevels_continuesWhereItStopped() {
        BookWalk walk = bids("2@99", "3@98", "5@90");

        BookWalk.Fill first = walk.take(number("3"), MARK);
        BookWalk.Fill second = walk.take(number("2"), MARK);
        BookWalk.Fill third = walk.take(number("9"), MARK);

        assertThat(first.quantity()).isEqualByComparingTo("3");
        assertThat(first.missing()).isZero();
        assertThat(first.last()).isEqualByComparingTo("98");
        assertThat(first.value()).isEqualByComparingTo("296");
        assertThat(second.last()).isEqualByComparingTo("98");
        assertThat(second.value()).isEqualByComparingTo("196");
        assertThat(third.quantity()).isEqualByComparingTo("5");
        assertThat(third.missing()).isEqualByComparingTo("4");
        assertThat(third.last()).isEqualByComparingTo("90");
    }

    @Test
    void take_nothingOrFromAnEmptySide_leavesThePrice() {
        assertThat(bids("2@99").take(BigDecimal.ZERO, MARK).last()).isEqualTo(MARK);
        BookWalk.Fill empty = bids().take(BigDecimal.ONE, MARK);
        assertThat(empty.last()).isEqualTo(MARK);
        assertThat(empty.quantity()).isZero();
        assertThat(empty.missing()).isEqualByComparingTo("1");
        assertThat(empty.meanPrice(false)).isEqualByComparingTo(MARK);
        assertThat(bids().take(BigDecimal.ZERO, MARK).meanPrice(true)).isEqualTo(MARK);
    }

    @Test
    void take_levelsWithoutQuantityOrPositivePrice_arePassedOver() {
        BookWalk walk = bids("0@99", "1@98", "4@0", "1@-1");

        BookWalk.Fill fill = walk.take(number("2"), MARK);

        assertThat(fill.quantity()).isEqualByComparingTo("1");
        assertThat(fill.missing()).isEqualByComparingTo("1");
        assertThat(fill.last()).isEqualByComparingTo("98");
    }

    @Test
    void meanPrice_ofLinearAndInverse_countsWhatIsMissingAtTheLastPrice() {
        BookWalk.Fill fill = bids("1@80", "1@40").take(number("4"), MARK);

        assertThat(fill.meanPrice(false)).isEqualByComparingTo("50"); // (80 + 3*40)/4
        assertThat(fill.meanPrice(true).doubleValue()).isEqualTo(4 / (1 / 80.0 + 3 / 40.0));
    }

    @Test
    void and_addsAtAPriceWithoutTouchingTheLast() {
        BookWalk.Fill fill = bids("1@80").take(number("1"), MARK).and(number("3"), MARK);

        assertThat(fill.quantity()).isEqualByComparingTo("4");
        assertThat(fill.last()).isEqualByComparingTo("80");
        assertThat(fill.meanPrice(false)).isEqualByComparingTo("95");
        assertThat(fill.meanPrice(true).doubleValue()).isEqualTo(4 / (1 / 80.0 + 3 / 100.0));
    }
}
