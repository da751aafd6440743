package io.countersign.analytics.internal;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a relation {@link #NAME} in the engine out of somebody's rows, with their columns as they are. */
public final class SourceRelation {
    /** How the relation is called. */
    public static final String NAME = "source";

    private static final int FETCH_ROWS = 5_000;

    private SourceRelation() {}

    /** A value that is no decimal in the database it comes from. */
    public static final class InexactValueException extends Exception {
        private static final long serialVersionUID = 1L;

        InexactValueException(String message) {
            super(message);
        }
    }

    /** Over Parquet files, whose rows follow each other in the order of the files. */
    public static void ofParquet(DuckDb duck, List<Path> files) {
        duck.run("CREATE VIEW " + NAME + " AS SELECT * FROM read_parquet(" + DuckDb.filesLiteral(files)
                + ", hive_partitioning = false)");
    }

    /** Over CSV files with a line of headings: RFC 4180, every value a text. */
    public static void ofCsv(DuckDb duck, List<Path> files) {
        duck.run("CREATE VIEW " + NAME + " AS SELECT * FROM read_csv(" + DuckDb.filesLiteral(files)
                + ", header = true, all_varchar = true, delim = ',', quote = '\"', escape = '\"', strict_mode = true"
                + ", null_padding = false, ignore_errors = false, hive_partitioning = false)");
    }

    /**
     * Copies the rows of a file in one of Arrow's IPC formats.
     *
     * @throws IOException if it cannot be read, or is none
     */
    public static void copyArrow(DuckDb duck, Path file) throws IOException {
        ArrowFileSource.copy(duck, NAME, file);
    }

    /**
     * Copies what a query answers, as texts, with a few thousand rows in memory at a time.
     *
     * @param connection not in use by anybody else; its transaction is rolled back
     * @throws InexactValueException if a value is a floating-point number
     */
    public static void copy(DuckDb duck, Connection connection, String query)
            throws SQLException, InexactValueException {
        boolean committing = connection.getAutoCommit();
        connection.setAutoCommit(false); // else some drivers read everything before the first row
        try (Statement statement =
                connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet rows = statement.executeQuery(query)) {
                copy(duck, rows);
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(committing);
        }
    }

    private static void copy(DuckDb duck, ResultSet rows) throws SQLException, InexactValueException {
        ResultSetMetaData about = rows.getMetaData();
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= about.getColumnCount(); i++) {
            columns.add(quoted(about.getColumnLabel(i)) + " VARCHAR");
        }
        duck.run("CREATE TABLE " + NAME + " (" + String.join(", ", columns) + ")");
        try (RowAppender appender = duck.append(NAME)) {
            for (long row = 0; rows.next(); row++) {
                if (row % FETCH_ROWS == 0) {
                    duck.goOn();
                }
                appender.row();
                for (int i = 1; i <= columns.size(); i++) {
                    appender.addText(text(rows.getObject(i), about.getColumnLabel(i)));
                }
                appender.end();
            }
        }
    }

    private static Optional<String> text(@Nullable Object value, String column) throws InexactValueException {
        if (value instanceof Double || value instanceof Float) {
            throw new InexactValueException("Column " + column + " holds a floating-point number: " + value
                    + ". Cast it to DECIMAL or text in the query");
        }
        if (value instanceof BigDecimal decimal) {
            return Optional.of(decimal.toPlainString());
        }
        return Optional.ofNullable(value)
                .map(some -> some instanceof BigInteger whole ? whole.toString(10) : some)
                .map(Object::toString);
    }

    /** A name as an identifier. */
    public static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
