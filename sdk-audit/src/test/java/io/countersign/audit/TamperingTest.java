package io.countersign.audit;

import static io.countersign.model.fixtures.JournalContract.draft;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.LedgerFinding.Code;
import io.countersign.model.CountersignException;
import io.countersign.model.fixtures.SettableClock;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.EntryCursor;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.EventDraft;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Somebody with the file in hand deletes, swaps or copies any row, flips any bit, or puts a shorter ledger back. Each time it is
 * found, or whoever reads the ledger reads what was recorded. A part of the rows and bytes in every build, all of them with {@code
 * -Dcountersign.tampering=full}.
 */
class TamperingTest {
    private static final boolean FULL =
            System.getProperty("countersign.tampering", "").equals("full");
    private static final int ENTRIES = 530;

    @TempDir
    static Path folder;

    private static Path intact = Path.of("");
    private static List<String> read = List.of();

    /** A table, the column that names its rows, the others, and what is found where when a row is gone or not right. */
    private enum Table {
        ENTRY(
                "cs_entry",
                "seq",
                "envelope, stream, revision, prev_seq, event_type, actor, occurred_at, recorded_at, batch_key",
                Code.GAP,
                Code.ENVELOPE,
                "'entry ' || seq"),
        PAYLOAD(
                "cs_payload",
                "digest",
                "payload",
                Code.PAYLOAD,
                Code.PAYLOAD,
                "'entry ' || (SELECT seq FROM cs_entry WHERE instr(CAST(envelope AS TEXT), digest) > 0)"),
        STREAM("cs_stream", "id", "revision, last_seq, last_leaf", Code.STREAM, Code.STREAM, "'stream ' || id"),
        BATCH(
                "cs_batch",
                "batch_key",
                "drafts_digest, first_seq, entry_count",
                Code.BATCH,
                Code.BATCH,
                "'batch ' || batch_key"),
        TILE(
                "cs_tile",
                "tile_index",
                "tile_level, hashes, root",
                Code.TILE,
                Code.TILE,
                "'tile ' || tile_level || '/' || tile_index"),
        HEAD("cs_head", "id", "tree_size, root", Code.ROOT, Code.ROOT, "'head'");

        private final String name;
        private final String key;
        private final String columns;
        private final Code gone;
        private final Code wrong;
        private final String place;

        Table(String name, String key, String columns, Code gone, Code wrong, String place) {
            this.name = name;
            this.key = key;
            this.columns = columns;
            this.gone = gone;
            this.wrong = wrong;
            this.place = place;
        }

        String where(String row) {
            return " WHERE " + key + " = " + row;
        }
    }

    @BeforeAll
    static void fill() throws Exception {
        intact = folder.resolve("intact.db");
        fill(intact, ENTRIES, 10);
        read = read(intact);
        assertThat(read).hasSize(ENTRIES + 1);
    }

    // ---- rows

    @ParameterizedTest
    @EnumSource
    void validate_rowDeleted_isNamed(Table table) throws Exception {
        for (String row : rows(table)) {
            Path file = tampered("DELETE FROM " + table.name + table.where(row));

            boolean isNewest = table == Table.ENTRY && row.equals(Integer.toString(ENTRIES - 1));
            assertFound(file, table.gone, isNewest ? "head" : place(intact, table, row));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HEAD")
    void validate_rowsSwapped_areNamed(Table table) throws Exception {
        List<String> all = allRows(table);
        for (String row : rows(table)) {
            String other = all.get((all.indexOf(row) + 1) % all.size());
            Path file = tampered(
                    "CREATE TEMP TABLE kept AS SELECT * FROM " + table.name,
                    move(table, row, other),
                    move(table, other, row));

            // Of an entry, the tile names the leaf; both say where they belong.
            assertFound(file, table.wrong, place(intact, table, row));
            assertFound(file, table.wrong, place(intact, table, other));
        }
    }

    private static String move(Table table, String from, String to) {
        return "UPDATE " + table.name + " SET (" + table.columns + ") = (SELECT " + table.columns + " FROM kept"
                + table.where(from) + ")" + table.where(to);
    }

    @ParameterizedTest
    @EnumSource
    void validate_rowCopied_isNamed(Table table) throws Exception {
        List<String> all = allRows(table);
        boolean isNumbered = Set.of(Table.ENTRY, Table.TILE, Table.HEAD).contains(table);
        for (String row : rows(table)) {
            String copy = isNumbered ? all.get(all.size() - 1) + " + 1" : row + " || 'x'";
            Path file = tampered("INSERT INTO " + table.name + " (" + table.key + ", " + table.columns + ") SELECT "
                    + copy + ", " + table.columns + " FROM " + table.name + table.where(row));

            if (table == Table.PAYLOAD) {
                assertThat(read(file)).isEqualTo(read); // one that no entry names: nobody reads it
            } else {
                assertFound(file, table.wrong, place(file, table, copy));
            }
        }
    }

    // ---- bytes

    @Test
    void validate_bitFlipped_isFoundOrMeansNothing() throws Exception {
        Path small = folder.resolve("small.db");
        fill(small, 20, 3);
        // Pages of a kilobyte hold less that means nothing.
        RawFile.run(
                small,
                "PRAGMA journal_mode = DELETE",
                "PRAGMA page_size = 1024",
                "VACUUM",
                "PRAGMA journal_mode = WAL");
        int bytes = (int) Files.size(small);
        int parts = Runtime.getRuntime().availableProcessors();
        ExecutorService workers = Executors.newFixedThreadPool(parts);
        int found = 0;
        int meaningless = 0;
        try {
            List<Callable<int[]>> flips = new ArrayList<>();
            for (int part = 0; part < parts; part++) {
                Path file = Files.copy(small, folder.resolve("small-" + part + ".db")); // nothing has it open
                int from = (int) ((long) bytes * part / parts);
                int to = (int) ((long) bytes * (part + 1) / parts);
                flips.add(() -> flip(file, from, to));
            }
            for (Future<int[]> count : workers.invokeAll(flips)) {
                found += count.get()[0];
                meaningless += count.get()[1];
            }
        } finally {
            workers.shutdown();
        }
        Files.writeString(
                Path.of("target", "tampering.txt"),
                (found + meaningless) + " of " + bytes + " bytes with a bit flipped: " + found + " found, "
                        + meaningless + " without meaning\n");
        assertThat(found).isPositive();
        assertThat(meaningless).isPositive();
    }

    /** Flips one bit of each byte, one after the other; how many were found, and how many meant nothing. */
    private static int[] flip(Path file, int from, int to) throws Exception {
        List<String> content = RawFile.content(file);
        byte[] bytes = Files.readAllBytes(file);
        Random random = new Random(from);
        int[] count = new int[2];
        for (int position = from; position < to; position += FULL ? 1 : 1 + random.nextInt(800)) {
            byte flipped = (byte) (bytes[position] ^ 1 << random.nextInt(8));
            write(file, position, flipped);
            if (isFound(file)) {
                count[0]++;
            } else {
                count[1]++;
                assertThat(RawFile.content(file))
                        .as("byte %d of the part from %d is %d", position, from, flipped)
                        .isEqualTo(content);
            }
            write(file, position, bytes[position]);
        }
        assertThat(isFound(file)).isFalse();
        return count;
    }

    private static void write(Path file, int position, byte value) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(position);
            bytes.write(value);
        }
    }

    // ---- shorter ledgers

    /** Around the sizes where a tile fills, of the first level and of the second. */
    @ParameterizedTest
    @ValueSource(ints = {256, 65_536})
    void validate_shorterLedgerPutBack_failsAgainstHeldCheckpoint(int full) throws IOException {
        Path file = folder.resolve("growing-" + full + ".db");
        fill(file, full - 2, 1_000);
        List<Path> shorter = new ArrayList<>();
        String held = "";
        for (int size = full - 2; size <= full + 2; size++) {
            Path copy = folder.resolve("growing-" + full + "-" + size + ".db");
            shorter.add(Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING)); // nothing has it open
            try (AuditLedger ledger = open(file)) {
                ledger.append(AppendBatch.of("more-" + size, List.of(draft("s", "t", size))));
                held = ledger.checkpoint();
            }
        }
        assertThat(verifier(file).holding(held).build().validate().findings()).isEmpty();
        for (int i = 0; i < shorter.size(); i++) {
            assertThat(verifier(shorter.get(i)).holding(held).build().validate().findings())
                    .containsExactly(new LedgerFinding(
                            Code.TRUNCATED,
                            "held checkpoint 1",
                            "It was signed for size " + (full + 3) + ", but the ledger has " + (full - 2 + i)
                                    + " entries: the newest are gone"));
        }
    }

    // ---- help

    private static void fill(Path file, int entries, int batch) {
        try (AuditLedger ledger = open(file)) {
            for (int first = 0; first < entries; first += batch) {
                List<EventDraft> drafts = new ArrayList<>();
                for (int i = first; i < Math.min(first + batch, entries); i++) {
                    drafts.add(draft("stream-" + i % 7, "type-" + i % 3, i % 500 == 9 ? i + "x".repeat(40_000) : i));
                }
                ledger.append(AppendBatch.of("key-" + first, drafts));
            }
        }
    }

    private static AuditLedger open(Path file) {
        return AuditLedger.builder()
                .file(file)
                .clock(SettableClock.atSomeInstant())
                .signer(Ledgers.SIGNER)
                .signingWithin(Duration.ofDays(1))
                .build();
    }

    private static Path tampered(String... statements) throws IOException, SQLException {
        String name = "tampered-" + Thread.currentThread().getName() + ".db"; // tests may run side by side
        Path file = Files.copy(intact, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        RawFile.tamper(file, statements);
        return file;
    }

    private static void assertFound(Path file, Code code, String place) {
        List<LedgerFinding> findings = verifier(file).build().validate().findings();
        assertThat(findings)
                .as("%s %s", code, place)
                .anyMatch(finding -> finding.code() == code && finding.place().equals(place));
    }

    /** What a finding calls a row. */
    private static String place(Path file, Table table, String row) throws SQLException {
        try (Connection connection = RawFile.connect(file);
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT " + table.place + " FROM " + table.name + table.where(row))) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static boolean isFound(Path file) {
        try {
            return !verifier(file).build().validate().isIntact();
        } catch (CountersignException e) {
            return true; // SQLite does not even open it
        }
    }

    private static LedgerVerifier.Builder verifier(Path file) {
        return LedgerVerifier.builder().file(file).trusting(Ledgers.SIGNER.vkey());
    }

    /** The rows to try: all, or a part of those of large tables and the first and the last. */
    private static List<String> rows(Table table) throws SQLException {
        List<String> all = allRows(table);
        assertThat(all).isNotEmpty();
        if (FULL || all.size() < 20) {
            return all;
        }
        List<String> some = new ArrayList<>();
        for (int i = 0; i < all.size() - 1; i += 19) {
            some.add(all.get(i));
        }
        some.add(all.get(all.size() - 1));
        return some;
    }

    /** The keys of a table's rows, in order and as SQL writes them. */
    private static List<String> allRows(Table table) throws SQLException {
        List<String> all = new ArrayList<>();
        try (Connection connection = RawFile.connect(intact);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT quote(" + table.key + ") FROM " + table.name + " ORDER BY " + table.key)) {
            while (rows.next()) {
                all.add(rows.getString(1));
            }
        }
        return all;
    }

    /** Everything that a reader is told: the head, and every entry with its payload. */
    private static List<String> read(Path file) {
        List<String> told = new ArrayList<>();
        try (LedgerInspector ledger = LedgerInspector.open(file);
                EntryCursor entries = ledger.read(EntryQuery.all())) {
            told.add(ledger.head().toString());
            while (entries.hasNext()) {
                var entry = entries.next();
                told.add(entry.leafHex() + " " + entry.payload());
            }
        }
        return told;
    }
}
