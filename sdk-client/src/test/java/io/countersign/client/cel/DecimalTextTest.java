package io.countersign.client.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTextTest {
    private static final List<RoundingMode> ROUNDINGS =
            List.copyOf(EnumSet.complementOf(EnumSet.of(RoundingMode.UNNECESSARY)));

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void operations_onAnyDecimals_areThoseOfBigDecimal(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            BigDecimal a = decimal(random);
            BigDecimal b = decimal(random);
            String x = spelled(a, random);
            String y = spelled(b, random);
            String what = "seed " + seed + ": " + x + " and " + y;

            assertThat(DecimalText.compare(x, y)).as(what).isEqualTo(a.compareTo(b));
            assertThat(new BigDecimal(DecimalText.add(x, y))).as(what).isEqualByComparingTo(a.add(b));
            assertThat(new BigDecimal(DecimalText.subtract(x, y))).as(what).isEqualByComparingTo(a.subtract(b));
            assertThat(new BigDecimal(DecimalText.multiply(x, y))).as(what).isEqualByComparingTo(a.multiply(b));
            assertThat(new BigDecimal(DecimalText.abs(x))).as(what).isEqualByComparingTo(a.abs());
            assertThat(DecimalText.add(x, "0")).as(what).isEqualTo(canonical(a));
            if (b.signum() != 0) {
                RoundingMode mode = ROUNDINGS.get(random.nextInt(ROUNDINGS.size()));
                int decimals = random.nextInt(19);
                assertThat(new BigDecimal(DecimalText.divide(x, y, decimals, mode.name())))
                        .as(what + " " + mode + " " + decimals)
                        .isEqualByComparingTo(a.divide(b, decimals, mode));
            }
            if (b.signum() > 0) {
                BigDecimal multiple = b.multiply(new BigDecimal(random.nextInt(1_000)));
                assertThat(DecimalText.isMultiple(canonical(multiple), y))
                        .as(what)
                        .isTrue();
                assertThat(DecimalText.isMultiple(x, y))
                        .as(what)
                        .isEqualTo(a.divide(b, 200, RoundingMode.DOWN)
                                        .setScale(0, RoundingMode.DOWN)
                                        .multiply(b)
                                        .compareTo(a)
                                == 0);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "1 ", "1,5", ".5", "5.", "+1", "--1", "1e3", "1E-3", "0x1", "NaN", "1.2.3", "\u0661", "1\n"
            })
    void parse_whatIsNoPlainDecimal_isRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DecimalText.parse(text))
                .withMessage("not a decimal");
        assertThatIllegalArgumentException().isThrownBy(() -> DecimalText.compare("1", text));
    }

    @Test
    void parse_atTheLongest_isReadAndBeyondIsNot() {
        assertThat(DecimalText.parse("9".repeat(128))).isEqualTo(new BigDecimal("9".repeat(128)));
        assertThatIllegalArgumentException().isThrownBy(() -> DecimalText.parse("9".repeat(129)));
    }

    @Test
    void multiply_beyondTheLongest_saysSoInsteadOfRounding() {
        String nines = "9".repeat(64);

        assertThat(DecimalText.multiply(nines, nines)).hasSize(128);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DecimalText.multiply(nines, nines + "9"))
                .withMessage("a result longer than 128 characters");
    }

    @Test
    void divide_thatCannotBe_saysWhy() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DecimalText.divide("1", "0.0", 2, "UP"))
                .withMessage("division by zero");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DecimalText.divide("1", "3", 19, "UP"))
                .withMessage("decimals must be from 0 to 18");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DecimalText.divide("1", "3", -1, "UP"))
                .withMessage("decimals must be from 0 to 18");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DecimalText.divide("1", "3", 18, "UNNECESSARY"))
                .withMessage("rounding would be necessary");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DecimalText.divide("1", "3", 2, "half_up"))
                .withMessageStartingWith("rounding is one of [UP, DOWN,");
        assertThat(DecimalText.divide("1", "4", 2, "UNNECESSARY")).isEqualTo("0.25");
        assertThat(DecimalText.divide("1", "4", 18, "UP")).isEqualTo("0.25");
        assertThat(DecimalText.divide("1", "4", 0, "UP")).isEqualTo("1");
    }

    @Test
    void isMultiple_ofNoStep_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DecimalText.isMultiple("1", "0"))
                .withMessage("a step is above zero");
        assertThatIllegalArgumentException().isThrownBy(() -> DecimalText.isMultiple("1", "-1"));
        assertThat(DecimalText.isMultiple("-1.5", "0.5")).isTrue();
        assertThat(DecimalText.isMultiple("0", "0.5")).isTrue();
        assertThat(DecimalText.isMultiple("0.3", "0.2")).isFalse();
    }

    @Test
    void results_areSpelledCanonically() {
        assertThat(DecimalText.add("0.50", "0.50")).isEqualTo("1");
        assertThat(DecimalText.add("50", "50")).isEqualTo("100");
        assertThat(DecimalText.subtract("0.1", "0.10")).isEqualTo("0");
        assertThat(DecimalText.abs("-0.00")).isEqualTo("0");
    }

    /** Up to 20 digits before the point and 18 after it, many of them small or whole. */
    private static BigDecimal decimal(Random random) {
        BigInteger digits = new BigInteger(1 + random.nextInt(random.nextBoolean() ? 8 : 120), random);
        BigDecimal value = new BigDecimal(digits, random.nextInt(19));
        return random.nextInt(4) == 0 ? value.negate() : value;
    }

    /** With or without zeros that say nothing. */
    private static String spelled(BigDecimal value, Random random) {
        String text = value.toPlainString();
        return random.nextBoolean() || !text.contains(".") ? text : text + "0".repeat(random.nextInt(4));
    }

    private static String canonical(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
