package io.countersign.client.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.model.change.RiskTier;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.DocumentKind;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A policy stands in the journal with every submission, so its JSON is read for as long as ledgers are. */
class PolicyJsonTest {
    @Test
    void json_policyWithEverything_isReadAsItWasWritten() {
        ApprovalPolicy policy = ApprovalPolicy.builder()
                .id("futures")
                .version(7)
                .proposerRole("proposer")
                .applierRole("operator")
                .breakGlassRole("commander")
                .reviewWithin(Duration.ofHours(36))
                .planExpiresAfter(Duration.ofDays(3))
                .rollbackWindow(Duration.ofHours(2))
                .requiredDocuments(Set.of(RequiredDocument.TICKET))
                .addRequirements(ApprovalRequirement.builder()
                        .id("risk")
                        .description("Risk has seen it")
                        .role("risk-officer")
                        .minApprovals(2)
                        .fromTier(RiskTier.HIGH)
                        .addKinds(DocumentKind.MARGIN_SCHEDULE)
                        .addFields(FieldPattern.parse("margin-schedule/*/*#/tiers/**"))
                        .distinctFrom(List.of(Distinct.AUTHOR, Distinct.EXECUTOR))
                        .vetoBlocks(true)
                        .level(EnforcementLevel.SOFT_MANDATORY)
                        .mode(PolicyMode.WARN)
                        .overridableBy("chief")
                        .carryOver(CarryOver.IF_SCOPE_UNCHANGED)
                        .expiresAfter(Duration.ofHours(8))
                        .signatureRequired(true)
                        .build())
                .build();

        JsonText json = JsonText.of(policy);

        assertThat(json.as(ApprovalPolicy.class)).isEqualTo(policy);
        assertThat(json.digest()).isEqualTo(policy.digest());
        assertThat(json.toString())
                .isEqualTo(
                        "{\"applierRole\":\"operator\",\"breakGlassRole\":\"commander\",\"id\":\"futures\","
                                + "\"planExpiresAfter\":\"PT72H\",\"proposerRole\":\"proposer\","
                                + "\"requiredDocuments\":[\"TICKET\"],\"requirements\":[{\"carryOver\":"
                                + "\"IF_SCOPE_UNCHANGED\",\"description\":\"Risk has seen it\",\"distinctFrom\":[\"AUTHOR\","
                                + "\"EXECUTOR\"],\"expiresAfter\":\"PT8H\",\"fields\":[\"margin-schedule/*/*#/tiers/**\"],"
                                + "\"fromTier\":\"HIGH\",\"id\":\"risk\",\"kinds\":[\"margin-schedule\"],"
                                + "\"level\":\"SOFT_MANDATORY\",\"minApprovals\":2,\"mode\":\"WARN\","
                                + "\"overridableBy\":\"chief\",\"role\":\"risk-officer\",\"signatureRequired\":true,"
                                + "\"vetoBlocks\":true}],\"reviewWithin\":\"PT36H\",\"rollbackWindow\":\"PT2H\",\"version\":7}");
    }

    @Test
    void json_smallestPolicy_isReadAsItWasWritten() {
        ApprovalPolicy policy =
                ApprovalPolicy.of("spot", "proposer", "operator", ApprovalRequirement.of("peer-review", "reviewer"));

        assertThat(JsonText.of(policy).as(ApprovalPolicy.class)).isEqualTo(policy);
    }

    @Test
    void build_hardRequirementThatCouldBeOverridden_isRefused() {
        assertThatThrownBy(() -> ApprovalRequirement.builder()
                        .id("risk")
                        .description("Risk has seen it")
                        .role("risk-officer")
                        .level(EnforcementLevel.HARD_MANDATORY)
                        .overridableBy("chief")
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("make it SOFT_MANDATORY, or name no role");
    }

    @Test
    void parse_patternWithoutANumberSign_isRefused() {
        assertThatThrownBy(() -> FieldPattern.parse("spot-market/kraken/*"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"spot-market/kraken/*\"");
    }
}
