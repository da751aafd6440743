package io.countersign.model.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.model.MalformedInputException;
import io.countersign.model.change.ChangePolicy;
import io.countersign.model.change.Decision;
import io.countersign.model.change.RiskAssessment;
import io.countersign.model.change.TickPolicy;
import io.countersign.model.market.SizeRule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void read_fromTextAndFromBytes_isTheSame() {
        String json = "{\"reasons\":[\"\u00e9\"],\"tier\":\"LOW\"}";
        RiskAssessment risk = Json.read(json, RiskAssessment.class);
        assertThat(Json.read(json.getBytes(UTF_8), RiskAssessment.class)).isEqualTo(risk);
        assertThat(Json.write(risk)).isEqualTo(json);
    }

    @Test
    void write_absentOptionals_areLeftOut() {
        assertThat(Json.write(ChangePolicy.none())).isEqualTo("{}");
        assertThat(Json.write(ChangePolicy.builder()
                        .tickPolicy(TickPolicy.GRANDFATHER)
                        .build()))
                .isEqualTo("{\"tickPolicy\":\"GRANDFATHER\"}");
    }

    @Test
    void write_keys_areSorted() {
        assertThat(Json.write(Map.of("b", 1, "a", 2))).isEqualTo("{\"a\":2,\"b\":1}");
    }

    @Test
    void write_valueWithoutAJsonForm_isTheCallersMistake() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.write(new Object()))
                .withMessage("Not a value with a JSON form: java.lang.Object");
    }

    @Test
    void duration_isIso8601BothWays() {
        ChangePolicy policy =
                ChangePolicy.builder().noticePeriod(Duration.ofHours(36)).build();
        assertThat(Json.write(policy)).isEqualTo("{\"noticePeriod\":\"PT36H\"}");
        assertThat(Json.read(Json.write(policy), ChangePolicy.class)).isEqualTo(policy);
        assertThatExceptionOfType(MalformedInputException.class)
                .isThrownBy(() -> Json.read("{\"noticePeriod\":\"36h\"}", ChangePolicy.class))
                .withMessage("Not a ChangePolicy: /noticePeriod: Not a duration such as PT24H: \"36h\"");
    }

    @Test
    void instant_hasSixDigits() {
        Instant instant = Instant.parse("2026-11-22T09:14:00.1Z");
        assertThat(Json.write(instant)).isEqualTo("\"2026-11-22T09:14:00.100000Z\"");
        assertThat(Json.read(Json.write(instant), Instant.class)).isEqualTo(instant);
        assertThatExceptionOfType(MalformedInputException.class).isThrownBy(() -> Json.read("5", Instant.class));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"tier\":\"LOW\",\"reasons\":[],\"extra\":1} | Not a RiskAssessment: /extra: Unknown field",
                "{\"tier\":\"LOW\",\"reasons\":null} | Not a RiskAssessment: /reasons: Null where a value is required",
                "{\"tier\":\"LOW\",\"reasons\":[\"a\",null]} | Not a RiskAssessment: /reasons/1: Null where a value is required",
                "{\"reasons\":[]} | Not a RiskAssessment: Cannot build RiskAssessment, some of required attributes are not set [tier]",
                "{\"tier\":null,\"reasons\":[]} | Not a RiskAssessment: ",
                "{\"tier\":\"LOW\",\"tier\":\"LOW\",\"reasons\":[]} | Not a RiskAssessment: Duplicate field 'tier'",
                "{\"tier\":\"LOW\",\"reasons\":[]} {} | Not a RiskAssessment: Trailing token",
                "{\"tier\":\"LOW\",\"reasons\":[]} x | Not a RiskAssessment: Unrecognized token 'x'",
                "{\"tier\":0,\"reasons\":[]} | Not a RiskAssessment: /tier: ",
                "{\"tier\":\"0\",\"reasons\":[]} | Not a RiskAssessment: /tier: ",
                "{\"tier\":\"\",\"reasons\":[]} | Not a RiskAssessment: /tier: ",
                "{\"tier\":\"low\",\"reasons\":[]} | Not a RiskAssessment: /tier: ",
                "{\"tier\":\"LOW\",\"reasons\":\"a\"} | Not a RiskAssessment: /reasons: ",
                "{\"tier\":\"LOW\",\"reasons\":[1]} | Not a RiskAssessment: /reasons/0: ",
                "{\"tier\":\"LOW\",\"reasons\":[1.5]} | Not a RiskAssessment: /reasons/0: ",
                "{\"tier\":\"LOW\",\"reasons\":[true]} | Not a RiskAssessment: /reasons/0: ",
                "{\"tier\":\"LOW\",\"reasons\":[{}]} | Not a RiskAssessment: /reasons/0: ",
                "[] | Not a RiskAssessment: ",
                "null | Not a RiskAssessment: null",
                "{\"tier\":\"LOW\" | Not a RiskAssessment: ",
                "`` | Not a RiskAssessment: "
            })
    void read_otherThanTheType_saysWhereAndWhy(String json, String message) {
        assertThatExceptionOfType(MalformedInputException.class)
                .isThrownBy(() -> Json.read(json, RiskAssessment.class))
                .withMessageStartingWith(message);
        assertThatExceptionOfType(MalformedInputException.class)
                .isThrownBy(() -> Json.read(json.getBytes(UTF_8), RiskAssessment.class))
                .withMessageStartingWith(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.9", "1.0", "1e0", "\"1\"", "true", "[1]", "2147483648", "99999999999999999999"})
    void read_wholeNumber_takesNothingElse(String value) {
        assertThatExceptionOfType(MalformedInputException.class)
                .isThrownBy(() -> Json.read("{\"lotMultiplier\":" + value + "}", SizeRule.class))
                .withMessageStartingWith("Not a SizeRule: ");
        assertThat(Json.read("{\"lotMultiplier\":1}", SizeRule.class).lotMultiplier())
                .contains(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0", "\"true\"", "\"\"", "null"})
    void read_truthValue_takesNothingElse(String value) {
        String digest = Digest.of(new byte[0]).toString();
        assertThatExceptionOfType(MalformedInputException.class)
                .isThrownBy(() -> Json.read(
                        "{\"planDigest\":\"" + digest + "\",\"policyDigest\":\"" + digest
                                + "\",\"requirements\":[],\"permitted\":" + value + "}",
                        Decision.class))
                .withMessageStartingWith("Not a Decision: /permitted: ");
    }

    @Test
    void read_nesting_isTakenUpToTheBound() {
        String deepest = "[".repeat(Json.DEPTH_MAX) + "]".repeat(Json.DEPTH_MAX);
        assertThat(Json.write(Json.read(deepest, List.class))).isEqualTo(deepest);
        assertThatExceptionOfType(MalformedInputException.class)
                .isThrownBy(() -> Json.read("[" + deepest + "]", List.class))
                .withMessageContaining("nesting depth (65)");
    }

    @Test
    void read_longNumber_isTakenUpToTheBound() {
        String longest = "1".repeat(Json.NUMBER_LENGTH_MAX);
        assertThat(Json.read(longest, Object.class)).hasToString(longest);
        assertThatExceptionOfType(MalformedInputException.class)
                .isThrownBy(() -> Json.read(longest + "1", Object.class));
    }

    @Test
    void read_decimal_keepsEveryDigit() {
        String digits = "0.1234567890123456789012345678901234567890";
        assertThat(Json.read(digits, Object.class)).hasToString(digits);
        assertThat(Json.write(Json.read("[1.50,1E+3]", Object.class))).isEqualTo("[1.50,1000]");
    }

    @Test
    void read_bytesThatAreNoUtf8_areRefused() {
        assertThatExceptionOfType(MalformedInputException.class)
                .isThrownBy(() -> Json.read(new byte[] {'"', (byte) 0xff, '"'}, String.class));
    }

    @Test
    void write_optional_isItsValue() {
        assertThat(Json.write(Optional.of(1))).isEqualTo("1");
    }
}
