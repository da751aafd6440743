package io.countersign.audit.proof;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/** What a key signs with, by the first byte of its key material (c2sp.org/signed-note, section "Signature types"). */
enum SignatureType {
    /** Ed25519 over the text of the note (RFC 8032). */
    ED25519(1, "Ed25519", "302a300506032b6570032100", 32, 64),
    /** Ed25519 over a time and the text (c2sp.org/tlog-cosignature, section "Ed25519 signed message"). */
    ED25519_COSIGNATURE(4, "Ed25519", "302a300506032b6570032100", 32, 64),
    /** ML-DSA-44 over a time and the checkpoint (c2sp.org/tlog-cosignature, FIPS 204). Java knows it from version 24 on. */
    ML_DSA_44_COSIGNATURE(6, "ML-DSA-44", "30820532300b06096086480165030403110382052100", 1312, 2420);

    /**
     * The eight points of Ed25519 whose order divides 8. Under such a key anybody can make signatures: RFC 8032 section 5.1.7
     * leaves the key out of the equation once the point is multiplied away. Other spellings of them are no points at all
     * (section 5.1.3: y is below p, and x = 0 has no sign).
     */
    private static final Set<String> LOW_ORDER = Set.of(
            "0100000000000000000000000000000000000000000000000000000000000000",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0000000000000000000000000000000000000000000000000000000000000080",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa");

    private final byte code;
    private final String algorithm;
    private final String x509Prefix; // hex of what stands before the key in a SubjectPublicKeyInfo: RFC 8410, RFC 9881
    private final int keyLength;
    private final int signatureLength;

    SignatureType(int code, String algorithm, String x509Prefix, int keyLength, int signatureLength) {
        this.code = (byte) code;
        this.algorithm = algorithm;
        this.x509Prefix = x509Prefix;
        this.keyLength = keyLength;
        this.signatureLength = signatureLength;
    }

    /** The type with this byte, where there is one. */
    static Optional<SignatureType> find(byte code) {
        return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
    }

    /** The byte before the key. */
    byte code() {
        return code;
    }

    /** Name of the algorithm. */
    String algorithm() {
        return algorithm;
    }

    /** Length of a public key, in bytes. */
    int keyLength() {
        return keyLength;
    }

    /** Length of a signature, in bytes. */
    int signatureLength() {
        return signatureLength;
    }

    /** Whether it is a statement of somebody who watched the log, which has a time. */
    boolean isCosignature() {
        return this != ED25519;
    }

    /** The bytes of a key that the JDK holds, where it is a key of this algorithm. */
    Optional<byte[]> raw(PublicKey key) {
        byte[] encoded = key.getEncoded();
        if (encoded == null || encoded.length < keyLength) {
            return Optional.empty();
        }
        byte[] raw = Arrays.copyOfRange(encoded, encoded.length - keyLength, encoded.length);
        return Arrays.equals(encoded, encoded(raw)) ? Optional.of(raw) : Optional.empty();
    }

    /**
     * The JDK's form of a key; nothing where this Java does not know the algorithm.
     *
     * @throws ProofRejectedException if the bytes are no key, or one under which anybody can make signatures
     */
    Optional<PublicKey> key(String name, byte[] raw) {
        if (LOW_ORDER.contains(HexFormat.of().formatHex(raw))) {
            throw ProofRejectedException.malformed(
                    "The verifier key of " + name + " is a point of low order: anybody can make signatures by it");
        }
        try {
            PublicKey key = KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded(raw)));
            Signature.getInstance(algorithm).initVerify(key); // only here is a point found not to be on the curve
            return Optional.of(key);
        } catch (NoSuchAlgorithmException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new ProofRejectedException(
                    ProofRejectedException.Reason.MALFORMED,
                    "The verifier key of " + name + " is no public key of " + algorithm,
                    e);
        }
    }

    /**
     * Whether a signature over these bytes is by the key. Its length is checked here, as Java 17 ignores bytes after an Ed25519
     * signature; that S is below the order of the group (RFC 8032 section 5.1.7) is checked by every Java.
     */
    boolean isSignature(PublicKey key, byte[] message, byte[] signature) {
        if (signature.length != signatureLength) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // of the right length, but no signature
        }
    }

    /** The key as a SubjectPublicKeyInfo. */
    private byte[] encoded(byte[] raw) {
        return HexFormat.of().parseHex(x509Prefix + HexFormat.of().formatHex(raw));
    }
}
