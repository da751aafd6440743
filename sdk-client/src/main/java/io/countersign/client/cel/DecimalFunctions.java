package io.countersign.client.cel;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** {@link DecimalText} for expressions: {@code decimal.compare(a, b)} and its like. */
enum DecimalFunctions {
    COMPARE("compare", SimpleType.INT, a -> DecimalText.compare(text(a, 0), text(a, 1)), Kind.DECIMAL, Kind.DECIMAL),
    ADD("add", SimpleType.STRING, a -> DecimalText.add(text(a, 0), text(a, 1)), Kind.DECIMAL, Kind.DECIMAL),
    SUBTRACT(
            "subtract",
            SimpleType.STRING,
            a -> DecimalText.subtract(text(a, 0), text(a, 1)),
            Kind.DECIMAL,
            Kind.DECIMAL),
    MULTIPLY(
            "multiply",
            SimpleType.STRING,
            a -> DecimalText.multiply(text(a, 0), text(a, 1)),
            Kind.DECIMAL,
            Kind.DECIMAL),
    DIVIDE(
            "divide",
            SimpleType.STRING,
            a -> DecimalText.divide(text(a, 0), text(a, 1), (Long) a[2], text(a, 3)),
            Kind.DECIMAL,
            Kind.DECIMAL,
            Kind.NUMBER,
            Kind.ROUNDING),
    IS_MULTIPLE(
            "isMultiple",
            SimpleType.BOOL,
            a -> DecimalText.isMultiple(text(a, 0), text(a, 1)),
            Kind.DECIMAL,
            Kind.DECIMAL),
    ABS("abs", SimpleType.STRING, a -> DecimalText.abs(text(a, 0)), Kind.DECIMAL);

    private final String function;
    private final CelType result;

    @SuppressWarnings("ImmutableEnumChecker") // lambdas without state
    private final Function<Object[], Object> operation;

    @SuppressWarnings("ImmutableEnumChecker") // never written to
    private final Kind[] parameters;

    DecimalFunctions(String name, CelType result, Function<Object[], Object> operation, Kind... parameters) {
        this.function = "decimal." + name;
        this.result = result;
        this.operation = operation;
        this.parameters = parameters;
    }

    static List<CelFunctionDecl> declarations() {
        return Arrays.stream(values())
                .map(each -> CelFunctionDecl.newFunctionDeclaration(
                        each.function,
                        CelOverloadDecl.newGlobalOverload(
                                each.name(),
                                each.result,
                                Arrays.stream(each.parameters)
                                        .map(kind -> kind.type)
                                        .toList())))
                .toList();
    }

    static List<CelFunctionBinding> bindings() {
        List<CelFunctionBinding> bindings = new ArrayList<>();
        for (DecimalFunctions each : values()) {
            List<Class<?>> classes = Arrays.stream(each.parameters)
                    .<Class<?>>map(kind -> kind == Kind.NUMBER ? Long.class : String.class)
                    .toList();
            bindings.addAll(CelFunctionBinding.fromOverloads(
                    each.function, CelFunctionBinding.from(each.name(), classes, each::apply)));
        }
        return bindings;
    }

    /** What is wrong with a constant in a place of a call, if that is a call of one of these. */
    static Optional<String> mistake(String function, int place, String constant) {
        return Arrays.stream(values())
                .filter(each -> each.function.equals(function) && place < each.parameters.length)
                .findAny()
                .flatMap(each -> each.parameters[place].mistake(constant));
    }

    private Object apply(Object[] arguments) throws CelEvaluationException {
        try {
            return operation.apply(arguments);
        } catch (IllegalArgumentException e) {
            throw new CelEvaluationException(function + ": " + e.getMessage(), e);
        }
    }

    private static String text(Object[] arguments, int place) {
        return (String) arguments[place];
    }

    private enum Kind {
        DECIMAL(SimpleType.STRING, DecimalText::parse),
        NUMBER(SimpleType.INT, text -> {}),
        ROUNDING(SimpleType.STRING, DecimalText::rounding);

        private final CelType type;

        @SuppressWarnings("ImmutableEnumChecker") // lambdas without state
        private final Consumer<String> reader;

        Kind(CelType type, Consumer<String> reader) {
            this.type = type;
            this.reader = reader;
        }

        Optional<String> mistake(String constant) {
            try {
                reader.accept(constant);
                return Optional.empty();
            } catch (IllegalArgumentException e) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
        }
    }
}
