package io.countersign.client.desk;

import static io.countersign.client.desk.DeskFixture.SCOPE;
import static io.countersign.client.desk.DeskFixture.START;
import static io.countersign.client.desk.DeskFixture.policy;
import static io.countersign.client.desk.DeskFixture.requirement;
import static io.countersign.client.desk.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.policy.ApprovalPolicy;
import io.countersign.client.policy.ChangeCalendar;
import io.countersign.client.policy.OverrunPolicy;
import io.countersign.client.policy.WindowKind;
import io.countersign.model.change.ChangeApplying;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.ChangeScheduled;
import io.countersign.model.journal.Actor;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.EventDraft;
import io.countersign.model.json.JsonText;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the desk does when the time comes, and when something comes in the way. */
class ScheduleTest {
    private static final ZonedDateTime TEN = START.plus(Duration.ofHours(1)).atZone(ZoneId.of("Asia/Singapore"));

    private final DeskFixture fixture = new DeskFixture();

    @Test
    void schedule_afterTheApprovalsHaveRunOut_isRefused() {
        fixture.under(policy(
                requirement("reviewer").expiresAfter(Duration.ofMinutes(30)).build()));
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");

        assertRefused(
                Refusal.NOT_APPROVED,
                "it counted for PT30M",
                () -> fixture.as("olga").schedule(plan.changeId(), plan.digest(), TEN));
    }

    @Test
    void apply_approvedOutsideTheWindowOfACalendarThatLetsWorkBeFinished_isRefused() {
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");
        fixture.calendar = ChangeCalendar.builder()
                .from(DeskFixture.frozen("expiry", "2026-01-12T00:00", "2026-01-12T12:00"))
                .overrun(OverrunPolicy.FINISH)
                .build();
        fixture.under(DeskFixture.policy());

        assertRefused(Refusal.WINDOW_CLOSED, "freeze", () -> fixture.as("olga").apply(plan.changeId(), plan.digest()));
    }

    @Test
    void tick_expiryOfThePolicyOfTheSubmission_holdsUnderALaxerOne() {
        fixture.under(ApprovalPolicy.builder()
                .from(DeskFixture.policy())
                .planExpiresAfter(Duration.ofHours(2))
                .build());
        fixture.approvedTick("XXBTZUSD", "1");
        fixture.under(ApprovalPolicy.builder()
                .from(DeskFixture.policy())
                .planExpiresAfter(Duration.ofHours(9))
                .build());

        assertThat(tickAt(START.plus(Duration.ofHours(3))).steps())
                .extracting(TickReport.Step::after)
                .containsExactly(ChangeState.EXPIRED);
    }

    @Test
    void tick_oneChangeThatCannotBeRead_leavesTheOthersTheirTurn() {
        ChangePlan plan = scheduled();
        Change broken = fixture.proposeTick("XETHZUSD", "1");
        fixture.journal.append(AppendBatch.of(
                "forged",
                List.of(new EventDraft(
                        ChangeEvents.changeStream(broken.id()),
                        ChangeEvents.APPLIED,
                        1,
                        Actor.of("mallory"),
                        START,
                        JsonText.of("forged")))));

        TickReport report = tickAt(TEN.toInstant());

        assertThat(report.steps()).extracting(TickReport.Step::changeId).containsExactly(plan.changeId());
        assertThat(report.failures())
                .singleElement()
                .asString()
                .startsWith(broken.id())
                .contains("cannot go on with");
    }

    @Test
    void tick_atTheMoment_carriesItOutInTheSchedulersName() {
        ChangePlan plan = scheduled();

        assertThat(tickAt(START.plusSeconds(1800)).steps()).isEmpty();
        TickReport report = tickAt(TEN.toInstant());

        assertThat(report.steps())
                .extracting(TickReport.Step::toString)
                .containsExactly(plan.changeId() + ": SCHEDULED -> APPLIED");
        assertThat(fixture.exchange.read(SCOPE).snapshot().root()).isEqualTo(plan.resultRoot());
        assertThat(fixture.journal
                        .read(EntryQuery.builder().type(ChangeEvents.APPLYING).build())
                        .toList())
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.actor().id()).isEqualTo("olga");
                    assertThat(entry.payloadAs(ChangeApplying.class).reason())
                            .contains("scheduled by olga for " + TEN.toInstant());
                });
        assertThat(fixture.journal
                        .read(EntryQuery.builder().type(ChangeEvents.SCHEDULED).build())
                        .toList())
                .singleElement()
                .satisfies(entry -> {
                    ChangeScheduled scheduled = entry.payloadAs(ChangeScheduled.class);
                    assertThat(scheduled.local()).isEqualTo(LocalDateTime.parse("2026-01-12T18:00:00"));
                    assertThat(scheduled.zone()).isEqualTo(ZoneId.of("Asia/Singapore"));
                });
    }

    @Test
    void tick_again_doesNothing() {
        scheduled();
        tickAt(TEN.toInstant());

        assertThat(tickAt(TEN.toInstant().plusSeconds(60)).steps()).isEmpty();
    }

    @Test
    void schedule_outsideTheCalendar_isRefused() {
        fixture.calendar = DeskFixture.frozen("expiry", "2026-01-12T09:30", "2026-01-12T12:00");
        fixture.under(DeskFixture.policy());
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");

        assertRefused(
                Refusal.WINDOW_CLOSED,
                "open next at 2026-01-12T12:00:00Z",
                () -> fixture.as("olga").schedule(plan.changeId(), plan.digest(), TEN));
    }

    @Test
    void schedule_inThePast_isRefused() {
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");

        assertRefused(
                Refusal.WINDOW_CLOSED,
                "has passed",
                () -> fixture.as("olga").schedule(plan.changeId(), plan.digest(), START.atZone(ZoneOffset.UTC)));
    }

    @Test
    void tick_freezeDeclaredSince_suspendsBeforeTheMoment() {
        ChangePlan plan = scheduled();
        fixture.calendar = DeskFixture.frozen("expiry", "2026-01-12T09:30", "2026-01-12T12:00");
        fixture.under(DeskFixture.policy());

        assertThat(tickAt(START.plusSeconds(600)).steps()).singleElement().satisfies(step -> {
            assertThat(step.after()).isEqualTo(ChangeState.SUSPENDED);
            assertThat(step.why()).contains("freeze \"expiry\"", "open next at 2026-01-12T12:00:00Z");
        });
        assertThat(tickAt(TEN.toInstant()).steps()).isEmpty();
        assertThat(fixture.exchange.read(SCOPE).snapshot()).isEqualTo(fixture.baseline);

        Instant noon = Instant.parse("2026-01-12T12:00:00Z");
        assertThat(fixture.as("olga")
                        .schedule(plan.changeId(), plan.digest(), noon.atZone(ZoneOffset.UTC))
                        .state())
                .isEqualTo(ChangeState.SCHEDULED);
        assertThat(tickAt(noon).steps()).extracting(TickReport.Step::after).containsExactly(ChangeState.APPLIED);
    }

    @Test
    void tick_lateAndTheWindowHasClosed_suspends() {
        fixture.calendar =
                DeskFixture.calendar(WindowKind.MAINTENANCE, "morning", "2026-01-12T10:00", "2026-01-12T11:00");
        fixture.under(DeskFixture.policy());
        scheduled();

        assertThat(tickAt(Instant.parse("2026-01-12T11:00:00Z")).steps())
                .extracting(TickReport.Step::after)
                .containsExactly(ChangeState.SUSPENDED);
    }

    @Test
    void tick_schedulerLostTheRole_suspends() {
        scheduled();
        fixture.person("olga");

        assertThat(tickAt(START.plusSeconds(600)).steps())
                .singleElement()
                .satisfies(step -> assertThat(step.why()).contains("the role operator can"));
    }

    @Test
    void tick_baseMoved_suspendsAndTheAuthorRebases() {
        ChangePlan plan = scheduled();
        ChangePlan other = fixture.approvedTick("XETHZUSD", "1");
        fixture.as("bob").apply(other.changeId(), other.digest());

        assertThat(tickAt(START.plusSeconds(600)).steps())
                .singleElement()
                .satisfies(step -> assertThat(step.why()).contains("rebase the change"));
        assertThat(fixture.as("alice").rebase(plan.changeId()).state()).isEqualTo(ChangeState.DRAFT);
    }

    @Test
    void requestChanges_toAScheduledChange_suspendsIt() {
        ChangePlan plan = scheduled();

        Change suspended = fixture.as("carol").requestChanges(plan.changeId(), plan.digest(), "wait");

        assertThat(suspended.state()).isEqualTo(ChangeState.SUSPENDED);
        assertThat(suspended.heldUpBy().orElseThrow()).contains("changes requested by carol");
        assertThat(fixture.as("olga")
                        .unschedule(plan.changeId(), "carol objects")
                        .state())
                .isEqualTo(ChangeState.IN_REVIEW);
    }

    @Test
    void unschedule_scheduledChange_isApprovedAgain() {
        ChangePlan plan = scheduled();

        Change approved = fixture.as("olga").unschedule(plan.changeId(), "earlier instead");

        assertThat(approved.state()).isEqualTo(ChangeState.APPROVED);
        assertThat(approved.schedule()).isEmpty();
        assertThat(fixture.as("olga").apply(plan.changeId(), plan.digest()).state())
                .isEqualTo(ChangeState.APPLIED);
    }

    @Test
    void apply_scheduledChangeBeforeItsMoment_isAPersonsDecision() {
        ChangePlan plan = scheduled();

        assertThat(fixture.as("bob").apply(plan.changeId(), plan.digest()).state())
                .isEqualTo(ChangeState.APPLIED);
    }

    @Test
    void tick_planOlderThanThePolicyAllows_expires() {
        fixture.under(ApprovalPolicy.builder()
                .from(DeskFixture.policy())
                .planExpiresAfter(Duration.ofHours(2))
                .build());
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");

        assertThat(tickAt(START.plus(Duration.ofHours(1))).steps()).isEmpty();
        assertRefused(
                Refusal.PLAN_EXPIRED,
                "stands until",
                () -> fixture.as("olga")
                        .schedule(
                                plan.changeId(),
                                plan.digest(),
                                START.plus(Duration.ofHours(3)).atZone(ZoneOffset.UTC)));
        assertThat(tickAt(START.plus(Duration.ofHours(3))).steps())
                .extracting(TickReport.Step::toString)
                .containsExactly(plan.changeId() + ": APPROVED -> EXPIRED");
        assertThat(fixture.desk.open()).isEmpty();
    }

    @Test
    void tick_atATimeBeforeWhatIsRecorded_isRefused() {
        scheduled();

        assertRefused(
                Refusal.CLOCK_BEHIND, "set the clock right", () -> fixture.desk.tick(START.minus(Duration.ofDays(1))));
    }

    private ChangePlan scheduled() {
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");
        assertThat(fixture.as("olga")
                        .schedule(plan.changeId(), plan.digest(), TEN)
                        .state())
                .isEqualTo(ChangeState.SCHEDULED);
        return plan;
    }

    /** The clock of the desk moves along. */
    private TickReport tickAt(Instant moment) {
        fixture.seconds.set(
                Math.max(fixture.seconds.get(), Duration.between(START, moment).toSeconds()));
        return fixture.desk.tick(moment);
    }
}
