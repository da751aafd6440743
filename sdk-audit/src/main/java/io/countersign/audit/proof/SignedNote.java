package io.countersign.audit.proof;

import io.countersign.audit.proof.ProofRejectedException.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A text with signatures under it (c2sp.org/signed-note). Reading one checks its form only; {@link #verify} checks the
 * signatures.
 *
 * @param text what is signed; ends with a line break
 * @param signatures at least one, in the order in which they stand
 */
public record SignedNote(String text, List<NoteSignature> signatures) {
    /** Most signatures that are read. */
    public static final int SIGNATURES_MAX = 100;

    /** Longest note that is read, in characters. */
    public static final int LENGTH_MAX = 1_000_000;

    private static final String LINE_START = "\u2014 ";
    private static final int KEY_ID_LENGTH = 4;

    /**
     * Checks the text.
     *
     * @throws ProofRejectedException if it does not end with a line break, has other control characters or a lone surrogate, or
     *     there is no signature
     */
    public SignedNote {
        requireText(text);
        signatures = List.copyOf(signatures);
        if (signatures.isEmpty()) {
            throw ProofRejectedException.malformed("A signed note has at least one signature");
        }
    }

    /**
     * Reads a note.
     *
     * @throws ProofRejectedException if it is not in the form of a signed note
     */
    public static SignedNote parse(String note) {
        if (note.length() > LENGTH_MAX) {
            throw ProofRejectedException.malformed(
                    "A signed note has at most " + LENGTH_MAX + " characters, this one " + note.length());
        }
        int split = note.lastIndexOf("\n\n");
        if (split < 0) {
            throw ProofRejectedException.malformed("A signed note has a blank line before its signatures");
        }
        String lines = note.substring(split + 2);
        if (!lines.endsWith("\n")) {
            throw ProofRejectedException.malformed("A signed note has signatures and ends with a line break");
        }
        List<NoteSignature> signatures = new ArrayList<>();
        for (String line : lines.substring(0, lines.length() - 1).split("\n", -1)) {
            signatures.add(signature(line));
        }
        if (signatures.size() > SIGNATURES_MAX) {
            throw ProofRejectedException.malformed(
                    "A signed note has at most " + SIGNATURES_MAX + " signatures, this one " + signatures.size());
        }
        return new SignedNote(note.substring(0, split + 1), signatures);
    }

    /** As {@link #parse(String)}, from UTF-8 bytes. */
    public static SignedNote parse(byte[] utf8) {
        return parse(StrictText.utf8("The signed note", utf8));
    }

    /**
     * Checks the signatures: those that claim to be by a known key must be, at least one must, and all others are ignored, as are
     * those by keys that this Java cannot check.
     *
     * @return the keys that signed, in the order of their first signatures
     * @throws ProofRejectedException with {@link Reason#BAD_SIGNATURE} or {@link Reason#UNKNOWN_KEY}
     */
    public List<NoteVerifier> verify(Collection<NoteVerifier> known) {
        Map<NoteVerifier, NoteSignature> signers = signers(known);
        if (signers.isEmpty()) {
            throw new ProofRejectedException(
                    Reason.UNKNOWN_KEY, "No signature by " + shown(known) + "; signed by " + shownSignatures());
        }
        return List.copyOf(signers.keySet());
    }

    /**
     * Which of these keys signed, and their first signatures, in the order in which they stand; possibly none.
     *
     * @throws ProofRejectedException with {@link Reason#BAD_SIGNATURE} if any signature claims to be by one and is not, be it
     *     the second by the same key
     */
    Map<NoteVerifier, NoteSignature> signers(Collection<NoteVerifier> known) {
        Map<NoteVerifier, NoteSignature> signers = new LinkedHashMap<>();
        for (NoteSignature signature : signatures) {
            for (NoteVerifier key : known) {
                if (key.isNamedBy(signature) && key.isCheckable()) {
                    if (!key.isSignature(text, signature.bytes())) {
                        throw new ProofRejectedException(
                                Reason.BAD_SIGNATURE,
                                "The signature of " + key.shown()
                                        + " is not over this text: the text or the signature was changed");
                    }
                    signers.putIfAbsent(key, signature);
                }
            }
        }
        return signers;
    }

    /** The note as it is stored and sent. */
    @Override
    public String toString() {
        StringBuilder note = new StringBuilder(text).append('\n');
        for (NoteSignature signature : signatures) {
            byte[] id = HexFormat.of().parseHex(signature.keyId());
            byte[] bytes = signature.bytes();
            byte[] both = new byte[id.length + bytes.length];
            System.arraycopy(id, 0, both, 0, id.length);
            System.arraycopy(bytes, 0, both, id.length, bytes.length);
            note.append(LINE_START).append(signature.name()).append(' ').append(StrictText.base64(both));
            note.append('\n');
        }
        return note.toString();
    }

    private static NoteSignature signature(String line) {
        if (!line.startsWith(LINE_START)) {
            throw ProofRejectedException.malformed(
                    "A signature line starts with an em dash and a space: " + StrictText.shown(line));
        }
        int space = line.indexOf(' ', LINE_START.length());
        if (space < 0) {
            throw ProofRejectedException.malformed(
                    "A signature line has a name and a signature: " + StrictText.shown(line));
        }
        String name = line.substring(LINE_START.length(), space);
        NoteVerifier.requireName(name);
        byte[] both = StrictText.base64("The signature of " + name, line.substring(space + 1));
        if (both.length <= KEY_ID_LENGTH) {
            throw ProofRejectedException.malformed(
                    "The signature of " + name + " is too short: " + both.length + " bytes");
        }
        byte[] bytes = Arrays.copyOfRange(both, KEY_ID_LENGTH, both.length);
        return new NoteSignature(name, HexFormat.of().formatHex(both, 0, KEY_ID_LENGTH), StrictText.base64(bytes));
    }

    private static void requireText(String text) {
        if (!text.endsWith("\n")) {
            throw ProofRejectedException.malformed("The text of a signed note ends with a line break");
        }
        boolean forbidden = text.codePoints()
                .anyMatch(
                        c -> (c < 0x20 && c != '\n') || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
        if (forbidden) {
            throw ProofRejectedException.malformed(
                    "The text of a signed note has no control characters but line breaks, and is valid Unicode");
        }
    }

    static String shown(Collection<NoteVerifier> keys) {
        return keys.isEmpty()
                ? "any key, as none was given"
                : String.join(", ", keys.stream().map(NoteVerifier::shown).toList());
    }

    String shownSignatures() {
        return String.join(
                ", ",
                signatures.stream()
                        .map(signature -> signature.name() + " (key " + signature.keyId() + ")")
                        .toList());
    }
}
