package io.countersign.audit;

import static io.countersign.model.fixtures.JournalContract.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.FaultyDataSource.Fault;
import io.countersign.audit.LedgerFinding.Code;
import io.countersign.model.AppendStateUnknownException;
import io.countersign.model.LedgerIntegrityException;
import io.countersign.model.LedgerUnavailableException;
import io.countersign.model.NotFoundException;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.AppendResult;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.ExpectedRevision;
import io.countersign.model.journal.JournalEntry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A ledger in PostgreSQL: several writers, and what only a server does. */
class PostgresLedgerTest extends LedgerContract {
    private final PostgresBackend postgres;

    PostgresLedgerTest() {
        super(new PostgresBackend());
        this.postgres = (PostgresBackend) ledgers.backend();
    }

    // ---- several instances

    @Test
    void append_twoInstancesInTurn_eachFollowsTheOther() {
        AuditLedger one = ledgers.open();
        AuditLedger two = ledgers.open();
        for (int i = 0; i < 300; i++) {
            AuditLedger writer = i % 3 == 0 ? one : two;

            JournalEntry entry = writer.append(
                            AppendBatch.of("key-" + i, List.of(draft("s", "t", i)), "s", ExpectedRevision.of(i)))
                    .entries()
                    .get(0);

            assertThat(entry.sequence()).isEqualTo(i);
        }
        AppendResult again = two.append(AppendBatch.of("key-0", List.of(draft("s", "t", 0))));

        assertThat(again.repeated()).isTrue();
        assertThat(one.head()).isEqualTo(two.head());
        assertThat(one.head().root()).isEqualTo(naiveRoot(one));
    }

    @Test
    void append_instancesAtOnce_leaveNoGapAndKeepEachCallersOrder() {
        int callers = 4;
        int batches = 60;
        List<AuditLedger> instances = List.of(ledgers.open(), ledgers.open(), ledgers.open());
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (int instance = 0; instance < instances.size(); instance++) {
            AuditLedger ledger = instances.get(instance);
            for (int caller = 0; caller < callers; caller++) {
                String stream = "caller-" + instance + "-" + caller;
                running.add(CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < batches; i++) {
                        ledger.append(AppendBatch.of(
                                stream + "-" + i,
                                List.of(draft(stream, "t", i), draft("shared", "t", i)),
                                stream,
                                ExpectedRevision.of(i)));
                    }
                }));
            }
        }
        running.forEach(CompletableFuture::join);

        AuditLedger ledger = instances.get(0);
        assertThat(ledger.head().size()).isEqualTo(2L * instances.size() * callers * batches);
        assertThat(ledger.revision("shared")).isEqualTo((long) instances.size() * callers * batches);
        assertThat(ledger.read(EntryQuery.builder().stream("caller-1-2").build())
                        .toList())
                .extracting(entry -> entry.payload().toString())
                .containsExactlyElementsOf(
                        IntStream.range(0, batches).mapToObj(String::valueOf).toList());
    }

    // ---- what somebody with more rights does

    @Test
    void checkpoint_headMovedByOthers_isNotSigned() throws SQLException {
        AuditLedger ledger = ledgers.open(ledgers.signed(postgres.location("forged")));
        ledger.append(AppendBatch.of("key-1", drafts(3)));
        postgres.tamper("forged", "UPDATE cs_head SET root = sha256('forged'), tree_size = 4");

        assertThatThrownBy(ledger::checkpoint)
                .isInstanceOf(LedgerIntegrityException.class)
                .hasMessageContaining("has the size 4, but there is no entry 3");
        postgres.tamper("forged", "UPDATE cs_head SET tree_size = 3");
        assertThatThrownBy(ledger::checkpoint).isInstanceOf(LedgerUnavailableException.class);

        postgres.tamper(
                "forged",
                "UPDATE cs_head SET root = decode('" + naiveRoot(ledger).hex() + "', 'hex')");
    }

    @Test
    void append_entryAddedByOthersDoesNotLeadToTheRoot_isRefused() throws SQLException {
        AuditLedger ledger = ledgers.signed(postgres.location("forged")).build();
        ledger.append(AppendBatch.of("key-1", drafts(3)));
        postgres.run(
                "forged",
                "INSERT INTO cs_entry SELECT 3, envelope, stream, 2, 2, event_type, actor, occurred_at, recorded_at, 'key-2'"
                        + " FROM cs_entry WHERE seq = 2",
                "UPDATE cs_head SET root = sha256('forged'), tree_size = 4");

        assertThatThrownBy(() -> ledger.append(AppendBatch.of("key-3", drafts(1))))
                .isInstanceOf(LedgerIntegrityException.class)
                .hasMessageContaining("was recorded for size 4");
        assertThatThrownBy(ledger::checkpoint).isInstanceOf(LedgerUnavailableException.class);
        ledger.close();
    }

    /** What a fail-over to a copy that lags behind does. */
    @Test
    void append_olderCopyPutBack_isRefused() throws SQLException {
        AuditLedger ledger = ledgers.open(ledgers.signed(postgres.location("older")));
        ledger.append(AppendBatch.of("key-1", drafts(1)));
        String root = ledger.head().root().hex();
        ledger.append(AppendBatch.of("key-2", List.of(draft("s0", "t", 2))));
        postgres.tamper(
                "older",
                "DELETE FROM cs_entry WHERE seq = 1",
                "DELETE FROM cs_batch WHERE batch_key = 'key-2'",
                "UPDATE cs_stream SET revision = 1, last_seq = 0, last_leaf = decode('"
                        + ledger.read(EntryQuery.all()).next().leafHex() + "', 'hex')",
                "UPDATE cs_head SET tree_size = 1, root = decode('" + root + "', 'hex')");

        assertThatThrownBy(() -> ledger.append(AppendBatch.of("key-3", drafts(1))))
                .isInstanceOf(LedgerIntegrityException.class)
                .hasMessageContaining("an older copy was put back, or it was rewritten");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ALTER TABLE cs_entry DISABLE TRIGGER cs_entry_change | There is no trigger CREATE TRIGGER cs_entry_change",
                "ALTER TABLE cs_entry ENABLE TRIGGER cs_entry_change | There is no trigger CREATE TRIGGER cs_entry_change",
                "DROP TRIGGER cs_head_moved ON cs_head | There is no trigger CREATE TRIGGER cs_head_moved",
                "ALTER TABLE cs_entry ADD COLUMN note text | There is a column cs_entry.note text",
                "CREATE RULE cs_eat AS ON INSERT TO cs_entry DO INSTEAD NOTHING | There is a rule cs_eat on cs_entry",
                "CREATE OR REPLACE FUNCTION cs_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END' | There is no function cs_refuse",
                "ALTER TABLE cs_entry ENABLE ROW LEVEL SECURITY | There is no table cs_entry",
                "ALTER TABLE cs_batch DROP CONSTRAINT cs_batch_pkey | There is no constraint cs_batch PRIMARY KEY"
            })
    void validate_tablesChanged_isFound(String sql, String message) throws SQLException {
        AuditLedger.builder()
                .at(postgres.location("changed"))
                .clock(ledgers.clock())
                .build()
                .close();
        postgres.run("changed", sql);

        assertThat(LedgerVerifier.builder()
                        .at(postgres.location("changed"))
                        .build()
                        .validate()
                        .of(Code.SCHEMA))
                .extracting(LedgerFinding::message)
                .anyMatch(found -> found.startsWith(message));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TRUNCATE cs_entry",
                "TRUNCATE cs_head, cs_stream",
                "DELETE FROM cs_payload WHERE false",
                "INSERT INTO cs_head VALUES (2, 0, '')",
                "INSERT INTO cs_entry SELECT 9, envelope, stream, revision, prev_seq, event_type, actor, occurred_at, recorded_at, batch_key FROM cs_entry LIMIT 1; UPDATE cs_head SET tree_size = 10",
                "UPDATE cs_head SET tree_size = 99",
                "SET session_replication_role = replica; UPDATE cs_entry SET actor = 'mallory'",
                "INSERT INTO cs_batch SELECT * FROM cs_batch ON CONFLICT (batch_key) DO UPDATE SET first_seq = 7"
            })
    void edit_evenByTheOwner_isRefusedByTriggers(String sql) {
        ledgers.open().append(AppendBatch.of("key-1", drafts(3)));

        assertThatThrownBy(() -> postgres.run("ledger.db", sql))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("ledger");
    }

    // ---- rights

    @Test
    void allowAppending_role_appendsAndReadsAndNothingElse() throws SQLException {
        LedgerLocation owners = ledgers.location("ledger.db");
        String role = postgres.role("appender");
        LedgerSetup.prepare(owners).allowAppending(role);
        LedgerLocation place = LedgerLocation.postgres(postgres.as(role), postgres.schema("ledger.db"));

        try (AuditLedger ledger = ledgers.signed(place).build()) {
            ledger.append(AppendBatch.of("key-1", List.of(draft("s", "t", "x".repeat(50_000)))));
            ledger.append(AppendBatch.of("key-2", drafts(300)));
            assertThat(ledger.verify().entries()).isEqualTo(301);
            try (Connection connection = postgres.as(role).getConnection()) {
                connection.setAutoCommit(false);
                ledger.within(connection).append(AppendBatch.of("key-3", drafts(1)));
                connection.commit();
            }
        }

        for (String sql : List.of(
                "UPDATE cs_entry SET actor = 'mallory'",
                "DELETE FROM cs_batch",
                "TRUNCATE cs_tile",
                "UPDATE cs_stream SET id = 'x'",
                "UPDATE cs_head SET id = 2",
                "ALTER TABLE cs_entry DISABLE TRIGGER ALL",
                "DROP TABLE cs_checkpoint",
                "CREATE TABLE cs_more (id int)")) {
            assertThatThrownBy(() -> postgres.runAs(role, "ledger.db", sql))
                    .as(sql)
                    .isInstanceOf(SQLException.class)
                    .matches(e -> "42501".equals(((SQLException) e).getSQLState()), "insufficient privilege");
        }
    }

    @Test
    void allowReading_role_readsAndVerifiesAndCannotAppend() throws SQLException {
        LedgerLocation owners = ledgers.location("ledger.db");
        ledgers.open().append(AppendBatch.of("key-1", drafts(3)));
        String role = postgres.role("reader");
        LedgerSetup.prepare(owners).allowReading(role);
        LedgerLocation place = LedgerLocation.postgres(postgres.as(role), postgres.schema("ledger.db"));

        try (LedgerInspector inspector = LedgerInspector.open(place)) {
            assertThat(inspector.read(EntryQuery.all()).toList()).hasSize(3);
        }
        assertThat(LedgerVerifier.builder().at(place).build().verify().entries())
                .isEqualTo(3);
        assertThatThrownBy(() ->
                        AuditLedger.builder().at(place).clock(ledgers.clock()).build())
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining("permission denied");
    }

    @Test
    void open_noTablesAndNoRightToMakeThem_saysSo() throws SQLException {
        String role = postgres.role("nobody");
        LedgerLocation place = LedgerLocation.postgres(postgres.as(role), postgres.schema("nothing"));

        assertThatThrownBy(() ->
                        AuditLedger.builder().at(place).clock(ledgers.clock()).build())
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining("cannot be brought to version 1");
        assertThatThrownBy(() -> LedgerInspector.open(place))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("There is no ledger " + place);
    }

    // ---- places

    @Test
    void parse_url_isTheSchemaOfThatDatabase() {
        String url = PostgresBackend.server().getJdbcUrl("postgres", "postgres") + "&currentSchema="
                + postgres.schema("ledger.db");
        ledgers.open().append(AppendBatch.of("key-1", drafts(3)));

        LedgerLocation parsed = LedgerLocation.parse(url);

        assertThat(LedgerVerifier.builder().at(parsed).build().verify().entries())
                .isEqualTo(3);
        assertThat(parsed.toString()).doesNotContain("user=").startsWith(postgres.schema("ledger.db") + " in jdbc:");
        assertThatIllegalArgumentException().isThrownBy(() -> LedgerLocation.parse("jdbc:h2:mem:x"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LedgerLocation.postgres(PostgresBackend.dataSource(), "a b; DROP"));
    }

    @Test
    void within_commitsAreNotDurable_isRefused() throws SQLException {
        PGSimpleDataSource loose = postgres.as("postgres");
        loose.setOptions("-c synchronous_commit=off");
        AuditLedger ledger = AuditLedger.builder()
                .at(LedgerLocation.postgres(loose, postgres.schema("ledger.db")))
                .clock(ledgers.clock())
                .build();
        ledger.append(AppendBatch.of("key-1", drafts(1)));
        try (Connection connection = loose.getConnection()) {
            connection.setAutoCommit(false);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ledger.within(connection))
                    .withMessageContaining("its commits are not durable");
        }
        ledger.close();
    }

    /** What a pool hands to the next who asks. */
    @Test
    void close_pooledConnections_areGivenBackAsTheyCame() throws SQLException {
        FaultyDataSource pool = new FaultyDataSource(PostgresBackend.dataSource());
        pool.pooling();
        LedgerLocation place = LedgerLocation.postgres(pool, postgres.schema("ledger.db"));
        LedgerSetup.prepare(place);
        try (AuditLedger ledger = ledgers.signed(place).build()) {
            ledger.append(AppendBatch.of("key-1", drafts(3)));
            ledger.verify();
        }

        List<String> settings = new ArrayList<>();
        for (Connection connection : pool.givenBack()) {
            try (connection;
                    Statement statement = connection.createStatement()) {
                for (String setting : List.of(
                        "lock_timeout",
                        "synchronous_commit",
                        "enable_seqscan",
                        "enable_hashjoin",
                        "enable_mergejoin")) {
                    try (ResultSet rows = statement.executeQuery("SHOW " + setting)) {
                        settings.add(rows.next() ? setting + "=" + rows.getString(1) : setting);
                    }
                }
            }
        }
        assertThat(pool.givenBack()).hasSizeGreaterThan(3);
        assertThat(settings)
                .containsOnly(
                        "lock_timeout=0",
                        "synchronous_commit=on",
                        "enable_seqscan=on",
                        "enable_hashjoin=on",
                        "enable_mergejoin=on");
    }

    // ---- lost connections

    @ParameterizedTest
    @CsvSource({"CUT_AFTER_COMMIT, true", "CUT_BEFORE_COMMIT, false"})
    void append_connectionLostAtCommit_isLookedUpAndNeverDoubled(Fault fault, boolean recorded) {
        FaultyDataSource source = new FaultyDataSource(PostgresBackend.dataSource());
        ledgers.location("ledger.db");
        AuditLedger ledger =
                ledgers.open(ledgers.signed(LedgerLocation.postgres(source, postgres.schema("ledger.db"))));
        ledger.append(AppendBatch.of("key-1", drafts(3)));
        AppendBatch batch = AppendBatch.of("key-2", drafts(2));
        source.next(fault);

        if (recorded) {
            assertThat(ledger.append(batch).entries())
                    .extracting(JournalEntry::sequence)
                    .containsExactly(3L, 4L);
        } else {
            assertThatThrownBy(() -> ledger.append(batch))
                    .isInstanceOf(LedgerUnavailableException.class)
                    .hasMessageContaining("cannot be written; nothing was");
            assertThat(ledger.head().size()).isEqualTo(3);
        }

        assertThat(ledger.append(batch).repeated()).isEqualTo(recorded);
        assertThat(ledger.head().size()).isEqualTo(5);
        assertThat(ledger.append(AppendBatch.of("key-3", drafts(1)))
                        .entries()
                        .get(0)
                        .sequence())
                .isEqualTo(5);
    }

    @Test
    void append_connectionLostAtCommitAndNobodyAnswers_saysThatTheStateIsUnknown() {
        FaultyDataSource source = new FaultyDataSource(PostgresBackend.dataSource());
        AuditLedger ledger =
                ledgers.open(ledgers.signed(LedgerLocation.postgres(source, postgres.schema("ledger.db"))));
        AppendBatch batch = AppendBatch.of("key-1", drafts(3));
        source.next(Fault.GONE_AFTER_COMMIT);

        assertThatThrownBy(() -> ledger.append(batch))
                .isInstanceOf(AppendStateUnknownException.class)
                .hasMessageContaining("Append the batch again under its key");
        assertThatThrownBy(() -> ledger.append(AppendBatch.of("key-2", drafts(1))))
                .isInstanceOf(LedgerUnavailableException.class);
        source.reachable();

        AppendResult again = ledger.append(batch);
        assertThat(again.repeated()).isTrue();
        assertThat(again.entries()).hasSize(3);
        assertThat(ledger.head().size()).isEqualTo(3);
    }

    @Test
    void append_connectionsCutWhileIdle_goesOn() throws SQLException {
        AuditLedger ledger = ledgers.open();
        ledger.append(AppendBatch.of("key-1", drafts(3)));
        assertThat(ledger.read(EntryQuery.all()).toList()).hasSize(3);
        for (int round = 0; round < 3; round++) {
            postgres.run(
                    "ledger.db",
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                            + " AND backend_type = 'client backend'");

            assertThat(ledger.read(EntryQuery.all()).toList()).hasSize(3 + round);
            assertThat(ledger.append(AppendBatch.of("more-" + round, drafts(1)))
                            .entries()
                            .get(0)
                            .sequence())
                    .isEqualTo(3 + round);
        }
    }
}
