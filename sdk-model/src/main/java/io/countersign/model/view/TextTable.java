package io.countersign.model.view;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of text in aligned columns. A column whose every cell is a number stands to the right. Immutable.
 *
 * @param headings one a column
 * @param rows as many cells each as there are headings
 */
public record TextTable(List<String> headings, List<List<String>> rows) implements Displayable {
    private static final String GAP = "  ";

    /**
     * Checks that every row has a cell for every heading.
     *
     * @throws IllegalArgumentException if one has more or fewer
     */
    public TextTable {
        headings = List.copyOf(headings);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<String> row : rows) {
            if (row.size() != headings.size()) {
                throw new IllegalArgumentException("A row must have " + headings.size() + " cells: " + row);
            }
        }
    }

    /** A table without rows. */
    public static TextTable of(String... headings) {
        return new TextTable(List.of(headings), List.of());
    }

    /** This and one more row. */
    public TextTable row(String... cells) {
        List<List<String>> more = new ArrayList<>(rows);
        more.add(List.of(cells));
        return new TextTable(headings, more);
    }

    @Override
    public String toHtml() {
        return Html.table("", headings, rows).markup();
    }

    /** The table in Markdown (GitHub's tables). Cells show as they are, see {@link Markdown#escape}. */
    public String toMarkdown() {
        StringBuilder out = new StringBuilder();
        markdownRow(out, headings);
        markdownRow(out, headings.stream().map(heading -> "---").toList());
        rows.forEach(row -> markdownRow(out, row));
        return out.substring(0, out.length() - 1);
    }

    private static void markdownRow(StringBuilder out, List<String> cells) {
        cells.forEach(cell -> out.append("| ").append(Markdown.escape(cell)).append(' '));
        out.append("|\n");
    }

    /** The headings, a line, and the rows; no trailing spaces, no line break at the end. */
    @Override
    public String toString() {
        int[] widths = new int[headings.size()];
        boolean[] right = new boolean[headings.size()];
        for (int column = 0; column < widths.length; column++) {
            right[column] = !rows.isEmpty();
            widths[column] = width(headings.get(column));
            for (List<String> row : rows) {
                widths[column] = Math.max(widths[column], width(row.get(column)));
                right[column] &= isNumber(row.get(column));
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add(line(headings, widths, right));
        List<String> rule = new ArrayList<>();
        for (int width : widths) {
            rule.add("-".repeat(width));
        }
        lines.add(line(rule, widths, right));
        rows.forEach(row -> lines.add(line(row, widths, right)));
        return String.join("\n", lines);
    }

    private static String line(List<String> cells, int[] widths, boolean[] right) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = oneLine(cells.get(column));
            String padding = " ".repeat(widths[column] - width(cell));
            line.append(column == 0 ? "" : GAP).append(right[column] ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing();
    }

    private static int width(String cell) {
        return oneLine(cell).codePointCount(0, oneLine(cell).length());
    }

    private static String oneLine(String cell) {
        return cell.replaceAll("\\p{Cntrl}+", " ");
    }

    private static boolean isNumber(String cell) {
        return cell.isEmpty() || cell.matches("[-+]?[0-9][0-9.,' ]*(%| ?[A-Za-z]{1,5})?");
    }
}
