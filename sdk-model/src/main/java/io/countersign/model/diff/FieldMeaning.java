package io.countersign.model.diff;

import io.countersign.model.market.DocumentKind;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Contracts;
import io.countersign.model.unit.Leverage;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Percent;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.Rate;
import io.countersign.model.unit.TickSize;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a field of a document is to people.
 *
 * @param label its name in words, such as {@code maintenance margin}
 * @param unit what it is counted in, as far as the type says; empty for text, flags and plain numbers
 * @param unitPath path of the field of the same document that names the unit, empty when none does
 * @param growth what it means that the figure grows
 */
public record FieldMeaning(String label, String unit, String unitPath, Growth growth) {
    private static final Map<Class<?>, String> UNITS = Map.of(
            Percent.class, "%",
            Leverage.class, "x",
            Rate.class, "fraction",
            Price.class, "quote per base",
            TickSize.class, "quote per base",
            Quantity.class, "base units or contracts",
            Contracts.class, "contracts",
            Notional.class, "quote",
            Duration.class, "ISO 8601 duration",
            Instant.class, "UTC");

    /** The meaning of the field at a path, as in {@link FieldChange#path()}. A path that is not of the model means its last name. */
    public static FieldMeaning of(DocumentKind kind, String path) {
        Type type = kind.type();
        Class<?> owner = kind.type();
        String ownerPath = "";
        String at = "";
        String name = "";
        String collection = "";
        for (String token : Paths.tokens(path)) {
            Class<?> raw = raw(type);
            if (Collection.class.isAssignableFrom(raw)) {
                collection = name;
                type = argument(type, 0);
            } else if (Map.class.isAssignableFrom(raw)) {
                type = argument(type, 1);
            } else {
                owner = raw;
                ownerPath = at;
                type = accessor(raw, token).map(FieldMeaning::returned).orElse(Object.class);
            }
            name = token;
            at = Paths.child(at, token);
        }
        Class<?> leaf = raw(type);
        if (Collection.class.isAssignableFrom(leaf)) {
            leaf = raw(argument(type, 0));
        }
        Optional<Meanings.Line> line = Meanings.find(owner, name);
        Growth otherwise = leaf == Instant.class ? Growth.LATER : Growth.NEUTRAL;
        return new FieldMeaning(
                line.map(Meanings.Line::label)
                        .filter(label -> !label.isEmpty())
                        .map(label -> label)
                        .orElse(words(name))
                        .replace("{}", words(collection)),
                UNITS.getOrDefault(leaf, ""),
                leaf == Amount.class ? unitPath(kind, owner, ownerPath, name) : "",
                line.map(Meanings.Line::growth).orElse(otherwise));
    }

    /** A name in words: {@code maxQuantity} is {@code max quantity}. */
    static String words(String name) {
        return name.matches("[a-z][A-Za-z0-9]*")
                ? name.replaceAll("([a-z0-9])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT)
                : name;
    }

    /** {@code maxPosition} is counted in {@code maxPositionUnit}, or in the {@code unit} beside it or of the document. */
    private static String unitPath(DocumentKind kind, Class<?> owner, String ownerPath, String name) {
        for (String sibling : List.of(name + "Unit", "unit")) {
            if (accessor(owner, sibling).isPresent()) {
                return Paths.child(ownerPath, sibling);
            }
        }
        return accessor(kind.type(), "unit").isPresent() ? "/unit" : "";
    }

    private static Optional<Method> accessor(Class<?> type, String name) {
        try {
            return type == Object.class ? Optional.empty() : Optional.of(type.getMethod(name));
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        }
    }

    private static Type returned(Method accessor) {
        Type type = accessor.getGenericReturnType();
        return raw(type) == Optional.class ? argument(type, 0) : type;
    }

    private static Class<?> raw(Type type) {
        if (type instanceof ParameterizedType generic) {
            return raw(generic.getRawType());
        }
        return type instanceof Class<?> plain ? plain : Object.class;
    }

    private static Type argument(Type type, int index) {
        return type instanceof ParameterizedType generic ? generic.getActualTypeArguments()[index] : Object.class;
    }
}
