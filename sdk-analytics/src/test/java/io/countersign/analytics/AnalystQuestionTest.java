package io.countersign.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.countersign.analytics.QueryFailedException.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnalystQuestionTest {
    private static final QueryLimits LIMITS = new QueryLimits(300, Duration.ofSeconds(90), 1, 5_000);

    /** Minutes of work, over something that the engine knows the size of. */
    private static final String LONG = "SELECT count(*) FROM audit_entry a, range(1000000) b, range(1000000) c"
            + " WHERE hash(a.actor, b.range, c.range) % 1000 = 7";

    /** A few seconds of work. */
    private static final String SECONDS =
            "SELECT count(*) FROM range(40000000) t(i) WHERE md5(CAST(i AS VARCHAR)) < '0'";

    @TempDir
    private static Path directory;

    private AuditWarehouse warehouse;
    private AnalystSession session;

    @BeforeAll
    void open() {
        Recorder recorder = new Recorder();
        recorder.baseline(Markets.start(), Recorder.START);
        LedgerExporter.builder().journal(recorder.journal()).build().export(directory);
        warehouse = AuditWarehouse.open(directory);
        session = warehouse.analyst(LIMITS);
    }

    @AfterEach
    void sessionIsUsableAndNoThreadIsLeft() {
        assertThat(session.query("SELECT 42 AS n").cell(0, "n")).contains(42);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("countersign-question");
    }

    @AfterAll
    void close() {
        session.close();
        warehouse.close();
    }

    @Test
    void table_quickQuestion_isAnsweredWithoutProgress() {
        List<QueryProgress> heard = new ArrayList<>();

        ResultTable table = session.question("SELECT 7 AS n")
                .progress(heard::add)
                .cancelledBy(() -> false)
                .table();

        assertThat(table.cell(0, "n")).contains(7);
        assertThat(heard).isEmpty();
    }

    @Test
    void table_longQuestion_reportsProgressWithTheTimeLeft() {
        List<QueryProgress> heard = new ArrayList<>();

        session.question(SECONDS).progress(heard::add).table();

        assertThat(heard).hasSizeGreaterThan(2);
        assertThat(heard.get(0).elapsed()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
        assertThat(heard).extracting(QueryProgress::elapsed).isSorted();
        assertThat(heard)
                .allSatisfy(progress -> assertThat(progress.percentEstimate()).isNotEmpty());
        assertThat(heard)
                .extracting(progress -> progress.percentEstimate().orElseThrow())
                .isSorted();
        QueryProgress last = heard.get(heard.size() - 1);
        assertThat(last.percentEstimate().orElseThrow()).isGreaterThan(30);
        assertThat(last.remainingEstimate())
                .hasValueSatisfying(left -> assertThat(left)
                        .isLessThan(heard.get(0).remainingEstimate().orElseThrow()));
    }

    @Test
    void table_progressOnTheThreadThatAsks_isToldThere() {
        List<Thread> threads = new ArrayList<>();

        assertThatThrownBy(() -> session.question(LONG)
                        .progress(progress -> threads.add(Thread.currentThread()))
                        .cancelledBy(() -> {
                            threads.add(Thread.currentThread());
                            return threads.size() > 5;
                        })
                        .table())
                .isInstanceOf(CancellationException.class);

        assertThat(threads).containsOnly(Thread.currentThread());
    }

    @Test
    void table_cancelledByAnotherThread_stopsAtOnce() throws InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        long[] flipped = new long[1];
        Thread other = new Thread(() -> {
            sleep(400);
            flipped[0] = System.nanoTime();
            stop.set(true);
        });
        other.start();

        assertThatThrownBy(() -> session.question(LONG).cancelledBy(stop::get).table())
                .isInstanceOf(CancellationException.class)
                .hasMessage("The question was cancelled");

        long ended = System.nanoTime();
        other.join();
        assertThat(Duration.ofNanos(ended - flipped[0])).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void table_cancelledBeforeItStarts_isCancelled() {
        assertThatThrownBy(() ->
                        session.question("SELECT 1").cancelledBy(() -> true).table())
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void table_cancelledManyTimesInARow_staysUsable() {
        for (int after = 0; after < 30; after++) {
            AtomicInteger looks = new AtomicInteger(after / 10);
            assertThatThrownBy(() -> session.question(LONG)
                            .cancelledBy(() -> looks.getAndDecrement() == 0)
                            .table())
                    .isInstanceOf(CancellationException.class);
            assertThat(session.query("SELECT count(*) AS n FROM range(1000)").cell(0, "n"))
                    .contains(1000L);
        }
    }

    @Test
    void table_cancelledWhileRowsAreRead_isCancelled() {
        AtomicInteger looks = new AtomicInteger();

        assertThatThrownBy(() -> session.question("SELECT * FROM range(5000)")
                        .cancelledBy(() -> looks.incrementAndGet() > 3)
                        .table())
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void table_interruptedWhileItWatches_isCancelledAndStaysInterrupted() {
        Thread asking = Thread.currentThread();
        Thread other = new Thread(() -> {
            sleep(200);
            asking.interrupt();
        });
        other.start();

        assertThatThrownBy(() -> session.question(LONG).progress(told -> {}).table())
                .isInstanceOf(CancellationException.class)
                .hasMessageContaining("interrupted");

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void table_listenerThatFails_endsTheQuestion() {
        assertThatThrownBy(() -> session.question(LONG)
                        .progress(progress -> {
                            throw new IllegalStateException("Heard enough");
                        })
                        .table())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Heard enough");
    }

    @Test
    void table_watchedQuestionThatFails_failsAsTheUnwatched() {
        QueryFailedException failure = catchThrowableOfType(
                QueryFailedException.class,
                () -> session.question("SELECT nope FROM audit_entry")
                        .cancelledBy(() -> false)
                        .table());
        assertThat(failure.reason()).isEqualTo(Reason.NAME);
        assertThat(failure.column()).hasValue(8);

        failure = catchThrowableOfType(
                QueryFailedException.class,
                () -> session.question("SELECT CAST(actor AS INTEGER) FROM audit_entry")
                        .cancelledBy(() -> false)
                        .table());
        assertThat(failure.reason()).isEqualTo(Reason.VALUE);

        failure = catchThrowableOfType(
                QueryFailedException.class,
                () -> session.question("DROP VIEW audit_entry")
                        .cancelledBy(() -> false)
                        .table());
        assertThat(failure.reason()).isEqualTo(Reason.FORBIDDEN);
    }

    @Test
    void table_watchedQuestionThatTakesTooLong_isALimit() {
        try (AnalystSession hasty = warehouse.analyst(LIMITS.withTimeMax(Duration.ofMillis(1_500)))) {
            List<QueryProgress> heard = new ArrayList<>();

            QueryFailedException failure = catchThrowableOfType(
                    QueryFailedException.class,
                    () -> hasty.question(LONG)
                            .progress(heard::add)
                            .cancelledBy(() -> false)
                            .table());

            assertThat(failure.reason()).isEqualTo(Reason.LIMIT);
            assertThat(heard).isNotEmpty();
        }
    }

    @Test
    void progress_asText_saysHowLong() {
        assertThat(QueryProgress.of(Duration.ofSeconds(3), 12)).hasToString("12 % after 3 s, about 22 s left");
        assertThat(QueryProgress.of(Duration.ofMillis(1_400), -1)).hasToString("After 1 s, time left unknown");
        assertThat(QueryProgress.of(Duration.ofMillis(1_400), 100)).hasToString("100 % after 1 s, about 0 s left");
        assertThat(QueryProgress.of(Duration.ofNanos(1), 0).remainingEstimate()).isEmpty();
    }

    @Test
    void limits_withThreads_changesThemAlone() {
        assertThat(LIMITS.withThreadsMax(7)).isEqualTo(new QueryLimits(300, Duration.ofSeconds(90), 7, 5_000));
        assertThatThrownBy(() -> LIMITS.withThreadsMax(0)).isInstanceOf(IllegalArgumentException.class);
        try (AnalystSession wide = warehouse.analyst(LIMITS.withThreadsMax(3))) {
            assertThat(wide.query("SELECT current_setting('threads') AS n").text(0, 0))
                    .isEqualTo("3");
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
