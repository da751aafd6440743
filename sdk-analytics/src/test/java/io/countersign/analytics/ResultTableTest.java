package io.countersign.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultTableTest {
    @TempDir
    Path directory;

    private AuditWarehouse warehouse;

    @BeforeEach
    void open() {
        LedgerExporter.builder().journal(new Recorder().journal()).build().export(directory);
        warehouse = AuditWarehouse.open(directory);
    }

    @AfterEach
    void close() {
        warehouse.close();
    }

    @Test
    void toString_rows_alignsCutsAndCounts() {
        ResultTable table =
                warehouse.query("SELECT * FROM (VALUES ('a', 1, NULL), (repeat('x', 60), 1000, 'two' || chr(10)"
                        + " || 'lines')) t(name, n, more) ORDER BY n");

        assertThat(table).hasToString("""
                        name                                                 n  more
                        ------------------------------------------------  ----  ---------
                        a                                                    1
                        xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…  1000  two lines
                        2 rows
                        """);
    }

    @Test
    void table_ofAHostsOwnRows_isCheckedAndCopied() {
        List<ResultTable.Column> columns =
                List.of(new ResultTable.Column("market", "VARCHAR"), new ResultTable.Column("market", "VARCHAR"));
        Object[] row = {"XBTUSD", "ETHUSD"};
        ResultTable table = new ResultTable(columns, List.<Object[]>of(row), false);
        row[0] = "changed";

        assertThat(table.cell(0, "market")).contains("XBTUSD");
        assertThat(table.cell(0, "market:1")).contains("ETHUSD");
        assertThatThrownBy(() -> new ResultTable(columns, List.<Object[]>of(new Object[] {"XBTUSD"}), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 values")
                .hasMessageContaining("2 columns");
    }

    @Test
    void toString_manyRows_showsTheFirst() {
        assertThat(warehouse.query("SELECT * FROM range(101)").toString()).endsWith("First 100 of 101 rows\n");
        assertThat(warehouse.query("SELECT 1").toString()).endsWith("1 row\n");
    }

    @Test
    void toHtml_hostileText_isEscaped() {
        String html =
                warehouse.query("SELECT '<script>alert(1)</script>' AS \"<b>\"").toHtml();

        assertThat(html)
                .contains("&lt;script&gt;")
                .contains("&lt;b&gt;")
                .doesNotContain("<script")
                .doesNotContain("<b>");
    }

    @Test
    void cell_everyType_isAValueOfTheJdk() {
        ResultTable table = warehouse.query("""
                SELECT 1::INTEGER AS i, 2::BIGINT AS l, 3::HUGEINT AS h, 1.50::DECIMAL(38,18) AS d, 0.5::DOUBLE AS f,
                       true AS b, 'text' AS s, TIMESTAMPTZ '2026-01-02T03:04:05.000006Z' AS t, DATE '2026-01-02' AS day,
                       'ab'::BLOB AS bytes, [1, 2] AS list, {'a': 1, 'b': 'x'} AS struct, '{"k":1}'::JSON AS json,
                       NULL AS nothing""");

        assertThat(table.cell(0, "i")).contains(1);
        assertThat(table.cell(0, "l")).contains(2L);
        assertThat(table.cell(0, "h")).contains(BigInteger.valueOf(3));
        assertThat(table.cell(0, "d", BigDecimal.class).orElseThrow()).isEqualByComparingTo("1.5");
        assertThat(table.cell(0, "f")).contains(0.5);
        assertThat(table.cell(0, "b")).contains(true);
        assertThat(table.cell(0, "s")).contains("text");
        assertThat(table.cell(0, "t")).contains(Instant.parse("2026-01-02T03:04:05.000006Z"));
        assertThat(table.cell(0, "day")).contains(LocalDate.parse("2026-01-02"));
        assertThat(table.cell(0, "bytes", byte[].class).orElseThrow()).containsExactly('a', 'b');
        assertThat(table.cell(0, "list")).contains(List.of(1, 2));
        assertThat(table.cell(0, "struct")).contains(Map.of("a", 1, "b", "x"));
        assertThat(table.cell(0, "json")).contains("{\"k\":1}");
        assertThat(table.cell(0, "nothing")).isEmpty();
        assertThat(table.toJsonLines())
                .isEqualTo(
                        "{\"i\":1,\"l\":2,\"h\":\"3\",\"d\":\"1.500000000000000000\",\"f\":0.5,\"b\":true,\"s\":\"text\","
                                + "\"t\":\"2026-01-02T03:04:05.000006Z\",\"day\":\"2026-01-02\",\"bytes\":\"6162\",\"list\":[1,2],"
                                + "\"struct\":{\"a\":1,\"b\":\"x\"},\"json\":\"{\\\"k\\\":1}\",\"nothing\":null}\n");
    }

    @Test
    void columns_sameNameTwice_areToldApart() {
        ResultTable table = warehouse.query("SELECT 1 AS a, 2 AS a");

        assertThat(table.columns()).extracting(ResultTable.Column::name).containsExactly("a", "a:1");
        assertThat(table.cell(0, "a:1")).contains(2);
    }

    @Test
    void cell_unknownColumn_namesTheOnesThereAre() {
        ResultTable table = warehouse.query("SELECT 1 AS a");

        assertThatThrownBy(() -> table.cell(0, "b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("No column \"b\"; there are a");
    }
}
