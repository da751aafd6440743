package io.countersign.model.diff;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.model.json.Json;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathsTest {
    @Test
    void tokens_ofAPathBuiltFromAnyNames_areTheNames() {
        List<String> names = List.of("a/b", "~", "~1", "/~0", "", "lowerBound=1/2");
        String path = "";
        for (String name : names) {
            path = Paths.child(path, name);
        }
        assertThat(path).isEqualTo("/a~1b/~0/~01/~1~00//lowerBound=1~12");
        assertThat(Paths.tokens(path)).isEqualTo(names);
        assertThat(Paths.tokens("")).isEmpty();
        assertThat(Paths.parent("/a~1b/c")).isEqualTo("/a~1b");
        assertThat(Paths.parent("/a~1b")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                                    | true  | nothing that could be confused",
                "[{'k':'1'}]                           | true  | one element",
                "[{'k':'-1'},{'k':'9'},{'k':'10'}]     | true  | by value, not as text",
                "[{'k':1},{'k':2}]                     | true  | keys that are numbers",
                "[{'k':'9'},{'k':'a'}]                 | true  | figures before text",
                "[{'k':''},{'k':'a'}]                  | true  | an empty key is a key",
                "[{'k':'1'},{'k':'1'}]                 | false | twice",
                "[{'k':'1'},{'k':'1.0'}]               | false | twice in two spellings",
                "[{'k':'10'},{'k':'9'}]                | false | falling",
                "[{'k':'a'},{'k':'9'}]                 | false | text before figures",
                "[{'k':'1'},{'j':'2'}]                 | false | no key",
                "[{'k':['1']}]                         | false | a key that is a list",
                "[{'k':{}}]                            | false | a key that is an object",
                "['1']                                 | false | no object",
                "[{'k':'1'},[{'k':'2'}]]               | false | a list in place of an object",
            })
    void isKeyed_elements_isWhetherTheyCanBeToldApart(String array, boolean keyed, String why) {
        assertThat(Paths.isKeyed(Json.read(array.replace('\'', '"'), JsonNode.class), "k"))
                .as(why)
                .isEqualTo(keyed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0                    | 0",
                "9                    | 9",
                "999999999999999999   | 999999999999999999",
                "1000000000000000000  | 1000000000000000000",
                "-1                   | -1",
                "1.50                 | 1.5",
                "5e5                  | 500000",
            })
    void number_textOfADecimal_isItsValue(String text, BigDecimal value) {
        assertThat(Paths.number(text))
                .hasValueSatisfying(number -> assertThat(number).isEqualByComparingTo(value));
    }

    @Test
    void number_anyOtherText_isNone() {
        for (String text : List.of("", "a", "1a", "a1", "1/2", "1:2", "-", "PT8H", "1".repeat(60))) {
            assertThat(Paths.number(text)).as(text).isEmpty();
        }
    }

    @Test
    void compareKeys_anyTwo_isOneOrder() {
        List<String> ascending = List.of("-2", "-1.5", "0", "9", "10", "1e3", "", "1a", "a", "b");
        for (int i = 0; i < ascending.size(); i++) {
            for (int j = 0; j < ascending.size(); j++) {
                assertThat(Integer.signum(Paths.compareKeys(ascending.get(i), ascending.get(j))))
                        .as("%s to %s", ascending.get(i), ascending.get(j))
                        .isEqualTo(Integer.compare(i, j));
            }
        }
        assertThat(Paths.compareKeys("1", "1.0")).isZero();
    }
}
