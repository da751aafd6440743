package io.countersign.client.cel;

import dev.cel.bundle.Cel;
import dev.cel.checker.CelStandardDeclarations;
import dev.cel.common.CelOptions;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.parser.CelStandardMacro;
import dev.cel.validator.CelAstValidator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What expressions may be. Their size, depth and steps are limited, and they build nothing: no text or list is put together and no
 * list is mapped, so that no value is larger than the documents and the expression itself. Without that a line could double a text
 * sixty times. What goes wrong silently with decimals as text is missing too: comparing the order of texts, and doubles.
 */
final class Bounds implements CelAstValidator {
    /** Longest expression, in code points. */
    static final int LENGTH_MAX = 2_000;

    /** Deepest nesting of an expression. */
    static final int DEPTH_MAX = 32;

    /** Most elements that one evaluation looks at in {@code all}, {@code exists} and {@code exists_one}, one inside the other too. */
    static final int STEPS_MAX = 10_000;

    /** Most values inside documents that one evaluation looks at; comparing two lists looks at all that is in them. */
    static final int LOOKS_MAX = 1_000_000;

    /** Longest text in a document that is looked at, in characters. */
    static final int TEXT_MAX = 100_000;

    static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(LENGTH_MAX)
            .maxParseRecursionDepth(DEPTH_MAX)
            .comprehensionMaxIterations(STEPS_MAX)
            .enableHeterogeneousNumericComparisons(true)
            .build();

    static final List<CelStandardMacro> MACROS =
            List.of(CelStandardMacro.HAS, CelStandardMacro.ALL, CelStandardMacro.EXISTS, CelStandardMacro.EXISTS_ONE);

    static final CelStandardDeclarations FUNCTIONS = CelStandardDeclarations.newBuilder()
            .filterFunctions(
                    (function, overload) -> isKept(overload.celOverloadDecl().overloadId()))
            .build();

    private static boolean isKept(String overload) {
        return !overload.matches("add_(string|bytes|list)|(less|greater)(_equals)?_string|to_dyn|type|matches.*")
                && !overload.matches(".*(double|uint64|bytes).*");
    }

    @Override
    public void validate(CelNavigableAst ast, Cel cel, IssuesFactory issues) {
        ast.getRoot().allNodes().forEach(node -> {
            Kind kind = node.getKind();
            if (kind == Kind.STRUCT) {
                issues.addError(node.id(), "an expression makes no objects");
            } else if (kind == Kind.CONSTANT && node.expr().constant().getKind() == CelConstant.Kind.DOUBLE_VALUE) {
                issues.addError(node.id(), "a double is not exact");
            } else if (kind == Kind.LIST || kind == Kind.MAP) {
                findVariableInside(node)
                        .ifPresent(name -> issues.addError(
                                node.id(), "a list or map that is written out must not hold '" + name + "'"));
            } else if (kind == Kind.CALL) {
                checkConstants(node.expr().call(), issues);
            }
        });
    }

    /** A variable of an {@code all} or {@code exists} around a list, used inside the list. */
    private static Optional<String> findVariableInside(CelNavigableExpr list) {
        Set<String> variables = new HashSet<>();
        for (Optional<CelNavigableExpr> at = list.parent();
                at.isPresent();
                at = at.get().parent()) {
            if (at.get().getKind() == Kind.COMPREHENSION) {
                variables.add(at.get().expr().comprehension().iterVar());
            }
        }
        return list.descendants()
                .filter(node -> node.getKind() == Kind.IDENT)
                .map(node -> node.expr().ident().name().replaceFirst("^\\.", ""))
                .filter(variables::contains)
                .findFirst();
    }

    private static void checkConstants(CelExpr.CelCall call, IssuesFactory issues) {
        for (int i = 0; i < call.args().size(); i++) {
            int place = i;
            CelExpr argument = call.args().get(i);
            if (argument.getKind() == Kind.CONSTANT && argument.constant().getKind() == CelConstant.Kind.STRING_VALUE) {
                String constant = argument.constant().stringValue();
                DecimalFunctions.mistake(call.function(), place, constant)
                        .or(() -> CaseFunctions.mistake(call, place, constant))
                        .ifPresent(mistake -> issues.addError(argument.id(), call.function() + ": " + mistake));
            }
        }
    }
}
