package io.countersign.model.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.model.unit.Percent;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BookDepthTest {
    private static final BookDepth ASKS =
            new BookDepth(List.of(level("100.5", "2"), level("101", "3"), level("101.01", "10")));

    private static final BookDepth BIDS = new BookDepth(List.of(level("99.5", "2"), level("98.9", "7")));

    @Test
    void within_percentOfTheMiddle_includesItsEnd() {
        assertThat(ASKS.within(Percent.of("1"), Price.of("100"))).isEqualByComparingTo("5");
        assertThat(ASKS.within(Percent.of("0.4"), Price.of("100"))).isEqualByComparingTo("0");
        assertThat(ASKS.within(Percent.of("50"), Price.of("100"))).isEqualByComparingTo("15");
        assertThat(BIDS.within(Percent.of("1"), Price.of("100"))).isEqualByComparingTo("2");
        assertThat(ASKS.within(Percent.of("0"), Price.of("101"))).isEqualByComparingTo("3");
    }

    @Test
    void covers_sizeUpToTheDepth() {
        assertThat(ASKS.covers(Quantity.of("5"), Percent.of("1"), Price.of("100")))
                .isTrue();
        assertThat(ASKS.covers(Quantity.of("5.1"), Percent.of("1"), Price.of("100")))
                .isFalse();
    }

    /** By hand: (2*99.5 + 6*103.5) / 8. */
    @Test
    void averagePrice_weighsByQuantity() {
        BookDepth trades = new BookDepth(List.of(level("99.5", "2"), level("103.5", "6"), level("1", "0")));

        assertThat(trades.averagePrice()).isEqualByComparingTo("102.5");
    }

    @Test
    void of_listThatChangesLater_keepsItsOwn() {
        List<BookDepth.Level> levels = new ArrayList<>(List.of(level("1", "1")));
        BookDepth depth = new BookDepth(levels);
        levels.clear();
        assertThat(depth.levels()).hasSize(1);
    }

    @Test
    void within_numbersWithoutAnAnswer_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ASKS.within(Percent.of("1"), Price.of("0")))
                .withMessageStartingWith("Middle price must be positive: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ASKS.within(Percent.of("-1"), Price.of("1")))
                .withMessageStartingWith("Distance must not be negative: -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BookDepth(List.of()).averagePrice())
                .withMessageStartingWith("Quantity to average over must be positive: 0");
    }

    private static BookDepth.Level level(String price, String quantity) {
        return new BookDepth.Level(Price.of(price), Quantity.of(quantity));
    }
}
