package io.countersign.audit;

import io.countersign.audit.internal.CallersJournal;
import io.countersign.audit.internal.CheckpointKeeper;
import io.countersign.audit.internal.EntryProver;
import io.countersign.audit.internal.GroupCommit;
import io.countersign.audit.internal.LedgerReader;
import io.countersign.audit.internal.LedgerReader.KeptCheckpoint;
import io.countersign.audit.internal.LedgerStore;
import io.countersign.audit.internal.LedgerWriter;
import io.countersign.audit.proof.NoteVerifier;
import io.countersign.model.NotFoundException;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.AppendResult;
import io.countersign.model.journal.EntryCursor;
import io.countersign.model.journal.EntryFollower;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.FoldSnapshot;
import io.countersign.model.journal.Journal;
import io.countersign.model.journal.JournalClock;
import io.countersign.model.journal.JournalHead;
import io.countersign.model.journal.ProofSource;
import io.countersign.model.journal.StreamHead;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A journal that can only grow, and can prove what it recorded. When {@link #append} returns, the entries, the tree over them and its
 * root are on disk. Safe for concurrent use by threads.
 *
 * <p>It is kept in one SQLite file, which one process at a time may open, or in a PostgreSQL database, where many processes append to
 * one ledger: there each follows what the others add, and builds on no root that their entries do not lead to.
 *
 * <p>Callers who append at the same time share a commit, and one who is alone pays for none but its own. With a {@link
 * CheckpointSigner} the head is signed soon after it has moved ({@link Builder#signingWithin}), at once when a proof is asked for, and
 * when the ledger is closed.
 */
public final class AuditLedger implements Journal, ProofSource, AutoCloseable {
    private final LedgerLocation location;
    private final LedgerStore store;
    private final LedgerStore.Hold hold;
    private final JournalClock clock;
    private final LedgerReader reader;
    private final EntryProver prover;
    private final LedgerWriter writer;
    private final GroupCommit commits;
    private final @Nullable CheckpointSigner signer;
    private final @Nullable CheckpointKeeper keeper;

    private AuditLedger(
            Builder builder, LedgerLocation location, LedgerStore store, LedgerStore.Hold hold, JournalClock clock) {
        this.location = location;
        this.store = store;
        this.hold = hold;
        this.clock = clock;
        this.signer = builder.signer;
        this.writer = LedgerWriter.open(store, clock);
        this.reader = LedgerReader.of(store);
        this.prover = new EntryProver(reader);
        this.commits = new GroupCommit(writer);
        this.keeper =
                signer == null ? null : new CheckpointKeeper(signer, builder.signingDelay, reader, writer, commits);
    }

    /**
     * Opens the ledger in a file, or starts one if there is none; without a signer, so without proofs.
     *
     * @throws io.countersign.model.LedgerUnavailableException if it is open elsewhere or cannot be opened
     * @throws io.countersign.model.LedgerIntegrityException if its entries do not lead to the root that was recorded
     */
    public static AuditLedger open(Path file, InstantSource clock) {
        return builder().file(file).clock(clock).build();
    }

    /** Starts to describe a ledger to open. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public AppendResult append(AppendBatch batch) {
        AppendResult result = commits.append(batch);
        signSoon();
        return result;
    }

    /**
     * As {@link #append}, without waiting: the future completes when the batch is durable, or exceptionally with what {@code append}
     * throws. Cancelling it does not take the batch back. Where thousands of batches wait already, the call itself waits for room.
     *
     * @throws io.countersign.model.LedgerUnavailableException if the ledger is closed, or the thread is interrupted while it waits for
     *     room; nothing was written
     */
    public CompletableFuture<AppendResult> appendAsync(AppendBatch batch) {
        return commits.appendAsync(batch).thenApply(result -> {
            signSoon();
            return result;
        });
    }

    @Override
    public EntryCursor read(EntryQuery query) {
        return reader.read(query, head().size());
    }

    /**
     * {@inheritDoc}
     *
     * <p>In PostgreSQL the server says when there is more, on a connection of the follower's own; a file is looked at every 25
     * milliseconds.
     */
    @Override
    public EntryFollower follow(EntryQuery query) {
        return new EntryFollower(query, () -> head().size(), this::read, store.watch());
    }

    @Override
    public JournalHead head() {
        return reader.head();
    }

    @Override
    public long revision(String stream) {
        return reader.findStream(stream).map(StreamHead::revision).orElse(0L);
    }

    @Override
    public void keepFold(FoldSnapshot fold) {
        long size = head().size();
        if (fold.nextSequence() > size) {
            throw new IllegalArgumentException("The fold " + fold.name() + " has " + fold.nextSequence()
                    + " entries, the ledger " + store.name() + " only " + size);
        }
        commits.exclusively(() -> {
            writer.keepFold(fold);
            return fold;
        });
    }

    @Override
    public Optional<FoldSnapshot> findFold(String name, int version) {
        return reader.findFold(name, version);
    }

    /**
     * The same ledger as part of a transaction of the caller's: what is appended there is durable when the caller commits, together
     * with whatever else the transaction wrote, and gone if the caller rolls back. The first append holds the head, so that every
     * other waits until that transaction ends: keep it short. An append that is refused leaves the transaction as it was before.
     *
     * <p>Nothing is signed until this ledger appends next, or is asked for a checkpoint or a proof, or is closed. The journal is used by
     * one thread, like the connection.
     *
     * @param connection to the database that keeps this ledger, with auto-commit turned off, and of at least the durability of the
     *     ledger's own; it stays open
     * @throws IllegalArgumentException if it is another database, or not durable, or in auto-commit mode
     * @throws io.countersign.model.LedgerUnavailableException if it does not answer
     */
    public Journal within(Connection connection) {
        return CallersJournal.on(store, connection, clock);
    }

    /** Where it is. Never open a file by other means than SQLite while the ledger is open. */
    public LedgerLocation location() {
        return location;
    }

    /**
     * The signed note of where the ledger stands now: keep it elsewhere, and no entry before it can be changed or dropped
     * unnoticed.
     *
     * @throws IllegalStateException if the ledger has no signer
     * @throws io.countersign.model.LedgerUnavailableException if it could not be kept
     */
    public String checkpoint() {
        return note().note();
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if the ledger has no signer
     */
    @Override
    public String prove(long sequence) {
        KeptCheckpoint checkpoint = note();
        if (sequence < 0 || sequence >= checkpoint.size()) {
            throw new NotFoundException("There is no entry " + sequence + " in the ledger " + store.name() + " of size "
                    + checkpoint.size());
        }
        return prover.prove(sequence, checkpoint.size(), checkpoint.note()).toString();
    }

    /**
     * Recomputes the whole ledger, deeply, and says what is wrong with it. Appends go on meanwhile and are not looked at. See
     * {@link LedgerVerifier} for more choices.
     */
    public VerificationReport validate() {
        LedgerVerifier.Builder verifier = LedgerVerifier.builder().at(location);
        if (signer != null) {
            verifier.trusting(signer.vkey());
        }
        return verifier.build().validate();
    }

    /**
     * As {@link #validate()}, but returns only if nothing is wrong.
     *
     * @throws io.countersign.model.LedgerIntegrityException with the findings otherwise
     */
    public VerificationReport verify() {
        return validate().orThrow();
    }

    /**
     * Writes what was handed in, signs the head if there is a signer and it was not signed yet, and lets go of the file. Closing
     * twice is harmless.
     *
     * @throws io.countersign.model.LedgerUnavailableException if the last checkpoint could not be kept; the ledger is closed all
     *     the same, and its entries are safe
     */
    @Override
    public void close() {
        commits.close();
        try {
            if (keeper != null) {
                keeper.close();
                if (commits.exclusively(writer::isUsable)) {
                    keeper.note();
                }
            }
        } finally {
            closeAll();
        }
    }

    /** The lock goes last: nobody may write before this process has finished. */
    private void closeAll() {
        try {
            reader.close();
        } finally {
            try {
                commits.exclusively(() -> {
                    writer.close();
                    return writer;
                });
            } finally {
                hold.close();
            }
        }
    }

    private void signSoon() {
        if (keeper != null) {
            keeper.soon();
        }
    }

    private KeptCheckpoint note() {
        if (keeper == null) {
            throw new IllegalStateException("The ledger " + store.name()
                    + " has no signer, so it cannot give out checkpoints and proofs: pass one to its builder");
        }
        return keeper.note();
    }

    /** What a ledger needs: a place and a clock. */
    public static final class Builder {
        private @Nullable LedgerLocation location;
        private @Nullable InstantSource clock;
        private @Nullable JournalClock describedClock;
        private @Nullable CheckpointSigner signer;
        private Duration signingDelay = Duration.ofMillis(100);

        private Builder() {}

        /** The file where the ledger is or shall be; its folder is made if it is not there. This or {@link #at} is required. */
        public Builder file(Path path) {
            return at(LedgerLocation.file(path));
        }

        /** Where the ledger is or shall be. */
        public Builder at(LedgerLocation place) {
            this.location = place;
            return this;
        }

        /** What dates the entries, where nothing more is known about it. This or the other is required. */
        public Builder clock(InstantSource instants) {
            this.clock = instants;
            this.describedClock = null;
            return this;
        }

        /**
         * What dates the entries, and what is recorded about it with each.
         *
         * @param instants where instants come from
         * @param source where they take their time from, such as {@code ntp}
         * @param error how far they may be off, cut to microseconds
         */
        public Builder clock(InstantSource instants, String source, Duration error) {
            this.clock = instants;
            this.describedClock = JournalClock.of(instants, source, error);
            return this;
        }

        /** Who signs checkpoints. Without one there are no proofs. */
        public Builder signer(CheckpointSigner by) {
            NoteVerifier.parse(by.vkey());
            this.signer = by;
            return this;
        }

        /**
         * The longest that an entry stays unsigned while nobody asks for a proof; 100 milliseconds unless this is called.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder signingWithin(Duration delay) {
            if (delay.isZero() || delay.isNegative()) {
                throw new IllegalArgumentException("A ledger signs within a time above zero: " + delay);
            }
            this.signingDelay = delay;
            return this;
        }

        /**
         * Opens the ledger.
         *
         * @throws IllegalStateException if place or clock are missing
         * @throws io.countersign.model.LedgerUnavailableException if it is open elsewhere or cannot be opened
         * @throws io.countersign.model.LedgerIntegrityException if its entries do not lead to the root that was recorded
         */
        public AuditLedger build() {
            if (location == null || clock == null) {
                throw new IllegalStateException("A ledger needs a file or another place, and a clock");
            }
            LedgerStore store = location.storeToWrite();
            LedgerStore.Hold hold = store.hold();
            AuditLedger ledger = null;
            try {
                ledger = new AuditLedger(
                        this, location, store, hold, describedClock == null ? JournalClock.of(clock) : describedClock);
                return ledger;
            } finally {
                if (ledger == null) {
                    hold.close();
                }
            }
        }
    }
}
