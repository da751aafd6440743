package io.countersign.audit.proof;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A public key that notes are checked with, in the text form {@code name+keyId+base64(type, key)} of c2sp.org/signed-note. The
 * type is 1 (Ed25519), or of a cosigner 4 (Ed25519) or 6 (ML-DSA-44). Two are equal if their text forms are. Thread-safe.
 */
public final class NoteVerifier {
    private final String name;
    private final SignatureType type;
    private final byte[] typedKey;
    private final String keyId;
    private final @Nullable PublicKey key; // null where this Java does not know the algorithm

    private NoteVerifier(String name, SignatureType type, byte[] typedKey, @Nullable PublicKey key) {
        this.name = name;
        this.type = type;
        this.typedKey = typedKey;
        this.keyId = keyId(name, typedKey);
        this.key = key;
    }

    /**
     * An Ed25519 key (type 1) under a name.
     *
     * @param name not empty, without white space and without {@code +}
     * @param publicKey the JDK's form of an Ed25519 key
     * @throws ProofRejectedException if the name or the key is of another kind
     */
    public static NoteVerifier of(String name, PublicKey publicKey) {
        requireName(name);
        SignatureType type = SignatureType.ED25519;
        byte[] raw = type.raw(publicKey)
                .orElseThrow(
                        () -> ProofRejectedException.malformed("The key of " + name + " is not an Ed25519 public key"));
        ByteArrayOutputStream typedKey = new ByteArrayOutputStream();
        typedKey.write(type.code());
        typedKey.writeBytes(raw);
        return new NoteVerifier(
                name, type, typedKey.toByteArray(), type.key(name, raw).orElse(null));
    }

    /**
     * Reads a key's text form.
     *
     * @throws ProofRejectedException if it is not in that form, its id is not the one of its key, its type is none of 1, 4 and 6,
     *     or anybody could sign by it
     */
    public static NoteVerifier parse(String vkey) {
        String[] parts = vkey.split("\\+", 3);
        if (parts.length != 3) {
            throw ProofRejectedException.malformed(
                    "A verifier key has the form name+id+key: " + StrictText.shown(vkey));
        }
        String name = parts[0];
        requireName(name);
        byte[] typedKey = StrictText.base64("Verifier key of " + name, parts[2]);
        SignatureType type = (typedKey.length == 0 ? Optional.<SignatureType>empty() : SignatureType.find(typedKey[0]))
                .orElseThrow(() -> ProofRejectedException.malformed("The verifier key of " + name
                        + " is not of type 1 (Ed25519), 4 or 6 (cosigners), the only ones read here"));
        if (typedKey.length != 1 + type.keyLength()) {
            throw ProofRejectedException.malformed("The verifier key of " + name + " has " + (typedKey.length - 1)
                    + " bytes, not " + type.keyLength());
        }
        if (!keyId(name, typedKey).equals(parts[1])) {
            throw ProofRejectedException.malformed("The verifier key of " + name + " has the id "
                    + keyId(name, typedKey) + ", not " + StrictText.shown(parts[1]) + ": it was copied wrongly");
        }
        return new NoteVerifier(
                name,
                type,
                typedKey,
                type.key(name, Arrays.copyOfRange(typedKey, 1, typedKey.length)).orElse(null));
    }

    /** Whose key it is; for a ledger, its origin. */
    public String name() {
        return name;
    }

    /** Eight hex digits that tell keys of one name apart. */
    public String keyId() {
        return keyId;
    }

    /** The text form, which {@link #parse} reads. */
    public String vkey() {
        return name + "+" + keyId + "+" + StrictText.base64(typedKey);
    }

    /**
     * Whether this Java can check signatures by the key. Java knows ML-DSA-44 from version 24 on; where it does not, signatures
     * by such a key are like those by a key that nobody named.
     */
    public boolean isCheckable() {
        return key != null;
    }

    /** Whether a signature claims to be by this key. */
    public boolean isNamedBy(NoteSignature signature) {
        return signature.name().equals(name) && signature.keyId().equals(keyId);
    }

    /**
     * Whether this key signed the text.
     *
     * @param signature the bytes behind the key id; of a cosigner's key, they begin with the time
     * @return false also if the key is not checkable here
     */
    public boolean isSignature(String text, byte[] signature) {
        try {
            return switch (type) {
                case ED25519 -> isOver(text.getBytes(StandardCharsets.UTF_8), signature);
                case ED25519_COSIGNATURE -> {
                    TimedSignature timed = TimedSignature.of(type, signature);
                    yield isOver(TimedSignature.ed25519Message(timed.time(), text), timed.signature());
                }
                case ML_DSA_44_COSIGNATURE -> {
                    Checkpoint checkpoint = Checkpoint.parse(text);
                    yield isSubtreeSignature(checkpoint.origin(), 0, checkpoint.size(), checkpoint.root(), signature);
                }
            };
        } catch (ProofRejectedException e) {
            return false; // neither time nor subtree have a form that could be signed
        }
    }

    /**
     * Whether this ML-DSA-44 key cosigned the root over the leaves from {@code start} to before {@code end}.
     *
     * @throws ProofRejectedException if the signature is no cosignature, or such a subtree has no form that could be signed
     */
    boolean isSubtreeSignature(String origin, long start, long end, byte[] root, byte[] signature) {
        TimedSignature timed = TimedSignature.of(type, signature);
        return isOver(TimedSignature.subtreeMessage(name, timed.time(), origin, start, end, root), timed.signature());
    }

    /** What it signs with. */
    SignatureType type() {
        return type;
    }

    /** The public key without name and type: keys that agree in it are one key. */
    String rawKey() {
        return StrictText.base64(Arrays.copyOfRange(typedKey, 1, typedKey.length));
    }

    /** The key for messages: its name and id. */
    String shown() {
        return name + " (key " + keyId
                + (isCheckable() ? ")" : ", " + type.algorithm() + ": this Java cannot check it)");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NoteVerifier that && name.equals(that.name) && Arrays.equals(typedKey, that.typedKey);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(typedKey);
    }

    @Override
    public String toString() {
        return vkey();
    }

    static void requireName(String name) {
        if (name.isEmpty()
                || name.indexOf('+') >= 0
                || name.codePoints()
                        .anyMatch(c -> Character.isWhitespace(c)
                                || Character.isSpaceChar(c)
                                || Character.isISOControl(c)
                                || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE))) {
            throw ProofRejectedException.malformed(
                    "A key name is not empty and has neither white space nor '+': " + StrictText.shown(name));
        }
    }

    private boolean isOver(byte[] message, byte[] signature) {
        return key != null && type.isSignature(key, message, signature);
    }

    private static String keyId(String name, byte[] typedKey) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update((name + "\n").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha256.digest(typedKey), 0, 4);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
