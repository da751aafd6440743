package io.countersign.benchmarks;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/** Something that holds the rows of an export and is asked in SQL. */
interface QueryEngine extends AutoCloseable {
    /** For the results. */
    String name();

    Question.Dialect dialect();

    /** All rows of an answer, each value as text; numbers without a point, nothing as an empty text. */
    List<List<String>> rows(String sql) throws SQLException;

    @Override
    void close() throws SQLException, IOException;
}
