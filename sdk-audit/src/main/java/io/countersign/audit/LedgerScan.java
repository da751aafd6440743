package io.countersign.audit;

import io.countersign.audit.LedgerFinding.Code;
import io.countersign.audit.internal.LedgerDump;
import io.countersign.audit.internal.LedgerStore;
import io.countersign.audit.proof.NoteVerifier;
import io.countersign.model.journal.JournalHead;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** One run of a verification: entries in order, and beside them the tree, checkpoints, streams and batches as they fall due. */
final class LedgerScan {
    private static final int STEP = 1_024;

    private final LedgerStore store;
    private final boolean deep;
    private final int threads;
    private final List<String> held;
    private final @Nullable String start;
    private final LongConsumer progress;
    private final BooleanSupplier cancelled;

    private final Findings findings = new Findings();
    private final TreeScan tree;
    private final EntryScan deepScan = new EntryScan(findings);
    private long from;
    private long entries;
    private long nextSequence;

    LedgerScan(
            LedgerStore store,
            boolean deep,
            int threads,
            List<NoteVerifier> trusted,
            List<String> held,
            @Nullable String start,
            LongConsumer progress,
            BooleanSupplier cancelled) {
        this.store = store;
        this.deep = deep;
        this.threads = threads;
        this.held = held;
        this.start = start;
        this.progress = progress;
        this.cancelled = cancelled;
        this.tree = new TreeScan(trusted, findings);
    }

    VerificationReport run() {
        try (LedgerDump dump = LedgerDump.open(store)) {
            scan(dump);
        } catch (SQLException e) {
            findings.add(Code.FILE, "file", "The database cannot read on: " + e.getMessage());
        }
        return new VerificationReport(
                from, entries, tree.root(), deep, tree.signatures(), findings.listed(), findings.total());
    }

    private void scan(LedgerDump dump) throws SQLException {
        dump.catalog().schemaDifferences().forEach(difference -> findings.add(Code.SCHEMA, "schema", difference));
        if (findings.total() > 0 && !dump.catalog().hasTables()) {
            return;
        }
        if (start != null && !tree.startAt(dump, start)) {
            return;
        }
        from = tree.size();
        nextSequence = from;
        tree.collectPins(dump, held);
        Optional<JournalHead> head = dump.head();
        if (head.isEmpty()) {
            findings.add(Code.ROOT, "head", "There are " + dump.headCount() + " heads, not one");
        }
        tree.passPins();
        readEntries(dump, head.map(JournalHead::size).orElse(0L));
        progress.accept(entries);
        head.ifPresent(tree::compareHead);
        tree.compareTileCount(dump);
        tree.compareUnreached();
        if (deep) {
            deepScan.compareStreams(dump, tree.size());
            deepScan.compareBatches(dump, from);
            dump.catalog().foreignTypes().forEach(table -> findings.add(Code.SCHEMA, "schema", table));
            dump.catalog().damages().forEach(damage -> findings.add(Code.FILE, "file", damage));
        }
    }

    /** Those that the head covers come from several threads; others should not be there. */
    private void readEntries(LedgerDump dump, long size) throws SQLException {
        long end = Math.max(from, size);
        if (from == 0) {
            EntryFeed.read(dump, deep, Long.MIN_VALUE, 0, entry -> take(dump, entry));
        }
        try (EntryFeed feed = new EntryFeed(store, deep, threads)) {
            feed.forEach(from, end, entry -> take(dump, entry));
        }
        EntryFeed.read(dump, deep, end, Long.MAX_VALUE, entry -> take(dump, entry));
    }

    private void take(LedgerDump dump, ReadEntry entry) throws SQLException {
        if (entries % STEP == 0) {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException(
                        "The verification of " + store.name() + " was cancelled after " + entries + " entries");
            }
            progress.accept(entries);
        }
        entries++;
        long sequence = entry.sequence();
        if (sequence < nextSequence) {
            findings.add(
                    Code.GAP,
                    "entry " + sequence,
                    "It stands in front of entry " + nextSequence + ", where none belongs");
            return;
        }
        if (sequence > nextSequence) {
            tree.passOver(dump, nextSequence, sequence);
        }
        nextSequence = sequence + 1;
        tree.grow(dump, entry.leaf());
        if (deep) {
            deepScan.take(dump, entry);
        }
    }
}
