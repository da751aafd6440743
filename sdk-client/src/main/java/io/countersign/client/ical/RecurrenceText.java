package io.countersign.client.ical;

import biweekly.ICalDataType;
import biweekly.ICalVersion;
import biweekly.io.CannotParseException;
import biweekly.io.ParseContext;
import biweekly.io.scribe.property.RecurrenceRuleScribe;
import biweekly.parameter.ICalParameters;
import biweekly.util.ByDay;
import biweekly.util.Frequency;
import biweekly.util.Recurrence;
import biweekly.util.com.google.ical.iter.RecurrenceIterator;
import biweekly.util.com.google.ical.iter.RecurrenceIteratorFactory;
import biweekly.util.com.google.ical.values.DateTimeValueImpl;
import biweekly.util.com.google.ical.values.DateValue;
import biweekly.util.com.google.ical.values.DateValueImpl;
import biweekly.util.com.google.ical.values.TimeValue;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rule by which an event recurs (RFC 5545, 3.3.10), as far as the library is known to follow it exactly.
 *
 * <p>The library counts local times and nothing else: zones and UNTIL are ours. It was compared with another implementation over
 * thousands of rules, and what it gets wrong or would take hours over is refused: INTERVAL together with a choice of days within a
 * DAILY, or of months within a MONTHLY rule, BYSETPOS within anything but a month, weeks and days of the year, any choice within rules that come
 * several times a day.
 */
final class RecurrenceText {
    /** So many times from DTSTART on, that is every hour for eleven years. */
    private static final int STEPS_MAX = 100_000;

    private static final int INTERVAL_MAX = 1_000;
    private static final int TIMES_OF_DAY_MAX = 24;
    private static final int NUMBERED_WEEKDAYS_OF_MONTH_MAX = 5;
    private static final int NUMBERED_WEEKDAYS_OF_YEAR_MAX = 53;

    private static final Pattern UNTIL = Pattern.compile("(?:^|;)UNTIL=([^;]*)", Pattern.CASE_INSENSITIVE);
    private static final String INEXACT = "is a rule that cannot be followed exactly: name its dates by RDATE, or use ";

    private final String property;
    private final String text;
    private final Recurrence rule;
    private final List<String> until = new ArrayList<>();

    private RecurrenceText(String property, String text) throws EventProblem {
        this.property = property;
        this.text = text;
        Matcher untils = UNTIL.matcher(text);
        while (untils.find()) {
            until.add(untils.group(1));
        }
        String rest = untils.replaceAll("");
        this.rule = parsed(rest.startsWith(";") ? rest.substring(1) : rest);
    }

    /**
     * Reads a rule.
     *
     * @param property RRULE or EXRULE
     */
    static RecurrenceText parse(String property, String text) throws EventProblem {
        RecurrenceText read = new RecurrenceText(property, text.strip());
        read.requireSense();
        read.requireExactness();
        return read;
    }

    private Recurrence parsed(String withoutUntil) throws EventProblem {
        ParseContext context = new ParseContext();
        context.setVersion(ICalVersion.V2_0);
        try {
            Recurrence read = new RecurrenceRuleScribe()
                    .parseText(withoutUntil, ICalDataType.RECUR, new ICalParameters(), context)
                    .getValue();
            if (context.getWarnings().isEmpty()
                    && read.getFrequency() != null
                    && read.getXRules().isEmpty()) {
                return read;
            }
        } catch (CannotParseException e) {
            throw problem("is no rule: write one such as FREQ=WEEKLY;BYDAY=SA");
        }
        throw problem("has a part that is not known, or no FREQ: write a rule such as FREQ=WEEKLY;BYDAY=SA");
    }

    private void requireSense() throws EventProblem {
        boolean inBounds = within(rule.getByMonth(), 1, 12)
                && within(rule.getByHour(), 0, 23)
                && within(rule.getByMinute(), 0, 59)
                && within(rule.getBySecond(), 0, 59)
                && within(magnitudes(rule.getByMonthDay()), 1, 31)
                && within(magnitudes(rule.getBySetPos()), 1, 366)
                && within(magnitudes(numbersOfWeekdays()), 1, weekdayNumberMax());
        boolean counts = (rule.getInterval() == null || within(List.of(rule.getInterval()), 1, INTERVAL_MAX))
                && (rule.getCount() == null || rule.getCount() > 0);
        if (!inBounds || !counts) {
            throw problem("has a number out of bounds: correct it");
        }
        if (until.size() > 1 || (!until.isEmpty() && rule.getCount() != null)) {
            throw problem("ends more than once: keep either one UNTIL or COUNT");
        }
    }

    private void requireExactness() throws EventProblem {
        if (!rule.getByWeekNo().isEmpty() || !rule.getByYearDay().isEmpty()) {
            throw problem(INEXACT + "BYMONTH with BYDAY or BYMONTHDAY in place of BYWEEKNO and BYYEARDAY");
        }
        if (timesOfDay() > TIMES_OF_DAY_MAX) {
            throw problem("comes more than " + TIMES_OF_DAY_MAX
                    + " times a day, which is no window: make one window of them");
        }
        if (comesOnDays()) {
            requireExactDays();
        } else if (hasChoice()) {
            throw problem(INEXACT + "FREQ=DAILY with BYHOUR and BYMINUTE");
        }
    }

    private void requireExactDays() throws EventProblem {
        boolean monthly = rule.getFrequency() == Frequency.MONTHLY;
        if (!rule.getBySetPos().isEmpty() && (!monthly || timesOfDay() > 1)) {
            throw problem(INEXACT + "BYDAY, BYHOUR and BYMINUTE in place of BYSETPOS");
        }
        if (!numbersOfWeekdays().isEmpty() && !rule.getByMonthDay().isEmpty()) {
            throw problem(INEXACT + "either BYMONTHDAY or weekdays with a number in BYDAY");
        }
        if (rule.getInterval() != null && rule.getInterval() > 1 && choosesWithinIntervals()) {
            throw problem(INEXACT + "an INTERVAL without " + (monthly ? "BYMONTH" : "BYDAY, BYMONTHDAY and BYMONTH"));
        }
    }

    private boolean choosesWithinIntervals() {
        return switch (rule.getFrequency()) {
            case DAILY ->
                !rule.getByDay().isEmpty()
                        || !rule.getByMonthDay().isEmpty()
                        || !rule.getByMonth().isEmpty();
            case MONTHLY -> !rule.getByMonth().isEmpty();
            default -> false;
        };
    }

    private boolean comesOnDays() {
        return switch (rule.getFrequency()) {
            case SECONDLY, MINUTELY, HOURLY -> false;
            case DAILY, WEEKLY, MONTHLY, YEARLY -> true;
        };
    }

    private boolean hasChoice() {
        return namesTimesOfDay()
                || !rule.getByDay().isEmpty()
                || !rule.getByMonthDay().isEmpty()
                || !rule.getByMonth().isEmpty()
                || !rule.getBySetPos().isEmpty();
    }

    private boolean namesTimesOfDay() {
        return !rule.getByHour().isEmpty()
                || !rule.getByMinute().isEmpty()
                || !rule.getBySecond().isEmpty();
    }

    private int timesOfDay() {
        return Math.max(1, rule.getByHour().size())
                * Math.max(1, rule.getByMinute().size())
                * Math.max(1, rule.getBySecond().size());
    }

    private List<Integer> numbersOfWeekdays() {
        return rule.getByDay().stream()
                .filter(day -> day.getNum() != null)
                .map(ByDay::getNum)
                .toList();
    }

    /** Only within months and years are weekdays numbered. */
    private int weekdayNumberMax() {
        return switch (rule.getFrequency()) {
            case MONTHLY -> NUMBERED_WEEKDAYS_OF_MONTH_MAX;
            case YEARLY -> NUMBERED_WEEKDAYS_OF_YEAR_MAX;
            default -> 0;
        };
    }

    private static boolean within(List<Integer> numbers, int least, int most) {
        return numbers.stream().allMatch(number -> number >= least && number <= most);
    }

    private static List<Integer> magnitudes(List<Integer> numbers) {
        return numbers.stream().map(Math::abs).toList();
    }

    /**
     * When something recurs that begins at a time: the first time in any case, and those before a limit, in the order of the clocks.
     * DTSTART is among them if the rule meets it.
     */
    List<FileTime> timesFrom(FileTime start, LocalDateTime limit) throws EventProblem {
        if (start.isDate() && (!comesOnDays() || namesTimesOfDay())) {
            throw problem(
                    "names times of a day, but the event lasts whole days: give DTSTART a time, or use FREQ=DAILY or longer");
        }
        FileTime last = until.isEmpty() ? null : FileTime.parse("UNTIL", until.get(0), start.zone());
        List<FileTime> times = new ArrayList<>();
        RecurrenceIterator iterator =
                RecurrenceIteratorFactory.createRecurrenceIterator(rule, value(start), TimeZone.getTimeZone("UTC"));
        while (iterator.hasNext()) {
            FileTime time = start.at(local(iterator.next()));
            if ((last != null && isAfter(time, last))
                    || (!times.isEmpty() && !time.local().isBefore(limit))) {
                break;
            }
            if (times.size() == STEPS_MAX) {
                throw problem("comes more than " + String.format(Locale.ROOT, "%,d", STEPS_MAX)
                        + " times between DTSTART and the end of what is asked for: begin it later, or make it rarer");
            }
            times.add(time);
        }
        return times;
    }

    /** A last date is a last day, whole. */
    private static boolean isAfter(FileTime time, FileTime last) {
        return last.isDate()
                ? time.local().toLocalDate().isAfter(last.local().toLocalDate())
                : time.instant().isAfter(last.instant());
    }

    private static DateValue value(FileTime time) {
        LocalDateTime local = time.local();
        return time.isDate()
                ? new DateValueImpl(local.getYear(), local.getMonthValue(), local.getDayOfMonth())
                : new DateTimeValueImpl(
                        local.getYear(),
                        local.getMonthValue(),
                        local.getDayOfMonth(),
                        local.getHour(),
                        local.getMinute(),
                        local.getSecond());
    }

    private static LocalDateTime local(DateValue value) {
        LocalDate date = LocalDate.of(value.year(), value.month(), value.day());
        return value instanceof TimeValue time
                ? date.atTime(LocalTime.of(time.hour(), time.minute(), time.second()))
                : date.atStartOfDay();
    }

    EventProblem problem(String trouble) {
        return new EventProblem(property, text, trouble);
    }
}
