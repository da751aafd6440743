package io.countersign.model.venue.kraken;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.venue.VenueReader;
import io.countersign.model.venue.VenueReading;
import java.io.ByteArrayInputStream;
import java.util.List;

/** Reads texts as responses, and says in one line each what was found. */
final class Readings {
    private Readings() {}

    static VenueReading read(VenueReader reader, String response) {
        return read(reader, response.getBytes(UTF_8));
    }

    static VenueReading read(VenueReader reader, byte[] response) {
        return reader.read("response", new ByteArrayInputStream(response));
    }

    /** Rule, document and path of everything found. */
    static List<String> places(VenueReading reading) {
        return reading.report().findings().stream().map(Readings::place).toList();
    }

    /** Rule, document and path of everything that keeps a market from being read. */
    static List<String> errors(VenueReading reading) {
        return reading.report().atLeast(Severity.ERROR).stream()
                .map(Readings::place)
                .toList();
    }

    private static String place(Finding finding) {
        return (finding.ruleId() + " " + finding.document() + " " + finding.path()).strip();
    }
}
