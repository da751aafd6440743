package io.countersign.model.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TradingStatusTest {
    @ParameterizedTest
    @CsvSource({
        "ONLINE, NEW_LIMIT NEW_POST_ONLY NEW_MARKET CANCEL MATCH NEW_LEVERAGE",
        "LIMIT_ONLY, NEW_LIMIT NEW_POST_ONLY CANCEL",
        "POST_ONLY, NEW_POST_ONLY CANCEL",
        "CANCEL_ONLY, CANCEL",
        "REDUCE_ONLY, NEW_LIMIT NEW_POST_ONLY NEW_MARKET CANCEL MATCH",
        "MAINTENANCE, ''"
    })
    void permits_documentedStatus_isAsTheVenueSays(TradingStatus status, String actions) {
        Set<OrderAction> expected = Stream.of(actions.split(" "))
                .filter(action -> !action.isEmpty())
                .map(OrderAction::valueOf)
                .collect(Collectors.toSet());
        EnumSet<OrderAction> permitted = EnumSet.allOf(OrderAction.class);
        permitted.removeIf(action -> !status.permits(action));
        assertThat(permitted).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "ONLINE, ONLINE, ONLINE",
        "ONLINE, POST_ONLY, POST_ONLY",
        "LIMIT_ONLY, POST_ONLY, POST_ONLY",
        "ONLINE, REDUCE_ONLY, REDUCE_ONLY",
        "REDUCE_ONLY, CANCEL_ONLY, CANCEL_ONLY",
        "REDUCE_ONLY, POST_ONLY, CANCEL_ONLY",
        "REDUCE_ONLY, LIMIT_ONLY, CANCEL_ONLY",
        "CANCEL_ONLY, MAINTENANCE, MAINTENANCE"
    })
    void moreRestrictive_ofTwo_isTheOneThatHolds(TradingStatus one, TradingStatus other, TradingStatus holds) {
        assertThat(one.moreRestrictive(other)).isEqualTo(holds);
        assertThat(other.moreRestrictive(one)).isEqualTo(holds);
    }

    @Test
    void moreRestrictive_anyTwo_permitsNothingThatOneForbids() {
        for (TradingStatus one : TradingStatus.values()) {
            for (TradingStatus other : TradingStatus.values()) {
                TradingStatus both = one.moreRestrictive(other);
                for (OrderAction action : OrderAction.values()) {
                    assertThat(both.permits(action) && !(one.permits(action) && other.permits(action)))
                            .as("%s and %s give %s, which permits %s", one, other, both, action)
                            .isFalse();
                }
            }
        }
    }
}
