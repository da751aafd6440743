package io.countersign.client.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.catalogue.Catalogue;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.RuleSet;
import io.countersign.client.rule.Validator;
import io.countersign.model.diff.FieldChange;
import io.countersign.model.diff.SemanticDiff;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.finding.ValidationReport;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the stories, and keeps {@code docs/incidents.md} equal to them. After a change of a story or a rule, run this test with
 * {@code -Dcountersign.write=true} to write the page anew, and read the difference.
 */
class IncidentStoriesTest {
    private static final Path PAGE = Path.of("..", "docs", "incidents.md");
    private static final RuleSet RULES = Catalogue.standard();
    private static final Validator VALIDATOR = Validator.of(RULES);
    private static final int FINDINGS_OF_A_RULE_MAX = 3;
    private static final int LINE_MAX = 180;

    /** The incidents that the catalogue was made from, and the rules that were named for each. */
    private static final Map<Set<String>, Set<String>> NAMED = Map.ofEntries(
            Map.entry(
                    Set.of("Binance, October 2025"), Set.of("D-PRC-02", "T-TCK-03", "D-BND-02", "S-EMPTY", "D-COL-02")),
            Map.entry(Set.of("Bithumb, February 2026"), Set.of("T-MAG-01", "X-LIM-02")),
            Map.entry(Set.of("Moonwell, February 2026"), Set.of("D-IDX-02", "T-MAG-01", "X-GOV-01")),
            Map.entry(Set.of("Aave, March 2026"), Set.of("T-IDX-02", "S-LIQ")),
            Map.entry(Set.of("Deribit, October 2019"), Set.of("D-IDX-03", "S-IDX")),
            // What is done with a stale price is said by the staleness limits that D-IDX-01 asks for.
            Map.entry(Set.of("Venus and Blizz, May 2022"), Set.of("D-IDX-03", "D-IDX-01")),
            Map.entry(
                    Set.of(
                            "OKEx, July 2018",
                            "dYdX, November 2023",
                            "Hyperliquid, March 2025",
                            "Mango Markets, October 2022"),
                    Set.of("X-LIM-01", "D-MRG-06", "X-COL-01", "S-LIQ")),
            Map.entry(Set.of("Poloniex, May 2019", "OKX, January 2024"), Set.of("X-COL-01", "X-COL-02", "S-CAS")),
            Map.entry(Set.of("Quoine, April 2017"), Set.of("S-EMPTY", "D-BND-01", "X-ENV-01")),
            // That lifting a breaker takes two people is X-GOV-01.
            Map.entry(Set.of("Goldman Sachs, August 2013"), Set.of("D-BND-03", "T-MAG-01", "X-GOV-01")),
            Map.entry(Set.of("Knight, August 2012"), Set.of("X-ENV-01", "T-FLG-01")),
            Map.entry(
                    Set.of("Tokyo Stock Exchange, October 2020", "NYSE, January 2023", "CTA SIP, June 2024"),
                    Set.of("X-ENV-01", "S-MODE", "D-BND-01")),
            Map.entry(Set.of("Interactive Brokers, April 2020"), Set.of("D-PRC-05")));

    static List<Story> stories() {
        return Stream.of(
                        PriceStories.all(),
                        CollateralStories.all(),
                        LimitStories.all(),
                        IndexStories.all(),
                        OperationsStories.all())
                .flatMap(List::stream)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("stories")
    void mistake_isStoppedByEachOfItsRules(Story story) {
        ValidationReport report = report(story, story.mistake(), story.context());

        assertThat(story.stoppedBy())
                .allSatisfy(rule -> assertThat(findings(report, rule))
                        .anyMatch(finding -> finding.severity().atLeast(demanded(rule))));
    }

    @ParameterizedTest
    @MethodSource("stories")
    void repair_isStoppedByNoneOfThem(Story story) {
        ValidationReport report = report(story, story.repair(), story.repairContext());

        assertThat(story.stoppedBy())
                .allSatisfy(rule -> assertThat(report.of(rule))
                        .noneMatch(Validator::isInconclusive)
                        .noneMatch(finding -> finding.severity().atLeast(demanded(rule))));
    }

    @ParameterizedTest
    @MethodSource("stories")
    void story_isToldInFull(Story story) {
        assertThat(story.happened()).endsWith(".").contains(". ");
        assertThat(story.repaired()).endsWith(".");
        assertThat(story.stoppedBy()).isNotEmpty();
        assertThat(story.leftOut().values()).allMatch(reason -> !reason.isBlank());
    }

    @Test
    void stories_tellEveryIncident() {
        Set<String> named = NAMED.keySet().stream().flatMap(Set::stream).collect(Collectors.toSet());

        assertThat(new TreeSet<>(stories().stream().map(Story::incident).toList()))
                .isEqualTo(new TreeSet<>(named));
        assertThat(stories()).extracting(Story::heading).doesNotHaveDuplicates();
    }

    @Test
    void stories_coverEveryRuleNamedForTheirIncident_orSayWhyNot() {
        NAMED.forEach((incidents, rules) -> incidents.forEach(incident -> {
            Set<String> judged = new TreeSet<>();
            stories().stream()
                    .filter(story -> story.incident().equals(incident))
                    .forEach(story -> {
                        judged.addAll(story.stoppedBy());
                        judged.addAll(story.leftOut().keySet());
                    });
            assertThat(judged).as(incident).containsAll(rules);
        }));
    }

    @Test
    void stories_coverEveryNamedRule() {
        assertThat(stories().stream().flatMap(story -> story.stoppedBy().stream()))
                .containsAll(NAMED.values().stream().flatMap(Set::stream).toList());
    }

    @Test
    void page_isWhatTheStoriesTell() throws IOException {
        String page = page();
        if (Boolean.getBoolean("countersign.write")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    /** A finding that stops a change; or the greatest that the rule has, where it only warns. */
    private static Severity demanded(String ruleId) {
        Severity greatest = RULES.rules().stream()
                .filter(rule -> rule.id().equals(ruleId))
                .map(ChangeRule::severity)
                .findFirst()
                .orElseThrow(() -> new AssertionError("No rule " + ruleId));
        return greatest.atLeast(Severity.ERROR) ? Severity.ERROR : greatest;
    }

    private static ValidationReport report(Story story, ConfigSnapshot after, ChangeContext context) {
        return story.before().isPresent()
                ? VALIDATOR.validate(story.before().get(), after, context)
                : VALIDATOR.validate(after, context);
    }

    private static List<Finding> findings(ValidationReport report, String ruleId) {
        return report.of(ruleId).stream()
                .filter(finding -> !Validator.isInconclusive(finding))
                .toList();
    }

    private static String page() {
        StringBuilder page = new StringBuilder("# Incidents\n\n");
        page.append("Written by `IncidentStoriesTest` in `sdk-client`; change the stories, not this page.\n\n");
        page.append(
                "Each incident is told with documents of the model: the configuration or the change that caused it, what was"
                        + " known at\nthe time, the findings that stop it, and a repair that passes the same rules. What is published about an"
                        + " incident stands\nin its first lines. Other numbers, such as order books, margins and balances, were chosen so that it"
                        + " can be played, and\nare nobody's data. Every rule is described in [rules](rules.md).\n\n");
        page.append("| incident | stopped by |\n|---|---|\n");
        for (Story story : stories()) {
            page.append("| [" + story.heading() + "](#" + anchor(story.heading()) + ") | "
                    + story.stoppedBy().stream().map(IncidentStoriesTest::link).collect(Collectors.joining(", "))
                    + " |\n");
        }
        stories().forEach(story -> tell(story, page));
        return page.toString();
    }

    private static void tell(Story story, StringBuilder page) {
        page.append("\n## " + story.heading() + "\n\n" + story.happened() + "\n\n");
        if (story.before().isPresent()) {
            page.append("The change:\n\n```\n");
            changes(story.before().get(), story.mistake(), page);
            page.append("```\n\n");
        }
        if (!story.known().isEmpty()) {
            page.append("Known: " + story.known() + "\n\n");
        }
        page.append("Findings:\n\n```\n");
        ValidationReport report = report(story, story.mistake(), story.context());
        for (String rule : story.stoppedBy()) {
            findings(report, rule).stream()
                    .limit(FINDINGS_OF_A_RULE_MAX)
                    .forEach(finding -> page.append(finding + "\n"));
        }
        page.append("```\n\nRepair: " + story.repaired() + "\n");
        if (!story.repair().equals(story.mistake())) {
            page.append("\n```\n");
            changes(story.mistake(), story.repair(), page);
            page.append("```\n");
        }
        story.leftOut()
                .forEach((rule, reason) -> page.append("\n" + link(rule) + " cannot judge this: " + reason + "\n"));
    }

    private static void changes(ConfigSnapshot before, ConfigSnapshot after, StringBuilder page) {
        Set<String> lines = new LinkedHashSet<>();
        for (FieldChange change : SemanticDiff.between(before, after).changes()) {
            boolean whole = change.path().isEmpty() && change.before().isEmpty();
            lines.add(whole ? change.document() + ": added" : shortened(change.toString()));
        }
        lines.forEach(line -> page.append(line).append('\n'));
    }

    private static String shortened(String line) {
        return line.length() > LINE_MAX ? line.substring(0, LINE_MAX) + "..." : line;
    }

    private static String link(String rule) {
        return "[" + rule + "](rules.md#" + anchor(rule) + ")";
    }

    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
    }
}
