package io.countersign.audit.proof;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** A fixed Ed25519 key, so that signatures are the same in every run: as type 1 it is a log's, as type 4 a witness's. */
final class TestSigner {
    private static final int X509_PREFIX_LENGTH = 12;

    private final String name;
    private final KeyPair pair;

    private TestSigner(String name, KeyPair pair) {
        this.name = name;
        this.pair = pair;
    }

    /** The key whose seed (RFC 8032 section 5.1.5) is 32 times this byte. */
    static TestSigner of(String name, int seed) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(255, new ConstantRandom((byte) seed));
            return new TestSigner(name, generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    byte[] publicKey() {
        byte[] encoded = pair.getPublic().getEncoded();
        return Arrays.copyOfRange(encoded, X509_PREFIX_LENGTH, encoded.length);
    }

    String vkey() {
        return vkey(name, 1, publicKey());
    }

    String cosignerVkey() {
        return vkey(name, 4, publicKey());
    }

    NoteSignature sign(String text) {
        return NoteSignature.of(NoteVerifier.parse(vkey()), sign(text.getBytes(StandardCharsets.UTF_8)));
    }

    NoteSignature cosign(String text, long time) {
        byte[] signature = sign(("cosignature/v1\ntime " + time + "\n" + text).getBytes(StandardCharsets.UTF_8));
        return NoteSignature.of(NoteVerifier.parse(cosignerVkey()), timed(time, signature));
    }

    byte[] sign(byte[] message) {
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initSign(pair.getPrivate());
            ed25519.update(message);
            return ed25519.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] timed(long time, byte[] signature) {
        return ByteBuffer.allocate(Long.BYTES + signature.length)
                .putLong(time)
                .put(signature)
                .array();
    }

    /** The text form of any key, right or not. */
    static String vkey(String name, int type, byte[] key) {
        ByteArrayOutputStream typed = new ByteArrayOutputStream();
        typed.write(type);
        typed.writeBytes(key);
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update((name + "\n").getBytes(StandardCharsets.UTF_8));
            String id = HexFormat.of().formatHex(sha256.digest(typed.toByteArray()), 0, 4);
            return name + "+" + id + "+" + Base64.getEncoder().encodeToString(typed.toByteArray());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static final class ConstantRandom extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private final byte value;

        ConstantRandom(byte value) {
            this.value = value;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            Arrays.fill(bytes, value);
        }
    }
}
