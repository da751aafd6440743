package io.countersign.audit.proof;

import static io.countersign.audit.proof.Rejections.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.proof.ProofRejectedException.Reason;
import io.countersign.model.merkle.MerkleTree;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckpointTest {
    private static final String ROOT = StrictText.base64(MerkleTree.emptyRoot());

    @Test
    void parse_anySizeOf64Bits_isUnsigned() {
        for (String size : List.of("0", "1", "9223372036854775807", "9223372036854775808", "18446744073709551615")) {
            String text = "example.com/log\n" + size + "\n" + ROOT + "\n";
            Checkpoint checkpoint = Checkpoint.parse(text);
            assertThat(Long.toUnsignedString(checkpoint.size())).isEqualTo(size);
            assertThat(checkpoint.text()).isEqualTo(text);
        }
    }

    @Test
    void parse_otherSize_isRefused() {
        for (String size : List.of(
                "",
                " 1",
                "1 ",
                "+1",
                "-1",
                "-0",
                "00",
                "01",
                "0x1",
                "1e3",
                "1.0",
                "\u0661",
                "\uff11",
                "18446744073709551616",
                "99999999999999999999999")) {
            assertRejected(
                    Reason.MALFORMED,
                    "The size of the checkpoint is not a number",
                    () -> Checkpoint.parse("example.com/log\n" + size + "\n" + ROOT + "\n"));
        }
    }

    @Test
    void parse_otherForm_isRefused() {
        for (String text : List.of(
                "",
                "\n",
                "a\n1\n" + ROOT,
                "a\n1\n",
                "\n1\n" + ROOT + "\n",
                "a\n1\n\n",
                "a\n1\n" + ROOT + "\n\n",
                "a\n1\n" + ROOT + "\n\nextension\n",
                "a\n1\n" + ROOT.replace("=", "") + "\n",
                "a\n1\n" + ROOT + " \n",
                "a\r\n1\r\n" + ROOT + "\r\n")) {
            assertThat(Rejections.isRejected(() -> Checkpoint.parse(text)))
                    .as(text)
                    .isTrue();
        }
    }

    @Test
    void parse_anyByteChanged_isRefusedOrReadAsItStands() {
        String text = "example.com/log\n12\n" + ROOT + "\nextension\n";
        Rejections.forEveryByteChanged(
                text,
                (change, bytes) -> Rejections.isRejected(() -> {
                    String changed = StrictText.utf8("text", bytes);
                    assertThat(Checkpoint.parse(changed).text()).as(change).isEqualTo(changed);
                }));
    }
}
