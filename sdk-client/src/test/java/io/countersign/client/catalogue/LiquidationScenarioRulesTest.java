package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Markets.perpetual;
import static io.countersign.client.fixtures.Markets.schedule;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.Positions;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.client.rule.Validator;
import io.countersign.client.scenario.LiquidationResult;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.unit.Contracts;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How grave S-LIQ finds what it has played, and what it asks for. */
class LiquidationScenarioRulesTest {
    private static final DocumentId PERPETUAL = perpetual().build().documentId();

    /** Of 1,000 contracts at 8,000: maintenance margin from 0.00125 to 0.001875, initial margin from 0.0025 to 0.00375. */
    private static final MarginSchedule BEFORE = schedule(MarginTier.of("0", "0.02", "0.01"));

    private static final MarginSchedule AFTER = schedule(MarginTier.of("0", "0.03", "0.015"));

    private static final String LIQUIDATED = "0.0015";
    private static final String BELOW_INITIAL = "0.003";
    private static final String SAFE = "1";

    /** At 7,200 there is a loss of 0.01389, and 0.00139 is required before and 0.00208 after. */
    private static final String LIQUIDATED_AT_7200 = "0.0155";

    @Test
    void sLiq_aTwentiethOfTheOpenNotional_doesNotBlockAndMoreDoes() {
        assertThat(findings(known(19, SAFE, LIQUIDATED))).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.ERROR);
            assertThat(finding.path()).isEqualTo("/tiers");
            assertThat(finding.message())
                    .startsWith("1 of 20 positions in PI_XBTUSD (professional) newly below maintenance margin");
            assertThat(finding.evidence())
                    .containsEntry("newlyBelowMaintenance", "1")
                    .containsEntry("newlyBelowMaintenance at 7200", "0")
                    .containsEntry("openNotional USD", "20000.00");
        });
        assertThat(findings(known(18, SAFE, LIQUIDATED)))
                .extracting(Finding::severity)
                .containsExactly(Severity.BLOCK);
    }

    @Test
    void sLiq_nobodyAffected_saysNothing() {
        assertThat(findings(known(3, SAFE, SAFE))).isEmpty();
    }

    @Test
    void sLiq_belowInitialOnly_warns() {
        assertThat(findings(known(3, SAFE, BELOW_INITIAL))).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARN);
            assertThat(finding.evidence())
                    .containsEntry("newlyBelowInitial", "1")
                    .containsEntry("newlyBelowMaintenance", "0");
        });
    }

    @Test
    void sLiq_liquidatedAtAMovedPriceOnly_warns() {
        assertThat(findings(known(3, SAFE, LIQUIDATED_AT_7200))).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARN);
            assertThat(finding.message()).contains("; 1 at the worst of the moved prices played");
            assertThat(finding.evidence())
                    .containsEntry("newlyBelowInitial", "0")
                    .containsEntry("newlyBelowMaintenance at 7200", "1");
        });
    }

    @Test
    void sLiq_scheduleAndContractChangedAtOnce_playsOnce() {
        ConfigSnapshot before = Markets.venue().with(BEFORE);
        ConfigSnapshot after =
                before.with(AFTER).with(perpetual().altName("OTHER").build());

        assertThat(Validator.of(Catalogue.standard())
                        .assess(before, after, known(3, SAFE, LIQUIDATED))
                        .scenarios())
                .filteredOn(LiquidationResult.class::isInstance)
                .hasSize(1);
    }

    @Test
    void sLiq_whatCannotBeComputed_isAskedFor() {
        ConfigSnapshot before = Markets.venue().with(BEFORE);
        ConfigSnapshot withoutUnit =
                before.with(perpetual().contractSizeUnit(SizeUnit.CONTRACTS).build());
        Positions retail = Positions.builder()
                .addLong("r", "retail", Contracts.of("1"), Price.of("8000"), Notional.of("1"))
                .build();

        assertThat(Judged.missing("S-LIQ", withoutUnit, withoutUnit.with(AFTER), known(3, SAFE, SAFE)))
                .contains("computable contract size (see D-PAY-01)");
        assertThat(Judged.missing(
                        "S-LIQ",
                        before,
                        before.with(schedule(MarginTier.of("5", "0.03", "0.015"))),
                        known(3, SAFE, SAFE)))
                .contains("computable margin tiers (see D-MRG-01)");
        assertThat(Judged.missing("S-LIQ", before, before.with(AFTER), known(retail)))
                .contains("client class of every position");
        assertThat(Judged.missing("S-LIQ", before, before.with(AFTER), known(3, SAFE, SAFE)))
                .isEmpty();
    }

    private static List<Finding> findings(ChangeContext context) {
        ConfigSnapshot before = Markets.venue().with(BEFORE);
        return Judged.findings("S-LIQ", before, before.with(AFTER), context);
    }

    /** Longs of 1,000 contracts from 8,000, where the mark stands: some with so much behind each, and one with something else. */
    private static ChangeContext known(int count, String collateral, String another) {
        Positions.Builder positions = Positions.builder()
                .addLong("one", "professional", Contracts.of("1000"), Price.of("8000"), Notional.of(another));
        for (int i = 0; i < count; i++) {
            positions.addLong("a" + i, "professional", Contracts.of("1000"), Price.of("8000"), Notional.of(collateral));
        }
        return known(positions.build());
    }

    private static ChangeContext known(Positions positions) {
        return ChangeContext.builder()
                .put(RuleInput.POSITIONS, PERPETUAL, positions)
                .put(RuleInput.MARK_PRICE, PERPETUAL, Price.of("8000"))
                .build();
    }
}
