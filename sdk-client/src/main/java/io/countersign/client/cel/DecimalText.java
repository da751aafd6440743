package io.countersign.client.cel;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;

/**
 * Exact arithmetic over decimals as text, which is how documents have them. Plain notation without an exponent, {@link
 * #LENGTH_MAX} characters at most, in and out. Nothing is rounded but where the caller says how.
 *
 * <p>Every operation throws {@link IllegalArgumentException} if a text is no such decimal, or the result would be longer.
 */
final class DecimalText {
    /** Longest decimal, in characters: room for a product of three figures of a document. */
    static final int LENGTH_MAX = 128;

    private static final int DECIMALS_MAX = 18;

    private DecimalText() {}

    static BigDecimal parse(String text) {
        if (text.length() > LENGTH_MAX || !text.matches("-?[0-9]+(\\.[0-9]+)?")) {
            throw new IllegalArgumentException("not a decimal");
        }
        return new BigDecimal(text);
    }

    /** Below, at or above zero as the first is less than, equal to or greater than the second: {@code 0.10} equals {@code 0.1}. */
    static long compare(String a, String b) {
        return parse(a).compareTo(parse(b));
    }

    static String add(String a, String b) {
        return text(parse(a).add(parse(b)));
    }

    static String subtract(String a, String b) {
        return text(parse(a).subtract(parse(b)));
    }

    static String multiply(String a, String b) {
        return text(parse(a).multiply(parse(b)));
    }

    /** The quotient with so many digits after the point, 0 to 18, rounded as {@link RoundingMode} names it. */
    static String divide(String a, String b, long decimals, String rounding) {
        BigDecimal dividend = parse(a);
        BigDecimal divisor = parse(b);
        if (divisor.signum() == 0) {
            throw new IllegalArgumentException("division by zero");
        }
        if (decimals < 0 || decimals > DECIMALS_MAX) {
            throw new IllegalArgumentException("decimals must be from 0 to " + DECIMALS_MAX);
        }
        try {
            return text(dividend.divide(divisor, (int) decimals, rounding(rounding)));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("rounding would be necessary", e);
        }
    }

    static RoundingMode rounding(String name) {
        return Arrays.stream(RoundingMode.values())
                .filter(mode -> mode.name().equals(name))
                .findAny()
                .orElseThrow(() ->
                        new IllegalArgumentException("rounding is one of " + Arrays.toString(RoundingMode.values())));
    }

    static boolean isMultiple(String value, String step) {
        BigDecimal number = parse(value);
        BigDecimal by = parse(step);
        if (by.signum() <= 0) {
            throw new IllegalArgumentException("a step is above zero");
        }
        return number.remainder(by).signum() == 0;
    }

    static String abs(String a) {
        return text(parse(a).abs());
    }

    private static String text(BigDecimal value) {
        String text = value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
        if (text.length() > LENGTH_MAX) {
            throw new IllegalArgumentException("a result longer than " + LENGTH_MAX + " characters");
        }
        return text;
    }
}
