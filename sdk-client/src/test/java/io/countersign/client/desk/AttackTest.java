package io.countersign.client.desk;

import static io.countersign.client.desk.DeskFixture.SCOPE;
import static io.countersign.client.desk.DeskFixture.START;
import static io.countersign.client.desk.DeskFixture.policy;
import static io.countersign.client.desk.DeskFixture.requirement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.client.policy.ApprovalPolicy;
import io.countersign.client.policy.Ed25519Keys;
import io.countersign.client.policy.Ed25519Signer;
import io.countersign.client.policy.Governance;
import io.countersign.client.policy.VerdictSigner;
import io.countersign.client.rollout.ApplyOutcome;
import io.countersign.client.rollout.ApplyPermit;
import io.countersign.client.rollout.ExchangeGateway;
import io.countersign.client.rollout.ExchangeReading;
import io.countersign.client.rollout.Rollout;
import io.countersign.client.rollout.SimulatedExchange;
import io.countersign.client.rollout.Stage;
import io.countersign.model.AppendConflictException;
import io.countersign.model.LedgerIntegrityException;
import io.countersign.model.change.AttemptRefused;
import io.countersign.model.change.ChangeApplying;
import io.countersign.model.change.ChangeApproved;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.ChangePolicy;
import io.countersign.model.change.ChangeSubmitted;
import io.countersign.model.change.Decision;
import io.countersign.model.change.RequirementStatus;
import io.countersign.model.change.RoleDelegated;
import io.countersign.model.change.TickPolicy;
import io.countersign.model.change.Verdict;
import io.countersign.model.change.VerdictGiven;
import io.countersign.model.journal.Actor;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.EventDraft;
import io.countersign.model.journal.InMemoryJournal;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.json.Digest;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.snapshot.Scope;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The ways around the flow that we know, each by its name, each refused for the right reason and recorded. */
class AttackTest {
    private final DeskFixture fixture = new DeskFixture();

    @Test
    void wordForgedToTakeASignedObjectionBack() throws GeneralSecurityException {
        Signing signing = new Signing();
        ChangePlan plan = fixture.submitted(fixture.proposeTick("XXBTZUSD", "1"));
        fixture.desk
                .as(fixture.people.get("bob"), signing.bob)
                .requestChanges(plan.changeId(), plan.digest(), "too coarse");
        VerdictGiven forged = signing.verdict(plan).verdict(Verdict.WITHDRAW).build();
        write(ChangeEvents.changeStream(plan.changeId()), ChangeEvents.VERDICT_GIVEN, "bob", forged);

        assertThat(fixture.desk.explain(plan.changeId()))
                .contains("changes requested by bob", "bob (it is not signed with a key of theirs)");
    }

    @Test
    void submissionForgedWithAnotherPlanOrPolicy() {
        ChangePlan plan = fixture.submitted(fixture.proposeTick("XETHZUSD", "1"));
        ChangeSubmitted honest = ChangeSubmitted.builder()
                .changeId(plan.changeId())
                .planDigest(plan.digest())
                .plan(plan)
                .policy(JsonText.of(DeskFixture.policy()))
                .build();
        List<ChangeSubmitted> forged = List.of(
                ChangeSubmitted.builder()
                        .from(honest)
                        .planDigest(Digest.ofCanonical("another plan"))
                        .build(),
                ChangeSubmitted.builder()
                        .from(honest)
                        .policy(JsonText.of(policy(requirement("anybody").build())))
                        .build());
        for (ChangeSubmitted one : forged) {
            Change change = fixture.proposeTick("XXBTZUSD", "1");
            write(ChangeEvents.changeStream(change.id()), ChangeEvents.SUBMITTED, "alice", one);

            assertThatThrownBy(() -> fixture.desk.load(change.id()))
                    .isInstanceOf(LedgerIntegrityException.class)
                    .hasMessageContaining("is not the one that the entry names");
        }
    }

    @Test
    void submissionWithoutItsPolicy() {
        Change change = fixture.proposeTick("XXBTZUSD", "1");
        ChangePlan plan = fixture.desk.plan(change.id(), fixture.facts()).plan();
        write(
                ChangeEvents.changeStream(change.id()),
                ChangeEvents.SUBMITTED,
                "alice",
                ChangeSubmitted.builder()
                        .changeId(change.id())
                        .planDigest(plan.digest())
                        .plan(plan)
                        .build());
        fixture.as("bob").approve(change.id(), plan.digest(), "read");
        fixture.under(policy(requirement("peer-review").role("reviewer").build()));

        refusedAndRecorded(
                Refusal.NOT_APPROVED, "olga", plan, () -> fixture.as("olga").apply(change.id(), plan.digest()));
        assertThat(fixture.desk.explain(change.id())).contains("the journal does not hold policy");
    }

    @Test
    void approveAnOlderRevision() {
        ChangePlan first = fixture.submitted(fixture.proposeTick("XXBTZUSD", "1"));
        amendTick(first, "10");
        fixture.submitted(fixture.desk.load(first.changeId()));

        refusedAndRecorded(
                Refusal.STALE_PLAN,
                "bob",
                first,
                () -> fixture.as("bob").approve(first.changeId(), first.digest(), "read the first one"));
    }

    @Test
    void editAfterApproval() {
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");
        amendTick(plan, "10");

        refusedAndRecorded(
                Refusal.WRONG_STATE, "olga", plan, () -> fixture.as("olga").apply(plan.changeId(), plan.digest()));
        ChangePlan second = fixture.submitted(fixture.desk.load(plan.changeId()));
        assertThat(fixture.desk.evaluate(plan.changeId()).permitted()).isFalse();
        refusedAndRecorded(
                Refusal.WRONG_STATE,
                "olga",
                second,
                () -> fixture.as("olga").apply(second.changeId(), second.digest()));
    }

    @Test
    void selfApproveThroughASecondRole() {
        fixture.person("alice", "proposer", "reviewer", "operator");
        ChangePlan plan = fixture.submitted(fixture.proposeTick("XXBTZUSD", "1"));

        refusedAndRecorded(
                Refusal.SELF_APPROVAL,
                "alice",
                plan,
                () -> fixture.as("alice").approve(plan.changeId(), plan.digest(), "fine by me"));
        fixture.as("bob").approve(plan.changeId(), plan.digest(), "read");
        refusedAndRecorded(
                Refusal.SELF_APPROVAL, "alice", plan, () -> fixture.as("alice").apply(plan.changeId(), plan.digest()));
    }

    @Test
    void selfApproveThroughADelegationToOneself() {
        ChangePlan plan = fixture.submitted(fixture.proposeTick("XXBTZUSD", "1"));
        fixture.as("bob").delegate(Actor.of("alice"), "reviewer", START, START.plus(Duration.ofDays(1)), "holiday");

        refusedAndRecorded(
                Refusal.SELF_APPROVAL,
                "alice",
                plan,
                () -> fixture.as("alice").approve(plan.changeId(), plan.digest(), "in bob's place"));
    }

    @Test
    void selfApproveThroughADelegationToAFriend() {
        fixture.person("alice", "proposer", "reviewer");
        fixture.person("frank");
        ChangePlan plan = fixture.submitted(fixture.proposeTick("XXBTZUSD", "1"));
        fixture.as("alice").delegate(Actor.of("frank"), "reviewer", START, START.plus(Duration.ofDays(1)), "holiday");

        refusedAndRecorded(
                Refusal.SELF_APPROVAL,
                "frank",
                plan,
                () -> fixture.as("frank").approve(plan.changeId(), plan.digest(), "in alice's place"));
    }

    @Test
    void approveTwiceThroughADelegation() {
        fixture.under(policy(requirement("reviewer").minApprovals(2).build()));
        ChangePlan plan = fixture.submitted(fixture.proposeTick("XXBTZUSD", "1"));
        fixture.person("frank");
        fixture.as("bob").delegate(Actor.of("frank"), "reviewer", START, START.plus(Duration.ofDays(1)), "holiday");
        fixture.as("bob").approve(plan.changeId(), plan.digest(), "read");

        Change still = fixture.as("frank").approve(plan.changeId(), plan.digest(), "in bob's place");

        assertThat(still.state()).isEqualTo(ChangeState.IN_REVIEW);
        assertThat(fixture.desk.explain(plan.changeId())).contains("the same role is counted already");
    }

    @Test
    void approveForSomebodyWhoNeverDelegated() {
        fixture.person("frank");
        ChangePlan plan = fixture.submitted(fixture.proposeTick("XXBTZUSD", "1"));
        RoleDelegated forged = RoleDelegated.builder()
                .delegator(Actor.of("bob"))
                .delegate(Actor.of("frank"))
                .role("reviewer")
                .begins(START)
                .ends(START.plus(Duration.ofDays(1)))
                .reason("forged")
                .build();
        write(ChangeEvents.delegationStream(Actor.of("frank")), ChangeEvents.ROLE_DELEGATED, "frank", forged);

        refusedAndRecorded(
                Refusal.NOT_ELIGIBLE,
                "frank",
                plan,
                () -> fixture.as("frank").approve(plan.changeId(), plan.digest(), "in bob's place"));
    }

    @Test
    void editWhatOneHasApproved() {
        fixture.person("dave", "reviewer", "proposer");
        ChangePlan plan = fixture.submitted(fixture.proposeTick("XXBTZUSD", "1"));
        fixture.as("dave").approve(plan.changeId(), plan.digest(), "read");
        fixture.as("dave").rebase(plan.changeId());
        ChangePlan again = fixture.submitted(fixture.desk.load(plan.changeId()));

        refusedAndRecorded(
                Refusal.SELF_APPROVAL,
                "dave",
                again,
                () -> fixture.as("dave").approve(again.changeId(), again.digest(), "still fine"));
    }

    @Test
    void revertAsASideDoor() {
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");
        fixture.as("olga").apply(plan.changeId(), plan.digest());
        Change revert = fixture.as("alice")
                .revert(plan.changeId(), draft -> draft.rationale("Makers left").rollbackPlan("Apply it again"));
        ChangePlan back = fixture.submitted(revert);

        refusedAndRecorded(
                Refusal.WRONG_STATE, "olga", back, () -> fixture.as("olga").apply(back.changeId(), back.digest()));
    }

    @Test
    void bulkEditAsASideDoor() {
        Change bulk = fixture.as("alice")
                .propose(
                        SCOPE,
                        draft -> draft.title("Only the ticks, honestly")
                                .rationale("Tidying up")
                                .rollbackPlan("The inverse")
                                .policy(ChangePolicy.builder()
                                        .tickPolicy(TickPolicy.CANCEL_OFF_GRID)
                                        .build())
                                .editAll(
                                        SpotMarket.class, market -> true, market -> DeskFixture.withTick(market, "1")));
        ChangePlan plan = fixture.submitted(bulk);

        refusedAndRecorded(
                Refusal.WRONG_STATE, "olga", plan, () -> fixture.as("olga").apply(plan.changeId(), plan.digest()));
    }

    @Test
    void templateParameterOutOfBounds() {
        DeskFixture desk = new DeskFixture().governedBy(Governance.of(policy()).with(TemplateTest.tickStep()));
        refusedAndRecorded(
                desk,
                Refusal.OUT_OF_BOUNDS,
                "alice",
                "none",
                () -> desk.as("alice")
                        .proposeStandard(
                                SCOPE,
                                "tick-step",
                                List.of(DeskFixture.market("XXBTZUSD").documentId()),
                                Map.of("tick size", "1000"),
                                draft -> {}));
    }

    @Test
    void templateAsASideDoor() {
        DeskFixture desk = new DeskFixture().governedBy(Governance.of(policy()).with(TemplateTest.tickStep()));
        Change change = desk.as("alice")
                .proposeStandard(
                        SCOPE,
                        "tick-step",
                        List.of(DeskFixture.market("XXBTZUSD").documentId()),
                        Map.of("tick size", "0.5"),
                        draft -> draft.policy(ChangePolicy.builder()
                                .tickPolicy(TickPolicy.CANCEL_OFF_GRID)
                                .build()));
        desk.submitted(change);
        desk.as("alice")
                .amend(
                        change.id(),
                        draft -> draft.edit(
                                SpotMarket.class, "XXBTZUSD", market -> DeskFixture.withTick(market, "1000")));
        ChangePlan plan = desk.submitted(desk.desk.load(change.id()));

        refusedAndRecorded(
                desk,
                Refusal.WRONG_STATE,
                "olga",
                change.id(),
                () -> desk.as("olga").apply(change.id(), plan.digest()));
        assertThat(desk.desk.explain(change.id())).contains("template tick-step does not stand for it");
    }

    @Test
    void policyLoosenedInAnEmergencyOrByARollBack() {
        DeskFixture desk = new DeskFixture()
                .governedBy(Governance.of(ApprovalPolicy.builder()
                        .from(policy())
                        .breakGlassRole("operator")
                        .build()));
        Change applied = desk.govern(now -> now.withPolicy(ApprovalPolicy.builder()
                .from(now.policy())
                .version(2)
                .addRequirements(requirement("reviewer").build())
                .build()));
        Change draft = desk.proposeGovernance(now -> now.withPolicy(
                ApprovalPolicy.builder().from(policy()).version(3).build()));
        ChangePlan plan = desk.desk.plan(draft.id(), desk.facts()).plan();

        refusedAndRecorded(
                desk,
                Refusal.GOVERNED,
                "olga",
                draft.id(),
                () -> desk.as("olga").breakGlass(draft.id(), plan.digest(), desk.facts(), "INC-1", "quick"));
        refusedAndRecorded(
                desk,
                Refusal.GOVERNED,
                "olga",
                applied.id(),
                () -> desk.as("olga").rollback(applied.id(), "as before"));
        assertThat(desk.desk.governance().policy().version()).isEqualTo(2);
    }

    @Test
    void rollbackWithoutTheRole() {
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");
        fixture.as("olga").apply(plan.changeId(), plan.digest());

        refusedAndRecorded(
                Refusal.NOT_ELIGIBLE,
                "carol",
                plan,
                () -> fixture.as("carol").rollback(plan.changeId(), "I do not like it"));
    }

    @Test
    void permitForged() {
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");
        ChangeApplying intent = intent(plan);
        JournalEntry elsewhere = new InMemoryJournal(fixture.clock)
                .append(AppendBatch.of(
                        "elsewhere",
                        List.of(new EventDraft(
                                ChangeEvents.changeStream(plan.changeId()),
                                ChangeEvents.APPLYING,
                                1,
                                Actor.of("mallory"),
                                START,
                                JsonText.of(intent)))))
                .entries()
                .get(0);

        assertThatThrownBy(() -> new Rollout(fixture.exchange)
                        .apply(fixture.journal, elsewhere, SCOPE, plan.changes(), ChangePolicy.none()))
                .isInstanceOf(LedgerIntegrityException.class)
                .hasMessageContaining("No permit");
        assertThat(fixture.exchange.read(SCOPE).snapshot()).isEqualTo(fixture.baseline);
    }

    @Test
    void permitReplayed() {
        AtomicReference<ApplyPermit> stolen = new AtomicReference<>();
        AtomicReference<Stage> stage = new AtomicReference<>();
        SimulatedExchange inner = new SimulatedExchange(DeskFixture.BASELINE);
        DeskFixture spied = new DeskFixture(null, new ExchangeGateway() {
            @Override
            public ExchangeReading read(Scope scope) {
                return inner.read(scope);
            }

            @Override
            public ApplyOutcome apply(ApplyPermit permit, Stage asked, String key) {
                stolen.compareAndSet(null, permit);
                stage.compareAndSet(null, asked);
                return inner.apply(permit, asked, key);
            }

            @Override
            public Optional<ApplyOutcome> find(String key) {
                return inner.find(key);
            }
        });
        ChangePlan plan = spied.approvedTick("XXBTZUSD", "1");
        spied.as("olga").apply(plan.changeId(), plan.digest());
        spied.as("olga").rollback(plan.changeId(), "thin books");

        inner.apply(stolen.get(), stage.get(), stolen.get().applyKey());
        ApplyOutcome underAnotherKey = inner.apply(stolen.get(), stage.get(), "another key");

        assertThat(underAnotherKey.answer()).isEqualTo(ApplyOutcome.Answer.REJECTED);
        assertThat(inner.read(SCOPE).snapshot()).isEqualTo(DeskFixture.BASELINE);
        refusedAndRecorded(
                spied,
                Refusal.WRONG_STATE,
                "olga",
                plan.changeId(),
                () -> spied.as("olga").apply(plan.changeId(), plan.digest()));
    }

    @Test
    void clockMovedBackwards() {
        fixture.seconds.addAndGet(3600);
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");
        fixture.seconds.addAndGet(-1800);

        refusedAndRecorded(
                Refusal.CLOCK_BEHIND, "olga", plan, () -> fixture.as("olga").apply(plan.changeId(), plan.digest()));
    }

    @Test
    void approverRemovedBetweenApprovalAndApply() {
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");
        fixture.people.remove("bob");

        refusedAndRecorded(
                Refusal.NOT_APPROVED, "olga", plan, () -> fixture.as("olga").apply(plan.changeId(), plan.digest()));
    }

    @Test
    void policyLoosenedBetweenSubmitAndApply() {
        fixture.under(policy(requirement("reviewer").minApprovals(2).build()));
        ChangePlan plan = fixture.approvedTick("XXBTZUSD", "1");
        fixture.under(policy(requirement("reviewer").build()));
        fixture.desk.tick(fixture.clock.instant());

        refusedAndRecorded(
                Refusal.WRONG_STATE, "olga", plan, () -> fixture.as("olga").apply(plan.changeId(), plan.digest()));
    }

    @Test
    void twoExecutorsAtOnce() throws Exception {
        for (int round = 0; round < 20; round++) {
            DeskFixture shared = new DeskFixture();
            ChangePlan plan = shared.approvedTick("XXBTZUSD", "1");
            List<ChangeDesk> desks = List.of(shared.openDesk(policy()), shared.openDesk(policy()));
            CountDownLatch start = new CountDownLatch(1);
            ExecutorService pool = Executors.newFixedThreadPool(2);
            List<Future<Boolean>> done = new ArrayList<>();
            for (ChangeDesk desk : desks) {
                done.add(pool.submit(() -> {
                    start.await();
                    try {
                        desk.as(shared.people.get("olga")).apply(plan.changeId(), plan.digest());
                        return true;
                    } catch (ChangeRefusedException | AppendConflictException e) {
                        return false;
                    }
                }));
            }
            start.countDown();
            int applied = 0;
            for (Future<Boolean> one : done) {
                applied += one.get(30, TimeUnit.SECONDS) ? 1 : 0;
            }
            pool.shutdown();
            assertThat(applied).isEqualTo(1);
            assertThat(shared.journal
                            .read(EntryQuery.builder()
                                    .type(ChangeEvents.CONFIG_CHANGED)
                                    .build())
                            .toList())
                    .hasSize(1);
            assertThat(shared.exchange.read(SCOPE).snapshot().root()).isEqualTo(plan.resultRoot());
        }
    }

    @Test
    void approvalForgedInTheJournal() {
        ChangePlan plan = fixture.submitted(fixture.proposeTick("XXBTZUSD", "1"));
        Decision claimed = Decision.builder()
                .from(fixture.desk.evaluate(plan.changeId()))
                .permitted(true)
                .build();
        write(
                ChangeEvents.changeStream(plan.changeId()),
                ChangeEvents.APPROVED,
                "system:desk",
                ChangeApproved.builder()
                        .changeId(plan.changeId())
                        .decision(claimed)
                        .build());

        refusedAndRecorded(
                Refusal.NOT_APPROVED, "olga", plan, () -> fixture.as("olga").apply(plan.changeId(), plan.digest()));
    }

    @Test
    void intentForgedInTheJournal() {
        ChangePlan plan = fixture.submitted(fixture.proposeTick("XXBTZUSD", "1"));
        fixture.as("bob").approve(plan.changeId(), plan.digest(), "read");
        write(ChangeEvents.changeStream(plan.changeId()), ChangeEvents.APPLYING, "olga", intent(plan));
        fixture.people.remove("bob");

        fixture.desk.recover();

        assertThat(fixture.desk.load(plan.changeId()).state()).isEqualTo(ChangeState.PAUSED);
        refusedAndRecorded(
                Refusal.NOT_APPROVED, "olga", plan, () -> fixture.as("olga").resume(plan.changeId()));
        assertThat(fixture.exchange.read(SCOPE).snapshot()).isEqualTo(fixture.baseline);
    }

    @Test
    void verdictForgedUnderAnotherActor() throws GeneralSecurityException {
        Signing signing = new Signing();
        ChangePlan plan = fixture.submitted(fixture.proposeTick("XXBTZUSD", "1"));
        VerdictGiven forged = signing.verdict(plan)
                .signature(signing.mallory.sign(new byte[] {1, 2, 3}))
                .build();
        write(ChangeEvents.changeStream(plan.changeId()), ChangeEvents.VERDICT_GIVEN, "bob", forged);

        fixture.desk.tick(fixture.clock.instant());

        assertThat(fixture.desk.load(plan.changeId()).state()).isEqualTo(ChangeState.IN_REVIEW);
        assertThat(fixture.desk.explain(plan.changeId())).contains("bob (it is not signed with a key of theirs)");
        refusedAndRecorded(
                Refusal.WRONG_STATE, "olga", plan, () -> fixture.as("olga").apply(plan.changeId(), plan.digest()));
    }

    @Test
    void signatureSwappedBetweenPlans() throws GeneralSecurityException {
        Signing signing = new Signing();
        ChangePlan harmless = fixture.submitted(fixture.proposeTick("XETHZUSD", "1"));
        fixture.desk.as(fixture.people.get("bob"), signing.bob).approve(harmless.changeId(), harmless.digest(), "read");
        VerdictGiven given =
                fixture.desk.load(harmless.changeId()).verdictsOnPlan().get(0).verdict();
        ChangePlan harmful = fixture.submitted(fixture.proposeTick("XXBTZUSD", "1"));
        VerdictGiven swapped =
                signing.verdict(harmful).signature(given.signature()).build();
        write(ChangeEvents.changeStream(harmful.changeId()), ChangeEvents.VERDICT_GIVEN, "bob", swapped);
        write(ChangeEvents.changeStream(harmful.changeId()), ChangeEvents.VERDICT_GIVEN, "bob", given);

        fixture.desk.tick(fixture.clock.instant());

        assertThat(fixture.desk.evaluate(harmful.changeId()).requirements())
                .allMatch(result -> result.status() == RequirementStatus.UNSATISFIED);
        assertThat(fixture.desk.load(harmless.changeId()).state()).isEqualTo(ChangeState.APPROVED);
    }

    @Test
    void verdictSignedByNobodyOrBySomebodyElse() throws GeneralSecurityException {
        Signing signing = new Signing();
        ChangePlan plan = fixture.submitted(fixture.proposeTick("XXBTZUSD", "1"));

        refusedAndRecorded(
                Refusal.NOT_SIGNED,
                "bob",
                plan,
                () -> fixture.as("bob").approve(plan.changeId(), plan.digest(), "unsigned"));
        refusedAndRecorded(
                Refusal.NOT_SIGNED,
                "bob",
                plan,
                () -> fixture.desk
                        .as(fixture.people.get("bob"), signing.mallory)
                        .approve(plan.changeId(), plan.digest(), "signed by mallory"));
        assertThat(fixture.desk
                        .as(fixture.people.get("bob"), signing.bob)
                        .approve(plan.changeId(), plan.digest(), "signed")
                        .state())
                .isEqualTo(ChangeState.APPROVED);
    }

    @Test
    void signedWithAKeyThatHasRunOut() throws GeneralSecurityException {
        Signing signing = new Signing();
        fixture.seconds.addAndGet(Duration.ofDays(40).toSeconds());
        ChangePlan plan = fixture.submitted(fixture.proposeTick("XXBTZUSD", "1"));

        refusedAndRecorded(
                Refusal.NOT_SIGNED,
                "bob",
                plan,
                () -> fixture.desk
                        .as(fixture.people.get("bob"), signing.bob)
                        .approve(plan.changeId(), plan.digest(), "signed"));
    }

    /** A desk on which verdicts must be signed; bob has a key, and so has mallory. */
    private final class Signing {
        private final VerdictSigner bob;
        private final VerdictSigner mallory;

        Signing() throws GeneralSecurityException {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            KeyPair bobs = generator.generateKeyPair();
            KeyPair mallorys = generator.generateKeyPair();
            Instant ends = START.plus(Duration.ofDays(30));
            bob = new Ed25519Signer("bob-1", bobs.getPrivate());
            mallory = new Ed25519Signer("bob-1", mallorys.getPrivate());
            fixture.keys = new Ed25519Keys(
                    List.of(new Ed25519Keys.HeldKey(Actor.of("bob"), "bob-1", bobs.getPublic(), START, ends)));
            fixture.under(policy(requirement("reviewer").signatureRequired(true).build()));
        }

        VerdictGiven.Builder verdict(ChangePlan plan) {
            VerdictGiven.Builder builder = VerdictGiven.builder();
            builder.changeId(plan.changeId())
                    .requirement("reviewer")
                    .verdict(Verdict.APPROVE)
                    .planDigest(plan.digest())
                    .policyDigest(plan.policyDigest())
                    .scopeDigest(requirement("reviewer").build().scopeDigest(plan))
                    .comment("read");
            return builder;
        }
    }

    private void amendTick(ChangePlan plan, String tick) {
        fixture.as("alice")
                .amend(
                        plan.changeId(),
                        draft ->
                                draft.edit(SpotMarket.class, "XXBTZUSD", market -> DeskFixture.withTick(market, tick)));
    }

    private ChangeApplying intent(ChangePlan plan) {
        return ChangeApplying.builder()
                .changeId(plan.changeId())
                .planDigest(plan.digest())
                .applyKey(plan.changeId() + "/1/apply")
                .decision(fixture.desk.evaluate(plan.changeId()))
                .build();
    }

    /** Writes past the desk, as somebody could who has the journal. */
    private void write(String stream, String type, String actor, Object payload) {
        fixture.journal.append(AppendBatch.of(
                "forged-" + fixture.journal.head().size(),
                List.of(new EventDraft(
                        stream, type, 1, Actor.of(actor), fixture.clock.instant(), JsonText.of(payload)))));
    }

    private void refusedAndRecorded(Refusal refusal, String who, ChangePlan plan, Runnable attempt) {
        refusedAndRecorded(fixture, refusal, who, plan.changeId(), attempt);
    }

    private static void refusedAndRecorded(
            DeskFixture desk, Refusal refusal, String who, String changeId, Runnable attempt) {
        var before = desk.exchange.read(SCOPE);
        assertThatThrownBy(attempt::run)
                .isInstanceOfSatisfying(
                        ChangeRefusedException.class,
                        e -> assertThat(e.refusal()).isEqualTo(refusal));
        assertThat(desk.exchange.read(SCOPE)).isEqualTo(before);
        List<JournalEntry> attempts = desk.journal
                .read(EntryQuery.ofStream(ChangeEvents.refusedStream(changeId)))
                .toList();
        JournalEntry recorded = attempts.get(attempts.size() - 1);
        assertThat(recorded.actor()).isEqualTo(Actor.of(who));
        assertThat(recorded.payloadAs(AttemptRefused.class).code()).isEqualTo(refusal.name());
        assertThat(recorded.payloadAs(AttemptRefused.class).message()).isNotBlank();
    }
}
