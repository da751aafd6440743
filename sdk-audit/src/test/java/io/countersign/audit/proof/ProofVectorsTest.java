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
    }

    private static JsonNode read(String folder) throws IOException {
        Path vectors = Path.of(System.getProperty("countersign.shared"), "vectors", folder, "vectors.json");
        return JSON.readTree(Files.readString(vectors));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.textValue()));
        return texts;
    }
}
