package io.countersign.client.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.client.catalogue.Catalogue;
import io.countersign.client.fixtures.Markets;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.json.Json;
import io.countersign.model.market.FeeStep;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaiverTest {
    private static final Validator VALIDATOR = Validator.of(Catalogue.standard());
    private static final Instant EXPIRES = Instant.parse("2026-12-01T00:00:00Z");
    private static final SpotMarket DEAR_MAKER = Markets.bitcoin()
            .fees(Markets.ladder(List.of(FeeStep.of("0", "0.3")), List.of(FeeStep.of("0", "0.2"))))
            .build();
    private static final SpotMarket REBATE = Markets.bitcoin()
            .fees(Markets.ladder(List.of(FeeStep.of("0", "-0.3")), List.of(FeeStep.of("0", "0.2"))))
            .build();

    private static Waiver.Builder waiver(String ruleId) {
        return Waiver.builder()
                .ruleId(ruleId)
                .owner("alice")
                .reason("the venue wants it, ticket 7")
                .expiresAt(EXPIRES);
    }

    private static Finding judged(MarketDocument document, String rule, Instant asOf, Waiver... waivers) {
        ChangeContext.Builder context = ChangeContext.builder().asOf(asOf);
        List.of(waivers).forEach(context::waiver);
        return VALIDATOR
                .validate(Markets.venue().with(document), context.build())
                .of(rule)
                .get(0);
    }

    @Test
    void validate_waivedError_isAWarningThatNamesTheWaiver() {
        Finding finding = judged(
                DEAR_MAKER,
                "D-FEE-03",
                EXPIRES.minusNanos(1000),
                waiver("D-FEE-03").build());

        assertThat(finding.severity()).isEqualTo(Severity.WARN);
        assertThat(finding.message())
                .endsWith("(waived by alice until 2026-12-01T00:00:00Z: the venue wants it, ticket 7)");
        assertThat(finding.evidence())
                .containsEntry("waivedBy", "alice")
                .containsEntry("waivedSeverity", "ERROR")
                .containsEntry("waivedUntil", "2026-12-01T00:00:00Z");
    }

    @Test
    void validate_waiverThatExpired_doesNotHelpAndSaysSo() {
        Finding finding =
                judged(DEAR_MAKER, "D-FEE-03", EXPIRES, waiver("D-FEE-03").build());

        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        assertThat(finding.evidence().get("waiverRefused")).endsWith("(expired as of 2026-12-01T00:00:00Z)");
    }

    @Test
    void validate_contextWithoutAMoment_trustsNoWaiver() {
        ChangeContext context =
                ChangeContext.builder().waiver(waiver("D-FEE-03").build()).build();

        Finding finding = VALIDATOR
                .validate(Markets.venue().with(DEAR_MAKER), context)
                .of("D-FEE-03")
                .get(0);

        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        assertThat(finding.evidence().get("waiverRefused")).contains("does not say as of when");
    }

    @Test
    void validate_block_isNeverWaived() {
        Finding finding = judged(
                REBATE, "D-FEE-04", EXPIRES.minusSeconds(1), waiver("D-FEE-04").build());

        assertThat(finding.severity()).isEqualTo(Severity.BLOCK);
        assertThat(finding.evidence().get("waiverRefused")).contains("nobody may waive a BLOCK");
    }

    @Test
    void validate_waiverOfAnotherDocumentOrPath_doesNotHelp() {
        Waiver elsewhere = waiver("D-FEE-03")
                .document(Markets.perpetual().build().documentId())
                .build();
        Waiver otherPath = waiver("D-FEE-03").path("/fees/taker").build();
        Waiver prefixOfAName = waiver("D-FEE-03").path("/fees/mak").build();
        Waiver above = waiver("D-FEE-03")
                .document(DEAR_MAKER.documentId())
                .path("/fees")
                .build();
        Instant now = EXPIRES.minusSeconds(1);

        assertThat(judged(DEAR_MAKER, "D-FEE-03", now, elsewhere, otherPath, prefixOfAName)
                        .severity())
                .isEqualTo(Severity.ERROR);
        assertThat(judged(DEAR_MAKER, "D-FEE-03", now, elsewhere, above).severity())
                .isEqualTo(Severity.WARN);
    }

    @Test
    void validate_waiverOfNoRule_isPointedOut() {
        ChangeContext context = ChangeContext.builder()
                .asOf(EXPIRES.minusSeconds(1))
                .waiver(waiver("D-FEE-99").build())
                .build();

        assertThat(VALIDATOR.validate(Markets.venue(), context).of("D-FEE-99"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).startsWith("A waiver names a rule that is not in"));
    }

    @Test
    void validate_changeWithWaiver_isJudgedTheSame() {
        ConfigSnapshot after = Markets.venue().with(DEAR_MAKER);
        ChangeContext context = ChangeContext.builder()
                .asOf(EXPIRES.minusSeconds(1))
                .waiver(waiver("D-FEE-03").build())
                .build();

        assertThat(VALIDATOR.validate(Markets.venue(), after, context).of("D-FEE-03"))
                .extracting(Finding::severity)
                .containsExactly(Severity.WARN);
    }

    @Test
    void json_ofAWaiver_comesBack() {
        Waiver waiver = waiver("D-FEE-03")
                .document(DEAR_MAKER.documentId())
                .path("/fees")
                .addAgreedBy("bob")
                .build();

        assertThat(Json.read(Json.write(waiver), Waiver.class)).isEqualTo(waiver);
    }

    @Test
    void build_withoutReasonOrWithAnOddPath_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> waiver("D-FEE-03").reason(" ").build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> waiver("D-FEE-03").path("fees").build());
    }
}
