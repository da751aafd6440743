package io.countersign.client.desk;

import static io.countersign.client.desk.DeskFixture.SCOPE;
import static io.countersign.client.desk.DeskFixture.policy;
import static io.countersign.client.desk.DeskFixture.requirement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.countersign.client.catalogue.Catalogue;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleSet;
import io.countersign.client.rule.Validator;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.SpotMarket;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a policy or a rule would have held up, had it been there. */
class ReplayTest {
    private static final Validator NO_RULES =
            Validator.of(RuleSet.of(List.of(), Catalogue.standard().data()));

    private final DeskFixture fixture = new DeskFixture();

    @Test
    void replay_policyOfThen_wouldHaveHeldUpNothing() {
        applied("XXBTZUSD");
        applied("XETHZUSD");

        List<ReplayedChange> replayed = fixture.desk.replay(SCOPE, DeskFixture.policy(), NO_RULES);

        assertThat(replayed).hasSize(2).noneMatch(ReplayedChange::isBlocked);
    }

    @Test
    void replay_stricterPolicy_namesTheChangesThatItWouldHaveHeldUp() {
        ChangePlan byOne = applied("XXBTZUSD");
        ChangePlan byTwo = fixture.submitted(fixture.proposeTick("XETHZUSD", "1"));
        fixture.as("bob").approve(byTwo.changeId(), byTwo.digest(), "read");
        fixture.as("carol").approve(byTwo.changeId(), byTwo.digest(), "read too");
        fixture.as("olga").apply(byTwo.changeId(), byTwo.digest());
        fixture.as("olga").rollback(byTwo.changeId(), "thin books");
        long before = fixture.journal.head().size();

        List<ReplayedChange> replayed = fixture.desk.replay(
                SCOPE,
                policy(requirement("peer-review")
                        .role("reviewer")
                        .minApprovals(2)
                        .build()),
                NO_RULES);

        assertThat(replayed)
                .extracting(ReplayedChange::changeId, ReplayedChange::isBlocked)
                .containsExactly(tuple(byOne.changeId(), true), tuple(byTwo.changeId(), false));
        assertThat(replayed.get(0).why()).containsExactly("peer-review: 1 of 2 approvals");
        assertThat(fixture.journal.head().size()).isEqualTo(before);
    }

    @Test
    void replay_newRule_namesWhatItWouldHaveFound() {
        ChangePlan plan = applied("XXBTZUSD");
        Rule rule = Rule.of("D-HOUSE-07", Severity.ERROR, "Bitcoin has a fine tick")
                .checks("The tick of XXBTZUSD is below one.")
                .why("House rule.")
                .fix("Choose a finer tick.")
                .on(SpotMarket.class, (market, on) -> {
                    if (market.id().equals("XXBTZUSD")
                            && market.priceRule().tickSize().toString().equals("1")) {
                        on.at("/priceRule/tickSize").say("The tick is one");
                    }
                })
                .build();

        List<ReplayedChange> replayed = fixture.desk.replay(
                SCOPE,
                DeskFixture.policy(),
                Validator.of(RuleSet.of(List.of(rule), Catalogue.standard().data())));

        assertThat(replayed).singleElement().satisfies(change -> {
            assertThat(change.changeId()).isEqualTo(plan.changeId());
            assertThat(change.why()).singleElement().asString().contains("D-HOUSE-07");
        });
    }

    private ChangePlan applied(String market) {
        ChangePlan plan = fixture.approvedTick(market, "1");
        fixture.as("olga").apply(plan.changeId(), plan.digest());
        return plan;
    }
}
