package io.countersign.client.ical;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The events of one UID: one that may recur, and those that tell of single occurrences of it (RFC 5545, 3.8.4.4). */
final class EventSeries {
    private final List<EventText> mains;
    private final List<EventText> overrides;
    private final List<String> problems;

    private final TreeMap<Instant, Occurrence> regular = new TreeMap<>();
    private final TreeMap<Instant, Occurrence> left = new TreeMap<>();
    private final Map<Instant, Named> replaced = new LinkedHashMap<>();

    /**
     * Takes the events together.
     *
     * @param problems where the words go about each event that is left out
     */
    EventSeries(List<EventText> events, List<String> problems) {
        // The last word counts: what was edited more often, or stands later in the file.
        List<EventText> byAge = events.stream()
                .sorted(Comparator.comparingInt(EventText::sequence))
                .toList();
        this.mains = byAge.stream().filter(event -> !event.isOverride()).toList();
        this.overrides = byAge.stream().filter(EventText::isOverride).toList();
        this.problems = problems;
    }

    /** Those that begin before a moment and perhaps a few more, in no order. */
    List<Named> occurrences(Instant to) {
        for (EventText override : overrides) {
            if (override.changesTheFutureToo()) {
                problems.add(
                        problem(
                                override,
                                new EventProblem(
                                        "has a RECURRENCE-ID that changes what comes after it, too"
                                                + " (RANGE), and nothing of this UID is read: end the rule there, and make another event of the rest")));
                return List.of();
            }
        }
        EventText main = mains.isEmpty() ? null : mains.get(mains.size() - 1);
        if (main == null) {
            overrides.forEach(override -> replace(override, override, false, to));
            return List.copyOf(replaced.values());
        }
        if (main.isCancelled()) {
            return List.of();
        }
        boolean known = readMain(main, to);
        overrides.forEach(override -> replace(override, main, known, to));
        List<Named> found = new ArrayList<>(replaced.values());
        left.values().forEach(occurrence -> found.add(new Named(main.name(), main.recurs(), occurrence)));
        return found;
    }

    private boolean readMain(EventText main, Instant to) {
        try {
            if (mains.size() > 1 && mains.get(mains.size() - 2).sequence() == main.sequence()) {
                throw new EventProblem("shares its UID and SEQUENCE with another event: give each its own UID");
            }
            regular.putAll(main.occurrences(to));
            left.putAll(regular);
            main.exclude(left, to);
            return true;
        } catch (EventProblem e) {
            problems.add(problem(main, e));
            left.clear();
            return false;
        }
    }

    private void replace(EventText override, EventText main, boolean known, Instant to) {
        try {
            FileTime which = override.overridden();
            if (known
                    && which.instant().isBefore(to)
                    && regular.values().stream().noneMatch(occurrence -> which.names(occurrence.begin()))) {
                throw new EventProblem(
                        "RECURRENCE-ID",
                        which.local().toString(),
                        "is when no occurrence of its event begins: correct it");
            }
            left.values().removeIf(occurrence -> which.names(occurrence.begin()));
            replaced.remove(which.instant());
            if (!override.isCancelled()) {
                String name = override.summary().isPresent() ? override.name() : main.name();
                replaced.put(which.instant(), new Named(name, true, override.once()));
            }
        } catch (EventProblem e) {
            problems.add(problem(override, e));
        }
    }

    static String problem(EventText event, EventProblem problem) {
        return event.label() + ": " + problem.words();
    }

    /** An occurrence with what its event is called, and whether that alone does not tell it from others. */
    record Named(String event, boolean recurs, Occurrence occurrence) {}
}
