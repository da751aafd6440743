package io.countersign.client.cel;

import com.google.re2j.Pattern;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import dev.cel.runtime.CelFunctionResolver;
import dev.cel.runtime.CelLateFunctionBindings;
import io.countersign.client.rule.RuleCase;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.market.MarketDocument;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The functions that need to know what lies before the rule: {@code load.feeSchedule(id)} and {@code exists.feeSchedule(id)} for each
 * kind, through which an expression sees other documents, and {@code matches}, whose work is counted.
 */
final class CaseFunctions {
    private static final String LOAD = "load.";
    private static final String EXISTS = "exists.";
    private static final String MATCHES = "matches";
    private static final String TEXT_MATCHES = "matches_string";

    /** What reading a document counts as. */
    private static final int READING = 100;

    private final List<DocumentKind> kinds;
    private final boolean matches;
    private final DocumentMaps documents;

    /** Those that an expression asks for. */
    CaseFunctions(CelAbstractSyntaxTree expression, DocumentMaps documents) {
        List<String> called = expression.getReferenceMap().values().stream()
                .flatMap(reference -> reference.overloadIds().stream())
                .toList();
        this.kinds = Arrays.stream(DocumentKind.values())
                .filter(kind -> called.contains(LOAD + name(kind)) || called.contains(EXISTS + name(kind)))
                .toList();
        this.matches = called.contains(MATCHES) || called.contains(TEXT_MATCHES);
        this.documents = documents;
    }

    /** {@code load} and {@code exists}. */
    static List<CelFunctionDecl> ofDocuments() {
        List<CelFunctionDecl> declarations = new ArrayList<>();
        for (DocumentKind kind : DocumentKind.values()) {
            String load = LOAD + name(kind);
            String exists = EXISTS + name(kind);
            declarations.add(CelFunctionDecl.newFunctionDeclaration(
                    load, CelOverloadDecl.newGlobalOverload(load, DocumentTypes.of(kind), SimpleType.STRING)));
            declarations.add(CelFunctionDecl.newFunctionDeclaration(
                    exists, CelOverloadDecl.newGlobalOverload(exists, SimpleType.BOOL, SimpleType.STRING)));
        }
        return declarations;
    }

    /** {@code matches}, as CEL has it. */
    static CelFunctionDecl ofTexts() {
        return CelFunctionDecl.newFunctionDeclaration(
                MATCHES,
                CelOverloadDecl.newGlobalOverload(MATCHES, SimpleType.BOOL, SimpleType.STRING, SimpleType.STRING),
                CelOverloadDecl.newMemberOverload(TEXT_MATCHES, SimpleType.BOOL, SimpleType.STRING, SimpleType.STRING));
    }

    static List<String> names() {
        return Stream.concat(Stream.of(MATCHES), ofDocuments().stream().map(CelFunctionDecl::name))
                .toList();
    }

    /** What is wrong with a constant in a call of {@code matches}, in whichever place it has the pattern. */
    static Optional<String> mistake(CelExpr.CelCall call, int place, String constant) {
        if (!call.function().equals(MATCHES) || place != (call.target().isPresent() ? 0 : 1)) {
            return Optional.empty();
        }
        try {
            Pattern unused = new TextPattern(constant).compiled();
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** The functions in one evaluation. */
    @SuppressWarnings("Immutable") // the bindings serve one evaluation in one thread
    CelFunctionResolver in(RuleCase on, Meter meter) {
        List<CelFunctionBinding> bindings = new ArrayList<>();
        for (DocumentKind kind : kinds) {
            bind(LOAD + name(kind), bindings, id -> load(kind, id, on, meter));
            bind(EXISTS + name(kind), bindings, id -> find(kind, id, on).isPresent());
        }
        if (matches) {
            bindings.addAll(CelFunctionBinding.fromOverloads(
                    MATCHES,
                    CelFunctionBinding.from(
                            MATCHES, String.class, String.class, (text, pattern) -> matches(text, pattern, meter)),
                    CelFunctionBinding.from(
                            TEXT_MATCHES,
                            String.class,
                            String.class,
                            (text, pattern) -> matches(text, pattern, meter))));
        }
        return CelLateFunctionBindings.from(bindings);
    }

    private static void bind(
            String name, List<CelFunctionBinding> bindings, CelFunctionOverload.Unary<String> function) {
        bindings.addAll(CelFunctionBinding.fromOverloads(name, CelFunctionBinding.from(name, String.class, function)));
    }

    private static boolean matches(String text, String pattern, Meter meter) throws CelEvaluationException {
        try {
            return new TextPattern(pattern).isIn(text, meter);
        } catch (IllegalArgumentException e) {
            throw new CelEvaluationException(String.valueOf(e.getMessage()), e);
        }
    }

    private Map<String, @Nullable Object> load(DocumentKind kind, String id, RuleCase on, Meter meter)
            throws CelEvaluationException {
        meter.count(READING);
        return meter.over(documents.of(
                find(kind, id, on).orElseThrow(() -> new CelEvaluationException("no " + kind + " of that id"))));
    }

    private static Optional<MarketDocument> find(DocumentKind kind, String id, RuleCase on) {
        return id.isBlank()
                ? Optional.empty()
                : on.find(new DocumentId(kind, on.document().venue(), id));
    }

    /** The kind's name as functions have it: {@code feeSchedule}. */
    private static String name(DocumentKind kind) {
        StringBuilder name = new StringBuilder();
        for (String word : kind.toString().split("-", -1)) {
            name.append(name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return name.toString();
    }
}
