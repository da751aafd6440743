package io.countersign.model.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countersign.model.MalformedInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergePatchTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':1,'b':2}        | {'a':1,'b':3}         | {'b':3}",
                "{'a':1,'b':2}        | {'a':1}               | {'b':null}",
                "{'a':{'b':1,'c':2}}  | {'a':{'b':1}}         | {'a':{'c':null}}",
                "{'a':{'b':1}}        | {'a':{}}              | {'a':{'b':null}}",
                "{'a':1}              | {'a':{}}              | {'a':{}}",
                "{}                   | {'a':{'b':{}}}        | {'a':{'b':{}}}",
                "{'a':[1,2]}          | {'a':[1,2,null]}      | {'a':[1,2,null]}",
                "{'a':null,'b':1}     | {'a':null,'b':2}      | {'b':2}",
                "{'a':null}           | {}                    | {'a':null}",
                "{'a':1}              | {'a':1}               | {}",
                "{'a':1}              | [1]                   | [1]",
                "[1]                  | {'a':1}               | {'a':1}",
                "{'a':1}              | null                  | null",
                "1                    | 1                     | 1",
                "{'a':1.0}            | {'a':1.00}            | {'a':1.00}",
                "{'a':0.1}            | {'a':12345678901234567890.1} | {'a':12345678901234567890.1}",
            })
    void between_twoDocuments_turnsTheFirstIntoTheSecond(String before, String after, String patch) {
        MergePatch made = MergePatch.between(quoted(before), quoted(after));
        assertThat(made).hasToString(quoted(patch));
        assertThat(made.applyTo(quoted(before))).isEqualTo(quoted(after));
        assertThat(made)
                .isEqualTo(MergePatch.parse(quoted(patch)))
                .hasSameHashCodeAs(MergePatch.parse(quoted(patch)))
                .isNotEqualTo(MergePatch.parse("\"other\""));
    }

    @ParameterizedTest
    @CsvSource({"'{}', '{\"a\":null}', /a", "'{\"a\":1}', '{\"a\":{\"b/c\":null}}', /a/b~1c", "1, '{\"a\":null}', /a"})
    void between_memberThatBecomesNull_isRefused(String before, String after, String place) {
        assertThatExceptionOfType(MalformedInputException.class)
                .isThrownBy(() -> MergePatch.between(before, after))
                .withMessage("A merge patch cannot make " + place + " null, it would take the member out: use a JSON"
                        + " Patch (RFC 6902)");
    }

    @Test
    void applyTo_twice_leavesThePatchAsItWas() {
        MergePatch patch = MergePatch.parse("{\"a\":{\"b\":1,\"c\":null}}");
        assertThat(patch.applyTo("{\"a\":{\"c\":2,\"d\":3}}")).isEqualTo("{\"a\":{\"b\":1,\"d\":3}}");
        assertThat(patch.applyTo("[]")).isEqualTo("{\"a\":{\"b\":1}}");
    }

    @Test
    void parse_whatIsNoJson_isRefused() {
        assertThatExceptionOfType(MalformedInputException.class).isThrownBy(() -> MergePatch.parse("{"));
        assertThatExceptionOfType(MalformedInputException.class)
                .isThrownBy(() -> MergePatch.parse("{}").applyTo(""));
    }

    private static String quoted(String text) {
        return text.replace('\'', '"');
    }
}
