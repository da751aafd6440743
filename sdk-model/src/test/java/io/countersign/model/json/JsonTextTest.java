package io.countersign.model.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countersign.model.MalformedInputException;
import io.countersign.model.diff.FieldChange;
import io.countersign.model.market.DocumentId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
    private static final DocumentId DOCUMENT = DocumentId.parse("spot-market/kraken/X");

    @Test
    void parse_otherSpellings_areEqual() {
        JsonText text = JsonText.parse("{ \"b\" : 1.0, \"a\" : \"\\u00e9\" }");
        assertThat(text)
                .isEqualTo(JsonText.of(Map.of("a", "\u00e9", "b", 1)))
                .hasSameHashCodeAs(JsonText.of(Map.of("a", "\u00e9", "b", 1)))
                .hasToString("{\"a\":\"\u00e9\",\"b\":1}");
        assertThat(text.bytes()).isEqualTo(text.toString().getBytes(UTF_8));
        assertThat(text.digest()).isEqualTo(Digest.of(text.bytes()));
        assertThat(text).isNotEqualTo(JsonText.parse("{}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "0",
                "-1.5",
                "1e+21",
                "1e-7",
                "1.7976931348623157e+308",
                "5e-324",
                "\"\"",
                "\"a\\\"\\u0007\u00e9\"",
                "[]",
                "{}",
                "[null,[{}],{\"a\":null}]",
                "{\"a\":{\"b\":[1e+300]}}"
            })
    void inAValue_standsAsItself(String json) {
        JsonText text = JsonText.parse(json);
        assertThat(text).hasToString(json);
        assertThat(Json.write(text)).isEqualTo(json);
        assertThat(Json.read(json, JsonText.class)).isEqualTo(text);
        assertThat(Json.write(List.of(text, text))).isEqualTo("[" + json + "," + json + "]");
        assertThat(CanonicalJson.text(List.of(text))).isEqualTo("[" + json + "]");

        FieldChange change =
                FieldChange.builder().document(DOCUMENT).path("/x").after(text).build();
        assertThat(Json.write(change)).contains("\"after\":" + json + ",");
        assertThat(Json.read(Json.write(change), FieldChange.class)).isEqualTo(change);
        assertThat(Json.read(CanonicalJson.text(change), FieldChange.class)).isEqualTo(change);
        assertThat(JsonText.of(change).as(FieldChange.class)).isEqualTo(change);
    }

    @Test
    void inAValue_isBroughtToCanonicalForm() {
        FieldChange change = Json.read(
                "{\"document\":\"spot-market/kraken/X\",\"path\":\"/x\",\"after\":{ \"b\":1.00, \"a\":[ 1E3 ] }}",
                FieldChange.class);
        assertThat(change.after()).contains(JsonText.ofCanonical("{\"a\":[1000],\"b\":1}"));
    }

    @Test
    void inAValue_nullAndAbsent_stayApart() {
        FieldChange fromNull = Json.read(
                "{\"document\":\"spot-market/kraken/X\",\"path\":\"/x\",\"before\":null,\"after\":1}",
                FieldChange.class);
        FieldChange added =
                Json.read("{\"document\":\"spot-market/kraken/X\",\"path\":\"/x\",\"after\":1}", FieldChange.class);
        assertThat(fromNull.before()).contains(JsonText.ofCanonical("null"));
        assertThat(added.before()).isEmpty();
    }

    @Test
    void as_type_readsItOrSaysWhyNot() {
        assertThat(JsonText.parse("[1,2]").as(Object.class)).isEqualTo(List.of(1, 2));
        assertThatExceptionOfType(MalformedInputException.class)
                .isThrownBy(() -> JsonText.parse("\"x\"").as(FieldChange.class))
                .withMessageStartingWith("Not a FieldChange: ");
    }

    @Test
    void display_isForPeople() {
        assertThat(JsonText.parse("\"a\\\"b\\u00e9\"").display()).isEqualTo("a\"b\u00e9");
        assertThat(JsonText.parse("[\"a\"]").display()).isEqualTo("[\"a\"]");
        assertThat(JsonText.parse("1.50").display()).isEqualTo("1.5");
    }

    @Test
    void parse_noJson_isRefused() {
        for (String text : List.of("", "{", "1 2", "{\"a\":1,\"a\":1}", "\"\\ud800\"", "1e999", "1e99999999999")) {
            assertThatExceptionOfType(MalformedInputException.class).as(text).isThrownBy(() -> JsonText.parse(text));
        }
    }
}
