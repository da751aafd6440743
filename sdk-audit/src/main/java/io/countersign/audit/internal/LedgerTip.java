package io.countersign.audit.internal;

import io.countersign.model.LedgerIntegrityException;
import io.countersign.model.journal.JournalHead;
import io.countersign.model.journal.StreamHead;
import io.countersign.model.json.Digest;
import io.countersign.model.json.Instants;
import io.countersign.model.merkle.MerkleTree;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a ledger stands, as far as somebody has followed it: size and root, the right edge of the tree, and where streams end. It
 * only moves over entries whose hashes lead to the root that was recorded. Used by one thread at a time.
 */
final class LedgerTip {
    private static final int STREAMS_KEPT_MAX = 16_384;

    private final String ledger;

    /** Those used last come last. */
    private final Map<String, StreamHead> streams = new LinkedHashMap<>(256, 0.75f, true);

    private JournalHead head;
    private TileFrontier frontier;
    private Instant lastRecordedAt;

    private LedgerTip(String ledger, JournalHead head, TileFrontier frontier, Instant lastRecordedAt) {
        this.ledger = ledger;
        this.head = head;
        this.frontier = frontier;
        this.lastRecordedAt = lastRecordedAt;
    }

    /**
     * Finds the right edge of the tree again, from tiles and the entries behind them.
     *
     * @throws LedgerIntegrityException if they do not lead to the root that was recorded, or are not the last
     */
    static LedgerTip recover(String ledger, JournalHead head, LedgerQueries queries) throws SQLException {
        TileFrontier frontier = TileFrontier.recover(head.size(), queries::edgeHashes);
        requireRoot(ledger, frontier, head);
        long last = queries.lastSequence();
        if (last != head.size() - 1) {
            throw new LedgerIntegrityException("The ledger " + ledger + " has the size " + head.size()
                    + ", but its last entry is " + last + ": verify it");
        }
        Instant lastRecordedAt =
                head.size() == 0 ? Instant.MIN : Instants.ofMicros(queries.recordedAt(head.size() - 1));
        return new LedgerTip(ledger, head, frontier, lastRecordedAt);
    }

    JournalHead head() {
        return head;
    }

    TileFrontier frontier() {
        return frontier;
    }

    Instant lastRecordedAt() {
        return lastRecordedAt;
    }

    /** Those of some streams whose ends are not known here. */
    Set<String> unknown(Set<String> ids) {
        forgetEldest();
        return ids.stream().filter(id -> !streams.containsKey(id)).collect(Collectors.toSet());
    }

    /** Takes in where streams end, as the database has it. */
    void learn(Map<String, StreamHead> ends) {
        streams.putAll(ends);
    }

    /** Where a stream ends that is known; null if it does not exist. */
    @Nullable
    StreamHead stream(String id) {
        return streams.get(id);
    }

    /**
     * Moves over what others have added.
     *
     * @param recorded size and root that are in the database
     * @throws LedgerIntegrityException if the ledger is shorter than it was, or its new entries do not lead to that root; then it
     *     stays where it was
     */
    void follow(JournalHead recorded, LedgerQueries queries) throws SQLException {
        if (recorded.equals(head)) {
            return;
        }
        forgetEldest();
        if (recorded.size() <= head.size()) {
            throw new LedgerIntegrityException("The ledger " + ledger + " had " + head.size() + " entries and the root "
                    + head.root().hex() + ", and now has " + recorded.size() + " and "
                    + recorded.root().hex() + ": an older copy was put back, or it was rewritten. Verify it");
        }
        TileFrontier grown = frontier.copy();
        Map<String, StreamHead> ends = new LinkedHashMap<>();
        Instant newest = lastRecordedAt;
        while (grown.size() < recorded.size()) {
            long before = grown.size();
            PreparedStatement added = queries.prepare(queries.sql().added);
            added.setLong(1, before);
            added.setLong(2, recorded.size());
            try (ResultSet rows = added.executeQuery()) {
                while (rows.next()) {
                    byte[] leaf = MerkleTree.leafHash(rows.getBytes(2));
                    grown.append(leaf, (level, index, hashes, root) -> {});
                    ends.put(
                            rows.getString(3),
                            new StreamHead(
                                    rows.getLong(4),
                                    rows.getLong(1),
                                    HexFormat.of().formatHex(leaf)));
                    newest = Instants.ofMicros(rows.getLong(5));
                }
            }
            if (grown.size() == before) {
                throw new LedgerIntegrityException("The ledger " + ledger + " has the size " + recorded.size()
                        + ", but there is no entry " + before + ": verify it");
            }
        }
        requireRoot(ledger, grown, recorded);
        moveTo(recorded, grown, newest, ends);
    }

    /** Moves over what was written just now. */
    void moveOver(PlacedGroup group) {
        moveTo(group.head(), group.frontier(), group.lastRecordedAt(), group.streams());
    }

    private void moveTo(JournalHead reached, TileFrontier edge, Instant newest, Map<String, StreamHead> ends) {
        head = reached;
        frontier = edge;
        lastRecordedAt = newest;
        streams.putAll(ends);
    }

    /** Only before a transaction looks at what is known: what it found so stays until it ends. */
    private void forgetEldest() {
        Iterator<String> eldest = streams.keySet().iterator();
        for (int i = streams.size(); i > STREAMS_KEPT_MAX; i--) {
            eldest.next();
            eldest.remove();
        }
    }

    private static void requireRoot(String ledger, TileFrontier frontier, JournalHead head) {
        Digest root = Digest.ofHash(frontier.root());
        if (!root.equals(head.root())) {
            throw new LedgerIntegrityException("The entries of the ledger " + ledger + " lead to the root "
                    + root.hex() + ", but " + head.root().hex() + " was recorded for size " + head.size()
                    + ": verify it");
        }
    }
}
