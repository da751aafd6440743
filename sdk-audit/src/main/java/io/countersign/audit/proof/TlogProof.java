package io.countersign.audit.proof;

import io.countersign.model.merkle.MerkleTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The proof that a log has some entry at an index, as text (c2sp.org/tlog-proof@v1). Reading one checks its form only.
 *
 * @param extraBase64 anything the application wants to send along, as base64; empty where nothing is
 * @param index place of the entry in the log, from 0; unsigned 64 bits
 * @param hashes path from the leaf to the root, 32 bytes each
 * @param checkpoint the signed checkpoint, as text
 */
public record TlogProof(String extraBase64, long index, List<byte[]> hashes, String checkpoint) {
    /** First line of the text. */
    public static final String HEADER = "c2sp.org/tlog-proof@v1";

    private static final String EXTRA = "extra ";
    private static final String INDEX = "index ";
    private static final int HASHES_MAX = 64; // the longest path in a tree of 2^64 - 1 leaves

    public TlogProof {
        hashes = List.copyOf(hashes);
    }

    /** A proof that sends bytes along. */
    public static TlogProof of(byte[] extra, long index, List<byte[]> hashes, String checkpoint) {
        return new TlogProof(StrictText.base64(extra), index, hashes, checkpoint);
    }

    /**
     * Reads a proof.
     *
     * @throws ProofRejectedException if it is not in that form
     */
    public static TlogProof parse(String text) {
        int split = text.indexOf("\n\n");
        if (split < 0) {
            throw ProofRejectedException.malformed("A proof has a blank line before its checkpoint");
        }
        List<String> lines = new ArrayList<>(List.of(text.substring(0, split).split("\n", -1)));
        if (!lines.remove(0).equals(HEADER)) {
            throw ProofRejectedException.malformed("A proof starts with the line " + HEADER);
        }
        String extra = "";
        if (!lines.isEmpty() && lines.get(0).startsWith(EXTRA)) {
            extra = lines.remove(0).substring(EXTRA.length());
            if (StrictText.base64("The extra data of the proof", extra).length == 0) {
                throw ProofRejectedException.malformed("A proof without extra data has no line \"extra\"");
            }
        }
        if (lines.isEmpty() || !lines.get(0).startsWith(INDEX)) {
            throw ProofRejectedException.malformed("A proof has a line \"index N\" before its hashes");
        }
        long index =
                StrictText.unsigned("The index of the proof", lines.remove(0).substring(INDEX.length()));
        if (lines.size() > HASHES_MAX) {
            throw ProofRejectedException.malformed(
                    "A proof has at most " + HASHES_MAX + " hashes, this one " + lines.size());
        }
        List<byte[]> hashes = new ArrayList<>();
        for (String line : lines) {
            byte[] hash = StrictText.base64("Hash " + hashes.size() + " of the proof", line);
            if (hash.length != MerkleTree.HASH_LENGTH) {
                throw ProofRejectedException.malformed("Hash " + hashes.size() + " of the proof has " + hash.length
                        + " bytes, not " + MerkleTree.HASH_LENGTH);
            }
            hashes.add(hash);
        }
        String checkpoint = text.substring(split + 2);
        if (checkpoint.isEmpty()) {
            throw ProofRejectedException.malformed("The proof has no checkpoint");
        }
        return new TlogProof(extra, index, hashes, checkpoint);
    }

    /** What the application sent along, where it did. */
    public Optional<byte[]> extra() {
        return extraBase64.isEmpty()
                ? Optional.empty()
                : Optional.of(StrictText.base64("The extra data of the proof", extraBase64));
    }

    /** The proof as it is stored and sent. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        if (!extraBase64.isEmpty()) {
            text.append(EXTRA).append(extraBase64).append('\n');
        }
        text.append(INDEX).append(Long.toUnsignedString(index)).append('\n');
        hashes.forEach(hash -> text.append(StrictText.base64(hash)).append('\n'));
        return text.append('\n').append(checkpoint).toString();
    }
}
