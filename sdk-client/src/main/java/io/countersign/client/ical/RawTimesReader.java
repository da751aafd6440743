package io.countersign.client.ical;

import biweekly.ICalVersion;
import biweekly.ICalendar;
import biweekly.io.ParseContext;
import biweekly.io.scribe.property.RawPropertyScribe;
import biweekly.io.text.ICalReader;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The library's reader, but for times: those it would read leniently, in the zone of the machine, and by its own idea of VTIMEZONE,
 * which asks the wall clock and does not end where a hostile zone changes every second. They stay as they are written.
 */
final class RawTimesReader extends ICalReader {
    private static final List<String> TIMES =
            List.of("DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "RRULE", "EXRULE", "RDATE", "EXDATE");

    RawTimesReader(String text) {
        super(text);
        TIMES.forEach(name -> registerScribe(new RawPropertyScribe(name)));
    }

    @Override
    public @Nullable ICalendar readNext() throws IOException {
        warnings.clear();
        context = new ParseContext();
        return _readNext();
    }

    /** Whether the calendar that was read last is a vCalendar 1.0, which has other rules. */
    boolean isOfTheOldFormat() {
        return context.getVersion() == ICalVersion.V1_0;
    }
}
