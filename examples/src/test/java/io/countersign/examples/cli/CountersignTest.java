package io.countersign.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.AuditLedger;
import io.countersign.audit.Ed25519Signer;
import io.countersign.audit.LedgerLocation;
import io.countersign.audit.proof.EntryProofVerifier;
import io.countersign.examples.quickstart.Quickstart;
import io.countersign.model.finding.Finding;
import io.countersign.model.fixtures.JournalContract;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.json.Json;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CountersignTest {
    private static final String FIXTURE = "/io/countersign/examples/fixtures/kraken-assetpairs.json";

    @TempDir
    private static Path sample;

    @TempDir
    private Path folder;

    @BeforeAll
    static void runTheQuickstart() throws IOException {
        new Quickstart(sample, new PrintWriter(Writer.nullWriter()), InstantSource.system())
                .run(Quickstart.demoSpot(), Quickstart.demoFutures());
    }

    @Test
    void check_soundMarkets_countsThemAndExitsWith0() throws IOException {
        Run run = run("check", "--source", "kraken-spot", fixture().toString());

        assertThat(run.out()).startsWith("AssetPairs.json: 42 documents {spot-market=42} from 42 of 42 markets");
        assertThat(run.out()).contains("No findings");
        assertThat(run.code()).isZero();
    }

    @Test
    void check_gzipped_readsTheSame() throws IOException {
        Path gzipped = folder.resolve("AssetPairs.json.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gzipped))) {
            Files.copy(fixture(), out);
        }

        assertThat(run("check", "--source", "kraken-spot", gzipped.toString()).out())
                .contains("42 documents");
    }

    @Test
    void check_negativeTick_isAFindingAndTheOthersAreRead() throws IOException {
        String text = Files.readString(fixture()).replaceFirst("\"tick_size\": ?\"", "\"tick_size\":\"-");
        Path broken = write("broken.json", text);

        Run run = run("check", "--source", "kraken-spot", "--format", "json", broken.toString());

        List<String> lines = run.out().lines().toList();
        assertThat(lines.get(0)).contains("\"documents\":41").contains("\"marketsSeen\":42");
        Finding finding = lines.stream()
                .filter(line -> line.contains("V-VALUE-01"))
                .map(line -> Json.read(line, Finding.class))
                .findFirst()
                .orElseThrow();
        assertThat(finding.path()).isEqualTo("/tick_size");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void check_truncatedResponse_saysSoAndKeepsWhatStoodBefore() throws IOException {
        String text = Files.readString(fixture());
        Path broken = write("truncated.json", text.substring(0, text.length() / 2));

        Run run = run("check", "--source", "kraken-spot", broken.toString());

        assertThat(run.out()).contains("V-JSON-01").doesNotContain("Exception");
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void check_unknownField_isKeptAndMentioned() throws IOException {
        String text = Files.readString(fixture()).replaceFirst("\"altname\"", "\"new_in_2027\": 0.10, \"altname\"");
        Run run = run(
                "check", "--source", "kraken-spot", write("newer.json", text).toString());

        assertThat(run.out()).contains("INFO V-UNKNOWN-01").contains("/new_in_2027");
        assertThat(run.code()).isZero();
    }

    private static final String DEPTH = """
            {"lastUpdateId": 7, "bids": [["0.0124", "50"], ["0.0119", "40"]], "asks": [["0.0126", "30"], ["0.0500", "9"]]}""";

    private static String exchangeInfo(String tick) {
        return """
               {"timezone": "UTC", "symbols": [{"symbol": "ABCBTC", "status": "TRADING", "baseAsset": "ABC",
                "quoteAsset": "BTC", "orderTypes": ["LIMIT"], "filters": [
                {"filterType": "PRICE_FILTER", "minPrice": "%s", "maxPrice": "100", "tickSize": "%s"},
                {"filterType": "LOT_SIZE", "minQty": "1", "maxQty": "1000", "stepSize": "1"}]}]}""".formatted(tick, tick);
    }

    @Test
    void check_withABook_saysWhereTheNextOrderWouldTradeWithoutQuotes() throws IOException {
        Path markets = write("exchangeInfo.json", exchangeInfo("0.0001"));
        Path page = folder.resolve("check.html");

        Run run = run(
                "check",
                "--source",
                "binance-spot",
                "--book",
                write("depth.json", DEPTH).toString(),
                "--html",
                page.toString(),
                markets.toString());

        assertThat(run.out())
                .contains("Book of spot-market/binance/ABCBTC: 2 bids and 2 asks, middle 0.0125")
                .contains("\nS-EMPTY spot-market/binance/ABCBTC");
        assertThat(Files.readString(page))
                .contains("<svg")
                .containsSubsequence("<td>S-EMPTY</td>", "Rules that could not judge everything", "<td>D-ID-02</td>");
    }

    @Test
    void diff_withABook_countsTheLevelsOffTheNewGrid() throws IOException {
        Run run = run(
                "diff",
                "--source",
                "binance-spot",
                "--book",
                write("depth.json", DEPTH).toString(),
                "--market",
                "ABCBTC",
                write("before.json", exchangeInfo("0.0001")).toString(),
                write("after.json", exchangeInfo("0.001")).toString());

        assertThat(run.out())
                .contains("\nS-TCK spot-market/binance/ABCBTC: tick 0.0001 to 0.001")
                .contains("3 of 4 orders (75.0 %) leave the grid")
                .contains("ERROR T-TCK-01");
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void check_bookOfNoMarket_isBadUsage() throws IOException {
        Run run = run(
                "check",
                "--source",
                "binance-spot",
                "--book",
                write("depth.json", DEPTH).toString(),
                "--market",
                "XYZBTC",
                write("exchangeInfo.json", exchangeInfo("0.0001")).toString());

        assertThat(run.err()).contains("No market has the id \"XYZBTC\"");
        assertThat(run.code()).isEqualTo(2);
    }

    @Test
    void check_unknownFacts_areNamedByWhatIsMissing() throws IOException {
        assertThat(run("check", "--source", "kraken-spot", fixture().toString()).out())
                .contains("Not judged, for want of what follows:")
                .containsPattern("\n  mark price: .*D-PRC-06");
    }

    @Test
    void check_noSuchFile_isBadUsage() {
        Run run = run(
                "check",
                "--source",
                "kraken-spot",
                folder.resolve("absent.json").toString());

        assertThat(run.err()).startsWith("No such file:");
        assertThat(run.code()).isEqualTo(2);
    }

    @Test
    void check_unknownSource_namesTheSources() {
        Run run = run("check", "--source", "mtgox", "x.json");

        assertThat(run.err()).contains("no source is called \"mtgox\"; there are [kraken-spot, kraken-assets,");
        assertThat(run.code()).isEqualTo(2);
    }

    /** One small response of each kind: made up, in the shape that the venue documents. */
    static Stream<Arguments> responses() {
        return Stream.of(
                Arguments.of(
                        "kraken-assets",
                        "{\"error\":[],\"result\":{\"XXBT\":{\"aclass\":\"currency\",\"altname\":\"XBT\","
                                + "\"decimals\":10,\"display_decimals\":5}}}",
                        "1 documents {asset=1} from 1 of 1 markets"),
                Arguments.of(
                        "kraken-system-status",
                        "{\"error\":[],\"result\":{\"status\":\"online\"," + "\"timestamp\":\"2026-11-22T00:00:00Z\"}}",
                        "1 documents {system-status=1} from 1 of 1 markets"),
                Arguments.of(
                        "kraken-fee-schedules",
                        "{\"result\":\"success\",\"feeSchedules\":[{\"uid\":\"u\",\"name\":\"n\",\"tiers\":"
                                + "[{\"makerFee\":0.02,\"takerFee\":0.05,\"usdVolume\":0}]}]}",
                        "1 documents {fee-schedule=1} from 1 of 1"),
                Arguments.of(
                        "binance-brackets",
                        "[{\"symbol\":\"ETHUSDT\",\"brackets\":[{\"bracket\":1,\"initialLeverage\":75,"
                                + "\"notionalCap\":10000,\"notionalFloor\":0,\"maintMarginRatio\":0.0065,\"cum\":0}]}]",
                        "1 documents {margin-schedule=1} from 1 of 1"),
                Arguments.of(
                        "okx-tiers",
                        "{\"code\":\"0\",\"msg\":\"\",\"data\":[{\"instFamily\":\"BTC-USDT\",\"tier\":\"1\",\"minSz\":\"0\","
                                + "\"maxSz\":\"500\",\"mmr\":\"0.004\",\"imr\":\"0.01\",\"maxLever\":\"100\"}]}",
                        "1 documents {margin-schedule=1} from 1 of 1"));
    }

    @ParameterizedTest
    @MethodSource("responses")
    void check_anySource_countsItsDocuments(String source, String response, String counts) throws IOException {
        Path file = write("response.json", response);

        Run run = run("check", "--source", source, file.toString());

        assertThat(run.out()).startsWith("response.json: " + counts);
        assertThat(run.code()).isZero();
    }

    @Test
    void check_help_namesEverySource() {
        assertThat(run("check", "--help").out().replaceAll("\\s+", " "))
                .contains(
                        "kraken-spot, kraken-assets, kraken-system-status, kraken-futures, kraken-fee-schedules, binance-spot,"
                                + " binance-usdm, binance-coinm, binance-brackets, okx-instruments, okx-tiers, bitmex-instruments");
    }

    @Test
    void diff_coarserTick_printsTheFieldAndTheTransitionFinding() throws IOException {
        Path after = write(
                "after.json",
                Files.readString(fixture()).replaceFirst("\"tick_size\": ?\"0\\.1\"", "\"tick_size\": \"0.25\""));

        Run run = run("diff", "--source", "kraken-spot", fixture().toString(), after.toString());

        assertThat(run.out()).startsWith("1 field changes: 1 documents changed, 0 added, 0 removed, from 42 to 42");
        assertThat(run.out())
                .contains("/priceRule/tickSize: tick size 0.1 -> 0.25, coarser")
                .contains("T-TCK-02");
        assertThat(run.code()).isEqualTo(1);
        Run json = run(
                "diff", "--source", "kraken-spot", "--format", "json", fixture().toString(), after.toString());
        assertThat(json.out())
                .contains("\"after\":\"0.25\",\"before\":\"0.1\"")
                .contains("\"reading\":\"tick size 0.1 -> 0.25, coarser\"");
    }

    @Test
    void diff_sameFile_findsNothing() throws IOException {
        Run run = run(
                "diff",
                "--source",
                "kraken-spot",
                fixture().toString(),
                fixture().toString());

        assertThat(run.out()).startsWith("0 field changes: 0 documents changed");
        assertThat(run.code()).isZero();
    }

    @Test
    void ledgerVerify_intactLedger_exitsWith0() {
        Run run = run("ledger", "verify", file("audit.db"), "--vkey", file("audit.vkey"));

        assertThat(run.out()).contains("intact");
        assertThat(run.code()).isZero();
    }

    @Test
    void ledgerVerify_checkpointOfAnotherLedger_exitsWith1() throws IOException {
        Path other = folder.resolve("other");
        new Quickstart(other, new PrintWriter(Writer.nullWriter()), InstantSource.system())
                .run(Quickstart.demoSpot(), Quickstart.demoFutures());
        Run run = run(
                "ledger",
                "verify",
                file("audit.db"),
                "--format",
                "json",
                "--vkey",
                other.resolve("audit.vkey").toString());

        assertThat(run.out()).contains("\"intact\":false");
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void ledgerShow_type_printsThoseEntriesInOrder() {
        Run run = run("ledger", "show", file("audit.db"), "--type", "change.approved");

        assertThat(run.out().lines()).hasSize(3).allMatch(line -> line.contains("change.approved by system:desk"));
    }

    @Test
    void ledgerProve_withoutAnyKey_printsAProofThatHolds() throws IOException {
        Run run = run("ledger", "prove", file("audit.db"), "3");

        assertThat(run.err()).isEmpty();
        String vkey = Files.readString(sample.resolve("audit.vkey")).strip();
        assertThat(EntryProofVerifier.verify(run.out().strip() + "\n", vkey).index())
                .isEqualTo(3);
    }

    @Test
    void ledgerProve_noSuchEntry_saysHowManyThereAre() {
        Run run = run("ledger", "prove", file("audit.db"), "100000");

        assertThat(run.err()).startsWith("There is no entry 100000");
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void ledger_inPostgres_isPreparedVerifiedShownAndProved() throws IOException, SQLException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start();
                Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE service LOGIN");
            statement.execute("CREATE ROLE auditor LOGIN");
            String url = server.getJdbcUrl("postgres", "postgres");
            Ed25519Signer signer = Ed25519Signer.generate("example.com/ledger");

            Run prepared = run("ledger", "prepare", url, "--appender", "service", "--reader", "auditor");
            assertThat(prepared.err()).isEmpty();
            assertThat(prepared.out()).startsWith("The ledger countersign in jdbc:postgresql://");
            try (AuditLedger ledger = AuditLedger.builder()
                    .at(LedgerLocation.parse(server.getJdbcUrl("service", "postgres")))
                    .clock(InstantSource.system())
                    .signer(signer)
                    .build()) {
                ledger.append(
                        AppendBatch.of("key-1", List.of(JournalContract.draft("market/XBTUSD", "note", "hello"))));
            }

            String readers = server.getJdbcUrl("auditor", "postgres");
            Path export = folder.resolve("postgres-export");
            assertThat(run("export", readers, export.toString()).out()).startsWith("Export of ");
            assertThat(run("verify-export", export.toString(), "--vkey", signer.vkey())
                            .out())
                    .contains("checkpoint signature good");
            assertThat(run("ledger", "verify", readers, "--vkey", signer.vkey()).out())
                    .contains("1 entries", "intact");
            assertThat(run("ledger", "show", readers, "--payload").out()).contains("market/XBTUSD", "hello");
            assertThat(EntryProofVerifier.verify(
                                    run("ledger", "prove", readers, "0").out().strip() + "\n", signer.vkey())
                            .index())
                    .isZero();
            assertThat(run("ledger", "verify", readers + "&currentSchema=elsewhere")
                            .err())
                    .startsWith("There is no ledger elsewhere in jdbc:postgresql://");
        }
    }

    @Test
    void ledger_placeOfAnotherKind_saysWhichThereAre() {
        Run run = run("ledger", "verify", "jdbc:h2:mem:test");

        assertThat(run.err()).startsWith("A ledger is kept in a file or in PostgreSQL");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run("ledger", "verify", file("nothing.db")).err()).startsWith("There is no ledger at ");
    }

    @Test
    void query_sql_printsATable() {
        Run run = run("query", file("export"), "SELECT count(*) AS n FROM audit_entry WHERE type = 'change.applied'");

        assertThat(run.out().lines().map(String::strip)).startsWith("n").contains("2");
        assertThat(run.code()).isZero();
    }

    @Test
    void query_toAFile_writesTheWholeAnswerOnce() throws IOException {
        String sql = "SELECT sequence, actor FROM audit_entry ORDER BY sequence";
        for (String name : List.of("entries.csv", "entries.jsonl", "entries.xlsx")) {
            Path file = folder.resolve(name);
            Run run = run("query", file("export"), sql, "--to", file.toString());
            assertThat(run.err()).isEmpty();
            assertThat(run.out()).endsWith(" rows in " + file + System.lineSeparator());
            assertThat(Files.size(file)).isPositive();
        }
        assertThat(Files.readString(folder.resolve("entries.csv"))).startsWith("sequence,actor\r\n0,");

        Run again = run(
                "query",
                file("export"),
                sql,
                "--to",
                folder.resolve("entries.csv").toString());
        assertThat(again.err()).contains("entries.csv");
        assertThat(again.code()).isEqualTo(1);
        assertThat(run("query", file("export"), sql, "--to", "entries.doc").err())
                .contains(".csv, .jsonl or .xlsx");
    }

    @Test
    void query_wrongSql_saysWhereItIsWrong() {
        Run run = run("query", file("export"), "SELECT nope FROM nowhere");

        assertThat(run.err()).contains("Line 1, character 18").contains("nowhere");
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void export_ofALedger_canBeVerifiedAndAsked() throws IOException {
        Path export = folder.resolve("new-export");

        Run first = run("export", file("audit.db"), export.toString());
        assertThat(first.err()).isEmpty();
        assertThat(first.out())
                .startsWith("Export of ")
                .contains(" files, root sha256:")
                .contains("audit-");
        assertThat(first.code()).isZero();
        Run again = run("export", file("audit.db"), export.toString(), "--format", "json");
        assertThat(again.out()).contains("\"signed\":true");

        Run verified = run("verify-export", export.toString(), "--vkey", file("audit.vkey"));
        assertThat(verified.out()).contains("checkpoint signature good");
        assertThat(verified.code()).isZero();

        Run asOf = run("asof", export.toString(), "spot-market/kraken/XXBTZUSD");
        assertThat(asOf.out()).startsWith("spot-market/kraken/XXBTZUSD").contains("  /priceRule/tickSize = ");
        assertThat(asOf.code()).isZero();
        assertThat(run("asof", export.toString(), "asset").code()).isEqualTo(1);
        assertThat(run("asof", export.toString(), "spot-market").out()).contains("spot-market/kraken/XXBTZUSD");
        assertThat(run("asof", export.toString(), "spot-markt").err()).contains("spot-markt");
        assertThat(run("asof", export.toString(), "--at", "2001-01-01T00:00:00Z")
                        .out())
                .startsWith("Nothing: in force 2001-01-01T00:00:00Z");
        assertThat(run("asof", export.toString(), "--at", "yesterday").err())
                .contains("An instant reads as 2026-11-30T12:00:00Z");

        Run blame = run("blame", export.toString(), "spot-market/kraken/XXBTZUSD");
        assertThat(blame.out()).contains("/priceRule/tickSize: ").contains("approved by");
        assertThat(blame.code()).isZero();
        assertThat(run("blame", export.toString(), "spot-market/kraken/NONE").code())
                .isEqualTo(1);
        assertThat(run("blame", export.toString(), "XXBTZUSD").err()).contains("kind/venue/id");
        assertThat(run("blame", export.toString(), "spot-market/kraken/NONE", "--scope", "x/y")
                        .err())
                .contains("No environment is x/y among [kraken/");
    }

    @Test
    void verifyExport_editedFile_namesIt() throws IOException {
        Path export = folder.resolve("edited-export");
        run("export", file("audit.db"), export.toString(), "--no-native");
        Path part;
        try (Stream<Path> files = Files.walk(export.resolve("ledger"))) {
            part = files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(part);
        bytes[bytes.length / 2] ^= 1;
        Files.write(part, bytes);

        Run run = run("verify-export", export.toString());
        assertThat(run.out()).contains("EXPORT-FILE-HASH").contains(String.valueOf(part.getFileName()));
        assertThat(run.code()).isEqualTo(1);
        assertThat(run("verify-export", export.toString(), "--format", "json").out())
                .contains("\"proven\":false");
    }

    @Test
    void noCommand_saysWhichThereAre() {
        Run run = run();

        assertThat(run.err()).contains("asof, blame, check, diff, export, ledger, query, quickstart, verify-export");
        assertThat(run.code()).isEqualTo(2);
    }

    private Path fixture() throws IOException {
        Path file = folder.resolve("AssetPairs.json");
        if (!Files.exists(file)) {
            try (InputStream in = Objects.requireNonNull(CountersignTest.class.getResourceAsStream(FIXTURE))) {
                Files.copy(in, file);
            }
        }
        return file;
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
    }

    private static String file(String name) {
        return sample.resolve(name).toString();
    }

    private static Run run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Countersign.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        return new Run(code, out.toString(), err.toString());
    }

    private record Run(int code, String out, String err) {}
}
