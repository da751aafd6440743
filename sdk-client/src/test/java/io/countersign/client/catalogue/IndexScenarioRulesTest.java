package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Indexes.bitcoinIndex;
import static io.countersign.client.fixtures.Indexes.expiry;
import static io.countersign.client.fixtures.Indexes.july;
import static io.countersign.client.fixtures.Indexes.minutes;
import static io.countersign.client.fixtures.Indexes.prices;
import static io.countersign.client.fixtures.Indexes.weighted;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.fixtures.Indexes;
import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.ConstituentPrices;
import io.countersign.client.live.DecimalColumn;
import io.countersign.client.live.PriceHistory;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.client.rule.ScenarioResult;
import io.countersign.client.rule.Validator;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.IndexDefinition;
import io.countersign.model.market.SettlementMethod;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** S-IDX and S-EXP as rules: what they say, and when they cannot. */
class IndexScenarioRulesTest {
    private static final DocumentId INDEX = bitcoinIndex().build().documentId();
    private static final ConstituentPrices APART = prices(minutes("50000"), minutes("50600"), minutes("51000"));

    private static List<String> sources(ConstituentPrices prices, IndexDefinition.Builder index) {
        return Hits.of(
                "S-IDX",
                ChangeContext.builder()
                        .put(RuleInput.CONSTITUENT_PRICES, INDEX, prices)
                        .build(),
                index.build());
    }

    private static IndexDefinition.Builder three() {
        return bitcoinIndex().constituents(weighted("0.4", "0.3", "0.3")).minLiveConstituents(2);
    }

    @Test
    void sources_farApart_areNamedWithTheirWorstFault() {
        assertThat(sources(APART, three()))
                .containsExactly(
                        "ERROR /constituents/source=coinbase~1BTC-USD If coinbase/BTC-USD is dropped, the index moves by up to"
                                + " 0.593 % (2021-07-01T00:00:00Z), and beyond the limit of 0.5 % in 1 of 1 rows");
        assertThat(sources(prices(minutes("50000"), minutes("50500"), minutes("51000")), three()))
                .isEmpty();
    }

    @Test
    void sources_tooFewLeft_areAWarning() {
        assertThat(sources(Indexes.calm(4), three().minLiveConstituents(3)))
                .hasSize(3)
                .contains(
                        "WARN /constituents/source=coinbase~1BTC-USD If coinbase/BTC-USD is dropped, too few sources are left"
                                + " for a price in 4 of 4 rows");
    }

    @Test
    void sources_notKnown_areInconclusive() {
        assertThat(sources(APART, three().constituents(Optional.empty())))
                .containsExactly("lacks published constituents");
        assertThat(sources(APART, three().aggregation(Optional.empty())))
                .containsExactly("lacks published constituents and aggregation");
        assertThat(sources(APART, bitcoinIndex()))
                .containsExactly("lacks prices of source gemini/BTC-USD, prices of source kraken/XBT/USD");
        assertThat(Hits.of("S-IDX", three().build())).containsExactly("lacks constituent prices");
        assertThat(sources(APART, three().minLiveConstituents(4)))
                .containsExactly("lacks prices of enough sources at one time");
    }

    @Test
    void sources_played_areKeptAsEvidence() {
        assertThat(Validator.of(Catalogue.standard())
                        .validated(
                                Markets.venue().with(three().build()),
                                ChangeContext.builder()
                                        .put(RuleInput.CONSTITUENT_PRICES, INDEX, APART)
                                        .build())
                        .scenarios())
                .singleElement()
                .satisfies(result -> {
                    assertThat(result.scenario()).isEqualTo("S-IDX");
                    assertThat(result.document()).isEqualTo(INDEX);
                });
    }

    private static List<String> settled(PriceHistory index, FuturesContract.Builder contract) {
        return Hits.of(
                "S-EXP",
                ChangeContext.builder()
                        .put(RuleInput.PRICE_HISTORY, INDEX, index)
                        .build(),
                contract.build());
    }

    /** A day at 50,000 but for some minutes up to 15:00Z. */
    private static PriceHistory day(String... last) {
        String[] all = new String[24 * 60];
        Arrays.fill(all, "50000");
        System.arraycopy(last, 0, all, 15 * 60 - last.length, last.length);
        return minutes(all);
    }

    @Test
    void settlement_movedByAnOutage_isAnErrorBeyondTheLimit() {
        // Five minutes at 50000 + x: the mean is 50000 + x / 6, without them 50000; half a percent of it is x =
        // 1507.54.
        String at = "51507";
        assertThat(settled(day(at, at, at, at, at), july())).isEmpty();
        String over = "51508";
        assertThat(settled(day(over, over, over, over, over), july()))
                .containsExactly(
                        "ERROR /expiry/window An outage of 5 of 30 bars moves the settlement price by up to 0.5 %"
                                + " (2021-07-01T15:00:00Z); the limit is 0.5 %");
    }

    /** 25 minutes at 49,750 and five at 51,250 make 50,000, of which 49,750 is half a percent off. */
    @Test
    void settlement_movedByTheLimitExactly_isFineAndShown() {
        String[] all = new String[24 * 60];
        Arrays.fill(all, "49750");
        Arrays.fill(all, 15 * 60 - 5, 15 * 60, "51250");

        assertThat(settled(minutes(all), july())).isEmpty();
        assertThat(Validator.of(Catalogue.standard())
                        .validated(
                                Hits.venueWith(july().build()),
                                ChangeContext.builder()
                                        .put(RuleInput.PRICE_HISTORY, INDEX, minutes(all))
                                        .build())
                        .scenarios())
                .extracting(ScenarioResult::scenario)
                .containsExactly("S-EXP");
    }

    @Test
    void settlement_withMinutesMissing_isAWarning() {
        assertThat(settled(day("", "50000"), july()))
                .containsExactly(
                        "WARN /expiry/window 1 of 1 past settlement windows lack bars of the index: say what stands in"
                                + " for them");
    }

    @Test
    void settlement_notKnown_isInconclusive() {
        assertThat(Hits.of("S-EXP", july().build())).containsExactly("lacks price history");
        assertThat(settled(day(), july().index(Optional.empty())))
                .containsExactly("lacks published settlement window and index");
        assertThat(settled(
                        day(), july().expiry(expiry().window(Optional.empty()).build())))
                .containsExactly("lacks published settlement window and index");
        assertThat(settled(
                        day(),
                        july().expiry(expiry().window(Duration.ofSeconds(59)).build())))
                .containsExactly("lacks prices of the index finer than the settlement window");
        assertThat(settled(
                        day(),
                        july().expiry(expiry().window(Duration.ofSeconds(60)).build())))
                .isEmpty();
        assertThat(settled(minutes("50000"), july()))
                .containsExactly("lacks prices of the index in a settlement window");
    }

    @Test
    void settlement_atAnInstant_isNotAveraged() {
        assertThat(settled(
                        day("1"),
                        july().expiry(expiry().method(SettlementMethod.CASH_INDEX)
                                .build())))
                .isEmpty();
        assertThat(settled(
                        day("1"),
                        july().expiry(expiry().method(Optional.empty()).build())))
                .as("a window is published: it is averaged over")
                .isNotEmpty();
        assertThat(settled(day("1"), july().lastTradingAt(Optional.empty()))).isEmpty();
    }

    @Test
    void settlement_byLongerBars_losesOneAtLeast() {
        long begin = Indexes.START.getEpochSecond();
        long[] seconds = new long[96];
        long[] closes = new long[seconds.length];
        for (int quarter = 0; quarter < seconds.length; quarter++) {
            seconds[quarter] = begin + quarter * 900L;
            closes[quarter] = quarter == 59 ? 60_000 : 50_000;
        }
        PriceHistory quarters = PriceHistory.ofCloses(Duration.ofMinutes(15), seconds, DecimalColumn.of(closes, 0));
        assertThat(settled(quarters, july()))
                .containsExactly(
                        "ERROR /expiry/window An outage of 1 of 2 bars moves the settlement price by up to 9.09 %"
                                + " (2021-07-01T15:00:00Z); the limit is 0.5 %");
    }
}
