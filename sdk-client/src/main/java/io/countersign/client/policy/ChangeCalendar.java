package io.countersign.client.policy;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.json.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.immutables.value.Value;

/**
 * When changes may be applied: inside a maintenance window, where there are any, and outside every freeze. Named by its digest, which
 * is recorded with each change that is applied. Windows are stretches of time and not moments at which something would have to
 * be awake, so none is missed when clocks change.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableChangeCalendar.class)
@JsonDeserialize(as = ImmutableChangeCalendar.class)
public abstract class ChangeCalendar {
    /** How far ahead one looks for the next opening. */
    private static final Duration HORIZON = Duration.ofDays(366);

    ChangeCalendar() {}

    public abstract String id();

    /** From 1; each edit makes the next. */
    public abstract int version();

    public abstract List<CalendarWindow> windows();

    /** The runway: how long a change takes, for which there must be time before a window closes or a freeze begins. */
    @Value.Default
    public Duration runway() {
        return Duration.ZERO;
    }

    /** What becomes of a change that is under way when its window closes. */
    @Value.Default
    public OverrunPolicy overrun() {
        return OverrunPolicy.PAUSE;
    }

    @Value.Check
    void check() {
        if (runway().isNegative()) {
            throw new IllegalArgumentException("The runway of calendar " + id() + " must not be negative: " + runway());
        }
    }

    /** One in which changes may be applied at any time. */
    public static ChangeCalendar alwaysOpen() {
        return builder().id("always open").version(1).build();
    }

    /** The digest of the canonical JSON. */
    @Value.Lazy
    public Digest digest() {
        return Digest.ofCanonical(this);
    }

    /** Whether a change may be begun at a moment, and otherwise when. */
    public Availability at(Instant moment) {
        Span ahead = new Span(moment, moment.plus(HORIZON));
        List<Span> open = Span.difference(maintenance(ahead), spans(WindowKind.FREEZE, ahead));
        Optional<Span> now = open.stream().filter(span -> span.contains(moment)).findFirst();
        if (now.filter(this::hasRunway).isPresent()) {
            Optional<Instant> closes = now.map(Span::to).filter(end -> end.isBefore(ahead.to()));
            return new Availability(true, closes, Optional.empty(), openWords(moment, closes));
        }
        Optional<Instant> next = open.stream()
                .filter(span -> span.from().isAfter(moment) && hasRunway(span))
                .map(Span::from)
                .findFirst();
        String obstacle = now.map(span -> "what is open closes at " + span.to() + ", and a change takes " + runway())
                .orElseGet(() -> closedWords(moment));
        return new Availability(
                false,
                Optional.empty(),
                next,
                obstacle
                        + next.map(at -> "; open next at " + at)
                                .orElse("; there is no time for a change within " + HORIZON.toDays() + " days"));
    }

    /** Seen from the moment that is asked for: what has begun before counts from there. */
    private boolean hasRunway(Span span) {
        return Duration.between(span.from(), span.to()).compareTo(runway()) >= 0;
    }

    /** All the time ahead where there are no such windows. */
    private List<Span> maintenance(Span ahead) {
        boolean isRestricted = windows().stream().anyMatch(window -> window.kind() == WindowKind.MAINTENANCE);
        List<Span> any = isRestricted ? spans(WindowKind.MAINTENANCE, ahead) : List.of(ahead);
        return any.stream()
                .map(span -> span.contains(ahead.from()) ? new Span(ahead.from(), span.to()) : span)
                .toList();
    }

    private List<Span> spans(WindowKind kind, Span ahead) {
        return Span.union(windows().stream()
                .filter(window -> window.kind() == kind)
                .flatMap(window -> window.during(ahead).stream())
                .toList());
    }

    private String openWords(Instant moment, Optional<Instant> closes) {
        String inside = namesAt(WindowKind.MAINTENANCE, moment);
        return (inside.isEmpty() ? "no window restricts it" : inside + " is open")
                + closes.map(end -> " until " + end).orElse("");
    }

    private String closedWords(Instant moment) {
        String freezes = namesAt(WindowKind.FREEZE, moment);
        return freezes.isEmpty() ? "no maintenance window is open" : freezes + " is in force";
    }

    private String namesAt(WindowKind kind, Instant moment) {
        Span instant = new Span(moment, moment.plusNanos(1));
        return windows().stream()
                .filter(window ->
                        window.kind() == kind && !window.during(instant).isEmpty())
                .map(CalendarWindow::toString)
                .collect(Collectors.joining(" and "));
    }

    /** Starts a calendar. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a calendar. */
    public static final class Builder extends ImmutableChangeCalendar.Builder {
        Builder() {}
    }
}
