package io.countersign.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.countersign.analytics.QueryFailedException.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArrowResultsTest {
    private static final QueryLimits LIMITS = new QueryLimits(300, Duration.ofSeconds(5), 2, 100_000);
    private static final String ENTRIES = "SELECT sequence, actor, recorded_at FROM audit_entry ORDER BY sequence";
    private static final String TYPES = "SELECT 1.500000000000000001::DECIMAL(38, 18) AS d,"
            + " 170141183460469231731687303715884105727::HUGEINT AS h,"
            + " TIMESTAMPTZ '2026-01-31 10:00:00.000001Z' AS t, 'b'::ENUM ('a', 'b') AS e,"
            + " [1, NULL] AS l, {'x': 'y'} AS s, '\\xFF'::BLOB AS b, NULL AS n";

    @TempDir
    private static Path directory;

    private AuditWarehouse warehouse;
    private AnalystSession session;
    private BufferAllocator allocator;

    @BeforeAll
    void open() {
        Recorder recorder = new Recorder();
        recorder.baseline(Markets.start(), Recorder.START);
        LedgerExporter.builder().journal(recorder.journal()).build().export(directory.resolve("export"));
        warehouse = AuditWarehouse.open(directory.resolve("export"));
        session = warehouse.analyst(LIMITS);
    }

    @BeforeEach
    void allocate() {
        allocator = new RootAllocator();
    }

    @AfterEach
    void nothingIsLeaked() {
        assertThat(allocator.getAllocatedMemory()).isZero();
        allocator.close();
        assertThat(session.query("SELECT 42").text(0, 0)).isEqualTo("42");
    }

    @AfterAll
    void close() {
        session.close();
        warehouse.close();
    }

    @Test
    void reader_entries_holdsWhatTheTableHolds() throws IOException {
        try (ArrowReader reader = ArrowResults.reader(session.question(ENTRIES), allocator)) {
            assertThat(cells(reader)).isEqualTo(tableCells(ENTRIES));
        }
    }

    @Test
    void reader_everyType_keepsDigitsAndMicroseconds() throws IOException {
        try (ArrowReader reader = ArrowResults.reader(session.question(TYPES), allocator)) {
            assertThat(reader.getVectorSchemaRoot().getSchema().getFields())
                    .extracting(Field::toString)
                    .contains(
                            "d: Decimal(38, 18, 128)",
                            "h: Decimal(38, 0, 128)",
                            "t: Timestamp(MICROSECOND, UTC)",
                            "e: Int(8, false)[dictionary: 0]");
            List<String> row = cells(reader).get(0);
            assertThat(row.get(0)).isEqualTo("1.500000000000000001");
            assertThat(row.get(1)).isEqualTo("170141183460469231731687303715884105727");
            assertThat(row.get(2)).isEqualTo("1769853600000001");
            assertThat(reader.lookup(0).getVector().getObject(1)).hasToString("b");
        }
    }

    @Test
    void reader_manyRows_comesInBatches() throws IOException {
        try (ArrowReader reader = ArrowResults.reader(session.question("SELECT * FROM range(100000)"), allocator)) {
            long rows = 0;
            int batches = 0;
            while (reader.loadNextBatch()) {
                int size = reader.getVectorSchemaRoot().getRowCount();
                assertThat(size).isLessThanOrEqualTo(ArrowResults.BATCH_ROWS_MAX);
                rows += size;
                batches++;
            }
            assertThat(rows).isEqualTo(100_000);
            assertThat(batches).isGreaterThan(5);
            assertThat(reader.loadNextBatch()).isFalse();
        }
    }

    @Test
    void reader_closedHalfway_leaksNothingAndSessionGoesOn() throws IOException {
        for (int i = 0; i < 20; i++) {
            try (ArrowReader reader = ArrowResults.reader(session.question("SELECT * FROM range(100000)"), allocator)) {
                reader.loadNextBatch();
                assertThat(session.query("SELECT 7").text(0, 0)).isEqualTo("7");
            }
        }
    }

    @Test
    void reader_moreRowsThanTheSessionAllows_failsWithTheLimit() throws IOException {
        try (ArrowReader reader = ArrowResults.reader(session.question("SELECT * FROM range(100001)"), allocator)) {
            QueryFailedException failure = catchThrowableOfType(QueryFailedException.class, () -> {
                while (reader.loadNextBatch()) {
                    assertThat(reader.getVectorSchemaRoot().getRowCount()).isPositive();
                }
            });
            assertThat(failure.reason()).isEqualTo(Reason.LIMIT);
        }
    }

    @Test
    void reader_questionThatFails_failsAsTheTable() {
        assertThat(failure("SELECT count(*) FROM range(1000000000000)")).isEqualTo(Reason.LIMIT);
        assertThat(failure("DELETE FROM entry")).isEqualTo(Reason.FORBIDDEN);
        assertThat(failure("SELECT nope FROM audit_entry")).isEqualTo(Reason.NAME);
    }

    @Test
    void reader_cancelledUnderway_isCancelled() throws IOException {
        boolean[] stop = new boolean[1];
        try (ArrowReader reader = ArrowResults.reader(
                session.question("SELECT * FROM range(100000)").cancelledBy(() -> stop[0]), allocator)) {
            assertThat(reader.loadNextBatch()).isTrue();
            stop[0] = true;
            assertThatThrownBy(reader::loadNextBatch).isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void reader_allocatorThatIsTooSmall_failsAndLeaksNothing() {
        // The engine's memory is not the allocator's; only the structures that hand it over are.
        try (BufferAllocator tiny = allocator.newChildAllocator("tiny", 0, 1)) {
            assertThatThrownBy(() -> {
                        try (ArrowReader reader = ArrowResults.reader(session.question(ENTRIES), tiny)) {
                            reader.loadNextBatch();
                        }
                    })
                    .isInstanceOf(RuntimeException.class);
            assertThat(tiny.getAllocatedMemory()).isZero();
        }
    }

    @Test
    void export_takenOver_holdsWhatTheTableHolds() throws IOException {
        try (ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
            ArrowResults.export(session.question(ENTRIES), allocator, stream);
            try (ArrowReader taken = Data.importArrayStream(allocator, ArrowArrayStream.wrap(stream.memoryAddress()))) {
                assertThat(cells(taken)).isEqualTo(tableCells(ENTRIES));
            }
        }
    }

    @Test
    void export_moreRowsThanTheSessionAllows_isTheStreamsError() throws IOException {
        try (ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
            ArrowResults.export(session.question("SELECT * FROM range(200000)"), allocator, stream);
            try (ArrowReader taken = Data.importArrayStream(allocator, stream)) {
                assertThatThrownBy(() -> {
                            while (taken.loadNextBatch()) {
                                assertThat(taken.getVectorSchemaRoot().getRowCount())
                                        .isPositive();
                            }
                        })
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("100000 rows");
            }
        }
    }

    @Test
    void writeFile_entries_isReadBack() throws IOException {
        Path file = directory.resolve("entries.arrow");

        assertThat(ArrowResults.writeFile(session.question(ENTRIES), file)).isEqualTo(4);

        try (FileChannel channel = FileChannel.open(file);
                ArrowReader reader = new ArrowFileReader(channel, allocator)) {
            assertThat(cells(reader)).isEqualTo(tableCells(ENTRIES));
        }
        assertThatThrownBy(() -> ArrowResults.writeFile(session.question(ENTRIES), file))
                .isInstanceOf(ResultFileException.class)
                .hasMessageContaining("entries.arrow exists");
    }

    @Test
    void writeFile_moreRowsThanTheSessionAllows_leavesNoFile() throws IOException {
        Path into = Files.createDirectory(directory.resolve("cut"));

        assertThatThrownBy(() -> ArrowResults.writeFile(
                        session.question("SELECT * FROM range(100001)"), into.resolve("cut.arrow")))
                .isInstanceOf(QueryFailedException.class);

        assertThat(into).isEmptyDirectory();
    }

    @Test
    void writeStream_everyType_isReadBackAndStaysOpen() throws IOException {
        boolean[] closed = new boolean[1];
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public void close() {
                closed[0] = true;
            }
        };

        assertThat(ArrowResults.writeStream(session.question(TYPES), out)).isEqualTo(1);

        assertThat(closed[0]).isFalse();
        try (ArrowReader reader = new ArrowStreamReader(new ByteArrayInputStream(out.toByteArray()), allocator);
                ArrowReader direct = ArrowResults.reader(session.question(TYPES), allocator)) {
            assertThat(cells(reader)).isEqualTo(cells(direct));
        }
    }

    @Test
    void writeStream_moreRowsThanTheSessionAllows_hasNoEndMark() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        assertThatThrownBy(() -> ArrowResults.writeStream(session.question("SELECT * FROM range(100001)"), out))
                .isInstanceOf(QueryFailedException.class);

        byte[] bytes = out.toByteArray();
        byte[] end = {-1, -1, -1, -1, 0, 0, 0, 0};
        assertThat(bytes.length).isGreaterThan(1_000);
        assertThat(Arrays.copyOfRange(bytes, bytes.length - 8, bytes.length)).isNotEqualTo(end);
    }

    @Test
    void reader_javaWithoutTheFlag_saysWhichFlag() throws IOException, InterruptedException {
        String said = otherJava(List.of(), entry -> true);

        assertThat(said).contains("java to be started with --add-opens=java.base/java.nio=ALL-UNNAMED");
        assertThat(said).contains("table 42");
    }

    @Test
    void reader_javaWithoutArrow_saysWhichArtifacts() throws IOException, InterruptedException {
        String flag = "--add-opens=java.base/java.nio=ALL-UNNAMED";
        String version = Files.readString(Path.of("..", "pom.xml")).split("</?arrow.version>", 3)[1];

        for (String left : List.of("arrow-", "arrow-c-data", "arrow-memory-unsafe")) {
            String said = otherJava(List.of(flag), entry -> !entry.contains(left));
            assertThat(said)
                    .as(left)
                    .contains("ArrowUnavailableException")
                    .contains("org.apache.arrow:arrow-vector:" + version)
                    .contains("org.apache.arrow:arrow-c-data:" + version)
                    .contains("org.apache.arrow:arrow-memory-unsafe:" + version)
                    .contains("table 42");
        }
        assertThat(otherJava(List.of(flag), entry -> true)).contains("arrow 1", "table 42");
    }

    private static String otherJava(List<String> flags, Predicate<String> onClassPath)
            throws IOException, InterruptedException {
        return EmbeddingHost.run(directory.resolve("export"), directory, flags, onClassPath);
    }

    private Reason failure(String sql) {
        return catchThrowableOfType(
                        QueryFailedException.class, () -> ArrowResults.reader(session.question(sql), allocator))
                .reason();
    }

    private static List<List<String>> cells(ArrowReader reader) throws IOException {
        List<List<String>> cells = new ArrayList<>();
        VectorSchemaRoot root = reader.getVectorSchemaRoot();
        while (reader.loadNextBatch()) {
            for (int row = 0; row < root.getRowCount(); row++) {
                List<String> line = new ArrayList<>();
                for (FieldVector vector : root.getFieldVectors()) {
                    Object value = vector.getObject(row);
                    line.add(value instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(value));
                }
                cells.add(line);
            }
        }
        return cells;
    }

    private List<List<String>> tableCells(String sql) {
        ResultTable table = session.query("SELECT sequence, actor, epoch_us(recorded_at) FROM (" + sql + ")");
        List<List<String>> cells = new ArrayList<>();
        for (int row = 0; row < table.rowCount(); row++) {
            cells.add(List.of(table.text(row, 0), table.text(row, 1), table.text(row, 2)));
        }
        return cells;
    }
}
