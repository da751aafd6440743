package io.countersign.audit.proof;

import io.countersign.model.merkle.MerkleTree;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One entry of a ledger with everything that proves it: a tlog-proof whose extra data are the entry's bytes and, where it has
 * one, the payload beside it. The framing is described in {@code docs/spec/ledger.md}. Reading one checks its form only; see
 * {@link EntryProofVerifier}.
 */
public final class EntryProof {
    private static final byte[] MAGIC = "countersign.io/entry@v1\n".getBytes(StandardCharsets.US_ASCII);

    private final TlogProof proof;
    private final byte[] leafHash;
    private final byte[] entry;
    private final Optional<byte[]> payload;

    private EntryProof(TlogProof proof, byte[] leafHash, byte[] entry, Optional<byte[]> payload) {
        this.proof = proof;
        this.leafHash = leafHash;
        this.entry = entry;
        this.payload = payload;
    }

    /** Puts a proof together for an entry whose payload is inside. */
    public static EntryProof of(byte[] entry, long index, List<byte[]> hashes, String checkpoint) {
        return framed(entry, Optional.empty(), index, hashes, checkpoint);
    }

    /** Puts a proof together for an entry whose payload lies beside it. */
    public static EntryProof of(byte[] entry, byte[] payload, long index, List<byte[]> hashes, String checkpoint) {
        return framed(entry, Optional.of(payload.clone()), index, hashes, checkpoint);
    }

    /**
     * Reads a proof.
     *
     * @throws ProofRejectedException if it is not in that form
     */
    public static EntryProof parse(String text) {
        TlogProof proof = TlogProof.parse(text);
        byte[] extra = proof.extra()
                .orElseThrow(() ->
                        ProofRejectedException.malformed("The proof does not carry its entry: no line \"extra\""));
        if (extra.length < MAGIC.length || !Arrays.equals(extra, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw ProofRejectedException.malformed("The extra data of the proof are not an entry of a ledger");
        }
        ByteBuffer rest = ByteBuffer.wrap(extra, MAGIC.length, extra.length - MAGIC.length);
        byte[] leafHash = take(rest, MerkleTree.HASH_LENGTH, "leaf hash");
        byte[] entry = takeFramed(rest, "entry");
        Optional<byte[]> payload = rest.hasRemaining() ? Optional.of(takeFramed(rest, "payload")) : Optional.empty();
        if (rest.hasRemaining()) {
            throw ProofRejectedException.malformed("The proof has " + rest.remaining() + " bytes after its entry");
        }
        return new EntryProof(proof, leafHash, entry, payload);
    }

    /** The path and the checkpoint. */
    public TlogProof proof() {
        return proof;
    }

    /** The entry's bytes: the envelope as canonical JSON. */
    public byte[] entry() {
        return entry.clone();
    }

    /** The payload's bytes, where it lies beside the entry. */
    public Optional<byte[]> payload() {
        return payload.map(byte[]::clone);
    }

    /** What the maker of the proof says the leaf hash is; only good for telling what was changed. */
    byte[] statedLeafHash() {
        return leafHash;
    }

    /** The proof as it is stored and sent. */
    @Override
    public String toString() {
        return proof.toString();
    }

    private static EntryProof framed(
            byte[] entry, Optional<byte[]> payload, long index, List<byte[]> hashes, String checkpoint) {
        byte[] leafHash = MerkleTree.leafHash(entry);
        int length = MAGIC.length
                + leafHash.length
                + Integer.BYTES
                + entry.length
                + payload.map(bytes -> Integer.BYTES + bytes.length).orElse(0);
        ByteBuffer extra = ByteBuffer.allocate(length)
                .put(MAGIC)
                .put(leafHash)
                .putInt(entry.length)
                .put(entry);
        payload.ifPresent(bytes -> extra.putInt(bytes.length).put(bytes));
        return new EntryProof(TlogProof.of(extra.array(), index, hashes, checkpoint), leafHash, entry.clone(), payload);
    }

    private static byte[] takeFramed(ByteBuffer rest, String thing) {
        if (rest.remaining() < Integer.BYTES) {
            throw ProofRejectedException.malformed("The proof ends before the length of its " + thing);
        }
        return take(rest, rest.getInt(), thing);
    }

    private static byte[] take(ByteBuffer rest, int length, String thing) {
        if (length < 0 || length > rest.remaining()) {
            throw ProofRejectedException.malformed("The proof ends within its " + thing + ": " + rest.remaining()
                    + " bytes are left of " + Integer.toUnsignedString(length));
        }
        byte[] bytes = new byte[length];
        rest.get(bytes);
        return bytes;
    }
}
