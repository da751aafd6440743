package io.countersign.audit.proof;

import static io.countersign.audit.proof.Rejections.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.proof.ProofRejectedException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class TimedSignatureTest {
    @Test
    void of_bytes_areTimeAndSignature() {
        byte[] signature = new byte[64];
        signature[63] = 9;
        TimedSignature timed =
                TimedSignature.of(SignatureType.ED25519_COSIGNATURE, TestSigner.timed(1_700_000_000, signature));

        assertThat(timed.time()).isEqualTo(1_700_000_000);
        assertThat(timed.signature()).isEqualTo(signature);
    }

    @Test
    void of_otherLengthOrTime_isRefused() {
        assertRejected(
                Reason.MALFORMED,
                "A cosignature by Ed25519 has 72 bytes, not 71",
                () -> TimedSignature.of(SignatureType.ED25519_COSIGNATURE, new byte[71]));
        assertRejected(
                Reason.MALFORMED,
                "A cosignature by ML-DSA-44 has 2428 bytes, not 72",
                () -> TimedSignature.of(SignatureType.ML_DSA_44_COSIGNATURE, new byte[72]));
        assertRejected(
                Reason.MALFORMED,
                "The time of a cosignature is at most 2^63 - 1, not 18446744073709551615",
                () -> TimedSignature.of(SignatureType.ED25519_COSIGNATURE, TestSigner.timed(-1, new byte[64])));
    }

    @Test
    void ed25519Message_golden() {
        assertThat(TimedSignature.ed25519Message(1_700_000_000, "l\u00f6g\n1\nAA==\n"))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("cosignature/v1\ntime 1700000000\nl\u00f6g\n1\nAA==\n");
    }

    @Test
    void subtreeMessage_golden() {
        byte[] message = TimedSignature.subtreeMessage("w", 0, "l\u00f6g", 8, -1, new byte[32]);

        assertThat(HexFormat.of().formatHex(message))
                .isEqualTo(
                        "737562747265652f76310a00" // subtree/v1, line feed, zero
                                + "0177"
                                + "0000000000000000"
                                + "046cc3b667"
                                + "0000000000000008"
                                + "ffffffffffffffff"
                                + "00".repeat(32));
    }

    @Test
    void subtreeMessage_noFormToSign_isRefused() {
        byte[] root = new byte[32];
        for (String name : new String[] {"", "n".repeat(256), "\u00f6".repeat(128)}) {
            assertRejected(
                    Reason.MALFORMED, "1 to 255 bytes", () -> TimedSignature.subtreeMessage(name, 0, "o", 0, 1, root));
            assertRejected(
                    Reason.MALFORMED, "1 to 255 bytes", () -> TimedSignature.subtreeMessage("w", 0, name, 0, 1, root));
        }
        assertThat(TimedSignature.subtreeMessage("n".repeat(255), 0, "o", 0, 1, root))
                .hasSize(12 + 256 + 8 + 2 + 8 + 8 + 32);
        assertRejected(
                Reason.MALFORMED,
                "has the time 0, not 1",
                () -> TimedSignature.subtreeMessage("w", 1, "o", 8, 13, root));
        assertRejected(
                Reason.MALFORMED,
                "has 32 bytes, not 31",
                () -> TimedSignature.subtreeMessage("w", 1, "o", 0, 13, new byte[31]));
    }
}
