package io.countersign.analytics.scenario;

import io.countersign.analytics.internal.Rows;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;

/** How many digits numbers have, which decides how wide a DECIMAL must be; the widest the engine has holds 38. */
final class Digits {
    /** Digits of the widest DECIMAL. */
    static final int MOST = 38;

    private Digits() {}

    /** Digits after the point, without trailing zeros. */
    static int scale(BigDecimal value) {
        return value.signum() == 0 ? 0 : Math.max(0, value.stripTrailingZeros().scale());
    }

    static int scale(Collection<BigDecimal> values) {
        return values.stream().mapToInt(Digits::scale).max().orElse(0);
    }

    /** Digits before the point. */
    static int integer(BigDecimal value) {
        return Math.max(0, value.precision() - value.scale());
    }

    static BigDecimal greatest(Collection<BigDecimal> values) {
        return values.stream().map(BigDecimal::abs).reduce(BigDecimal.ZERO, BigDecimal::max);
    }

    /** The type of decimals with so many digits after the point. */
    static String type(int scale) {
        return "DECIMAL(" + MOST + ", " + scale + ")";
    }

    /** A whole number of the engine's, as the decimal that it stands for. */
    static BigDecimal unscaled(String whole, int scale) {
        return plain(new BigDecimal(new BigInteger(whole), scale));
    }

    /** A decimal of the engine's, without trailing zeros after the point. */
    static BigDecimal decimal(Rows rows, int column) {
        return plain(new BigDecimal(rows.text(column)));
    }

    /** The same without trailing zeros after the point. */
    static BigDecimal plain(BigDecimal value) {
        if (value.signum() == 0) {
            return BigDecimal.ZERO;
        }
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /**
     * A macro for sums in whole numbers of the last digit: by way of DECIMAL where that holds all, else of numbers without bound, at
     * thirty times the cost.
     */
    static String exactSum(boolean fits) {
        String whole = "CAST(replace(CAST(%s AS VARCHAR), '.', '') AS BIGNUM)";
        return "CREATE OR REPLACE MACRO exact_sum(x) AS "
                + (fits ? whole.replace("%s", "sum(x)") : "sum(" + whole.replace("%s", "x") + ")");
    }

    /** Things in as few groups as the order allows, so that each group has one set of types for all of its numbers. */
    static <T> List<List<T>> groups(List<T> all, BinaryOperator<T> merge, Predicate<T> fits) {
        List<List<T>> groups = new ArrayList<>();
        List<T> needs = new ArrayList<>();
        for (T one : all) {
            int group = 0;
            while (group < groups.size() && !fits.test(merge.apply(needs.get(group), one))) {
                group++;
            }
            if (group == groups.size()) {
                groups.add(new ArrayList<>(List.of(one)));
                needs.add(one);
            } else {
                groups.get(group).add(one);
                needs.set(group, merge.apply(needs.get(group), one));
            }
        }
        return groups;
    }
}
