package io.countersign.client.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeeAndFundingTablesTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Instant TEN = Instant.parse("2026-09-25T10:00:00Z");

    @Test
    void volumes_rows_comeBackExactly() {
        TradedVolumes volumes = TradedVolumes.builder()
                .add("a", Notional.of("10.5"), Notional.of("1"), Notional.of("2.25"))
                .add("b", Notional.of("0"), Notional.of("0"), Notional.of("0"))
                .build();

        assertThat(volumes.size()).isEqualTo(2);
        assertThat(volumes.accounts().at(1)).isEqualTo("b");
        assertThat(volumes.trailing().at(0)).isEqualByComparingTo("10.5");
        assertThat(volumes.maker().at(0)).isEqualByComparingTo("1");
        assertThat(volumes.taker().at(0)).isEqualByComparingTo("2.25");
        assertThat(volumes).hasToString("traded volumes of 2 accounts");
    }

    @Test
    void volumes_negative_areRefusedInEachColumn() {
        String[][] rows = {{"-1", "0", "0"}, {"0", "-1", "0"}, {"0", "0", "-1"}};
        for (String[] row : rows) {
            TradedVolumes.Builder builder =
                    TradedVolumes.builder().add("a", Notional.of(row[0]), Notional.of(row[1]), Notional.of(row[2]));
            assertThatThrownBy(builder::build)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("A traded volume must not be negative: -1 of a");
        }
        assertThatThrownBy(() -> TradedVolumes.of(TextColumn.of("a"), column(1), column(1), column()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("same length");
    }

    @Test
    void volumes_digest_namesEveryColumn() {
        assertThat(List.of(
                        TradedVolumes.of(TextColumn.of("a"), column(1), column(1), column(1))
                                .digest(),
                        TradedVolumes.of(TextColumn.of("b"), column(1), column(1), column(1))
                                .digest(),
                        TradedVolumes.of(TextColumn.of("a"), column(2), column(1), column(1))
                                .digest(),
                        TradedVolumes.of(TextColumn.of("a"), column(1), column(2), column(1))
                                .digest(),
                        TradedVolumes.of(TextColumn.of("a"), column(1), column(1), column(2))
                                .digest()))
                .doesNotHaveDuplicates();
    }

    @Test
    void history_spans_comeBackExactly() {
        FundingHistory.Builder builder = FundingHistory.builder(HOUR);
        for (int i = 0; i < 20; i++) {
            builder.add(TEN.plus(HOUR.multipliedBy(i)), Rate.of("0.000094366522222"), Price.of("112625.5"));
        }
        FundingHistory history = builder.build();

        assertThat(history.size()).isEqualTo(20);
        assertThat(history.interval()).isEqualTo(HOUR);
        assertThat(history.endsAt(19)).isEqualTo("2026-09-26T05:00:00Z");
        assertThat(history.endSecond(0)).isEqualTo(TEN.getEpochSecond());
        assertThat(history.premiums().at(19)).isEqualByComparingTo("0.000094366522222");
        assertThat(history.prices().at(0)).isEqualByComparingTo("112625.5");
        assertThat(history).hasToString("20 spans of PT1H");
    }

    @Test
    void history_spansThatOverlapOrAreNoWholeSeconds_areRefused() {
        assertThatThrownBy(() -> FundingHistory.builder(HOUR)
                        .add(TEN, Rate.of("0"), Price.of("1"))
                        .add(TEN.plusSeconds(3599), Rate.of("0"), Price.of("1"))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Spans of funding history must ascend by time and not overlap: 2026-09-25T10:59:59Z after"
                        + " 2026-09-25T10:00:00Z with spans of PT1H");
        assertThat(FundingHistory.builder(HOUR)
                        .add(TEN, Rate.of("0"), Price.of("1"))
                        .add(TEN.plus(HOUR), Rate.of("0"), Price.of("1"))
                        .build()
                        .size())
                .isEqualTo(2);
        for (Duration span : List.of(Duration.ZERO, HOUR.negated(), Duration.ofMillis(1500))) {
            assertThatThrownBy(() -> FundingHistory.builder(span).build())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("whole seconds");
        }
        assertThatThrownBy(() -> FundingHistory.builder(HOUR).add(TEN.plusNanos(1), Rate.of("0"), Price.of("1")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FundingHistory.of(HOUR, new long[] {0}, column(1), column(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A price must be positive: 0 at 1970-01-01T00:00:00Z");
        assertThatThrownBy(() -> FundingHistory.of(HOUR, new long[] {0}, column(), column(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void history_digest_namesEveryColumn() {
        assertThat(List.of(
                        FundingHistory.of(HOUR, new long[] {0}, column(1), column(1))
                                .digest(),
                        FundingHistory.of(HOUR.multipliedBy(2), new long[] {0}, column(1), column(1))
                                .digest(),
                        FundingHistory.of(HOUR, new long[] {1}, column(1), column(1))
                                .digest(),
                        FundingHistory.of(HOUR, new long[] {0}, column(2), column(1))
                                .digest(),
                        FundingHistory.of(HOUR, new long[] {0}, column(1), column(2))
                                .digest()))
                .doesNotHaveDuplicates();
    }

    private static DecimalColumn column(long... values) {
        return DecimalColumn.of(values, 0);
    }
}
