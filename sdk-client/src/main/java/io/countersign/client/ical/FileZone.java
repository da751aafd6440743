package io.countersign.client.ical;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * The zone that times of a file are told in.
 *
 * @param rules its clocks
 * @param written the zone that windows name: itself, or UTC where it has no name outside the file
 */
record FileZone(ZoneRules rules, ZoneId written) {
    static final FileZone UTC = of(ZoneId.of("UTC"));

    static FileZone of(ZoneId zone) {
        return new FileZone(zone.getRules(), zone);
    }

    /** A time that is skipped counts by the clocks before the change, one that is shown twice is the first (RFC 5545, 3.3.5). */
    Instant instant(LocalDateTime local) {
        ZoneOffsetTransition change = rules.getTransition(local);
        return local.toInstant(change == null ? rules.getOffset(local) : change.getOffsetBefore());
    }

    /** Midnight, or the first moment after it where midnight is skipped. */
    Instant startOf(LocalDate date) {
        ZoneOffsetTransition change = rules.getTransition(date.atStartOfDay());
        return change != null && change.isGap() ? change.getInstant() : instant(date.atStartOfDay());
    }

    LocalDateTime local(Instant instant) {
        return LocalDateTime.ofInstant(instant, rules.getOffset(instant));
    }
}
