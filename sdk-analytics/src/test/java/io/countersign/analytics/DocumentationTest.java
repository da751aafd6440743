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
    private static final Pattern EXAMPLE = Pattern.compile("```sql\n(.+?)```\n(?:\n```\n.*?```\n)?", Pattern.DOTALL);
    private static final Pattern PARAMETERS = Pattern.compile("\\(.*\\)");

    @TempDir
    Path directory;

    @Test
    void queries_everyView_hasItsColumnsAndAnExampleWithItsResult() throws IOException {
        LedgerExporter.builder().journal(SampleHistory.journal()).build().export(directory);
        NativeLayer.builder().build().update(directory);
        Path file = DOCS.resolve("queries.md");
        String page = Files.readString(file);
        Map<String, String> sections = sections(page);
        List<String> described = new ArrayList<>();
        String written = page;

        try (AuditWarehouse warehouse = AuditWarehouse.open(directory)) {
            for (Map.Entry<String, String> section : sections.entrySet()) {
                String title = section.getKey();
                String relation = PARAMETERS.matcher(title).replaceFirst(parameters -> arguments(parameters.group()));
                ResultTable columns = warehouse.query("DESCRIBE SELECT * FROM " + relation);
                List<String> actual = new ArrayList<>();
                for (int row = 0; row < columns.rowCount(); row++) {
                    actual.add(columns.text(row, 0) + " " + columns.text(row, 1));
                }
                assertThat(columns(section.getValue())).as(title).isEqualTo(actual);
                Matcher example = EXAMPLE.matcher(section.getValue());
                assertThat(example.find()).as("an example in " + title).isTrue();
                ResultTable result = warehouse.query(example.group(1));
                assertThat(result.rowCount())
                        .as("rows of the example in " + title)
                        .isPositive();
                String shown = "```sql\n" + example.group(1) + "```\n\n```\n" + result + "```\n";
                written = written.replace(example.group(), shown);
                described.add(PARAMETERS.matcher(title).replaceFirst(""));
            }
            if (Boolean.getBoolean("countersign.write")) {
                Files.writeString(file, written);
            } else {
                assertThat(page)
                        .as("docs/queries.md; -Dcountersign.write=true writes the results")
                        .isEqualTo(written);
            }
            ResultTable relations = warehouse.query("SELECT view_name FROM duckdb_views() WHERE NOT internal UNION ALL"
                    + " SELECT function_name FROM duckdb_functions() WHERE function_type = 'table_macro' AND NOT internal"
                    + " AND schema_name = 'main'");
            List<String> actual = new ArrayList<>();
            for (int row = 0; row < relations.rowCount(); row++) {
                actual.add(relations.text(row, 0));
            }
            assertThat(described).containsExactlyInAnyOrderElementsOf(actual);
        }
    }

    /** Something for each parameter of a macro, by its name. */
    private static String arguments(String parameters) {
        return parameters
                .replaceAll("\\b(effective|known|instant)(_[12])?\\b", "TIMESTAMPTZ '2026-01-31 00:00:00Z'")
                .replaceAll("\\bchanges\\b", "['CHG-1']")
                .replaceAll("\\b(in_scope|of_document)\\b", "''")
                .replaceAll("\\blookback\\b", "INTERVAL 1 HOUR")
                .replaceAll("\\bzone\\b", "'Europe/London'")
                .replaceAll("\\b(opens|closes)\\b", "'09:00'");
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
