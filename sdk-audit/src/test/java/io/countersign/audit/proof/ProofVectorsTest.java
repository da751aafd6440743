package io.countersign.audit.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The vectors of Go's note package, of C2SP and of transparency-dev's formats, as recorded beside the repository. */
@Tag("shared")
class ProofVectorsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void vkey_recorded_isReadAndWrittenBack() throws IOException {
        JsonNode notes = read("signed-note");
        for (String vkey : texts(notes.get("vkeys"))) {
            assertThat(NoteVerifier.parse(vkey).vkey()).isEqualTo(vkey);
        }
        String good = notes.get("vkeys").get(0).textValue();
        List<String> bad = new ArrayList<>(texts(notes.get("bad_vkeys")));
        for (int from = 0; from < good.length(); from++) { // the recorded rule: every proper substring
            for (int to = from; to <= good.length(); to++) {
                if (to - from < good.length()) {
                    bad.add(good.substring(from, to));
                }
            }
        }
        for (int at = 0; at < good.length(); at++) { // and any one byte incremented
            bad.add(good.substring(0, at) + (char) (good.charAt(at) + 1) + good.substring(at + 1));
        }
        for (String vkey : bad) {
            assertThatThrownBy(() -> NoteVerifier.parse(vkey)).as(vkey).isInstanceOf(ProofRejectedException.class);
        }
        assertThat(notes.get("vkeys")).hasSize(3);
        assertThat(notes.get("bad_vkeys")).hasSize(2);
        // An empty substring for each start, and all others but the whole; each byte once.
        assertThat(bad).hasSize(2 + good.length() * (good.length() + 3) / 2 - 1 + good.length());
    }

    @Test
    void sign_recordedKeyAndText_isTheRecordedNote() throws IOException, GeneralSecurityException {
        JsonNode notes = read("signed-note");
        String[] parts = notes.get("signer").textValue().split("\\+", 5);
        byte[] typedSeed = Base64.getDecoder().decode(parts[4]);
        PrivateKey key = KeyFactory.getInstance("Ed25519")
                .generatePrivate(
                        new EdECPrivateKeySpec(NamedParameterSpec.ED25519, Arrays.copyOfRange(typedSeed, 1, 33)));
        NoteVerifier verifier = NoteVerifier.parse(notes.get("vkeys").get(0).textValue());
        for (JsonNode sign : notes.get("sign")) {
            String text = sign.get("text").textValue();
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initSign(key);
            ed25519.update(text.getBytes(StandardCharsets.UTF_8));

            SignedNote note = new SignedNote(text, List.of(NoteSignature.of(verifier, ed25519.sign())));

            assertThat(note).hasToString(sign.get("want").textValue());
        }
        assertThat(notes.get("sign")).hasSize(1);
    }

    @Test
    void open_everyNote_isJudgedAsRecorded() throws IOException {
        JsonNode notes = read("signed-note");
        for (JsonNode open : notes.get("open")) {
            String text = open.get("note").textValue();
            List<NoteVerifier> trusted =
                    texts(open.get("trusted")).stream().map(NoteVerifier::parse).toList();
            if (open.get("ok").booleanValue()) {
                SignedNote note = SignedNote.parse(text);
                List<String> verified =
                        note.verify(trusted).stream().map(NoteVerifier::name).toList();
                assertThat(verified).isEqualTo(texts(open.get("verified")));
                assertThat(note.signatures().stream().map(NoteSignature::name).filter(name -> !verified.contains(name)))
                        .containsExactlyElementsOf(texts(open.get("unverified")));
                assertThat(note).hasToString(text);
            } else {
                assertThatThrownBy(() -> SignedNote.parse(text).verify(trusted))
                        .as(open.get("desc").textValue())
                        .isInstanceOf(ProofRejectedException.class);
            }
        }
        ByteArrayOutputStream invalid = new ByteArrayOutputStream();
        invalid.write(0xff);
        invalid.write(notes.get("sign").get(0).get("want").textValue().getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> SignedNote.parse(invalid.toByteArray()))
                .isInstanceOf(ProofRejectedException.class)
                .hasMessage("The signed note is not UTF-8 text");
        assertThat(notes.get("open")).hasSize(13);
        assertThat(fields(notes))
                .containsExactly(
                        "signer", "vkeys", "sign", "bad_vkeys", "bad_vkey_rule", "open", "invalid_utf8_note_b64_rule");
    }

    @Test
    void checkpoint_every_isJudgedAsRecorded() throws IOException {
        JsonNode checkpoints = read("tlog-checkpoint");
        for (JsonNode valid : checkpoints.get("valid")) {
            Checkpoint checkpoint = Checkpoint.parse(valid.get("m").textValue());
            assertThat(checkpoint.origin()).isEqualTo(valid.get("origin").textValue());
            assertThat(checkpoint.size()).isEqualTo(valid.get("size").longValue());
            if (valid.has("hash")) {
                assertThat(checkpoint.rootBase64()).isEqualTo(valid.get("hash").textValue());
            }
            assertThat(String.join(
                            "",
                            checkpoint.extensions().stream().map(l -> l + "\n").toList()))
                    .isEqualTo(valid.get("rest").textValue());
            assertThat(checkpoint.text()).isEqualTo(valid.get("m").textValue());
        }
        for (String invalid : texts(checkpoints.get("invalid"))) {
            assertThatThrownBy(() -> Checkpoint.parse(invalid)).as(invalid).isInstanceOf(ProofRejectedException.class);
        }
        assertThat(checkpoints.get("valid")).hasSize(5);
        assertThat(checkpoints.get("invalid")).hasSize(10);
        assertThat(fields(checkpoints)).containsExactly("valid", "invalid");
    }

    @Test
    void proof_every_isJudgedAsRecorded() throws IOException {
        JsonNode proofs = read("tlog-proof");
        for (JsonNode valid : proofs.get("valid")) {
            TlogProof proof = TlogProof.parse(valid.get("text").textValue());
            assertThat(proof.index()).isEqualTo(valid.get("index").longValue());
            assertThat(proof.hashes().stream().map(StrictText::base64).toList()).isEqualTo(texts(valid.get("hashes")));
            assertThat(proof.checkpoint()).isEqualTo(valid.get("checkpoint").textValue());
            assertThat(proof.extraBase64())
                    .isEqualTo(valid.has("extra") ? valid.get("extra").textValue() : "");
            assertThat(proof).hasToString(valid.get("text").textValue());
        }
        for (String invalid : texts(proofs.get("invalid"))) {
            assertThatThrownBy(() -> TlogProof.parse(invalid)).as(invalid).isInstanceOf(ProofRejectedException.class);
        }
        assertThat(proofs.get("valid")).hasSize(3);
        assertThat(proofs.get("invalid")).hasSize(7);
        assertThat(fields(proofs)).containsExactly("valid", "invalid");
    }

    @Test
    void policy_every_isJudgedAsRecorded() throws IOException {
        JsonNode policies = read("tlog-policy");
        for (JsonNode invalid : policies.get("invalid")) {
            assertThatThrownBy(() -> TlogPolicy.parse(invalid.get(1).textValue()))
                    .as(invalid.get(0).textValue())
                    .isInstanceOf(ProofRejectedException.class)
                    .hasMessageMatching("(Line \\d+ of the policy: .+|The policy ends at line \\d+ without .+)");
        }
        for (JsonNode valid : policies.get("valid")) {
            TlogPolicy policy = TlogPolicy.parse(valid.get(1).textValue());
            assertThat(TlogPolicy.parse(policy.toString()))
                    .as(valid.get(0).textValue())
                    .isEqualTo(policy);
        }
        JsonNode satisfied = policies.get("satisfied");
        TlogPolicy policy = TlogPolicy.parse(satisfied.get("policy").textValue());
        for (JsonNode judged : satisfied.get("cases")) {
            assertThat(policy.isQuorum(Set.copyOf(texts(judged.get(0)))))
                    .as("%s", judged)
                    .isEqualTo(judged.get(1).booleanValue());
        }
        for (String vkeys : List.of("ed25519_vkeys", "cosig_vkeys")) {
            for (String vkey : texts(policies.get(vkeys))) {
                assertThat(NoteVerifier.parse(vkey).vkey()).isEqualTo(vkey);
                String log = "log " + vkey + "\nquorum none\n";
                assertThat(TlogPolicy.parse(log)).hasToString(log);
            }
            assertThat(policies.get(vkeys)).hasSize(3);
        }
        assertThat(policies.get("invalid")).hasSize(26);
        assertThat(policies.get("valid")).hasSize(3);
        assertThat(satisfied.get("cases")).hasSize(5);
        assertThat(fields(satisfied)).containsExactly("policy", "cases");
        assertThat(fields(policies))
                .containsExactly("note", "ed25519_vkeys", "cosig_vkeys", "invalid", "valid", "satisfied");
    }

    @Test
    void cosignature_ofEd25519_isReadAsRecorded() throws IOException {
        JsonNode cosignatures = read("cosignature", "ed25519-v1.json");
        for (String vkey : texts(cosignatures.get("vkeys_type_0x04"))) {
            NoteVerifier key = NoteVerifier.parse(vkey);
            assertThat(key.vkey()).isEqualTo(vkey);
            assertThat(key.type()).isEqualTo(SignatureType.ED25519_COSIGNATURE);
            assertThat(key.isCheckable()).isTrue();
        }
        for (JsonNode timed : cosignatures.get("timestamps")) {
            assertThat(timed(timed.get("sig").textValue()).time())
                    .isEqualTo(timed.get("time").longValue());
        }
        for (String other : texts(cosignatures.get("not_a_cosignature"))) {
            assertThatThrownBy(() -> timed(other)).as(other).isInstanceOf(ProofRejectedException.class);
        }
        assertThat(cosignatures.get("vkeys_type_0x04")).hasSize(1);
        assertThat(cosignatures.get("timestamps")).hasSize(1);
        assertThat(cosignatures.get("not_a_cosignature")).hasSize(2);
        assertThat(fields(cosignatures)).containsExactly("vkeys_type_0x04", "timestamps", "not_a_cosignature");
    }

    /** Java 24 and later verify the signature. Java 17 cannot: it reads the key, and says so. */
    @Test
    void cosignature_ofMlDsaOverSubtree_isVerifiedWhereJavaCan() throws IOException {
        JsonNode recorded = read("cosignature", "mldsa44-subtree-torchwood.json");
        String vkey = recorded.get("vkey").textValue();
        NoteVerifier key = NoteVerifier.parse(vkey);
        NoteSignature signature = SignedNote.parse(
                        "text\n\n" + recorded.get("sigline").textValue().strip() + "\n")
                .signatures()
                .get(0);
        String origin = recorded.get("origin").textValue();
        long start = recorded.get("start").longValue();
        long end = recorded.get("end").longValue();
        byte[] root = Base64.getDecoder().decode(recorded.get("root").textValue());

        assertThat(key.vkey()).isEqualTo(vkey);
        assertThat(key.isNamedBy(signature)).isTrue();
        assertThat(TimedSignature.of(key.type(), signature.bytes()).time())
                .isEqualTo(recorded.get("timestamp").longValue());
        assertThat(key.isCheckable()).isEqualTo(NoteVerifierTest.javaKnowsMlDsa());
        assertThat(key.isSubtreeSignature(origin, start, end, root, signature.bytes()))
                .isEqualTo(key.isCheckable());
        assertThat(key.isSubtreeSignature(origin, start, end - 1, root, signature.bytes()))
                .isFalse();
        assertThat(key.isSubtreeSignature(origin, 0, end, root, signature.bytes()))
                .isFalse();
        assertThat(key.isSubtreeSignature(origin + "x", start, end, root, signature.bytes()))
                .isFalse();
        root[31] ^= 1;
        assertThat(key.isSubtreeSignature(origin, start, end, root, signature.bytes()))
                .isFalse();
        assertThat(fields(recorded)).containsExactly("vkey", "origin", "start", "end", "timestamp", "root", "sigline");
    }

    /** So that a file that somebody records later is not left unread. */
    @Test
    void folders_holdTheFilesReadHere() throws IOException {
        assertThat(files("signed-note")).containsExactly("vectors.json");
        assertThat(files("tlog-checkpoint")).containsExactly("vectors.json");
        assertThat(files("tlog-proof")).containsExactly("vectors.json");
        assertThat(files("tlog-policy")).containsExactly("vectors.json");
        assertThat(files("cosignature")).containsExactly("ed25519-v1.json", "mldsa44-subtree-torchwood.json");
        assertThat(files("merkle-rfc6962")).containsExactly("consistency.jsonl", "inclusion.jsonl", "roots.json");
    }

    /** Key id, time and signature in base64, as they stand in a note. */
    private static TimedSignature timed(String base64) {
        byte[] bytes = StrictText.base64("Cosignature", base64);
        return TimedSignature.of(SignatureType.ED25519_COSIGNATURE, Arrays.copyOfRange(bytes, 4, bytes.length));
    }

    private static JsonNode read(String folder) throws IOException {
        return read(folder, "vectors.json");
    }

    private static JsonNode read(String folder, String file) throws IOException {
        return JSON.readTree(Files.readString(folder(folder).resolve(file)));
    }

    private static List<String> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(folder(folder))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> !file.equals("SOURCE.txt"))
                    .sorted()
                    .toList();
        }
    }

    private static Path folder(String name) {
        return Path.of(System.getProperty("countersign.shared"), "vectors", name);
    }

    private static List<String> fields(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.textValue()));
        return texts;
    }
}
