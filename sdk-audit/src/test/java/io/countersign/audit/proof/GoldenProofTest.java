package io.countersign.audit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.model.merkle.InclusionProof;
import io.countersign.model.merkle.MerkleTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Files of format version 1, which every later version reads, verifies, and still writes byte for byte. */
class GoldenProofTest {
    private static final TestSigner LEDGER = TestSigner.of("example.com/ledger", 1);
    private static final TestSigner W1 = TestSigner.of("w1.example", 11);
    private static final TestSigner W2 = TestSigner.of("w2.example", 12);
    private static final String ENTRY =
            "{\"actor\":\"alice\",\"clockErrorMicros\":-1,\"clockSource\":\"host\",\"format\":1,"
                    + "\"idempotencyKey\":\"key-2\",\"occurredAt\":\"2026-11-22T09:14:00.000000Z\",\"payload\":{\"change\":\"CHG-1\"},"
                    + "\"payloadDigest\":\"sha256:70b9b42c2b06cc6de8ef9ea55261f155a12dbe84641e5c6c273ca97f11d7894a\","
                    + "\"recordedAt\":\"2026-11-22T09:14:00.000001Z\",\"revision\":1,\"schemaVersion\":1,\"sequence\":2,"
                    + "\"stream\":\"change/CHG-1\",\"type\":\"change.approved\"}";

    @Test
    void proofAndPolicy_ofVersion1_verifyAndAreWrittenAgain() throws IOException {
        String proof = golden("entry.tlog-proof");
        String policy = golden("witnesses.tlog-policy");

        assertThat(policy).isEqualTo(policy());
        assertThat(proof).isEqualTo(proof());
        VerifiedEntry verified = EntryProofVerifier.verify(proof, TlogPolicy.parse(policy));
        assertThat(new String(verified.entry(), StandardCharsets.UTF_8)).isEqualTo(ENTRY);
        assertThat(verified.cosignatures())
                .extracting(cosignature -> cosignature.witness() + " " + cosignature.time())
                .containsExactly("w1 1700000000", "w2 1700000001");
        assertThat(EntryProofVerifier.verify(proof, LEDGER.vkey()).index()).isEqualTo(2);
    }

    @Test
    void verify_anyByteOfTheProofChanged_isRefused() throws IOException {
        TlogPolicy policy = TlogPolicy.parse(golden("witnesses.tlog-policy"));
        int[] changes = new int[1];
        Rejections.forEveryByteChanged(golden("entry.tlog-proof"), (change, bytes) -> {
            if (changes[0]++ % 3 == 0) { // there are seven changes of each byte: two or three of them, in turn
                assertThat(Rejections.isRejected(
                                () -> EntryProofVerifier.verify(StrictText.utf8("proof", bytes), policy)))
                        .as(change)
                        .isTrue();
            }
        });
    }

    static String policy() {
        return "log " + LEDGER.vkey() + "\nwitness w1 " + W1.cosignerVkey() + " https://w1.example/\nwitness w2 "
                + W2.cosignerVkey() + "\ngroup both 2 w1 w2\nquorum both\n";
    }

    static String proof() {
        byte[] entry = ENTRY.getBytes(StandardCharsets.UTF_8);
        List<byte[]> leaves = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            leaves.add(MerkleTree.leafHash(i == 2 ? entry : new byte[] {(byte) i}));
        }
        String text = Checkpoint.of("example.com/ledger", leaves.size(), MerkleTree.root(leaves))
                .text();
        SignedNote note = new SignedNote(
                text, List.of(LEDGER.sign(text), W1.cosign(text, 1_700_000_000), W2.cosign(text, 1_700_000_001)));
        List<byte[]> hashes = InclusionProof.of(
                        2,
                        leaves.size(),
                        (height, index) ->
                                MerkleTree.root(leaves.subList((int) (index << height), (int) ((index + 1) << height))))
                .hashes();
        return EntryProof.of(entry, 2, hashes, note.toString()).toString();
    }

    private static String golden(String name) throws IOException {
        String path = "/golden/v1/" + name;
        try (InputStream file = Objects.requireNonNull(GoldenProofTest.class.getResourceAsStream(path), path)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
