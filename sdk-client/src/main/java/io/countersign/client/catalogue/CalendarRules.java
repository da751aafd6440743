package io.countersign.client.catalogue;

import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.MaintenanceWindow;
import io.countersign.model.market.SessionCalendar;
import io.countersign.model.market.WeekTime;
import io.countersign.model.market.WeeklySession;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneOffsetTransitionRule;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Calendars: one can tell from them at any time whether a market trades, and when it does so next. */
final class CalendarRules {
    /** Any year: the clock times of a recurring change of clocks are the same in each. */
    private static final int ANY_YEAR = 2000;

    private CalendarRules() {}

    static List<ChangeRule> all() {
        return List.of(Rule.of(
                        "D-CAL-01", Severity.ERROR, "Sessions do not overlap, every close has a next open, clocks fit")
                .checks(
                        "No session begins before another has ended; no run of holidays is longer than the threshold; an"
                                + " early close comes after the day's first open and before its last close, a late open"
                                + " likewise (where a day has both and closes first, it pauses in between); no session opens"
                                + " or closes at a time that the clocks of the zone skip. WARN where a day's entry changes"
                                + " nothing or leaves no session, a session opens or closes in an hour that comes twice, and"
                                + " maintenance windows overlap or are out of order.")
                .why("Whoever reads a contradictory calendar decides by chance. In a public database of 549 calendars"
                        + " a few days close after the ordinary end, and dozens are entered twice in different ways.")
                .fix("Make sessions meet without overlapping, enter a day without trading as a holiday, and keep opens"
                        + " and closes out of the hours in which clocks change.")
                .on(SessionCalendar.class, CalendarRules::check)
                .build());
    }

    private static void check(SessionCalendar calendar, RuleCase on) {
        SessionWeek week = new SessionWeek(calendar);
        week.overlaps()
                .forEach(overlap -> on.at(path(overlap.session()))
                        .found(words(overlap.session()))
                        .say("The session " + words(overlap.session()) + " begins before " + words(overlap.earlier())
                                + " has ended: end the one where the other begins"));
        LocalDate since = since(calendar, on);
        nextOpens(calendar, week, since, on);
        calendar.earlyCloses().tailMap(since).forEach((date, time) -> earlyClose(calendar, week, date, time, on));
        calendar.lateOpens().tailMap(since).forEach((date, time) -> lateOpen(calendar, week, date, time, on));
        clocks(calendar, on);
        maintenance(calendar, on);
    }

    /** The first day that matters: before it the calendar was not valid, or nobody will trade any more. */
    private static LocalDate since(SessionCalendar calendar, RuleCase on) {
        return Stream.of(calendar.validFrom(), on.context().asOf())
                .flatMap(Optional::stream)
                .max(Instant::compareTo)
                .map(instant -> instant.atZone(calendar.zone()).toLocalDate())
                .orElse(LocalDate.MIN);
    }

    private static void nextOpens(SessionCalendar calendar, SessionWeek week, LocalDate since, RuleCase on) {
        if (calendar.sessions().isEmpty()) {
            return; // never trades: there is no close
        }
        int most = on.threshold("closedDaysMax").intValueExact();
        LocalDate next = since;
        for (LocalDate first : calendar.holidays().keySet()) {
            if (first.isBefore(next)) {
                continue; // in a run that was looked at already
            }
            next = first;
            while (week.of(next).isEmpty()) { // days entered are finite, and an ordinary week has a session
                next = next.plusDays(1);
            }
            if (next.isAfter(first.plusDays(most))) {
                on.at("/holidays/" + first)
                        .evidence("closedDays", ChronoUnit.DAYS.between(first, next))
                        .say("From " + first + " nothing trades for "
                                + ChronoUnit.DAYS.between(first, next) + " days, until " + next + "; more than " + most
                                + " are unlikely: an open is missing");
            }
        }
    }

    private static void earlyClose(
            SessionCalendar calendar, SessionWeek week, LocalDate date, LocalTime time, RuleCase on) {
        Day day = new Day("/earlyCloses/", "early close", calendar, week.ordinary(date.getDayOfWeek()), date, time, on);
        if (day.isAlreadyClosed()) {
            return;
        }
        if (day.second() > day.lastClose()) {
            day.say(Severity.ERROR, "is after the ordinary end of the day, " + clock(day.lastClose()));
        } else if (day.second() == day.lastClose()) {
            day.say(Severity.WARN, "is the ordinary end of the day: leave it out");
        } else if (day.second() <= day.firstOpen() && !calendar.lateOpens().containsKey(date)) {
            day.say(Severity.WARN, "leaves no session that day: enter a holiday");
        }
    }

    private static void lateOpen(
            SessionCalendar calendar, SessionWeek week, LocalDate date, LocalTime time, RuleCase on) {
        Day day = new Day("/lateOpens/", "late open", calendar, week.ordinary(date.getDayOfWeek()), date, time, on);
        if (day.isAlreadyClosed()) {
            return;
        }
        if (day.second() < day.firstOpen()) {
            day.say(Severity.ERROR, "is before the ordinary begin of the day, " + clock(day.firstOpen()));
        } else if (day.second() == day.firstOpen()) {
            day.say(Severity.WARN, "is the ordinary begin of the day: leave it out");
        } else if (day.second() >= day.lastClose()) {
            day.say(Severity.WARN, "comes after the last session of the day: nothing opens");
        }
    }

    /** An entry for one date, beside what that day of the week ordinarily has. */
    private record Day(
            String field,
            String entry,
            SessionCalendar calendar,
            List<SessionWeek.Part> parts,
            LocalDate date,
            LocalTime time,
            RuleCase on) {
        int second() {
            return time.toSecondOfDay();
        }

        int firstOpen() {
            return parts.get(0).from();
        }

        int lastClose() {
            return parts.stream().mapToInt(SessionWeek.Part::to).max().orElseThrow();
        }

        boolean isAlreadyClosed() {
            if (calendar.holidays().containsKey(date)) {
                say(Severity.WARN, "stands on a holiday: one of the two is wrong");
                return true;
            }
            if (parts.isEmpty()) {
                say(Severity.WARN, "stands on a day that has no session");
            }
            return parts.isEmpty();
        }

        void say(Severity severity, String what) {
            on.at(field + date)
                    .as(severity)
                    .found(time)
                    .say("The " + entry + " of " + date + " at " + time + " " + what);
        }
    }

    private static void clocks(SessionCalendar calendar, RuleCase on) {
        Set<WeekTime> opens =
                calendar.sessions().stream().map(WeeklySession::opens).collect(Collectors.toSet());
        Set<WeekTime> closes =
                calendar.sessions().stream().map(WeeklySession::closes).collect(Collectors.toSet());
        for (ZoneOffsetTransitionRule rule : calendar.zone().getRules().getTransitionRules()) {
            for (WeeklySession session : calendar.sessions()) {
                // A close that is the next session's open is no boundary: it trades through.
                if (!closes.contains(session.opens())) {
                    clock(calendar, session, "/opens", session.opens(), rule, on);
                }
                if (!opens.contains(session.closes())) {
                    clock(calendar, session, "/closes", session.closes(), rule, on);
                }
            }
        }
    }

    private static void clock(
            SessionCalendar calendar,
            WeeklySession session,
            String field,
            WeekTime time,
            ZoneOffsetTransitionRule rule,
            RuleCase on) {
        ZoneOffsetTransition change = rule.createTransition(ANY_YEAR);
        LocalDateTime from = change.isGap() ? change.getDateTimeBefore() : change.getDateTimeAfter();
        LocalDateTime to = change.isGap() ? change.getDateTimeAfter() : change.getDateTimeBefore();
        DayOfWeek day = rule.getDayOfWeek() == null ? time.day() : from.getDayOfWeek();
        LocalDateTime at = from.toLocalDate().atTime(time.time());
        at = at.isBefore(from) ? at.plusDays(1) : at; // an hour that begins before midnight
        if (at.isBefore(to) && time.day() == day.plus(at.getDayOfYear() - from.getDayOfYear())) {
            String month = rule.getMonth().toString().toLowerCase(Locale.ROOT);
            on.at(path(session) + field)
                    .as(change.isGap() ? Severity.ERROR : Severity.WARN)
                    .found(time)
                    .say(time + " is a time that the clocks of " + calendar.zone()
                            + (change.isGap() ? " skip in " : " show twice in ") + month
                            + ": choose one outside that hour");
        }
    }

    private static void maintenance(SessionCalendar calendar, RuleCase on) {
        List<MaintenanceWindow> windows = calendar.maintenanceWindows();
        for (int i = 1; i < windows.size(); i++) {
            MaintenanceWindow window = windows.get(i);
            if (window.begins().isBefore(windows.get(i - 1).ends())) {
                on.at("/maintenanceWindows/begins=" + window.begins())
                        .as(Severity.WARN)
                        .say("The maintenance window from " + window.begins()
                                + " begins before the one before it ends, "
                                + windows.get(i - 1).ends());
            }
        }
    }

    private static String path(WeeklySession session) {
        return "/sessions/opens=" + session.opens();
    }

    private static String words(WeeklySession session) {
        return session.opens() + " to " + session.closes();
    }

    private static String clock(int second) {
        return second == SessionWeek.DAY
                ? "24:00"
                : LocalTime.ofSecondOfDay(second).toString();
    }
}
