package io.countersign.client.policy;

import io.countersign.model.change.CheckReported;
import io.countersign.model.change.EvidenceReference;
import io.countersign.model.journal.Actor;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * What a check came to, as it stands in the journal.
 *
 * @param reporter who says so
 * @param recordedAt when it was recorded
 */
public record GivenReport(Actor reporter, Instant recordedAt, CheckReported report) {
    /** How old it is counted from: when the oldest of its evidence was made, or when it was recorded if that is earlier. */
    public Instant since() {
        return Stream.concat(Stream.of(recordedAt), report.evidence().stream().map(EvidenceReference::collectedAt))
                .min(Comparator.naturalOrder())
                .orElse(recordedAt);
    }
}
