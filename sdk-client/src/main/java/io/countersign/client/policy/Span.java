package io.countersign.client.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** A stretch of time, not empty. Half-open. */
record Span(Instant from, Instant to) {
    Span {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("A stretch of time must end after it begins: " + from + " to " + to);
        }
    }

    boolean contains(Instant instant) {
        return !instant.isBefore(from) && instant.isBefore(to);
    }

    boolean meets(Span other) {
        return from.isBefore(other.to) && other.from.isBefore(to);
    }

    /** What is in any of them, in order, none touching the next. */
    static List<Span> union(Collection<Span> spans) {
        List<Span> sorted =
                spans.stream().sorted(Comparator.comparing(Span::from)).toList();
        List<Span> united = new ArrayList<>();
        for (Span span : sorted) {
            Span last = united.isEmpty() ? null : united.get(united.size() - 1);
            if (last == null || last.to.isBefore(span.from)) {
                united.add(span);
            } else if (last.to.isBefore(span.to)) {
                united.set(united.size() - 1, new Span(last.from, span.to));
            }
        }
        return united;
    }

    /** What is in one union and not in another. */
    static List<Span> difference(List<Span> of, List<Span> without) {
        List<Span> rest = new ArrayList<>();
        for (Span span : of) {
            Instant from = span.from;
            for (Span hole : without) {
                if (hole.meets(new Span(from, span.to))) {
                    if (from.isBefore(hole.from)) {
                        rest.add(new Span(from, hole.from));
                    }
                    from = hole.to;
                    if (!from.isBefore(span.to)) {
                        break;
                    }
                }
            }
            if (from.isBefore(span.to)) {
                rest.add(new Span(from, span.to));
            }
        }
        return rest;
    }
}
