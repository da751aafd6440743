package io.countersign.client.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.readiness.ReadinessReport;
import io.countersign.client.rollout.ApplyOutcome;
import io.countersign.client.rollout.ApplyPermit;
import io.countersign.client.rollout.ExchangeGateway;
import io.countersign.client.rollout.ExchangeReading;
import io.countersign.client.rollout.SimulatedExchange;
import io.countersign.client.rollout.Stage;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The page on which people decide: what it says is in the way, in every form. */
class ReadinessTest {
    private final DeskFixture fixture = new DeskFixture();

    @Test
    void readiness_draft_isNoGoUntilItIsSubmittedAndApproved() {
        Change change = fixture.proposeTick("XXBTZUSD", "1");
        assertThat(report(change.id()).headline()).isEqualTo("NO-GO: not submitted for review");

        ChangePlan plan = fixture.submitted(change);
        assertThat(report(change.id()).headline()).isEqualTo("NO-GO: waits for peer-review");

        fixture.as("bob").approve(change.id(), plan.digest(), "read");
        assertThat(report(change.id()).isGo()).isTrue();
        assertThat(report(change.id()).headline()).isEqualTo("GO: every requirement is met, no window restricts it");
    }

    @Test
    void readiness_everythingInTheWay_namesAll() {
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");
        ChangePlan other = fixture.approvedTick("XETHZUSD", "1");
        var planned = fixture.desk.plan(plan.changeId(), fixture.facts());
        fixture.as("olga").apply(other.changeId(), other.digest());
        fixture.people.remove("bob");
        fixture.calendar = DeskFixture.frozen("year end", "2026-01-01T00:00", "2026-02-01T00:00");
        fixture.under(DeskFixture.policy());

        ReadinessReport report = fixture.desk.readiness(plan.changeId(), planned);

        assertThat(report.isGo()).isFalse();
        assertThat(report.headline())
                .startsWith("NO-GO: waits for peer-review; freeze \"year end\"")
                .contains("open next at 2026-02-01T00:00:00Z", "rebase the change");
        assertThat(report.toText()).contains(report.headline());
        assertThat(report.toMarkdown())
                .startsWith("## " + plan.changeId() + " r1: Coarser tick\n\n**NO-GO: waits for peer-review; freeze")
                .contains("| spot-market/kraken/XXBTZUSD | /priceRule/tickSize | 0.1 | 1 |")
                .contains(
                        "| peer-review | UNSATISFIED | 0 of 1 approvals, not counted: bob (bob no longer has role reviewer) |");
    }

    @Test
    void report_exchangeThatWasEditedByHandOrDoesNotAnswer_isInTheWay() {
        ConfigSnapshot edited = DeskFixture.BASELINE.with(DeskFixture.withTick(DeskFixture.market("XXBTZUSD"), "0.2"));
        DeskFixture drifted = new DeskFixture(null, new SimulatedExchange(edited));
        ChangePlan plan = drifted.approvedTick("XXBTZUSD", "1");
        assertThat(drifted.desk
                        .readiness(plan.changeId(), drifted.desk.plan(plan.changeId(), drifted.facts()))
                        .headline())
                .startsWith("NO-GO: The exchange has something else in force than the journal says.");
        ChangePlan other = drifted.approvedTick("XETHZUSD", "1");
        assertThat(drifted.desk
                        .readiness(other.changeId(), drifted.desk.plan(other.changeId(), drifted.facts()))
                        .isGo())
                .as("what is elsewhere is not its concern")
                .isTrue();
        DeskFixture silent = new DeskFixture(null, new Silent());
        ChangePlan unread = silent.approvedTick("XXBTZUSD", "1");
        assertThat(silent.desk
                        .readiness(unread.changeId(), silent.desk.plan(unread.changeId(), silent.facts()))
                        .headline())
                .contains("The exchange cannot be read: java.lang.IllegalStateException: read timed out");
    }

    @Test
    void toPage_aReport_standsOnItsOwnAndEscapesWhatPeopleWrote() {
        Change change = fixture.proposeTick("XXBTZUSD", "1");
        fixture.as("alice").amend(change.id(), draft -> draft.title("<script>alert(1)</script>"));
        fixture.submitted(change);

        String page = report(change.id()).toPage();

        assertThat(page)
                .startsWith("<!DOCTYPE html>")
                .contains(
                        "&lt;script&gt;alert(1)&lt;/script&gt;", "class=\"verdict no-go\"", "prefers-color-scheme:dark")
                .doesNotContain("<script", "src=", "<link", "url(", "@import");
        assertThat(report(change.id()).toMarkdown())
                .contains("| Scope | kraken/production |", "r2: \\<script\\>alert(1)\\</script\\>");
    }

    private ReadinessReport report(String changeId) {
        return fixture.desk.readiness(changeId, fixture.desk.plan(changeId, fixture.facts()));
    }

    /** An exchange that does not answer. */
    private static final class Silent implements ExchangeGateway {
        @Override
        public ExchangeReading read(Scope scope) {
            throw new IllegalStateException("read timed out");
        }

        @Override
        public ApplyOutcome apply(ApplyPermit permit, Stage stage, String key) {
            throw new IllegalStateException("apply timed out");
        }

        @Override
        public Optional<ApplyOutcome> find(String key) {
            return Optional.empty();
        }
    }
}
