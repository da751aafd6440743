package io.countersign.model.journal;

import io.countersign.model.SdkStyle;
import java.time.Instant;
import java.util.Optional;
import org.immutables.value.Value;

/** Which entries to read; every condition that is present must hold. Entries come in order of sequence. */
@SdkStyle
@Value.Immutable
public abstract class EntryQuery {
    EntryQuery() {}

    /** Only this stream. */
    public abstract Optional<String> stream();

    /** Only this type. */
    public abstract Optional<String> type();

    /** Only entries from this sequence on. */
    @Value.Default
    public long fromSequence() {
        return 0;
    }

    /** Only entries before this sequence: with a head's size, a consistent view while others append. */
    @Value.Default
    public long beforeSequence() {
        return Long.MAX_VALUE;
    }

    /** Only entries recorded at or after this instant. */
    public abstract Optional<Instant> recordedFrom();

    /** Only entries recorded before this instant. */
    public abstract Optional<Instant> recordedBefore();

    @Value.Check
    void check() {
        if (fromSequence() < 0) {
            throw new IllegalArgumentException("First sequence must not be negative: " + fromSequence());
        }
    }

    /** Everything. */
    public static EntryQuery all() {
        return builder().build();
    }

    /** One stream. */
    public static EntryQuery ofStream(String stream) {
        return builder().stream(stream).build();
    }

    /** Whether an entry is asked for. */
    public boolean matches(JournalEntry entry) {
        return entry.sequence() >= fromSequence()
                && entry.sequence() < beforeSequence()
                && stream().map(entry.stream()::equals).orElse(true)
                && type().map(entry.type()::equals).orElse(true)
                && recordedFrom()
                        .map(from -> !entry.recordedAt().isBefore(from))
                        .orElse(true)
                && recordedBefore().map(entry.recordedAt()::isBefore).orElse(true);
    }

    /** Starts a query. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a query. */
    public static final class Builder extends ImmutableEntryQuery.Builder {
        Builder() {}
    }
}
