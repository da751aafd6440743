package io.countersign.audit.proof;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.proof.ProofRejectedException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Assertions that something was refused, and for what reason; and all ways to change one byte of it. */
final class Rejections {
    private Rejections() {}

    static void assertRejected(Reason reason, String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(ProofRejectedException.class)
                .hasMessageContaining(message)
                .extracting(e -> ((ProofRejectedException) e).reason())
                .isEqualTo(reason);
    }

    /** Whether the call was refused as it should be; anything else it throws is thrown on. */
    static boolean isRejected(Runnable call) {
        try {
            call.run();
            return false;
        } catch (ProofRejectedException e) {
            return true;
        }
    }

    /** At every place: the byte with its lowest, its case and its highest bit flipped, the byte gone, and a byte more. */
    static void forEveryByteChanged(String text, BiConsumer<String, byte[]> check) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at++) {
            for (int bit : new int[] {0x01, 0x20, 0x80}) {
                byte[] changed = bytes.clone();
                changed[at] ^= (byte) bit;
                check.accept("byte " + at + " ^ " + bit, changed);
            }
            byte[] shorter = new byte[bytes.length - 1];
            System.arraycopy(bytes, 0, shorter, 0, at);
            System.arraycopy(bytes, at + 1, shorter, at, shorter.length - at);
            check.accept("without byte " + at, shorter);
            for (byte more : new byte[] {'\n', 'A', bytes[at]}) {
                byte[] longer = new byte[bytes.length + 1];
                System.arraycopy(bytes, 0, longer, 0, at);
                longer[at] = more;
                System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
                check.accept(more + " before byte " + at, longer);
            }
        }
    }
}
