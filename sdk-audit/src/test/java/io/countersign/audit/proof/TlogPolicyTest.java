package io.countersign.audit.proof;

import static io.countersign.audit.proof.Rejections.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.proof.ProofRejectedException.Reason;
import io.countersign.model.merkle.MerkleTree;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlogPolicyTest {
    private static final TestSigner LOG = TestSigner.of("example.com/log", 1);
    private static final TestSigner W1 = TestSigner.of("w1.example", 11);
    private static final TestSigner W2 = TestSigner.of("w2.example", 12);
    private static final TestSigner W3 = TestSigner.of("w3.example", 13);
    private static final String CHECKPOINT =
            Checkpoint.of("example.com/log", 7, MerkleTree.emptyRoot()).text();
    private static final String KEYS = "log " + LOG.vkey() + " https://example.com/log\n"
            + "witness w1 " + W1.cosignerVkey() + " https://w1.example\n"
            + "witness w2 " + W2.cosignerVkey() + "\n"
            + "witness w3 " + W3.cosignerVkey() + "\n";
    private static final String POLICY =
            KEYS + "group two 1 w2 w3\ngroup all 2 w1 two\nquorum all\n"; // w1, and one of the others

    @Test
    void parse_policy_readsBackWhatItPrints() {
        TlogPolicy policy = TlogPolicy.parse(POLICY);

        assertThat(policy).hasToString(POLICY).isEqualTo(TlogPolicy.parse(POLICY));
        assertThat(policy.logs()).extracting(log -> log.key().vkey()).containsExactly(LOG.vkey());
        assertThat(policy.logs()).extracting(TlogPolicy.Log::url).containsExactly("https://example.com/log");
        assertThat(policy.witnesses()).extracting(TlogPolicy.Witness::name).containsExactly("w1", "w2", "w3");
        assertThat(policy.witnesses())
                .extracting(TlogPolicy.Witness::url)
                .containsExactly("https://w1.example", "", "");
        assertThat(policy.groups()).extracting(TlogPolicy.Group::threshold).containsExactly(1, 2);
        assertThat(policy.quorum()).isEqualTo("all");
    }

    @Test
    void parse_freeForm_isPrintedInOneSpelling() {
        String free = "# whom we believe\n\n\t witness\tw1 \t " + W1.cosignerVkey() + "  https://w1.example \n"
                + "witness w2 " + W2.cosignerVkey() + "\nwitness w3 " + W3.cosignerVkey() + "\n \t\n"
                + "  # groups\ngroup two any w2 w3\ngroup all all w1 two\nquorum   all\n"
                + "log " + LOG.vkey() + " https://example.com/log"; // the last line feed may be missing

        assertThat(TlogPolicy.parse(free)).hasToString(POLICY).isEqualTo(TlogPolicy.parse(POLICY));
        assertThat(TlogPolicy.parse("quorum none")).hasToString("quorum none\n");
        assertThat(TlogPolicy.parse("quorum none")).isNotEqualTo(TlogPolicy.parse(POLICY));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1 | Log L                    | Starts with none of log, witness, group and quorum
            1 | quorums none             | Starts with none of log, witness, group and quorum
            1 | log                      | It is not of the form "log VKEY [URL]"
            1 | log L a b                | It is not of the form "log VKEY [URL]"
            1 | log x                    | A verifier key has the form name+id+key
            2 | log L; log M             | The public key of log example.com/renamed is listed twice
            1 | witness w                | It is not of the form "witness NAME VKEY [URL]"
            1 | witness w A a # why      | It is not of the form "witness NAME VKEY [URL]"
            1 | witness w L              | of type 1, that of a log
            1 | witness none A           | The name none is taken
            2 | witness w A; witness w B | A name is defined once: "w" is one already
            2 | witness v A; witness w C | The public key of witness "w" is listed twice
            2 | witness w A; group w 1 w | A name is defined once
            1 | group g all              | It is not of the form "group NAME all|any|NUMBER MEMBER..."
            1 | group g all w            | No line before defines a witness or group "w"
            1 | group g all g            | No line before defines a witness or group "g"
            2 | witness w A; group g any none       | The name none stands for no witness
            2 | witness w A; group none any w       | The name none is taken
            2 | witness w A; group g 0 w            | from 1 to its 1 members, not 0
            2 | witness w A; group g 2 w            | from 1 to its 1 members, not 2
            2 | witness w A; group g 4294967297 w   | from 1 to its 1 members, not 4294967297
            2 | witness w A; group g 18446744073709551615 w | from 1 to its 1 members, not 18446744073709551615
            2 | witness w A; group g -1 w           | is not a number
            2 | witness w A; group g +1 w           | is not a number in its one spelling
            2 | witness w A; group g 01 w           | is not a number in its one spelling
            2 | witness w A; group g ANY w          | is not a number
            2 | witness w A; group g all w w        | "w" is one already
            3 | witness w A; group g any w; group h any w   | "w" is one already
            3 | witness w A; group g any w; group g any w   | "w" is one already
            1 | quorum                   | It is not of the form "quorum NAME"
            1 | quorum none none         | It is not of the form "quorum NAME"
            1 | quorum w                 | No line before defines a witness or group "w"
            2 | quorum none; quorum none | A policy has one quorum, and this one has "none" already
            """)
    void parse_badLine_isNamedWithItsReason(int line, String policy, String reason) {
        String text = policy.replace("; ", "\n")
                .replaceAll("\\bL\\b", LOG.vkey())
                .replaceAll("\\bM\\b", TestSigner.of("example.com/renamed", 1).vkey())
                .replaceAll("\\bA\\b", W1.cosignerVkey())
                .replaceAll("\\bB\\b", W2.cosignerVkey())
                .replaceAll("\\bC\\b", TestSigner.of("renamed", 11).cosignerVkey());

        assertRejected(Reason.MALFORMED, reason, () -> TlogPolicy.parse(text));
        assertRejected(Reason.MALFORMED, "Line " + line + " of the policy: ", () -> TlogPolicy.parse(text));
        // What stands around it changes the number of the line alone.
        assertRejected(
                Reason.MALFORMED,
                "Line " + (line + 2) + " of the policy: ",
                () -> TlogPolicy.parse("# comment\n\n" + text + "\n"));
    }

    @Test
    void parse_withoutQuorum_isRefused() {
        for (String text : List.of("", "\n", "# quorum none\n", KEYS)) {
            assertRejected(Reason.MALFORMED, "without a line \"quorum\"", () -> TlogPolicy.parse(text));
        }
    }

    @Test
    void parse_controlCharacters_areRefusedAndOtherOctetsAreNot() {
        for (int octet = 0; octet < 256; octet++) {
            ByteArrayOutputStream octets = new ByteArrayOutputStream();
            octets.writeBytes("quorum none\n# ".getBytes(StandardCharsets.US_ASCII));
            octets.write(octet);
            if (octet == '\t' || octet == '\n' || (octet >= 0x20 && octet != 0x7f)) {
                assertThat(TlogPolicy.parse(octets.toByteArray()).quorum()).isEqualTo("none");
            } else {
                assertRejected(
                        Reason.MALFORMED,
                        "Line 2 of the policy: No control characters",
                        () -> TlogPolicy.parse(octets.toByteArray()));
            }
        }
        assertRejected(Reason.MALFORMED, "valid Unicode", () -> TlogPolicy.parse("quorum none\n# \ud800"));
    }

    /** Names are octets: they need not be UTF-8, and look-alikes differ. A key's name is UTF-8 all the same. */
    @Test
    void parse_namesOfAnyOctets_areTold() {
        TestSigner umlaut = TestSigner.of("w\u00f6.example", 14);
        String look = "witness K " + W1.cosignerVkey() + "\nwitness \u212a " + W2.cosignerVkey()
                + "\ngroup g all K \u212a\nquorum g\n";
        assertThat(TlogPolicy.parse(look).groups().get(0).members()).containsExactly("K", "\u212a");

        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        octets.writeBytes("witness \u00f6 ".getBytes(StandardCharsets.ISO_8859_1));
        octets.writeBytes(umlaut.cosignerVkey().getBytes(StandardCharsets.UTF_8));
        octets.writeBytes("\nquorum \u00f6\n".getBytes(StandardCharsets.ISO_8859_1));
        TlogPolicy policy = TlogPolicy.parse(octets.toByteArray());
        assertThat(policy.witnesses().get(0).key().name()).isEqualTo("w\u00f6.example");
        assertThat(TlogPolicy.parse(policy.toString())).isEqualTo(policy);
    }

    /** The format asks for at least 32 of each. */
    @Test
    void parse_manyDefinitions_upTo256OfEach() {
        assertThat(TlogPolicy.parse(many(256)).groups()).hasSize(256);
        assertRejected(Reason.MALFORMED, "A policy has at most 256 witnesses", () -> TlogPolicy.parse(many(257)));
        assertRejected(
                Reason.MALFORMED,
                "at most 2000000 bytes, this one 2000001",
                () -> TlogPolicy.parse(new byte[2_000_001]));
    }

    /** Each group holds the one before: the deepest that there can be. */
    private static String many(int count) {
        String witnesses = IntStream.range(0, count)
                .mapToObj(i -> "witness w" + i + " " + TestSigner.vkey("w", 6, padded(i))
                        + "\n") // any bytes are a key of that type
                .collect(Collectors.joining());
        String groups = IntStream.range(0, count)
                .mapToObj(i -> "group g" + i + " all w" + i + (i == 0 ? "" : " g" + (i - 1)) + "\n")
                .collect(Collectors.joining());
        return witnesses + groups + "quorum g" + (count - 1) + "\n";
    }

    private static byte[] padded(int number) {
        byte[] key = new byte[1312];
        key[0] = (byte) number;
        key[1] = (byte) (number >> 8);
        return key;
    }

    @Test
    void parse_anyByteChanged_isRefusedOrReadsBack() {
        Rejections.forEveryByteChanged(
                POLICY,
                (change, bytes) -> Rejections.isRejected(() -> {
                    TlogPolicy policy = TlogPolicy.parse(bytes);
                    assertThat(TlogPolicy.parse(policy.toString())).as(change).isEqualTo(policy);
                    assertThat(policy.logs())
                            .extracting(log -> log.key().vkey())
                            .isSubsetOf(LOG.vkey());
                    assertThat(policy.witnesses())
                            .extracting(witness -> witness.key().vkey())
                            .isSubsetOf(W1.cosignerVkey(), W2.cosignerVkey(), W3.cosignerVkey());
                }));
    }

    @Test
    void isQuorum_everySubsetOfWitnesses_asTheGroupsSay() {
        TlogPolicy policy = TlogPolicy.parse(POLICY);
        for (int subset = 0; subset < 8; subset++) {
            int chosen = subset;
            Set<String> cosigned = IntStream.range(0, 3)
                    .filter(i -> (chosen & 1 << i) != 0)
                    .mapToObj(i -> "w" + (i + 1))
                    .collect(Collectors.toSet());
            assertThat(policy.isQuorum(cosigned))
                    .as("%s", cosigned)
                    .isEqualTo(cosigned.contains("w1") && cosigned.size() > 1);
        }
        assertThat(TlogPolicy.parse("quorum none").isQuorum(Set.of())).isTrue();
        assertThat(TlogPolicy.parse(KEYS + "quorum w2").isQuorum(Set.of("w1", "w3")))
                .isFalse();
        assertThat(TlogPolicy.parse(KEYS + "quorum w2").isQuorum(Set.of("w2"))).isTrue();
        String threshold = KEYS + "group g %d w1 w2 w3\nquorum g\n";
        for (int k = 1; k <= 3; k++) {
            TlogPolicy ofThree = TlogPolicy.parse(threshold.formatted(k));
            assertThat(ofThree.isQuorum(Set.of())).isFalse();
            assertThat(ofThree.isQuorum(Set.of("w3"))).isEqualTo(k <= 1);
            assertThat(ofThree.isQuorum(Set.of("w3", "w1"))).isEqualTo(k <= 2);
            assertThat(ofThree.isQuorum(Set.of("w3", "w1", "w2"))).isTrue();
        }
    }

    @Test
    void verify_logAndQuorum_isAccepted() {
        WitnessedCheckpoint witnessed = verify(
                POLICY,
                W3.cosign(CHECKPOINT, 3),
                LOG.sign(CHECKPOINT),
                W1.cosign(CHECKPOINT, 1_700_000_000),
                W3.cosign(CHECKPOINT, 4));

        assertThat(witnessed.checkpoint().text()).isEqualTo(CHECKPOINT);
        assertThat(witnessed.log().vkey()).isEqualTo(LOG.vkey());
        assertThat(witnessed.cosignatures())
                .containsExactly(
                        new Cosignature("w3", NoteVerifier.parse(W3.cosignerVkey()), 3),
                        new Cosignature("w1", NoteVerifier.parse(W1.cosignerVkey()), 1_700_000_000));
        assertThat(witnessed.unchecked()).isEmpty();
    }

    @Test
    void verify_tooFewWitnesses_isNoQuorum() {
        assertRejected(
                Reason.QUORUM_NOT_MET,
                "The checkpoint does not have the quorum \"all\": cosigned by no witness of the policy",
                () -> verify(POLICY, LOG.sign(CHECKPOINT)));
        assertRejected(
                Reason.QUORUM_NOT_MET,
                "cosigned by w2, w3",
                () -> verify(POLICY, LOG.sign(CHECKPOINT), W2.cosign(CHECKPOINT, 1), W3.cosign(CHECKPOINT, 1)));
        // A witness that nobody named, one that signs as a log does, and one under another name.
        assertRejected(
                Reason.QUORUM_NOT_MET,
                "cosigned by w2",
                () -> verify(
                        POLICY,
                        LOG.sign(CHECKPOINT),
                        W2.cosign(CHECKPOINT, 1),
                        TestSigner.of("w4.example", 44).cosign(CHECKPOINT, 1),
                        W1.sign(CHECKPOINT),
                        TestSigner.of("w9.example", 11).cosign(CHECKPOINT, 1)));
        assertThat(verify(KEYS + "quorum none\n", LOG.sign(CHECKPOINT)).cosignatures())
                .isEmpty();
    }

    @Test
    void verify_anyFailingSignatureOfThePolicy_refusesTheNote() {
        NoteSignature overOther = W2.cosign(CHECKPOINT + "extension\n", 5);
        assertRejected(
                Reason.BAD_SIGNATURE,
                "The signature of w2.example (key ",
                () -> verify(
                        POLICY, LOG.sign(CHECKPOINT), W1.cosign(CHECKPOINT, 1), W3.cosign(CHECKPOINT, 1), overOther));
        assertRejected(
                Reason.BAD_SIGNATURE,
                "The signature of w2.example (key ",
                () -> verify(KEYS + "quorum none\n", LOG.sign(CHECKPOINT), overOther));
        assertRejected(
                Reason.BAD_SIGNATURE,
                "The signature of example.com/log (key ",
                () -> verify(KEYS + "quorum none\n", LOG.sign(CHECKPOINT + "extension\n")));
    }

    @Test
    void verify_noLogOfThePolicy_isUnknown() {
        assertRejected(
                Reason.UNKNOWN_KEY,
                "No signature by a log of the policy, example.com/log (key ",
                () -> verify(POLICY, W1.cosign(CHECKPOINT, 1), W2.cosign(CHECKPOINT, 1)));
        assertRejected(
                Reason.UNKNOWN_KEY,
                "No signature by a log of the policy",
                () -> verify(POLICY, LOG.cosign(CHECKPOINT, 1), W1.cosign(CHECKPOINT, 1), W2.cosign(CHECKPOINT, 1)));
        assertRejected(
                Reason.UNKNOWN_KEY, "The policy names no log", () -> verify("quorum none\n", LOG.sign(CHECKPOINT)));
    }

    @Test
    void verify_originOfOtherLog_isWrong() {
        TestSigner other = TestSigner.of("example.com/other", 2);
        String both = "log " + LOG.vkey() + "\nlog " + other.vkey() + "\nquorum none\n";
        assertRejected(
                Reason.WRONG_ORIGIN,
                "The checkpoint is of the log \"example.com/log\", but signed by example.com/other (key ",
                () -> verify(both, other.sign(CHECKPOINT)));
        assertThat(verify(both, other.sign(CHECKPOINT), LOG.sign(CHECKPOINT))
                        .log()
                        .vkey())
                .isEqualTo(LOG.vkey());
    }

    /** A log that changes its key signs with both for a while; and its key may be a cosigner's. */
    @Test
    void verify_severalKeysOfOneLog_anyWillDo() {
        TestSigner next = TestSigner.of("example.com/log", 3);
        String both = "log " + LOG.vkey() + "\nlog " + next.cosignerVkey() + "\nquorum none\n";
        assertThat(verify(both, LOG.sign(CHECKPOINT)).log().vkey()).isEqualTo(LOG.vkey());
        assertThat(verify(both, next.cosign(CHECKPOINT, 8)).log().vkey()).isEqualTo(next.cosignerVkey());
    }

    @Test
    void verify_noCheckpoint_isMalformed() {
        String text = "example.com/log\n07\nAAAA\n";
        assertRejected(
                Reason.MALFORMED,
                "The size of the checkpoint is not a number",
                () -> TlogPolicy.parse(KEYS + "quorum none\n").verify(new SignedNote(text, List.of(LOG.sign(text)))));
    }

    @Test
    void verify_anyByteOfTheNoteChanged_isRefused() {
        String note = new SignedNote(CHECKPOINT, List.of(LOG.sign(CHECKPOINT), W1.cosign(CHECKPOINT, 1_700_000_000)))
                .toString();
        TlogPolicy policy = TlogPolicy.parse(KEYS + "quorum w1\n");
        assertThat(policy.verify(SignedNote.parse(note)).cosignatures()).hasSize(1);
        Rejections.forEveryByteChanged(
                note,
                (change, bytes) -> assertThat(Rejections.isRejected(() -> policy.verify(SignedNote.parse(bytes))))
                        .as(change)
                        .isTrue());
    }

    /** Where Java cannot check a witness's ML-DSA-44, it does not count, and the message says why; where it can, it is bad. */
    @Test
    void verify_mlDsaWitness_isNeverBelievedUnchecked() {
        NoteVerifier key = NoteVerifier.parse(TestSigner.vkey("w6.example", 6, new byte[1312]));
        NoteSignature forged = NoteSignature.of(key, new byte[2428]);
        String keys = KEYS + "witness w6 " + key.vkey() + "\n";
        if (key.isCheckable()) {
            assertRejected(
                    Reason.BAD_SIGNATURE,
                    "The signature of w6.example (key ",
                    () -> verify(keys + "quorum none\n", LOG.sign(CHECKPOINT), forged));
            return;
        }
        NoteVerifier log = NoteVerifier.parse(TestSigner.vkey("example.com/log", 6, new byte[1312]));
        assertRejected(
                Reason.UNKNOWN_KEY,
                "example.com/log (key " + log.keyId() + ", ML-DSA-44: this Java cannot check it)",
                () -> verify("log " + log.vkey() + "\nquorum none\n", NoteSignature.of(log, new byte[2428])));
        assertRejected(
                Reason.QUORUM_NOT_MET,
                "cosigned by no witness of the policy; not checked: w6.example (key " + key.keyId()
                        + ", ML-DSA-44: this Java cannot check it)",
                () -> verify(keys + "quorum w6\n", LOG.sign(CHECKPOINT), forged));
        assertThat(verify(
                                keys + "group g any w1 w6\nquorum g\n",
                                LOG.sign(CHECKPOINT),
                                forged,
                                W1.cosign(CHECKPOINT, 1))
                        .unchecked())
                .containsExactly(key);
    }

    /** Where Java can check it, ML-DSA-44 counts as well as any: for a witness, and for a log. */
    @Test
    void verify_mlDsaThatJavaChecks_counts() throws GeneralSecurityException {
        if (!NoteVerifierTest.javaKnowsMlDsa()) {
            assertThatThrownBy(() -> Signature.getInstance("ML-DSA-44")).isInstanceOf(NoSuchAlgorithmException.class);
            return;
        }
        KeyPair pair = KeyPairGenerator.getInstance("ML-DSA-44").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        byte[] raw = Arrays.copyOfRange(encoded, encoded.length - 1312, encoded.length);
        NoteVerifier witness = NoteVerifier.parse(TestSigner.vkey("w6.example", 6, raw));
        NoteVerifier log = NoteVerifier.parse(TestSigner.vkey("example.com/log", 6, raw));
        NoteSignature cosignature = mlDsa(pair, witness, 1_700_000_000);
        String keys = KEYS + "witness w6 " + witness.vkey() + "\nquorum w6\n";

        assertThat(verify(keys, LOG.sign(CHECKPOINT), cosignature).cosignatures())
                .containsExactly(new Cosignature("w6", witness, 1_700_000_000));
        assertThat(verify("log " + log.vkey() + "\nquorum none\n", mlDsa(pair, log, 0))
                        .log())
                .isEqualTo(log);
        // What one name signed is not signed by another, though the key is the same.
        assertRejected(
                Reason.BAD_SIGNATURE,
                "The signature of w6.example (key ",
                () -> verify(
                        keys,
                        LOG.sign(CHECKPOINT),
                        NoteSignature.of(witness, mlDsa(pair, log, 0).bytes())));
    }

    private static NoteSignature mlDsa(KeyPair pair, NoteVerifier key, long time) throws GeneralSecurityException {
        Signature mlDsa = Signature.getInstance("ML-DSA-44");
        mlDsa.initSign(pair.getPrivate());
        mlDsa.update(TimedSignature.subtreeMessage(key.name(), time, "example.com/log", 0, 7, MerkleTree.emptyRoot()));
        return NoteSignature.of(key, TestSigner.timed(time, mlDsa.sign()));
    }

    private static WitnessedCheckpoint verify(String policy, NoteSignature... signatures) {
        String note = new SignedNote(CHECKPOINT, List.of(signatures)).toString();
        return TlogPolicy.parse(policy).verify(SignedNote.parse(note));
    }
}
