package io.countersign.model.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The vectors of the transparency-dev Merkle library, as recorded beside the repository. */
@Tag("shared")
class MerkleVectorsTest {
    private static final Path VECTORS = Path.of(System.getProperty("countersign.shared"), "vectors", "merkle-rfc6962");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void root_recordedSizes_agree() throws IOException {
        JsonNode recorded = JSON.readTree(Files.readString(VECTORS.resolve("roots.json")));
        MerkleFrontier frontier = new MerkleFrontier();
        List<byte[]> leaves = new ArrayList<>();
        JsonNode roots = recorded.get("root_by_size_hex");
        for (int size = 0; size < roots.size(); size++) {
            assertThat(HexFormat.of().formatHex(MerkleTree.root(leaves)))
                    .isEqualTo(roots.get(size).textValue());
            assertThat(HexFormat.of().formatHex(frontier.root()))
                    .isEqualTo(roots.get(size).textValue());
            if (size < recorded.get("leaf_inputs_hex").size()) {
                byte[] leaf = MerkleTree.leafHash(HexFormat.of()
                        .parseHex(recorded.get("leaf_inputs_hex").get(size).textValue()));
                leaves.add(leaf);
                frontier.append(leaf);
            }
        }
        assertThat(leaves).hasSize(8);
    }

    @Test
    void inclusion_everyProbe_isJudgedAsRecorded() throws IOException {
        List<String> lines = Files.readAllLines(VECTORS.resolve("inclusion.jsonl"));
        for (String line : lines) {
            JsonNode probe = JSON.readTree(line);
            assertJudged(
                    probe,
                    () -> new InclusionProof(unsigned(probe, "leafIdx"), unsigned(probe, "treeSize"), hashes(probe))
                            .verify(bytes(probe.get("leafHash")), bytes(probe.get("root"))));
        }
        assertThat(lines).hasSize(98);
    }

    @Test
    void consistency_everyProbe_isJudgedAsRecorded() throws IOException {
        List<String> lines = Files.readAllLines(VECTORS.resolve("consistency.jsonl"));
        for (String line : lines) {
            JsonNode probe = JSON.readTree(line);
            assertJudged(
                    probe,
                    () -> new ConsistencyProof(unsigned(probe, "size1"), unsigned(probe, "size2"), hashes(probe))
                            .verify(bytes(probe.get("root1")), bytes(probe.get("root2"))));
        }
        assertThat(lines).hasSize(98);
    }

    private static void assertJudged(JsonNode probe, ThrowingCallable verification) {
        if (probe.get("wantErr").booleanValue()) {
            assertThatThrownBy(verification)
                    .as(probe.get("name").textValue())
                    .isInstanceOf(ProofMismatchException.class);
        } else {
            assertThatCode(verification).as(probe.get("name").textValue()).doesNotThrowAnyException();
        }
    }

    private static long unsigned(JsonNode probe, String field) {
        return Long.parseUnsignedLong(probe.get(field).bigIntegerValue().toString());
    }

    private static List<byte[]> hashes(JsonNode probe) {
        List<byte[]> hashes = new ArrayList<>();
        probe.get("proof").forEach(hash -> hashes.add(bytes(hash)));
        return hashes;
    }

    private static byte[] bytes(JsonNode base64) {
        return base64.isNull() ? new byte[0] : Base64.getDecoder().decode(base64.textValue());
    }
}
