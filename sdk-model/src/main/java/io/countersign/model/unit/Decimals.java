package io.countersign.model.unit;

import java.math.BigDecimal;

/** Canonical decimals within DECIMAL(38,18): at most 20 digits before the point and 18 after it. */
public final class Decimals {
    /** Most digits after the point. */
    public static final int FRACTION_DIGITS_MAX = 18;

    /** Most digits before the point. */
    public static final int INTEGER_DIGITS_MAX = 20;

    /** Longest text that is parsed; anything longer cannot be a decimal within the bounds, and costs time to parse. */
    private static final int TEXT_LENGTH_MAX = 128;

    private Decimals() {}

    /**
     * Drops trailing zeros and exponents.
     *
     * @param thing what the value is, for the message: "Tick size"
     * @throws IllegalArgumentException if the value does not fit DECIMAL(38,18)
     */
    public static BigDecimal canonical(String thing, BigDecimal value) {
        if (value.signum() == 0) {
            return BigDecimal.ZERO;
        }
        if ((long) value.precision() - value.scale()
                > INTEGER_DIGITS_MAX) { // before the zeros go: their scale may overflow
            throw unfit(thing, value);
        }
        if (value.scale() == 0) {
            return value;
        }
        BigDecimal stripped = value.stripTrailingZeros();
        if (stripped.scale() > FRACTION_DIGITS_MAX) {
            throw unfit(thing, value);
        }
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /**
     * Reads a decimal, canonical.
     *
     * @throws IllegalArgumentException if the text is no decimal or does not fit DECIMAL(38,18)
     */
    public static BigDecimal parse(String thing, String text) {
        if (text.isEmpty() || text.length() > TEXT_LENGTH_MAX || !isAscii(text)) {
            throw new IllegalArgumentException(thing + " is not a decimal: \"" + shortened(text) + "\"");
        }
        BigDecimal value;
        try {
            value = new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(thing + " is not a decimal: \"" + shortened(text) + "\"", e);
        }
        return canonical(thing, value);
    }

    /**
     * Ten to the power of minus {@code digits}: the step that a number of decimals allows.
     *
     * @param digits -18 to 18; a negative number gives steps of tens
     * @throws IllegalArgumentException if it is outside these bounds
     */
    public static BigDecimal stepOf(int digits) {
        if (digits < -FRACTION_DIGITS_MAX || digits > FRACTION_DIGITS_MAX) {
            throw new IllegalArgumentException("A number of decimals must be from -" + FRACTION_DIGITS_MAX + " to "
                    + FRACTION_DIGITS_MAX + ": " + digits);
        }
        return BigDecimal.ONE.movePointLeft(digits);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    private static IllegalArgumentException unfit(String thing, BigDecimal value) {
        return new IllegalArgumentException(thing + " does not fit " + INTEGER_DIGITS_MAX + " digits before and "
                + FRACTION_DIGITS_MAX + " after the point: " + shortened(value.toString()));
    }

    private static String shortened(String text) {
        return text.length() <= 48 ? text : text.substring(0, 48) + "... (" + text.length() + " characters)";
    }
}
