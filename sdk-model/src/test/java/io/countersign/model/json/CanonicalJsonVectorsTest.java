package io.countersign.model.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.model.fixtures.SharedData;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The test data published with RFC 8785. */
@Tag("shared")
class CanonicalJsonVectorsTest {
    private static final String VECTORS = "vectors/jcs-rfc8785/testdata";

    static List<Path> inputs() {
        return SharedData.files(VECTORS + "/input", ".json");
    }

    @Test
    void inputs_areAllThere() {
        assertThat(inputs())
                .extracting(input -> input.getFileName().toString())
                .contains("arrays.json", "french.json", "structures.json", "unicode.json", "values.json", "weird.json");
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void canonicalize_publishedInput_givesThePublishedBytes(Path input) {
        byte[] canonical = CanonicalJson.canonicalize(SharedData.text(input)).getBytes(UTF_8);
        String name = input.getFileName().toString();
        assertThat(canonical).isEqualTo(SharedData.bytes(SharedData.path(VECTORS + "/output/" + name)));
        String hex = SharedData.text(SharedData.path(VECTORS + "/outhex/" + name.replace(".json", ".txt")));
        assertThat(canonical).isEqualTo(HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
        assertThat(JsonText.parse(SharedData.text(input)).bytes()).isEqualTo(canonical);
    }
}
