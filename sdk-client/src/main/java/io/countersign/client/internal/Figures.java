package io.countersign.client.internal;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as findings, scenarios and tables spell them. */
public final class Figures {
    private static final int SETTLEMENT_DIGITS = 8;

    private Figures() {}

    /** Without trailing zeros or an exponent. */
    public static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    /** Money for people: two digits after the point. */
    public static String money(BigDecimal value) {
        return value.setScale(2, RoundingMode.HALF_EVEN).toPlainString();
    }

    /** An amount of a settlement asset: at most eight digits after the point. */
    public static String settlement(BigDecimal value) {
        return plain(value.setScale(SETTLEMENT_DIGITS, RoundingMode.HALF_EVEN));
    }

    /** A value of which nobody wants more than a few digits: rounded to {@code digits} significant ones. */
    public static String rounded(BigDecimal value, int digits) {
        return plain(value.round(new MathContext(digits, RoundingMode.HALF_EVEN)));
    }

    /** A fraction as percent: 0.005 is "0.5 %". */
    public static String percent(BigDecimal fraction) {
        return plain(fraction.movePointRight(2)) + " %";
    }

    /** A fraction as percent, of which nobody wants more than a few digits. */
    public static String percent(BigDecimal fraction, int digits) {
        return percent(fraction.round(new MathContext(digits, RoundingMode.HALF_EVEN)));
    }

    /** How many times one value is the other, with three digits. */
    public static String times(BigDecimal value, BigDecimal of) {
        return plain(value.divide(of, new MathContext(3, RoundingMode.HALF_EVEN))) + "x";
    }

    /** A part of a whole as percent with one digit after the point. */
    public static String share(BigDecimal part, BigDecimal whole) {
        return whole.signum() == 0
                ? "0 %"
                : part.movePointRight(2)
                                .divide(whole, 1, RoundingMode.HALF_EVEN)
                                .toPlainString() + " %";
    }

    /** As {@link #share(BigDecimal, BigDecimal)}, of counts. */
    public static String share(long part, long whole) {
        return share(BigDecimal.valueOf(part), BigDecimal.valueOf(whole));
    }

    /** "1 order", "2 orders". */
    public static String count(long number, String singular) {
        return count(number, singular, singular + "s");
    }

    /** "1 crash", "2 crashes". */
    public static String count(long number, String singular, String plural) {
        return number + " " + (number == 1 ? singular : plural);
    }
}
