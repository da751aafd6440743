package io.countersign.client.catalogue;

import io.countersign.client.internal.Figures;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Spans of time: from thresholds, and in words. */
final class Durations {
    private Durations() {}

    static Duration minutes(BigDecimal minutes) {
        return Duration.ofSeconds(minutes.multiply(BigDecimal.valueOf(60)).longValue());
    }

    static Duration days(BigDecimal days) {
        return minutes(days.multiply(BigDecimal.valueOf(Duration.ofDays(1).toMinutes())));
    }

    /** Such as "1 day 2 hours"; "no time" for zero, with a minus in front of what is negative. */
    static String words(Duration duration) {
        if (duration.isNegative()) {
            return "-" + words(duration.negated());
        }
        List<String> parts = new ArrayList<>();
        part(duration.toDaysPart(), "day", parts);
        part(duration.toHoursPart(), "hour", parts);
        part(duration.toMinutesPart(), "minute", parts);
        part(duration.toSecondsPart(), "second", parts);
        return parts.isEmpty() ? "no time" : String.join(" ", parts);
    }

    private static void part(long number, String singular, List<String> parts) {
        if (number > 0) {
            parts.add(Figures.count(number, singular));
        }
    }
}
