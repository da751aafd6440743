package io.countersign.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.countersign.analytics.QueryFailedException.Reason;
import io.countersign.model.json.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is asked, it ends soon and in good order, the session goes on, and every file is as it was. */
@Timeout(30)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnalystSessionHostileTest {
    private static final QueryLimits LIMITS = new QueryLimits(200, Duration.ofMillis(1_500), 2, 50);

    /** DIR is the directory above the export, <0000> is the character of that number. */
    private static final String REFUSED = """
            FORBIDDEN SELECT * FROM 'DIR/canary/secret.csv'
            FORBIDDEN SELECT * FROM "DIR/export/manifest-4.json"
            FORBIDDEN SELECT * FROM read_csv('DIR/canary/secret.csv')
            FORBIDDEN SELECT * FROM sniff_csv('DIR/canary/secret.csv')
            FORBIDDEN SELECT * FROM read_json('DIR/export/manifest-4.json')
            FORBIDDEN SELECT * FROM read_text('/proc/self/environ')
            FORBIDDEN SELECT * FROM read_blob('DIR/canary/*')
            FORBIDDEN SELECT * FROM read_parquet('DIR/export/**/*.parquet')
            FORBIDDEN SELECT * FROM parquet_kv_metadata('DIR/canary/secret.csv')
            FORBIDDEN SELECT * FROM read_duckdb('DIR/other.duckdb')
            FORBIDDEN SELECT * FROM glob('DIR/**')
            FORBIDDEN SELECT * FROM 'https://example.org/x.parquet'
            FORBIDDEN SELECT * FROM 's3://bucket/x.csv'
            FORBIDDEN DESCRIBE SELECT * FROM 'DIR/canary/secret.csv'
            FORBIDDEN SUMMARIZE SELECT * FROM 'DIR/canary/secret.csv'
            FORBIDDEN SELECT * FROM query_table('DIR/canary/secret.csv')
            FORBIDDEN SELECT * FROM query_table(['entry', 'DIR/canary/secret.csv'])
            FORBIDDEN SELECT * FROM query('SELECT 42')
            FORBIDDEN SELECT * FROM query('DELETE FROM entry')
            FORBIDDEN SELECT * FROM query('SELECT 1; DROP VIEW audit_entry')
            FORBIDDEN SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 42'))
            FORBIDDEN PRAGMA json_execute_serialized_sql('x')
            FORBIDDEN SELECT * FROM duckdb_secrets()
            FORBIDDEN SELECT * FROM duckdb_extensions()
            FORBIDDEN CREATE SECRET s (TYPE s3, KEY_ID 'a')
            FORBIDDEN DROP SECRET s
            FORBIDDEN SET VARIABLE x = 1
            FORBIDDEN RESET VARIABLE x
            FORBIDDEN SET memory_limit = '100GB'
            FORBIDDEN RESET memory_limit
            FORBIDDEN PRAGMA memory_limit = '100GB'
            NAME SELECT set_config('memory_limit', '100GB')
            NAME SELECT getenv('HOME')
            FORBIDDEN SELECT * FROM enable_logging(storage = 'file', storage_path = 'DIR/canary')
            FORBIDDEN SELECT * FROM enable_profiling(save_location = 'DIR/canary/profile.json')
            FORBIDDEN CALL enable_logging()
            FORBIDDEN CALL checkpoint()
            FORBIDDEN USE memory
            FORBIDDEN LOAD 'DIR/x.duckdb_extension'
            FORBIDDEN INSTALL x FROM community
            FORBIDDEN FORCE INSTALL httpfs
            FORBIDDEN UPDATE EXTENSIONS
            FORBIDDEN ATTACH 'DIR/canary/new.duckdb'
            FORBIDDEN ATTACH ':memory:' AS other
            FORBIDDEN DETACH audit
            FORBIDDEN COPY entry TO 'DIR/canary/out.csv'
            FORBIDDEN COPY (SELECT 1) TO '/dev/stdout'
            FORBIDDEN COPY entry FROM 'DIR/canary/secret.csv'
            FORBIDDEN COPY FROM DATABASE audit TO memory
            FORBIDDEN EXPORT DATABASE 'DIR/canary'
            FORBIDDEN IMPORT DATABASE 'DIR/canary'
            FORBIDDEN WITH a AS (COPY entry TO 'DIR/canary/out.csv') SELECT 1
            FORBIDDEN WITH a AS (COPY entry TO 'DIR/canary/out.csv') SELECT * FROM a
            FORBIDDEN WITH a AS (INSERT INTO entry SELECT * FROM entry RETURNING *) SELECT * FROM a
            FORBIDDEN WITH a AS (UPDATE entry SET actor = 'mallory' RETURNING *) FROM a
            FORBIDDEN WITH a AS MATERIALIZED (DELETE FROM entry) SELECT 1
            FORBIDDEN SELECT * FROM (WITH a AS (DELETE FROM entry RETURNING *) FROM a)
            FORBIDDEN SELECT (WITH a AS (DELETE FROM entry RETURNING 1 AS n) SELECT n FROM a LIMIT 1)
            SYNTAX WITH a AS (MERGE INTO entry USING (SELECT 1) s ON true WHEN MATCHED THEN DELETE) SELECT 1
            SYNTAX WITH a AS (CREATE TEMP TABLE x AS SELECT 1) SELECT 1
            SYNTAX WITH a AS (SET threads = 1) SELECT 1
            SYNTAX WITH a AS (ATTACH ':memory:' AS y) SELECT 1
            SYNTAX WITH a AS (CALL checkpoint()) SELECT 1
            SYNTAX WITH RECURSIVE a AS (SELECT 1 UNION ALL DELETE FROM entry) SELECT 1
            SYNTAX SELECT (DELETE FROM entry RETURNING 1)
            SYNTAX SELECT 1 INTO x
            SYNTAX SELECT * FROM entry FOR UPDATE
            FORBIDDEN MERGE INTO entry USING (SELECT 1) s ON true WHEN MATCHED THEN DELETE
            FORBIDDEN INSERT INTO entry SELECT * FROM entry RETURNING *
            FORBIDDEN UPDATE entry SET actor = 'mallory' RETURNING *
            FORBIDDEN DELETE FROM entry RETURNING *
            FORBIDDEN TRUNCATE entry
            FORBIDDEN CREATE TEMP TABLE mine AS SELECT 1
            FORBIDDEN CREATE TEMP MACRO f() AS 1
            FORBIDDEN CREATE OR REPLACE TEMP MACRO repeat(s, n) AS 1
            FORBIDDEN DROP MACRO repeat
            FORBIDDEN CREATE SEQUENCE s
            FORBIDDEN CREATE TYPE t AS ENUM ('a')
            FORBIDDEN CREATE INDEX i ON entry(actor)
            FORBIDDEN CREATE SCHEMA s
            FORBIDDEN ALTER VIEW audit_entry RENAME TO other
            FORBIDDEN DROP VIEW audit_entry
            FORBIDDEN COMMENT ON TABLE entry IS 'x'
            FORBIDDEN ANALYZE
            FORBIDDEN VACUUM FULL
            FORBIDDEN PREPARE p AS SELECT 1
            FORBIDDEN EXECUTE p
            FORBIDDEN DEALLOCATE p
            FORBIDDEN START TRANSACTION
            FORBIDDEN ROLLBACK
            FORBIDDEN SELECT 1; DROP VIEW audit_entry
            FORBIDDEN SELECT 1; SELECT 2
            FORBIDDEN /* SELECT */ DROP VIEW audit_entry
            FORBIDDEN /* */ SELECT 1 /* ; */ ; /* */ DROP VIEW audit_entry -- SELECT
            FORBIDDEN SELECT '--'; DROP VIEW audit_entry
            FORBIDDEN SELECT $$a$$; DROP VIEW audit_entry; SELECT $$b$$
            FORBIDDEN SELECT system.main.repeat('x', 100000)
            FORBIDDEN SELECT pg_catalog.repeat('x', 100000)
            FORBIDDEN SELECT main.upper('x')
            FORBIDDEN SELECT printf('%2000000000d', 1)
            FORBIDDEN SELECT format('{:>2000000000}', 1)
            FORBIDDEN SELECT FORMAT('{:>2000000000}', 1)
            FORBIDDEN SELECT '{:>2000000000}'.format(1)
            FORBIDDEN SELECT equi_width_bins(0, 1000000000000, 1000000000, false)
            FORBIDDEN SELECT len(range(100000000))
            FORBIDDEN SELECT unnest(generate_series(1, 1000000000))
            FORBIDDEN SELECT * FROM unnest(range(1000000000))
            FORBIDDEN SELECT levenshtein(actor, actor) FROM audit_entry
            FORBIDDEN SELECT damerau_levenshtein(actor, actor) FROM audit_entry
            FORBIDDEN SELECT jaro_winkler_similarity(actor, actor) FROM audit_entry
            FORBIDDEN SELECT sleep_ms(10000)
            FORBIDDEN SELECT pg_sleep(10)
            FORBIDDEN WITH a AS NOT MATERIALIZED (SELECT 1) SELECT * FROM a
            VALUE SELECT repeat('x', 10000000000)
            VALUE SELECT length(repeat('x', i)) FROM range(100000, 100010) t(i)
            VALUE SELECT 'x'.repeat(100000)
            VALUE SELECT lpad('x', 2000000000, 'y')
            VALUE SELECT rpad('x', 100000000, 'y')
            VALUE SELECT bitstring('1', 2000000000)
            VALUE SELECT list_resize([1], 1000000000)
            VALUE SELECT list_resize([1], 1000000000, 0)
            VALUE SELECT array_resize([1], 1000000000)
            VALUE SELECT factorial(1000000)
            VALUE SELECT bar(1, 0, 1, 1000000000000)
            VALUE SELECT 9223372036854775807 + 1
            VALUE SELECT error('boom')
            VALUE SELECT regexp_matches('a', '(((a{1,100}){1,100}){1,100}){1,100}')
            VALUE SELECT ?
            LIMIT SELECT count(*) FROM range(1000000000000)
            LIMIT SELECT * FROM range(1000000000000)
            LIMIT SELECT sum(i) FROM range(1000000000000) t(i)
            LIMIT SELECT * FROM range(1000000000000) ORDER BY 1 DESC LIMIT 1
            LIMIT SELECT * FROM repeat(1, 100000000000)
            LIMIT SELECT * FROM repeat_row(1, num_rows = 100000000000)
            LIMIT SELECT count(*) FROM audit_entry a, audit_entry b, audit_entry c, range(1000000000000) d
            LIMIT SELECT string_agg(repeat('x', 1000), '') FROM range(10000000)
            LIMIT SELECT list(i) FROM range(1000000000) t(i)
            LIMIT WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r
            LIMIT WITH RECURSIVE r AS (SELECT 1 AS n UNION SELECT n + 1 FROM r) SELECT max(n) FROM r
            LIMIT WITH RECURSIVE r AS (SELECT 'x' AS s UNION ALL SELECT s || s FROM r) SELECT count(*) FROM r
            LIMIT WITH RECURSIVE r AS (SELECT [1] AS n UNION ALL SELECT list_concat(n, n) FROM r) SELECT len(n) FROM r
            SYNTAX DROPP VIEW audit_entry
            SYNTAX SELECT 1； DROP VIEW audit_entry
            FORBIDDEN SELECT 1<00A0>;<00A0>DROP VIEW audit_entry
            FORBIDDEN SELECT 1 -- <000D>; DROP VIEW audit_entry
            FORBIDDEN SELECT 1<0000>; DROP VIEW audit_entry
            FORBIDDEN SELECT 1 --<0000> DROP VIEW audit_entry
            FORBIDDEN SELECT 'a<0000>b'
            """;

    private static final String HARMLESS = """
            42 <= SELECT 42 -- ; DROP VIEW audit_entry
            42 <= SELECT 42 /* ; DROP VIEW audit_entry */
            42 <= SELECT 42; -- DROP VIEW audit_entry
            42 <= ;;SELECT 42;;
            42 <= (SELECT 42)
            42 <= <200B>SELECT 42
            42 <= <FEFF>SELECT 42
            42 <= SELECT 42 -- <2028>; DROP VIEW audit_entry
            42 <= SELECT 42 -- <0085>; DROP VIEW audit_entry
            ;DROP VIEW audit_entry <= SELECT $$;DROP VIEW audit_entry$$
            x';DROP VIEW audit_entry;-- <= SELECT 'x'';DROP VIEW audit_entry;--'
            "function_name":"query","schema":"x" <= SELECT '"function_name":"query","schema":"x"'
            false <= SELECT regexp_matches(repeat('a', 30000), '(a*)*(a*)*(a*)*b')
            false <= SELECT repeat('a', 30000) LIKE '%a%a%a%a%a%a%a%a%a%a%b'
            true <= SELECT current_setting('lock_configuration')
            true <= SELECT bool_and(readonly) FROM duckdb_databases() WHERE database_name = 'audit'
            false <= SELECT current_setting('enable_external_access')
            007 <= SELECT lpad('7', 3, '0')
            700 <= SELECT rpad('7', 3, '0')
            32767 <= SELECT length(repeat('x', 32767))
            [1,null,null] <= SELECT list_resize([1], 3)
            [1,0,0] <= SELECT array_resize([1], 3, 0)
            0010 <= SELECT bitstring('10', 4)
            6 <= SELECT sum(i + g) FROM range(2) r(i), generate_series(1, 1) s(g), range(2)
            4 <= SELECT count(*) FROM query_table('audit_entry')
            """;

    @TempDir
    private static Path directory;

    private AuditWarehouse warehouse;
    private AnalystSession session;
    private Map<String, Digest> before;

    @BeforeAll
    void open() throws IOException {
        Recorder recorder = new Recorder();
        recorder.baseline(Markets.start(), Recorder.START);
        Path export = directory.resolve("export");
        LedgerExporter.builder().journal(recorder.journal()).build().export(export);
        Files.writeString(Files.createDirectory(directory.resolve("canary")).resolve("secret.csv"), "a,b\n1,2\n");
        warehouse = AuditWarehouse.open(export);
        session = warehouse.analyst(LIMITS);
        before = LedgerExporterTest.contents(directory);
    }

    @AfterEach
    void sessionAnswersAndFilesAreAsTheyWere() throws IOException {
        assertThat(session.query("SELECT 42").text(0, 0)).isEqualTo("42");
        assertThat(session.query("SELECT count(*) FROM audit_entry").text(0, 0)).isEqualTo("4");
        assertThat(LedgerExporterTest.contents(directory)).isEqualTo(before);
    }

    @AfterAll
    void close() {
        session.close();
        warehouse.close();
    }

    static Stream<Arguments> refused() {
        return REFUSED.lines().map(line -> {
            int space = line.indexOf(' ');
            return Arguments.of(Reason.valueOf(line.substring(0, space)), line.substring(space + 1));
        });
    }

    @ParameterizedTest
    @MethodSource("refused")
    void query_hostileText_failsWithTheReason(Reason reason, String sql) {
        QueryFailedException failure = failure(unescaped(sql).replace("DIR", directory.toString()));

        assertThat(failure.reason()).as(failure.getMessage()).isEqualTo(reason);
    }

    static Stream<Arguments> harmless() {
        return HARMLESS.lines().map(line -> {
            int arrow = line.indexOf(" <= ");
            return Arguments.of(line.substring(0, arrow), line.substring(arrow + 4));
        });
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void query_textThatOnlyLooksHostile_isAnswered(String answer, String sql) {
        assertThat(session.query(unescaped(sql)).text(0, 0)).isEqualTo(answer);
    }

    static Stream<Arguments> deep() {
        return Stream.of(
                deep("a flat sum", Reason.SYNTAX, "SELECT 1" + "+1".repeat(49_000)),
                deep("a sum at the limit", null, "SELECT 1" + "+1".repeat(990)),
                deep("concatenation", null, "SELECT 'a'" + "||'a'".repeat(990)),
                deep("parentheses", Reason.SYNTAX, "SELECT " + "(".repeat(10_000) + "1" + ")".repeat(10_000)),
                deep(
                        "parentheses to the end",
                        Reason.SYNTAX,
                        "SELECT " + "(".repeat(49_000) + "1" + ")".repeat(49_000)),
                deep("negations", Reason.SYNTAX, "SELECT " + "NOT ".repeat(20_000) + "TRUE"),
                deep("functions", Reason.SYNTAX, "SELECT " + "abs(".repeat(10_000) + "1" + ")".repeat(10_000)),
                deep("functions at the limit", null, "SELECT " + "abs(".repeat(990) + "1" + ")".repeat(990)),
                deep(
                        "cases",
                        Reason.SYNTAX,
                        "SELECT " + "CASE WHEN TRUE THEN ".repeat(4_000) + "1" + " END".repeat(4_000)),
                deep("lists", Reason.SYNTAX, "SELECT " + "[".repeat(10_000) + "1" + "]".repeat(10_000)),
                deep("casts", Reason.SYNTAX, "SELECT 1" + "::INT".repeat(19_000)),
                deep("fields", Reason.NAME, "SELECT x" + ".a".repeat(2_000) + " FROM (SELECT {'a': 1} AS x)"),
                deep(
                        "derived tables",
                        Reason.NAME,
                        "SELECT * FROM " + "(SELECT * FROM ".repeat(5_000) + "range(1)" + ")".repeat(5_000)),
                deep("subqueries", Reason.SYNTAX, "SELECT " + "(SELECT ".repeat(5_000) + "1" + ")".repeat(5_000)),
                deep(
                        "alternatives",
                        null,
                        "SELECT count(*) FROM audit_entry WHERE sequence = 1" + " OR sequence = 2".repeat(3_000)),
                deep("members", null, "SELECT 1 IN (1" + ",1".repeat(20_000) + ")"),
                deep("joins", null, "SELECT count(*) FROM range(1)" + ", range(1)".repeat(100)),
                deep("a text", null, "SELECT length('" + "x".repeat(99_000) + "')"),
                deep("a comment", null, "SELECT 1 /*" + "x".repeat(99_000) + "*/"),
                deep(
                        "a pattern",
                        null,
                        "SELECT regexp_matches('a', '" + "(".repeat(10_000) + "a" + ")".repeat(10_000) + "')"),
                deep("repeated doubling", null, doubling()),
                deep("doubled texts", Reason.LIMIT, nested("SELECT 'x' AS s", "SELECT s || s AS s FROM (", 40)),
                deep("a sum too long", Reason.LIMIT, "SELECT 1" + "+1".repeat(100_000)),
                deep("a text too long", Reason.LIMIT, "SELECT length('" + "x".repeat(100_000_000) + "')"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("deep")
    void query_hugeText_endsInGoodOrder(String what, Reason reason, String sql) {
        if (reason == null) {
            assertThat(session.query(sql).rowCount()).as(what).isEqualTo(1);
        } else {
            QueryFailedException failure = failure(sql);
            assertThat(failure.reason()).as(failure.getMessage()).isEqualTo(reason);
        }
    }

    private static Arguments deep(String what, Reason reason, String sql) {
        return Arguments.of(what, reason, sql);
    }

    private static String unescaped(String sql) {
        return Pattern.compile("<([0-9A-F]{4})>")
                .matcher(sql)
                .replaceAll(match -> Character.toString(Integer.parseInt(match.group(1), 16)));
    }

    private static String doubling() {
        StringBuilder sql = new StringBuilder("WITH c0 AS (SELECT 1 AS x)");
        for (int i = 1; i < 40; i++) {
            sql.append(", c%d AS (SELECT a.x FROM c%d a, c%d b)".formatted(i, i - 1, i - 1));
        }
        return sql + " SELECT count(*) FROM c39";
    }

    private static String nested(String inner, String outer, int times) {
        return String.join("", Collections.nCopies(times, outer)) + inner + ")".repeat(times);
    }

    private QueryFailedException failure(String sql) {
        QueryFailedException failure = catchThrowableOfType(QueryFailedException.class, () -> session.query(sql));
        assertThat(failure).as(sql.substring(0, Math.min(200, sql.length()))).isNotNull();
        return failure;
    }
}
