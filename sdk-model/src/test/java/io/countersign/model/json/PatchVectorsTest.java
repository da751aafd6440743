package io.countersign.model.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.countersign.model.CountersignException;
import io.countersign.model.fixtures.SharedData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The suites published for RFC 6902 and RFC 7396. Records that the first marks as disabled run too: two are plain applications,
 * and two repeat a member, which our reader refuses.
 */
@Tag("shared")
class PatchVectorsTest {
    /** A record's members, each as the text it has in the file, so that a member given twice stays given twice. */
    record Case(String name, Map<String, String> members) {
        String member(String member) {
            return members.getOrDefault(member, "");
        }

        @Override
        public String toString() {
            return name + " " + member("comment");
        }
    }

    static Stream<Case> jsonPatches() {
        return Stream.of("tests.json", "spec_tests.json")
                .flatMap(file -> cases("vectors/json-patch-rfc6902/" + file).stream());
    }

    static Stream<Case> mergePatches() {
        return cases("vectors/json-merge-patch-rfc7396/index.json").stream();
    }

    @Test
    void suites_areAllThere() {
        assertThat(jsonPatches()).hasSize(112);
        assertThat(jsonPatches().filter(record -> record.members().containsKey("error")))
                .hasSize(36);
        assertThat(jsonPatches().filter(record -> record.members().containsKey("disabled")))
                .hasSize(4);
        assertThat(mergePatches()).hasSize(15);
    }

    @ParameterizedTest
    @MethodSource("jsonPatches")
    void applyTo_publishedPatch_givesThePublishedDocumentOrRefuses(Case record) {
        String document = record.member("doc");
        if (record.members().containsKey("error")) {
            assertThatExceptionOfType(CountersignException.class)
                    .isThrownBy(() -> JsonPatch.parse(record.member("patch")).applyTo(document))
                    .withMessageMatching("(?s)(Operation \\d+ of the patch.*|Not JSON: Duplicate field .*)");
            return;
        }
        JsonPatch patch = JsonPatch.parse(record.member("patch"));
        String expected = record.members().getOrDefault("expected", document); // without one, the tests must hold
        assertThat(patch.applyTo(document)).isEqualTo(JsonText.parse(expected).toString());
        assertThat(JsonPatch.parse(patch.toString()).applyTo(document)).isEqualTo(patch.applyTo(document));
    }

    @ParameterizedTest
    @MethodSource("mergePatches")
    void applyTo_publishedMergePatch_givesThePublishedDocument(Case record) {
        String original = record.member("original");
        String result = JsonText.parse(record.member("result")).toString();
        MergePatch patch = MergePatch.parse(record.member("patch"));
        assertThat(patch.applyTo(original)).isEqualTo(result);
        assertThat(MergePatch.between(original, result).applyTo(original)).isEqualTo(result);
    }

    private static List<Case> cases(String file) {
        String text = SharedData.text(SharedData.path(file));
        List<Case> cases = new ArrayList<>();
        try (JsonParser in = new JsonFactory().createParser(text)) {
            in.nextToken();
            while (in.nextToken() == JsonToken.START_OBJECT) {
                Map<String, String> members = new LinkedHashMap<>();
                while (in.nextToken() == JsonToken.FIELD_NAME) {
                    String name = in.currentName();
                    in.nextToken();
                    int start = (int) in.currentTokenLocation().getCharOffset();
                    in.skipChildren();
                    in.getText(); // so that a text is read to its end
                    members.put(name, text.substring(start, (int)
                            in.currentLocation().getCharOffset()));
                }
                cases.add(new Case(file.substring(file.indexOf('/') + 1) + "#" + cases.size(), members));
            }
        } catch (IOException e) {
            throw new AssertionError("Cannot read " + file, e);
        }
        return cases;
    }
}
