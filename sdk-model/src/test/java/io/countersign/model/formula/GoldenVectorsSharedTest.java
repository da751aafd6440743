package io.countersign.model.formula;

import static io.countersign.model.formula.Ladders.d;
import static io.countersign.model.formula.Ladders.marginal;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.countersign.model.fixtures.Cases;
import io.countersign.model.fixtures.SharedData;
import io.countersign.model.market.MarginApplication;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.unit.Leverage;
import io.countersign.model.unit.Percent;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every recorded golden vector against the formulas. */
@Tag("shared")
class GoldenVectorsSharedTest {
    private static JsonNode vectors;

    @BeforeAll
    static void read() throws IOException {
        vectors = new ObjectMapper().readTree(SharedData.text(SharedData.path("design/golden-vectors.json")));
    }

    @Test
    void file_holdsOnlyVectorsThatAreCheckedHere() {
        assertThat(vectors.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "note",
                        "inverse_liquidation",
                        "spot_margin_call",
                        "mark_premium_cap",
                        "funding_abs_rel",
                        "binance_cum",
                        "binance_liq",
                        "expiry_local_time");
    }

    @Test
    void inverseLiquidation() {
        ContractTerms terms = new ContractTerms(Payoff.INVERSE, BigDecimal.ONE);
        MarginLadder onePercent = marginal(SizeUnit.CONTRACTS, MarginTier.of("0", "0.02", "0.01"));
        JsonNode vector = vectors.get("inverse_liquidation");

        Optional<BigDecimal> atMark = LiquidationPrice.isolated(terms, onePercent, d("1000"), d("8000"), d("0.01"));
        assertAgrees(atMark, vector, "liqPrice_mmAtMark", "docSays");
        Optional<BigDecimal> atEntry =
                LiquidationPrice.isolatedAtEntryMargin(terms, onePercent, d("1000"), d("8000"), d("0.01"));
        assertAgrees(atEntry, vector, "liqPrice_mmAtEntry");
        Optional<BigDecimal> bankruptcy = LiquidationPrice.bankruptcy(terms, d("1000"), d("8000"), d("0.01"));
        assertAgrees(bankruptcy, vector, "bankruptcyPrice", "docSaysBankruptcy");
    }

    @Test
    void spotMarginCall() {
        JsonNode first = vectors.get("spot_margin_call").get("case1");
        SpotMarginPosition bitcoin =
                new SpotMarginPosition(Side.BUY, Quantity.of("1.5"), Price.of("30000"), Leverage.of("5"));
        assertThat(first.get("position").textValue())
                .isEqualTo("long 1.5 BTC @30000, 5x, usedMargin "
                        + bitcoin.usedMargin().stripTrailingZeros().toPlainString());
        assertAgrees(bitcoin.priceAt(Percent.of("80"), number(first, "equityUSD")), first, "callAt80pct", "docSays");

        JsonNode second = vectors.get("spot_margin_call").get("case2");
        BigDecimal cost = number(second, "openCost");
        BigDecimal quantity = number(second, "qty");
        SpotMarginPosition position = new SpotMarginPosition(
                Side.BUY,
                new Quantity(quantity),
                new Price(cost.divide(quantity)),
                new Leverage(cost.divide(number(second, "usedMargin"))));
        BigDecimal balance = number(second, "tradeBalance");
        assertAgrees(position.priceAt(Percent.of("80"), balance), second, "callAt80pct");
        assertAgrees(position.priceAt(Percent.of("40"), balance), second, "liqAt40pct");
    }

    @Test
    void markPremiumCap() {
        JsonNode vector = vectors.get("mark_premium_cap");
        PremiumCap cap = PremiumCap.KRAKEN_FIXED_MATURITY;

        assertAgrees(Optional.of(PremiumCap.KRAKEN_PERPETUAL.at(30)), vector, "perpetual");
        assertAgrees(Optional.of(cap.at(1)), vector, "fixed_d1");
        assertAgrees(Optional.of(cap.at(210)), vector, "fixed_d210");
        assertAgrees(Optional.of(cap.at(87)), vector, "d87");
        assertThat(vector.get("docSays").textValue())
                .isEqualTo("~" + cap.at(87).movePointRight(2).setScale(2, RoundingMode.HALF_UP) + "%");
        assertThat(vector.get("formula").textValue()).isEqualTo("0.01+0.19*(d-1)/209");
    }

    @Test
    void fundingAbsoluteAndRelative() throws IOException {
        JsonNode vector = vectors.get("funding_abs_rel");
        JsonNode rates = new ObjectMapper()
                .readTree(SharedData.text(
                        SharedData.path("market-data/" + vector.get("source").textValue())))
                .get("rates");
        assertThat(rates).hasSize(3);
        for (int i = 0; i < 3; i++) {
            BigDecimal relative =
                    new BigDecimal(rates.get(i).get("relativeFundingRate").asText());
            BigDecimal absolute = new BigDecimal(rates.get(i).get("fundingRate").asText());
            BigDecimal index = new BigDecimal(vector.get("abs/rel").get(i).textValue());
            assertThat(Funding.absoluteRate(relative, index).subtract(absolute).abs())
                    .isLessThan(absolute.multiply(d("1e-7")));
        }
    }

    /** The recursion as the vector spells it, on any ladder; the recorded tiers themselves are checked with the readers. */
    @Test
    void binanceMaintenanceAmount() {
        JsonNode vector = vectors.get("binance_cum");
        assertThat(vector.get("recursion").textValue())
                .isEqualTo("cum[i]=cum[i-1]+floor[i]*(mmr[i]-mmr[i-1]), cum[0]=0");
        Cases.forEach(200, random -> {
            List<MarginTier> tiers = Ladders.tiers(random, d("100000"), true);
            MarginLadder ladder =
                    MarginLadder.of(Ladders.schedule(SizeUnit.QUOTE_NOTIONAL, MarginApplication.MARGINAL, tiers));
            BigDecimal cum = BigDecimal.ZERO;
            for (int i = 0; i < tiers.size(); i++) {
                if (i > 0) {
                    BigDecimal rise = tiers.get(i)
                            .maintenanceMargin()
                            .value()
                            .subtract(tiers.get(i - 1).maintenanceMargin().value());
                    cum = cum.add(tiers.get(i).lowerBound().value().multiply(rise));
                }
                assertThat(ladder.maintenanceAmount(i)).isEqualByComparingTo(cum);
            }
        });
    }

    /** The formula as the vector spells it, with the tier in which the answer lies. */
    @Test
    void binanceLiquidationPrice() {
        assertThat(vectors.get("binance_liq").get("formula").textValue())
                .startsWith("LP=(WB+cum-s*q*entry)/(q*mmr-s*q), s=+1 long,-1 short; tier chosen by notional at LP");
        ContractTerms terms = new ContractTerms(Payoff.LINEAR, BigDecimal.ONE);
        Cases.forEach(300, random -> {
            BigDecimal quantity = BigDecimal.valueOf(1 + random.nextInt(100_000), 3);
            BigDecimal entry = BigDecimal.valueOf(100 + random.nextInt(1_000_000), 2);
            BigDecimal wallet = quantity.multiply(entry).multiply(BigDecimal.valueOf(1 + random.nextInt(900), 3));
            BigDecimal side = BigDecimal.valueOf(random.nextBoolean() ? 1 : -1);
            List<MarginTier> tiers = Ladders.tiers(random, quantity.multiply(entry), true);
            MarginLadder ladder =
                    MarginLadder.of(Ladders.schedule(SizeUnit.QUOTE_NOTIONAL, MarginApplication.MARGINAL, tiers));

            LiquidationPrice.isolated(terms, ladder, quantity.multiply(side), entry, wallet)
                    .ifPresent(price -> {
                        int tier = ladder.tierOf(quantity.multiply(price));
                        BigDecimal rate = tiers.get(tier).maintenanceMargin().value();
                        BigDecimal signed = side.multiply(quantity);
                        assertThat(price)
                                .isEqualByComparingTo(wallet.add(ladder.maintenanceAmount(tier))
                                        .subtract(signed.multiply(entry))
                                        .divide(quantity.multiply(rate).subtract(signed), ContractTerms.DIVISION));
                    });
        });
    }

    /** A fact about zones and no formula of ours: the JDK's rules agree with what the venue publishes. */
    @Test
    void expiryLocalTime() {
        JsonNode vector = vectors.get("expiry_local_time");
        for (String key : List.of("FI_2021-09-24", "FI_2026-12-25")) {
            String utc = vector.get(key).textValue().substring(0, 5);
            Instant expiry = Instant.parse(key.substring(3) + "T" + utc + ":00Z");
            assertThat(expiry.atZone(ZoneId.of("Europe/London")).toLocalTime()).isEqualTo(LocalTime.of(16, 0));
        }
        assertThat(vector.get("FF").textValue()).isEqualTo("08:00Z");
    }

    /** Equal to the numbers of the vector, rounded to as many digits as they show. */
    private static void assertAgrees(Optional<BigDecimal> value, JsonNode vector, String... names) {
        for (String name : names) {
            BigDecimal expected = number(vector, name);
            assertThat(value.orElseThrow().setScale(expected.scale(), RoundingMode.HALF_UP))
                    .as(name)
                    .isEqualByComparingTo(expected);
        }
    }

    private static BigDecimal number(JsonNode vector, String name) {
        return new BigDecimal(vector.get(name).textValue());
    }
}
