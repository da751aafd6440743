package io.countersign.client.cel;

import static io.countersign.client.cel.Policies.judged;
import static io.countersign.client.cel.Policies.mistake;
import static io.countersign.client.cel.Policies.policy;
import static io.countersign.client.cel.Policies.validator;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.Validator;
import io.countersign.model.finding.ValidationReport;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody writes to hold up validation does not. Without the bounds most of these would not end. */
@Timeout(60)
class BoundsTest {
    private static final MarginSchedule WIDE = schedule("0.02");
    private static final MarginSchedule OTHER = schedule("0.025");

    static Stream<Arguments> tooLarge() {
        return Stream.of(
                Arguments.of(
                        "'" + "x".repeat(Bounds.LENGTH_MAX) + "' == ''", "expression code point size exceeds limit"),
                Arguments.of("[".repeat(900), "recursion limit exceeded"),
                Arguments.of("(".repeat(40) + "true" + ")".repeat(40), "recursion limit exceeded"),
                Arguments.of("1" + "+1".repeat(900) + " == 1", "recursion limit exceeded"),
                Arguments.of("document" + ".id".repeat(600) + " == ''", "recursion limit exceeded"),
                Arguments.of("true" + " ? true : false".repeat(100), "recursion limit exceeded"),
                Arguments.of("true" + ".all(x, true)".repeat(100), "recursion limit exceeded"),
                Arguments.of("\u0000", "token recognition error"),
                Arguments.of("\uD800 == ''", "token recognition error"),
                Arguments.of("", "mismatched input"));
    }

    @ParameterizedTest
    @MethodSource("tooLarge")
    void compile_expressionTooLargeOrNoText_isAFinding(String expression, String message) {
        assertThat(mistake(expression).message()).contains(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Each doubles what the one before made; a list of sixty doublings has 2^60 elements to compare.
                "[1].all(a, [[a, a]].all(b, b == [1]))",
                "[1].all(a, {'x': a} == {'x': 1})",
                "[1].all(a, [2].all(b, [[[a]]] == [[[1]]]))",
                "[1].all(a, [a].all(b, b == 1))"
            })
    void compile_listThatHoldsAVariable_isAFinding(String expression) {
        assertThat(mistake(expression).message()).contains("a list or map that is written out must not hold 'a'. Mend");
    }

    @Test
    void compile_listThatHoldsNoVariable_isFine() {
        assertThat(judged("['a', 'b'] != ['a'] && [document.id, document.venue].all(x, x != '')")
                        .findings())
                .isEmpty();
    }

    @Test
    void compile_objects_areNotMade() {
        assertThat(mistake("PriceRule{tickSize: '1'}.tickSize == '1'").message())
                .contains("an expression makes no objects");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'a' + 'b' == ''",
                "b'a' + b'b' == b''",
                "[1] + [2] == []",
                "[1].map(x, x) == []",
                "[1].filter(x, true) == []"
            })
    void compile_whatPutsTogether_isMissing(String expression) {
        assertThat(mistake(expression).message()).containsAnyOf("no matching overload", "undeclared reference");
    }

    static Stream<String> endless() {
        String pairs = "before.tiers.all(t, before.tiers.all(u, %s true))";
        return Stream.of(
                pairs.formatted("before.tiers == after.tiers || ".repeat(60)),
                pairs.formatted("t in after.tiers || ".repeat(90)),
                pairs.formatted("before.tiers.all(v, decimal.compare(v.lowerBound, '0') >= 0) && ".repeat(25)),
                pairs.formatted("before == after || ".repeat(100)),
                pairs.formatted("'xxxxxxxxxxxxxxxx'.matches('(x|xx)*y') || ".repeat(45)),
                "['" + "x".repeat(1_000) + "'].all(s, " + pairs.formatted("s.matches('(x|xx)*y') || ".repeat(30)) + ")",
                pairs.formatted("t.lowerBound.matches('((x{6}){6}){6}') || ".repeat(20)),
                "[before, before, before, before].all(a, [after, after, after, after].all(b, before.tiers.all(t, "
                        + "a == b || ".repeat(150) + "true)))");
    }

    @ParameterizedTest
    @MethodSource("endless")
    void validate_expressionWithoutEnd_isInconclusive(String expression) {
        ValidationReport report = change(expression);

        assertThat(report.findings()).hasSize(1).allMatch(Validator::isInconclusive);
        assertThat(report.findings().get(0).message())
                .containsAnyOf("more than 1000000 values", "more than 10000 steps");
    }

    static Stream<String> slow() {
        String pairs = "before.tiers.all(t, before.tiers.all(u, %s true))";
        return Stream.of(
                pairs.formatted("1 + 1 == 3 || ".repeat(130)),
                pairs.formatted("decimal.isMultiple('%s', '0.7') || "
                        .formatted("9".repeat(128))
                        .repeat(11)),
                pairs.formatted("decimal.divide('1', '%s', 18, 'UP') == '' || "
                        .formatted("7".repeat(100))
                        .repeat(11)));
    }

    @ParameterizedTest
    @MethodSource("slow")
    void validate_expressionThatTakesAllThatItMay_ends(String expression) {
        assertThat(change(expression).findings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "document.id.matches('((((a{30}){30}){30}){30}){30}')",
                "document.id.matches('a{1000}{1000}')",
                "document.id.matches('(a{2,1000}){2,}b{10}')",
                "document.id.matches('(((((((((((((((a{999}){999}){999}){999}){999}){999}){999}){999}){999}){999}){999}){999}){999}))')"
            })
    void compile_patternThatGrows_isAFinding(String expression) {
        assertThat(mistake(expression).message()).contains("matches: a pattern of more than 10000 steps");
    }

    @Test
    void validate_patternOfADocumentThatGrows_isInconclusive() {
        ValidationReport report = judged(
                "document.id.matches(document.altName)",
                Markets.snapshot(
                        Markets.bitcoin().altName("(((a{500}){500}){500})").build()));

        assertThat(report.findings()).hasSize(1).allMatch(Validator::isInconclusive);
        assertThat(report.findings().get(0).message()).contains("a pattern of more than 10000 steps");
    }

    @Test
    void validate_longText_isReadAndATooLongOneIsNot() {
        String fits = "\"" + "x".repeat(Bounds.TEXT_MAX - 2) + "\"";
        String longer = "\"" + "x".repeat(Bounds.TEXT_MAX - 1) + "\"";

        assertThat(judged("document.extensions.all(x, document.extensions[x].size() == 100000)", extended(fits))
                        .findings())
                .isEmpty();
        ValidationReport report = judged("document.id == 'XXBTZUSD'", extended(longer));
        assertThat(report.findings()).hasSize(1).allMatch(Validator::isInconclusive);
        assertThat(report.findings().get(0).message()).contains("a text of more than 100000 characters");
    }

    private static ConfigSnapshot extended(String text) {
        return Markets.snapshot(
                Markets.bitcoin().extensions(new TreeMap<>(Map.of("x", text))).build());
    }

    @Test
    void validate_stepsOneInsideTheOther_areCountedTogether() {
        String ten = "[1,2,3,4,5,6,7,8,9,10]";

        assertThat(judged(all(ten, 4)).findings()).hasSize(1).allMatch(Validator::isInconclusive);
        assertThat(judged(all(ten, 4)).findings().get(0).message()).contains("more than 10000 steps");
        assertThat(judged(all(ten, 3)).findings()).isEmpty();
    }

    @Test
    void validate_afterALimitWasReached_othersAreJudgedAsBefore() {
        Validator validator = validator(
                policy("D-HOUSE-01", DocumentKind.SPOT_MARKET, all("[1,2,3,4,5,6,7,8,9,10]", 5))
                        .build(),
                policy("D-HOUSE-02", DocumentKind.SPOT_MARKET, "false").build());

        assertThat(validator.validate(Markets.venue()).findings()).hasSize(2);
        assertThat(validator.validate(Markets.venue()).of("D-HOUSE-02")).hasSize(1);
    }

    @Test
    void validate_limitReachedBesideTrue_isNotTakenForAnAnswer() {
        // CEL lets "true" win over an error beside it; what looked too often says nothing all the same.
        String endless =
                "before.tiers.all(t, before.tiers.all(u, " + "before.tiers == after.tiers || ".repeat(60) + "true))";

        assertThat(change(endless + " || true").findings()).hasSize(1).allMatch(Validator::isInconclusive);
    }

    private static ValidationReport change(String expression) {
        long start = System.nanoTime();
        ValidationReport report = validator(policy("T-HOUSE-01", DocumentKind.MARGIN_SCHEDULE, expression)
                        .build())
                .validate(Markets.snapshot(WIDE), Markets.snapshot(OTHER), ChangeContext.none());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(50));
        return report;
    }

    private static MarginSchedule schedule(String last) {
        return Markets.schedule(IntStream.range(0, 99)
                .mapToObj(i -> MarginTier.of(Integer.toString(i * 1000), i < 98 ? "0.02" : last, "0.01"))
                .toArray(MarginTier[]::new));
    }

    /** All of a list, so many times one inside the other. */
    private static String all(String list, int depth) {
        StringBuilder expression = new StringBuilder("true");
        for (int i = 0; i < depth; i++) {
            expression.insert(0, list + ".all(x" + i + ", ").append(')');
        }
        return expression.toString();
    }
}
