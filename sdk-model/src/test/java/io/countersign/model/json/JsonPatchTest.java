package io.countersign.model.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.model.MalformedInputException;
import io.countersign.model.json.JsonPatch.Op;
import io.countersign.model.json.JsonPatch.Operation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonPatchTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                  | {'op':'add','path':'/a','value':null}          | {'a':null}",
                "{'a':1}             | {'op':'add','path':'/a','value':2}             | {'a':2}",
                "{'a':1}             | {'op':'add','path':'','value':[]}              | []",
                "[1,2]               | {'op':'add','path':'/2','value':3}             | [1,2,3]",
                "[1,2]               | {'op':'add','path':'/-','value':3}             | [1,2,3]",
                "[1,2]               | {'op':'add','path':'/0','value':3}             | [3,1,2]",
                "{'a/b':{'~1':[0]}}  | {'op':'add','path':'/a~1b/~01/0','value':9}    | {'a/b':{'~1':[9,0]}}",
                "{'a':1,'b':2}       | {'op':'remove','path':'/a'}                    | {'b':2}",
                "[1,2,3]             | {'op':'remove','path':'/1'}                    | [1,3]",
                "[1,2,3]             | {'op':'replace','path':'/2','value':4}         | [1,2,4]",
                "{'a':null}          | {'op':'replace','path':'/a','value':4}         | {'a':4}",
                "1                   | {'op':'replace','path':'','value':4}           | 4",
                "{'a':[1,2]}         | {'op':'move','from':'/a/0','path':'/a/1'}      | {'a':[2,1]}",
                "{'a':{'b':1}}       | {'op':'move','from':'/a/b','path':'/a'}        | {'a':1}",
                "{'a':1}             | {'op':'move','from':'/a','path':'/a'}          | {'a':1}",
                "{'a':1,'ab':{}}     | {'op':'move','from':'/a','path':'/ab/c'}       | {'ab':{'c':1}}",
                "{'a':1}             | {'op':'copy','from':'','path':'/a'}            | {'a':{'a':1}}",
                "{'a':[1]}           | {'op':'copy','from':'/a','path':'/a/-'}        | {'a':[1,[1]]}",
                "{'a':1.0}           | {'op':'test','path':'/a','value':1}            | {'a':1.0}",
                "{'a':[{'b':1e2}]}   | {'op':'test','path':'','value':{'a':[{'b':100}]}} | {'a':[{'b':1E+2}]}",
                "{'a':'1'}           | {'op':'add','path':'/b','value':2,'why':'x'}   | {'a':'1','b':2}",
            })
    void applyTo_stepThatFits_givesTheDocument(String document, String operation, String result) {
        assertThat(patch(operation).applyTo(quoted(document))).isEqualTo(quoted(result));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}        | {'op':'add','path':'/a/b','value':1}       | /a/b | there is nothing at /a",
                "{'a':1}   | {'op':'add','path':'/a/b','value':1}       | /a/b | /a is 1, which holds nothing",
                "'a'       | {'op':'add','path':'/b','value':1}         | /b   | the whole document is 'a', which holds nothing",
                "[1,2]     | {'op':'add','path':'/3','value':1}         | /3   | the array has only 2 elements",
                "[1,2]     | {'op':'add','path':'/01','value':1}        | /01  | '01' is no position in an array",
                "[1,2]     | {'op':'add','path':'/-1','value':1}        | /-1  | '-1' is no position in an array",
                "[1,2]     | {'op':'add','path':'/9999999999','value':1} | /9999999999 | '9999999999' is no position in an array",
                "[1,2]     | {'op':'remove','path':'/-'}                | /-   | '-' is no position in an array",
                "[1,2]     | {'op':'remove','path':'/2'}                | /2   | there is nothing at /2",
                "{}        | {'op':'remove','path':''}                  | ''   | the whole document cannot be taken out",
                "{}        | {'op':'replace','path':'/a','value':1}     | /a   | there is nothing at /a",
                "{}        | {'op':'move','from':'/a','path':'/b'}      | /b   | there is nothing at /a",
                "{}        | {'op':'copy','from':'/a','path':'/b'}      | /b   | there is nothing at /a",
                "{'a':1}   | {'op':'move','from':'','path':''}          |      |",
                "{'a':1}   | {'op':'test','path':'/a','value':'1'}      | /a   | it is 1, not '1'",
                "{'a':null} | {'op':'test','path':'/a','value':false}   | /a   | it is null, not false",
                "{'a':{}}  | {'op':'test','path':'/a','value':[]}       | /a   | it is {}, not []",
                "{'a':[1]} | {'op':'test','path':'/a','value':[1,2]}    | /a   | it is [1], not [1,2]",
                "{'a':[1,2]} | {'op':'test','path':'/a','value':[2,1]}  | /a   | it is [1,2], not [2,1]",
                "{'a':{'b':1}} | {'op':'test','path':'/a','value':{'c':1}} | /a | it is {'b':1}, not {'c':1}",
                "{'a':{'b':1}} | {'op':'test','path':'/a','value':{'b':2}} | /a | it is {'b':1}, not {'b':2}",
                "{'a':0.1} | {'op':'test','path':'/a','value':0.1000000000000000001} | /a | it is 0.1, not 0.1000000000000000001",
            })
    void applyTo_stepThatDoesNotFit_saysWhichWhereAndWhy(
            String document, String operation, String path, String reason) {
        if (reason == null) {
            assertThat(patch(operation).applyTo(quoted(document))).isEqualTo(quoted(document));
            return;
        }
        JsonPatch patch = patch("{'op':'test','path':'','value':" + document + "}," + operation);
        assertThatExceptionOfType(PatchConflictException.class)
                .isThrownBy(() -> patch.applyTo(quoted(document)))
                .satisfies(e -> {
                    assertThat(e.operation()).isEqualTo(1);
                    assertThat(e.path()).isEqualTo(path.replace("'", ""));
                    assertThat(e.reason()).isEqualTo(quoted(reason));
                    assertThat(e)
                            .hasMessageStartingWith("Operation 1 of the patch, "
                                    + patch.operations().get(1).op())
                            .hasMessageEndingWith(": " + e.reason());
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                    | The member 'op' is missing",
                "{'op':1,'path':''}                    | , 1: The member 'op' is no text",
                "{'op':'spam','path':'/a'}             | , spam /a: Unknown operation 'spam'",
                "{'op':'ADD','path':'/a','value':1}    | , ADD /a: Unknown operation 'ADD'",
                "{'op':'add','path':'/a'}              | , add /a: The member 'value' is missing",
                "{'op':'replace','path':'/a'}          | , replace /a: The member 'value' is missing",
                "{'op':'test','path':'/a'}             | , test /a: The member 'value' is missing",
                "{'op':'add','value':1}                | , add: The member 'path' is missing",
                "{'op':'add','path':null,'value':1}    | : The member 'path' is no text",
                "{'op':'add','path':'a','value':1}     | , add a: A JSON Pointer is empty or starts with a slash: 'a'",
                "{'op':'add','path':'/~','value':1}    | , add /~: In a JSON Pointer a tilde is followed by 0 or 1: '/~'",
                "{'op':'add','path':'/~1~2','value':1} | In a JSON Pointer a tilde is followed by 0 or 1: '/~1~2'",
                "{'op':'copy','path':'/a'}             | , copy /a: The member 'from' is missing",
                "{'op':'move','from':'/a','path':'/a/b'} | A value cannot move into itself, from /a to /a/b",
                "7                                     | Operation 1 of the patch: An operation is an object",
            })
    void parse_whatIsNoOperation_isRefused(String operation, String message) {
        assertThatExceptionOfType(MalformedInputException.class)
                .isThrownBy(() -> patch("{'op':'remove','path':'/x'}," + operation))
                .withMessageStartingWith("Operation 1 of the patch")
                .withMessageEndingWith(quoted(message));
    }

    @Test
    void parse_whatIsNoPatch_isRefused() {
        for (String text :
                List.of("{}", "null", "", "[", "[] []", "[{\"op\":\"remove\",\"op\":\"remove\",\"path\":\"\"}]")) {
            assertThatExceptionOfType(MalformedInputException.class).isThrownBy(() -> JsonPatch.parse(text));
        }
    }

    @Test
    void applyTo_numbers_keepAllTheirDigits() {
        String exact = "[0.1234567890123456789012345,12345678901234567890123,1E+400,1.10,-0.0]";
        assertThat(JsonPatch.of(List.of()).applyTo(exact))
                .isEqualTo("[0.1234567890123456789012345,12345678901234567890123,1E+400,1.10,0.0]");
        assertThat(patch("{'op':'test','path':'','value':" + exact + "},{'op':'copy','from':'/2','path':'/0'}")
                        .applyTo(exact))
                .startsWith("[1E+400,0.12345678901234567890123");
    }

    @Test
    void applyTo_twice_leavesThePatchAsItWas() {
        JsonPatch patch = patch("{'op':'add','path':'/a','value':[]},{'op':'add','path':'/a/-','value':1}");
        assertThat(patch.applyTo("{}")).isEqualTo("{\"a\":[1]}");
        assertThat(patch.applyTo("{}")).isEqualTo("{\"a\":[1]}");
    }

    @Test
    void applyTo_copyOfACopy_isACopyOfItsOwn() {
        assertThat(patch("{'op':'copy','from':'/a','path':'/b'},{'op':'add','path':'/b/c','value':1}")
                        .applyTo("{\"a\":{}}"))
                .isEqualTo("{\"a\":{},\"b\":{\"c\":1}}");
    }

    @Test
    void applyTo_patchThatWouldGrowWithoutEnd_isRefused() {
        String doubling = "{'op':'copy','from':'/a','path':'/a/-'},".repeat(40);
        assertThatExceptionOfType(PatchConflictException.class)
                .isThrownBy(() ->
                        patch(doubling.substring(0, doubling.length() - 1)).applyTo("{\"a\":[0]}"))
                .withMessageContaining("copies more than 1000000 values");
        String nesting = "{'op':'copy','from':'','path':'/a'},".repeat(64);
        assertThatExceptionOfType(PatchConflictException.class)
                .isThrownBy(
                        () -> patch(nesting.substring(0, nesting.length() - 1)).applyTo("{}"))
                .withMessageMatching(".*(nest deeper than 64|copies more than 1000000 values)");
        String deep = "[".repeat(60) + "]".repeat(60);
        assertThat(patch("{'op':'copy','from':'','path':'/0/0/0/0'}").applyTo(deep))
                .hasSize(deep.length() * 2 + 1);
        assertThatExceptionOfType(PatchConflictException.class)
                .isThrownBy(() ->
                        patch("{'op':'copy','from':'','path':'/0/0/0/0/0'}").applyTo(deep))
                .withMessageEndingWith("the document would nest deeper than 64");
    }

    @Test
    void operations_sayWhatTheyAre() {
        JsonPatch patch = JsonPatch.of(List.of(
                Operation.of(Op.TEST, "/a~1b", "{\"z\":1,\"a\":2.50}"),
                Operation.remove("/c"),
                Operation.from(Op.MOVE, "/d", "/e")));
        assertThat(patch)
                .hasToString("[{\"op\":\"test\",\"path\":\"/a~1b\",\"value\":{\"a\":2.50,\"z\":1}},"
                        + "{\"op\":\"remove\",\"path\":\"/c\"},{\"from\":\"/d\",\"op\":\"move\",\"path\":\"/e\"}]")
                .isEqualTo(JsonPatch.parse(patch.toString()))
                .hasSameHashCodeAs(JsonPatch.parse(patch.toString()))
                .isNotEqualTo(JsonPatch.of(List.of()));
        Operation test = patch.operations().get(0);
        assertThat(test.op()).isEqualTo(Op.TEST);
        assertThat(test.path()).isEqualTo("/a~1b");
        assertThat(test.value()).hasValue("{\"a\":2.50,\"z\":1}");
        assertThat(test.from()).isEmpty();
        assertThat(patch.operations().get(2).from()).hasValue("/d");
        assertThat(patch.operations().get(2).value()).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> Operation.of(Op.COPY, "/a", "1"));
        assertThatIllegalArgumentException().isThrownBy(() -> Operation.from(Op.ADD, "/a", "/b"));
        assertThat(Operation.from(Op.COPY, "/a", "/a/b").op()).isEqualTo(Op.COPY);
    }

    private static JsonPatch patch(String operations) {
        return JsonPatch.parse("[" + quoted(operations) + "]");
    }

    private static String quoted(String text) {
        return text.replace('\'', '"');
    }
}
