package io.countersign.client.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.client.scenario.Scenarios;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.finding.ValidationReport;
import io.countersign.model.json.Json;
import io.countersign.model.market.FeeLadder;
import io.countersign.model.market.FeeStep;
import io.countersign.model.market.MarginApplication;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.NotionalRule;
import io.countersign.model.market.PriceRule;
import io.countersign.model.market.SizeRule;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.market.SpotMarginConfig;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.market.TradingStatus;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import io.countersign.model.unit.Decimals;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Percent;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.TickSize;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The rules over recorded responses of real venues, read by a reader that takes what the rules need and nothing else. The hits
 * are pinned: a rule that starts to cry wolf on a live market shows here.
 */
@Tag("shared")
class RecordedVenueTest {
    private static final Validator VALIDATOR = Validator.of(Scenarios.ruleSet());

    @Test
    void validate_krakenSpotOfJanuary2026_hitsWhatIsWrongWithTheMarketAndNothingElse() throws IOException {
        ValidationReport report = VALIDATOR.validate(spot("kraken/spot-assetpairs-2026-01-12.json.gz"));

        assertThat(markets(report.of("D-FEE-04")))
                .containsExactly("CMETHETH", "EURRUSDC", "METHETH", "OMIUSD", "TBTCXBT", "USDDEUR", "USDSEUR");
        assertThat(markets(report.of("D-FEE-03")))
                .containsExactly("CMETHETH", "EURRUSDC", "METHETH", "TBTCXBT", "USDDEUR", "USDSEUR");
        assertThat(counts(report)).isEqualTo(Map.of("BLOCK D-FEE-04", 7L, "ERROR D-FEE-03", 6L));
    }

    @Test
    void validate_krakenSpotOfApril2021_isInconclusiveWhereNothingWasPublished() throws IOException {
        ValidationReport report = VALIDATOR.validate(spot("kraken/spot-assetpairs-2021-04-17.json"));

        assertThat(report.atLeast(Severity.WARN)).isEmpty();
        assertThat(report.findings()).allMatch(Validator::isInconclusive);
        assertThat(report.findings()).extracting(Finding::ruleId).containsExactly("D-LEV-02", "D-STS-01");
    }

    /** Binance tiers: {@code 1/maxLeverage} stands for initial margin. RULES: no hit on 110,797 tiers of 57 snapshots. */
    @Test
    void validate_binanceTiersOfAllSnapshots_hitNothing() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(recorded("binance"))) {
            files = all.filter(file -> file.getFileName().toString().startsWith("usdm-leverage-tiers-"))
                    .sorted()
                    .toList();
        }
        int tiers = 0;
        for (Path file : files) {
            List<MarginSchedule> schedules = new ArrayList<>();
            for (Map.Entry<String, JsonNode> entry :
                    Json.read(bytes(file), JsonNode.class).properties()) {
                MarginSchedule.Builder schedule = MarginSchedule.builder()
                        .venue("binance")
                        .id(entry.getKey())
                        .unit(SizeUnit.QUOTE_NOTIONAL)
                        .application(MarginApplication.MARGINAL);
                for (JsonNode tier : entry.getValue()) {
                    tiers++;
                    schedule.addTiers(MarginTier.of(
                            either(tier, "minNotional", "notionalFloor"),
                            BigDecimal.ONE
                                    .divide(tier.get("maxLeverage").decimalValue(), 18, RoundingMode.HALF_EVEN)
                                    .toPlainString(),
                            either(tier, "maintenanceMarginRate", "maintenanceMarginRatio")));
                }
                schedules.add(schedule.build());
            }
            ValidationReport report =
                    VALIDATOR.validate(ConfigSnapshot.of(new Scope("binance", "recorded"), schedules));
            assertThat(report.atLeast(Severity.ERROR)).as(file.toString()).isEmpty();
        }
        assertThat(files).hasSize(57);
        assertThat(tiers).isEqualTo(110_797);
    }

    /** Redundant tiers of 2021 are warnings; no schedule is wrong. */
    @Test
    void validate_krakenFuturesTiers_warnOfRedundantOnesOnly() throws IOException {
        List<MarginSchedule> schedules = new ArrayList<>();
        Json.read(bytes(recorded("kraken-futures/instruments-2021-07-22.json")), JsonNode.class)
                .get("instruments")
                .forEach(instrument -> {
                    if (instrument.has("marginLevels")) {
                        MarginSchedule.Builder schedule = MarginSchedule.builder()
                                .venue("kraken-futures")
                                .id(instrument.get("symbol").asText())
                                .unit(SizeUnit.CONTRACTS)
                                .application(MarginApplication.MARGINAL);
                        instrument
                                .get("marginLevels")
                                .forEach(tier -> schedule.addTiers(MarginTier.of(
                                        tier.get("contracts").asText(),
                                        tier.get("initialMargin").asText(),
                                        tier.get("maintenanceMargin").asText())));
                        schedules.add(schedule.build());
                    }
                });

        ValidationReport report =
                VALIDATOR.validate(ConfigSnapshot.of(new Scope("kraken-futures", "recorded"), schedules));

        assertThat(schedules).hasSize(17);
        assertThat(counts(report)).isEqualTo(Map.of("WARN D-MRG-03", 5L));
    }

    /** The field was renamed between snapshots. */
    private static String either(JsonNode tier, String name, String olderName) {
        return tier.get(tier.has(name) ? name : olderName).decimalValue().toPlainString();
    }

    private static Path recorded(String file) {
        return Path.of(System.getProperty("countersign.shared"), "market-data", file);
    }

    private static byte[] bytes(Path path) throws IOException {
        try (InputStream in = path.toString().endsWith(".gz")
                ? new GZIPInputStream(Files.newInputStream(path))
                : Files.newInputStream(path)) {
            return in.readAllBytes();
        }
    }

    static List<String> markets(List<Finding> findings) {
        return findings.stream()
                .map(finding -> finding.document().substring(finding.document().lastIndexOf('/') + 1))
                .distinct()
                .sorted()
                .toList();
    }

    private static Map<String, Long> counts(ValidationReport report) {
        return report.findings().stream()
                .collect(Collectors.groupingBy(
                        finding -> finding.severity() + " " + finding.ruleId(), TreeMap::new, Collectors.counting()));
    }

    private static ConfigSnapshot spot(String file) throws IOException {
        List<SpotMarket> markets = new ArrayList<>();
        Json.read(bytes(recorded(file)), JsonNode.class)
                .get("result")
                .properties()
                .forEach(entry -> markets.add(market(entry.getKey(), entry.getValue())));
        assertThat(markets.size()).isGreaterThan(300);
        return ConfigSnapshot.of(new Scope("kraken", "recorded"), markets);
    }

    private static SpotMarket market(String id, JsonNode pair) {
        SpotMarket.Builder market = SpotMarket.builder()
                .venue("kraken")
                .id(id)
                .altName(pair.get("altname").asText())
                .base(pair.get("base").asText())
                .quote(pair.get("quote").asText());
        SizeRule.Builder sizes = SizeRule.builder()
                .lotStep(new Quantity(Decimals.stepOf(pair.get("lot_decimals").asInt())));
        if (pair.has("ordermin")) {
            sizes.minQuantity(Quantity.of(pair.get("ordermin").asText()));
        }
        market.sizeRule(sizes.build());
        if (pair.has("wsname")) {
            market.wsName(pair.get("wsname").asText());
        }
        int digits = pair.get("pair_decimals").asInt();
        market.priceRule(PriceRule.builder()
                .tickSize(
                        pair.has("tick_size")
                                ? TickSize.of(pair.get("tick_size").asText())
                                : new TickSize(Decimals.stepOf(digits)))
                .pricePrecision(digits)
                .build());
        NotionalRule.Builder notional = NotionalRule.builder();
        if (pair.has("costmin")) {
            notional.minNotional(Notional.of(pair.get("costmin").asText()));
            notional.costDecimals(pair.get("cost_decimals").asInt());
        }
        market.notionalRule(notional.build());
        if (pair.has("status")) {
            market.status(TradingStatus.valueOf(pair.get("status").asText().toUpperCase(Locale.ROOT)));
        }
        FeeLadder.Builder fees = FeeLadder.builder().taker(steps(pair.get("fees")));
        if (pair.has("fees_maker")) {
            fees.maker(steps(pair.get("fees_maker")));
        }
        market.fees(fees.build());
        SpotMarginConfig.Builder margin = SpotMarginConfig.builder()
                .marginCallLevel(Percent.of(pair.get("margin_call").asText()))
                .marginStopLevel(Percent.of(pair.get("margin_stop").asText()));
        pair.get("leverage_buy").forEach(leverage -> margin.addLeverageBuy(leverage.asInt()));
        pair.get("leverage_sell").forEach(leverage -> margin.addLeverageSell(leverage.asInt()));
        if (pair.has("long_position_limit")) {
            margin.longPositionLimit(Quantity.of(pair.get("long_position_limit").asText()));
            margin.shortPositionLimit(
                    Quantity.of(pair.get("short_position_limit").asText()));
        }
        return market.margin(margin.build()).build();
    }

    private static List<FeeStep> steps(JsonNode ladder) {
        List<FeeStep> steps = new ArrayList<>();
        ladder.forEach(step -> steps.add(FeeStep.of(
                step.get(0).decimalValue().toPlainString(),
                new BigDecimal(step.get(1).asText()).toPlainString())));
        return steps;
    }
}
