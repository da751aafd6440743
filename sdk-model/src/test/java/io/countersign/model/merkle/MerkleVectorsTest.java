package io.countersign.model.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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
        assertThat(roots).hasSize(9);
        assertThat(recorded).hasSize(3); // leaves and roots, and what the next test reads
    }

    /**
     * Three hashes over the roots, inclusion proofs and consistency proofs of all subtrees of all trees up to a size, the empty
     * subtrees too. The proofs of subtrees that do not start at leaf 0 are no product of ours; here they follow the definition of
     * draft-ietf-plants-merkle-tree-certs.
     */
    @Test
    void subtrees_accumulated_agree() throws IOException {
        JsonNode recorded =
                JSON.readTree(Files.readString(VECTORS.resolve("roots.json"))).get("accumulated");
        int sizeMax = 130;
        List<byte[]> leaves = IntStream.range(0, sizeMax)
                .mapToObj(i -> MerkleTree.leafHash(new byte[] {(byte) i}))
                .toList();
        MessageDigest roots = sha256();
        MessageDigest inclusions = sha256();
        for (int end = 0; end <= sizeMax; end++) {
            for (int start = 0; start <= end; start++) {
                if (isSubtree(start, end)) {
                    List<byte[]> subtree = leaves.subList(start, end);
                    String name = "[" + start + ", " + end + ")";
                    line(roots, name, List.of(MerkleTree.root(subtree)));
                    for (int index = start; index < end; index++) {
                        line(inclusions, index + " " + name, inclusion(index - start, subtree));
                    }
                }
            }
        }
        MessageDigest consistencies = sha256();
        for (int size = 0; size <= sizeMax; size++) {
            for (int end = 0; end <= size; end++) {
                for (int start = 0; start <= end; start++) {
                    if (isSubtree(start, end)) {
                        List<byte[]> hashes = start == 0 && end > 0
                                ? ConsistencyProof.of(end, size, nodes(leaves)).hashes()
                                : consistency(start, end, leaves.subList(0, size), true);
                        line(consistencies, "[" + start + ", " + end + ") " + size, hashes);
                    }
                }
            }
        }
        assertThat(HexFormat.of().formatHex(roots.digest()))
                .isEqualTo(recorded.get("subtree_hash").textValue());
        assertThat(HexFormat.of().formatHex(inclusions.digest()))
                .isEqualTo(recorded.get("subtree_inclusion").textValue());
        assertThat(HexFormat.of().formatHex(consistencies.digest()))
                .isEqualTo(recorded.get("subtree_consistency").textValue());
        assertThat(recorded.propertyStream()
                        .map(Map.Entry::getKey)
                        .filter(name -> name.startsWith("subtree_"))
                        .toList())
                .hasSize(3);
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

    /** A subtree starts where a perfect tree of its width, rounded up, may start. */
    private static boolean isSubtree(int start, int end) {
        return start == end || start % Integer.highestOneBit(Math.max(1, 2 * (end - start) - 1)) == 0;
    }

    private static List<byte[]> inclusion(int index, List<byte[]> leaves) {
        return InclusionProof.of(index, leaves.size(), nodes(leaves)).hashes();
    }

    private static NodeSource nodes(List<byte[]> leaves) {
        return (height, index) -> MerkleTree.root(
                leaves.subList(Math.toIntExact(index << height), Math.toIntExact((index + 1) << height)));
    }

    private static List<byte[]> consistency(int start, int end, List<byte[]> leaves, boolean known) {
        if (start == end) {
            return List.of();
        }
        if (start == 0 && end == leaves.size()) {
            return known ? List.of() : List.of(MerkleTree.root(leaves));
        }
        int k = Integer.highestOneBit(leaves.size() - 1);
        List<byte[]> left = leaves.subList(0, k);
        List<byte[]> right = leaves.subList(k, leaves.size());
        List<byte[]> hashes = new ArrayList<>(
                end <= k
                        ? consistency(start, end, left, known)
                        : consistency(Math.max(0, start - k), end - k, right, known && start >= k));
        hashes.add(MerkleTree.root(end <= k ? right : left));
        return hashes;
    }

    private static void line(MessageDigest digest, String name, List<byte[]> hashes) {
        StringBuilder line = new StringBuilder(name);
        hashes.forEach(hash -> line.append(' ').append(HexFormat.of().formatHex(hash)));
        digest.update(line.append('\n').toString().getBytes(StandardCharsets.US_ASCII));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
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
