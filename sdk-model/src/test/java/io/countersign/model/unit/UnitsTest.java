package io.countersign.model.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.countersign.model.MalformedInputException;
import io.countersign.model.json.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What all units have in common, and where they differ: who takes zero, who takes negative values. */
class UnitsTest {
    private static final List<Unit> UNITS = List.of(
            new Unit("Amount", Amount.class, Amount::of, Sign.NOT_NEGATIVE),
            new Unit("Basis points", BasisPoints.class, BasisPoints::of, Sign.ANY),
            new Unit("Contracts", Contracts.class, Contracts::of, Sign.NOT_NEGATIVE),
            new Unit("Leverage", Leverage.class, Leverage::of, Sign.POSITIVE),
            new Unit("Notional", Notional.class, Notional::of, Sign.ANY),
            new Unit("Percent", Percent.class, Percent::of, Sign.ANY),
            new Unit("Price", Price.class, Price::of, Sign.ANY),
            new Unit("Quantity", Quantity.class, Quantity::of, Sign.NOT_NEGATIVE),
            new Unit("Rate", Rate.class, Rate::of, Sign.ANY),
            new Unit("Tick size", TickSize.class, TickSize::of, Sign.POSITIVE));

    static Stream<Unit> units() {
        return UNITS.stream();
    }

    static Stream<Arguments> unitsAndHugeExponents() {
        return unitsWith(
                "1e999999999",
                "1e-999999999",
                "1e2147483647",
                "1e-2147483647",
                "1e-2147483648",
                "100e2147483647",
                "1000000e2147483642",
                "1e99999999999999999999",
                "9".repeat(128),
                "0." + "0".repeat(120) + "1");
    }

    static Stream<Arguments> unitsAndGarbage() {
        return unitsWith(
                "",
                " ",
                "1 ",
                " 1",
                "NaN",
                "Infinity",
                "0x1",
                "1,5",
                "1_0",
                "--1",
                "1e",
                "\u0661",
                "\uff11",
                "1".repeat(129));
    }

    @ParameterizedTest
    @MethodSource("units")
    void of_otherSpellingsOfOneValue_areEqualAndPrintAlike(Unit unit) {
        for (String spelling : List.of("0.1", "0.10", "0.100000000000000000000000", "1e-1", ".1", "00.1", "10E-2")) {
            assertThat(unit.of().apply(spelling))
                    .as(spelling)
                    .isEqualTo(unit.of().apply("0.1"))
                    .hasSameHashCodeAs(unit.of().apply("0.1"))
                    .hasToString("0.1");
        }
        assertThat(unit.of().apply("1.5e3")).hasToString("1500");
        assertThat(unit.of().apply("100")).hasToString("100");
    }

    @ParameterizedTest
    @MethodSource("units")
    void of_widestValue_survives(Unit unit) {
        String widest = "12345678901234567890.123456789012345678";
        assertThat(unit.of().apply(widest)).hasToString(widest);
        assertThat(unit.of().apply("0.000000000000000001")).hasToString("0.000000000000000001");
        assertThat(unit.of().apply("1e19")).hasToString("10000000000000000000");
        assertThat(unit.of().apply("1.0000000000000000000000")).hasToString("1");
    }

    @ParameterizedTest
    @MethodSource("units")
    void of_oneDigitTooMany_saysWhatFits(Unit unit) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> unit.of().apply("100000000000000000000"))
                .withMessage(
                        unit.thing() + " does not fit 20 digits before and 18 after the point: 100000000000000000000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> unit.of().apply("0.0000000000000000001"))
                .withMessage(unit.thing() + " does not fit 20 digits before and 18 after the point: 1E-19");
    }

    @ParameterizedTest
    @MethodSource("unitsAndHugeExponents")
    void of_hugeExponent_isRefusedInNoTime(Unit unit, String spelling) {
        assertTimeoutPreemptively(
                Duration.ofSeconds(2),
                () -> assertThatIllegalArgumentException()
                        .isThrownBy(() -> unit.of().apply(spelling))
                        .withMessageStartingWith(unit.thing() + " ")
                        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(160)));
    }

    @ParameterizedTest
    @MethodSource("unitsAndGarbage")
    void of_noDecimal_isRefused(Unit unit, String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> unit.of().apply(text))
                .withMessageStartingWith(unit.thing() + " is not a decimal: \"");
    }

    @ParameterizedTest
    @MethodSource("units")
    void of_negative_isTakenOrRefusedByName(Unit unit) {
        switch (unit.sign()) {
            case ANY -> assertThat(unit.of().apply("-0.10")).hasToString("-0.1");
            case NOT_NEGATIVE ->
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> unit.of().apply("-0.10"))
                        .withMessage(unit.thing() + " must not be negative: -0.1");
            case POSITIVE ->
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> unit.of().apply("-0.10"))
                        .withMessage(unit.thing() + " must be positive: -0.1");
        }
    }

    @ParameterizedTest
    @MethodSource("units")
    void of_zeroInAnySpelling_isTakenOrRefusedByName(Unit unit) {
        for (String zero : List.of("0", "-0", "0.000", "0E-20", "0e999999999", "0e-999999999")) {
            if (unit.sign() == Sign.POSITIVE) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> unit.of().apply(zero))
                        .withMessage(unit.thing() + " must be positive: 0");
            } else {
                assertThat(unit.of().apply(zero))
                        .hasToString("0")
                        .isEqualTo(unit.of().apply("0"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("units")
    void json_isAStringBothWays(Unit unit) {
        Object value = unit.of().apply("0.10");
        assertThat(Json.write(value)).isEqualTo("\"0.1\"");
        assertThat((Object) Json.read("\"1e-1\"", unit.type())).isEqualTo(value);
        assertThatExceptionOfType(MalformedInputException.class)
                .isThrownBy(() -> Json.read("0.1", unit.type()))
                .withMessageStartingWith("Not a " + unit.type().getSimpleName() + ": ");
        assertThatExceptionOfType(MalformedInputException.class)
                .isThrownBy(() -> Json.read("\"abc\"", unit.type()))
                .withMessage(
                        "Not a " + unit.type().getSimpleName() + ": " + unit.thing() + " is not a decimal: \"abc\"");
    }

    @Test
    void compareTo_sortsByValue() {
        List<Price> prices = new ArrayList<>(List.of(Price.of("10"), Price.of("9"), Price.of("-1"), Price.of("9.5")));
        prices.sort(null);
        assertThat(prices).extracting(Price::toString).containsExactly("-1", "9", "9.5", "10");
    }

    @Test
    void stepOf_anyAllowedNumberOfDecimals_isAPowerOfTen() {
        assertThat(Decimals.stepOf(0)).isEqualByComparingTo("1");
        assertThat(Decimals.stepOf(18)).isEqualByComparingTo("0.000000000000000001");
        assertThat(Decimals.stepOf(-18)).isEqualByComparingTo("1000000000000000000");
        for (int digits : List.of(19, -19, Integer.MAX_VALUE, Integer.MIN_VALUE)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Decimals.stepOf(digits))
                    .withMessage("A number of decimals must be from -18 to 18: " + digits);
        }
    }

    @Test
    void canonical_valueOfHugeScale_isRefused() {
        BigDecimal huge = new BigDecimal("100e2147483647");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Price(huge))
                .withMessageStartingWith("Price does not fit");
    }

    private static Stream<Arguments> unitsWith(String... texts) {
        return UNITS.stream().flatMap(unit -> Stream.of(texts).map(text -> Arguments.of(unit, text)));
    }

    private enum Sign {
        ANY,
        NOT_NEGATIVE,
        POSITIVE
    }

    private record Unit(String thing, Class<?> type, Function<String, Object> of, Sign sign) {
        @Override
        public String toString() {
            return thing;
        }
    }
}
