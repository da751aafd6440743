package io.countersign.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.analytics.internal.DuckDb;
import io.countersign.analytics.internal.DuckDbException;
import io.countersign.analytics.internal.PartWriter;
import io.countersign.model.journal.Actor;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.EventDraft;
import io.countersign.model.journal.InMemoryJournal;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The thread that reads and the one that writes wait for each other, and must never do so for ever. */
@Timeout(60)
class PartWriterTest {
    /** More than may wait between the two. */
    private static final int ENTRIES = 15_000;

    private static final List<JournalEntry> ALL = entries();

    @TempDir
    Path directory;

    @Test
    void write_moreThanMayWait_hasAllInOrder() throws IOException {
        Path file = directory.resolve("first.parquet");
        Path second = directory.resolve("second.parquet");
        try (PartWriter writer = PartWriter.open(directory.resolve("unfinished"))) {
            ALL.subList(0, 14_000).forEach(writer::add);
            assertThat(writer.write(file, directory.resolve("none")).entries()).isEqualTo(14_000);
            ALL.subList(14_000, ENTRIES).forEach(writer::add);
            assertThat(writer.write(second, directory.resolve("none")).lastSequence())
                    .isEqualTo(ENTRIES - 1);
        }

        assertThat(sequences(file))
                .isEqualTo(IntStream.range(0, 14_000).mapToObj(String::valueOf).toList());
        assertThat(sequences(second))
                .isEqualTo(IntStream.range(14_000, ENTRIES)
                        .mapToObj(String::valueOf)
                        .toList());
        assertThat(directory.resolve("none")).doesNotExist();
    }

    @Test
    void write_sameEntriesTwice_makesTheSameBytes() throws IOException {
        Path file = directory.resolve("one.parquet");
        Path other = directory.resolve("other.parquet");
        for (Path written : List.of(file, other)) {
            try (PartWriter writer = PartWriter.open(directory.resolve("unfinished"))) {
                ALL.forEach(writer::add);
                writer.write(written, directory.resolve("none"));
            }
        }

        assertThat(file).hasSameBinaryContentAs(other);
    }

    @Test
    void close_beforeItIsWritten_ends() throws IOException {
        try (PartWriter writer = PartWriter.open(directory.resolve("unfinished"))) {
            ALL.forEach(writer::add);
        }
    }

    @Test
    void add_fileThatCannotBeMade_saysSo() throws IOException {
        Files.createDirectories(directory.resolve("unfinished/entries.parquet/in-the-way"));

        assertThatThrownBy(() -> {
                    try (PartWriter writer = PartWriter.open(directory.resolve("unfinished"))) {
                        ALL.forEach(writer::add);
                        writer.write(directory.resolve("file"), directory.resolve("none"));
                    }
                })
                .isInstanceOf(DuckDbException.class)
                .hasMessageContaining("entries.parquet");
    }

    private static List<String> sequences(Path file) {
        try (DuckDb duck = DuckDb.inMemory(Map.of())) {
            return duck.texts("SELECT sequence FROM read_parquet(" + DuckDb.literal(file) + ")");
        }
    }

    private static List<JournalEntry> entries() {
        InMemoryJournal journal = new InMemoryJournal(() -> Recorder.START);
        List<EventDraft> drafts = IntStream.range(0, ENTRIES)
                .mapToObj(number -> new EventDraft(
                        "note/" + number % 7,
                        "note",
                        1,
                        Actor.of("ops"),
                        Recorder.START,
                        JsonText.of(Map.of("number", Integer.toString(number), "text", "Größe ≥ 0,1"))))
                .toList();
        journal.append(AppendBatch.of("notes", drafts));
        return journal.read(EntryQuery.all()).toList();
    }
}
