package io.countersign.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.countersign.analytics.ResultFileException.Reason;
import io.countersign.analytics.internal.DuckDb;
import io.countersign.analytics.internal.Rows;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResultFilesTest {
    private static final QueryLimits LIMITS = new QueryLimits(500, Duration.ofSeconds(60), 2, 2_000_000);

    /** Texts that formats trip over. */
    private static final List<String> TEXTS = List.of(
            "plain",
            "",
            " spaces ",
            "comma, quote \" and more",
            "line\nfeed",
            "carriage\rreturn",
            "both\r\nends",
            "\ttab",
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "  =1+1",
            "\uFF1D1+1",
            "'=1+1",
            "a=b",
            "NULL",
            "null",
            "é ü € 漢字 \uD83D\uDE00",
            "bell\u0007 and \u0001",
            "_x0007_",
            "_x005F_",
            "</c><v>&amp;",
            "007",
            "1e5");

    @TempDir
    private static Path directory;

    private Path folder;
    private AuditWarehouse warehouse;
    private AnalystSession session;

    @BeforeAll
    void open() {
        Recorder recorder = new Recorder();
        recorder.baseline(Markets.start(), Recorder.START);
        LedgerExporter.builder().journal(recorder.journal()).build().export(directory.resolve("export"));
        warehouse = AuditWarehouse.open(directory.resolve("export"));
        session = warehouse.analyst(LIMITS);
    }

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createTempDirectory(directory, "files");
    }

    @AfterEach
    void nothingUnfinishedIsLeft() throws IOException {
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.endsWith(".part"));
        }
    }

    @AfterAll
    void close() {
        session.close();
        warehouse.close();
    }

    @Test
    void csv_forPrograms_isReadBackByAnotherReader() throws IOException {
        Path file = folder.resolve("texts.csv");

        assertThat(ResultFiles.csv(session.query(texts()), file, CsvAudience.PROGRAMS))
                .isEqualTo(TEXTS.size() + 1);

        assertThat(readCsv(file)).isEqualTo(expected(text -> text));
        assertThat(Files.readString(file))
                .startsWith("n,text\r\n0,plain\r\n1,\"\"\r\n2,\" spaces \"\r\n")
                .endsWith("25,\r\n");
    }

    @Test
    void csv_forSpreadsheets_beginsNoTextAsAFormula() throws IOException {
        Path file = folder.resolve("guarded.csv");

        ResultFiles.csv(session.question(texts()), file, CsvAudience.SPREADSHEETS);

        List<Optional<String>> read = readCsv(file);
        assertThat(read)
                .filteredOn(Optional::isPresent)
                .extracting(Optional::get)
                .allSatisfy(text -> assertThat(text)
                        .doesNotMatch(Pattern.compile("(?s)\\s*[=+\\-@\uFF1D].*"))
                        .doesNotStartWith("\t"));
        assertThat(read.stream()
                        .map(field -> field.map(text -> text.startsWith("'") ? text.substring(1) : text))
                        .toList())
                .isEqualTo(expected(text -> text));
        assertThat(Files.readString(file)).contains("\r\n8,'=1+1\r\n9,'+1\r\n");
    }

    @Test
    void csv_forSpreadsheets_leavesNumbersAndGuardsHeadings() throws IOException {
        Path file = folder.resolve("numbers.csv");

        ResultFiles.csv(
                session.query("SELECT -1 AS \"=a\", -1.50::DECIMAL(38,18) AS b, -1e300 AS c"),
                file,
                CsvAudience.SPREADSHEETS);

        assertThat(file).content().isEqualTo("'=a,b,c\r\n-1,-1.500000000000000000,-1.0E300\r\n");
    }

    @Test
    void csv_questionAndTable_areTheSameBytes() {
        String sql = "SELECT * FROM audit_entry ORDER BY sequence";

        ResultFiles.csv(session.query(sql), folder.resolve("table.csv"), CsvAudience.PROGRAMS);
        ResultFiles.csv(session.question(sql), folder.resolve("question.csv"), CsvAudience.PROGRAMS);
        ResultFiles.jsonLines(session.question(sql), folder.resolve("question.jsonl"));

        assertThat(folder.resolve("question.csv")).hasSameBinaryContentAs(folder.resolve("table.csv"));
        assertThat(folder.resolve("question.jsonl"))
                .content()
                .isEqualTo(session.query(sql).toJsonLines());
    }

    @Test
    void csv_fileThatExists_isNotOverwritten() throws IOException {
        Path file = Files.writeString(folder.resolve("mine.csv"), "mine");

        assertThat(reason(() -> ResultFiles.csv(session.query("SELECT 1"), file, CsvAudience.PROGRAMS)))
                .isEqualTo(Reason.EXISTS);
        assertThat(reason(() -> ResultFiles.jsonLines(session.question("SELECT 1"), file)))
                .isEqualTo(Reason.EXISTS);
        assertThat(reason(() -> ResultFiles.xlsx(session.question("SELECT 1"), file)))
                .isEqualTo(Reason.EXISTS);

        assertThat(file).content().isEqualTo("mine");
    }

    @Test
    void csv_fileThatAppearsMeanwhile_isNotOverwritten() {
        Path file = folder.resolve("raced.csv");
        AtomicInteger looks = new AtomicInteger();
        AnalystQuestion question = session.question("SELECT * FROM range(5000)").cancelledBy(() -> {
            if (looks.getAndIncrement() == 3) {
                write(file, "theirs");
            }
            return false;
        });

        assertThat(reason(() -> ResultFiles.csv(question, file, CsvAudience.PROGRAMS)))
                .isEqualTo(Reason.EXISTS);
        assertThat(file).content().isEqualTo("theirs");
    }

    @Test
    void csv_tableThatWasCut_isRefused() {
        try (AnalystSession narrow = warehouse.analyst(LIMITS.withRowsMax(2))) {
            Path file = folder.resolve("cut.csv");

            assertThat(reason(
                            () -> ResultFiles.csv(narrow.query("SELECT * FROM range(3)"), file, CsvAudience.PROGRAMS)))
                    .isEqualTo(Reason.CUT);
            assertThat(catchThrowableOfType(
                                    QueryFailedException.class,
                                    () -> ResultFiles.csv(
                                            narrow.question("SELECT * FROM range(3)"), file, CsvAudience.PROGRAMS))
                            .reason())
                    .isEqualTo(QueryFailedException.Reason.LIMIT);
            assertThat(file).doesNotExist();
            assertThat(ResultFiles.csv(narrow.question("SELECT * FROM range(2)"), file, CsvAudience.PROGRAMS))
                    .isEqualTo(2);
        }
    }

    @Test
    void csv_questionThatFailsOrIsCancelled_leavesNothing() {
        Path file = folder.resolve("failed.csv");

        assertThatThrownBy(() -> ResultFiles.csv(session.question("SELECT nope"), file, CsvAudience.PROGRAMS))
                .isInstanceOf(QueryFailedException.class);
        AtomicInteger looks = new AtomicInteger();
        assertThatThrownBy(() -> ResultFiles.csv(
                        session.question("SELECT * FROM range(100000)").cancelledBy(() -> looks.getAndIncrement() > 20),
                        file,
                        CsvAudience.PROGRAMS))
                .isInstanceOf(CancellationException.class);

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void csv_directoryThatIsMissing_isAStorageFailure() {
        assertThat(reason(() -> ResultFiles.csv(
                        session.query("SELECT 1"), folder.resolve("no/such.csv"), CsvAudience.PROGRAMS)))
                .isEqualTo(Reason.STORAGE);
    }

    @Test
    void xlsx_texts_areReadBackByAnotherReader() throws IOException {
        Path file = folder.resolve("texts.xlsx");

        assertThat(ResultFiles.xlsx(session.question(texts()), file)).isEqualTo(TEXTS.size() + 1);

        List<Row> rows = readXlsx(file);
        assertThat(rows.get(0).getCellText(1)).isEqualTo("text");
        for (int i = 0; i < TEXTS.size(); i++) {
            Cell cell = rows.get(i + 1).getCell(1);
            assertThat(cell.getType()).isEqualTo(CellType.STRING);
            assertThat(unescaped(cell.getText())).isEqualTo(TEXTS.get(i));
        }
        assertThat(rows.get(TEXTS.size() + 1).getOptionalCell(1)).isEmpty();
    }

    @Test
    void xlsx_numbers_keepEveryDigit() throws IOException {
        Path file = folder.resolve("numbers.xlsx");
        Map<String, CellType> cells = Map.ofEntries(
                Map.entry("42", CellType.NUMBER),
                Map.entry("-0.000000000000000001::DECIMAL(38,18)", CellType.NUMBER),
                Map.entry("123456789012345", CellType.NUMBER),
                Map.entry("1234567890123456", CellType.STRING),
                Map.entry("1234567890123450", CellType.NUMBER),
                Map.entry("9223372036854775807", CellType.STRING),
                Map.entry("170141183460469231731687303715884105727::HUGEINT", CellType.STRING),
                Map.entry("0.123456789012345::DECIMAL(38,18)", CellType.NUMBER),
                Map.entry("0.1234567890123456::DECIMAL(38,18)", CellType.STRING),
                Map.entry("12345678901234567890.123456789012345678::DECIMAL(38,18)", CellType.STRING),
                Map.entry("1.50::DECIMAL(38,18)", CellType.NUMBER),
                Map.entry("0.1::DOUBLE + 0.2::DOUBLE", CellType.NUMBER),
                Map.entry("1e300", CellType.NUMBER),
                Map.entry("5e-324", CellType.STRING),
                Map.entry("'NaN'::DOUBLE", CellType.STRING),
                Map.entry("'-Infinity'::DOUBLE", CellType.STRING),
                Map.entry("TRUE", CellType.BOOLEAN),
                Map.entry("TIMESTAMPTZ '2026-01-31 10:00:00.000001Z'", CellType.STRING),
                Map.entry("DATE '2026-01-31'", CellType.STRING));
        List<String> expressions = List.copyOf(cells.keySet());
        ResultTable table = session.query("SELECT " + String.join(", ", expressions));

        ResultFiles.xlsx(table, file);

        Row row = readXlsx(file).get(1);
        for (int i = 0; i < expressions.size(); i++) {
            Cell cell = row.getCell(i);
            assertThat(cell.getType()).as(expressions.get(i)).isEqualTo(cells.get(expressions.get(i)));
            if (cell.getType() == CellType.NUMBER) {
                assertThat(new BigDecimal(cell.getRawValue()))
                        .as(expressions.get(i))
                        .isEqualByComparingTo(new BigDecimal(table.text(0, i)));
                assertThat(Double.parseDouble(cell.getRawValue())).isEqualTo(Double.parseDouble(table.text(0, i)));
            } else {
                assertThat(cell.getText()).isEqualToIgnoringCase(table.text(0, i));
            }
        }
    }

    @Test
    void xlsx_moreThanAWorkbookHolds_isRefused() {
        Path file = folder.resolve("large.xlsx");

        ResultFileException rows =
                failure(() -> ResultFiles.xlsx(session.question("SELECT * FROM range(1048576)"), file));
        assertThat(rows.reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(rows).hasMessage("A workbook holds 1048575 rows, and the result has more");

        ResultFileException text = failure(() -> ResultFiles.xlsx(
                session.question("SELECT 1 AS n, 'x' AS t UNION ALL SELECT 2, repeat('x', 32767) || 'y' ORDER BY n"),
                file));
        assertThat(text.reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(text).hasMessage("A cell of a workbook holds 32767 characters, and column \"t\" has 32768 in row 2");

        String columns = "SELECT " + "1,".repeat(16_384) + "1";
        assertThat(failure(() -> ResultFiles.xlsx(session.question(columns), file))
                        .reason())
                .isEqualTo(Reason.TOO_LARGE);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void xlsx_longestText_isHeld() throws IOException {
        Path file = folder.resolve("long.xlsx");

        ResultFiles.xlsx(session.query("SELECT repeat('x', 32767)"), file);

        assertThat(readXlsx(file).get(1).getCellText(0)).hasSize(32_767);
    }

    @Test
    void xlsx_manyRows_areAllThere() throws IOException {
        Path file = folder.resolve("many.xlsx");

        assertThat(ResultFiles.xlsx(session.question("SELECT i, 'text ' || i FROM range(50000) t(i)"), file))
                .isEqualTo(50_000);

        List<Row> rows = readXlsx(file);
        assertThat(rows).hasSize(50_001);
        assertThat(rows.get(50_000).getCellText(1)).isEqualTo("text 49999");
    }

    @Test
    void xlsx_withoutTheLibrary_saysWhichArtifact() throws IOException, InterruptedException {
        String version = Files.readString(Path.of("..", "pom.xml")).split("</?fastexcel.version>", 3)[1];

        String said = EmbeddingHost.run(
                directory.resolve("export"), directory, List.of(), entry -> !entry.contains("fastexcel"));

        assertThat(said).contains("LIBRARY", "org.dhatim:fastexcel:" + version + " on the class path", "table 42");
        assertThat(EmbeddingHost.run(directory.resolve("export"), directory, List.of(), entry -> true))
                .contains("xlsx 1");
    }

    /** One row for each text, and one without. */
    private static String texts() {
        StringBuilder sql = new StringBuilder("SELECT * FROM (VALUES ");
        for (int i = 0; i < TEXTS.size(); i++) {
            sql.append("(")
                    .append(i)
                    .append(", ")
                    .append(DuckDb.literal(TEXTS.get(i)))
                    .append("), ");
        }
        return sql + "(" + TEXTS.size() + ", NULL)) t(n, text) ORDER BY n";
    }

    private static List<Optional<String>> expected(UnaryOperator<String> form) {
        List<Optional<String>> expected = new ArrayList<>();
        TEXTS.forEach(text -> expected.add(Optional.of(form.apply(text))));
        expected.add(Optional.empty());
        return expected;
    }

    private static List<Optional<String>> readCsv(Path file) {
        List<Optional<String>> texts = new ArrayList<>();
        try (DuckDb duck = DuckDb.inMemory(Map.of());
                Rows rows = duck.query("SELECT text FROM read_csv(" + DuckDb.literal(file)
                        + ", header = true, delim = ',', quote = '\"', escape = '\"', new_line = '\\r\\n',"
                        + " allow_quoted_nulls = false, auto_detect = false,"
                        + " columns = {'n': 'INTEGER', 'text': 'VARCHAR'}) ORDER BY n")) {
            while (rows.next()) {
                texts.add(rows.findText(1));
            }
        }
        return texts;
    }

    private static List<Row> readXlsx(Path file) throws IOException {
        try (ReadableWorkbook workbook = new ReadableWorkbook(file.toFile())) {
            return workbook.getFirstSheet().read();
        }
    }

    /** What Excel makes of a text in OOXML. */
    private static String unescaped(String text) {
        return Pattern.compile("_x([0-9A-F]{4})_").matcher(text).replaceAll(match -> {
            String character = Character.toString(Integer.parseInt(match.group(1), 16));
            return Matcher.quoteReplacement(character);
        });
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Reason reason(ThrowingCallable call) {
        return failure(call).reason();
    }

    private static ResultFileException failure(ThrowingCallable call) {
        ResultFileException failure = catchThrowableOfType(ResultFileException.class, call);
        assertThat(failure).isNotNull();
        return failure;
    }
}
