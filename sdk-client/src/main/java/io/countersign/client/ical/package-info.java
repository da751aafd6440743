/**
 * Calendars of other programs, read into windows of a change calendar.
 *
 * <p>An {@link io.countersign.client.ical.ICalendarReader} takes the text of an {@code .ics} file (iCalendar, RFC 5545) and a stretch of
 * time, and gives {@link io.countersign.client.ical.ImportedWindows}: a {@link io.countersign.client.policy.CalendarWindow} for each
 * occurrence of each event, and words for every event that it could not read. Needs {@code net.sf.biweekly:biweekly}, which this
 * library does not bring along; nothing else here needs it.
 */
@NullMarked
package io.countersign.client.ical;

import org.jspecify.annotations.NullMarked;
