package io.countersign.analytics.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.countersign.analytics.QueryProgress;
import io.countersign.model.finding.Finding;
import io.countersign.model.market.ContractType;
import io.countersign.model.market.FeeLadder;
import io.countersign.model.market.FeeStep;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarginApplication;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.PriceRule;
import io.countersign.model.market.SizeRule;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.TickSize;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.duckdb.DuckDBResultSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** Scenarios read what they are given, and say what they cannot read. */
class ScenariosTest {
    private static final Map<String, Price> MARKS = Map.of("PF_XBTUSD", Price.of("50000"));
    private static final String POSITIONS = "market,client_class,account,contracts,entry_price,collateral\n";

    @TempDir
    Path directory;

    private final ConfigSnapshot before = config("0.1", "0.01", "0.04");
    private final ConfigSnapshot after = config("0.5", "0.02", "0.06");

    private static ConfigSnapshot config(String tick, String maintenance, String takerFee) {
        MarginSchedule schedule = MarginSchedule.builder()
                .venue("kraken")
                .id("PF_XBTUSD.all")
                .unit(SizeUnit.BASE)
                .application(MarginApplication.MARGINAL)
                .tiers(List.of(MarginTier.of("0", "0.05", maintenance), MarginTier.of("100", "0.1", "0.05")))
                .build();
        FuturesContract contract = FuturesContract.builder()
                .venue("kraken")
                .id("PF_XBTUSD")
                .type(ContractType.PERPETUAL)
                .payoff(Payoff.LINEAR)
                .venueType("flexible_futures")
                .contractSize(Amount.of("1"))
                .contractSizeUnit(SizeUnit.BASE)
                .priceRule(PriceRule.builder().tickSize(TickSize.of(tick)).build())
                .sizeRule(SizeRule.builder().build())
                .putMarginSchedules("all", schedule.id())
                .fees(FeeLadder.builder()
                        .addTaker(FeeStep.of("0", takerFee))
                        .maker(List.of(FeeStep.of("0", "0.02")))
                        .build())
                .build();
        return ConfigSnapshot.of(new Scope("kraken", "production"), List.of(schedule, contract));
    }

    private Scenarios scenarios() {
        return Scenarios.builder(before, after).scratch(directory).build();
    }

    private SourceTable csv(String text) {
        try {
            return SourceTable.csv(Files.writeString(directory.resolve("rows.csv"), text));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private MarginResult reMargin(String rows) {
        return scenarios().reMargin(csv(POSITIONS + rows), MARKS);
    }

    // What is read

    @Test
    void reMargin_positionsOnEitherSideOfARequirement_areCounted() {
        // Worth 50000: maintenance 500 before and 1000 after.
        MarginResult result = reMargin("""
                PF_XBTUSD,all,below,1,50000,499
                PF_XBTUSD,all,at the old,1,50000,500
                PF_XBTUSD,all,under the new,-1,50000,999.999999999999999999
                PF_XBTUSD,,at the new,1,50000,1000
                PF_XBTUSD,all,flat,0,50000,-1
                """);

        assertThat(result.report().findings()).isEmpty();
        assertThat(result.rowsRead()).isEqualTo(5);
        MarginResult.ContractMargin margin = result.contracts().get(0);
        assertThat(result.contracts()).hasSize(1);
        assertThat(margin.positions()).isEqualTo(4);
        assertThat(margin.notional()).isEqualByComparingTo("200000");
        assertThat(margin.liquidatableBefore()).isEqualTo(1);
        assertThat(margin.liquidatable()).isEqualTo(2);
        assertThat(margin.shortfall()).isEqualByComparingTo("500.000000000000000001");
        assertThat(margin.maintenanceBefore()).isEqualByComparingTo("2000");
        assertThat(margin.maintenanceAfter()).isEqualByComparingTo("4000");
        assertThat(margin.worst())
                .extracting(MarginResult.LiquidatedPosition::account)
                .containsExactly("at the old", "under the new");
        assertThat(margin.worst().get(1).row()).isEqualTo(3);
    }

    @Test
    void reMargin_fromADatabase_isTheSame() throws SQLException {
        DataSource database = sqlite(
                "CREATE TABLE position (market TEXT, account TEXT, qty INTEGER, entry_price TEXT, collateral TEXT)",
                "INSERT INTO position VALUES ('PF_XBTUSD', 'a', 1, '50000', '500'), ('PF_XBTUSD', 'b', -1, '50000', NULL)");

        MarginResult result = scenarios()
                .reMargin(
                        SourceTable.jdbc(database, "SELECT * FROM position ORDER BY account")
                                .withColumn("contracts", "qty"),
                        MARKS);

        assertThat(result.liquidatable()).isEqualTo(1);
        assertThat(result.rowsLeftOut()).isEqualTo(1);
        assertThat(result.report().findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.ruleId()).isEqualTo("SCENARIO-EMPTY"))
                .satisfies(finding -> assertThat(finding.message()).contains("collateral", "1 row left out", "row 2"));
    }

    @Test
    void reMargin_fromArrow_isTheSame() throws Exception {
        String select =
                "SELECT 'PF_XBTUSD' AS market, 'a' || range AS account, CAST(range % 7 - 3 AS DECIMAL(10, 2)) AS contracts,"
                        + " CAST(50000 AS BIGINT) AS entry_price, CAST(400 + range AS VARCHAR) AS collateral FROM range(500)";
        Path file = directory.resolve("rows.arrow");
        Path stream = directory.resolve("rows.arrows");
        writeArrow(select, file, stream);
        MarginResult expected = scenarios().reMargin(parquet(select), MARKS);

        for (Path source : List.of(file, stream)) {
            MarginResult result = scenarios().reMargin(SourceTable.arrow(source), MARKS);
            assertThat(result.table().toJsonLines()).isEqualTo(expected.table().toJsonLines());
            assertThat(result.worstTable().toJsonLines())
                    .isEqualTo(expected.worstTable().toJsonLines())
                    .isNotEmpty();
            assertThat(result.rowsRead()).isEqualTo(500);
        }
        Files.write(file, "ARROW1 and nothing else".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> scenarios().reMargin(SourceTable.arrow(file), MARKS))
                .isInstanceOf(ScenarioInputException.class)
                .hasMessageContaining("rows.arrow");
        assertThatThrownBy(() -> scenarios().reMargin(SourceTable.arrow(directory.resolve("missing.arrow")), MARKS))
                .isInstanceOf(ScenarioInputException.class)
                .hasMessageContaining("missing.arrow");
    }

    private static void writeArrow(String select, Path file, Path stream) throws Exception {
        try (BufferAllocator allocator = new RootAllocator();
                Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement();
                ResultSet rows = statement.executeQuery(select);
                ArrowReader reader =
                        (ArrowReader) rows.unwrap(DuckDBResultSet.class).arrowExportStream(allocator, 100);
                WritableByteChannel toFile =
                        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                WritableByteChannel toStream =
                        FileChannel.open(stream, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                ArrowFileWriter files = new ArrowFileWriter(reader.getVectorSchemaRoot(), null, toFile);
                ArrowStreamWriter streams = new ArrowStreamWriter(reader.getVectorSchemaRoot(), null, toStream)) {
            while (reader.loadNextBatch()) {
                files.writeBatch();
                streams.writeBatch();
            }
            files.end();
            streams.end();
        }
    }

    @Test
    void jdbc_manyRows_areCopiedInOrder() throws SQLException {
        DataSource database = sqlite(
                "CREATE TABLE position AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
                        + " SELECT 'PF_XBTUSD' AS market, 'a' || i AS account, 1 AS contracts, 50000 AS entry_price,"
                        + " 999 AS collateral FROM n");

        MarginResult result = scenarios().reMargin(SourceTable.jdbc(database, "SELECT * FROM position"), MARKS);

        assertThat(result.liquidatable()).isEqualTo(20_000);
        assertThat(result.contracts().get(0).worst())
                .extracting(MarginResult.LiquidatedPosition::account)
                .startsWith("a1", "a2", "a3")
                .hasSize(10);
    }

    @Test
    void reMargin_fromParquetOfManyTypes_isTheSame() throws SQLException {
        List<MarginResult> results = new ArrayList<>();
        for (String type : List.of("DECIMAL(9, 3)", "DECIMAL(38, 18)", "DECIMAL(38, 20)", "BIGINT", "VARCHAR")) {
            results.add(scenarios()
                    .reMargin(
                            parquet("SELECT 'PF_XBTUSD' AS market, 'a' AS account, CAST(2 AS " + type
                                    + ") AS contracts, CAST(50000 AS INTEGER) AS entry_price, 1999 AS collateral"),
                            MARKS));
        }

        assertThat(results).allSatisfy(result -> {
            assertThat(result.report().findings()).isEmpty();
            assertThat(result.contracts().get(0).shortfall()).isEqualByComparingTo("1");
            assertThat(result.contracts().get(0).worst().get(0).contracts()).isEqualByComparingTo("2");
        });
    }

    @Test
    void source_nameWithAPattern_isThatFileAlone() throws IOException {
        Files.writeString(directory.resolve("p1.csv"), POSITIONS + "PF_XBTUSD,all,other,1,50000,1\n");
        Path file = Files.writeString(directory.resolve("p[1].csv"), POSITIONS + "PF_XBTUSD,all,mine,1,50000,500\n");

        MarginResult result = scenarios().reMargin(SourceTable.csv(file), MARKS);

        assertThat(result.rowsRead()).isEqualTo(1);
        assertThat(result.contracts().get(0).worst().get(0).account()).isEqualTo("mine");
    }

    @Test
    void source_severalFiles_followEachOther() throws IOException {
        Path one = Files.writeString(directory.resolve("1.csv"), POSITIONS + "PF_XBTUSD,all,one,1,50000,500\n");
        Path two = Files.writeString(directory.resolve("2.csv"), POSITIONS + "PF_XBTUSD,all,two,1,50000,500\n");

        MarginResult result = scenarios().reMargin(SourceTable.csv(List.of(two, one)), MARKS);

        assertThat(result.contracts().get(0).worst())
                .extracting(MarginResult.LiquidatedPosition::account)
                .containsExactly("two", "one");
    }

    @Test
    void source_withoutRows_isAnEmptyAnswer() {
        MarginResult result = reMargin("");

        assertThat(result.contracts()).isEmpty();
        assertThat(result.rowsRead()).isZero();
        assertThat(result.toString()).contains("0 rows");
        assertThat(scenarios()
                        .offTick(csv("market,order_id,side,price,quantity\n"))
                        .markets())
                .isEmpty();
        assertThat(scenarios()
                        .feeRevenue(csv("fee_source,account,trailing_volume,maker_volume,taker_volume\n"))
                        .sources())
                .isEmpty();
    }

    @Test
    void offTick_ordersOnEitherGrid_areCounted() {
        OffTickResult result = scenarios().offTick(csv("""
                market,order_id,side,price,quantity
                PF_XBTUSD,a,buy,50000.1,2
                PF_XBTUSD,b,SELL,50000.1,1
                PF_XBTUSD,c,buy,50000.5,1
                PF_XBTUSD,d,buy,0.15,1
                PF_XBTUSD,e,hold,1,1
                PF_XBTUSD,f,buy,1,-1
                """));

        OffTickResult.MarketOrders market = result.markets().get(0);
        assertThat(market.orders()).isEqualTo(4);
        assertThat(market.offOldGrid()).isEqualTo(1);
        assertThat(market.buysOff()).isEqualTo(2);
        assertThat(market.sellsOff()).isEqualTo(1);
        assertThat(market.withoutPassivePrice()).isEqualTo(1);
        assertThat(market.notionalOff()).isEqualByComparingTo("150000.45");
        assertThat(market.stranded().get(0).passivePrice()).isEqualTo(Price.of("50000"));
        assertThat(market.stranded().get(1).passivePrice()).isEqualTo(Price.of("50000.5"));
        assertThat(result.rowsLeftOut()).isEqualTo(2);
        assertThat(result.report().findings())
                .extracting(Finding::ruleId)
                .containsExactlyInAnyOrder("SCENARIO-NUMBER", "SCENARIO-RANGE");
        assertThat(result.worstTable().rowCount()).isEqualTo(3);
    }

    @Test
    void feeRevenue_dearerTakers_payMore() {
        FeeRevenueResult result = scenarios().feeRevenue(csv("""
                fee_source,account,trailing_volume,maker_volume,taker_volume
                PF_XBTUSD,a,0,1000,1000
                PF_XBTUSD,b,0,1000,0
                """));

        FeeRevenueResult.Fees fees = result.sources().get(0);
        assertThat(fees.revenueBefore()).isEqualByComparingTo("0.8");
        assertThat(fees.effect()).isEqualByComparingTo("0.2");
        assertThat(fees.paysMore()).isEqualTo(1);
        assertThat(fees.dearer().get(0).extra()).isEqualByComparingTo("0.2");
        assertThat(result.tierTable().rowCount()).isEqualTo(1);
        assertThat(result.worstTable().text(0, 1)).isEqualTo("a");
    }

    // What cannot be read

    @Test
    void rows_withFaults_areCountedAndNamed() {
        MarginResult result = reMargin("""
                PF_XBTUSD,all,good,1,50000,500
                PF_XBTUSD,all,twenty-one digits,123456789012345678901,50000,500
                PF_XBTUSD,all,nineteen decimals,0.1234567890123456789,50000,500
                PF_XBTUSD,all,exponent,1e3,50000,500
                PF_XBTUSD,all,text,many,50000,500
                PF_XBTUSD,all,no price,1,,500
                PF_XBTUSD,all,price of nothing,1,0,500
                ,all,no market,1,50000,500
                PF_OTHER,all,unknown,1,50000,500
                PF_XBTUSD,retail,no such class,1,50000,500
                PF_XBTUSD,all,zeros behind,1.00000000000000000000000000,50000,500
                """);

        assertThat(result.rowsRead()).isEqualTo(11);
        assertThat(result.rowsLeftOut()).isEqualTo(9);
        assertThat(result.contracts().get(0).positions()).isEqualTo(2);
        assertThat(result.report().findings())
                .extracting(
                        Finding::ruleId,
                        Finding::path,
                        finding -> finding.after().orElse(""),
                        finding -> finding.evidence().get("rows"))
                .containsExactlyInAnyOrder(
                        tuple("SCENARIO-NUMBER", "/contracts", "123456789012345678901", "4"),
                        tuple("SCENARIO-EMPTY", "/entry_price", "", "1"),
                        tuple("SCENARIO-RANGE", "/entry_price", "0", "1"),
                        tuple("SCENARIO-EMPTY", "/market", "", "1"),
                        tuple("SCENARIO-CONFIG", "/market", "PF_OTHER", "1"),
                        tuple("SCENARIO-CONFIG", "/client_class", "retail", "1"));
        assertThat(result.report().hasErrors()).isTrue();
    }

    @Test
    void rows_ofMillionsOfMarkets_areCountedWithoutAFindingEach() {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 150; i++) {
            rows.append("M").append(i).append(",all,a,1,1,1\n");
        }
        MarginResult result = reMargin(rows.toString());

        assertThat(result.rowsLeftOut()).isEqualTo(150);
        assertThat(result.report().findings()).hasSize(101);
    }

    @Test
    void reMargin_withoutMark_isAFinding() {
        MarginResult result = scenarios().reMargin(csv(POSITIONS + "PF_XBTUSD,all,a,1,1,1\n"), Map.of());

        assertThat(result.report().findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("No mark price", "PF_XBTUSD", "give one"));
    }

    @Test
    void reMargin_markOfNothing_isRefusedAtOnce() {
        assertThatThrownBy(() -> scenarios().reMargin(csv(POSITIONS), Map.of("PF_XBTUSD", Price.of("0"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("positive: 0 of PF_XBTUSD");
    }

    @Test
    void columns_missing_areNamedWithThoseThatAreThere() {
        assertThatThrownBy(() -> scenarios().offTick(csv("market,order_id,side,px,quantity\n")))
                .isInstanceOf(ScenarioInputException.class)
                .hasMessageContainingAll("No column price", "px", "withColumn", "rows.csv");
        assertThatThrownBy(() -> scenarios()
                        .offTick(csv("market,order_id,side,px,quantity\n").withColumn("cost", "px")))
                .isInstanceOf(ScenarioInputException.class)
                .hasMessageContaining("no column cost to rename");
    }

    @Test
    void columns_ofFloatingPoint_areRefused() throws SQLException {
        SourceTable parquet = parquet("SELECT 'PF_XBTUSD' AS market, 'a' AS account, CAST(1 AS DOUBLE) AS contracts,"
                + " 1 AS entry_price, 1 AS collateral");
        assertThatThrownBy(() -> scenarios().reMargin(parquet, MARKS))
                .isInstanceOf(ScenarioInputException.class)
                .hasMessageContainingAll("Column contracts is DOUBLE", "DECIMAL or as text");

        DataSource database = sqlite("CREATE TABLE position AS SELECT 'PF_XBTUSD' AS market, 'a' AS account,"
                + " 1 AS contracts, 0.1 AS entry_price, 1 AS collateral");
        assertThatThrownBy(() -> scenarios().reMargin(SourceTable.jdbc(database, "SELECT * FROM position"), MARKS))
                .isInstanceOf(ScenarioInputException.class)
                .hasMessageContainingAll("entry_price", "0.1", "Cast it");
    }

    @Test
    void sources_thatCannotBeRead_areNamed() throws IOException, SQLException {
        Path missing = directory.resolve("missing.parquet");
        Path broken = Files.writeString(directory.resolve("broken.parquet"), "no parquet");
        DataSource database = sqlite();
        for (SourceTable source : List.of(
                SourceTable.parquet(missing),
                SourceTable.parquet(broken),
                csv(POSITIONS + "PF_XBTUSD,all,a,1,1,1,1,1\n"),
                SourceTable.jdbc(database, "SELECT * FROM nothing"))) {
            assertThatThrownBy(() -> scenarios().reMargin(source, MARKS))
                    .isInstanceOf(ScenarioInputException.class)
                    .hasMessageContaining(source.toString());
        }
        assertThatThrownBy(() -> SourceTable.parquet(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void numbers_tooWideForExactSums_areRefused() {
        assertThatThrownBy(
                        () -> reMargin(
                                "PF_XBTUSD,all,a,12345678901234567890.123456789012345678,12345678901234567890.123456789012345678,1\n"))
                .isInstanceOf(ScenarioInputException.class)
                .hasMessageContainingAll("PF_XBTUSD", "more digits than", "Round the entry prices");
    }

    @Test
    void question_answeredOrRefused_leavesNoScratch() throws IOException {
        reMargin("PF_XBTUSD,all,a,1,1,1\n");
        assertThatThrownBy(() -> scenarios().offTick(csv("a\n"))).isInstanceOf(ScenarioInputException.class);

        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).extracting(path -> path.getFileName().toString()).containsExactly("rows.csv");
        }
    }

    @Test
    void reMargin_manyPositions_tellsHowFarItIs() throws SQLException {
        List<QueryProgress> heard = new ArrayList<>();
        SourceTable positions = parquet("SELECT 'PF_XBTUSD' AS market, 'account ' || range AS account,"
                + " range % 7 + 1 AS contracts, 50000 AS entry_price, range % 9000 AS collateral FROM range(4000000)");

        MarginResult result = Scenarios.builder(before, after)
                .scratch(directory)
                .progress(heard::add)
                .build()
                .reMargin(positions, MARKS);

        assertThat(result.rowsRead()).isEqualTo(4_000_000);
        assertThat(heard).isNotEmpty();
        assertThat(heard.get(0).elapsed()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(heard)
                .extracting(progress -> progress.percentEstimate().orElse(-1))
                .isSorted();
        assertThat(heard.get(heard.size() - 1).percentEstimate().orElseThrow()).isGreaterThan(50);
    }

    @Test
    void reMargin_cancelledWhileRowsAreCopied_leavesNoScratch() throws Exception {
        String rows = "SELECT 'PF_XBTUSD' AS market, 'a' || range AS account, 1 AS contracts, 50000 AS entry_price,"
                + " 499 AS collateral FROM range(500000)";
        Path file = directory.resolve("rows.arrow");
        writeArrow(rows, file, directory.resolve("rows.arrows"));
        DataSource database = sqlite("CREATE TABLE position AS SELECT 'PF_XBTUSD' AS market, 'a' AS account,"
                + " 1 AS contracts, 50000 AS entry_price, 499 AS collateral");
        Path scratch = Files.createDirectory(directory.resolve("scratch"));

        for (Map.Entry<String, SourceTable> copied : Map.of(
                        "ArrowFileSource", SourceTable.arrow(file),
                        "SourceRelation", SourceTable.jdbc(database, "SELECT * FROM position"))
                .entrySet()) {
            Scenarios cancelled = Scenarios.builder(before, after)
                    .scratch(scratch)
                    .cancelledBy(() -> isUnder(copied.getKey()))
                    .build();

            assertThatThrownBy(() -> cancelled.reMargin(copied.getValue(), MARKS))
                    .isInstanceOf(CancellationException.class);
        }
        assertThat(scratch).isEmptyDirectory();
    }

    /** Whether this is called from a class, by way of others. */
    private static boolean isUnder(String className) {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getClassName().endsWith("." + className)));
    }

    @Test
    void offTick_cancelledAtOnce_leavesNoScratch() throws SQLException {
        SourceTable orders = parquet("SELECT 'PF_XBTUSD' AS market, range AS order_id, 'BUY' AS side, 50000 AS price,"
                + " 1 AS quantity FROM range(3000000)");
        Scenarios cancelled = Scenarios.builder(before, after)
                .scratch(directory)
                .cancelledBy(() -> true)
                .build();

        assertThatThrownBy(() -> cancelled.offTick(orders)).isInstanceOf(CancellationException.class);

        assertThat(directory).isDirectoryNotContaining(path -> Files.isDirectory(path));
    }

    @Test
    void worstMax_outOfBounds_isRefused() {
        assertThatThrownBy(() -> Scenarios.builder(before, after).worstMax(0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Scenarios.builder(before, after).worstMax(10_001))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private SourceTable parquet(String select) throws SQLException {
        Path file = directory.resolve("rows.parquet");
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            statement.execute("COPY (" + select + ") TO '" + file + "' (FORMAT parquet)");
        }
        return SourceTable.parquet(file);
    }

    private DataSource sqlite(String... statements) throws SQLException {
        SQLiteDataSource database = new SQLiteDataSource();
        database.setUrl("jdbc:sqlite:" + directory.resolve("exchange.db"));
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS position");
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
        return database;
    }
}
