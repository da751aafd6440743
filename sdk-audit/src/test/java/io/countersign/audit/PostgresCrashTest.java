package io.countersign.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.model.AppendStateUnknownException;
import io.countersign.model.LedgerUnavailableException;
import io.countersign.model.fixtures.SettableClock;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A server of its own is killed with all its processes while several threads append through two instances of one ledger, or loses one
 * connection or one process. The instances stay open and go on when it answers again. A few times in every build, many times with
 * {@code -Pfaults}.
 */
@Timeout(600)
class PostgresCrashTest {
    private static final int CALLERS = 4;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final Aftermath aftermath = Aftermath.ofNothing();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();

    @TempDir
    private Path folder;

    private EmbeddedPostgres server;
    private LedgerLocation location;

    @BeforeEach
    void start() throws IOException {
        server = start(0);
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(server.getJdbcUrl("postgres", "postgres"));
        source.setConnectTimeout(5);
        source.setSocketTimeout(30);
        location = LedgerLocation.postgres(source, "countersign");
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void append_serverKilled_losesNothingAndGoesOn() throws Exception {
        int rounds = FaultNotes.isFull() ? 20 : 2;
        rounds(rounds, this::killServer);
        FaultNotes.add("server", rounds + " killed servers (" + failures + " appends refused or in doubt)");
    }

    @Test
    void append_connectionOrProcessKilled_losesNothingAndGoesOn() throws Exception {
        int rounds = FaultNotes.isFull() ? 40 : 4;
        int[] round = new int[1];
        rounds(rounds, () -> {
            if (round[0]++ % 4 < 3) {
                terminateBackends();
            } else {
                killBackend();
            }
        });
        FaultNotes.add(
                "backends", rounds + " times cut off by the server (" + failures + " appends refused or in doubt)");
    }

    private interface Fault {
        void happen() throws Exception;
    }

    private void rounds(int rounds, Fault fault) throws Exception {
        try (AuditLedger one = open();
                AuditLedger two = open()) {
            for (int round = 0; round < rounds; round++) {
                AtomicBoolean over = new AtomicBoolean();
                List<CompletableFuture<Void>> callers = new ArrayList<>();
                for (int caller = 0; caller < CALLERS; caller++) {
                    AuditLedger ledger = caller % 2 == 0 ? one : two;
                    callers.add(CompletableFuture.runAsync(() -> append(ledger, over)));
                }
                TimeUnit.MILLISECONDS.sleep(50 + random.nextInt(250));
                fault.happen();
                over.set(true);
                callers.forEach(CompletableFuture::join);
                try {
                    aftermath.check(location); // through a third instance
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError("Round " + round + " with seed " + seed, e);
                }
                next.set(aftermath.next());
            }
            int number = next.get();
            for (AuditLedger ledger : List.of(one, two)) {
                assertThat(ledger.append(FaultBatches.batch(number)).repeated()).isEqualTo(ledger == two);
            }
        }
    }

    /** Until the fault is over or this caller's batch failed; the next round appends it again. */
    private void append(AuditLedger ledger, AtomicBoolean over) {
        while (!over.get()) {
            int number = next.getAndIncrement();
            hear("append " + number);
            try {
                ledger.append(FaultBatches.batch(number));
                hear("acknowledged " + number);
            } catch (AppendStateUnknownException e) {
                hear("unknown " + number);
                failures.incrementAndGet();
                return;
            } catch (LedgerUnavailableException e) {
                hear("refused " + number);
                failures.incrementAndGet();
                return;
            }
        }
    }

    private void hear(String line) {
        synchronized (aftermath) {
            aftermath.hear(line);
        }
    }

    private AuditLedger open() {
        return AuditLedger.builder()
                .at(location)
                .clock(SettableClock.atSomeInstant())
                .build();
    }

    private EmbeddedPostgres start(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(folder)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    /** The process that accepts connections first, so that it does not start others again. */
    private void killServer() throws Exception {
        ProcessHandle first = server.getProcess().toHandle();
        List<ProcessHandle> all = new ArrayList<>(List.of(first));
        first.descendants().forEach(all::add);
        all.forEach(ProcessHandle::destroyForcibly);
        assertThat(server.getProcess().waitFor(30, TimeUnit.SECONDS)).isTrue();
        server.close(); // which finds nothing to stop, and lets go of the folder
        server = startAgain(server.getPort());
    }

    /** Its other processes are killed too, but not children of ours that we could wait for: until they let go, no server starts. */
    private EmbeddedPostgres startAgain(int port) throws Exception {
        long stop = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            try {
                return start(port);
            } catch (IOException | IllegalStateException e) {
                if (System.nanoTime() > stop) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    private void terminateBackends() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                    + " AND backend_type = 'client backend' AND (state = 'active' OR random() < 0.5)");
        }
    }

    /** The server then restarts itself, and cuts everybody off. */
    private void killBackend() throws Exception {
        long process;
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                        + " AND backend_type = 'client backend' ORDER BY state = 'active' DESC, random()")) {
            assertThat(rows.next()).isTrue();
            process = rows.getLong(1);
        }
        ProcessHandle.of(process).orElseThrow().destroyForcibly();
        long stop = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            TimeUnit.MILLISECONDS.sleep(100);
            try (Connection connection = connect()) {
                assertThat(connection.isValid(5)).isTrue();
                return;
            } catch (SQLException e) {
                assertThat(System.nanoTime())
                        .as("the server does not come back: " + e)
                        .isLessThan(stop);
            }
        }
    }

    private Connection connect() throws SQLException {
        return server.getPostgresDatabase().getConnection();
    }
}
