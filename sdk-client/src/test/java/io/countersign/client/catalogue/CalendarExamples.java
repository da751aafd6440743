package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Indexes.calendar;
import static io.countersign.client.fixtures.Indexes.session;

import io.countersign.model.finding.Severity;
import java.util.List;

/** A failing and a passing example of each rule in {@link CalendarRules}. */
final class CalendarExamples {
    private CalendarExamples() {}

    static List<RuleExample> all() {
        return List.of(RuleExample.documents(
                "D-CAL-01",
                Severity.ERROR,
                calendar().addSessions(session("5T16:00", "5T22:00")).build(),
                calendar().addSessions(session("5T16:30", "5T22:00")).build()));
    }
}
