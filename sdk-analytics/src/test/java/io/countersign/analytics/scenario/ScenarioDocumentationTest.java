package io.countersign.analytics.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.analytics.ResultTable;
import io.countersign.analytics.internal.DuckDb;
import io.countersign.analytics.internal.Rows;
import io.countersign.analytics.internal.Script;
import io.countersign.model.finding.ValidationReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page on scenarios in SQL says what the scripts do. */
class ScenarioDocumentationTest {
    private static final Path PAGE = Path.of("..", "docs", "scenarios-sql.md");
    private static final Pattern BLOCK = Pattern.compile("```sql\n(.+?)```", Pattern.DOTALL);
    private static final Pattern COLUMN = Pattern.compile("(?m)^\\| `(\\w+)` \\| ([^|]+) \\|");

    @ParameterizedTest
    @CsvSource({"margin.sql, Margin, judged_position", "tick.sql, Tick, moved_order", "fees.sql, Fees, charged_volume"})
    void scripts_onThePagesTables_answerWhatThePageShows(String script, String title, String relation) {
        String section = section(title);
        List<MatchResult> blocks = BLOCK.matcher(section).results().toList();
        assertThat(blocks).hasSize(2);
        try (DuckDb duck = DuckDb.inMemory(Map.of())) {
            for (String statement : blocks.get(0).group(1).split(";\n", -1)) {
                if (!statement.isBlank()) {
                    duck.run(statement);
                }
            }
            duck.run(Script.load(script));

            String answer = answer(duck, blocks.get(1).group(1)).toString();
            assertThat(section).as("The answer:%n%s", answer).contains("```text\n" + answer + "```");
            assertThat(names(relation))
                    .isEqualTo(duck.texts("SELECT column_name FROM (DESCRIBE SELECT * FROM " + relation + ")"));
        }
    }

    @Test
    void page_listsTheColumnsThatScenariosRead() {
        assertThat(names("position")).isEqualTo(names(MarginRun.COLUMNS));
        assertThat(names("resting_order")).isEqualTo(names(TickRun.COLUMNS));
        assertThat(names("traded_volume")).isEqualTo(names(FeeRevenueRun.COLUMNS));
    }

    @Test
    void page_listsTheColumnsOfTheAnswers() {
        ValidationReport nothing = ValidationReport.empty();
        assertThat(columns("margin table")).isEqualTo(described(new MarginResult(List.of(), 0, 0, nothing).table()));
        assertThat(columns("tick table")).isEqualTo(described(new OffTickResult(List.of(), 0, 0, nothing).table()));
        assertThat(columns("fee table")).isEqualTo(described(new FeeRevenueResult(List.of(), 0, 0, nothing).table()));
    }

    @Test
    void page_hasASectionForEveryFinding() throws IllegalAccessException {
        for (Field field : ScenarioFindings.class.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
                assertThat(page()).contains("### " + field.get(null) + "\n");
            }
        }
    }

    private static ResultTable answer(DuckDb duck, String sql) {
        try (Rows rows = duck.query(sql)) {
            List<ResultTable.Column> columns = rows.headings().stream()
                    .map(heading -> new ResultTable.Column(heading.name(), heading.type()))
                    .toList();
            List<@Nullable Object[]> values = new ArrayList<>();
            while (rows.next()) {
                @Nullable Object[] row = new @Nullable Object[columns.size()];
                for (int i = 0; i < row.length; i++) {
                    row[i] = rows.value(i + 1);
                }
                values.add(row);
            }
            return new ResultTable(columns, values, false);
        }
    }

    private static List<String> names(List<ScenarioInput.Column> columns) {
        return columns.stream().map(ScenarioInput.Column::name).toList();
    }

    private static List<String> names(String table) {
        return columns(table).stream()
                .map(column -> column.substring(0, column.indexOf(' ')))
                .toList();
    }

    private static List<String> described(ResultTable table) {
        return table.columns().stream()
                .map(column -> column.name() + " " + column.type())
                .toList();
    }

    /** The rows of the table below a mark, as name and type. */
    private static List<String> columns(String table) {
        Matcher marked = Pattern.compile("<!-- columns: " + table + " -->\n\n((?:\\|.*\n)+)")
                .matcher(page());
        assertThat(marked.find()).as(table).isTrue();
        return COLUMN.matcher(marked.group(1))
                .results()
                .map(row -> row.group(1) + " " + row.group(2).strip())
                .toList();
    }

    private static String section(String title) {
        String page = page();
        int start = page.indexOf("\n## " + title + "\n");
        assertThat(start).as(title).isPositive();
        int end = page.indexOf("\n## ", start + 1);
        return page.substring(start, end);
    }

    private static String page() {
        try {
            return Files.readString(PAGE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
