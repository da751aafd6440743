package io.countersign.audit;

import io.countersign.audit.proof.NoteVerifier;
import io.countersign.model.MalformedInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs with an Ed25519 key that is kept in a file, encrypted under a passphrase. Safe for concurrent use.
 *
 * <p>The file has three lines: {@code countersign-key-v1}, the public key as {@code name+keyId+base64}, and base64 of salt (16
 * bytes), rounds (4 bytes, big-endian), nonce (12 bytes) and the private key (PKCS #8) under AES-256-GCM. The AES key is derived
 * by PBKDF2 with HMAC-SHA-256; the public key is authenticated with the private one.
 */
public final class Ed25519Signer implements CheckpointSigner {
    private static final String HEADER = "countersign-key-v1";
    private static final int ROUNDS = 600_000; // as OWASP's password storage cheat sheet advised in 2023
    private static final int ROUNDS_MAX = 10_000_000;
    private static final int SALT_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int AES_BITS = 256;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final NoteVerifier publicKey;
    private final PrivateKey privateKey;

    private Ed25519Signer(NoteVerifier publicKey, PrivateKey privateKey) {
        this.publicKey = publicKey;
        this.privateKey = privateKey;
    }

    /**
     * Makes a new key.
     *
     * @param origin name of the ledger that it signs, such as {@code example.com/ledger}; neither white space nor {@code +}
     * @throws IllegalArgumentException if the name is not one
     */
    public static Ed25519Signer generate(String origin) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return of(NoteVerifier.of(requireOrigin(origin), pair.getPublic()).vkey(), pair.getPrivate());
        } catch (GeneralSecurityException e) {
            throw noSuchAlgorithm(e);
        }
    }

    /**
     * Reads a key file.
     *
     * @param passphrase not kept and not wiped
     * @throws MalformedInputException if it is no key file, or the passphrase is not the one it was written with
     */
    public static Ed25519Signer load(Path file, char[] passphrase) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The key file " + file + " cannot be read", e);
        }
        if (lines.size() != 3 || !lines.get(0).equals(HEADER)) {
            throw new MalformedInputException("Not a key file: " + file + " has not three lines after " + HEADER);
        }
        ByteBuffer sealed;
        try {
            sealed = ByteBuffer.wrap(Base64.getDecoder().decode(lines.get(2)));
        } catch (IllegalArgumentException e) {
            throw new MalformedInputException("Not a key file: the third line of " + file + " is not base64", e);
        }
        if (sealed.remaining() < SALT_BYTES + Integer.BYTES + NONCE_BYTES) {
            throw new MalformedInputException("Not a key file: the third line of " + file + " is too short");
        }
        byte[] salt = take(sealed, SALT_BYTES);
        int rounds = sealed.getInt();
        if (rounds < 1 || rounds > ROUNDS_MAX) {
            throw new MalformedInputException("Not a key file: " + file + " asks for " + rounds + " rounds");
        }
        byte[] nonce = take(sealed, NONCE_BYTES);
        byte[] encoded = new byte[0];
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, passphrase, salt, rounds, nonce, lines.get(1));
            encoded = cipher.doFinal(take(sealed, sealed.remaining()));
            PrivateKey key = KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
            return of(lines.get(1), key);
        } catch (AEADBadTagException e) {
            throw new MalformedInputException("The key file " + file + " does not open with this passphrase", e);
        } catch (GeneralSecurityException e) {
            throw new MalformedInputException("The key file " + file + " holds no Ed25519 key: " + e.getMessage(), e);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    /**
     * Writes the key to a new file that only its owner may read, where the file system knows owners.
     *
     * @param passphrase at least 8 characters; not kept and not wiped
     * @throws IllegalArgumentException if the passphrase is shorter, or the file is there already
     */
    public void save(Path file, char[] passphrase) {
        if (passphrase.length < 8) {
            throw new IllegalArgumentException("A passphrase must have at least 8 characters: " + passphrase.length);
        }
        SecureRandom random = new SecureRandom();
        byte[] salt = new byte[SALT_BYTES];
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(salt);
        random.nextBytes(nonce);
        byte[] encoded = privateKey.getEncoded();
        byte[] sealed;
        try {
            sealed = cipher(Cipher.ENCRYPT_MODE, passphrase, salt, ROUNDS, nonce, vkey())
                    .doFinal(encoded);
        } catch (GeneralSecurityException e) {
            throw noSuchAlgorithm(e);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
        ByteBuffer line = ByteBuffer.allocate(SALT_BYTES + Integer.BYTES + NONCE_BYTES + sealed.length);
        line.put(salt).putInt(ROUNDS).put(nonce).put(sealed);
        String text = HEADER + "\n" + vkey() + "\n" + Base64.getEncoder().encodeToString(line.array()) + "\n";
        write(file, text);
    }

    @Override
    public String vkey() {
        return publicKey.vkey();
    }

    @Override
    public byte[] sign(byte[] text) {
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initSign(privateKey);
            ed25519.update(text);
            return ed25519.sign();
        } catch (GeneralSecurityException e) {
            throw noSuchAlgorithm(e);
        }
    }

    /** The public key; never the private one. */
    @Override
    public String toString() {
        return vkey();
    }

    static Ed25519Signer of(String vkey, PrivateKey privateKey) {
        return new Ed25519Signer(NoteVerifier.parse(vkey), privateKey);
    }

    private static String requireOrigin(String origin) {
        if (origin.isEmpty()
                || origin.indexOf('+') >= 0
                || origin.codePoints().anyMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c))) {
            throw new IllegalArgumentException(
                    "An origin is not empty and has neither white space nor '+': \"" + origin + "\"");
        }
        return origin;
    }

    private static void write(Path file, String text) {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
        try (var channel = Files.newByteChannel(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (FileAlreadyExistsException e) {
            throw new IllegalArgumentException("A key file is never overwritten: " + file + " is there already", e);
        } catch (IOException e) {
            throw new UncheckedIOException("The key file " + file + " cannot be written", e);
        }
    }

    private static Cipher cipher(
            int mode, char[] passphrase, byte[] salt, int rounds, byte[] nonce, String authenticated)
            throws GeneralSecurityException {
        PBEKeySpec spec = new PBEKeySpec(passphrase, salt, rounds, AES_BITS);
        try {
            SecretKey derived =
                    SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec);
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(derived.getEncoded(), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD((HEADER + "\n" + authenticated).getBytes(StandardCharsets.UTF_8));
            return cipher;
        } finally {
            spec.clearPassword();
        }
    }

    private static byte[] take(ByteBuffer from, int length) {
        byte[] bytes = new byte[length];
        from.get(bytes);
        return bytes;
    }

    private static IllegalStateException noSuchAlgorithm(GeneralSecurityException e) {
        return new IllegalStateException("This Java platform lacks Ed25519, AES-GCM or PBKDF2", e);
    }
}
