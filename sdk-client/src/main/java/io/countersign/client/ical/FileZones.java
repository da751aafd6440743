package io.countersign.client.ical;

import biweekly.component.VTimezone;
import biweekly.property.RawProperty;
import biweekly.property.ValuedProperty;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The zones of a calendar: IANA's by their names, and those that it defines itself. */
final class FileZones {
    private static final Set<String> IANA = ZoneId.getAvailableZoneIds();

    private final FileZone floating;
    private final Instant to;
    private final Map<String, VTimezone> definitions = new HashMap<>();
    private final Map<String, FileZone> defined = new HashMap<>();

    /**
     * Collects the definitions, and looks at none before it is asked for.
     *
     * @param floating of times that name no zone
     * @param to the end of the time that they are needed for
     */
    FileZones(List<VTimezone> definitions, ZoneId floating, Instant to) {
        this.floating = FileZone.of(floating);
        this.to = to;
        for (VTimezone definition : definitions) {
            String id = ValuedProperty.getValue(definition.getTimezoneId());
            if (id != null) {
                this.definitions.putIfAbsent(id, definition);
            }
        }
    }

    /** Of the times of a property, by its parameter TZID. A name of IANA's means IANA's clocks, whatever the file says of them. */
    FileZone of(RawProperty property) throws EventProblem {
        String id = property.getParameters().getTimezoneId();
        if (id == null) {
            return floating;
        }
        String name = id.startsWith("/") ? id.substring(1) : id;
        if (IANA.contains(name)) {
            return FileZone.of(ZoneId.of(name));
        }
        FileZone known = defined.get(id);
        if (known != null) {
            return known;
        }
        FileZone zone = new FileZone(rules(property.getName(), id), FileZone.UTC.written());
        defined.put(id, zone);
        return zone;
    }

    private ZoneRules rules(String property, String id) throws EventProblem {
        VTimezone definition = definitions.get(id);
        if (definition == null) {
            throw new EventProblem(
                    "TZID of " + property,
                    id,
                    "is no IANA zone, and the file has no VTIMEZONE of that name: name an IANA zone, or add the VTIMEZONE");
        }
        try {
            return ZoneDefinition.rules(definition, to);
        } catch (EventProblem e) {
            throw new EventProblem("TZID of " + property, id, "has a VTIMEZONE that cannot be read. It " + e.words());
        }
    }
}
