package io.countersign.audit.proof;

import static io.countersign.audit.proof.Rejections.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.proof.ProofRejectedException.Reason;
import io.countersign.model.merkle.MerkleTree;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TlogProofTest {
    private static final String HASH = StrictText.base64(MerkleTree.emptyRoot());
    private static final String GOOD =
            "c2sp.org/tlog-proof@v1\nextra AQI=\nindex 12\n" + HASH + "\n" + HASH + "\n\ncheckpoint\n";

    @Test
    void parse_proof_readsBackWhatItPrints() {
        TlogProof proof = TlogProof.parse(GOOD);

        assertThat(proof).hasToString(GOOD);
        assertThat(proof.extra().orElseThrow()).containsExactly(1, 2);
        assertThat(proof.index()).isEqualTo(12);
        assertThat(proof.hashes()).hasSize(2);
        assertThat(proof.checkpoint()).isEqualTo("checkpoint\n");
    }

    @Test
    void parse_anyByteChanged_isRefusedOrReadAsItStands() {
        Rejections.forEveryByteChanged(
                GOOD,
                (change, bytes) -> Rejections.isRejected(() -> {
                    String changed = StrictText.utf8("text", bytes);
                    assertThat(TlogProof.parse(changed)).as(change).hasToString(changed);
                }));
    }

    @Test
    void parse_index_isUnsigned() {
        String largest = GOOD.replace("index 12", "index 18446744073709551615");
        assertThat(TlogProof.parse(largest).index()).isEqualTo(-1);
        assertThat(TlogProof.parse(largest)).hasToString(largest);
        for (String index : List.of("", "-1", "+1", "012", "1 ", " 1", "\u0661", "18446744073709551616")) {
            assertRejected(
                    Reason.MALFORMED,
                    "The index of the proof is not a number",
                    () -> TlogProof.parse(GOOD.replace("index 12", "index " + index)));
        }
    }

    /** A tree of 2^64 - 1 leaves has paths of 64 hashes. */
    @Test
    void parse_upTo64Hashes_areRead() {
        assertThat(TlogProof.parse(withHashes(64)).hashes()).hasSize(64);
        assertRejected(Reason.MALFORMED, "at most 64 hashes, this one 65", () -> TlogProof.parse(withHashes(65)));
    }

    @Test
    void parse_otherForm_isRefused() {
        for (String text : List.of(
                "",
                GOOD.replace("@v1", "@v2"),
                GOOD.replace("@v1\n", "@v1 \n"),
                GOOD.replace("\n", "\r\n"),
                GOOD.replace("extra AQI=\n", "extra \n"), // no extra data is no line
                GOOD.replace("extra AQI=\n", "extra AQI\n"),
                GOOD.replace("extra AQI=\n", "extra AQJ=\n"), // bits that no byte holds
                GOOD.replace("extra AQI=\n", "extra AQI=\nextra AQI=\n"),
                GOOD.replace("extra AQI=\nindex 12\n", "index 12\nextra AQI=\n"),
                GOOD.replace("index 12\n", ""),
                GOOD.replace("index 12\n", "index 12\nindex 12\n"),
                GOOD.replace(HASH, HASH.substring(1)),
                GOOD.replace(HASH, HASH + " "),
                GOOD.replace(HASH, "AQI="),
                GOOD.replace("\n\ncheckpoint\n", "\n\n"),
                GOOD.replace("\n\ncheckpoint\n", "\n"))) {
            assertThat(Rejections.isRejected(() -> TlogProof.parse(text)))
                    .as(text)
                    .isTrue();
        }
    }

    private static String withHashes(int count) {
        return "c2sp.org/tlog-proof@v1\nindex 12\n" + String.join("\n", Collections.nCopies(count, HASH))
                + "\n\ncheckpoint\n";
    }
}
