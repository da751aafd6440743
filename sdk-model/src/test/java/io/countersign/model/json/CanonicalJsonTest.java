package io.countersign.model.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.countersign.model.MalformedInputException;
import io.countersign.model.fixtures.Cases;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
    @Test
    void canonicalize_keys_areSortedByUtf16Units() {
        // By code point U+FB33 comes before U+1F600; by UTF-16 unit (D83D first) it comes after.
        assertThat(
                        CanonicalJson.canonicalize(
                                "{\"\\ufb33\":1,\"\\ud83d\\ude00\":2,\"\\u20ac\":3,\"b\":4,\"a\":5,\"B\":6,\"\":7,\"10\":8,\"9\":9}"))
                .isEqualTo(
                        "{\"\":7,\"10\":8,\"9\":9,\"B\":6,\"a\":5,\"b\":4,\"\u20ac\":3,\"\ud83d\ude00\":2,\"\ufb33\":1}");
    }

    @Test
    void canonicalize_strings_useTheShortestEscapes() {
        assertThat(CanonicalJson.canonicalize("\"\\u0000\\u0007\\u0008\\u0009\\u000a\\u000b\\u000c\\u000d\\u001f\""))
                .isEqualTo("\"\\u0000\\u0007\\b\\t\\n\\u000b\\f\\r\\u001f\"");
        assertThat(CanonicalJson.canonicalize("\"\\\"\\\\\\/\\u007f\\u0080\\u2028\\u00e9\""))
                .isEqualTo("\"\\\"\\\\/\u007f\u0080\u2028\u00e9\"");
    }

    @Test
    void bytes_ofTextBeyondTheBasicPlane_areUtf8() {
        assertThat(CanonicalJson.bytes("\ud83d\ude00")).isEqualTo("\"\ud83d\ude00\"".getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud800", "a\\ud800b", "\\udc00", "\\udc00\\ud800", "\\ud800\\ud800\\udc00"})
    void canonicalize_loneSurrogate_isRefused(String text) {
        assertThatExceptionOfType(MalformedInputException.class)
                .isThrownBy(() -> CanonicalJson.canonicalize("[\"" + text + "\"]"))
                .withMessageContaining("lone surrogate");
        assertThatExceptionOfType(MalformedInputException.class)
                .isThrownBy(() -> CanonicalJson.canonicalize("{\"" + text + "\":1}"))
                .withMessageContaining("surrogate");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, 0",
        "-0.0, 0",
        "0e5, 0",
        "1.0, 1",
        "1.50, 1.5",
        "-1, -1",
        "1e0, 1",
        "100e-2, 1",
        "1e20, 100000000000000000000",
        "123456789012345678901, 123456789012345680000",
        "1e21, 1e+21",
        "-1e21, -1e+21",
        "1.5e300, 1.5e+300",
        "1e-6, 0.000001",
        "1e-7, 1e-7",
        "-1.5e-7, -1.5e-7",
        "0.1, 0.1",
        "0.30000000000000004, 0.30000000000000004",
        "2e-3, 0.002",
        "2.0E-3, 0.002",
        "5e-324, 5e-324",
        "4.9E-324, 5e-324",
        "9.9e-324, 1e-323",
        "2e-323, 2e-323",
        "1e23, 1e+23",
        "2.5e22, 2.5e+22",
        "1e-400, 0",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "9007199254740991, 9007199254740991",
        "9007199254740992, 9007199254740992",
        "9007199254740993, 9007199254740992",
        "-9007199254740992, -9007199254740992",
        "-9007199254740993, -9007199254740992",
        "9007199254740994, 9007199254740994",
        "9223372036854775807, 9223372036854776000",
        "-9223372036854775808, -9223372036854776000",
        "18446744073709551616, 18446744073709552000",
        "2147483648, 2147483648",
        "-2147483648, -2147483648",
        "333333333.33333329, 333333333.3333333",
        "295147905179352830000, 295147905179352830000",
        "999999999999999900000, 999999999999999900000",
        "999999999999999999999, 1e+21"
    })
    void canonicalize_number_isAsEcmaScriptPrintsIt(String json, String canonical) {
        assertThat(CanonicalJson.canonicalize(json)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @CsvSource({
        "0000000000000000, 0",
        "8000000000000000, 0",
        "0000000000000001, 5e-324",
        "8000000000000001, -5e-324",
        "7fefffffffffffff, 1.7976931348623157e+308",
        "4340000000000000, 9007199254740992",
        "4430000000000000, 295147905179352830000",
        "44b52d02c7e14af5, 9.999999999999997e+22",
        "44b52d02c7e14af6, 1e+23",
        "44b52d02c7e14af7, 1.0000000000000001e+23",
        "444b1ae4d6e2ef4e, 999999999999999700000",
        "444b1ae4d6e2ef4f, 999999999999999900000",
        "444b1ae4d6e2ef50, 1e+21",
        "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d, 0.000001",
        "41b3de4355555553, 333333333.3333332",
        "41b3de4355555554, 333333333.33333325",
        "becbf647612f3696, -0.0000033333333333333333",
        "43143ff3c1cb0959, 1424953923781206.2"
    })
    void text_doubleOfRfc8785AppendixB_isAsPrintedThere(String bits, String canonical) {
        assertThat(CanonicalJson.text(Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16))))
                .isEqualTo(canonical);
    }

    @Test
    void text_anyDouble_readsBackAsItself() {
        Cases.forEach(2_000, random -> {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                String text = CanonicalJson.text(value);
                assertThat(Double.parseDouble(text)).isEqualTo(value == 0 ? 0.0 : value);
                assertThat(CanonicalJson.canonicalize(text)).isEqualTo(text);
                assertThat(text).matches("-?(0|[1-9][0-9]{0,20})(\\.[0-9]+)?|-?[1-9](\\.[0-9]+)?e[+-][1-9][0-9]*");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e309", "-1e309", "1e400", "1e999999999", "-1e999999999"})
    void canonicalize_numberBeyondADouble_isRefusedInNoTime(String number) {
        assertTimeoutPreemptively(
                Duration.ofSeconds(2),
                () -> assertThatExceptionOfType(MalformedInputException.class)
                        .isThrownBy(() -> CanonicalJson.canonicalize(number))
                        .withMessageStartingWith("A number beyond the range of a double has no canonical form: "));
    }

    @Test
    void canonicalize_absurdExponent_isRefusedInNoTime() {
        for (String number : List.of("1e99999999999999", "-1e-99999999999999", "1e-2147483649", "100e2147483647")) {
            assertTimeoutPreemptively(
                    Duration.ofSeconds(2),
                    () -> assertThatExceptionOfType(MalformedInputException.class)
                            .as(number)
                            .isThrownBy(() -> CanonicalJson.canonicalize("[" + number + "]")));
        }
        assertThat(CanonicalJson.canonicalize("1e-999999999")).isEqualTo("0");
    }

    @Test
    void text_javaValues_haveOneForm() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("z", List.of(1, 2L, (short) 3, new BigDecimal("4.0"), BigInteger.TEN, 5.0f));
        value.put("a", true);
        value.put("m", null);
        assertThat(CanonicalJson.text(value)).isEqualTo("{\"a\":true,\"m\":null,\"z\":[1,2,3,4,10,5]}");
        assertThat(CanonicalJson.text(List.of())).isEqualTo("[]");
        assertThat(CanonicalJson.text(Map.of())).isEqualTo("{}");
    }

    @Test
    void canonicalize_twice_isTheSame() {
        String json = "{\"b\":[{\"y\":1e21,\"x\":\"\\u00e9\\u0007\"},[],{}],\"a\":null,\"c\":-0.000001}";
        String once = CanonicalJson.canonicalize(json);
        assertThat(once).isEqualTo("{\"a\":null,\"b\":[{\"x\":\"\u00e9\\u0007\",\"y\":1e+21},[],{}],\"c\":-0.000001}");
        assertThat(CanonicalJson.canonicalize(once)).isEqualTo(once);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,",
                "{\"a\":1,\"a\":1}",
                "{\"a\":{\"b\":1,\"\\u0062\":2}}",
                "1 2",
                "{}}",
                "NaN",
                "01",
                "+1",
                ".5",
                "'a'",
                "{a:1}",
                "[1,]",
                "/* */1",
                "\"\t\"",
                "\u00a01",
                "tru"
            })
    void canonicalize_noJson_isRefused(String text) {
        assertThatExceptionOfType(MalformedInputException.class)
                .isThrownBy(() -> CanonicalJson.canonicalize(text))
                .withMessageStartingWith("Not JSON: ");
    }

    @Test
    void canonicalize_nesting_isTakenUpToTheBound() {
        int max = Json.DEPTH_MAX;
        String deepest = "[".repeat(max) + "]".repeat(max);
        assertThat(CanonicalJson.canonicalize(deepest)).isEqualTo(deepest);
        assertThatExceptionOfType(MalformedInputException.class)
                .isThrownBy(() -> CanonicalJson.canonicalize("[" + deepest + "]"));
        assertThatExceptionOfType(MalformedInputException.class)
                .isThrownBy(() -> CanonicalJson.canonicalize("[".repeat(1_000_000)));
    }
}
