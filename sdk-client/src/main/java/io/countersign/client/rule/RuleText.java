package io.countersign.client.rule;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as findings spell them. */
final class RuleText {
    private RuleText() {}

    static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    /** A fraction as percent: 0.005 is "0.5 %". */
    static String percent(BigDecimal fraction) {
        return plain(fraction.movePointRight(2)) + " %";
    }

    /** How many times one value is the other, with three digits. */
    static String times(BigDecimal value, BigDecimal of) {
        return plain(value.divide(of, new MathContext(3, RoundingMode.HALF_EVEN))) + "x";
    }

    /** A part of a whole as percent with one digit after the point. */
    static String share(BigDecimal part, BigDecimal whole) {
        return whole.signum() == 0
                ? "0 %"
                : part.movePointRight(2)
                                .divide(whole, 1, RoundingMode.HALF_EVEN)
                                .toPlainString() + " %";
    }

    static String count(long number, String singular) {
        return number + " " + singular + (number == 1 ? "" : "s");
    }
}
