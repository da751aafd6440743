package io.countersign.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.proof.NoteVerifier;
import io.countersign.model.MalformedInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Ed25519SignerTest {
    private static final char[] PASSPHRASE = "correct horse".toCharArray();

    @TempDir
    private Path folder;

    @Test
    void save_thenLoad_isTheSameKey() throws IOException {
        Ed25519Signer signer = Ed25519Signer.generate("example.com/ledger");
        Path file = folder.resolve("ledger.key");

        signer.save(file, PASSPHRASE);
        Ed25519Signer loaded = Ed25519Signer.load(file, PASSPHRASE);

        assertThat(loaded.vkey()).isEqualTo(signer.vkey());
        byte[] signature = loaded.sign("text\n".getBytes(StandardCharsets.UTF_8));
        assertThat(NoteVerifier.parse(signer.vkey()).isSignature("text\n", signature))
                .isTrue();
        assertThat(NoteVerifier.parse(signer.vkey()).isSignature("text!\n", signature))
                .isFalse();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(signer).hasToString(signer.vkey());
    }

    @Test
    void load_wrongPassphraseOrEditedFile_isRefused() throws IOException {
        Path file = folder.resolve("ledger.key");
        Ed25519Signer.generate("example.com/ledger").save(file, PASSPHRASE);
        List<String> lines = Files.readAllLines(file);

        assertThatThrownBy(() -> Ed25519Signer.load(file, "wrong horse".toCharArray()))
                .isInstanceOf(MalformedInputException.class)
                .hasMessage("The key file " + file + " does not open with this passphrase");

        String otherKey = Ed25519Signer.generate("example.com/ledger").vkey();
        assertRefused(List.of(lines.get(0), otherKey, lines.get(2)), "does not open");
        assertRefused(List.of("countersign-key-v2", lines.get(1), lines.get(2)), "Not a key file");
        assertRefused(List.of(lines.get(0), lines.get(1)), "Not a key file");
        assertRefused(List.of(lines.get(0), lines.get(1), "!" + lines.get(2)), "not base64");
        assertRefused(List.of(lines.get(0), lines.get(1), "AAAA"), "too short");
        assertRefused(
                List.of(lines.get(0), lines.get(1), "/".repeat(lines.get(2).length() / 4 * 4)), "asks for");
        assertThatThrownBy(() -> Ed25519Signer.load(folder.resolve("nothing"), PASSPHRASE))
                .isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void save_shortPassphraseOrExistingFile_isRefused() throws IOException {
        Ed25519Signer signer = Ed25519Signer.generate("example.com/ledger");
        Path file = Files.writeString(folder.resolve("ledger.key"), "precious");

        assertThatIllegalArgumentException().isThrownBy(() -> signer.save(file, PASSPHRASE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> signer.save(folder.resolve("other.key"), "short".toCharArray()));
        assertThat(file).hasContent("precious");
        for (String origin : List.of("", "a b", "a+b", "a\nb")) {
            assertThatIllegalArgumentException().isThrownBy(() -> Ed25519Signer.generate(origin));
        }
    }

    private void assertRefused(List<String> lines, String message) throws IOException {
        Path file = Files.write(Files.createTempFile(folder, "edited", ".key"), lines);
        assertThatThrownBy(() -> Ed25519Signer.load(file, PASSPHRASE))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining(message);
    }
}
