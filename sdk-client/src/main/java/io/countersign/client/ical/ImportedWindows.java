package io.countersign.client.ical;

import io.countersign.client.policy.CalendarWindow;
import java.util.List;

/**
 * What came of reading a calendar: windows that come once each, by begin and then name, and what could not be read.
 *
 * @param windows to be put into a {@link io.countersign.client.policy.ChangeCalendar}
 * @param problems one for each event that is left out and each line that cannot be read, in words: the event, the property, its value
 *     and what to do. Somebody has to read them, since a freeze that is left out freezes nothing
 */
public record ImportedWindows(List<CalendarWindow> windows, List<String> problems) {
    public ImportedWindows {
        windows = List.copyOf(windows);
        problems = List.copyOf(problems);
    }
}
