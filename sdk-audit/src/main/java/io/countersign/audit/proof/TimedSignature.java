package io.countersign.audit.proof;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a cosignature is made of (c2sp.org/tlog-cosignature, structure {@code timestamped_signature}): 8 bytes of time, then the
 * signature itself, of a length that its key's type gives.
 */
final class TimedSignature {
    private static final byte[] SUBTREE_LABEL = "subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII);
    private static final int NAME_LENGTH_MAX = 255;

    private final long time;
    private final byte[] signature;

    private TimedSignature(long time, byte[] signature) {
        this.time = time;
        this.signature = signature;
    }

    /**
     * Takes the bytes behind the key id apart.
     *
     * @throws ProofRejectedException if they have another length than a cosignature of this type, or the time exceeds 2^63 - 1
     */
    static TimedSignature of(SignatureType type, byte[] bytes) {
        if (bytes.length != Long.BYTES + type.signatureLength()) {
            throw ProofRejectedException.malformed("A cosignature by " + type.algorithm() + " has "
                    + (Long.BYTES + type.signatureLength()) + " bytes, not " + bytes.length);
        }
        long time = ByteBuffer.wrap(bytes).getLong();
        if (time < 0) {
            throw ProofRejectedException.malformed(
                    "The time of a cosignature is at most 2^63 - 1, not " + Long.toUnsignedString(time));
        }
        return new TimedSignature(time, Arrays.copyOfRange(bytes, Long.BYTES, bytes.length));
    }

    /** Seconds since 1970-01-01T00:00:00Z, not negative; 0 where the cosigner does not say when. */
    long time() {
        return time;
    }

    /** The signature itself. */
    byte[] signature() {
        return signature;
    }

    /** What an Ed25519 cosigner signs: a header, the time, and the whole text of the note. */
    static byte[] ed25519Message(long time, String text) {
        return ("cosignature/v1\ntime " + time + "\n" + text).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * What an ML-DSA-44 cosigner signs: structure {@code cosigned_message}. Of a checkpoint it holds origin, size and root; its
     * extension lines are not signed.
     *
     * @param start first leaf; 0 for a checkpoint
     * @param end size of a checkpoint, else the leaf after the last; unsigned 64 bits
     * @throws ProofRejectedException if a name is empty or longer than 255 bytes, the root has not 32 bytes, or a time is given
     *     although {@code start} is not 0
     */
    static byte[] subtreeMessage(String cosigner, long time, String origin, long start, long end, byte[] root) {
        if (root.length != 32) {
            throw ProofRejectedException.malformed("The root of a subtree has 32 bytes, not " + root.length);
        }
        if (start != 0 && time != 0) {
            throw ProofRejectedException.malformed("The cosignature of a subtree that starts at "
                    + Long.toUnsignedString(start) + " has the time 0, not " + time);
        }
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(SUBTREE_LABEL);
        writeName(message, cosigner);
        writeLong(message, time);
        writeName(message, origin);
        writeLong(message, start);
        writeLong(message, end);
        message.writeBytes(root);
        return message.toByteArray();
    }

    private static void writeName(ByteArrayOutputStream message, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length > NAME_LENGTH_MAX) {
            throw ProofRejectedException.malformed("A name in an ML-DSA-44 cosignature has 1 to " + NAME_LENGTH_MAX
                    + " bytes, not " + bytes.length + ": " + StrictText.shown(name));
        }
        message.write(bytes.length);
        message.writeBytes(bytes);
    }

    private static void writeLong(ByteArrayOutputStream message, long value) {
        message.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    }
}
