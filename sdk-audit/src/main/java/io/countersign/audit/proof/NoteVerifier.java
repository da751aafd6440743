package io.countersign.audit.proof;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A public key that notes are checked with, in the text form {@code name+keyId+base64(type, key)} of c2sp.org/signed-note.
 * Ed25519 (type 1) only. Thread-safe.
 */
public final class NoteVerifier {
    private static final byte ED25519 = 1;
    private static final int KEY_LENGTH = 32;
    private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100"); // RFC 8410

    private final String name;
    private final byte[] typedKey;
    private final String keyId;
    private final PublicKey key;

    private NoteVerifier(String name, byte[] typedKey, PublicKey key) {
        this.name = name;
        this.typedKey = typedKey;
        this.keyId = keyId(name, typedKey);
        this.key = key;
    }

    /**
     * An Ed25519 key under a name.
     *
     * @param name not empty, without white space and without {@code +}
     * @param publicKey the JDK's form of an Ed25519 key
     * @throws ProofRejectedException if the name or the key is of another kind
     */
    public static NoteVerifier of(String name, PublicKey publicKey) {
        byte[] encoded = publicKey.getEncoded();
        if (encoded == null
                || encoded.length != X509_PREFIX.length + KEY_LENGTH
                || !Arrays.equals(encoded, 0, X509_PREFIX.length, X509_PREFIX, 0, X509_PREFIX.length)) {
            throw ProofRejectedException.malformed("The key of " + name + " is not an Ed25519 public key");
        }
        requireName(name);
        ByteArrayOutputStream typed = new ByteArrayOutputStream();
        typed.write(ED25519);
        typed.write(encoded, X509_PREFIX.length, KEY_LENGTH);
        return new NoteVerifier(name, typed.toByteArray(), publicKey);
    }

    /**
     * Reads a key's text form.
     *
     * @throws ProofRejectedException if it is not in that form, its id is not the one of its key, or it is not Ed25519
     */
    public static NoteVerifier parse(String vkey) {
        String[] parts = vkey.split("\\+", 3);
        if (parts.length != 3) {
            throw ProofRejectedException.malformed(
                    "A verifier key has the form name+id+key: " + StrictText.shown(vkey));
        }
        requireName(parts[0]);
        byte[] typedKey = StrictText.base64("Verifier key of " + parts[0], parts[2]);
        if (typedKey.length == 0 || typedKey[0] != ED25519) {
            throw ProofRejectedException.malformed(
                    "The verifier key of " + parts[0] + " is not of type 1 (Ed25519), the only one read here");
        }
        if (typedKey.length != 1 + KEY_LENGTH) {
            throw ProofRejectedException.malformed(
                    "The verifier key of " + parts[0] + " has " + (typedKey.length - 1) + " bytes, not " + KEY_LENGTH);
        }
        if (!keyId(parts[0], typedKey).equals(parts[1])) {
            throw ProofRejectedException.malformed("The verifier key of " + parts[0] + " has the id "
                    + keyId(parts[0], typedKey) + ", not " + StrictText.shown(parts[1]) + ": it was copied wrongly");
        }
        return new NoteVerifier(parts[0], typedKey, publicKey(parts[0], typedKey));
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

    /** Whether a signature claims to be by this key. */
    public boolean isNamedBy(NoteSignature signature) {
        return signature.name().equals(name) && signature.keyId().equals(keyId);
    }

    /** Whether this key signed the text. */
    public boolean isSignature(String text, byte[] signature) {
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initVerify(key);
            ed25519.update(text.getBytes(StandardCharsets.UTF_8));
            return ed25519.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // a signature of the wrong shape
        }
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

    private static String keyId(String name, byte[] typedKey) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update((name + "\n").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha256.digest(typedKey), 0, 4);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static PublicKey publicKey(String name, byte[] typedKey) {
        byte[] encoded = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + KEY_LENGTH);
        System.arraycopy(typedKey, 1, encoded, X509_PREFIX.length, KEY_LENGTH);
        try {
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new ProofRejectedException(
                    ProofRejectedException.Reason.MALFORMED,
                    "The verifier key of " + name + " is no point of the curve Ed25519",
                    e);
        }
    }
}
