package io.countersign.client.cel;

import static io.countersign.client.cel.Policies.judged;
import static io.countersign.client.cel.Policies.mistake;
import static io.countersign.client.cel.Policies.policy;
import static io.countersign.client.cel.Policies.saying;
import static io.countersign.client.cel.Policies.validator;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.catalogue.Catalogue;
import io.countersign.client.fixtures.Markets;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.RuleData;
import io.countersign.client.rule.RuleSet;
import io.countersign.client.rule.ValidatedSnapshot;
import io.countersign.client.rule.Validator;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.finding.ValidationReport;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CelPoliciesTest {
    private static final String TICK = "decimal.compare(document.priceRule.tickSize, '0.05') < 0";

    // What a policy says

    @Test
    void validate_falseExpression_isTheFindingThatThePolicyDeclares() {
        CelPolicy policy = policy("D-HOUSE-07", DocumentKind.SPOT_MARKET, TICK)
                .severity(Severity.BLOCK)
                .message("The tick is too large")
                .path("/priceRule/tickSize")
                .build();

        assertThat(validator(policy).validate(Markets.venue()).findings())
                .containsExactly(Finding.builder()
                        .ruleId("D-HOUSE-07")
                        .severity(Severity.BLOCK)
                        .document("spot-market/kraken/XXBTZUSD")
                        .path("/priceRule/tickSize")
                        .after("0.1")
                        .unit("quote per base")
                        .message("The tick is too large")
                        .build());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "document.kind == 'spot-market' && document.schemaVersion == 2 && document.venue == 'kraken'",
                "has(document.margin) && !has(document.priceBand) && !has(document.orderTypes)",
                "document.margin.leverageBuy == [2, 3, 4, 5] && 5 in document.margin.leverageBuy",
                "document.margin.leverageBuy[0] + 1 == 3 && size(document.margin.leverageSell) == 4",
                "document.extensions['aclass_base'] == '\"currency\"' && !('x' in document.extensions)",
                "has(document.extensions.aclass_base) && !document.priceRule.tickDerived",
                "document.fees.taker.all(t, document.fees.maker.exists(m, m.threshold == t.threshold))",
                "document.fees.taker.exists_one(t, t.fee == '0.4')",
                "document.fees == document.fees && document.fees.maker != document.fees.taker",
                "document.status in ['ONLINE', 'POST_ONLY'] && document.id.matches('^XX[A-Z]+$')",
                "document.id.startsWith('XX') && document.id.endsWith('USD') && document.id.contains('BT')",
                "timestamp('2026-01-01T00:00:00.000000Z') < timestamp('2026-01-02T00:00:00.000000Z')",
                "int(document.priceRule.tickSize.size()) == 3 && string(1) == '1'",
                "document.priceBand.reference == 'LAST' || true",
            })
    void validate_trueExpression_findsNothing(String expression) {
        assertThat(judged(expression).findings()).isEmpty();
        assertThat(judged("!(" + expression + ")").findings())
                .extracting(Finding::severity)
                .containsExactly(Severity.ERROR);
    }

    @Test
    void validate_anotherKind_isNotLookedAt() {
        CelPolicy policy = policy("D-HOUSE-01", DocumentKind.MARGIN_SCHEDULE, "document.tiers.size() > 5")
                .build();

        assertThat(validator(policy).validate(Markets.venue()).findings())
                .extracting(Finding::document)
                .containsExactly("margin-schedule/kraken/PI_XBTUSD");
    }

    @ParameterizedTest
    @CsvSource({
        "/fees,",
        "/fees/taker,",
        "'',",
        "/priceBand/reference,",
        "/status,ONLINE",
        "/priceRule/pricePrecision,1",
        "/extensions/aclass_base,'\"currency\"'"
    })
    void validate_finding_carriesTheValueAtItsPathWhereItIsOne(String path, String expected) {
        CelPolicy policy = policy("D-HOUSE-01", DocumentKind.SPOT_MARKET, "false")
                .path(path)
                .build();

        Finding finding = validator(policy).validate(Markets.venue()).findings().get(0);

        assertThat(finding.path()).isEqualTo(path);
        assertThat(finding.after().orElse(null)).isEqualTo(expected);
    }

    @Test
    void validate_everyKind_hasTypesThatItsDocumentsFit() {
        for (DocumentKind kind : DocumentKind.values()) {
            CelPolicy policy = policy(
                            "D-HOUSE-01",
                            kind,
                            "document.kind == '" + kind + "' && document.venue == 'kraken' && size(document.id) > 0"
                                    + " && document.extensions.all(name, document.extensions[name] != '')")
                    .build();

            assertThat(validator(policy).validate(Markets.venue()).findings()).isEmpty();
        }
    }

    // Changes

    @Test
    void assess_changePolicy_seesBeforeAndAfter() {
        Validator validator = validator(policy(
                        "T-HOUSE-01",
                        DocumentKind.SPOT_MARKET,
                        "decimal.compare(after.priceRule.tickSize, decimal.multiply(before.priceRule.tickSize, '10')) <= 0")
                .path("/priceRule/tickSize")
                .build());
        ConfigSnapshot before = Markets.venue();

        ValidationReport tenfold = validator.validate(before, before.with(tick("1")), ChangeContext.none());
        ValidationReport more = validator.validate(before, before.with(tick("1.1")), ChangeContext.none());

        assertThat(tenfold.findings()).isEmpty();
        assertThat(more.findings()).hasSize(1);
        assertThat(more.findings().get(0).before()).contains("0.1");
        assertThat(more.findings().get(0).after()).contains("1.1");
    }

    @Test
    void assess_documentAddedOrRemovedOrOfAnotherKind_isNotAskedAbout() {
        Validator validator = validator(
                policy("T-HOUSE-01", DocumentKind.SPOT_MARKET, "false").build());
        ConfigSnapshot before = Markets.venue();
        ConfigSnapshot after = before.with(Markets.bitcoin().id("NEW").build())
                .without(tick("1").documentId())
                .with(Markets.schedule(MarginTier.of("0", "0.5", "0.25")));

        assertThat(validator.validate(before, after, ChangeContext.none()).findings())
                .isEmpty();
        assertThat(validator.validate(after).findings()).isEmpty();
    }

    // Other documents

    @Test
    void load_ofAnotherDocument_isReadAndRemembered() {
        Validator validator = validator(policy(
                        "X-HOUSE-01",
                        DocumentKind.FUTURES_CONTRACT,
                        "load.marginSchedule(document.marginSchedules['professional']).tiers"
                                + ".all(tier, decimal.compare(tier.initialMargin, '0.02') >= 0)")
                .build());
        ValidatedSnapshot before = validator.validated(Markets.venue(), ChangeContext.none());
        ConfigSnapshot after = Markets.venue().with(Markets.schedule(MarginTier.of("0", "0.01", "0.005")));

        assertThat(before.report().findings()).isEmpty();
        assertThat(before.assess(after).report().findings())
                .extracting(Finding::document)
                .containsExactly("futures-contract/kraken/PI_XBTUSD");
        assertThat(before.with(after).report()).isEqualTo(validator.validate(after));
    }

    @Test
    void load_ofNoDocument_isInconclusiveAndExistsIsFalse() {
        ConfigSnapshot alone = Markets.snapshot(Markets.perpetual().build());

        assertThat(validator(policy(
                                        "X-HOUSE-01",
                                        DocumentKind.FUTURES_CONTRACT,
                                        "load.marginSchedule(document.id).tiers == []")
                                .build())
                        .validate(alone)
                        .findings())
                .extracting(Finding::message)
                .containsExactly("Inconclusive, not passed: what the expression says (line 1, column 20:"
                        + " no margin-schedule of that id) of futures-contract/kraken/PI_XBTUSD not known");
        assertThat(validator(policy(
                                        "X-HOUSE-01",
                                        DocumentKind.FUTURES_CONTRACT,
                                        "!exists.marginSchedule(document.id) && !exists.marginSchedule(' ')"
                                                + " && exists.futuresContract(document.id)")
                                .build())
                        .validate(alone)
                        .findings())
                .isEmpty();
    }

    // What it cannot say

    static Stream<Arguments> withoutAnswer() {
        return Stream.of(
                Arguments.of("document.priceBand.reference == 'LAST'", "priceBand (line 1, column 10)"),
                Arguments.of(
                        "document.fees.taker.all(t, document\n  .priceBand.reference == t.fee)",
                        "priceBand (line 2, column 4)"),
                Arguments.of(
                        "document.extensions['x'] == 'y'", "what the expression says (line 1, column 20: no such key)"),
                Arguments.of(
                        "document.extensions[document.id] == 'y'",
                        "what the expression says (line 1, column 20: no such key)"),
                Arguments.of(
                        "document.margin.leverageBuy[9] == 1",
                        "what the expression says (line 1, column 28: Index out of bounds: 9)"),
                Arguments.of(
                        "decimal.compare(document.id, '1') < 0",
                        "what the expression says (line 1, column 16: decimal.compare: not a decimal)"),
                Arguments.of(
                        "decimal.isMultiple('1', decimal.subtract('1', '1'))",
                        "what the expression says (line 1, column 19: decimal.isMultiple: a step is above zero)"),
                Arguments.of(
                        "1 / (document.schemaVersion - 2) == 1",
                        "what the expression says (line 1, column 3: / by zero)"),
                Arguments.of(
                        "document.schemaVersion + 9223372036854775807 > 0",
                        "what the expression says (line 1, column 24: long overflow)"),
                Arguments.of(
                        "document.id.matches(document.priceRule.tickDerived ? '' : '[')",
                        "what the expression says (line 1, column 20: not a pattern, missing closing ])"));
    }

    @ParameterizedTest
    @MethodSource("withoutAnswer")
    void validate_expressionWithoutAnswer_isInconclusiveAndNamesWhatFailed(String expression, String named) {
        ValidationReport report = judged(expression);

        assertThat(report.findings()).hasSize(1).allMatch(Validator::isInconclusive);
        assertThat(report.findings().get(0).message()).startsWith("Inconclusive, not passed: " + named);
        assertThat(report.findings().get(0).evidence()).containsEntry("couldBe", "ERROR");
    }

    @Test
    void validate_manyDocumentsThatLackTheSame_areOneFinding() {
        List<MarketDocument> markets = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            markets.add(Markets.bitcoin().id("M" + i).build());
        }

        ValidationReport report =
                judged("document.extensions[document.id] == 'y'", ConfigSnapshot.of(Markets.SCOPE, markets));

        assertThat(report.findings()).hasSize(1);
        assertThat(report.findings().get(0).evidence()).containsEntry("documents", "100");
        assertThat(report.findings().get(0).message()).hasSizeLessThan(200);
    }

    // What does not compile

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("document.priceRule.tickSiez == '1'", 1, 20, "undefined field 'tickSiez'. The names are"),
                Arguments.of(
                        "document.fees.taker.all(t,\n\tt.fees == '1')", 2, 4, "undefined field 'fees'. The names are"),
                Arguments.of(
                        "document.priceRule.tickSize < '1'",
                        1,
                        29,
                        "found no matching overload for '_<_' applied to '(string, string)'. Decimals are text, whose order is another: write decimal.compare"),
                Arguments.of(
                        "document.priceRule.tickSize >= '1'",
                        1,
                        29,
                        "found no matching overload for '_>=_' applied to '(string, string)'. Decimals are text, whose order is another: write decimal.compare"),
                Arguments.of(
                        "document.id + 'x' == ''",
                        1,
                        13,
                        "found no matching overload for '_+_' applied to '(string, string)'. Decimals are text: write decimal.add"),
                Arguments.of(
                        "document.priceRule.tickSize > 0.5",
                        1,
                        29,
                        "found no matching overload for '_>_' applied to '(string, double)'. Decimals are text"),
                Arguments.of("0.1 == 0.1", 1, 1, "a double is not exact. Decimals are text: write \"0.1\" in quotes"),
                Arguments.of(
                        "document.id",
                        1,
                        10,
                        "expected type 'bool' but found 'string'. The expression is true when all is well"),
                Arguments.of(
                        "document.priceRule",
                        1,
                        10,
                        "expected type 'bool' but found 'PriceRule'. The expression is true"),
                Arguments.of(
                        "documnt.id == ''", 1, 1, "undeclared reference to 'documnt'. This policy knows document and"),
                Arguments.of(
                        "before.id == ''", 1, 1, "undeclared reference to 'before'. This policy knows document and"),
                Arguments.of(
                        "load.feeSchedule('x').id == ''",
                        1,
                        1,
                        "undeclared reference to 'load'. This policy knows document and"),
                Arguments.of(
                        "document.fees.taker.map(t, t.fee) == []",
                        1,
                        24,
                        "undeclared reference to 'map'. Lists are asked with"),
                Arguments.of(
                        "document.fees.taker.filter(t, true) == []",
                        1,
                        27,
                        "undeclared reference to 'filter'. Lists are asked with"),
                Arguments.of("dyn(document.id) == 1", 1, 4, "undeclared reference to 'dyn'"),
                Arguments.of(
                        "decimal.compare(document.priceRule.tickSize, '0,05') < 0",
                        1,
                        46,
                        "decimal.compare: not a decimal. Mend"),
                Arguments.of(
                        "decimal.divide('1', '3', 2, 'HALF') == ''",
                        1,
                        29,
                        "decimal.divide: rounding is one of [UP, DOWN,"),
                Arguments.of(
                        "decimal.compare('1') == 0",
                        1,
                        16,
                        "found no matching overload for 'decimal.compare' applied to '(string)'"),
                Arguments.of("document.id.matches('[')", 1, 21, "matches: not a pattern, missing closing ]. Mend"),
                Arguments.of(
                        "matches(document.id, '(?=x)')",
                        1,
                        22,
                        "matches: not a pattern, invalid or unsupported Perl syntax. Mend"),
                Arguments.of(
                        "timestamp('today') < timestamp('2026-01-01T00:00:00Z')", 1, 11, "timestamp validation failed"),
                Arguments.of("document.id == 'x", 1, 16, "token recognition error at: ''x'"),
                Arguments.of("document.id ==", 1, 15, "mismatched input '<EOF>'"),
                Arguments.of("'\uD83D\uDE00' == document.idd", 1, 17, "undefined field 'idd'"),
                Arguments.of("document.id ==\r\n document.idd", 2, 11, "undefined field 'idd'"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void compile_expressionThatIsWrong_isAFindingWithItsPlace(String expression, int line, int column, String message) {
        Finding finding = mistake(expression);

        assertThat(finding.ruleId()).isEqualTo("D-HOUSE-01");
        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        assertThat(finding.document()).isEqualTo("policies");
        assertThat(finding.path()).isEqualTo("/0/expression");
        assertThat(finding.message())
                .startsWith("At line " + line + ", column " + column + ": " + message)
                .doesNotContain("\n")
                .doesNotContain("candidates");
        assertThat(finding.evidence())
                .containsEntry("line", Integer.toString(line))
                .containsEntry("column", Integer.toString(column));
        int offset = Integer.parseInt(finding.evidence().get("offset"));
        String upToThere = expression.substring(0, expression.offsetByCodePoints(0, offset));
        assertThat(upToThere.chars().filter(c -> c == '\n').count()).isEqualTo(line - 1L);
        assertThat(upToThere
                        .substring(upToThere.lastIndexOf('\n') + 1)
                        .codePoints()
                        .count())
                .isEqualTo(column - 1L);
    }

    @Test
    void compile_wrongExpression_showsTheLineAndACaret() {
        assertThat(mistake("document.status == 'ONLINE' ||\n\tdocument.priceRule.tickSiez == '1' ||\nfalse")
                        .evidence())
                .containsEntry("near", "\tdocument.priceRule.tickSiez == '1' ||\n\t                   ^")
                .containsEntry("offset", "51")
                .doesNotContainKey("more");
        assertThat(mistake("document.a == document.b").evidence()).containsEntry("more", "1");
    }

    @Test
    void compile_oneWrongAmongOthers_doesNotHideThem() {
        CelPolicy well = policy("D-HOUSE-01", DocumentKind.SPOT_MARKET, "true").build();
        CelPolicy again =
                policy("D-HOUSE-01", DocumentKind.SPOT_MARKET, "false").build();
        CelPolicy wrong = policy("D-HOUSE-02", DocumentKind.SPOT_MARKET, "tru").build();
        CelPolicy last = policy("D-HOUSE-03", DocumentKind.SPOT_MARKET, "true").build();

        CompiledPolicies compiled = CelPolicies.compile(List.of(well, again, wrong, last));

        assertThat(compiled.rules()).extracting(ChangeRule::id).containsExactly("D-HOUSE-01", "D-HOUSE-03");
        assertThat(compiled.report().findings()).extracting(Finding::path).containsExactly("/1/id", "/2/expression");
        assertThat(compiled.report().findings().get(0).message())
                .isEqualTo("Another policy before it has this id. Give it one of its own");
        assertThat(CelPolicies.compile(List.of())).isEqualTo(new CompiledPolicies(List.of(), ValidationReport.empty()));
    }

    @Test
    void compile_wordsThatAreWrong_areFindings() {
        assertThat(findings(saying("true"), "id", "S-HOUSE-01"))
                .containsExactly("/0/id: The id of a policy reads like D-HOUSE-07, and begins with D, X or T");
        assertThat(findings(saying("true"), "id", ""))
                .containsExactly("/0/id: The id of a policy reads like D-HOUSE-07, and begins with D, X or T");
        assertThat(findings(saying("true"), "id", "D-house-1"))
                .containsExactly("/0: A rule id reads like D-FEE-04 or S-TCK: \"D-house-1\"");
        assertThat(findings(saying("true"), "message", " "))
                .containsExactly("/0/message: The message is empty. Say what is wrong and what to do");
        assertThat(findings(saying("true"), "path", "tickSize"))
                .containsExactly("/0/path: A path is empty or starts with a slash: \"tickSize\"");
        assertThat(findings(saying("true"), "path", "/priceRule/tickSiez"))
                .containsExactly("/0/path: No spot-market has \"tickSiez\" at that place: /priceRule/tickSiez");
        assertThat(findings(saying("true"), "path", "/margins"))
                .containsExactly("/0/path: No spot-market has \"margins\" at that place: /margins");
        assertThat(findings(saying("true"), "path", "/fees/taker/threshold=0/fee"))
                .isEmpty();
        assertThat(findings(saying("true"), "title", ""))
                .containsExactly("/0: A rule says what it checks, why, and what to do: D-HOUSE-01");
        assertThat(findings(saying("true"), "why", ""))
                .containsExactly("/0: A rule says what it checks, why, and what to do: D-HOUSE-01");
    }

    @Test
    void compile_changePolicy_knowsBeforeAndAfterOnly() {
        CompiledPolicies compiled = CelPolicies.compile(List.of(
                policy("T-HOUSE-01", DocumentKind.SPOT_MARKET, "document.id == ''")
                        .build(),
                policy("X-HOUSE-01", DocumentKind.SPOT_MARKET, "before.id == ''")
                        .build()));

        assertThat(compiled.report().findings())
                .extracting(Finding::message)
                .containsExactly(
                        "At line 1, column 1: undeclared reference to 'document'. This policy knows before, after and"
                                + " the functions decimal.compare, decimal.add and their like",
                        "At line 1, column 1: undeclared reference to 'before'. This policy knows document, the functions"
                                + " load.KIND and exists.KIND, and decimal.compare and its like");
    }

    // As rules

    @Test
    void rule_ofAPolicy_declaresItsWords() {
        CelPolicy bare = saying("true");
        ChangeRule rule = CelPolicies.compile(List.of(bare)).rules().get(0);
        ChangeRule worded = CelPolicies.compile(List.of(policy("D-HOUSE-01", DocumentKind.SPOT_MARKET, "true")
                        .checks("Nothing.")
                        .build()))
                .rules()
                .get(0);

        assertThat(rule.title()).isEqualTo("All is well");
        assertThat(rule.why()).isEqualTo("House rule.");
        assertThat(rule.fix()).isEqualTo("Mend it.");
        assertThat(rule.checks()).isEqualTo("CEL, of each spot-market: true");
        assertThat(worded.checks()).isEqualTo("Nothing. CEL, of each spot-market: true");
        assertThat(rule.looksAt(DocumentKind.SPOT_MARKET)).isTrue();
        assertThat(rule.looksAt(DocumentKind.ASSET)).isFalse();
    }

    @Test
    void digest_ofARuleSet_changesWithTheExpressionAndTheKind() {
        assertThat(List.of(
                        digest(saying("true")),
                        digest(saying("true || false")),
                        digest(policy("D-HOUSE-01", DocumentKind.ASSET, "true").build()),
                        digest(policy("D-HOUSE-01", DocumentKind.SPOT_MARKET, "true || false")
                                .checks("Nothing.")
                                .build()),
                        digest(policy("D-HOUSE-01", DocumentKind.SPOT_MARKET, "true")
                                .checks("Nothing.")
                                .build())))
                .doesNotHaveDuplicates();
        assertThat(digest(saying("true"))).isEqualTo(digest(saying("true")));
    }

    @Test
    void policies_besideTheCatalogue_leaveTheVenueAsItIs() {
        CompiledPolicies compiled = CelPolicies.compile(List.of(saying(TICK)));
        Validator validator = Validator.of(Catalogue.standard().with(compiled.rules()));

        assertThat(validator.validate(Markets.venue()).of("D-HOUSE-01")).hasSize(1);
        assertThat(validator.rules().rules())
                .hasSize(Catalogue.standard().rules().size() + 1);
    }

    @Test
    void rules_inManyThreads_sayTheSame() throws Exception {
        List<MarketDocument> markets = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            markets.add(Markets.bitcoin()
                    .id("M" + i)
                    .priceRule(Markets.price("0.0" + (1 + i % 9), 2))
                    .build());
        }
        ConfigSnapshot snapshot = ConfigSnapshot.of(Markets.SCOPE, markets);
        Validator validator = validator(
                saying(TICK),
                policy("X-HOUSE-01", DocumentKind.SPOT_MARKET, "load.spotMarket('M0').id != document.id")
                        .build());
        ValidationReport expected = validator.validate(snapshot);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<ValidationReport>> reports = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                reports.add(threads.submit(() -> validator.validate(snapshot)));
            }
            for (Future<ValidationReport> report : reports) {
                assertThat(report.get()).isEqualTo(expected);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(expected.of("D-HOUSE-01")).hasSize(110);
        assertThat(expected.of("X-HOUSE-01")).hasSize(1);
    }

    private static MarketDocument tick(String size) {
        return Markets.bitcoin().priceRule(Markets.price(size, 1)).build();
    }

    private static String digest(CelPolicy policy) {
        return RuleSet.of(CelPolicies.compile(List.of(policy)).rules(), RuleData.standard())
                .digest()
                .toString();
    }

    /** The findings of a policy with one word changed. */
    private static List<String> findings(CelPolicy policy, String field, String value) {
        CelPolicy.Builder builder = CelPolicy.builder().from(policy);
        switch (field) {
            case "id" -> builder.id(value);
            case "message" -> builder.message(value);
            case "path" -> builder.path(value);
            case "title" -> builder.title(value);
            default -> builder.why(value);
        }
        return CelPolicies.compile(List.of(builder.build())).report().findings().stream()
                .map(finding -> finding.path() + ": " + finding.message())
                .toList();
    }
}
