package io.countersign.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.model.market.DocumentId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each question over the files and over the native layer: the same answer. */
abstract class ChangeQuestionsTest {
    static final class OverFilesTest extends ChangeQuestionsTest {
        @Override
        void prepare(Path export) {}
    }

    static final class OverLayerTest extends ChangeQuestionsTest {
        @Override
        void prepare(Path export) {
            NativeLayer.builder().build().update(export);
        }
    }

    @TempDir
    Path directory;

    private AuditWarehouse warehouse;
    private ChangeQuestions changes;

    abstract void prepare(Path export);

    @BeforeEach
    void open() {
        LedgerExporter.builder().journal(SampleHistory.journal()).build().export(directory);
        prepare(directory);
        warehouse = AuditWarehouse.open(directory);
        changes = warehouse.changes();
    }

    @AfterEach
    void close() {
        warehouse.close();
    }

    @Test
    void segregationOfDuties_severalHandsOfOnePerson_areNamedWithBothEntries() {
        assertThat(changes.segregationOfDuties())
                .map(DutyViolation::toString)
                .containsExactly(
                        "CHG-2: SELF_APPROVAL by dave, entries #15 and #12",
                        "CHG-2: ALONE by dave, entries #17 and #12",
                        "CHG-2: APPROVED_AND_CARRIED_OUT by dave, entries #17 and #15",
                        "CHG-3: ALONE by erin in an emergency, entries #24 and #23",
                        "CHG-3: OWN_REVIEW by erin in an emergency, entries #27 and #23",
                        "CHG-7: ALONE by frank from template coarser-ticks, entries #53 and #50");
    }

    @Test
    void before_incidents_findsWhatTookEffectInTheWindowOnly() {
        List<Incident> incidents = List.of(
                new Incident("INC-1", Instant.parse("2026-02-04T10:30:00Z")),
                new Incident("INC-2", Instant.parse("2026-02-04T11:03:00Z")),
                new Incident("INC-3", Instant.parse("2026-01-01T00:00:00Z")));

        assertThat(changes.before(incidents, Duration.ofMinutes(60)))
                .map(PrecedingChange::toString)
                .containsExactly(
                        "PT27M before INC-1: CHG-2 in kraken/production by dave, 2 fields of [fee-schedule/kraken/spot], entry #18",
                        "PT14M before INC-2: CHG-2 in kraken/production by dave (rollback), 2 fields of [fee-schedule/kraken/spot], entry #21");
    }

    @Test
    void deliveryByMonth_twoMonths_countsEachChangeOnce() {
        assertThat(changes.deliveryByMonth())
                .map(DeliveryMonth::toString)
                .containsExactly(
                        "2026-02 kraken/production: 3 changes, 1 failed (33.33 %), 1 emergencies, lead time PT3M, restored after PT47M",
                        "2026-03 kraken/production: 5 changes, 0 failed (0.00 %), 0 emergencies, lead time PT51M");
    }

    @Test
    void deliveries_all_haveTimes() {
        assertThat(changes.deliveries())
                .map(ChangeDelivery::toString)
                .containsExactly(
                        "CHG-1 in kraken/production: started 2026-02-02T09:35:00Z by carol, lead time PT36M, entry #11",
                        "CHG-2 in kraken/production: started 2026-02-04T10:02:00Z by dave, lead time PT3M, failed, restored after PT47M, entry #22",
                        "CHG-3 in kraken/production: started 2026-02-07T23:30:00Z by erin in an emergency, entry #27",
                        "CHG-4 in kraken/production: started 2026-03-02T08:50:00Z by carol, lead time PT51M, entry #34",
                        "CHG-5 in kraken/production: started 2026-03-02T15:05:00Z by carol, lead time PT6M, entry #41",
                        "CHG-6 in kraken/production: started 2026-03-04T11:00:00Z by carol, lead time PT2H1M, entry #49",
                        "CHG-7 in kraken/production: started 2026-03-09T09:00:00Z by frank, lead time PT1M, entry #55",
                        "CHG-8 in kraken/production: started 2026-03-16T12:00:00Z by carol, lead time PT27H, entry #62");
    }

    @Test
    void offHours_weekendAndNight_areFoundByTheClockOnTheWall() {
        assertThat(changes.offHours(ZoneId.of("Europe/London"), LocalTime.of(9, 0), LocalTime.of(17, 0)))
                .map(ChangeDelivery::changeId)
                .containsExactly("CHG-3", "CHG-4");
        assertThatThrownBy(() -> changes.offHours(ZoneId.of("UTC"), LocalTime.NOON, LocalTime.NOON))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void emergencies_reviewedLate_areOverdue() {
        assertThat(changes.emergencies())
                .map(EmergencyChange::toString)
                .containsExactly(
                        "CHG-3 for INC-7 by erin at 2026-02-07T23:30:00Z, passing over [risk, calendar], closed 2026-02-11T12:00:00Z, overdue, entry #24");
    }

    @Test
    void errorProneFields_undoneAndCorrected_comeFirst() {
        assertThat(changes.errorProneFields())
                .map(FieldTrouble::toString)
                .containsExactly(
                        "spot-market /priceRule/tickSize: 5 changes, 0 undone, 1 corrected",
                        "fee-schedule /tiers/*/taker: 2 changes, 1 undone, 0 corrected",
                        "fee-schedule /tiers/*/maker: 1 changes, 1 undone, 0 corrected",
                        "margin-schedule /tiers/*/initialMargin: 1 changes, 0 undone, 0 corrected",
                        "margin-schedule /tiers/*/maintenanceMargin: 1 changes, 0 undone, 0 corrected");
    }

    @Test
    void repeated_withoutTemplate_isCounted() {
        assertThat(changes.repeated())
                .map(RepeatedChange::toString)
                .containsExactly(
                        "spot-market /priceRule/tickSize in kraken/production: 4 changes of 2 documents by 1 people",
                        "fee-schedule /tiers/*/taker in kraken/production: 2 changes of 1 documents by 2 people");
    }

    @Test
    void approvalLatencies_areFromTheSubmissionOfThePlan() {
        assertThat(changes.approvalLatencies())
                .map(ApprovalLatency::toString)
                .containsExactly(
                        "CHG-1: bob said APPROVE for market-ops after PT25M, entry #7",
                        "CHG-2: dave said APPROVE for finance after PT2M, entry #15",
                        "CHG-4: bob said APPROVE for market-ops after PT50M, entry #30",
                        "CHG-5: bob said APPROVE for market-ops after PT5M, entry #37",
                        "CHG-6: bob said APPROVE for market-ops after PT0S, entry #44",
                        "CHG-8: bob said APPROVE for finance after PT3H, entry #58");
    }

    @Test
    void drift_untilTheChangeWentOn_stoodOpen() {
        assertThat(changes.drift())
                .map(DriftNotice::toString)
                .containsExactly("CHG-6: drift noticed 2026-03-04T09:00:00Z by carol, open for PT2H, entry #46");
    }

    @Test
    void feeHistory_lateChange_isKnownOnlyLater() {
        Instant end = warehouse.manifest().knownUntil().orElseThrow();

        assertThat(warehouse.feeHistory(Recorder.SCOPE, end))
                .filteredOn(interval -> interval.path().endsWith("/taker"))
                .map(FieldInterval::toString)
                .containsExactly(
                        "fee-schedule/kraken/spot /tiers/threshold=0/taker = 0.25 from 2026-01-30T12:00:00Z until 2026-02-04T10:03:00Z, entry #1",
                        "fee-schedule/kraken/spot /tiers/threshold=0/taker = 0.2 from 2026-02-04T10:03:00Z until 2026-02-04T10:49:00Z by CHG-2, entry #18",
                        "fee-schedule/kraken/spot /tiers/threshold=0/taker = 0.25 from 2026-02-04T10:49:00Z until 2026-03-16T12:00:00Z by CHG-2, entry #21",
                        "fee-schedule/kraken/spot /tiers/threshold=0/taker = 0.26 from 2026-03-16T12:00:00Z by CHG-8, entry #61");
        assertThat(warehouse.feeHistory(Recorder.SCOPE, Instant.parse("2026-03-16T15:00:00Z")))
                .filteredOn(interval -> interval.path().endsWith("/taker"))
                .hasSize(3);
        assertThat(warehouse.marginHistory(Recorder.SCOPE, end)).hasSizeGreaterThan(6);
        assertThat(FieldInterval.timeLine("Fees", warehouse.feeHistory(Recorder.SCOPE, end), end)
                        .toHtml())
                .contains("/tiers/threshold=0/taker: 0.2, 2026-02-04T10:03:00Z to 2026-02-04T10:49:00Z")
                .contains("0.26, 2026-03-16T12:00:00Z to " + end);
        assertThat(warehouse.history(Recorder.SCOPE, DocumentId.parse("spot-market/kraken/ETHUSD"), end))
                .filteredOn(interval -> interval.path().equals("/priceRule/tickSize"))
                .map(interval -> interval.value().display())
                .containsExactly("0.01", "0.1", "0.05", "0.5");
    }
}
