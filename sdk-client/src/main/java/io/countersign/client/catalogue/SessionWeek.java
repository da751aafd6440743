package io.countersign.client.catalogue;

import io.countersign.model.market.SessionCalendar;
import io.countersign.model.market.WeekTime;
import io.countersign.model.market.WeeklySession;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of a calendar in seconds, by the clock of its zone.
 *
 * <p>A holiday has no session. An early close cuts the day off, a late open cuts off its beginning; where a day has both and the
 * close comes first, the market pauses in between.
 */
final class SessionWeek {
    static final int DAY = 24 * 60 * 60;
    private static final int WEEK = 7 * DAY;

    private final SessionCalendar calendar;
    private final List<Span> sessions;

    SessionWeek(SessionCalendar calendar) {
        this.calendar = calendar;
        List<Span> spans = new ArrayList<>();
        for (WeeklySession session : calendar.sessions()) {
            int opens = second(session.opens());
            int closes = second(session.closes());
            spans.add(new Span(session, opens, closes > opens ? closes : closes + WEEK));
        }
        this.sessions = spans.stream()
                .sorted(Comparator.comparingInt(Span::from).thenComparingInt(Span::to))
                .toList();
    }

    /** One session, in seconds of the week; ends in the next week where it runs over. */
    record Span(WeeklySession session, int from, int to) {}

    /** From second to second of a day. Half-open. */
    record Part(int from, int to) {}

    /** A session that begins before an earlier one has ended. */
    record Overlap(WeeklySession session, WeeklySession earlier) {}

    List<Overlap> overlaps() {
        List<Overlap> overlaps = new ArrayList<>();
        Optional<Span> longest = Optional.empty(); // the one that ends last so far
        for (Span span : sessions) {
            longest.filter(earlier -> span.from() < earlier.to())
                    .ifPresent(earlier -> overlaps.add(new Overlap(span.session(), earlier.session())));
            longest = longest.filter(earlier -> earlier.to() >= span.to()).or(() -> Optional.of(span));
        }
        if (!sessions.isEmpty()) {
            Span first = sessions.get(0);
            longest.filter(last -> first.from() + WEEK < last.to() && !last.equals(first))
                    .ifPresent(last -> overlaps.add(new Overlap(first.session(), last.session())));
        }
        return overlaps;
    }

    /** The day's parts by the ordinary week, ascending. */
    List<Part> ordinary(DayOfWeek day) {
        int begins = (day.getValue() - 1) * DAY;
        List<Part> parts = new ArrayList<>();
        for (Span span : sessions) {
            for (int shift = 0; shift <= WEEK; shift += WEEK) {
                int from = Math.max(span.from() - shift, begins) - begins;
                int to = Math.min(span.to() - shift, begins + DAY) - begins;
                if (from < to) {
                    parts.add(new Part(from, to));
                }
            }
        }
        parts.sort(Comparator.comparingInt(Part::from).thenComparingInt(Part::to));
        return parts;
    }

    /** The parts of a date, with holidays, early closes and late opens. */
    List<Part> of(LocalDate date) {
        if (calendar.holidays().containsKey(date)) {
            return List.of();
        }
        int early = second(calendar.earlyCloses().get(date), DAY);
        int late = second(calendar.lateOpens().get(date), 0);
        List<Part> parts = new ArrayList<>();
        for (Part part : ordinary(date.getDayOfWeek())) {
            if (early < late) {
                parts.add(new Part(part.from(), Math.min(part.to(), early)));
                parts.add(new Part(Math.max(part.from(), late), part.to()));
            } else {
                parts.add(new Part(Math.max(part.from(), late), Math.min(part.to(), early)));
            }
        }
        return parts.stream().filter(part -> part.from() < part.to()).toList();
    }

    /** Whether it trades in the second before an instant, so that something may end at it. */
    boolean isTradedUpTo(Instant end) {
        LocalDateTime last = lastSecondBefore(end);
        int second = last.toLocalTime().toSecondOfDay();
        return of(last.toLocalDate()).stream().anyMatch(part -> part.from() <= second && second < part.to());
    }

    LocalDateTime lastSecondBefore(Instant end) {
        return LocalDateTime.ofInstant(end.minusNanos(1), calendar.zone());
    }

    static int second(WeekTime time) {
        return (time.day().getValue() - 1) * DAY + time.time().toSecondOfDay();
    }

    private static int second(@Nullable LocalTime time, int otherwise) {
        return time == null ? otherwise : time.toSecondOfDay();
    }
}
