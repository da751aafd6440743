package io.countersign.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.countersign.model.journal.JournalEntry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the benchmarks in PostgreSQL measure does the work that it is measured by. */
class RecorderTest {
    private static Postgres server;
    private static HikariDataSource pool;

    @BeforeAll
    static void start() throws Exception {
        server = Postgres.start();
        pool = server.pool(4);
    }

    @AfterAll
    static void stop() throws Exception {
        pool.close();
        server.close();
    }

    @Test
    void record_callersAtTheSameTime_eachRecorderHoldsEveryChange() throws Exception {
        MarketChanges changes = new MarketChanges();
        List<List<MarketChange>> known = changes.next(20, 100);
        List<List<MarketChange>> changed = changes.next(40, 3);
        try (Recorder bare = BareRecorder.open(server, pool);
                Recorder javers = JaversRecorder.open(server, pool);
                Recorder envers = EnversRecorder.open(server, pool);
                Recorder ledger = LedgerRecorder.open(server)) {
            for (Recorder recorder : List.of(bare, javers, envers, ledger)) {
                Callers.run(1, known.size(), (caller, index) -> recorder.record(known.get(index)));
                Callers.run(4, 10, (caller, index) -> recorder.record(changed.get(index * 4 + caller)));

                assertThat(recorder.recorded()).as(recorder.name()).isEqualTo(2_120);
            }
        }
    }

    @Test
    void next_aroundAllMarkets_oneFieldChangesInAnEntryOfCommonSize() {
        MarketChanges changes = new MarketChanges();
        changes.next(1, MarketChanges.MARKETS * 3);

        MarketChange change = changes.next(1, 1).get(0).get(0);

        assertThat(change.entry().payload().toString())
                .hasSizeBetween(600, 1_000)
                .contains("{\"changes\":[{\"after\":\"0.35\",\"before\":\"0.36\"");
        assertThat(change.entry().revision()).isEqualTo(4);
    }

    @Test
    void insertAll_eachWay_sameRows() throws Exception {
        List<JournalEntry> rows = new MarketChanges()
                .next(1, MarketChanges.MARKETS + 5).get(0).stream()
                        .map(MarketChange::entry)
                        .toList();
        List<String> digests = new ArrayList<>();
        Database database = new PostgresDatabase(server);
        for (BareInsert way : database.inserts()) {
            try (Connection connection = database.openBare()) {
                way.insertAll(connection, rows, 100);
                digests.add(digest(connection));
            }
        }

        assertThat(digests).hasSize(2).containsOnly(digests.get(0));
    }

    private static String digest(Connection connection) throws Exception {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) || ' ' || count(prev_seq) || ' '"
                        + " || md5(string_agg(entry::text, ',' ORDER BY seq)) FROM entry")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).startsWith("2005 5 ");
            return row.getString(1);
        }
    }
}
