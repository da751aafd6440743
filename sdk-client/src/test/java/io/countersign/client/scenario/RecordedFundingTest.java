package io.countersign.client.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.FundingHistory;
import io.countersign.model.fixtures.SharedData;
import io.countersign.model.market.FundingConfig;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Rate;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The replay over rates that a venue has published. */
@Tag("shared")
class RecordedFundingTest {
    private static final BigDecimal COEFFICIENT = BigDecimal.valueOf(8);

    /** Kraken publishes rates, not premiums: below the cap the premium is the rate times the coefficient. */
    @Test
    void play_publishedRatesUnderTheTermsTheyCameFrom_giveTheSameRatesAndAbsoluteRates() throws IOException {
        JsonNode rates = JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build()
                .readTree(SharedData.bytes(
                        SharedData.path("market-data/kraken-futures/historicalfundingrates-sample-2025-09-24.json")))
                .path("rates");
        FundingHistory.Builder history = FundingHistory.builder(Duration.ofHours(1));
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal absolute = BigDecimal.ZERO;
        for (JsonNode row : rates) {
            BigDecimal rate = row.path("relativeFundingRate").decimalValue();
            BigDecimal paid = row.path("fundingRate").decimalValue();
            history.add(
                    Instant.parse(row.path("timestamp").textValue()),
                    new Rate(rate.multiply(COEFFICIENT)),
                    new Price(paid.divide(rate, 6, RoundingMode.HALF_EVEN)));
            sum = sum.add(rate);
            absolute = absolute.add(paid);
        }
        FuturesContract contract = Markets.perpetual()
                .payoff(Payoff.LINEAR)
                .contractSizeUnit(SizeUnit.BASE)
                .build();

        FundingResult result = FundingScenario.play(
                contract, terms("0.005"), terms("0.000012"), Rate.of("0.005"), Duration.ZERO, history.build());

        assertThat(rates).hasSize(3);
        assertThat(result.before().payments()).isEqualTo(3);
        assertThat(result.before().capped()).isZero();
        assertThat(result.before().sumOfRates()).isEqualByComparingTo(sum);
        assertThat(result.before().paidByLongContract().subtract(absolute).abs())
                .isLessThan(new BigDecimal("0.000000001"));
        assertThat(result.before().greatest().get(0).time()).isEqualTo(Instant.parse("2025-09-24T10:00:00Z"));
        // A cap of 0.0012 % cuts two of the three.
        assertThat(result.after().capped()).isEqualTo(2);
        assertThat(result.after().sumOfRates()).isEqualByComparingTo("0.000035795815277778");
    }

    private static FundingConfig terms(String cap) {
        return FundingConfig.builder()
                .coefficient(new Amount(COEFFICIENT))
                .maxAbsRate(Rate.of(cap))
                .interval(Duration.ofHours(1))
                .build();
    }
}
