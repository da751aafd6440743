package io.countersign.client.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.rule.Validator;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.finding.ValidationReport;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.view.TextTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The rules over every recorded response of a real venue. The hits are pinned: a rule that starts to cry wolf on a live market
 * shows here. The table of hits by rule and source is left in {@code target/rule-hits.txt}.
 */
@Tag("shared")
class RecordedMarketsTest {
    private static final Validator VALIDATOR = Validator.of(Catalogue.standard());

    @Test
    void validate_everyRecording_hitsWhatIsWrongWithTheMarketAndNothingElse() throws IOException {
        SortedMap<String, SortedMap<String, Integer>> hits = new TreeMap<>();
        List<String> grave = new ArrayList<>();
        for (RecordedMarkets.Recording recording : RecordedMarkets.all()) {
            for (Finding finding : VALIDATOR.validate(recording.snapshot()).findings()) {
                String row = finding.ruleId() + " "
                        + (Validator.isInconclusive(finding) ? "inconclusive" : finding.severity());
                hits.computeIfAbsent(row, r -> new TreeMap<>()).merge(recording.source(), 1, Integer::sum);
                if (finding.severity().atLeast(Severity.ERROR)) {
                    grave.add(recording.file() + ": " + finding);
                }
            }
        }
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target", "rule-hits.txt"), table(hits) + "\n\n" + String.join("\n", grave) + "\n");
        assertThat(table(hits).rows()).isNotEmpty();
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
            for (String rule : List.of("D-MRG-01", "D-MRG-02", "D-MRG-03", "D-MRG-05")) {
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
