package io.countersign.client.ical;

import static io.countersign.client.ical.CalendarTexts.JANUARY;
import static io.countersign.client.ical.CalendarTexts.LONDON;
import static io.countersign.client.ical.CalendarTexts.NEXT_JANUARY;
import static io.countersign.client.ical.CalendarTexts.assertIsExactly;
import static io.countersign.client.ical.CalendarTexts.calendar;
import static io.countersign.client.ical.CalendarTexts.event;
import static io.countersign.client.ical.CalendarTexts.freeze;
import static io.countersign.client.ical.CalendarTexts.good;
import static io.countersign.client.ical.CalendarTexts.maintenance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.client.policy.CalendarWindow;
import io.countersign.client.policy.ChangeCalendar;
import io.countersign.client.policy.WindowKind;
import io.countersign.model.MalformedInputException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ICalendarReaderTest {
    private static final ZoneId UTC = ZoneId.of("UTC");

    // Clocks that change

    @Test
    void read_weeklyInLondon_keepsToItsClocksAndIsExactWhereTheyChange() {
        ImportedWindows read = maintenance(event(
                "DTSTART;TZID=Europe/London:20260104T013000",
                "DTEND;TZID=Europe/London:20260104T033000",
                "RRULE:FREQ=WEEKLY;BYDAY=SU"));

        assertThat(read.problems()).isEmpty();
        assertThat(read.windows()).hasSize(52).allMatch(window -> window.zone().equals(LONDON));
        assertIsExactly(
                named(read, "Weekly maintenance 2026-03-22"), at("2026-03-22T01:30:00Z"), at("2026-03-22T03:30:00Z"));
        // 01:30 is skipped, and is read by the clocks before: 02:30.
        CalendarWindow skipped = named(read, "Weekly maintenance 2026-03-29");
        assertThat(skipped.begins()).isEqualTo(LocalDateTime.parse("2026-03-29T02:30"));
        assertIsExactly(skipped, at("2026-03-29T01:30:00Z"), at("2026-03-29T03:30:00Z"));
        // 01:30 comes twice, and the first counts. Two hours later it is 02:30.
        CalendarWindow twice = named(read, "Weekly maintenance 2026-10-25");
        assertThat(twice.ends()).isEqualTo(LocalDateTime.parse("2026-10-25T02:30"));
        assertIsExactly(twice, at("2026-10-25T00:30:00Z"), at("2026-10-25T02:30:00Z"));
        assertIsExactly(
                named(read, "Weekly maintenance 2026-11-01"), at("2026-11-01T01:30:00Z"), at("2026-11-01T03:30:00Z"));
    }

    @Test
    void read_weeklyInNewYork_keepsToItsClocksAndIsExactWhereTheyChange() {
        ImportedWindows read = maintenance(event(
                "DTSTART;TZID=America/New_York:20260104T023000",
                "DTEND;TZID=America/New_York:20260104T043000",
                "RRULE:FREQ=WEEKLY"));

        assertThat(read.problems()).isEmpty();
        assertIsExactly(
                named(read, "Weekly maintenance 2026-03-01"), at("2026-03-01T07:30:00Z"), at("2026-03-01T09:30:00Z"));
        assertIsExactly(
                named(read, "Weekly maintenance 2026-03-08"), at("2026-03-08T07:30:00Z"), at("2026-03-08T09:30:00Z"));
        assertIsExactly(
                named(read, "Weekly maintenance 2026-03-15"), at("2026-03-15T06:30:00Z"), at("2026-03-15T08:30:00Z"));
        assertIsExactly(
                named(read, "Weekly maintenance 2026-11-01"), at("2026-11-01T07:30:00Z"), at("2026-11-01T09:30:00Z"));
    }

    @Test
    void read_endThatItsClocksShowTwice_isWrittenInUtcWhereTheWindowWouldEndAtTheOther() {
        String night = event("DTSTART;TZID=Europe/London:20261024T233000", "DTEND:20261025T011500Z");
        String early = event("DTSTART;TZID=Europe/London:20261024T233000", "DTEND:20261025T001500Z");

        assertThat(List.of(
                        only(maintenance(night)), only(maintenance(early)), only(freeze(night)), only(freeze(early))))
                .extracting(CalendarWindow::zone)
                .containsExactly(UTC, LONDON, LONDON, UTC);
        assertIsExactly(only(maintenance(night)), at("2026-10-24T22:30:00Z"), at("2026-10-25T01:15:00Z"));
        assertIsExactly(only(maintenance(early)), at("2026-10-24T22:30:00Z"), at("2026-10-25T00:15:00Z"));
        assertIsExactly(only(freeze(night)), at("2026-10-24T22:30:00Z"), at("2026-10-25T01:15:00Z"));
        assertIsExactly(only(freeze(early)), at("2026-10-24T22:30:00Z"), at("2026-10-25T00:15:00Z"));
    }

    @Test
    void read_nightOverAChange_lastsItsExactLengthByDtendAndItsDaysByDuration() {
        ImportedWindows byEnd = maintenance(event(
                "DTSTART;TZID=Europe/London:20260321T120000",
                "DTEND;TZID=Europe/London:20260322T120000",
                "RRULE:FREQ=WEEKLY;COUNT=2"));
        ImportedWindows byDuration = maintenance(
                event("DTSTART;TZID=Europe/London:20260321T120000", "DURATION:P1D", "RRULE:FREQ=WEEKLY;COUNT=2"));

        assertIsExactly(
                named(byEnd, "Weekly maintenance 2026-03-28"), at("2026-03-28T12:00:00Z"), at("2026-03-29T12:00:00Z"));
        assertIsExactly(
                named(byDuration, "Weekly maintenance 2026-03-28"),
                at("2026-03-28T12:00:00Z"),
                at("2026-03-29T11:00:00Z"));
    }

    // Dates that come, go and move

    @Test
    void read_exdateAndRdate_takeOutAndAddOccurrences() {
        ImportedWindows read = maintenance(event(
                "DTSTART;TZID=Europe/London:20260605T010000",
                "DURATION:PT1H",
                "RRULE:FREQ=WEEKLY;COUNT=4",
                "EXDATE;TZID=Europe/London:20260612T010000,20260619T010000",
                "RDATE:20260620T120000Z",
                "RDATE;VALUE=PERIOD:20260621T120000Z/20260621T150000Z,20260622T120000Z/PT30M"));

        assertThat(read.problems()).isEmpty();
        assertThat(names(read))
                .containsExactly(
                        "Weekly maintenance 2026-06-05",
                        "Weekly maintenance 2026-06-20",
                        "Weekly maintenance 2026-06-21",
                        "Weekly maintenance 2026-06-22",
                        "Weekly maintenance 2026-06-26");
        assertIsExactly(read.windows().get(1), at("2026-06-20T12:00:00Z"), at("2026-06-20T13:00:00Z"));
        assertIsExactly(read.windows().get(2), at("2026-06-21T12:00:00Z"), at("2026-06-21T15:00:00Z"));
        assertIsExactly(read.windows().get(3), at("2026-06-22T12:00:00Z"), at("2026-06-22T12:30:00Z"));
    }

    @Test
    void read_exruleAndExdateOfADay_takeOutOccurrences() {
        ImportedWindows read = maintenance(event(
                "DTSTART:20260601T010000Z",
                "DURATION:PT1H",
                "RRULE:FREQ=DAILY;UNTIL=20260610T010000Z",
                "EXRULE:FREQ=DAILY;INTERVAL=2;UNTIL=20260607",
                "EXDATE;VALUE=DATE:20260608"));

        assertThat(read.problems()).isEmpty();
        assertThat(names(read))
                .containsExactly(
                        "Weekly maintenance 2026-06-02",
                        "Weekly maintenance 2026-06-04",
                        "Weekly maintenance 2026-06-06",
                        "Weekly maintenance 2026-06-09",
                        "Weekly maintenance 2026-06-10");
    }

    @Test
    void read_movedAndCancelledOccurrences_replaceWhatTheyName() {
        ImportedWindows read = maintenance(
                event(
                        "RECURRENCE-ID;TZID=Europe/London:20260614T013000",
                        "DTSTART:20260616T200000Z",
                        "DTEND:20260616T210000Z"),
                event(
                        "DTSTART;TZID=Europe/London:20260607T013000",
                        "DTEND;TZID=Europe/London:20260607T033000",
                        "RRULE:FREQ=WEEKLY;COUNT=4"),
                event(
                        "RECURRENCE-ID:20260621T003000Z",
                        "STATUS:CANCELLED",
                        "DTSTART:20260621T003000Z",
                        "DURATION:PT2H"));

        assertThat(read.problems()).isEmpty();
        assertThat(names(read))
                .containsExactly(
                        "Weekly maintenance 2026-06-07",
                        "Weekly maintenance 2026-06-16",
                        "Weekly maintenance 2026-06-28");
        assertIsExactly(read.windows().get(1), at("2026-06-16T20:00:00Z"), at("2026-06-16T21:00:00Z"));
    }

    @Test
    void read_occurrenceMovedTwice_isWhereTheHigherSequencePutsIt() {
        ImportedWindows read = maintenance(
                event("DTSTART:20260607T010000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=2"),
                event("SEQUENCE:2", "RECURRENCE-ID:20260614T010000Z", "DTSTART:20260616T010000Z", "DURATION:PT1H"),
                event("SEQUENCE:1", "RECURRENCE-ID:20260614T010000Z", "DTSTART:20260615T010000Z", "DURATION:PT1H"));

        assertThat(names(read)).containsExactly("Weekly maintenance 2026-06-07", "Weekly maintenance 2026-06-16");
    }

    @Test
    void read_overrideThatNamesNoOccurrence_isAProblem() {
        ImportedWindows read = maintenance(
                event("DTSTART:20260607T010000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=2"),
                event("RECURRENCE-ID:20260614T020000Z", "DTSTART:20260616T010000Z", "DURATION:PT1H"));

        assertThat(read.windows()).hasSize(2);
        assertThat(read.problems())
                .containsExactly(
                        "Event \"Weekly maintenance\" (UID 1@house): RECURRENCE-ID \"2026-06-14T02:00\" is when no"
                                + " occurrence of its event begins: correct it");
    }

    @Test
    void read_overrideOfAllThatFollows_leavesOutItsWholeUid() {
        ImportedWindows read = maintenance(
                event("DTSTART:20260607T010000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=4"),
                event(
                        "RECURRENCE-ID;RANGE=THISANDFUTURE:20260614T010000Z",
                        "DTSTART:20260616T010000Z",
                        "DURATION:PT1H"),
                good());

        assertThat(names(read)).containsExactly("Good");
        assertThat(read.problems()).singleElement().asString().contains("RECURRENCE-ID", "(RANGE)");
    }

    @Test
    void read_cancelledEvent_givesNothing() {
        ImportedWindows read = maintenance(
                event("STATUS:CANCELLED", "DTSTART:20260607T010000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY"), good());

        assertThat(names(read)).containsExactly("Good");
        assertThat(read.problems()).isEmpty();
    }

    // Lengths and names

    @Test
    void read_wholeDays_lastFromMidnightToMidnightOfTheZone() {
        ImportedWindows read = freeze(
                "BEGIN:VEVENT\nUID:2\nSUMMARY:Year end\nDTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20270102\nEND:VEVENT",
                "BEGIN:VEVENT\nUID:3\nSUMMARY:Holiday\nDTSTART;VALUE=DATE:20260329\nEND:VEVENT");

        assertThat(names(read)).containsExactly("Holiday", "Year end");
        assertThat(read.windows().get(1).zone()).isEqualTo(LONDON);
        assertThat(read.windows().get(1).begins()).isEqualTo(LocalDateTime.parse("2026-12-24T00:00"));
        assertThat(read.windows().get(1).ends()).isEqualTo(LocalDateTime.parse("2027-01-02T00:00"));
        assertIsExactly(read.windows().get(0), at("2026-03-29T00:00:00Z"), at("2026-03-29T23:00:00Z"));
        assertIsExactly(read.windows().get(1), at("2026-12-24T00:00:00Z"), at("2027-01-02T00:00:00Z"));
    }

    @Test
    void read_dayWhoseMidnightIsSkipped_beginsWithItsFirstMoment() {
        String text = calendar("BEGIN:VEVENT\nUID:2\nDTSTART;VALUE=DATE:20260329\nEND:VEVENT");

        ImportedWindows read =
                ICalendarReader.of(WindowKind.FREEZE, ZoneId.of("Asia/Beirut")).read(text, JANUARY, NEXT_JANUARY);

        assertIsExactly(only(read), at("2026-03-28T22:00:00Z"), at("2026-03-29T21:00:00Z"));
    }

    @Test
    void read_dayWhoseMidnightIsInsideASkippedHour_beginsWithItsFirstMoment() {
        String text = calendar("BEGIN:VEVENT\nUID:2\nDTSTART;VALUE=DATE:19190331\nEND:VEVENT");

        ImportedWindows read = ICalendarReader.of(WindowKind.FREEZE, ZoneId.of("America/Toronto"))
                .read(text, at("1919-03-01T00:00:00Z"), at("1919-05-01T00:00:00Z"));

        assertThat(only(read).begins()).isEqualTo(LocalDateTime.parse("1919-03-31T00:30"));
        assertIsExactly(only(read), at("1919-03-31T04:30:00Z"), at("1919-04-01T04:00:00Z"));
    }

    @Test
    void read_dayThatItsZoneNeverHad_givesNothing() {
        String text = calendar("BEGIN:VEVENT\nUID:2\nDTSTART;VALUE=DATE:20111230\nEND:VEVENT", good());

        ImportedWindows read = ICalendarReader.of(WindowKind.FREEZE, ZoneId.of("Pacific/Apia"))
                .read(text, at("2011-12-01T00:00:00Z"), at("2027-01-01T00:00:00Z"));

        assertThat(names(read)).containsExactly("Good");
    }

    @Test
    void read_floatingTime_isMeantByTheClocksOfTheZone() {
        assertIsExactly(
                only(maintenance(event("DTSTART:20260701T010000", "DURATION:P1DT2H30M"))),
                at("2026-07-01T00:00:00Z"),
                at("2026-07-02T02:30:00Z"));
    }

    @Test
    void read_foldedLinesAndEscapes_giveTheNameAsItWasTyped() {
        ImportedWindows read = maintenance(
                "BEGIN:VEVENT\nUID:4\nSUMMARY:Matching engine\\, gatew\n ays\\; and\n\t risk\nDTSTART:20260601T1000\n 00Z\nDURATION:PT1H\nEND:VEVENT",
                "BEGIN:VEVENT\nUID:without-summary\nDTSTART:20260602T100000Z\nDURATION:PT1H\nEND:VEVENT");

        assertThat(names(read)).containsExactly("Matching engine, gateways; and risk", "without-summary");
    }

    @Test
    void read_severalOccurrencesOfADay_haveNamesWithTheirTime() {
        ImportedWindows read =
                maintenance(event("DTSTART:20260601T010000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;BYHOUR=1,13;COUNT=3"));

        assertThat(names(read))
                .containsExactly(
                        "Weekly maintenance 2026-06-01T01:00",
                        "Weekly maintenance 2026-06-01T13:00",
                        "Weekly maintenance 2026-06-02");
    }

    // Zones of a file

    @Test
    void read_zoneThatTheFileDefines_isFollowedAndWrittenInUtc() {
        ImportedWindows read = maintenance(
                outlookZone(),
                event(
                        "DTSTART;TZID=\"GMT Standard Time\":20260322T013000",
                        "DTEND;TZID=\"GMT Standard Time\":20260322T023000",
                        "RRULE:FREQ=WEEKLY;UNTIL=20261101T013000Z"));

        assertThat(read.problems()).isEmpty();
        assertThat(read.windows()).hasSize(33).allMatch(window -> window.zone().equals(UTC));
        assertIsExactly(
                named(read, "Weekly maintenance 2026-03-22"), at("2026-03-22T01:30:00Z"), at("2026-03-22T02:30:00Z"));
        assertIsExactly(
                named(read, "Weekly maintenance 2026-03-29"), at("2026-03-29T01:30:00Z"), at("2026-03-29T02:30:00Z"));
        assertIsExactly(
                named(read, "Weekly maintenance 2026-04-05"), at("2026-04-05T00:30:00Z"), at("2026-04-05T01:30:00Z"));
        assertIsExactly(
                named(read, "Weekly maintenance 2026-10-25"), at("2026-10-25T00:30:00Z"), at("2026-10-25T01:30:00Z"));
        assertIsExactly(
                named(read, "Weekly maintenance 2026-11-01"), at("2026-11-01T01:30:00Z"), at("2026-11-01T02:30:00Z"));
    }

    @Test
    void read_zoneThatNobodyDefines_isAProblemOfItsEventAlone() {
        ImportedWindows read =
                maintenance(event("DTSTART;TZID=Mars Standard Time:20260322T013000", "DURATION:PT1H"), good());

        assertThat(names(read)).containsExactly("Good");
        assertThat(read.problems())
                .containsExactly(
                        "Event \"Weekly maintenance\" (UID 1@house): TZID of DTSTART \"Mars Standard Time\" is no IANA"
                                + " zone, and the file has no VTIMEZONE of that name: name an IANA zone, or add the VTIMEZONE");
    }

    @Test
    void read_zoneThatChangesEverySecond_isAProblemAndEnds() {
        ImportedWindows read = maintenance(
                outlookZone().replace("FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "FREQ=SECONDLY"),
                event("DTSTART;TZID=GMT Standard Time:20260322T013000", "DURATION:PT1H"),
                good());

        assertThat(names(read)).containsExactly("Good");
        assertThat(read.problems())
                .singleElement()
                .asString()
                .contains("has a VTIMEZONE that cannot be read", "FREQ=SECONDLY");
    }

    // What is wrong

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DURATION:PT1H|has no DTSTART",
                "DTSTART:20260230T010000Z\nDURATION:PT1H|DTSTART \"20260230T010000Z\" does not exist",
                "DTSTART:20260301T0100\nDURATION:PT1H|DTSTART \"20260301T0100\" is neither a date nor a time",
                "DTSTART:20260301T010000Z|has neither DTEND nor DURATION",
                "DTSTART:20260301T010000Z\nDTEND:20260301T010000Z|DTEND \"20260301T010000Z\" is not after DTSTART",
                "DTSTART:20260301T010000Z\nDTEND;VALUE=DATE:20260302|is a date and DTSTART a time",
                "DTSTART:20260301T010000Z\nDURATION:-PT1H|DURATION \"-PT1H\" is no length",
                "DTSTART:20260301T010000Z\nDURATION:PT0S|DURATION \"PT0S\" is no time at all",
                "DTSTART:20260301T010000Z\nDTEND:20260301T020000Z\nDURATION:PT1H|stands beside a DTEND",
                "DTSTART;VALUE=DATE:20260301\nDURATION:PT1H|is not whole days",
                "DTSTART:20260301T010000Z\nDTSTART:20260302T010000Z\nDURATION:PT1H|is a second one",
                "DTSTART:20260301T010000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;BYDAY=XX|has a part that is not known",
                "DTSTART:20260301T010000Z\nDURATION:PT1H\nRRULE:BYDAY=SU|or no FREQ",
                "DTSTART:20260301T010000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;BYDAY=2SU|a number out of bounds",
                "DTSTART:20260301T010000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;BYHOUR=25|a number out of bounds",
                "DTSTART:20260301T010000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2;UNTIL=20260401|ends more than once",
                "DTSTART:20260301T010000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;BYDAY=MO|does not meet DTSTART",
                "DTSTART:20260301T010000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30|does not meet DTSTART",
                "DTSTART:20260301T010000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;INTERVAL=2;BYDAY=SU|cannot be followed exactly",
                "DTSTART:20260301T010000Z\nDURATION:PT1H\nRRULE:FREQ=MONTHLY;INTERVAL=2;BYMONTH=3|cannot be followed exactly",
                "DTSTART:20260301T010000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;BYDAY=SU,SA;BYSETPOS=1|cannot be followed exactly",
                "DTSTART:20260301T010000Z\nDURATION:PT1H\nRRULE:FREQ=YEARLY;BYWEEKNO=9;BYDAY=SU|cannot be followed exactly",
                "DTSTART:20260301T010000Z\nDURATION:PT1H\nRRULE:FREQ=HOURLY;BYDAY=SU|cannot be followed exactly",
                "DTSTART:20260301T010000Z\nDURATION:PT1H\nRRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30|cannot be followed exactly",
                "DTSTART;VALUE=DATE:20260301\nRRULE:FREQ=DAILY;BYHOUR=1|names times of a day",
                "DTSTART:20260301T010000Z\nDURATION:PT1H\nRDATE;VALUE=DATE:20260302|is not written as DTSTART is",
                "DTSTART:20260301T010000Z\nDURATION:PT1H\nRDATE;VALUE=PERIOD:20260303T010000Z/20260302T010000Z|ends before it",
                "DTSTART:20260301T010000Z\nDURATION:PT1H\nEXDATE:tomorrow|EXDATE \"tomorrow\" is neither",
                "DTSTART:20260301T010000Z\nDURATION:PT1S\nRRULE:FREQ=SECONDLY|comes more than 100,000 times",
                "DTSTART:20260301T010000Z\nDURATION:PT1S\nRRULE:FREQ=MINUTELY;COUNT=10001|is more than 10,000",
                "DTSTART:20260301T010000Z\nDURATION:PT1S\nRRULE:FREQ=HOURLY;UNTIL=never|UNTIL \"never\" is neither",
            })
    void read_eventThatIsWrong_isAProblemThatNamesItAndHidesNoOther(String wrong) {
        String[] parts = wrong.split("\\|", -1);

        ImportedWindows read = maintenance(event(parts[0]), good());

        assertThat(names(read)).containsExactly("Good");
        assertThat(read.problems())
                .singleElement()
                .asString()
                .startsWith("Event \"Weekly maintenance\" (UID 1@house): ")
                .contains(parts[1]);
    }

    @Test
    void read_lineWithoutAColon_isAProblemWithItsNumber() {
        ImportedWindows read = maintenance(event("DTSTART:20260601T010000Z", "DURATION:PT1H", "RRULE FREQ=WEEKLY"));

        assertThat(read.problems()).singleElement().asString().startsWith("Line 10 cannot be read");
    }

    @Test
    void read_twoEventsOfOneUid_areAProblemUnlessOneIsNewer() {
        String first = event("DTSTART:20260601T010000Z", "DURATION:PT1H");
        String second = event("DTSTART:20260602T010000Z", "DURATION:PT1H");
        String newer = event("SEQUENCE:1", "DTSTART:20260603T010000Z", "DURATION:PT1H");

        assertThat(maintenance(first, second).windows()).isEmpty();
        assertThat(maintenance(first, second).problems())
                .singleElement()
                .asString()
                .contains("shares its UID");
        assertThat(only(maintenance(newer, first)).begins()).isEqualTo(LocalDateTime.parse("2026-06-03T01:00"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "windows: none", "{\"windows\": []}", "BEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT"})
    void read_noICalendar_isMalformed(String text) {
        ICalendarReader reader = ICalendarReader.of(WindowKind.FREEZE, LONDON);

        assertThatThrownBy(() -> reader.read(text, JANUARY, NEXT_JANUARY))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageStartingWith(
                        "The text is no iCalendar: it must begin with BEGIN:VCALENDAR, but begins with \"");
    }

    @Test
    void read_calendarThatWasCutOff_isMalformed() {
        ICalendarReader reader = ICalendarReader.of(WindowKind.FREEZE, LONDON);
        String text = calendar(good()).replace("END:VCALENDAR\r\n", "");

        assertThatThrownBy(() -> reader.read(text, JANUARY, NEXT_JANUARY))
                .isInstanceOf(MalformedInputException.class)
                .hasMessage(
                        "The calendar is not whole: it must end with END:VCALENDAR, but ends with \"END:VEVENT\". Fetch it again");
    }

    @Test
    void read_vCalendar_isMalformed() {
        ICalendarReader reader = ICalendarReader.of(WindowKind.FREEZE, LONDON);
        String text = calendar(good()).replace("VERSION:2.0", "VERSION:1.0");

        assertThatThrownBy(() -> reader.read(text, JANUARY, NEXT_JANUARY))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("VERSION 1.0");
    }

    @Test
    void read_stretchThatEndsBeforeItBegins_isRefused() {
        ICalendarReader reader = ICalendarReader.of(WindowKind.FREEZE, LONDON);
        String text = calendar(good());

        assertThatThrownBy(() -> reader.read(text, NEXT_JANUARY, JANUARY)).isInstanceOf(IllegalArgumentException.class);
    }

    // What is asked for

    @Test
    void read_stretchOfTime_takesWhatMeetsItWholeAndNothingElse() {
        String text = calendar(event("DTSTART:20260601T000000Z", "DURATION:PT2H", "RRULE:FREQ=HOURLY;INTERVAL=2"));
        ICalendarReader reader = ICalendarReader.of(WindowKind.MAINTENANCE, LONDON);

        ImportedWindows read = reader.read(text, at("2026-06-05T02:00:00Z"), at("2026-06-05T05:00:00Z"));

        assertThat(read.windows())
                .extracting(CalendarWindow::begins)
                .containsExactly(LocalDateTime.parse("2026-06-05T02:00"), LocalDateTime.parse("2026-06-05T04:00"));
    }

    @Test
    void read_severalCalendarsInOneFile_areReadTogetherInOrder() {
        String later = calendar(good());
        String earlier = calendar(event("DTSTART:20260201T000000Z", "DURATION:PT2H"));

        ImportedWindows read = ICalendarReader.of(WindowKind.MAINTENANCE, LONDON)
                .read("\uFEFF" + later + earlier, JANUARY, NEXT_JANUARY);

        assertThat(names(read)).containsExactly("Weekly maintenance", "Good");
    }

    @Test
    void calendar_ofImportedWindows_opensInMaintenanceAndNotInAFreeze() {
        ImportedWindows windows = maintenance(event(
                "DTSTART;TZID=Europe/London:20260103T013000",
                "DTEND;TZID=Europe/London:20260103T033000",
                "RRULE:FREQ=WEEKLY;BYDAY=SA"));
        ImportedWindows freezes =
                freeze("BEGIN:VEVENT\nUID:f\nSUMMARY:Halving\nDTSTART;VALUE=DATE:20260606\nEND:VEVENT");

        ChangeCalendar calendar = ChangeCalendar.builder()
                .id("imported")
                .version(1)
                .addAllWindows(windows.windows())
                .addAllWindows(freezes.windows())
                .build();

        assertThat(calendar.at(at("2026-05-30T01:00:00Z")).isOpen()).isTrue();
        assertThat(calendar.at(at("2026-05-30T01:00:00Z")).closesAt()).contains(at("2026-05-30T02:30:00Z"));
        assertThat(calendar.at(at("2026-06-06T01:00:00Z")).isOpen()).isFalse();
        assertThat(calendar.at(at("2026-06-06T01:00:00Z")).why())
                .startsWith("freeze \"Halving\"")
                .contains("is in force");
        assertThat(calendar.at(at("2026-06-06T01:00:00Z")).opensAt()).contains(at("2026-06-13T00:30:00Z"));
    }

    private static String outlookZone() {
        return """
                BEGIN:VTIMEZONE
                TZID:GMT Standard Time
                BEGIN:STANDARD
                DTSTART:16010101T020000
                TZOFFSETFROM:+0100
                TZOFFSETTO:+0000
                RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
                END:STANDARD
                BEGIN:DAYLIGHT
                DTSTART:16010101T010000
                TZOFFSETFROM:+0000
                TZOFFSETTO:+0100
                RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
                END:DAYLIGHT
                END:VTIMEZONE""";
    }

    private static Instant at(String instant) {
        return Instant.parse(instant);
    }

    private static List<String> names(ImportedWindows read) {
        return read.windows().stream().map(CalendarWindow::name).toList();
    }

    private static CalendarWindow only(ImportedWindows read) {
        assertThat(read.problems()).isEmpty();
        assertThat(read.windows()).hasSize(1);
        return read.windows().get(0);
    }

    private static CalendarWindow named(ImportedWindows read, String name) {
        List<CalendarWindow> found = read.windows().stream()
                .filter(window -> window.name().equals(name))
                .toList();
        assertThat(found).as(name).hasSize(1);
        return found.get(0);
    }
}
