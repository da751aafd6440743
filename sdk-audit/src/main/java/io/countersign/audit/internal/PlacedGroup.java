package io.countersign.audit.internal;

import io.countersign.model.journal.JournalEntry;
import io.countersign.model.journal.JournalHead;
import io.countersign.model.journal.StreamHead;
import io.countersign.model.json.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction will add, before anything is written: the ledger's own state stays as it is until the commit. Used by one
 * thread.
 */
final class PlacedGroup {
    private final TileFrontier frontier;
    private final List<JournalEntry> entries = new ArrayList<>();
    private final Map<String, StreamHead> streams = new LinkedHashMap<>();
    private final Set<String> newStreams = new HashSet<>();
    private final List<Tile> tiles = new ArrayList<>();
    private final Map<String, Batch> batches = new LinkedHashMap<>();
    private Instant lastRecordedAt;

    /** A batch in the group, under its idempotency key. */
    record Batch(Digest drafts, List<JournalEntry> entries) {}

    /** A group that starts where the ledger stands. */
    PlacedGroup(TileFrontier frontier, Instant lastRecordedAt) {
        this.frontier = frontier.copy();
        this.lastRecordedAt = lastRecordedAt;
    }

    /**
     * Takes in a batch whose entries have their places: those that come next.
     *
     * @param ends where the streams end that it adds to
     */
    void add(String key, Digest drafts, List<JournalEntry> placed, Map<String, StreamHead> ends) {
        for (JournalEntry entry : placed) {
            frontier.append(
                    entry.leafHash(), (level, index, hashes, root) -> tiles.add(new Tile(level, index, hashes, root)));
            entries.add(entry);
            if (entry.revision() == 1) {
                newStreams.add(entry.stream());
            }
            lastRecordedAt = entry.recordedAt();
        }
        streams.putAll(ends);
        batches.put(key, new Batch(drafts, placed));
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Size of the ledger with it. */
    long size() {
        return frontier.size();
    }

    /** Size and root of the ledger with it. */
    JournalHead head() {
        return new JournalHead(frontier.size(), Digest.ofHash(frontier.root()));
    }

    TileFrontier frontier() {
        return frontier;
    }

    Instant lastRecordedAt() {
        return lastRecordedAt;
    }

    List<JournalEntry> entries() {
        return entries;
    }

    /** Where the streams end that it adds to. */
    Map<String, StreamHead> streams() {
        return streams;
    }

    @Nullable
    StreamHead stream(String id) {
        return streams.get(id);
    }

    /** Whether a stream begins with it. */
    boolean begins(String stream) {
        return newStreams.contains(stream);
    }

    /** The batches by key, in order. */
    Map<String, Batch> batches() {
        return batches;
    }

    /** The tiles that it completes. */
    List<Tile> tiles() {
        return tiles;
    }

    /** A full tile. */
    static final class Tile {
        final int level;
        final long index;
        final byte[] hashes;
        final byte[] root;

        Tile(int level, long index, byte[] hashes, byte[] root) {
            this.level = level;
            this.index = index;
            this.hashes = hashes;
            this.root = root;
        }
    }
}
