package io.countersign.client.cel;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.catalogue.Catalogue;
import io.countersign.client.fixtures.Markets;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleData;
import io.countersign.client.rule.RuleSet;
import io.countersign.client.rule.Validator;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.ValidationReport;
import io.countersign.model.json.Json;
import io.countersign.model.market.FeeStep;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What {@code docs/policies.md} shows is what happens. */
class PoliciesPageTest {
    private static final Path PAGE = Path.of("..", "docs", "policies.md");
    private static final Path THIS = Path.of("src/test/java/io/countersign/client/cel/PoliciesPageTest.java");

    @Test
    void page_policies_findWhatItSays() throws IOException {
        String json = blocks("json").get(0);
        ConfigSnapshot before = Markets.venue();
        ConfigSnapshot after = before.with(Markets.bitcoin()
                .priceRule(Markets.price("2", 1))
                .fees(Markets.ladder(List.of(FeeStep.of("0", "0.25")), List.of(FeeStep.of("0", "4"))))
                .build());

        // region: policies
        CompiledPolicies policies = CelPolicies.compile(List.of(Json.read(json, CelPolicy[].class)));
        policies.report().orThrow();
        Validator validator = Validator.of(Catalogue.standard().with(policies.rules()));
        ValidationReport report = validator.validate(before, after, ChangeContext.none());
        // endregion

        assertThat(report.findings().stream()
                        .filter(finding -> finding.ruleId().contains("-HOUSE-"))
                        .map(PoliciesPageTest::shown)
                        .collect(Collectors.joining("\n")))
                .isEqualTo(blocks("text").get(0));
        assertThat(blocks("java")).containsExactly(region(Files.readString(THIS)));
    }

    @Test
    void page_policiesThatAreWrong_haveTheFindings() throws IOException {
        CompiledPolicies policies =
                CelPolicies.compile(List.of(Json.read(blocks("json").get(1), CelPolicy[].class)));

        assertThat(policies.rules()).isEmpty();
        assertThat(policies.report().findings().stream()
                        .map(finding -> finding + "\n" + finding.evidence().get("near"))
                        .collect(Collectors.joining("\n")))
                .isEqualTo(blocks("text").get(1));
    }

    @Test
    void page_functions_giveWhatItSays() throws IOException {
        List<MatchResult> rows = Pattern.compile("\\| `(decimal\\..*)` \\| `(.*)` \\|")
                .matcher(Files.readString(PAGE))
                .results()
                .toList();

        assertThat(rows).hasSize(8);
        for (MatchResult row : rows) {
            String expression = row.group(1) + " == " + row.group(2);
            CompiledPolicies compiled = CelPolicies.compile(List.of(Policies.saying(expression)));
            assertThat(compiled.report().findings()).isEmpty();
            assertThat(Validator.of(RuleSet.of(compiled.rules(), RuleData.standard()))
                            .validate(Markets.venue())
                            .findings())
                    .as(expression)
                    .isEmpty();
        }
    }

    @Test
    void page_limits_areThoseOfTheCode() throws IOException {
        assertThat(Files.readString(PAGE).replaceAll("\\s+", " "))
                .contains("has " + Bounds.LENGTH_MAX + " characters and " + Bounds.DEPTH_MAX + " levels")
                .contains("takes " + Bounds.STEPS_MAX + " steps")
                .contains("no more than " + Bounds.LOOKS_MAX + " values")
                .contains("texts of more than " + Bounds.TEXT_MAX + " characters")
                .contains("patterns of more than " + TextPattern.SIZE_MAX + " steps")
                .contains("up to " + DecimalText.LENGTH_MAX + " characters")
                .contains("<version>" + CelPolicies.LIBRARY.substring("dev.cel:cel:".length()) + "</version>");
    }

    private static String shown(Finding finding) {
        return finding
                + finding.before().map(value -> " [" + value).orElse("")
                + finding.after()
                        .map(value -> (finding.before().isPresent() ? " -> " : " [") + value + "]")
                        .orElse("");
    }

    private static List<String> blocks(String language) throws IOException {
        return Pattern.compile("^```" + language + "\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(Files.readString(PAGE))
                .results()
                .map(block -> block.group(1).strip())
                .toList();
    }

    private static String region(String source) {
        int start = source.indexOf("// region: policies\n") + "// region: policies\n".length();
        return source.substring(start, source.indexOf("// endregion", start))
                .stripIndent()
                .strip();
    }
}
