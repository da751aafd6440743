package io.countersign.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.analytics.internal.DuckDb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a typed question that takes long. */
class AnswersTest {
    /** A few seconds of work. */
    private static final String SECONDS = "SELECT count(*) FROM range(30000000) t(i) WHERE md5(CAST(i AS VARCHAR)) < ?";

    private final DuckDb duck = DuckDb.inMemory(Map.of());
    private final List<QueryProgress> heard = new ArrayList<>();
    private final AtomicBoolean stop = new AtomicBoolean();
    private final Answers answers = new Answers(duck, () -> QueryProgress.watcher(heard::add, stop::get));

    @AfterEach
    void close() {
        assertThat(answers(answers)).containsExactly(42L); // whatever happened before
        duck.close();
    }

    private static List<Long> answers(Answers answers) {
        return answers.rows("SELECT 42", row -> row.number(1));
    }

    @Test
    void rows_longQuestion_tellsHowFarItIs() {
        assertThat(answers.rows(SECONDS, row -> row.number(1), "0")).containsExactly(0L);

        assertThat(heard).hasSizeGreaterThan(1);
        assertThat(heard.get(0).elapsed()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
        assertThat(heard)
                .extracting(progress -> progress.percentEstimate().orElseThrow())
                .isSorted();
    }

    @Test
    void rows_cancelledUnderway_endsBeforeTheAnswer() {
        Answers impatient = new Answers(
                duck,
                () -> QueryProgress.watcher(
                        progress -> {
                            heard.add(progress);
                            stop.set(true);
                        },
                        stop::get));

        assertThatThrownBy(() -> impatient.rows(SECONDS, row -> row.number(1), "0"))
                .isInstanceOf(CancellationException.class);

        assertThat(heard).hasSize(1);
        stop.set(false);
    }

    @Test
    void rows_cancelledBefore_isNotAsked() {
        stop.set(true);

        assertThatThrownBy(() -> answers.rows("SELECT no such thing", row -> row.number(1)))
                .isInstanceOf(CancellationException.class);

        stop.set(false);
    }

    @Test
    void rows_cancelledWhileTheyAreRead_endsThere() {
        AtomicInteger read = new AtomicInteger();
        Answers reading = new Answers(duck, () -> QueryProgress.watcher(progress -> {}, () -> read.get() > 10));

        assertThatThrownBy(() -> reading.rows("FROM range(5000)", row -> read.incrementAndGet()))
                .isInstanceOf(CancellationException.class);

        assertThat(read).hasValue(1_000);
    }
}
