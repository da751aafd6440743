package io.countersign.client.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelErrorCode;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.Program;
import io.countersign.client.rule.FindingDraft;
import io.countersign.client.rule.RuleCase;
import io.countersign.model.market.MarketDocument;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A compiled policy. Asks its expression about documents and says what came of it. Safe for concurrent use. */
final class PolicyCheck {
    /** What places in expressions are told by in messages of the library. */
    static final String SOURCE = "policy";

    private static final Pattern OFFSET = Pattern.compile("evaluation error at " + SOURCE + ":([0-9]+): ");
    private static final Pattern ABSENT = Pattern.compile("key '(.*)' is not present in map\\.?");

    private final CelPolicy policy;
    private final Program program;
    private final int root;
    private final CaseFunctions functions;
    private final DocumentMaps documents;

    PolicyCheck(CelPolicy policy, CelAbstractSyntaxTree expression, CelRuntime runtime, DocumentMaps documents)
            throws CelEvaluationException {
        this.policy = policy;
        this.program = runtime.createProgram(expression);
        this.root = expression
                .getSource()
                .getPositionsMap()
                .getOrDefault(expression.getExpr().id(), 0);
        this.functions = new CaseFunctions(expression, documents);
        this.documents = documents;
    }

    void document(MarketDocument document, RuleCase on) {
        Map<String, Object> seen = documents.of(document);
        if (fails(Map.of("document", seen), on)) {
            FindingDraft finding = on.at(policy.path());
            DocumentMaps.find(seen, policy.path()).ifPresent(finding::found);
            finding.say(policy.message());
        }
    }

    void change(MarketDocument before, MarketDocument after, RuleCase on) {
        Map<String, Object> old = documents.of(before);
        Map<String, Object> seen = documents.of(after);
        if (fails(Map.of("before", old, "after", seen), on)) {
            FindingDraft finding = on.at(policy.path());
            DocumentMaps.find(old, policy.path()).ifPresent(finding::before);
            DocumentMaps.find(seen, policy.path()).ifPresent(finding::found);
            finding.say(policy.message());
        }
    }

    /** Whether the expression says that all is not well; where it says nothing, the rule is inconclusive. */
    private boolean fails(Map<String, Map<String, Object>> variables, RuleCase on) {
        Meter meter = new Meter();
        Map<String, Object> counted = new HashMap<>();
        variables.forEach((name, document) -> counted.put(name, meter.over(document)));
        Optional<String> lacking = Optional.empty();
        boolean holds = false;
        try {
            holds = (Boolean) program.eval(counted, functions.in(on, meter));
        } catch (CelEvaluationException e) {
            lacking = Optional.of(lacking(e));
        } catch (RuntimeException e) { // whatever somebody's expression does to the library, validation goes on
            lacking = Optional.of("what the expression says (" + e.getMessage() + ")");
        }
        if (meter.isSpent()) {
            lacking = Optional.of("what the expression says (more than " + Bounds.LOOKS_MAX + " values to look at)");
        }
        lacking.ifPresent(on::lacks);
        return lacking.isEmpty() && !holds;
    }

    /** What it lacks, without values of the document: many documents lack the same. */
    private String lacking(CelEvaluationException e) {
        String why = String.valueOf(e.getMessage());
        Matcher told = OFFSET.matcher(why);
        int offset = root;
        if (told.lookingAt()) {
            offset = Integer.parseInt(told.group(1));
            why = why.substring(told.end());
        }
        if (e.getErrorCode() == CelErrorCode.ATTRIBUTE_NOT_FOUND) {
            Matcher absent = ABSENT.matcher(why);
            int field = absent.matches() ? lastBefore("." + absent.group(1), offset) : -1;
            if (field >= 0) {
                return absent.group(1) + " (" + Place.at(policy.expression(), field) + ")";
            }
            why = "no such key";
        } else if (e.getErrorCode() == CelErrorCode.ITERATION_BUDGET_EXCEEDED) {
            why = "more than " + Bounds.STEPS_MAX + " steps";
        }
        return "what the expression says (" + Place.at(policy.expression(), offset) + ": " + why + ")";
    }

    /** Where a text stands in the expression, at an offset or before it; the library tells the end of a chain of fields. */
    private int lastBefore(String text, int offset) {
        String expression = policy.expression();
        int found = expression.lastIndexOf(text, expression.offsetByCodePoints(0, offset));
        return found < 0 ? found : expression.codePointCount(0, found);
    }
}
