package io.countersign.client.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.RuleInput;
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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs every rule's examples, and keeps {@code docs/rules.md} equal to what the rules declare. After a change of a rule, run
 * this test with {@code -Dcountersign.write=true} to write the page anew, and read the difference.
 */
class RuleReferenceTest {
    private static final Path PAGE = Path.of("..", "docs", "rules.md");
    private static final RuleSet RULES = Catalogue.standard();
    private static final Validator VALIDATOR = Validator.of(RULES);

    static List<RuleExample> examples() {
        return RuleExamples.all();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void failingExample_hasTheFinding(RuleExample example) {
        List<Finding> findings = hits(example, example.failing(), example.failingContext());

        assertThat(findings).isNotEmpty();
        assertThat(findings).extracting(Finding::severity).contains(example.severity());
        assertThat(findings).allSatisfy(finding -> {
            assertThat(finding.message()).isNotBlank();
            assertThat(finding.path()).matches("(/[^/]+)*");
        });
    }

    @ParameterizedTest
    @MethodSource("examples")
    void passingExample_hasNoFindingAsGrave(RuleExample example) {
        assertThat(hits(example, example.passing(), example.passingContext()))
                .noneMatch(finding -> finding.severity().atLeast(example.severity()));
    }

    @Test
    void examples_coverEveryRuleOnce() {
        assertThat(examples()).extracting(RuleExample::ruleId).doesNotHaveDuplicates();
        assertThat(examples())
                .extracting(RuleExample::ruleId)
                .containsExactlyInAnyOrderElementsOf(
                        Catalogue.rules().stream().map(ChangeRule::id).toList());
    }

    @Test
    void examples_hitOtherRulesOnlyWhereTheyAreRelated() {
        // A failing example that trips half the catalogue shows nothing.
        for (RuleExample example : examples()) {
            long others = report(example, example.failing(), example.failingContext()).atLeast(Severity.ERROR).stream()
                    .map(Finding::ruleId)
                    .filter(id -> !id.equals(example.ruleId()))
                    .distinct()
                    .count();
            assertThat(others)
                    .as(
                            "%s: %s",
                            example.ruleId(),
                            report(example, example.failing(), example.failingContext())
                                    .atLeast(Severity.ERROR))
                    .isLessThanOrEqualTo(2);
        }
    }

    @Test
    void page_isWhatTheRulesDeclare() throws IOException {
        String page = page();
        if (Boolean.getBoolean("countersign.write")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    private static List<Finding> hits(RuleExample example, ConfigSnapshot after, ChangeContext context) {
        return report(example, after, context).of(example.ruleId()).stream()
                .filter(finding -> !Validator.isInconclusive(finding))
                .toList();
    }

    private static ValidationReport report(RuleExample example, ConfigSnapshot after, ChangeContext context) {
        return example.before().isPresent()
                ? VALIDATOR.validate(example.before().get(), after, context)
                : VALIDATOR.validate(after, context);
    }

    private static String page() {
        StringBuilder page = new StringBuilder();
        page.append("# Rules\n\n");
        page.append(
                "Written by `RuleReferenceTest` in `sdk-client` from the declared rules; change the rules, not this page.\n\n");
        page.append(
                "A rule's class is the first letter of its id: **D** looks at one document, **X** at several, **T** at a"
                        + " change, **S** plays a\nchange through. The severity is the greatest that a finding of the rule can have;"
                        + " BLOCK is never deployable, ERROR needs a fix or\na recorded waiver, WARN must be acknowledged, INFO is worth"
                        + " knowing. A rule that lacks an input says so in a finding of severity\nINFO whose evidence `outcome` is"
                        + " `INCONCLUSIVE`; it never passes silently. Examples start from one small venue and are run by\nthe same"
                        + " test. Thresholds are data (`standard-rule-data.json`, version "
                        + RULES.data().version() + ").\n\n");
        page.append("| id | greatest severity | what holds when all is well |\n|---|---|---|\n");
        RULES.rules()
                .forEach(rule ->
                        page.append("| [" + rule.id() + "](#" + rule.id().toLowerCase(Locale.ROOT) + ") | "
                                + rule.severity() + " | " + rule.title() + " |\n"));
        Map<String, RuleExample> examples =
                examples().stream().collect(Collectors.toMap(RuleExample::ruleId, Function.identity()));
        RULES.rules().forEach(rule -> {
            RuleExample example = examples.get(rule.id());
            page.append("\n## ").append(rule.id()).append("\n\n");
            page.append("**")
                    .append(rule.title())
                    .append(".** ")
                    .append(rule.severity())
                    .append(".\n\n");
            page.append("- Checks: ").append(rule.checks()).append('\n');
            if (!rule.needs().isEmpty()) {
                page.append("- Needs: "
                        + rule.needs().stream()
                                .map(RuleInput::toString)
                                .sorted()
                                .collect(Collectors.joining(", "))
                        + ".\n");
            }
            page.append("- Why: ").append(rule.why()).append('\n');
            page.append("- Fix: ").append(rule.fix()).append("\n\n");
            page.append("Fails:\n\n```\n");
            describe(page, example, example.failing(), example.known());
            hits(example, example.failing(), example.failingContext()).stream()
                    .limit(2)
                    .forEach(finding -> page.append("=> " + finding + "\n"));
            page.append("```\n\nPasses:\n\n```\n");
            describe(page, example, example.passing(), example.passingKnown());
            page.append("```\n");
        });
        return page.toString();
    }

    private static void describe(StringBuilder page, RuleExample example, ConfigSnapshot after, String known) {
        ConfigSnapshot before = example.before().orElseGet(Markets::venue);
        List<FieldChange> changes = SemanticDiff.between(before, after).changes();
        if (changes.isEmpty()) {
            page.append("(the venue as it is)\n");
        }
        for (FieldChange change : changes) {
            String line = change.path().isEmpty() && change.before().isEmpty()
                    ? change.document() + ": added"
                    : change.toString();
            page.append(line.length() > 160 ? line.substring(0, 160) + "..." : line)
                    .append('\n');
        }
        if (!known.isEmpty()) {
            page.append("known: ").append(known).append('\n');
        }
    }
}
