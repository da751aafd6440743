package io.countersign.model.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.model.fixtures.SharedData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

    /** So that none is left out: each is an input with its output in both spellings, and the inputs are those published. */
    @Test
    void inputs_areAllThere() {
        assertThat(names(inputs())).containsExactly("arrays", "french", "structures", "unicode", "values", "weird");
        assertThat(names(SharedData.files(VECTORS + "/output", ""))).isEqualTo(names(inputs()));
        assertThat(names(SharedData.files(VECTORS + "/outhex", ""))).isEqualTo(names(inputs()));
        assertThat(names(SharedData.files(VECTORS + "/input", ""))).isEqualTo(names(inputs()));
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

    /**
     * The numbers whose printed forms have a published hash: some chosen ones, 2,000 small ones, and then bits out of SHA-256.
     * {@code -Dcountersign.jcs.lines=100000000} goes through all that are published, in some minutes.
     */
    @Test
    void text_publishedSequenceOfDoubles_hasThePublishedHashes() throws NoSuchAlgorithmException {
        String readme = SharedData.text(SharedData.path(VECTORS + "/README.md"));
        long[] chosen = Pattern.compile("0x([0-9a-f]{16})n[,\\s]")
                .matcher(readme.substring(readme.indexOf("staticU64s"), readme.indexOf("staticF64s")))
                .results()
                .mapToLong(match -> Long.parseUnsignedLong(match.group(1), 16))
                .toArray();
        Map<Long, String> hashes = Pattern.compile("\\| ([0-9a-f]{64}) \\| (\\d+) +\\|")
                .matcher(readme)
                .results()
                .collect(Collectors.toMap(match -> Long.valueOf(match.group(2)), match -> match.group(1)));
        assertThat(hashes).hasSize(6);
        long lines = Long.getLong("countersign.jcs.lines", 1_000_000);
        MessageDigest all = MessageDigest.getInstance("SHA-256");
        Blocks blocks = new Blocks();
        int verified = 0;
        for (long i = 0; i < lines; i++) {
            long bits = i < chosen.length ? chosen[(int) i] : 0x0010_0000_0000_0000L + (i - chosen.length);
            if (i >= chosen.length + 2_000) {
                bits = blocks.next();
            }
            String printed = CanonicalJson.text(Double.longBitsToDouble(bits));
            all.update((Long.toHexString(bits) + "," + printed + "\n").getBytes(UTF_8));
            String expected = hashes.get(i + 1);
            if (expected != null) {
                MessageDigest soFar = copy(all);
                assertThat(HexFormat.of().formatHex(soFar.digest()))
                        .as("%d lines", i + 1)
                        .isEqualTo(expected);
                verified++;
            }
        }
        assertThat(verified).isEqualTo((int)
                hashes.keySet().stream().filter(count -> count <= lines).count());
        assertThat(verified).isGreaterThanOrEqualTo(4);
    }

    /** Finite doubles that are not zero, four out of each block; each block is the hash of the one before. */
    private static final class Blocks {
        private byte[] block = new byte[32];
        private int at = block.length;

        long next() throws NoSuchAlgorithmException {
            while (true) {
                if (at == block.length) {
                    block = MessageDigest.getInstance("SHA-256").digest(block);
                    at = 0;
                }
                double value = ByteBuffer.wrap(block, at, Double.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getDouble();
                at += Double.BYTES;
                if (Double.isFinite(value) && value != 0) {
                    return Double.doubleToRawLongBits(value);
                }
            }
        }
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> names(List<Path> files) {
        return files.stream()
                .map(file -> file.getFileName().toString().replaceAll("\\.[a-z]+$", ""))
                .toList();
    }
}
