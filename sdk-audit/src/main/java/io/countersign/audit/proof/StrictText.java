package io.countersign.audit.proof;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Texts with one spelling only: what the JDK reads leniently is compared with what it would write. */
final class StrictText {
    private StrictText() {}

    /** Standard base64 with padding (RFC 4648 section 4), and no other spelling of the same bytes. */
    static byte[] base64(String thing, String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (base64(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw new ProofRejectedException(
                    ProofRejectedException.Reason.MALFORMED, thing + " is not base64: " + shown(text), e);
        }
        throw ProofRejectedException.malformed(thing + " is not base64 in its one spelling: " + shown(text));
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** An unsigned 64-bit number in decimal, without sign or leading zeros. */
    static long unsigned(String thing, String text) {
        try {
            long value = Long.parseUnsignedLong(text);
            if (Long.toUnsignedString(value).equals(text)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new ProofRejectedException(
                    ProofRejectedException.Reason.MALFORMED, thing + " is not a number: " + shown(text), e);
        }
        throw ProofRejectedException.malformed(thing + " is not a number in its one spelling: " + shown(text));
    }

    static String utf8(String thing, byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ProofRejectedException(ProofRejectedException.Reason.MALFORMED, thing + " is not UTF-8 text", e);
        }
    }

    /** A text for a message: quoted, cut, and without control characters. */
    static String shown(String text) {
        String cut = text.length() <= 80 ? text : text.substring(0, 80) + "...";
        return "\"" + cut.replaceAll("\\p{Cntrl}", "?") + "\"";
    }
}
