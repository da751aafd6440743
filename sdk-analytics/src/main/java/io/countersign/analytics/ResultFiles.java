package io.countersign.analytics;

import io.countersign.analytics.ResultFileException.Reason;
import io.countersign.analytics.internal.Spreadsheet;
import io.countersign.model.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Results as files: CSV, JSON lines and Excel workbooks.
 *
 * <p>A file appears whole or not at all, and never in place of another. It holds the whole answer: a table that was cut, or a
 * question with more rows than its session allows, is refused. Files of a question are written row by row; the engine holds the
 * answer within the session's memory, this process only a few rows of it.
 *
 * <p>Every method returns the number of rows, without the heading, and throws
 *
 * <ul>
 *   <li>{@link ResultFileException}, whose reason says what to do,
 *   <li>where it asks a question, also {@link QueryFailedException} and {@link CancellationException}.
 * </ul>
 */
public final class ResultFiles {
    /** Most rows of a workbook, without the heading. */
    public static final int XLSX_ROWS_MAX = 1_048_575;

    /** Most columns of a workbook. */
    public static final int XLSX_COLUMNS_MAX = 16_384;

    /** Longest text in a workbook, in UTF-16 units. */
    public static final int XLSX_TEXT_LENGTH_MAX = 32_767;

    private ResultFiles() {}

    /**
     * Writes CSV as RFC 4180 has it: UTF-8 without a byte order mark, commas, lines that end in CR LF, a line of headings. A field
     * is quoted if it holds a comma, a quote or a line break, or begins or ends with white space. SQL's NULL is an empty field, an
     * empty text is {@code ""}.
     */
    public static long csv(ResultTable table, Path file, CsvAudience audience) {
        return write(table, file, (rows, out) -> csv(rows, out, audience));
    }

    /** As {@link #csv(ResultTable, Path, CsvAudience)}, asking the question. */
    public static long csv(AnalystQuestion question, Path file, CsvAudience audience) {
        return write(question, file, (rows, out) -> csv(rows, out, audience));
    }

    /** Writes the lines of {@link ResultTable#toJsonLines()}. */
    public static long jsonLines(ResultTable table, Path file) {
        return write(table, file, ResultFiles::jsonLines);
    }

    /** As {@link #jsonLines(ResultTable, Path)}, asking the question. */
    public static long jsonLines(AnalystQuestion question, Path file) {
        return write(question, file, ResultFiles::jsonLines);
    }

    /**
     * Writes an Excel workbook of one sheet with a line of headings. Needs {@code org.dhatim:fastexcel} on the class path.
     *
     * <p>Excel keeps 15 significant digits: a number with more is written as text, digit for digit; the binary floating point
     * numbers of SQL's DOUBLE and REAL are what Excel has, and stay numbers. Times and everything else are texts, as {@link
     * ResultTable#text} gives them. Texts are never formulas. Characters that XML does not hold are written as {@code _x0007_}.
     */
    public static long xlsx(ResultTable table, Path file) {
        requireSpreadsheets();
        return write(table, file, ResultFiles::xlsx);
    }

    /** As {@link #xlsx(ResultTable, Path)}, asking the question. */
    public static long xlsx(AnalystQuestion question, Path file) {
        requireSpreadsheets();
        return write(question, file, ResultFiles::xlsx);
    }

    private interface Form {
        long write(RowSource rows, OutputStream out) throws IOException;
    }

    private static long write(ResultTable table, Path file, Form form) {
        if (table.truncated()) {
            throw new ResultFileException(
                    Reason.CUT,
                    "The table holds only the first " + table.rowCount()
                            + " rows of the answer: ask within the limit of the session, or with a higher one");
        }
        return NewFile.write(file, out -> form.write(table.source(), out));
    }

    private static long write(AnalystQuestion question, Path file, Form form) {
        return NewFile.write(file, out -> {
            try (RowSource rows = question.whole()) {
                return form.write(rows, out);
            }
        });
    }

    private static long csv(RowSource rows, OutputStream out, CsvAudience audience) throws IOException {
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        writer.write(rows.columns().stream()
                .map(column -> field(guarded(column.name(), audience)))
                .collect(Collectors.joining(",", "", "\r\n")));
        long count = 0;
        for (@Nullable Object[] row = rows.next(); row != null; row = rows.next()) {
            for (int i = 0; i < row.length; i++) {
                Object value = row[i];
                writer.write(i == 0 ? "" : ",");
                if (value != null) {
                    String text = ResultTable.text(value);
                    writer.write(field(value instanceof Number ? text : guarded(text, audience)));
                }
            }
            writer.write("\r\n");
            count++;
        }
        writer.flush();
        return count;
    }

    private static String field(String text) {
        boolean quoted = text.isEmpty()
                || Character.isWhitespace(text.charAt(0))
                || Character.isWhitespace(text.charAt(text.length() - 1))
                || text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    private static String guarded(String text, CsvAudience audience) {
        if (audience == CsvAudience.PROGRAMS || text.isEmpty()) {
            return text;
        }
        String start = text.strip();
        boolean breaks = "\t\r\n".indexOf(text.charAt(0)) >= 0;
        boolean formula = !start.isEmpty() && "=+-@'\uFF1D\uFF0B\uFF0D\uFF20".indexOf(start.charAt(0)) >= 0;
        return breaks || formula ? "'" + text : text;
    }

    private static long jsonLines(RowSource rows, OutputStream out) throws IOException {
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        List<String> names =
                rows.columns().stream().map(column -> Json.write(column.name())).toList();
        long count = 0;
        for (@Nullable Object[] row = rows.next(); row != null; row = rows.next()) {
            writer.write(ResultTable.jsonLine(names, row));
            count++;
        }
        writer.flush();
        return count;
    }

    private static long xlsx(RowSource rows, OutputStream out) throws IOException {
        List<ResultTable.Column> columns = rows.columns();
        if (columns.size() > XLSX_COLUMNS_MAX) {
            throw tooLarge("A workbook holds " + XLSX_COLUMNS_MAX + " columns, and the result has " + columns.size());
        }
        try (Spreadsheet sheet = new Spreadsheet(out)) {
            for (int i = 0; i < columns.size(); i++) {
                String name = columns.get(i).name();
                sheet.cell(0, i, name, fitting(name, 0, name));
            }
            sheet.rowDone(0);
            int count = 0;
            for (@Nullable Object[] row = rows.next(); row != null; row = rows.next()) {
                if (count == XLSX_ROWS_MAX) {
                    throw tooLarge("A workbook holds " + XLSX_ROWS_MAX + " rows, and the result has more");
                }
                count++;
                for (int i = 0; i < row.length; i++) {
                    Object value = row[i];
                    String text = value == null ? "" : ResultTable.text(value);
                    sheet.cell(
                            count, i, value, fitting(text, count, columns.get(i).name()));
                }
                sheet.rowDone(count);
            }
            return count;
        }
    }

    private static String fitting(String text, int row, String column) {
        if (text.length() > XLSX_TEXT_LENGTH_MAX) {
            throw tooLarge("A cell of a workbook holds " + XLSX_TEXT_LENGTH_MAX + " characters, and column \"" + column
                    + "\" has " + text.length() + " in row " + row);
        }
        return text;
    }

    private static ResultFileException tooLarge(String message) {
        return new ResultFileException(Reason.TOO_LARGE, message);
    }

    private static void requireSpreadsheets() {
        if (!Spreadsheet.available()) {
            throw new ResultFileException(
                    Reason.LIBRARY, "Workbooks need " + Spreadsheet.ARTIFACT + " on the class path");
        }
    }
}
