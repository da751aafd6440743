package io.countersign.client.desk;

import static io.countersign.client.desk.DeskFixture.SCOPE;
import static io.countersign.client.desk.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.countersign.client.policy.ApprovalPolicy;
import io.countersign.client.policy.ChangeCalendar;
import io.countersign.client.policy.OverrunPolicy;
import io.countersign.client.rollout.ApplyOutcome;
import io.countersign.client.rollout.ApplyPermit;
import io.countersign.client.rollout.ExchangeGateway;
import io.countersign.client.rollout.ExchangeReading;
import io.countersign.client.rollout.SimulatedExchange;
import io.countersign.client.rollout.Stage;
import io.countersign.model.AppendConflictException;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.ConfigChanged;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.AppendResult;
import io.countersign.model.journal.EntryCursor;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.InMemoryJournal;
import io.countersign.model.journal.Journal;
import io.countersign.model.journal.JournalHead;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A program ends between any two steps of carrying a change out, and a gateway says nothing, or nothing true. */
class RecoveryTest {
    /** What ends the program. Nothing in the desk catches it. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1;
    }

    /** Counts calls that reach the journal or the exchange, and ends the program before or after one of them. */
    private static final class Fuse {
        private int left = Integer.MAX_VALUE;

        <T> T around(Supplier<T> call) {
            burn();
            T result = call.get();
            burn();
            return result;
        }

        private void burn() {
            if (--left == 0) {
                throw new Crash();
            }
        }
    }

    private record FusedJournal(Journal inner, Fuse fuse) implements Journal {
        @Override
        public AppendResult append(AppendBatch batch) {
            return fuse.around(() -> inner.append(batch));
        }

        @Override
        public EntryCursor read(EntryQuery query) {
            return inner.read(query);
        }

        @Override
        public JournalHead head() {
            return inner.head();
        }

        @Override
        public long revision(String stream) {
            return inner.revision(stream);
        }
    }

    /** An exchange that counts what it does; what it is told to say is what it says. */
    private static final class Exchange implements ExchangeGateway {
        private SimulatedExchange inner = new SimulatedExchange(DeskFixture.BASELINE);
        private final Fuse fuse;
        private Function<String, Optional<ApplyOutcome>> answers = key -> Optional.empty();
        private int applied;
        private @Nullable Supplier<ApplyOutcome> instead;
        /** Runs once, when it has acted and has not answered. */
        private @Nullable Runnable afterwards;
        /** Runs once, when it is read. */
        private @Nullable Runnable onRead;

        private boolean isForgetful;
        private boolean isUnreadable;

        Exchange(Fuse fuse) {
            this.fuse = fuse;
        }

        @Override
        public ExchangeReading read(Scope scope) {
            if (isUnreadable) {
                throw new IllegalStateException("read timed out");
            }
            Runnable first = onRead;
            onRead = null;
            if (first != null) {
                first.run();
            }
            return fuse.around(() -> inner.read(scope));
        }

        /** Somebody edits the exchange by hand. */
        void replaceWith(ConfigSnapshot snapshot) {
            SimulatedExchange edited = new SimulatedExchange(snapshot);
            SimulatedExchange remembered = inner;
            answers = key -> remembered.find(key);
            inner = edited;
        }

        @Override
        public ApplyOutcome apply(ApplyPermit permit, Stage stage, String key) {
            return fuse.around(() -> {
                if (instead != null) {
                    return instead.get();
                }
                boolean isNew = inner.find(key).isEmpty();
                ApplyOutcome outcome = inner.apply(permit, stage, key);
                applied += isNew && outcome.answer() == ApplyOutcome.Answer.APPLIED ? 1 : 0;
                Runnable then = afterwards;
                afterwards = null;
                if (then != null) {
                    then.run();
                }
                return outcome;
            });
        }

        @Override
        public Optional<ApplyOutcome> find(String key) {
            return isForgetful ? Optional.empty() : inner.find(key).or(() -> answers.apply(key));
        }
    }

    private final Fuse fuse = new Fuse();
    private final Exchange exchange = new Exchange(fuse);
    private final DeskFixture fixture =
            new DeskFixture(new FusedJournal(new InMemoryJournal(new Ticking()), fuse), exchange);

    /** A clock of the journal's own. */
    private static final class Ticking implements InstantSource {
        private long seconds;

        @Override
        public Instant instant() {
            return DeskFixture.START.plusSeconds(Math.min(1, seconds++));
        }
    }

    @Test
    void apply_settledBySomebodyElseMeanwhile_isAConflictAndTheStreamStaysWhole() {
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");
        ChangeDesk other = fixture.openDesk(DeskFixture.policy());
        exchange.afterwards = () -> other.recover();

        assertThatThrownBy(() -> fixture.as("olga").apply(plan.changeId(), plan.digest()))
                .isInstanceOf(AppendConflictException.class)
                .hasMessageContaining("answered APPLIED", "which somebody else has settled meanwhile");

        assertThat(fixture.openDesk(DeskFixture.policy()).load(plan.changeId()).state())
                .isEqualTo(ChangeState.APPLIED);
        assertThat(fixture.desk.tick(fixture.clock.instant()).failures()).isEmpty();
    }

    @Test
    void apply_anotherChangeAppliedBetweenGuardAndIntent_isAConflict() {
        ChangePlan first = fixture.approvedTick("XXBTZUSD", "1");
        ChangePlan second = fixture.approvedTick("XETHZUSD", "1");
        ChangeDesk other = fixture.openDesk(DeskFixture.policy());
        exchange.onRead = () -> other.as(fixture.people.get("bob")).apply(second.changeId(), second.digest());

        assertThatThrownBy(() -> fixture.as("olga").apply(first.changeId(), first.digest()))
                .isInstanceOf(AppendConflictException.class);

        assertThat(exchange.applied).isEqualTo(1);
        assertThat(fixture.desk.load(first.changeId()).state()).isEqualTo(ChangeState.APPROVED);
    }

    @Test
    void rollback_whileItIsUnderWay_holdsTheScope() {
        ChangePlan first = fixture.approvedTick("XXBTZUSD", "1");
        fixture.as("olga").apply(first.changeId(), first.digest());
        ChangePlan second = fixture.approvedTick("XETHZUSD", "1");
        exchange.afterwards = () -> assertRefused(
                Refusal.SCOPE_HELD,
                first.changeId(),
                () -> fixture.as("bob").apply(second.changeId(), second.digest()));

        assertThat(fixture.as("olga").rollback(first.changeId(), "thin books").state())
                .isEqualTo(ChangeState.ROLLED_BACK);
    }

    @Test
    void rollback_whileAnotherIsPausedInTheScope_isRefused() {
        ChangePlan first = fixture.approvedTick("XXBTZUSD", "1");
        fixture.as("olga").apply(first.changeId(), first.digest());
        ChangePlan second = fixture.approvedTick("XETHZUSD", "1");
        exchange.instead = () -> ApplyOutcome.unknown("timeout");
        fixture.as("olga").apply(second.changeId(), second.digest());
        exchange.instead = null;

        assertRefused(
                Refusal.SCOPE_HELD,
                second.changeId(),
                () -> fixture.as("olga").rollback(first.changeId(), "thin books"));
    }

    @Test
    void rollback_failedChangeOfWhichSomebodyElseAppliedTheSame_isRefused() {
        ChangePlan refused = fixture.approvedTick("XXBTZUSD", "1");
        exchange.instead = () -> ApplyOutcome.rejected("not today");
        fixture.as("olga").apply(refused.changeId(), refused.digest());
        exchange.instead = null;
        ChangePlan same = fixture.approvedTick("XXBTZUSD", "1");
        fixture.as("olga").apply(same.changeId(), same.digest());

        assertRefused(
                Refusal.BASE_MOVED,
                "Another change touched the same fields",
                () -> fixture.as("olga").rollback(refused.changeId(), "tidy up"));
        assertThat(fixture.exchange.read(SCOPE).snapshot().root()).isEqualTo(same.resultRoot());
    }

    @Test
    void giveUp_exchangeHasSomethingElse_freesTheScope() {
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");
        exchange.instead = () -> ApplyOutcome.unknown("timeout");
        fixture.as("olga").apply(plan.changeId(), plan.digest());
        exchange.instead = null;
        exchange.replaceWith(DeskFixture.BASELINE.with(DeskFixture.withTick(DeskFixture.market("XXBTZUSD"), "0.5")));
        assertRefused(Refusal.DRIFT, "something else", () -> fixture.as("olga").resume(plan.changeId()));
        assertRefused(Refusal.DRIFT, "something else", () -> fixture.as("olga").rollback(plan.changeId(), "no"));
        assertRefused(
                Refusal.DOCUMENT_MISSING,
                "must say why",
                () -> fixture.as("olga").giveUp(plan.changeId(), ""));

        Change failed = fixture.as("olga").giveUp(plan.changeId(), "set by hand");

        assertThat(failed.state()).isEqualTo(ChangeState.FAILED);
        assertThat(failed.heldUpBy()).contains("given up by olga: set by hand");
        ChangePlan other = fixture.approvedTick("XETHZUSD", "1");
        assertThat(fixture.as("olga").apply(other.changeId(), other.digest()).state())
                .isEqualTo(ChangeState.APPLIED);
        assertRefused(
                Refusal.WRONG_STATE,
                "only what is PAUSED",
                () -> fixture.as("olga").giveUp(other.changeId(), "no"));
    }

    @Test
    void resume_exchangeEditedElsewhereMeanwhile_isAppliedAllTheSame() {
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");
        exchange.afterwards = () -> {
            throw new IllegalStateException("connection lost");
        };
        exchange.isForgetful = true;
        fixture.as("olga").apply(plan.changeId(), plan.digest());
        exchange.isForgetful = false;
        exchange.replaceWith(
                exchange.read(SCOPE).snapshot().with(DeskFixture.withTick(DeskFixture.market("XETHZUSD"), "0.5")));

        assertThat(fixture.as("olga").resume(plan.changeId()).state()).isEqualTo(ChangeState.APPLIED);
        assertThat(fixture.desk.head(SCOPE).root()).isEqualTo(plan.resultRoot());
    }

    @Test
    void recover_afterACrashBetweenAnyTwoStepsOfApplying_endsTheChangeOnceAndTheSame() {
        Set<ChangeState> seen = EnumSet.noneOf(ChangeState.class);
        int points = crashEverywhere(
                run -> {}, (run, plan) -> run.fixture.as("olga").apply(plan.changeId(), plan.digest()), (run, plan) -> {
                    ChangeState state = run.fixture.desk.load(plan.changeId()).state();
                    seen.add(state);
                    if (state == ChangeState.PAUSED) {
                        run.fixture.as("olga").resume(plan.changeId());
                    } else if (state == ChangeState.APPROVED) {
                        run.fixture.as("olga").apply(plan.changeId(), plan.digest());
                    }
                    assertThat(run.fixture.desk.load(plan.changeId()).state()).isEqualTo(ChangeState.APPLIED);
                    assertThat(run.exchange.applied).isEqualTo(1);
                    assertThat(run.changed(plan)).containsExactly(false);
                });
        assertThat(seen).contains(ChangeState.APPROVED, ChangeState.PAUSED, ChangeState.APPLIED);
        assertThat(points).isGreaterThan(10);
    }

    @Test
    void recover_afterACrashBetweenAnyTwoStepsOfRollingBack_canBeRolledBackStill() {
        int points = crashEverywhere(
                run -> run.fixture.as("olga").apply(run.plan.changeId(), run.plan.digest()),
                (run, plan) -> run.fixture.as("olga").rollback(plan.changeId(), "thin books"),
                (run, plan) -> {
                    ChangeState state = run.fixture.desk.load(plan.changeId()).state();
                    assertThat(state).isIn(ChangeState.APPLIED, ChangeState.FAILED, ChangeState.ROLLED_BACK);
                    if (state != ChangeState.ROLLED_BACK) {
                        run.fixture.as("olga").rollback(plan.changeId(), "again");
                    }
                    assertThat(run.fixture.desk.load(plan.changeId()).state()).isEqualTo(ChangeState.ROLLED_BACK);
                    assertThat(run.exchange.applied).isEqualTo(2);
                    assertThat(run.changed(plan)).containsExactly(false, true);
                    assertThat(run.fixture.desk.head(SCOPE)).isEqualTo(DeskFixture.BASELINE);
                });
        assertThat(points).isGreaterThan(8);
    }

    @Test
    void recover_afterACrashBetweenAnyTwoStepsOfAnEmergency_goesOnWithoutApprovals() {
        crashEverywhere(
                run -> {
                    run.fixture.person("ines", "incident-commander");
                    run.fixture.under(ApprovalPolicy.builder()
                            .from(DeskFixture.policy())
                            .breakGlassRole("incident-commander")
                            .build());
                    run.plan = run.fixture.submitted(run.fixture.proposeTick("XETHZUSD", "1"));
                },
                (run, plan) -> run.fixture
                        .as("ines")
                        .breakGlass(plan.changeId(), plan.digest(), run.fixture.facts(), "INC-1", "hurry"),
                (run, plan) -> {
                    ChangeState state = run.fixture.desk.load(plan.changeId()).state();
                    assertThat(state).isIn(ChangeState.IN_REVIEW, ChangeState.PAUSED, ChangeState.APPLIED);
                    if (state == ChangeState.PAUSED) {
                        assertThat(run.fixture
                                        .as("olga")
                                        .resume(plan.changeId())
                                        .state())
                                .isEqualTo(ChangeState.APPLIED);
                        assertThat(run.exchange.applied).isEqualTo(1);
                    }
                });
    }

    @Test
    void recover_nothingUnderWay_doesNothing() {
        fixture.approvedTick("XXBTZUSD", "1");

        assertThat(fixture.desk.recover().steps()).isEmpty();
    }

    @Test
    void apply_gatewayThrowsAndHasNotActed_pausesAndResumes() {
        exchange.instead = () -> {
            throw new IllegalStateException("connection reset");
        };
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");

        Change paused = fixture.as("olga").apply(plan.changeId(), plan.digest());

        assertThat(paused.state()).isEqualTo(ChangeState.PAUSED);
        assertThat(paused.heldUpBy().orElseThrow()).contains("connection reset", "Resume it, or roll it back");
        exchange.instead = null;
        assertThat(fixture.as("olga").resume(plan.changeId()).state()).isEqualTo(ChangeState.APPLIED);
    }

    @Test
    void apply_gatewayThrowsAndHasActed_isLookedUpAndNeverDoneTwice() {
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");
        Exchange acting = new Exchange(new Fuse());
        acting.isForgetful = true;
        ExchangeGateway lossy = new ExchangeGateway() {
            @Override
            public ExchangeReading read(Scope scope) {
                return acting.read(scope);
            }

            @Override
            public ApplyOutcome apply(ApplyPermit permit, Stage stage, String key) {
                acting.apply(permit, stage, key);
                throw new IllegalStateException("connection lost after it was sent");
            }

            @Override
            public Optional<ApplyOutcome> find(String key) {
                return acting.find(key);
            }
        };
        DeskFixture other = new DeskFixture(fixture.journal, lossy);
        other.seconds.set(fixture.seconds.get());

        assertThat(other.as("olga").apply(plan.changeId(), plan.digest()).state())
                .isEqualTo(ChangeState.PAUSED);
        acting.isForgetful = false;
        assertThat(other.as("olga").resume(plan.changeId()).state()).isEqualTo(ChangeState.APPLIED);
        assertThat(acting.applied).isEqualTo(1);
    }

    @Test
    void apply_exchangeCannotBeReadAfterwards_pausesAndResumes() {
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");
        exchange.instead = () -> {
            exchange.isUnreadable = true;
            throw new IllegalStateException("gone");
        };
        assertThat(fixture.as("olga").apply(plan.changeId(), plan.digest()).state())
                .isEqualTo(ChangeState.PAUSED);
        exchange.isUnreadable = false;
        exchange.instead = null;

        assertThat(fixture.as("olga").resume(plan.changeId()).state()).isEqualTo(ChangeState.APPLIED);
    }

    @Test
    void apply_exchangeSaysItIsDoneAndItIsNot_fails() {
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");
        exchange.instead = () -> ApplyOutcome.applied(new TreeMap<>());

        Change failed = fixture.as("olga").apply(plan.changeId(), plan.digest());

        assertThat(failed.state()).isEqualTo(ChangeState.FAILED);
        assertThat(failed.heldUpBy().orElseThrow()).contains("answered APPLIED but has root");
        assertThat(fixture.as("olga").rollback(plan.changeId(), "clean up").state())
                .isEqualTo(ChangeState.ROLLED_BACK);
        assertThat(fixture.desk.head(SCOPE)).isEqualTo(fixture.baseline);
    }

    @Test
    void apply_whileAnotherIsUnderWayInTheScope_isRefusedUntilThatEnds() {
        ChangePlan first = fixture.approvedTick("XXBTZUSD", "1");
        ChangePlan second = fixture.approvedTick("XETHZUSD", "1");
        exchange.instead = () -> ApplyOutcome.unknown("timeout");
        fixture.as("olga").apply(first.changeId(), first.digest());
        exchange.instead = null;

        assertRefused(
                Refusal.SCOPE_HELD,
                first.changeId() + " is under way in kraken/production",
                () -> fixture.as("olga").apply(second.changeId(), second.digest()));
        assertThat(fixture.as("olga").rollback(first.changeId(), "never mind").state())
                .isEqualTo(ChangeState.ROLLED_BACK);
        assertThat(exchange.applied).isZero();
        assertThat(fixture.as("olga").apply(second.changeId(), second.digest()).state())
                .isEqualTo(ChangeState.APPLIED);
    }

    @Test
    void resume_afterTheWindowHasClosed_waitsOrFinishesAsTheCalendarSays() {
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");
        exchange.instead = () -> ApplyOutcome.unknown("timeout");
        fixture.as("olga").apply(plan.changeId(), plan.digest());
        exchange.instead = null;

        fixture.calendar = frozenWith(OverrunPolicy.PAUSE);
        fixture.under(DeskFixture.policy());
        assertRefused(Refusal.WINDOW_CLOSED, "freeze", () -> fixture.as("olga").resume(plan.changeId()));
        fixture.calendar = frozenWith(OverrunPolicy.FINISH);
        fixture.under(DeskFixture.policy());
        assertThat(fixture.as("olga").resume(plan.changeId()).state()).isEqualTo(ChangeState.APPLIED);
    }

    private static ChangeCalendar frozenWith(OverrunPolicy overrun) {
        return ChangeCalendar.builder()
                .from(DeskFixture.frozen("year end", "2026-01-01T00:00", "2026-02-01T00:00"))
                .overrun(overrun)
                .build();
    }

    /** One desk, its journal and its exchange. */
    private static final class Run {
        private final Fuse fuse = new Fuse();
        private final Exchange exchange = new Exchange(fuse);
        private final DeskFixture fixture =
                new DeskFixture(new FusedJournal(new InMemoryJournal(new Ticking()), fuse), exchange);
        private ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");

        /** For each change of what is in force, whether it was a rollback. */
        private List<Boolean> changed(ChangePlan of) {
            return fixture
                    .journal
                    .read(EntryQuery.builder().type(ChangeEvents.CONFIG_CHANGED).build())
                    .toList()
                    .stream()
                    .map(entry -> entry.payloadAs(ConfigChanged.class))
                    .filter(changed -> changed.changeId().equals(of.changeId()))
                    .map(ConfigChanged::rollback)
                    .toList();
        }
    }

    @FunctionalInterface
    private interface Step {
        void act(Run run, ChangePlan plan);
    }

    /**
     * Plays an act with a crash before and after each call that reaches the journal or the exchange, until one goes through; each
     * time a new desk over the same journal recovers.
     */
    private static int crashEverywhere(Consumer<Run> before, Step act, Step then) {
        List<Integer> crashed = new ArrayList<>();
        for (int point = 1; ; point++) {
            Run run = new Run();
            before.accept(run);
            run.fuse.left = point;
            Throwable end = catchThrowable(() -> act.act(run, run.plan));
            run.fuse.left = Integer.MAX_VALUE;
            if (end != null) {
                assertThat(end).isInstanceOf(Crash.class);
                crashed.add(point);
                run.fixture.under(run.fixture.policyInUse);
                run.fixture.desk.recover();
            }
            then.act(run, run.plan);
            if (end == null) {
                return crashed.size();
            }
        }
    }
}
