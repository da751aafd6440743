package io.countersign.client.cel;

import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.validator.CelValidatorFactory;
import dev.cel.validator.validators.DurationLiteralValidator;
import dev.cel.validator.validators.HomogeneousLiteralValidator;
import dev.cel.validator.validators.TimestampLiteralValidator;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.Rule;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.ValidationReport;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compiles policies: all of one call know the same types and remember the same documents. */
final class PolicyCompiler {
    private final DocumentTypes types = new DocumentTypes();
    private final DocumentMaps documents = new DocumentMaps();
    private final CelRuntime runtime = CelRuntimeFactory.plannerRuntimeBuilder()
            .setOptions(Bounds.OPTIONS)
            .setStandardFunctions(CelStandardFunctions.newBuilder()
                    .excludeFunctions(CelStandardFunctions.StandardFunction.MATCHES)
                    .build())
            .addFunctionBindings(DecimalFunctions.bindings())
            .addLateBoundFunctions(CaseFunctions.names())
            .build();

    CompiledPolicies compile(List<CelPolicy> policies) {
        List<ChangeRule> rules = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < policies.size(); i++) {
            CelPolicy policy = policies.get(i);
            try {
                if (!ids.add(policy.id())) {
                    throw new PolicyMistake("id", "Another policy before it has this id. Give it one of its own");
                }
                rules.add(rule(policy));
            } catch (PolicyMistake mistake) {
                findings.add(mistake.finding(policy, i));
            }
        }
        return new CompiledPolicies(rules, ValidationReport.of(findings));
    }

    /** The names of what an expression sees, for people. */
    static String variables(CelPolicy policy) {
        return switch (letter(policy)) {
            case 'D' -> "document and the functions decimal.compare, decimal.add and their like";
            case 'X' -> "document, the functions load.KIND and exists.KIND, and decimal.compare and its like";
            default -> "before, after and the functions decimal.compare, decimal.add and their like";
        };
    }

    private Rule rule(CelPolicy policy) throws PolicyMistake {
        checkWords(policy);
        PolicyCheck check = check(policy);
        Rule.Builder rule = Rule.of(policy.id(), policy.severity(), policy.title())
                .checks(policy.checks().map(words -> words + " ").orElse("") + "CEL, of each " + policy.on() + ": "
                        + policy.expression())
                .why(policy.why())
                .fix(policy.fix());
        if (letter(policy) == 'T') {
            rule.onChange(policy.on().type(), check::change);
        } else {
            rule.on(policy.on().type(), check::document);
        }
        try {
            return rule.build();
        } catch (IllegalArgumentException e) {
            throw new PolicyMistake("", String.valueOf(e.getMessage()));
        }
    }

    private void checkWords(CelPolicy policy) throws PolicyMistake {
        if (!policy.id().matches("[DXT]-.+")) {
            throw new PolicyMistake("id", "The id of a policy reads like D-HOUSE-07, and begins with D, X or T");
        }
        if (policy.message().isBlank()) {
            throw new PolicyMistake("message", "The message is empty. Say what is wrong and what to do");
        }
        if (!policy.path().matches("(/.+)?")) {
            throw new PolicyMistake("path", "A path is empty or starts with a slash: \"" + policy.path() + "\"");
        }
        Optional<String> unknown = types.findUnknown(policy.on(), policy.path());
        if (unknown.isPresent()) {
            throw new PolicyMistake(
                    "path", "No " + policy.on() + " has \"" + unknown.get() + "\" at that place: " + policy.path());
        }
    }

    private PolicyCheck check(CelPolicy policy) throws PolicyMistake {
        try {
            CelCompiler compiler = compiler(policy);
            CelValidationResult result = compiler.compile(policy.expression(), PolicyCheck.SOURCE);
            if (!result.hasError()) {
                result = CelValidatorFactory.standardCelValidatorBuilder(compiler, runtime)
                        .addAstValidators(
                                new Bounds(),
                                HomogeneousLiteralValidator.newInstance(),
                                TimestampLiteralValidator.INSTANCE,
                                DurationLiteralValidator.INSTANCE)
                        .build()
                        .validate(result.getAst());
            }
            if (result.hasError()) {
                throw PolicyMistake.of(policy, result.getErrors());
            }
            return new PolicyCheck(policy, result.getAst(), runtime, documents);
        } catch (CelValidationException | CelEvaluationException | RuntimeException e) {
            throw new PolicyMistake("expression", e + ". Mend the expression"); // the library gave up in another way
        }
    }

    private CelCompiler compiler(CelPolicy policy) {
        CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(Bounds.OPTIONS)
                .setStandardEnvironmentEnabled(false)
                .setStandardDeclarations(Bounds.FUNCTIONS)
                .setStandardMacros(Bounds.MACROS)
                .addFunctionDeclarations(DecimalFunctions.declarations())
                .addFunctionDeclarations(CaseFunctions.ofTexts())
                .setTypeProvider(types)
                .setResultType(SimpleType.BOOL);
        if (letter(policy) == 'T') {
            builder.addVar("before", DocumentTypes.of(policy.on())).addVar("after", DocumentTypes.of(policy.on()));
        } else {
            builder.addVar("document", DocumentTypes.of(policy.on()));
        }
        if (letter(policy) == 'X') {
            builder.addFunctionDeclarations(CaseFunctions.ofDocuments());
        }
        return builder.build();
    }

    private static char letter(CelPolicy policy) {
        return policy.id().charAt(0);
    }
}
