package io.countersign.client.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.model.formula.BookDepth;
import io.countersign.model.formula.Side;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderBookTest {
    private static final OrderBook BOOK =
            OrderBook.of(List.of(level("9", "1"), level("9.5", "2")), List.of(level("11", "4"), level("10.25", "3")));

    private static BookDepth.Level level(String price, String quantity) {
        return new BookDepth.Level(Price.of(price), Quantity.of(quantity));
    }

    @Test
    void of_levelsInAnyOrder_putsTheBestFirst() {
        assertThat(BOOK.bids().prices().at(0)).isEqualByComparingTo("9.5");
        assertThat(BOOK.bids().quantities().at(0)).isEqualByComparingTo("2");
        assertThat(BOOK.against(Side.BUY).prices().at(0)).isEqualByComparingTo("10.25");
        assertThat(BOOK.against(Side.SELL).quantity()).isEqualByComparingTo("3");
    }

    @Test
    void middle_ofAnEmptySide_isNotKnown() {
        assertThat(BOOK.middle().orElseThrow()).isEqualByComparingTo("9.875");
        assertThat(OrderBook.of(List.of(), List.of(level("1", "1"))).middle()).isEmpty();
    }

    @Test
    void digest_followsTheLevelsAndNotTheirOrder() {
        OrderBook same = OrderBook.of(
                List.of(level("9.5", "2"), level("9", "1")), List.of(level("10.25", "3"), level("11", "4")));
        OrderBook other = OrderBook.of(
                List.of(level("9.5", "2"), level("9", "1")), List.of(level("10.25", "3"), level("11", "5")));

        assertThat(same.digest()).isEqualTo(BOOK.digest());
        assertThat(other.digest()).isNotEqualTo(BOOK.digest());
    }

    @Test
    void ofLevels_makesAnOrderALevel() {
        RestingOrders orders = RestingOrders.ofLevels(BOOK);

        assertThat(orders.size()).isEqualTo(4);
        assertThat(orders.ids().at(0)).isEqualTo("bid 9.5");
        assertThat(orders.isBuy(1)).isTrue();
        assertThat(orders.isBuy(2)).isFalse();
        assertThat(orders.ids().at(3)).isEqualTo("ask 11");
        assertThat(orders.quantities().at(3)).isEqualByComparingTo("4");
    }
}
