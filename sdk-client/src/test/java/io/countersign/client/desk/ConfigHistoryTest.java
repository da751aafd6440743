package io.countersign.client.desk;

import static io.countersign.client.desk.DeskFixture.SCOPE;
import static io.countersign.client.desk.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.model.AppendConflictException;
import io.countersign.model.ChangeConflictException;
import io.countersign.model.NotFoundException;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.ChangePolicy;
import io.countersign.model.change.TickPolicy;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What was in force when, by whom, under which name; and undoing it by a change of its own. */
class ConfigHistoryTest {
    private static final DocumentId BITCOIN = DeskFixture.market("XXBTZUSD").documentId();

    private final DeskFixture fixture = new DeskFixture();

    @Test
    void asOf_momentsAroundChangesAndARollback_givesWhatWasInForce() {
        ChangePlan first = applied("XXBTZUSD", "1");
        ConfigSnapshot afterFirst = fixture.desk.head(SCOPE);
        Instant between = fixture.clock.instant();
        fixture.seconds.addAndGet(60);
        ChangePlan second = applied("XETHZUSD", "1");
        fixture.as("olga").rollback(second.changeId(), "thin books");

        ConfigHistory history = fixture.desk.history(SCOPE);

        assertThat(history.asOf(DeskFixture.START.minusSeconds(1)).size()).isZero();
        assertThat(history.asOf(DeskFixture.START)).isEqualTo(fixture.baseline);
        assertThat(history.asOf(between)).isEqualTo(afterFirst);
        assertThat(history.asOf(fixture.clock.instant())).isEqualTo(fixture.desk.head(SCOPE));
        assertThat(history.versions())
                .extracting(ConfigHistory.Version::changeId)
                .containsExactly(first.changeId(), second.changeId(), second.changeId());
        assertThat(history.touching(BITCOIN)).hasSize(1);
    }

    @Test
    void blame_fieldChangedTwice_namesTheLastChangeAndWhoCarriedItOut() {
        applied("XXBTZUSD", "1");
        ChangePlan second = applied("XXBTZUSD", "10");

        var blame = fixture.desk.history(SCOPE).blame(BITCOIN);

        assertThat(blame).containsOnlyKeys("/priceRule/tickSize");
        assertThat(blame.get("/priceRule/tickSize").changeId()).isEqualTo(second.changeId());
        assertThat(blame.get("/priceRule/tickSize").actor().id()).isEqualTo("olga");
    }

    @Test
    void tag_laterChanged_isFoundAsItWas() {
        applied("XXBTZUSD", "1");
        ConfigSnapshot named = fixture.desk.head(SCOPE);
        fixture.as("alice").tag(SCOPE, "before the upgrade", "in case");
        applied("XXBTZUSD", "10");

        assertThat(fixture.desk.history(SCOPE).tagged("before the upgrade")).isEqualTo(named);
        assertThatThrownBy(() -> fixture.as("alice").tag(SCOPE, "before the upgrade", "again"))
                .isInstanceOf(AppendConflictException.class);
        assertThatThrownBy(() -> fixture.desk.history(SCOPE).tagged("after the upgrade"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("after the upgrade");
        assertRefused(Refusal.NOT_ELIGIBLE, "proposer", () -> fixture.as("olga").tag(SCOPE, "mine", "no"));
    }

    @Test
    void revert_changeInForce_isAChangeOfItsOwnThatNeedsApproval() {
        ChangePlan plan = applied("XXBTZUSD", "1");
        applied("XETHZUSD", "1");

        Change revert = fixture.as("alice")
                .revert(plan.changeId(), draft -> draft.rationale("Makers left").rollbackPlan("Apply it again"));

        assertThat(revert.proposal().reverts()).contains(plan.changeId());
        assertThat(revert.proposal().title()).isEqualTo("Revert " + plan.changeId());
        ChangePlan back = fixture.submitted(revert);
        assertRefused(Refusal.WRONG_STATE, "IN_REVIEW", () -> fixture.as("olga").apply(back.changeId(), back.digest()));
        fixture.as("bob").approve(back.changeId(), back.digest(), "read");
        fixture.as("olga").apply(back.changeId(), back.digest());
        assertThat(tick("XXBTZUSD")).isEqualTo("0.1");
        assertThat(tick("XETHZUSD")).isEqualTo("1");
    }

    @Test
    void revert_fieldChangedAgainSince_namesIt() {
        ChangePlan plan = applied("XXBTZUSD", "1");
        applied("XXBTZUSD", "10");

        assertThatThrownBy(() -> fixture.as("alice").revert(plan.changeId(), draft -> {}))
                .isInstanceOf(ChangeConflictException.class)
                .hasMessageContaining("/priceRule/tickSize");
    }

    @Test
    void revert_changeThatIsNotInForce_isRefused() {
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");

        assertRefused(
                Refusal.WRONG_STATE,
                "nothing to revert",
                () -> fixture.as("alice").revert(plan.changeId(), draft -> {}));
    }

    @Test
    void editAll_manyMarkets_isOneChangeWithOnePlan() {
        Change change = fixture.as("alice")
                .propose(
                        SCOPE,
                        draft -> draft.title("Coarser ticks")
                                .rationale("Thin books")
                                .rollbackPlan("The inverse")
                                .policy(ChangePolicy.builder()
                                        .tickPolicy(TickPolicy.CANCEL_OFF_GRID)
                                        .build())
                                .editAll(
                                        SpotMarket.class,
                                        market -> market.quote().equals("ZUSD"),
                                        market -> DeskFixture.withTick(market, "1")));
        ChangePlan plan = fixture.submitted(change);

        assertThat(plan.changes().documents()).hasSize(2);
        assertThatThrownBy(() -> fixture.as("alice")
                        .propose(SCOPE, draft -> draft.editAll(SpotMarket.class, market -> false, market -> market)))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("None of the 2 documents");
    }

    private ChangePlan applied(String market, String tick) {
        ChangePlan plan = fixture.approvedTick(market, tick);
        fixture.as("olga").apply(plan.changeId(), plan.digest());
        return plan;
    }

    private String tick(String market) {
        return fixture.desk
                .head(SCOPE)
                .load(SpotMarket.class, market)
                .priceRule()
                .tickSize()
                .toString();
    }
}
