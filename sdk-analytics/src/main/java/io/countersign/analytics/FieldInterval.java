package io.countersign.analytics;

import io.countersign.model.SdkStyle;
import io.countersign.model.journal.Actor;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.DocumentId;
import io.countersign.model.snapshot.Scope;
import io.countersign.model.view.TimeLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** The value of a field over a stretch of the time of effect. */
@SdkStyle
@Value.Immutable
public abstract class FieldInterval {
    FieldInterval() {}

    public abstract Scope scope();

    public abstract DocumentId document();

    /** The field, as in {@link io.countersign.model.diff.FieldChange#path()}. */
    public abstract String path();

    public abstract JsonText value();

    /** From when it is in force. */
    public abstract Instant validFrom();

    /** Until when, exclusive; absent where nothing is known to end it. */
    public abstract Optional<Instant> validUntil();

    /** Who applied the change, or recorded the document. */
    public abstract Actor actor();

    /** The change; absent for a baseline. */
    public abstract Optional<String> changeId();

    /** Whether it was set by undoing the change. */
    public abstract boolean rollback();

    /** When the journal recorded it. */
    public abstract Instant recordedAt();

    /** The entry to cite. */
    public abstract long sequence();

    /**
     * Draws intervals, a lane a field: what it was when.
     *
     * @param until where the picture ends; intervals that are still open reach to it
     * @throws IllegalArgumentException if there are none, or they begin no earlier than the picture ends
     */
    public static TimeLine timeLine(String title, List<FieldInterval> intervals, Instant until) {
        Instant from = intervals.stream()
                .map(FieldInterval::validFrom)
                .min(Comparator.naturalOrder())
                .orElseThrow(() -> new IllegalArgumentException("No intervals to draw: " + title));
        Map<String, List<TimeLine.Stretch>> lanes = new LinkedHashMap<>();
        boolean oneDocument =
                intervals.stream().map(FieldInterval::document).distinct().count() == 1;
        for (FieldInterval interval : intervals) {
            String lane = oneDocument ? interval.path() : interval.document().id() + " " + interval.path();
            lanes.computeIfAbsent(lane, label -> new ArrayList<>())
                    .add(new TimeLine.Stretch(
                            interval.validFrom(),
                            interval.validUntil().orElse(until),
                            interval.value().display()));
        }
        TimeLine line = TimeLine.of(title, from, until);
        for (Map.Entry<String, List<TimeLine.Stretch>> lane : lanes.entrySet()) {
            line = line.lane(lane.getKey(), lane.getValue());
        }
        return line;
    }

    static ImmutableFieldInterval.Builder builder() {
        return ImmutableFieldInterval.builder();
    }

    @Override
    public String toString() {
        return document() + " " + path() + " = " + value().display() + " from " + validFrom()
                + validUntil().map(until -> " until " + until).orElse("")
                + changeId().map(id -> " by " + id).orElse("") + ", entry #" + sequence();
    }
}
