package io.countersign.model.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countersign.model.MalformedInputException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
    /** SHA-256 of "abc": FIPS 180-4, example of one block. */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void of_bytes_isTheirSha256() {
        Digest digest = Digest.of("abc".getBytes(UTF_8));
        assertThat(digest.hex()).isEqualTo(ABC);
        assertThat(digest).hasToString("sha256:" + ABC);
        assertThat(digest.abbreviated()).isEqualTo("sha256:ba7816bf8f01");
        assertThat(Digest.ofHash(digest.bytes())).isEqualTo(digest);
        assertThat(Digest.parse(digest.toString())).isEqualTo(digest);
    }

    @Test
    void ofCanonical_valuesThatAreEqual_haveOneDigest() {
        assertThat(Digest.ofCanonical(Map.of("a", 1, "b", 2)))
                .isEqualTo(Digest.of("{\"a\":1,\"b\":2}".getBytes(UTF_8)))
                .isEqualTo(JsonText.parse("{\"b\":2.0,\"a\":1}").digest());
    }

    @Test
    void json_isItsText() {
        Digest digest = Digest.of(new byte[0]);
        assertThat(Json.write(digest)).isEqualTo("\"" + digest + "\"");
        assertThat(Json.read("\"" + digest + "\"", Digest.class)).isEqualTo(digest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha256:",
                ABC,
                "sha256:" + ABC + "0",
                "sha256: " + ABC,
                "SHA256:" + ABC,
                "sha512:" + ABC,
                "sha256:BA7816BF8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "sha256:ga7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "sha256:\u0661a7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a"
            })
    void parse_otherForm_isRefused(String text) {
        assertThatExceptionOfType(MalformedInputException.class)
                .isThrownBy(() -> Digest.parse(text))
                .withMessageStartingWith("A digest ");
    }

    @Test
    void ofHash_otherLength_isRefused() {
        assertThatExceptionOfType(MalformedInputException.class).isThrownBy(() -> Digest.ofHash(new byte[31]));
    }

    @Test
    void compareTo_isByHex() {
        Digest low = new Digest("0".repeat(64));
        Digest high = new Digest("f".repeat(64));
        assertThat(low).isLessThan(high);
    }
}
