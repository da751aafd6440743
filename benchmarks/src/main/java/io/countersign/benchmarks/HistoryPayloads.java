package io.countersign.benchmarks;

import io.countersign.benchmarks.PayloadTemplate.Hole;
import io.countersign.model.change.AttemptRefused;
import io.countersign.model.change.ChangeApproved;
import io.countersign.model.change.ChangeOutcome;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.ChangePolicy;
import io.countersign.model.change.ChangeProposed;
import io.countersign.model.change.ChangeSubmitted;
import io.countersign.model.change.ConfigChanged;
import io.countersign.model.change.Decision;
import io.countersign.model.change.RequirementResult;
import io.countersign.model.change.RequirementStatus;
import io.countersign.model.change.RiskAssessment;
import io.countersign.model.change.RiskTier;
import io.countersign.model.change.Verdict;
import io.countersign.model.change.VerdictGiven;
import io.countersign.model.diff.FieldChange;
import io.countersign.model.diff.SemanticDiff;
import io.countersign.model.finding.ValidationReport;
import io.countersign.model.journal.Actor;
import io.countersign.model.json.Digest;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.snapshot.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The payloads of the {@link History}, made from their real types once and filled from then on. */
final class HistoryPayloads {
    static final Scope SCOPE = new Scope("kraken", "production");

    private static final String REQUIREMENT = "market-owner";
    private static final Digest POLICY = Digest.of(new byte[] {1});
    private static final Digest RULES = Digest.of(new byte[] {2});
    private static final String CHANGE_ID = Hole.CHANGE_ID.marker();
    private static final Digest PLAN_DIGEST = new Digest(Hole.PLAN_DIGEST.marker());
    private static final Digest BASE_ROOT = new Digest(Hole.BASE_ROOT.marker());
    private static final Digest RESULT_ROOT = new Digest(Hole.RESULT_ROOT.marker());
    private static final SemanticDiff CHANGES = new SemanticDiff(List.of(change()));
    private static final SemanticDiff INVERSE = CHANGES.inverse();
    private static final Map<Hole, Object> DIFFS = Map.of(Hole.CHANGES, CHANGES, Hole.INVERSE, INVERSE);

    static final PayloadTemplate FIELD_CHANGE = PayloadTemplate.of(change(), Map.of());
    static final PayloadTemplate PLAN = PayloadTemplate.of(plan(), DIFFS);
    static final PayloadTemplate PROPOSED = PayloadTemplate.of(
            ChangeProposed.builder()
                    .changeId(CHANGE_ID)
                    .revision(1)
                    .scope(SCOPE)
                    .title(Hole.TITLE.marker())
                    .ticket(Hole.TICKET.marker())
                    .rationale(Hole.TEXT.marker())
                    .baseRoot(BASE_ROOT)
                    .changes(CHANGES)
                    .policy(ChangePolicy.none())
                    .build(),
            DIFFS);
    static final PayloadTemplate SUBMITTED = PayloadTemplate.of(
            ChangeSubmitted.builder()
                    .changeId(CHANGE_ID)
                    .planDigest(PLAN_DIGEST)
                    .plan(plan())
                    .build(),
            Map.of(Hole.PLAN, plan()));
    static final PayloadTemplate VERDICT_GIVEN = PayloadTemplate.of(
            VerdictGiven.builder()
                    .changeId(CHANGE_ID)
                    .requirement(REQUIREMENT)
                    .verdict(Verdict.APPROVE)
                    .planDigest(PLAN_DIGEST)
                    .policyDigest(POLICY)
                    .comment(Hole.TEXT.marker())
                    .build(),
            Map.of());
    static final PayloadTemplate APPROVED = PayloadTemplate.of(
            ChangeApproved.builder()
                    .changeId(CHANGE_ID)
                    .decision(Decision.builder()
                            .planDigest(PLAN_DIGEST)
                            .policyDigest(POLICY)
                            .permitted(true)
                            .addRequirements(RequirementResult.builder()
                                    .requirement(REQUIREMENT)
                                    .status(RequirementStatus.SATISFIED)
                                    .why("1 of 1 approvals by the owners of the market")
                                    .addApprovers(Actor.of(Hole.REVIEWER.marker()))
                                    .whoCanSatisfy("The owners of the market, except who proposed or edited the change")
                                    .build())
                            .build())
                    .build(),
            Map.of());
    static final PayloadTemplate CONFIG_CHANGED = PayloadTemplate.of(configChanged(false), DIFFS);
    static final PayloadTemplate CONFIG_RESTORED = PayloadTemplate.of(configChanged(true), DIFFS);
    static final PayloadTemplate ROLLED_BACK = PayloadTemplate.of(
            ChangeOutcome.builder()
                    .changeId(CHANGE_ID)
                    .planDigest(PLAN_DIGEST)
                    .outcome("The exchange has its earlier values again")
                    .build(),
            Map.of());
    static final PayloadTemplate REFUSED = PayloadTemplate.of(
            AttemptRefused.builder()
                    .changeId(CHANGE_ID)
                    .action("approve")
                    .code("SELF_APPROVAL")
                    .message("Whoever proposed or edited a change may not approve it")
                    .build(),
            Map.of());

    private HistoryPayloads() {}

    private static FieldChange change() {
        return FieldChange.builder()
                .document(new DocumentId(DocumentKind.SPOT_MARKET, "kraken", Hole.MARKET.marker()))
                .path(Hole.PATH.marker())
                .before(JsonText.ofCanonical(Hole.BEFORE.marker()))
                .after(JsonText.ofCanonical(Hole.AFTER.marker()))
                .build();
    }

    private static ChangePlan plan() {
        return ChangePlan.builder()
                .changeId(CHANGE_ID)
                .revision(1)
                .scope(SCOPE)
                .baseRoot(BASE_ROOT)
                .resultRoot(RESULT_ROOT)
                .changes(CHANGES)
                .inverse(INVERSE)
                .policy(ChangePolicy.none())
                .report(ValidationReport.empty())
                .risk(RiskAssessment.builder().tier(RiskTier.MEDIUM).build())
                .policyDigest(POLICY)
                .rulesDigest(RULES)
                .build();
    }

    private static ConfigChanged configChanged(boolean rollback) {
        return ConfigChanged.builder()
                .scope(SCOPE)
                .changeId(CHANGE_ID)
                .planDigest(PLAN_DIGEST)
                .rollback(rollback)
                .effectiveAt(Instant.parse(Hole.EFFECTIVE_AT.marker()))
                .changes(rollback ? INVERSE : CHANGES)
                .resultRoot(rollback ? BASE_ROOT : RESULT_ROOT)
                .build();
    }
}
