package io.countersign.model.json;

import com.fasterxml.jackson.core.io.NumberOutput;
import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.model.MalformedInputException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The bytes of a value that are hashed and signed: JSON as in RFC 8785 (keys sorted by UTF-16 units, no white space, shortest
 * escapes, numbers as ECMAScript prints them).
 *
 * <p>RFC 8785 numbers are doubles; our own values therefore write decimals as strings and use numbers only for integers up to
 * 2^53 in magnitude.
 */
public final class CanonicalJson {
    /** Up to here every integer is a double, and is printed digit by digit. */
    private static final long INTEGER_MAX = 1L << 53;

    private CanonicalJson() {}

    /**
     * The canonical UTF-8 bytes of a value with a JSON form.
     *
     * @throws MalformedInputException if it holds a lone surrogate, or a number beyond the range of a double
     */
    public static byte[] bytes(Object value) {
        return text(value).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The canonical text of a value with a JSON form.
     *
     * @throws MalformedInputException if it holds a lone surrogate, or a number beyond the range of a double
     */
    public static String text(Object value) {
        StringBuilder out = new StringBuilder(512);
        write(value instanceof JsonNode node ? node : Json.tree(value), out);
        return out.toString();
    }

    /**
     * The canonical form of a JSON text.
     *
     * @throws MalformedInputException if it is no JSON, has a duplicate key, a lone surrogate or a number beyond the range of a
     *     double, or goes beyond {@link Json#DEPTH_MAX} or {@link Json#NUMBER_LENGTH_MAX}
     */
    public static String canonicalize(String json) {
        return text(Trees.read(json));
    }

    /**
     * Appends a text as a canonical JSON string, for writers that put their fields in order themselves.
     *
     * @throws MalformedInputException if it has a lone surrogate
     */
    public static void appendString(String text, StringBuilder out) {
        out.append('"');
        int plain = 0; // start of what needs no escape
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x20 && c != '"' && c != '\\' && !Character.isSurrogate(c)) {
                continue;
            }
            out.append(text, plain, i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c < 0x20) {
                        out.append("\\u00").append(c < 0x10 ? '0' : '1').append(Character.forDigit(c & 0xf, 16));
                    } else {
                        i = writeSurrogatePair(text, i, out);
                    }
                }
            }
            plain = i + 1;
        }
        out.append(text, plain, text.length()).append('"');
    }

    private static void write(JsonNode node, StringBuilder out) {
        switch (node.getNodeType()) {
            case OBJECT -> writeObject(node, out);
            case ARRAY -> writeArray(node, out);
            case STRING -> appendString(node.textValue(), out);
            case NUMBER -> writeNumber(node, out);
            case BOOLEAN -> out.append(node.booleanValue());
            case NULL -> out.append("null");
            default -> throw new IllegalArgumentException("No JSON form for a node of type " + node.getNodeType());
        }
    }

    private static void writeObject(JsonNode node, StringBuilder out) {
        List<String> names = new ArrayList<>(node.size());
        node.fieldNames().forEachRemaining(names::add);
        Collections.sort(names); // String.compareTo is by UTF-16 unit, which is what RFC 8785 section 3.2.3 asks
        out.append('{');
        char separator = 0;
        for (String name : names) {
            if (separator != 0) {
                out.append(separator);
            }
            separator = ',';
            appendString(name, out);
            out.append(':');
            write(node.get(name), out);
        }
        out.append('}');
    }

    private static void writeArray(JsonNode node, StringBuilder out) {
        out.append('[');
        for (int i = 0; i < node.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            write(node.get(i), out);
        }
        out.append(']');
    }

    /** Appends the pair that starts at {@code i} and returns the index of its second half. */
    private static int writeSurrogatePair(String text, int i, StringBuilder out) {
        int codePoint = text.codePointAt(i);
        if (!Character.isSupplementaryCodePoint(codePoint)) {
            throw new MalformedInputException(
                    "Text with a lone surrogate has no canonical form (at character " + i + ")");
        }
        out.appendCodePoint(codePoint);
        return i + 1;
    }

    private static void writeNumber(JsonNode node, StringBuilder out) {
        if (node.isInt() || node.isLong()) {
            long value = node.longValue();
            if (value >= -INTEGER_MAX && value <= INTEGER_MAX) {
                out.append(value);
                return;
            }
        }
        double value = node.doubleValue();
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new MalformedInputException(
                    "A number beyond the range of a double has no canonical form: " + node.asText());
        }
        out.append(ecmaScript(value));
    }

    /** A double as ECMAScript prints it. */
    private static String ecmaScript(double value) {
        if (value == 0) {
            return "0"; // also for -0
        }
        BigDecimal digits = shortest(value);
        String unscaled = digits.unscaledValue().abs().toString();
        String sign = value < 0 ? "-" : "";
        int pointAfter = unscaled.length() - digits.scale(); // the decimal point stands after this many digits
        if (pointAfter > 21 || pointAfter < -5) {
            String fraction = unscaled.length() == 1 ? "" : "." + unscaled.substring(1);
            int exponent = pointAfter - 1;
            return sign + unscaled.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
        }
        return sign + digits.abs().toPlainString();
    }

    /**
     * The fewest digits that read back as this double, and of these the nearest. They come from Jackson's Schubfach writer, as
     * {@code Double.toString} is not shortest before Java 19. Both give two digits where one would do: 4.9E-324 for 5e-324.
     */
    private static BigDecimal shortest(double value) {
        BigDecimal digits = new BigDecimal(NumberOutput.toString(value, true)).stripTrailingZeros();
        if (digits.precision() != 2) {
            return digits;
        }
        BigDecimal exact = new BigDecimal(value);
        return Stream.of(RoundingMode.DOWN, RoundingMode.UP)
                .map(mode -> digits.round(new MathContext(1, mode)).stripTrailingZeros())
                .filter(digit -> digit.doubleValue() == value)
                .min(Comparator.comparing(digit -> digit.subtract(exact).abs()))
                .orElse(digits);
    }
}
