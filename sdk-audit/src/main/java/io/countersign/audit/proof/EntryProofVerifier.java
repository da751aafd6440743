package io.countersign.audit.proof;

import io.countersign.audit.proof.ProofRejectedException.Reason;
import io.countersign.model.merkle.InclusionProof;
import io.countersign.model.merkle.MerkleTree;
import io.countersign.model.merkle.ProofMismatchException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Checks the proof of an entry against a public key, or against a policy that also demands witnesses, and nothing else:
 * signatures, origin, quorum, index, entry, path, payload, in this order.
 */
public final class EntryProofVerifier {
    private static final String DIGEST_FIELD = ",\"payloadDigest\":\"sha256:";
    private static final String SEQUENCE_FIELD = ",\"sequence\":";
    private static final int DIGEST_LENGTH = 64;

    private EntryProofVerifier() {}

    /**
     * Returns what the proof shows.
     *
     * @param text the proof, as {@code prove} of the ledger gave it out
     * @param vkey the ledger's public key, as {@link NoteVerifier#parse} reads it
     * @throws ProofRejectedException if it shows nothing; the reason says why
     */
    public static VerifiedEntry verify(String text, String vkey) {
        NoteVerifier key = NoteVerifier.parse(vkey);
        EntryProof proof = EntryProof.parse(text);
        SignedNote note = SignedNote.parse(proof.proof().checkpoint());
        note.verify(List.of(key));
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        if (!checkpoint.origin().equals(key.name())) {
            throw new ProofRejectedException(
                    Reason.WRONG_ORIGIN,
                    "The checkpoint is of the ledger " + StrictText.shown(checkpoint.origin()) + ", the key of "
                            + key.name());
        }
        return verifyEntry(proof, new WitnessedCheckpoint(checkpoint, key, List.of(), List.of()));
    }

    /**
     * Returns what the proof shows, and demands witnesses: the ledger is one of the policy's logs, and a quorum of its witnesses
     * cosigned the checkpoint.
     *
     * @param text the proof, as {@code prove} of the ledger gave it out, with the cosignatures under its checkpoint
     * @throws ProofRejectedException if it shows nothing; the reason says why
     */
    public static VerifiedEntry verify(String text, TlogPolicy policy) {
        EntryProof proof = EntryProof.parse(text);
        return verifyEntry(proof, policy.verify(SignedNote.parse(proof.proof().checkpoint())));
    }

    private static VerifiedEntry verifyEntry(EntryProof proof, WitnessedCheckpoint witnessed) {
        Checkpoint checkpoint = witnessed.checkpoint();
        long index = proof.proof().index();
        if (Long.compareUnsigned(index, checkpoint.size()) >= 0) {
            throw new ProofRejectedException(
                    Reason.INDEX_BEYOND_SIZE,
                    "The proof is for index " + Long.toUnsignedString(index) + ", but the ledger that was signed has "
                            + Long.toUnsignedString(checkpoint.size()) + " entries");
        }
        byte[] leafHash = MerkleTree.leafHash(proof.entry());
        if (!Arrays.equals(leafHash, proof.statedLeafHash())) {
            throw new ProofRejectedException(
                    Reason.ENTRY_EDITED,
                    "The entry was changed after the proof was made: its leaf hash is "
                            + HexFormat.of().formatHex(leafHash) + ", the proof was made for "
                            + HexFormat.of().formatHex(proof.statedLeafHash()));
        }
        String entry = StrictText.utf8("The entry", proof.entry());
        requirePlace(entry, index);
        try {
            new InclusionProof(index, checkpoint.size(), proof.proof().hashes()).verify(leafHash, checkpoint.root());
        } catch (ProofMismatchException e) {
            throw new ProofRejectedException(
                    Reason.PATH_MISMATCH,
                    "Entry " + Long.toUnsignedString(index) + " is not in the ledger that was signed (size "
                            + Long.toUnsignedString(checkpoint.size()) + "): " + e.getMessage(),
                    e);
        }
        requirePayload(entry, proof.payload());
        return new VerifiedEntry(witnessed, proof);
    }

    /**
     * The entry is canonical JSON, in which a quote inside a text has a backslash before it, and the fields after the sequence are
     * plain texts: so the last place where this field stands is the envelope's own.
     */
    private static void requirePlace(String entry, long index) {
        int at = entry.lastIndexOf(SEQUENCE_FIELD);
        if (at < 0 || !entry.startsWith(Long.toUnsignedString(index) + ",", at + SEQUENCE_FIELD.length())) {
            throw new ProofRejectedException(
                    Reason.ENTRY_MISPLACED,
                    "The proof is for index " + Long.toUnsignedString(index)
                            + ", but the entry says that it stands elsewhere: "
                            + (at < 0 ? "it has no sequence" : StrictText.shown(entry.substring(at + 1))));
        }
    }

    /** Without its payload an envelope has no objects inside, so its digest field stands there exactly once. */
    private static void requirePayload(String entry, Optional<byte[]> payload) {
        if (payload.isEmpty()) {
            if (!entry.contains(",\"payload\":")) {
                throw new ProofRejectedException(
                        Reason.PAYLOAD_MISMATCH,
                        "The payload of the entry lies beside it, but the proof does not carry it");
            }
            return;
        }
        int at = entry.indexOf(DIGEST_FIELD);
        int end = at + DIGEST_FIELD.length() + DIGEST_LENGTH;
        if (at < 0
                || entry.lastIndexOf(DIGEST_FIELD) != at
                || entry.length() < end
                || entry.contains(",\"payload\":")) {
            throw new ProofRejectedException(
                    Reason.PAYLOAD_MISMATCH, "The proof carries a payload, but the entry does not name one beside it");
        }
        String named = entry.substring(at + DIGEST_FIELD.length(), end);
        String found = HexFormat.of().formatHex(sha256(payload.orElseThrow()));
        if (!found.equals(named)) {
            throw new ProofRejectedException(
                    Reason.PAYLOAD_MISMATCH,
                    "The payload was changed: its digest is " + found + ", the entry names " + named);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    static String show(VerifiedEntry verified) {
        String payload = verified.payload()
                .map(bytes -> "payload   " + bytes.length + " bytes beside the entry, digest verified\n")
                .orElse("");
        return "Verified: the entry is in the ledger, and the ledger's key signed it.\n"
                + "ledger    " + verified.checkpoint().origin() + "\n"
                + "key       " + verified.key().keyId() + "\n"
                + "size      " + Long.toUnsignedString(verified.checkpoint().size()) + "\n"
                + witnesses(verified)
                + "root      " + HexFormat.of().formatHex(verified.checkpoint().root()) + "\n"
                + "index     " + Long.toUnsignedString(verified.index()) + "\n"
                + "leaf      " + HexFormat.of().formatHex(MerkleTree.leafHash(verified.entry())) + "\n"
                + payload
                + "entry     " + new String(verified.entry(), StandardCharsets.UTF_8) + "\n";
    }

    private static String witnesses(VerifiedEntry verified) {
        StringBuilder lines = new StringBuilder();
        for (Cosignature cosignature : verified.cosignatures()) {
            long time = Math.min(cosignature.time(), Instant.MAX.getEpochSecond());
            lines.append("witness   ").append(cosignature.witness());
            lines.append(time == 0 ? "" : " at " + Instant.ofEpochSecond(time)).append('\n');
        }
        verified.unchecked()
                .forEach(key -> lines.append("unchecked ").append(key.shown()).append('\n'));
        return lines.toString();
    }
}
