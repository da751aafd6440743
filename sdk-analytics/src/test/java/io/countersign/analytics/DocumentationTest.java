package io.countersign.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.analytics.internal.EntryTable;
import io.countersign.analytics.internal.FieldChangeTable;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages under docs say what the code does. */
class DocumentationTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern COLUMN = Pattern.compile("(?m)^\\| (?:\\d+ \\| )?`(\\w+)` \\| ([^|]+) \\|");
    private static final Pattern EXAMPLE = Pattern.compile("```sql\n(.+?)```", Pattern.DOTALL);
    private static final String ANY_TIME = "(TIMESTAMPTZ '2026-01-31 00:00:00Z', TIMESTAMPTZ '2026-01-31 00:00:00Z')";

    @TempDir
    Path directory;

    @Test
    void queries_everyView_hasItsColumnsAndARunningExample() throws IOException {
        Recorder recorder = new Recorder();
        recorder.baseline(Markets.start(), Recorder.START);
        LedgerExporter.builder().journal(recorder.journal()).build().export(directory);
        Map<String, String> sections = sections(Files.readString(DOCS.resolve("queries.md")));
        List<String> described = new ArrayList<>();

        try (AuditWarehouse warehouse = AuditWarehouse.open(directory)) {
            sections.forEach((title, text) -> {
                String relation = title.replaceFirst("\\(.*\\)", ANY_TIME);
                ResultTable columns = warehouse.query("DESCRIBE SELECT * FROM " + relation);
                List<String> actual = new ArrayList<>();
                for (int row = 0; row < columns.rowCount(); row++) {
                    actual.add(columns.text(row, 0) + " " + columns.text(row, 1));
                }
                assertThat(columns(text)).as(title).isEqualTo(actual);
                Matcher example = EXAMPLE.matcher(text);
                assertThat(example.find()).as(title).isTrue();
                assertThat(warehouse.query(example.group(1)).columns()).isNotEmpty();
                described.add(title.replaceFirst("\\(.*", ""));
            });
            ResultTable relations = warehouse.query(
                    "SELECT view_name FROM duckdb_views() WHERE NOT internal UNION ALL"
                            + " SELECT table_name FROM duckdb_tables() WHERE table_name <> 'entry' UNION ALL"
                            + " SELECT function_name FROM duckdb_functions() WHERE function_type = 'table_macro' AND NOT internal");
            List<String> actual = new ArrayList<>();
            for (int row = 0; row < relations.rowCount(); row++) {
                actual.add(relations.text(row, 0));
            }
            assertThat(described).containsExactlyInAnyOrderElementsOf(actual);
        }
    }

    @Test
    void export_pageListsTheColumnsOfTheFiles() throws IOException {
        Map<String, String> sections = sections(Files.readString(DOCS.resolve("spec/export.md")));

        assertThat(columns(sections.get("Files under `ledger/`"))).isEqualTo(EntryTable.SHAPE.described());
        assertThat(columns(sections.get("Files under `derived/`"))).isEqualTo(FieldChangeTable.SHAPE.described());
    }

    @Test
    void export_pageHasASectionForEveryFinding() throws IOException, IllegalAccessException {
        String page = Files.readString(DOCS.resolve("spec/export.md"));
        for (Field field : ExportFindings.class.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
                assertThat(page).contains("### " + field.get(null) + "\n");
            }
        }
    }

    private static List<String> columns(String text) {
        return COLUMN.matcher(text)
                .results()
                .map(row -> row.group(1) + " " + row.group(2).strip())
                .toList();
    }

    private static Map<String, String> sections(String page) {
        Map<String, String> sections = new LinkedHashMap<>();
        String[] parts = page.split("(?m)^## ", -1);
        for (int i = 1; i < parts.length; i++) {
            int end = parts[i].indexOf('\n');
            sections.put(parts[i].substring(0, end), parts[i].substring(end));
        }
        return sections;
    }
}
