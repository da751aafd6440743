package io.countersign.client.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.PriceHistory;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.client.rule.Validator;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.finding.ValidationReport;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.unit.Leverage;
import io.countersign.model.view.TextTable;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The rules over every recorded response of a real venue. The hits are pinned: a rule that starts to cry wolf on a live market
 * shows here and in {@code docs/recorded-markets.md}, which is written with {@code -Dcountersign.write=true}.
 */
@Tag("shared")
class RecordedMarketsTest {
    private static final Path PAGE = Path.of("..", "docs", "recorded-markets.md");
    private static final Validator VALIDATOR = Validator.of(Catalogue.standard());

    @Test
    void validate_everyRecording_hitsWhatIsWrongWithTheMarketAndNothingElse() throws IOException {
        SortedMap<String, SortedMap<String, Integer>> hits = new TreeMap<>();
        SortedMap<String, SortedSet<String>> graveByMarket = new TreeMap<>();
        for (RecordedMarkets.Recording recording : RecordedMarkets.all()) {
            for (Finding finding : VALIDATOR.validate(recording.snapshot()).findings()) {
                String row = finding.ruleId() + " "
                        + (Validator.isInconclusive(finding) ? "inconclusive" : finding.severity());
                hits.computeIfAbsent(row, r -> new TreeMap<>()).merge(recording.source(), 1, Integer::sum);
                if (finding.severity().atLeast(Severity.ERROR)) {
                    graveByMarket
                            .computeIfAbsent(recording.file() + " " + finding.document(), m -> new TreeSet<>())
                            .add(finding.ruleId());
                }
            }
        }
        String january = "spot-assetpairs-2026-01-12.json.gz spot-market/kraken/";
        SortedSet<String> mixed = new TreeSet<>(List.of("D-FEE-03", "D-FEE-04", "D-FEE-05"));
        SortedSet<String> currencies = new TreeSet<>(List.of("D-FEE-03", "D-FEE-04", "D-FEE-05", "X-FEE-01"));
        assertThat(graveByMarket)
                .isEqualTo(new TreeMap<>(Map.of(
                        january + "CMETHETH", mixed,
                        january + "METHETH", mixed,
                        january + "TBTCXBT", mixed,
                        january + "EURRUSDC", currencies,
                        january + "USDDEUR", currencies,
                        january + "USDSEUR", currencies,
                        january + "OMIUSD", new TreeSet<>(List.of("D-FEE-04", "D-FEE-05")))));
        String page = page(hits);
        if (Boolean.getBoolean("countersign.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    private static String page(SortedMap<String, SortedMap<String, Integer>> hits) {
        return """
               # The rules over recorded markets

               Written by `RecordedMarketsTest` in `sdk-client` over recorded responses of real venues, which are not part of this
               repository; a rule that starts to cry wolf on a live market changes this page. Counts are findings; an inconclusive rule
               counts once a response. Nothing beside the responses was known: no prices, books or positions.

               ```
               %s
               ```

               ## Every ERROR and BLOCK

               All are in Kraken's AssetPairs response of 2026-01-12, in 7 of 1,434 pairs, and in each the market is wrong and not the
               rule: two accounts of one owner were paid for trading with each other.

               | pair | rules | what is wrong with the market |
               |---|---|---|
               | CMETHETH, METHETH, TBTCXBT | D-FEE-03, D-FEE-04, D-FEE-05 | the maker ladder with rebates of ordinary pairs beside the reduced taker ladder of pegged pairs |
               | USDDEUR, USDSEUR | D-FEE-03, D-FEE-04, D-FEE-05, X-FEE-01 | the same, in a pair of currencies, whose others have no such maker ladder |
               | EURRUSDC | D-FEE-03, D-FEE-04, D-FEE-05, X-FEE-01 | the same maker ladder beside a taker ladder of 0.01 %% |
               | OMIUSD | D-FEE-04, D-FEE-05 | the taker ladder is the maker ladder of ordinary pairs, down to 0 %% |
               """.formatted(table(hits));
    }

    @Test
    void validate_krakenSpotOfJanuary2026_hitsSevenPairsOnTheWorstFeePair() {
        RecordedMarkets.Recording recording = RecordedMarkets.of("kraken/spot-assetpairs").stream()
                .filter(candidate -> candidate.file().contains("2026-01-12"))
                .findFirst()
                .orElseThrow();

        ValidationReport report = VALIDATOR.validate(recording.snapshot());

        assertThat(recording.snapshot().size()).isEqualTo(1_434);
        assertThat(markets(report.of("D-FEE-04")))
                .containsExactly("CMETHETH", "EURRUSDC", "METHETH", "OMIUSD", "TBTCXBT", "USDDEUR", "USDSEUR");
        assertThat(markets(report.of("D-FEE-03")))
                .containsExactly("CMETHETH", "EURRUSDC", "METHETH", "TBTCXBT", "USDDEUR", "USDSEUR");
        // Every pair with ladders of two families pays out more than it takes in, and no other does.
        assertThat(markets(report.of("D-FEE-05"))).isEqualTo(markets(report.of("D-FEE-04")));
        assertThat(markets(report.of("X-FEE-01"))).containsExactly("EURRUSDC", "USDDEUR", "USDSEUR");
    }

    @Test
    void validate_binanceTiersOfAllSnapshots_breakNoRuleOfTiers() {
        List<RecordedMarkets.Recording> recordings = RecordedMarkets.of("binance/usdm-leverage-tiers");
        int tiers = 0;
        for (RecordedMarkets.Recording recording : recordings) {
            for (MarginSchedule schedule : recording.snapshot().all(MarginSchedule.class)) {
                tiers += schedule.tiers().size();
            }
            ValidationReport report = VALIDATOR.validate(recording.snapshot());
            for (String rule : List.of("D-MRG-01", "D-MRG-02", "D-MRG-03", "D-MRG-04", "D-MRG-05")) {
                assertThat(report.of(rule)).as(recording.file()).isEmpty();
            }
        }
        assertThat(recordings).hasSize(57);
        assertThat(tiers).isEqualTo(110_797);
    }

    /** Redundant tiers of 2021 are warnings; no schedule is wrong. */
    @Test
    void validate_krakenFuturesTiers_warnOfRedundantOnesOnly() {
        for (RecordedMarkets.Recording recording : RecordedMarkets.of("kraken-futures/instruments")) {
            if (recording.file().contains("2021")) {
                assertThat(VALIDATOR.validate(recording.snapshot()).of("D-MRG-03"))
                        .as(recording.file())
                        .hasSize(5)
                        .extracting(Finding::severity)
                        .containsOnly(Severity.WARN);
            }
        }
    }

    /** Every step of the recorded history; what a symbol's change does is read from the findings of T-LEV-01. */
    @Test
    void validate_stepsOfBinanceTiers_find319CutsOfTheMaximumAmong947ChangedSymbols() {
        List<RecordedMarkets.Recording> recordings = RecordedMarkets.of("binance/usdm-leverage-tiers");
        int changed = 0;
        int stricter = 0;
        int cuts = 0;
        SortedMap<String, Integer> fields = new TreeMap<>();
        for (int step = 1; step < recordings.size(); step++) {
            ConfigSnapshot before = recordings.get(step - 1).snapshot();
            ConfigSnapshot after = recordings.get(step).snapshot();
            for (MarginSchedule schedule : before.all(MarginSchedule.class)) {
                MarginSchedule now =
                        after.find(MarginSchedule.class, schedule.id()).orElse(schedule);
                changed += now.equals(schedule) ? 0 : 1;
            }
            for (Finding finding :
                    VALIDATOR.validate(before, after, ChangeContext.none()).of("T-LEV-01")) {
                stricter++;
                cuts += finding.evidence().containsKey("maxSize") ? 1 : 0;
                for (String field :
                        finding.evidence().getOrDefault("tightened", "").split(", ", -1)) {
                    fields.merge(field, 1, Integer::sum);
                }
            }
        }
        assertThat(recordings).hasSize(57);
        assertThat(changed).isEqualTo(947);
        assertThat(cuts).isEqualTo(319);
        assertThat(stricter).isEqualTo(521);
        assertThat(fields)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "initialMargin",
                        310,
                        "lowerBound",
                        44,
                        "maintenanceMargin",
                        164,
                        "maxLeverage",
                        310,
                        "maxSize",
                        319));
    }

    /** A month of minutes of a bitcoin perpetual, January 2022: leverage of 100 leaves room, leverage of 125 does not. */
    @Test
    void validate_recordedMinutes_bearLeverageOf100AndNot125() {
        PriceHistory history = RecordedPrices.bitcoinMinutes();
        ChangeContext context = ChangeContext.builder()
                .put(RuleInput.PRICE_HISTORY, Markets.perpetual().build().documentId(), history)
                .build();

        assertThat(PriceMoves.ofOneInterval(history, Duration.ofDays(90)).size())
                .isEqualTo(45_030);
        assertThat(PriceMoves.ofOneInterval(history, Duration.ofDays(90)).percentile(new BigDecimal("0.999")))
                .isEqualByComparingTo("0.008022428");
        assertThat(PriceMoves.ofDayDown(history, Duration.ofDays(365)).percentile(new BigDecimal("0.99")))
                .isEqualByComparingTo("0.126077005");
        for (String leverage : List.of("100", "125")) {
            ConfigSnapshot venue = Markets.venue()
                    .with(Markets.perpetual().maxLeverage(Leverage.of(leverage)).build());
            assertThat(VALIDATOR.validate(venue, context).of("D-MRG-07"))
                    .as(leverage)
                    .hasSize(leverage.equals("100") ? 0 : 1);
        }
    }

    private static List<String> markets(List<Finding> findings) {
        return findings.stream()
                .map(finding -> finding.document().substring(finding.document().lastIndexOf('/') + 1))
                .distinct()
                .sorted()
                .toList();
    }

    private static TextTable table(SortedMap<String, SortedMap<String, Integer>> hits) {
        List<String> sources = hits.values().stream()
                .flatMap(bySource -> bySource.keySet().stream())
                .distinct()
                .sorted()
                .toList();
        List<String> headings = new ArrayList<>(List.of("rule"));
        headings.addAll(sources);
        List<List<String>> rows = new ArrayList<>();
        for (Map.Entry<String, SortedMap<String, Integer>> row : hits.entrySet()) {
            List<String> cells = new ArrayList<>(List.of(row.getKey()));
            sources.forEach(source -> cells.add(
                    row.getValue().containsKey(source)
                            ? row.getValue().get(source).toString()
                            : ""));
            rows.add(cells);
        }
        return new TextTable(headings, rows);
    }
}
