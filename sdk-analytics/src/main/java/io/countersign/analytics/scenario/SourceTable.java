package io.countersign.analytics.scenario;

import io.countersign.analytics.ArrowResults;
import io.countersign.analytics.ArrowUnavailableException;
import io.countersign.analytics.internal.DuckDb;
import io.countersign.analytics.internal.SourceRelation;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Where the rows of a scenario are: Parquet, CSV or Arrow files, or a query to a database. Which columns they must have stands with the
 * method of {@link Scenarios} that takes them; more columns do no harm, and {@link #withColumn} says where one has another name.
 *
 * <p>Numbers are whole numbers, DECIMALs, or texts such as {@code -12.5}: without exponent, at most 20 digits before the point
 * and 18 after it. Floating-point columns are refused. Nothing is read before a scenario asks. Immutable.
 */
public final class SourceTable {
    private final String description;
    private final Opening opening;
    private final SortedMap<String, String> names;

    private SourceTable(String description, Opening opening, SortedMap<String, String> names) {
        this.description = description;
        this.opening = opening;
        this.names = Collections.unmodifiableSortedMap(names);
    }

    /** Makes the relation that {@link SourceRelation} names. */
    private interface Opening {
        void open(DuckDb duck);
    }

    /** One Parquet file. A {@code *} in its name is a character as any other. */
    public static SourceTable parquet(Path file) {
        return parquet(List.of(file));
    }

    /**
     * Parquet files of the same columns; the rows of one follow those of the one before.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static SourceTable parquet(List<Path> files) {
        List<Path> all = required(files);
        return of(described("Parquet", all), duck -> SourceRelation.ofParquet(duck, all));
    }

    /** One CSV file (RFC 4180: comma, quotes doubled inside quotes) whose first line names the columns. */
    public static SourceTable csv(Path file) {
        return csv(List.of(file));
    }

    /**
     * CSV files of the same columns; the rows of one follow those of the one before. An empty value is none.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static SourceTable csv(List<Path> files) {
        List<Path> all = required(files);
        return of(described("CSV", all), duck -> SourceRelation.ofCsv(duck, all));
    }

    /**
     * One file in Arrow's IPC file or stream format. Needs what {@link ArrowResults} needs.
     *
     * @throws ArrowUnavailableException when it is read, if this process lacks that
     */
    public static SourceTable arrow(Path file) {
        return of("Arrow " + file, duck -> {
            ArrowResults.requireArrow();
            try {
                SourceRelation.copyArrow(duck, file);
            } catch (CancellationException e) {
                throw e;
            } catch (IOException | RuntimeException e) {
                throw new ScenarioInputException("The file " + file + " cannot be read as Arrow: " + e, e);
            }
        });
    }

    /**
     * What a query to a database answers. Rows are copied a few thousand at a time, in one transaction that is rolled back. State
     * an {@code ORDER BY} where answers are to name the same rows each time.
     *
     * @param query one SELECT, in the database's dialect
     */
    public static SourceTable jdbc(DataSource database, String query) {
        return of("the query " + query, duck -> {
            try (Connection connection = database.getConnection()) {
                SourceRelation.copy(duck, connection, query);
            } catch (SQLException e) {
                throw new ScenarioInputException(
                        "The database did not answer: " + e.getMessage() + ". Check the connection and the query "
                                + query,
                        e);
            } catch (SourceRelation.InexactValueException e) {
                throw new ScenarioInputException(e.getMessage() + ": " + query, e);
            }
        });
    }

    private static SourceTable of(String description, Opening opening) {
        return new SourceTable(description, opening, new TreeMap<>());
    }

    /**
     * The same rows, with a column under another name than the scenario expects.
     *
     * @param expected the scenario's name, such as {@code entry_price}
     * @param actual the source's name, such as {@code avgEntryPx}
     */
    public SourceTable withColumn(String expected, String actual) {
        SortedMap<String, String> more = new TreeMap<>(names);
        more.put(expected, actual);
        return new SourceTable(description, opening, more);
    }

    /** What the source calls a column. */
    String nameOf(String expected) {
        return names.getOrDefault(expected, expected);
    }

    /** The scenario's names of the columns that have another one here. */
    Iterable<String> renamed() {
        return names.keySet();
    }

    void open(DuckDb duck) {
        opening.open(duck);
    }

    /** What messages call it. */
    @Override
    public String toString() {
        return description;
    }

    private static List<Path> required(List<Path> files) {
        if (files.isEmpty()) {
            throw new IllegalArgumentException("A source needs a file: give at least one");
        }
        return List.copyOf(files);
    }

    private static String described(String format, List<Path> files) {
        return format + " "
                + files.stream().map(Path::toString).limit(3).collect(Collectors.joining(", "))
                + (files.size() > 3 ? " and " + (files.size() - 3) + " more" : "");
    }
}
