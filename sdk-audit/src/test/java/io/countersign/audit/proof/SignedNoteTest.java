package io.countersign.audit.proof;

import static io.countersign.audit.proof.Rejections.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.proof.ProofRejectedException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignedNoteTest {
    private static final TestSigner LOG = TestSigner.of("example.com/log", 1);
    private static final TestSigner OTHER = TestSigner.of("example.com/other", 2);
    private static final NoteVerifier LOG_KEY = NoteVerifier.parse(LOG.vkey());
    private static final NoteVerifier OTHER_KEY = NoteVerifier.parse(OTHER.vkey());
    private static final String TEXT = "Any text, with \u00fcmlauts\n\nand an empty line\n";
    private static final NoteSignature FORGED =
            new NoteSignature(LOG_KEY.name(), LOG_KEY.keyId(), StrictText.base64(new byte[64]));

    @Test
    void parse_note_readsBackWhatItPrints() {
        String note = note(LOG.sign(TEXT), OTHER.sign(TEXT), LOG.cosign(TEXT, 7));

        assertThat(SignedNote.parse(note)).hasToString(note);
        assertThat(SignedNote.parse(note).text()).isEqualTo(TEXT);
        assertThat(SignedNote.parse(note).verify(List.of(OTHER_KEY, LOG_KEY, NoteVerifier.parse(LOG.cosignerVkey()))))
                .containsExactly(LOG_KEY, OTHER_KEY, NoteVerifier.parse(LOG.cosignerVkey()));
    }

    @Test
    void verify_anyByteChanged_isRefused() {
        String note = note(LOG.sign(TEXT));
        Rejections.forEveryByteChanged(
                note,
                (change, bytes) -> assertThat(Rejections.isRejected(
                                () -> SignedNote.parse(bytes).verify(List.of(LOG_KEY))))
                        .as(change)
                        .isTrue());
    }

    /** What is read has one spelling, whatever it is. */
    @Test
    void parse_anyByteChanged_isRefusedOrReadAsItStands() {
        String note = note(LOG.sign(TEXT), OTHER.sign(TEXT));
        Rejections.forEveryByteChanged(note, (change, bytes) -> {
            if (!Rejections.isRejected(() -> SignedNote.parse(bytes))) {
                assertThat(SignedNote.parse(bytes)).as(change).hasToString(new String(bytes, StandardCharsets.UTF_8));
            }
        });
    }

    @Test
    void verify_knownKeyThatFails_refusesTheNote() {
        assertRejected(
                Reason.BAD_SIGNATURE,
                "The signature of example.com/log (key " + LOG_KEY.keyId() + ") is not over this text",
                () -> verify(note(OTHER.sign(TEXT), FORGED), LOG_KEY, OTHER_KEY));
        // Also where the key has signed before.
        assertRejected(
                Reason.BAD_SIGNATURE,
                "is not over this text",
                () -> verify(note(LOG.sign(TEXT), FORGED), LOG_KEY, OTHER_KEY));
        assertThat(verify(note(OTHER.sign(TEXT), FORGED), OTHER_KEY)).containsExactly(OTHER_KEY);
    }

    @Test
    void verify_sameKeyTwice_countsOnce() {
        assertThat(verify(note(LOG.sign(TEXT), LOG.sign(TEXT)), LOG_KEY, NoteVerifier.parse(LOG.vkey())))
                .containsExactly(LOG_KEY);
    }

    @Test
    void verify_nameOrIdOfKnownKey_isUnknownUnlessBothAre() {
        NoteSignature good = LOG.sign(TEXT);
        NoteSignature otherId = new NoteSignature(LOG_KEY.name(), "00000000", good.base64());
        NoteSignature otherName = new NoteSignature("example.com/lag", LOG_KEY.keyId(), good.base64());

        assertRejected(Reason.UNKNOWN_KEY, "No signature by", () -> verify(note(otherId, otherName), LOG_KEY));
        assertThat(verify(note(otherId, otherName, good), LOG_KEY)).containsExactly(LOG_KEY);
        assertRejected(
                Reason.UNKNOWN_KEY,
                "No signature by any key, as none was given; signed by example.com/log (key ",
                () -> verify(note(good)));
    }

    @Test
    void parse_upTo100Signatures_areRead() {
        for (int count : new int[] {16, 17, 100}) {
            List<NoteSignature> many = new ArrayList<>(Collections.nCopies(count - 1, OTHER.sign(TEXT)));
            many.add(LOG.sign(TEXT));
            assertThat(verify(new SignedNote(TEXT, many).toString(), LOG_KEY)).containsExactly(LOG_KEY);
        }
        String tooMany = new SignedNote(TEXT, Collections.nCopies(101, LOG.sign(TEXT))).toString();
        assertRejected(Reason.MALFORMED, "at most 100 signatures, this one 101", () -> SignedNote.parse(tooMany));
    }

    @Test
    void parse_otherBase64OfTheSameBytes_isRefused() {
        String note = note(LOG.sign(TEXT));
        assertThat(note).endsWith("=\n");
        for (String other : List.of(
                note.replace("=\n", "\n"),
                note.replace("=\n", "==\n"),
                note.replace("=\n", "=\n="),
                note.replace("=\n", " \n"),
                note.replaceAll("(.)=\n$", "$1=A\n"))) {
            assertThat(Rejections.isRejected(() -> verify(other, LOG_KEY)))
                    .as(other)
                    .isTrue();
        }
    }

    @Test
    void parse_otherForm_isRefused() {
        String line = note(LOG.sign(TEXT)).substring(TEXT.length() + 1);
        for (String other : List.of(
                "",
                "\n",
                TEXT,
                TEXT + "\n",
                TEXT + "\n\n",
                TEXT + line,
                line,
                "\n" + line,
                TEXT + "\n" + line + "\n",
                TEXT + "\n" + line + "x\n",
                TEXT + "\n" + line.replace("\u2014 ", "- "),
                TEXT + "\n" + line.replace("\u2014 ", "\u2014"),
                TEXT + "\n" + line.replace("\u2014 ", "\u2014  "),
                TEXT + "\n" + line.replace("\n", "\r\n"),
                TEXT + "\n" + line.replace("\n", ""),
                TEXT + "\n" + "\u2014 example.com/log\n",
                TEXT + "\n" + "\u2014 example.com/log \n",
                TEXT + "\n" + "\u2014 example.com/log AAAAAA==\n", // a key id alone
                TEXT + "\n" + line.replace("example.com/log", "example.com+log"),
                TEXT + "\n" + line.replace("example.com/log", "example.com\u00a0log"),
                TEXT + "\n" + line.replace("example.com/log", "example.com\u3000log"),
                TEXT.replace("text", "te\txt") + "\n" + line,
                TEXT.replace("text", "te\u0000xt") + "\n" + line)) {
            assertThat(Rejections.isRejected(() -> verify(other, LOG_KEY)))
                    .as(other)
                    .isTrue();
        }
    }

    private static List<NoteVerifier> verify(String note, NoteVerifier... keys) {
        return SignedNote.parse(note).verify(List.of(keys));
    }

    private static String note(NoteSignature... signatures) {
        return new SignedNote(TEXT, List.of(signatures)).toString();
    }
}
