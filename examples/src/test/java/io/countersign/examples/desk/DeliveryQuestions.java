package io.countersign.examples.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.analytics.AuditWarehouse;
import io.countersign.analytics.ChangeDelivery;
import io.countersign.client.desk.Change;
import io.countersign.client.desk.ChangeState;
import io.countersign.client.desk.Refusal;
import io.countersign.model.change.GlassBroken;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How changes went: asked of an export, and told by a diary. */
final class DeliveryQuestions {
    private static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");

    private final Diary diary;
    private final AuditWarehouse warehouse;
    private final String when;
    private final List<Delivery> deliveries;

    /** How a change that touched the exchange went. */
    private record Delivery(
            Change change,
            Optional<Instant> submittedAt,
            Instant startedAt,
            Optional<Instant> failedAt,
            Optional<Instant> restoredAt) {
        Optional<Duration> leadTime() {
            return submittedAt.flatMap(from -> change.appliedAt().map(until -> seconds(from, until)));
        }

        Optional<Duration> restoreTime() {
            return restoredAt.map(until -> seconds(startedAt, until));
        }
    }

    DeliveryQuestions(Diary diary, AuditWarehouse warehouse, String when) {
        this.diary = diary;
        this.warehouse = warehouse;
        this.when = when;
        this.deliveries = diary.changes().stream()
                .filter(change -> !change.executors().isEmpty())
                .map(this::delivery)
                .sorted(Comparator.comparing(Delivery::startedAt)
                        .thenComparing(delivery -> delivery.change().id()))
                .toList();
    }

    void compare() {
        deliveries();
        months();
        offHours();
        emergencies();
        drift();
    }

    private static Duration seconds(Instant from, Instant until) {
        return Duration.ofSeconds(Duration.between(from, until).toSeconds());
    }

    private Delivery delivery(Change change) {
        return new Delivery(
                change,
                diary.first(change, act -> act.act() == Act.SUBMIT && act.isDone()),
                diary.first(
                                change,
                                act -> act.after()
                                        .filter(after -> !after.executors().isEmpty())
                                        .isPresent())
                        .orElseThrow(),
                diary.first(
                        change,
                        act -> Diary.isNow(act, ChangeState.FAILED) || (act.act() == Act.ROLL_BACK && act.isDone())),
                diary.first(change, act -> Diary.isNow(act, ChangeState.ROLLED_BACK)));
    }

    private void deliveries() {
        assertThat(warehouse.changes().deliveries().stream()
                        .map(found -> found.changeId() + " " + found.scope() + " " + found.proposer() + " "
                                + found.emergency() + " " + found.submittedAt() + " " + found.startedAt() + " "
                                + found.startedBy() + " " + found.appliedAt() + " " + found.failed() + " "
                                + found.failedAt() + " " + found.restoredAt() + " " + found.leadTime() + " "
                                + found.restoreTime()))
                .as("deliveries, " + when)
                .containsExactlyElementsOf(deliveries.stream()
                        .map(delivery -> delivery.change().id() + " " + RandomDesk.SCOPE + " "
                                + delivery.change().author() + " "
                                + delivery.change().emergency().isPresent() + " " + delivery.submittedAt() + " "
                                + delivery.startedAt() + " "
                                + delivery.change().executors().iterator().next() + " "
                                + delivery.change().appliedAt() + " "
                                + delivery.failedAt().isPresent() + " " + delivery.failedAt() + " "
                                + delivery.restoredAt() + " " + delivery.leadTime() + " " + delivery.restoreTime())
                        .toList());
    }

    private void months() {
        Map<YearMonth, List<Delivery>> months = deliveries.stream()
                .collect(Collectors.groupingBy(
                        delivery -> YearMonth.from(delivery.startedAt().atZone(ZoneOffset.UTC)),
                        TreeMap::new,
                        Collectors.toList()));
        List<String> expected = new ArrayList<>();
        months.forEach((month, all) -> {
            long failed = all.stream()
                    .filter(delivery -> delivery.failedAt().isPresent())
                    .count();
            expected.add(month + " " + all.size() + " "
                    + all.stream()
                            .filter(delivery -> delivery.change().appliedAt().isPresent()
                                    && delivery.failedAt().isEmpty())
                            .count()
                    + " " + failed + " "
                    + all.stream()
                            .filter(delivery -> delivery.change().emergency().isPresent())
                            .count()
                    + " "
                    + BigDecimal.valueOf(100 * failed).divide(BigDecimal.valueOf(all.size()), 2, RoundingMode.HALF_UP)
                    + " " + quantile(all.stream().map(Delivery::leadTime), 5)
                    + " " + quantile(all.stream().map(Delivery::leadTime), 9)
                    + " " + quantile(all.stream().map(Delivery::restoreTime), 5));
        });
        assertThat(warehouse.changes().deliveryByMonth().stream()
                        .map(found -> found.month() + " " + found.changes() + " " + found.succeeded() + " "
                                + found.failed() + " " + found.emergencies() + " " + found.failedPercent() + " "
                                + found.leadTimeMedian() + " " + found.leadTimeP90() + " "
                                + found.restoreTimeMedian()))
                .as("months, " + when)
                .containsExactlyElementsOf(expected);
    }

    /** The smallest that so many tenths do not exceed. */
    private static Optional<Duration> quantile(Stream<Optional<Duration>> of, int tenths) {
        List<Duration> sorted = of.flatMap(Optional::stream).sorted().toList();
        return sorted.isEmpty() ? Optional.empty() : Optional.of(sorted.get((sorted.size() * tenths + 9) / 10 - 1));
    }

    private void offHours() {
        LocalTime opens = LocalTime.of(8, 0);
        LocalTime closes = LocalTime.of(18, 30);
        assertThat(warehouse.changes().offHours(ZONE, opens, closes).stream().map(ChangeDelivery::changeId))
                .as("off hours, " + when)
                .containsExactlyElementsOf(deliveries.stream()
                        .filter(delivery -> {
                            ZonedDateTime local = delivery.startedAt().atZone(ZONE);
                            return local.getDayOfWeek() == DayOfWeek.SATURDAY
                                    || local.getDayOfWeek() == DayOfWeek.SUNDAY
                                    || local.toLocalTime().isBefore(opens)
                                    || !local.toLocalTime().isBefore(closes);
                        })
                        .map(delivery -> delivery.change().id())
                        .toList());
    }

    private void emergencies() {
        List<String> expected = new ArrayList<>();
        for (Seen act : diary.seen()) {
            if (act.act() == Act.BREAK_GLASS && act.isDone()) {
                Change change = act.after().orElseThrow();
                GlassBroken broken = change.emergency().orElseThrow();
                Optional<Seen> closed = diary.seen(change).stream()
                        .filter(later -> Diary.isNow(later, ChangeState.CLOSED))
                        .findFirst();
                boolean isOverdue = closed.map(Seen::at).orElse(diary.end()).isAfter(broken.reviewDue());
                expected.add(change.id() + " " + broken.incident() + " " + act.who() + " " + broken.justification()
                        + " " + broken.bypassed() + " " + act.at() + " " + broken.reviewDue() + " "
                        + closed.map(Seen::at) + " " + closed.map(Seen::who) + " "
                        + closed.map(later -> RandomDesk.judged(change.id())) + " " + isOverdue);
            }
        }
        assertThat(warehouse.changes().emergencies().stream()
                        .map(found -> found.changeId() + " " + found.incident() + " " + found.actor() + " "
                                + found.justification() + " " + found.bypassed() + " " + found.recordedAt() + " "
                                + found.reviewDue() + " " + found.closedAt() + " " + found.closedBy() + " "
                                + found.outcome() + " " + found.overdue()))
                .as("emergencies, " + when)
                .containsExactlyElementsOf(expected);
    }

    /** A stretch from the first notice of drift until the change went on. */
    private static final class Notice {
        private final Seen first;
        private long count;
        private Optional<Instant> endedAt = Optional.empty();

        Notice(Seen first) {
            this.first = first;
        }
    }

    private void drift() {
        List<Notice> notices = new ArrayList<>();
        for (Change change : diary.changes()) {
            Optional<Notice> open = Optional.empty();
            for (Seen act : diary.seen(change)) {
                if (isNotice(act)) {
                    if (open.isEmpty()) {
                        open = Optional.of(new Notice(act));
                        notices.add(open.get());
                    }
                    open.get().count++;
                } else if (wentOn(act)) {
                    open.ifPresent(notice -> notice.endedAt = Optional.of(act.at()));
                    open = Optional.empty();
                }
            }
        }
        assertThat(warehouse.changes().drift().stream()
                        .map(found -> found.changeId() + " " + found.noticedBy() + " " + found.notices() + " "
                                + found.noticedAt() + " " + found.endedAt() + " " + found.openTime()))
                .as("drift, " + when)
                .containsExactlyInAnyOrderElementsOf(notices.stream()
                        .map(notice -> notice.first.changeId() + " " + notice.first.who() + " " + notice.count + " "
                                + notice.first.at() + " " + notice.endedAt + " "
                                + seconds(notice.first.at(), notice.endedAt.orElse(diary.end())))
                        .toList());
    }

    private static boolean isNotice(Seen act) {
        return act.refusal().filter(Refusal.DRIFT::equals).isPresent()
                || (act.act() == Act.TICK
                        && Diary.isNow(act, ChangeState.SUSPENDED)
                        && act.after()
                                .flatMap(Change::heldUpBy)
                                .filter(why -> why.startsWith("The exchange has something else in force"))
                                .isPresent());
    }

    private static boolean wentOn(Seen act) {
        return act.isDone()
                && switch (act.act()) {
                    case AMEND, CANCEL, CLOSE, VETO, APPLY, RESUME, ROLL_BACK, BREAK_GLASS -> true;
                    case TICK ->
                        Diary.isNow(act, ChangeState.EXPIRED)
                                || !act.before()
                                        .flatMap(Change::intent)
                                        .equals(act.after().flatMap(Change::intent));
                    default -> false;
                };
    }
}
