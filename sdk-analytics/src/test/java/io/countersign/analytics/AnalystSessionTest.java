package io.countersign.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.countersign.analytics.QueryFailedException.Reason;
import io.countersign.model.json.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnalystSessionTest {
    private static final QueryLimits LIMITS = new QueryLimits(200, Duration.ofMillis(1_500), 1, 50);

    @TempDir
    private static Path directory;

    private AuditWarehouse warehouse;
    private AnalystSession session;
    private Map<String, Digest> before;

    @BeforeAll
    void open() throws IOException {
        Recorder recorder = new Recorder();
        recorder.baseline(Markets.start(), Recorder.START);
        recorder.refused("alice", "CHG-1", "approve", "SELF_APPROVAL");
        Path export = directory.resolve("export");
        LedgerExporter.builder().journal(recorder.journal()).build().export(export);
        Files.writeString(directory.resolve("secret.csv"), "a,b\n1,2\n");
        warehouse = AuditWarehouse.open(export);
        session = warehouse.analyst(LIMITS);
        before = LedgerExporterTest.contents(directory);
    }

    @AfterEach
    void filesAreAsTheyWere() throws IOException {
        assertThat(session.query("SELECT count(*) AS n FROM audit_entry").cell(0, "n"))
                .contains(5L);
        assertThat(LedgerExporterTest.contents(directory)).isEqualTo(before);
    }

    @AfterAll
    void close() {
        session.close();
        warehouse.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COPY entry TO 'DIR/out.csv'",
                "COPY (SELECT 1) TO 'DIR/out.parquet' (FORMAT parquet)",
                "COPY entry FROM 'DIR/secret.csv'",
                "SELECT * FROM read_csv('DIR/secret.csv')",
                "SELECT * FROM read_text('DIR/secret.csv')",
                "SELECT * FROM read_blob('DIR/secret.csv')",
                "SELECT * FROM read_parquet('DIR/export/ledger/*/*.parquet')",
                "SELECT * FROM parquet_metadata('DIR/export/ledger/month=2026-01/part-0-4.parquet')",
                "SELECT * FROM glob('DIR/*')",
                "ATTACH 'DIR/other.duckdb'",
                "ATTACH ':memory:' AS other",
                "DETACH audit",
                "LOAD httpfs",
                "INSTALL httpfs",
                "SET memory_limit = '100GB'",
                "SET enable_external_access = true",
                "RESET lock_configuration",
                "PRAGMA threads = 8",
                "CALL pragma_version()",
                "CREATE TABLE mine AS SELECT 1",
                "CREATE TEMP VIEW audit_entry AS SELECT 2",
                "CREATE MACRO f() AS 1",
                "INSERT INTO layer.field_change SELECT * FROM layer.field_change",
                "UPDATE entry SET actor = 'mallory'",
                "DELETE FROM entry",
                "DROP VIEW audit_entry",
                "ALTER TABLE entry DROP COLUMN actor",
                "TRUNCATE entry",
                "WITH gone AS (DELETE FROM entry RETURNING *) SELECT * FROM gone",
                "WITH more AS (INSERT INTO layer.field_change SELECT * FROM layer.field_change RETURNING *) SELECT * FROM more",
                "SELECT 1; DROP VIEW audit_entry",
                "SELECT 1; SELECT 2",
                "EXPORT DATABASE 'DIR/dump'",
                "IMPORT DATABASE 'DIR/dump'",
                "CHECKPOINT",
                "VACUUM",
                "BEGIN",
                "EXPLAIN ANALYZE DELETE FROM entry",
                "PREPARE p AS DELETE FROM entry",
                "",
                " ; ",
                "-- nothing"
            })
    void query_hostileStatement_isForbidden(String sql) {
        QueryFailedException failure = failure(sql.replace("DIR", directory.toString()));

        assertThat(failure.reason()).as(failure.getMessage()).isEqualTo(Reason.FORBIDDEN);
    }

    @Timeout(15)
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT count(*) FROM range(10000000000) a, range(1000000000) b",
                "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r",
                "SELECT list(i) FROM range(1000000000) t(i)",
                "SELECT * FROM range(1000000000) ORDER BY random()"
            })
    void query_thatNeedsTooMuch_isStopped(String sql) {
        QueryFailedException failure = failure(sql);

        assertThat(failure.reason()).as(failure.getMessage()).isEqualTo(Reason.LIMIT);
    }

    @Test
    void query_deepNesting_isATypedError() {
        QueryFailedException failure = failure("SELECT " + "(".repeat(20_000) + "1" + ")".repeat(20_000));

        assertThat(failure.reason()).isEqualTo(Reason.SYNTAX);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELEC 1                                          | SYNTAX | 1 | 1",
                "SELECT 1 +                                       | SYNTAX | 1 | 10",
                "SELECT actr FROM audit_entry                     | NAME   | 1 | 8",
                "SELECT * FROM audit_entri                        | NAME   | 1 | 15",
                "SELECT 'é', nope(1)                              | NAME   | 1 | 13"
            })
    void query_faultySql_namesThePosition(String sql, Reason reason, int line, int column) {
        QueryFailedException failure = failure(sql);

        assertThat(failure.reason()).as(failure.getMessage()).isEqualTo(reason);
        assertThat(failure.line()).hasValue(line);
        assertThat(failure.column()).hasValue(column);
        assertThat(failure).hasMessageStartingWith("Line " + line + ", character " + column + ": ");
    }

    @Test
    void query_faultOnALaterLine_namesTheLine() {
        QueryFailedException failure = failure("SELECT actor,\n       foo(2)\nFROM audit_entry");

        assertThat(failure.line()).hasValue(2);
        assertThat(failure.column()).hasValue(8);
    }

    @Test
    void query_faultyValue_isATypedError() {
        QueryFailedException failure = failure("SELECT CAST(actor AS INTEGER) FROM audit_entry");

        assertThat(failure.reason()).as(failure.getMessage()).isEqualTo(Reason.VALUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "FROM audit_entry",
                "VALUES (1)",
                "DESCRIBE audit_entry",
                "SHOW TABLES",
                "SUMMARIZE audit_entry",
                "WITH a AS (SELECT 1) SELECT * FROM a",
                "SELECT 1;"
            })
    void query_question_isAnswered(String sql) {
        assertThat(session.query(sql).rowCount()).isPositive();
    }

    @Test
    void query_moreRowsThanTheLimit_isCutAndSaysSo() {
        ResultTable table = session.query("SELECT i FROM range(51) t(i)");

        assertThat(table.rowCount()).isEqualTo(50);
        assertThat(table.truncated()).isTrue();
        assertThat(table.toString()).endsWith("50 rows, and there are more\n");
        assertThat(session.query("SELECT i FROM range(50) t(i)").truncated()).isFalse();
    }

    @Test
    void warehouseQuery_hostileStatement_isForbiddenToo() {
        QueryFailedException failure =
                catchThrowableOfType(QueryFailedException.class, () -> warehouse.query("DELETE FROM entry"));

        assertThat(failure.reason()).isEqualTo(Reason.FORBIDDEN);
    }

    private QueryFailedException failure(String sql) {
        QueryFailedException failure = catchThrowableOfType(QueryFailedException.class, () -> session.query(sql));
        assertThat(failure).as(sql).isNotNull();
        return failure;
    }
}
