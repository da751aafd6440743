package io.countersign.audit;

import io.countersign.audit.internal.EntryProver;
import io.countersign.audit.internal.LedgerReader;
import io.countersign.audit.internal.LedgerStore;
import io.countersign.model.NotFoundException;
import io.countersign.model.journal.EntryCursor;
import io.countersign.model.journal.EntryFollower;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.JournalHead;
import io.countersign.model.journal.ProofSource;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An auditor's look into a ledger: reads and proves, never writes, needs no key, and does not hold up the service that
 * appends meanwhile. Safe for concurrent use. What it reads is not verified: see {@link LedgerVerifier}.
 */
public final class LedgerInspector implements ProofSource, AutoCloseable {
    private final LedgerStore store;
    private final LedgerReader reader;
    private final EntryProver prover;

    private LedgerInspector(LedgerStore store) {
        this.store = store;
        this.reader = LedgerReader.of(store);
        this.prover = new EntryProver(reader);
    }

    /**
     * Opens a ledger's file for reading.
     *
     * @throws NotFoundException if there is no such file
     * @throws io.countersign.model.LedgerUnavailableException if it is no ledger, or may not be read
     */
    public static LedgerInspector open(Path file) {
        return open(LedgerLocation.file(file));
    }

    /**
     * Opens a ledger for reading, wherever it is.
     *
     * @throws NotFoundException if it is not there
     * @throws io.countersign.model.LedgerUnavailableException if it is no ledger, or may not be read
     */
    public static LedgerInspector open(LedgerLocation location) {
        LedgerStore store = location.store();
        store.requireThere();
        LedgerInspector inspector = new LedgerInspector(store);
        inspector.head(); // says so at once when the file is something else
        return inspector;
    }

    /** Size and root as the ledger recorded them with its last commit. */
    public JournalHead head() {
        return reader.head();
    }

    /** Entries in order of sequence, as of the moment of the call. */
    public EntryCursor read(EntryQuery query) {
        return reader.read(query, reader.head().size());
    }

    /** Entries in order of sequence, and those that the service appends later; see {@link AuditLedger#follow}. */
    public EntryFollower follow(EntryQuery query) {
        return new EntryFollower(query, () -> head().size(), this::read, store.watch());
    }

    /** The last signed checkpoint that the ledger keeps: the note's text. */
    public Optional<String> findCheckpoint() {
        return reader.lastCheckpoint().map(LedgerReader.KeptCheckpoint::note);
    }

    /**
     * The proof of an entry against the last checkpoint that the ledger keeps.
     *
     * @throws NotFoundException if there is no such entry, or no checkpoint covers it yet
     */
    @Override
    public String prove(long sequence) {
        long size = reader.head().size();
        if (sequence < 0 || sequence >= size) {
            throw new NotFoundException(
                    "There is no entry " + sequence + " in the ledger " + store.name() + " of size " + size);
        }
        LedgerReader.KeptCheckpoint last = reader.lastCheckpoint()
                .filter(kept -> kept.size() > sequence)
                .orElseThrow(
                        () -> new NotFoundException(
                                "No signed checkpoint of " + store.name() + " covers entry " + sequence
                                        + " yet: the service that holds the key signs one when it is asked for a proof or closes"));
        return prover.prove(sequence, last.size(), last.note()).toString();
    }

    @Override
    public void close() {
        reader.close();
    }
}
