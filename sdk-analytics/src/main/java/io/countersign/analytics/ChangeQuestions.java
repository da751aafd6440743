package io.countersign.analytics;

import io.countersign.analytics.internal.Rows;
import io.countersign.model.change.ReviewOutcome;
import io.countersign.model.change.Verdict;
import io.countersign.model.journal.Actor;
import io.countersign.model.json.Json;
import io.countersign.model.market.DocumentId;
import io.countersign.model.snapshot.Scope;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Questions about how changes are made: by whom, how fast, how well. Each is a view or a macro in SQL as well, described in
 * {@code docs/queries.md}. Obtained from {@link AuditWarehouse#changes()}, and usable as long as that is open.
 */
public final class ChangeQuestions {
    private final Answers answers;

    ChangeQuestions(Answers answers) {
        this.answers = answers;
    }

    /** Where one person had two hands in a change that should have been two people's, by change. In SQL: {@code duty_violation}. */
    public List<DutyViolation> segregationOfDuties() {
        String sql = "SELECT change_id, kind, actor, emergency, template, sequence, other_sequence FROM duty_violation"
                + " ORDER BY sequence, kind";
        return answers.rows(
                sql,
                row -> DutyViolation.builder()
                        .changeId(row.text(1))
                        .kind(DutyViolation.Kind.valueOf(row.text(2)))
                        .actor(Actor.of(row.text(3)))
                        .emergency(row.flag(4))
                        .template(row.findText(5))
                        .sequence(row.number(6))
                        .otherSequence(row.number(7))
                        .build());
    }

    /**
     * What had changed before each incident, the latest first. In SQL for one incident: {@code changes_before}.
     *
     * @param lookback how long before an incident a change may have taken effect, at least a second; exclusive
     * @throws IllegalArgumentException if the lookback is shorter
     */
    public List<PrecedingChange> before(List<Incident> incidents, Duration lookback) {
        if (lookback.toSeconds() < 1) {
            throw new IllegalArgumentException("Lookback must be at least a second: " + lookback);
        }
        // Joined on buckets of the lookback's length, of which a window touches two: a join on the range alone would
        // compare
        // every incident with every change.
        String sql = """
                WITH incident AS (
                    SELECT said.id AS id, said.began AS began, epoch_us(said.began) // ?::BIGINT AS bucket
                    FROM (SELECT unnest(from_json(?, '[{"id": "VARCHAR", "began": "TIMESTAMPTZ"}]')) AS said)
                ), touched AS (
                    SELECT id, began, bucket FROM incident UNION ALL SELECT id, began, bucket - 1 FROM incident
                )
                SELECT i.id, f.change_id, f.scope, f.actor, f.rollback, list(DISTINCT f.document ORDER BY f.document), count(*),
                       f.effective_at, f.recorded_at, (epoch_us(i.began) - epoch_us(f.effective_at)) // 1000000, f.sequence
                FROM touched i
                JOIN field_change f ON epoch_us(f.effective_at) // ?::BIGINT = i.bucket
                WHERE f.effective_at <= i.began AND epoch_us(i.began) - epoch_us(f.effective_at) < ?::BIGINT
                    AND f.change_id IS NOT NULL
                GROUP BY i.id, i.began, f.change_id, f.scope, f.actor, f.rollback, f.effective_at, f.recorded_at, f.sequence
                ORDER BY i.began, i.id, f.effective_at DESC, f.sequence DESC""";
        long micros = lookback.toNanos() / 1_000;
        String named = Json.write(incidents.stream()
                .distinct()
                .map(incident ->
                        Map.of("id", incident.id(), "began", incident.at().toString()))
                .toList());
        return answers.rows(
                sql,
                row -> PrecedingChange.builder()
                        .incident(row.text(1))
                        .changeId(row.text(2))
                        .scope(Scope.parse(row.text(3)))
                        .actor(Actor.of(row.text(4)))
                        .rollback(row.flag(5))
                        .documents(row.texts(6).stream().map(DocumentId::parse).toList())
                        .fields(row.number(7))
                        .effectiveAt(row.instant(8))
                        .recordedAt(row.instant(9))
                        .before(Duration.ofSeconds(row.number(10)))
                        .sequence(row.number(11))
                        .build(),
                micros,
                named,
                micros,
                micros);
    }

    /** How each change that touched the exchange went, in the order in which they did. In SQL: {@code change_delivery}. */
    public List<ChangeDelivery> deliveries() {
        return deliveries("change_delivery");
    }

    /** Lead time, failures and time to restore by month and environment. In SQL: {@code delivery_by_month}. */
    public List<DeliveryMonth> deliveryByMonth() {
        String sql = "SELECT scope, strftime(month, '%Y-%m'), changes, succeeded, failed, emergencies, failed_percent,"
                + " lead_seconds_median, lead_seconds_p90, restore_seconds_median FROM delivery_by_month"
                + " ORDER BY month, scope";
        return answers.rows(
                sql,
                row -> DeliveryMonth.builder()
                        .scope(Scope.parse(row.text(1)))
                        .month(YearMonth.parse(row.text(2)))
                        .changes(row.number(3))
                        .succeeded(row.number(4))
                        .failed(row.number(5))
                        .emergencies(row.number(6))
                        .failedPercent(new BigDecimal(row.text(7)))
                        .leadTimeMedian(seconds(row, 8))
                        .leadTimeP90(seconds(row, 9))
                        .restoreTimeMedian(seconds(row, 10))
                        .build());
    }

    /**
     * Changes that first touched the exchange on a Saturday or Sunday, or outside working hours, by the clock on the wall of a zone. In
     * SQL: {@code off_hours_change}.
     *
     * @param opens when working hours begin, inclusive
     * @param closes when they end, exclusive; later on the same day
     * @throws IllegalArgumentException if they end before they begin
     */
    public List<ChangeDelivery> offHours(ZoneId zone, LocalTime opens, LocalTime closes) {
        if (!opens.isBefore(closes)) {
            throw new IllegalArgumentException("Working hours must end after they begin: " + opens + " to " + closes);
        }
        return deliveries(
                "change_delivery SEMI JOIN off_hours_change(?, ?, ?) USING (change_id)",
                nameOf(zone),
                opens.toString(),
                closes.toString());
    }

    /** What the engine calls a zone: it knows an offset only as one from GMT. */
    private static String nameOf(ZoneId zone) {
        if (zone.normalized() instanceof ZoneOffset offset) {
            return "GMT" + (offset.getTotalSeconds() == 0 ? "" : offset.getId());
        }
        return zone.getId();
    }

    /** Changes that were carried out in an emergency, and their reviews, in order. In SQL: {@code emergency_change}. */
    public List<EmergencyChange> emergencies() {
        String sql =
                "SELECT change_id, incident, actor, justification, bypassed, recorded_at, review_due, closed_at, closed_by,"
                        + " judged, overdue, sequence FROM emergency_change ORDER BY sequence";
        return answers.rows(
                sql,
                row -> EmergencyChange.builder()
                        .changeId(row.text(1))
                        .incident(row.text(2))
                        .actor(Actor.of(row.text(3)))
                        .justification(row.text(4))
                        .bypassed(row.texts(5))
                        .recordedAt(row.instant(6))
                        .reviewDue(row.instant(7))
                        .closedAt(row.findInstant(8))
                        .closedBy(row.findText(9).map(Actor::of))
                        .outcome(row.findText(10).map(ReviewOutcome::valueOf))
                        .overdue(row.flag(11))
                        .sequence(row.number(12))
                        .build());
    }

    /** Which fields' changes went wrong most often, those first. In SQL: {@code field_trouble}. */
    public List<FieldTrouble> errorProneFields() {
        String sql = "SELECT kind, field, changes, undone, corrected, last_at FROM field_trouble"
                + " ORDER BY undone + corrected DESC, changes DESC, kind, field";
        return answers.rows(
                sql,
                row -> FieldTrouble.builder()
                        .kind(row.text(1))
                        .field(row.text(2))
                        .changes(row.number(3))
                        .undone(row.number(4))
                        .corrected(row.number(5))
                        .lastAt(row.instant(6))
                        .build());
    }

    /** What is changed by hand most often and could be a template of standard changes. In SQL: {@code repeated_change}. */
    public List<RepeatedChange> repeated() {
        String sql = "SELECT scope, kind, field, changes, documents, people, first_at, last_at FROM repeated_change"
                + " ORDER BY changes DESC, scope, kind, field";
        return answers.rows(
                sql,
                row -> RepeatedChange.builder()
                        .scope(Scope.parse(row.text(1)))
                        .kind(row.text(2))
                        .field(row.text(3))
                        .changes(row.number(4))
                        .documents(row.number(5))
                        .people(row.number(6))
                        .firstAt(row.instant(7))
                        .lastAt(row.instant(8))
                        .build());
    }

    /** How long each verdict took, in the order in which they were given. In SQL: {@code approval_latency}. */
    public List<ApprovalLatency> approvalLatencies() {
        String sql =
                "SELECT change_id, requirement, reviewer, verdict, submitted_at, recorded_at, latency_seconds, sequence"
                        + " FROM approval_latency ORDER BY sequence";
        return answers.rows(
                sql,
                row -> ApprovalLatency.builder()
                        .changeId(row.text(1))
                        .requirement(row.text(2))
                        .reviewer(Actor.of(row.text(3)))
                        .verdict(Verdict.valueOf(row.text(4)))
                        .submittedAt(row.instant(5))
                        .recordedAt(row.instant(6))
                        .latency(Duration.ofSeconds(row.number(7)))
                        .sequence(row.number(8))
                        .build());
    }

    /** Where the exchange had something else in force, and how long that stood open, in order. In SQL: {@code drift_notice}. */
    public List<DriftNotice> drift() {
        String sql =
                "SELECT change_id, scope, noticed_by, remark, notices, noticed_at, ended_at, open_seconds, sequence"
                        + " FROM drift_notice ORDER BY sequence";
        return answers.rows(
                sql,
                row -> DriftNotice.builder()
                        .changeId(row.text(1))
                        .scope(row.findText(2).map(Scope::parse))
                        .noticedBy(Actor.of(row.text(3)))
                        .remark(row.text(4))
                        .notices(row.number(5))
                        .noticedAt(row.instant(6))
                        .endedAt(row.findInstant(7))
                        .openTime(Duration.ofSeconds(row.number(8)))
                        .sequence(row.number(9))
                        .build());
    }

    private List<ChangeDelivery> deliveries(String from, Object... parameters) {
        String sql =
                "SELECT change_id, scope, proposer, template, emergency, submitted_at, started_at, started_by, applied_at,"
                        + " failed, failed_at, restored_at, lead_seconds, restore_seconds, last_sequence FROM " + from
                        + " ORDER BY started_at, change_id";
        return answers.rows(
                sql,
                row -> ChangeDelivery.builder()
                        .changeId(row.text(1))
                        .scope(Scope.parse(row.text(2)))
                        .proposer(Actor.of(row.text(3)))
                        .template(row.findText(4))
                        .emergency(row.flag(5))
                        .submittedAt(row.findInstant(6))
                        .startedAt(row.instant(7))
                        .startedBy(Actor.of(row.text(8)))
                        .appliedAt(row.findInstant(9))
                        .failed(row.flag(10))
                        .failedAt(row.findInstant(11))
                        .restoredAt(row.findInstant(12))
                        .leadTime(seconds(row, 13))
                        .restoreTime(seconds(row, 14))
                        .sequence(row.number(15))
                        .build(),
                parameters);
    }

    private static Optional<Duration> seconds(Rows row, int column) {
        return row.findNumber(column).map(Duration::ofSeconds);
    }
}
