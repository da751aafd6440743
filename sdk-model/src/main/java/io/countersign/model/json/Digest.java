package io.countersign.model.json;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.countersign.model.MalformedInputException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The SHA-256 of some bytes, by which a document, a plan or a policy is named. Written {@code sha256:} and 64 lower-case hex
 * digits.
 */
public record Digest(String hex) implements Comparable<Digest> {
    private static final String PREFIX = "sha256:";
    private static final int HEX_LENGTH = 64;

    /**
     * Takes the hex digits alone.
     *
     * @throws MalformedInputException if they are not 64 lower-case hex digits
     */
    public Digest {
        if (!isHex(hex)) {
            throw new MalformedInputException("A digest has 64 lower-case hex digits: \"" + hex + "\"");
        }
    }

    /** Hashes the bytes. */
    public static Digest of(byte[] bytes) {
        return ofHash(sha256().digest(bytes));
    }

    /** Hashes the canonical JSON of a value. */
    public static Digest ofCanonical(Object value) {
        return of(CanonicalJson.bytes(value));
    }

    /** Names a hash that is already there: 32 bytes. */
    public static Digest ofHash(byte[] hash) {
        return new Digest(HexFormat.of().formatHex(hash));
    }

    /**
     * Reads {@code sha256:...}.
     *
     * @throws MalformedInputException if the text has another form
     */
    @JsonCreator
    public static Digest parse(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new MalformedInputException("A digest starts with " + PREFIX + ": \"" + text + "\"");
        }
        return new Digest(text.substring(PREFIX.length()));
    }

    /** The 32 bytes. */
    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    /** The first twelve hex digits, for people; never for comparing. */
    public String abbreviated() {
        return PREFIX + hex.substring(0, 12);
    }

    @Override
    public int compareTo(Digest other) {
        return hex.compareTo(other.hex);
    }

    @JsonValue
    @Override
    public String toString() {
        return PREFIX + hex;
    }

    private static boolean isHex(String text) {
        if (text.length() != HEX_LENGTH) {
            return false;
        }
        for (int i = 0; i < HEX_LENGTH; i++) {
            char c = text.charAt(i);
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                return false;
            }
        }
        return true;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
