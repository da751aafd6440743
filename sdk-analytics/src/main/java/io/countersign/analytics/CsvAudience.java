package io.countersign.analytics;

/** Who opens a CSV file. */
public enum CsvAudience {
    /** Programs: every value as it is. */
    PROGRAMS,
    /**
     * Spreadsheets, which take a text such as {@code =HYPERLINK(...)} for a formula and run it: a text (or heading) whose first
     * character other than white space is one of {@code = + - @}, their full-width forms or an apostrophe gets an apostrophe in
     * front, and so does one that begins with a tab or a line break. Taking one apostrophe off each text that begins with one
     * gives the original. Numbers are left alone.
     */
    SPREADSHEETS
}
