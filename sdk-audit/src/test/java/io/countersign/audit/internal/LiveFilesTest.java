package io.countersign.audit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveFilesTest {
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void make() throws IOException {
        file = folder.resolve("ledger.db");
        for (String suffix : List.of("", "-wal", "-shm")) {
            Files.createFile(folder.resolve("ledger.db" + suffix));
        }
        Files.setLastModifiedTime(folder, LONG_AGO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-wal", "-shm"})
    void identity_oneFileIsReplaced_isAnother(String suffix) throws IOException {
        for (LiveFiles files : List.of(atOnce(), new LiveFiles(file))) {
            Files.setLastModifiedTime(folder, LONG_AGO);
            Object before = look(files);
            Path other = Files.createTempFile(folder, "other", "");
            Files.move(other, folder.resolve("ledger.db" + suffix), StandardCopyOption.REPLACE_EXISTING);

            assertThat(look(files)).isNotEqualTo(before);
        }
    }

    @Test
    void identity_fileIsDeletedOrWritten_isAnotherOrTheSame() throws IOException {
        for (LiveFiles files : List.of(atOnce(), new LiveFiles(file))) {
            Object before = look(files);
            Files.writeString(file, "more");
            assertThat(look(files)).isEqualTo(before);

            Files.delete(file);
            assertThat(look(files)).isNotEqualTo(before);
            Files.createFile(file);
        }
    }

    @Test
    void identity_otherFileComes_isTheSame() throws IOException {
        LiveFiles files = atOnce();
        Object before = look(files);

        Files.createFile(folder.resolve("other.db"));

        assertThat(look(files)).isEqualTo(before);
    }

    @Test
    void identity_folderIsReplaced_isAnother() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        Files.createFile(inner.resolve("ledger.db"));
        Files.setLastModifiedTime(inner, LONG_AGO);
        LiveFiles files = new LiveFiles(inner.resolve("ledger.db"), 0);
        Object before = look(files);

        Files.move(inner, folder.resolve("outer"));
        Files.createDirectory(inner);
        Files.createFile(inner.resolve("ledger.db"));
        Files.setLastModifiedTime(inner, LONG_AGO);

        assertThat(look(files)).isNotEqualTo(before);
    }

    /** What the time that a change of the folder bears cannot tell, the files do, as long as it could. */
    @Test
    void identity_folderLooksUnchanged_isNotAskedOfFilesOnceItCannotHideAChange() throws IOException {
        LiveFiles settled = atOnce();
        LiveFiles waiting = new LiveFiles(file, TimeUnit.HOURS.toNanos(1));
        Object before = look(settled);
        assertThat(look(waiting)).isEqualTo(before);

        Files.delete(folder.resolve("ledger.db-wal"));
        Files.setLastModifiedTime(folder, LONG_AGO);

        assertThat(look(settled)).isEqualTo(before);
        assertThat(look(waiting)).isNotEqualTo(before);
    }

    private LiveFiles atOnce() {
        return new LiveFiles(file, 0);
    }

    /** Often enough that whatever it keeps is kept. */
    private static Object look(LiveFiles files) {
        files.identity();
        files.identity();
        return files.identity();
    }
}
