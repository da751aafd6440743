package io.countersign.client.policy;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.immutables.value.Value;

/**
 * A stretch of time by the clocks of a zone, once or every week. Half-open.
 *
 * <p>Where clocks change, a window is never lost. A time that they skip is the moment at which they skip it; a window that lies wholly in
 * skipped time begins then, and lasts as long as it says. Of a time that they show twice the first counts, but a freeze ends
 * with the second.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableCalendarWindow.class)
@JsonDeserialize(as = ImmutableCalendarWindow.class)
public abstract class CalendarWindow {
    private static final long WEEK_DAYS = 7;

    CalendarWindow() {}

    /** For people, such as {@code year end}. */
    public abstract String name();

    public abstract WindowKind kind();

    public abstract ZoneId zone();

    /** When it begins, the first time. */
    public abstract LocalDateTime begins();

    /** When it ends, the first time. */
    public abstract LocalDateTime ends();

    /** The days of the week on which it begins, one of which is that of {@link #begins}; a window that comes once has none. */
    @Value.NaturalOrder
    public abstract SortedSet<DayOfWeek> days();

    /** The last date on which it may begin; without one it goes on. */
    public abstract Optional<LocalDate> lastDate();

    @Value.Check
    void check() {
        if (!ends().isAfter(begins())) {
            throw new IllegalArgumentException(
                    "Window \"" + name() + "\" must end after it begins: " + begins() + " to " + ends());
        }
        if (days().isEmpty()) {
            if (lastDate().isPresent()) {
                throw new IllegalArgumentException(
                        "Window \"" + name() + "\" comes once and has a last date: name the days on which it comes");
            }
            return;
        }
        if (!days().contains(begins().getDayOfWeek())) {
            throw new IllegalArgumentException("Window \"" + name() + "\" comes on " + days() + ", but begins on a "
                    + begins().getDayOfWeek() + ", " + begins());
        }
        if (Duration.between(begins(), ends()).toDays() >= WEEK_DAYS) {
            throw new IllegalArgumentException(
                    "Window \"" + name() + "\" comes every week and must be shorter: " + begins() + " to " + ends());
        }
    }

    /** When it is, as far as that meets a stretch of time, in order. */
    List<Span> during(Span asked) {
        return beginnings(asked)
                .map(this::occurrence)
                .filter(span -> span.meets(asked))
                .toList();
    }

    private Stream<LocalDateTime> beginnings(Span asked) {
        if (days().isEmpty()) {
            return Stream.of(begins());
        }
        LocalDate first = asked.from().atZone(zone()).toLocalDate().minusDays(WEEK_DAYS + 1);
        LocalDate last = asked.to().atZone(zone()).toLocalDate().plusDays(1);
        LocalDate begin = first.isBefore(begins().toLocalDate()) ? begins().toLocalDate() : first;
        LocalDate end = lastDate().filter(last::isAfter).orElse(last);
        return begin.isAfter(end)
                ? Stream.of()
                : begin.datesUntil(end.plusDays(1))
                        .filter(date -> days().contains(date.getDayOfWeek()))
                        .map(date -> date.atTime(begins().toLocalTime()));
    }

    private Span occurrence(LocalDateTime beginning) {
        Duration length = Duration.between(begins(), ends());
        Instant from = moment(beginning, false);
        Instant to = moment(beginning.plus(length), kind() == WindowKind.FREEZE);
        return new Span(from, to.isAfter(from) ? to : from.plus(length));
    }

    private Instant moment(LocalDateTime local, boolean second) {
        ZoneOffsetTransition change = zone().getRules().getTransition(local);
        if (change != null && change.isGap()) {
            return change.getInstant();
        }
        var first = local.atZone(zone());
        return (second ? first.withLaterOffsetAtOverlap() : first).toInstant();
    }

    @Override
    public String toString() {
        String once = begins().truncatedTo(ChronoUnit.MINUTES) + " to " + ends().truncatedTo(ChronoUnit.MINUTES);
        return kind().name().toLowerCase(Locale.ROOT) + " \"" + name() + "\" (" + once
                + (days().isEmpty() ? "" : ", every " + days()) + ", " + zone() + ")";
    }

    /** Starts a window. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a window. */
    public static final class Builder extends ImmutableCalendarWindow.Builder {
        Builder() {}
    }
}
