package io.countersign.model.diff;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The attributes of our generated values, as their JSON has them. Looked up once a type. */
final class Attributes {
    private static final ClassValue<List<Attribute>> KNOWN = new ClassValue<>() {
        @Override
        protected List<Attribute> computeValue(Class<?> type) {
            return declared(type);
        }
    };

    private Attributes() {}

    /** One attribute: its name in JSON, and how it is read. */
    record Attribute(String name, Method accessor, JsonInclude.Include written) {
        /** The value, without the optional around it; empty where JSON does not write it. */
        Optional<Object> of(Object value) {
            Object found;
            try {
                found = accessor.invoke(value);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("An accessor of ours cannot be called: " + accessor, e);
            }
            if (found instanceof Optional<?> optional) {
                return optional.map(inner -> inner);
            }
            return isOmitted(found) ? Optional.empty() : Optional.of(found);
        }

        private boolean isOmitted(Object found) {
            return switch (written) {
                case NON_EMPTY ->
                    (found instanceof Map<?, ?> map && map.isEmpty())
                            || (found instanceof Collection<?> collection && collection.isEmpty());
                case NON_DEFAULT -> found.equals(false);
                default -> false;
            };
        }
    }

    /** The attributes of a generated type, in order of name; none for any other type. */
    static List<Attribute> of(Class<?> type) {
        return KNOWN.get(type);
    }

    /** The attribute of that name, if the type has one. */
    static Optional<Attribute> find(Class<?> type, String name) {
        for (Attribute attribute : of(type)) {
            if (attribute.name().equals(name)) {
                return Optional.of(attribute);
            }
        }
        return Optional.empty();
    }

    /** As {@link #of}, worked out anew. */
    static List<Attribute> declared(Class<?> type) {
        List<Attribute> attributes = new ArrayList<>();
        Class<?> declared = type.getSuperclass();
        if (declared == null || !type.getSimpleName().equals("Immutable" + declared.getSimpleName())) {
            return attributes;
        }
        for (Method generated : type.getDeclaredMethods()) {
            JsonProperty property = generated.getAnnotation(JsonProperty.class);
            if (property != null
                    && generated.getParameterCount() == 0
                    && !Modifier.isStatic(generated.getModifiers())) {
                JsonInclude include = generated.getAnnotation(JsonInclude.class);
                attributes.add(new Attribute(
                        property.value(),
                        accessor(declared, generated.getName()),
                        include == null ? JsonInclude.Include.ALWAYS : include.value()));
            }
        }
        attributes.sort((left, right) -> left.name().compareTo(right.name()));
        return List.copyOf(attributes);
    }

    private static Method accessor(Class<?> declared, String name) {
        try {
            return declared.getMethod(name);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("A generated type has an attribute that its own type lacks: " + name, e);
        }
    }
}
