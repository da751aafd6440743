package io.countersign.audit.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.AuditLedger;
import io.countersign.audit.Ed25519Signer;
import io.countersign.audit.proof.ProofRejectedException.Reason;
import io.countersign.model.fixtures.JournalContract;
import io.countersign.model.fixtures.SettableClock;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.merkle.MerkleTree;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntryProofVerifierTest {
    private static final Ed25519Signer SIGNER = Ed25519Signer.generate("example.com/ledger");

    private static final TestSigner W1 = TestSigner.of("w1.example", 11);
    private static final TestSigner W2 = TestSigner.of("w2.example", 12);

    @TempDir
    private Path folder;

    private AuditLedger ledger;
    private String small;
    private String large;
    private String neighbour;

    @BeforeEach
    void record() {
        ledger = AuditLedger.builder()
                .file(folder.resolve("ledger.db"))
                .clock(SettableClock.atSomeInstant())
                .signer(SIGNER)
                .signingWithin(Duration.ofDays(1))
                .build();
        try (AuditLedger open = ledger) {
            for (int i = 0; i < 5; i++) {
                Object payload = i == 3 ? "x".repeat(100_000) : ",\"sequence\":99,\"payloadDigest\":\"sha256:" + i;
                open.append(AppendBatch.of(
                        "key-" + i, List.of(JournalContract.draft("change/CHG-1", "change.approved", payload))));
            }
            small = open.prove(2);
            large = open.prove(3);
            neighbour = open.prove(1);
            open.verify();
        }
    }

    @Test
    void verify_proofOfTheLedger_showsTheEntry() {
        VerifiedEntry verified = EntryProofVerifier.verify(small, SIGNER.vkey());

        assertThat(verified.index()).isEqualTo(2);
        assertThat(verified.checkpoint().size()).isEqualTo(5);
        assertThat(verified.checkpoint().origin()).isEqualTo("example.com/ledger");
        assertThat(verified.key().vkey()).isEqualTo(SIGNER.vkey());
        assertThat(new String(verified.entry(), StandardCharsets.UTF_8)).contains("\"sequence\":2,");
        assertThat(verified.payload()).isEmpty();
        assertThat(EntryProof.parse(small)).hasToString(small);
        assertThat(EntryProofVerifier.verify(large, SIGNER.vkey()).payload().orElseThrow())
                .hasSize(100_002);
    }

    @Test
    void verify_otherKey_isUnknown() {
        assertRejected(
                small,
                Ed25519Signer.generate("example.com/ledger").vkey(),
                Reason.UNKNOWN_KEY,
                "No signature by example.com/ledger (key ");
        assertRejected(
                small, Ed25519Signer.generate("other").vkey(), Reason.UNKNOWN_KEY, "No signature by other (key ");
        assertRejected(small, SIGNER.vkey().replace("ledger", "ladder"), Reason.MALFORMED, "it was copied wrongly");
    }

    @Test
    void verify_editedCheckpoint_isNotSigned() {
        String root = EntryProof.parse(small).proof().checkpoint().split("\n", -1)[2];
        String other = Base64.getEncoder().encodeToString(MerkleTree.emptyRoot());

        assertRejected(small.replace(root, other), Reason.BAD_SIGNATURE, "is not over this text");
        assertRejected(small.replace("\n5\n", "\n6\n"), Reason.BAD_SIGNATURE, "is not over this text");
        assertRejected(
                small.replace("\nexample.com/ledger\n", "\nexample.com/ladder\n"),
                Reason.BAD_SIGNATURE,
                "is not over this text");
    }

    @Test
    void verify_checkpointOfOtherLedgerByTheSameKey_isOfWrongOrigin() {
        assertRejected(
                signed(EntryProof.parse(small), Checkpoint.of("elsewhere", 5, MerkleTree.emptyRoot())),
                Reason.WRONG_ORIGIN,
                "The checkpoint is of the ledger \"elsewhere\", the key of example.com/ledger");
    }

    @Test
    void verify_otherRootBySameKey_doesNotHoldTheEntry() {
        assertRejected(
                signed(EntryProof.parse(small), Checkpoint.of("example.com/ledger", 5, MerkleTree.emptyRoot())),
                Reason.PATH_MISMATCH,
                "Entry 2 is not in the ledger that was signed (size 5): The proof leads to root ");
        assertRejected(
                signed(EntryProof.parse(small), Checkpoint.of("example.com/ledger", 500, MerkleTree.emptyRoot())),
                Reason.PATH_MISMATCH,
                "hashes are too few");
    }

    @Test
    void verify_otherIndex_isRejected() {
        assertRejected(
                small.replace("\nindex 2\n", "\nindex 5\n"),
                Reason.INDEX_BEYOND_SIZE,
                "The proof is for index 5, but the ledger that was signed has 5 entries");
        assertRejected(
                small.replace("\nindex 2\n", "\nindex 1\n"),
                Reason.ENTRY_MISPLACED,
                "The proof is for index 1, but the entry says that it stands elsewhere: \"\"sequence\":2,");
        assertRejected(small.replace("\nindex 2\n", "\nindex 02\n"), Reason.MALFORMED, "one spelling");
    }

    @Test
    void verify_editedEntry_isNamedSo() {
        EntryProof proof = EntryProof.parse(small);
        byte[] extra = proof.proof().extra().orElseThrow();
        byte[] edited = new String(extra, StandardCharsets.ISO_8859_1)
                .replace("alice", "malle")
                .getBytes(StandardCharsets.ISO_8859_1);

        assertRejected(
                withExtra(proof, edited),
                Reason.ENTRY_EDITED,
                "The entry was changed after the proof was made: its leaf hash is ");

        // An editor who also restates the leaf hash fails at the path.
        byte[] entry = new String(proof.entry(), StandardCharsets.UTF_8)
                .replace("alice", "malle")
                .getBytes(StandardCharsets.UTF_8);
        assertRejected(
                EntryProof.of(entry, 2, proof.proof().hashes(), proof.proof().checkpoint())
                        .toString(),
                Reason.PATH_MISMATCH,
                "Entry 2 is not in the ledger that was signed");
    }

    @Test
    void verify_pathOfOtherEntryOrLength_isRejected() {
        EntryProof proof = EntryProof.parse(small);
        List<byte[]> shorter =
                proof.proof().hashes().subList(1, proof.proof().hashes().size());
        List<byte[]> longer = new ArrayList<>(proof.proof().hashes());
        longer.add(MerkleTree.emptyRoot());

        assertRejected(withHashes(proof, shorter), Reason.PATH_MISMATCH, "too few");
        assertRejected(withHashes(proof, longer), Reason.PATH_MISMATCH, "left over");
        assertRejected(
                withHashes(proof, EntryProof.parse(neighbour).proof().hashes()), Reason.PATH_MISMATCH, "leads to root");
    }

    @Test
    void verify_payloadBeside_mustBeTheOneNamed() {
        EntryProof proof = EntryProof.parse(large);
        EntryProof inside = EntryProof.parse(small);
        byte[] other = proof.payload().orElseThrow();
        other[7] ^= 1;

        assertRejected(
                EntryProof.of(
                                proof.entry(),
                                other,
                                3,
                                proof.proof().hashes(),
                                proof.proof().checkpoint())
                        .toString(),
                Reason.PAYLOAD_MISMATCH,
                "The payload was changed: its digest is ");
        assertRejected(
                EntryProof.of(
                                proof.entry(),
                                3,
                                proof.proof().hashes(),
                                proof.proof().checkpoint())
                        .toString(),
                Reason.PAYLOAD_MISMATCH,
                "the proof does not carry it");
        assertRejected(
                EntryProof.of(
                                inside.entry(),
                                other,
                                2,
                                inside.proof().hashes(),
                                inside.proof().checkpoint())
                        .toString(),
                Reason.PAYLOAD_MISMATCH,
                "the entry does not name one beside it");
    }

    @Test
    void verify_byPolicy_demandsWitnesses() {
        String policy = "log " + SIGNER.vkey() + "\nwitness w1 " + W1.cosignerVkey() + "\nwitness w2 "
                + W2.cosignerVkey() + "\ngroup g %s w1 w2\nquorum g\n";
        TlogPolicy any = TlogPolicy.parse(policy.formatted("any"));
        TlogPolicy all = TlogPolicy.parse(policy.formatted("all"));
        String witnessed = cosigned(small, W1, 1_700_000_000);

        VerifiedEntry verified = EntryProofVerifier.verify(witnessed, any);
        assertThat(verified.index()).isEqualTo(2);
        assertThat(verified.key().vkey()).isEqualTo(SIGNER.vkey());
        assertThat(verified.cosignatures()).extracting(Cosignature::witness).containsExactly("w1");
        assertThat(verified.unchecked()).isEmpty();
        assertThat(EntryProofVerifier.verify(cosigned(witnessed, W2, 8), all).cosignatures())
                .hasSize(2);
        // A cosignature is no harm to who asks for the ledger's key alone.
        assertThat(EntryProofVerifier.verify(witnessed, SIGNER.vkey()).cosignatures())
                .isEmpty();

        assertRejected(small, any, Reason.QUORUM_NOT_MET, "cosigned by no witness of the policy");
        assertRejected(witnessed, all, Reason.QUORUM_NOT_MET, "cosigned by w1");
        assertRejected(
                witnessed.replace("\nindex 2\n", "\nindex 1\n"), any, Reason.ENTRY_MISPLACED, "stands elsewhere");
        assertRejected(witnessed.replace("\nindex 2\n", "\nindex 5\n"), any, Reason.INDEX_BEYOND_SIZE, "has 5 entries");
        assertRejected(witnessed, TlogPolicy.parse("quorum none"), Reason.UNKNOWN_KEY, "The policy names no log");
        assertRejected(
                witnessed.replace("\n5\n", "\n6\n"), any, Reason.BAD_SIGNATURE, "The signature of example.com/ledger");
    }

    @Test
    void parse_brokenFraming_isRejected() {
        EntryProof proof = EntryProof.parse(small);
        byte[] extra = proof.proof().extra().orElseThrow();
        for (int length = 0; length < extra.length; length++) {
            byte[] cut = Arrays.copyOf(extra, length);
            assertThatThrownBy(() -> EntryProof.parse(withExtra(proof, cut)))
                    .isInstanceOf(ProofRejectedException.class)
                    .extracting(e -> ((ProofRejectedException) e).reason())
                    .isEqualTo(Reason.MALFORMED);
        }
        byte[] longer = Arrays.copyOf(extra, extra.length + 5);
        assertRejected(withExtra(proof, longer), Reason.MALFORMED, "after its entry");
        byte[] huge = extra.clone();
        huge["countersign.io/entry@v1\n".length() + 32] = (byte) 0xff;
        assertRejected(withExtra(proof, huge), Reason.MALFORMED, "ends within its entry");
    }

    /** The JDK reads these as the same bytes; a proof has one spelling only. */
    @Test
    void parse_otherSpellingOfTheSameHash_isRejected() {
        String hash = StrictText.base64(EntryProof.parse(small).proof().hashes().get(0));
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        int last = hash.length() - 2; // its lowest two bits are not part of the 32 bytes
        char other = alphabet.charAt(alphabet.indexOf(hash.charAt(last)) + 1);

        for (String spelling : List.of(hash.substring(0, last) + other + "=", hash.substring(0, last + 1))) {
            assertThat(Base64.getDecoder().decode(spelling))
                    .isEqualTo(Base64.getDecoder().decode(hash));
            assertRejected(small.replace(hash, spelling), Reason.MALFORMED, "is not base64 in its one spelling");
        }
    }

    /** Any character replaced by another makes it fail, wherever it stands. */
    @Test
    void verify_anyCharacterReplaced_isRejected() {
        Random random = new Random(5);
        for (int at = 0; at < small.length(); at++) {
            char other = "AQgw019+/= \n-x".charAt(random.nextInt(14));
            if (other == small.charAt(at)) {
                continue;
            }
            String edited = small.substring(0, at) + other + small.substring(at + 1);

            assertThatThrownBy(() -> EntryProofVerifier.verify(edited, SIGNER.vkey()))
                    .as("character %d", at)
                    .isInstanceOf(ProofRejectedException.class);
        }
    }

    @Test
    void run_fileAndKey_printsWhatWasVerified() throws Exception {
        Path file = Files.writeString(folder.resolve("entry.tlog-proof"), large);

        assertThat(run(0, file.toString(), SIGNER.vkey()))
                .startsWith(
                        "Verified: the entry is in the ledger, and the ledger's key signed it.\nledger    example.com/ledger\n")
                .contains("\nsize      5\n", "\nindex     3\n", "\npayload   100002 bytes beside the entry")
                .contains("\nentry     {\"actor\":\"alice\"");
        assertThat(run(1, file.toString(), Ed25519Signer.generate("x").vkey()))
                .startsWith("NOT verified (UNKNOWN_KEY): No signature by x ");
        assertThat(run(1, file.toString()))
                .isEqualTo("Usage: VerifyProof FILE VKEY | VerifyProof FILE --policy POLICYFILE\n");
        assertThat(run(1, file.toString(), "--policies", SIGNER.vkey())).startsWith("Usage: ");
        assertThat(run(1, folder.resolve("nothing").toString(), SIGNER.vkey())).startsWith("Not read: ");
        assertThat(run(1, folder.toString(), SIGNER.vkey())).startsWith("Not read: ");
    }

    @Test
    void run_fileAndPolicy_printsTheWitnesses() throws Exception {
        Path file = Files.writeString(
                folder.resolve("entry.tlog-proof"), cosigned(cosigned(small, W1, 1_700_000_000), W2, Long.MAX_VALUE));
        String keys = "log " + SIGNER.vkey() + "\nwitness w1 " + W1.cosignerVkey() + "\n";
        Path policy = Files.writeString(folder.resolve("policy"), keys + "quorum w1\n");
        Path both = Files.writeString(
                folder.resolve("both"), keys + "witness w2 " + W2.cosignerVkey() + "\ngroup g all w1 w2\nquorum g\n");
        Path other = Files.writeString(folder.resolve("other"), "log " + SIGNER.vkey() + "\n\nquorum w1\n");

        assertThat(run(0, file.toString(), "--policy", policy.toString()))
                .startsWith("Verified: the entry is in the ledger")
                .contains("\nwitness   w1 at 2023-11-14T22:13:20Z\nroot ")
                .doesNotContain("w2");
        assertThat(run(0, file.toString(), "--policy", both.toString()))
                .contains("\nwitness   w2 at +1000000000-12-31T23:59:59Z\n");
        assertThat(run(1, file.toString(), "--policy", other.toString()))
                .isEqualTo("NOT verified (MALFORMED): Line 3 of the policy: No line before defines a witness or group"
                        + " \"w1\"\n");
        assertThat(run(1, file.toString(), "--policy", folder.resolve("nothing").toString()))
                .startsWith("Not read: ");
    }

    /** As an auditor runs it: a JDK, this module's classes and the model's, and nothing else. */
    @Test
    void main_twoModulesAlone_exitsWithTheVerdict() throws Exception {
        Path file = Files.writeString(folder.resolve("entry.tlog-proof"), small);
        Path edited = Files.writeString(folder.resolve("edited.tlog-proof"), small.replace("index 2", "index 1"));

        assertThat(main(file)).startsWith("0 Verified: ");
        assertThat(main(edited)).startsWith("1 NOT verified (ENTRY_MISPLACED): ");
    }

    private static String main(Path file) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        location(VerifyProof.class) + System.getProperty("path.separator") + location(MerkleTree.class),
                        VerifyProof.class.getName(),
                        file.toString(),
                        SIGNER.vkey())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() + " " + said;
    }

    private static Path location(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static String run(int status, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(VerifyProof.run(arguments, new PrintStream(out, true, StandardCharsets.UTF_8)))
                .isEqualTo(status);
        return out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    private static void assertRejected(String text, Reason reason, String message) {
        assertRejected(text, SIGNER.vkey(), reason, message);
    }

    private static void assertRejected(String text, String vkey, Reason reason, String message) {
        assertThatThrownBy(() -> EntryProofVerifier.verify(text, vkey))
                .isInstanceOf(ProofRejectedException.class)
                .hasMessageContaining(message)
                .extracting(e -> ((ProofRejectedException) e).reason())
                .isEqualTo(reason);
    }

    private static void assertRejected(String text, TlogPolicy policy, Reason reason, String message) {
        Rejections.assertRejected(reason, message, () -> EntryProofVerifier.verify(text, policy));
    }

    /** The proof with one more signature under its checkpoint. */
    private static String cosigned(String text, TestSigner witness, long time) {
        SignedNote note = SignedNote.parse(EntryProof.parse(text).proof().checkpoint());
        List<NoteSignature> signatures = new ArrayList<>(note.signatures());
        signatures.add(witness.cosign(note.text(), time));
        return text.replace(note.toString(), new SignedNote(note.text(), signatures).toString());
    }

    private static String withExtra(EntryProof proof, byte[] extra) {
        return TlogProof.of(
                        extra,
                        proof.proof().index(),
                        proof.proof().hashes(),
                        proof.proof().checkpoint())
                .toString();
    }

    private static String withHashes(EntryProof proof, List<byte[]> hashes) {
        return EntryProof.of(
                        proof.entry(),
                        proof.proof().index(),
                        hashes,
                        proof.proof().checkpoint())
                .toString();
    }

    /** The proof with another checkpoint, signed as it should be. */
    private static String signed(EntryProof proof, Checkpoint checkpoint) {
        byte[] signature = SIGNER.sign(checkpoint.text().getBytes(StandardCharsets.UTF_8));
        NoteSignature by = NoteSignature.of(NoteVerifier.parse(SIGNER.vkey()), signature);
        return EntryProof.of(
                        proof.entry(),
                        proof.proof().index(),
                        proof.proof().hashes(),
                        new SignedNote(checkpoint.text(), List.of(by)).toString())
                .toString();
    }
}
