package io.countersign.audit;

import io.countersign.audit.internal.CheckpointKeeper;
import io.countersign.audit.internal.EntryProver;
import io.countersign.audit.internal.GroupCommit;
import io.countersign.audit.internal.LedgerFile;
import io.countersign.audit.internal.LedgerReader;
import io.countersign.audit.internal.LedgerWriter;
import io.countersign.audit.proof.NoteVerifier;
import io.countersign.model.NotFoundException;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.AppendResult;
import io.countersign.model.journal.EntryCursor;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.Journal;
import io.countersign.model.journal.JournalClock;
import io.countersign.model.journal.JournalHead;
import io.countersign.model.journal.ProofSource;
import io.countersign.model.journal.StreamHead;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A journal in one SQLite file that can only grow, and can prove what it recorded. When {@link #append} returns, the entries,
 * the tree over them and its root are on disk. Safe for concurrent use by threads of one process; a second process is refused.
 *
 * <p>Callers who append at the same time share a commit, and one who is alone pays for none but its own. With a {@link
 * CheckpointSigner} the head is signed soon after it has moved ({@link Builder#signingWithin}), at once when a proof is asked for, and
 * when the ledger is closed.
 */
public final class AuditLedger implements Journal, ProofSource, AutoCloseable {
    private final LedgerFile file;
    private final LedgerReader reader;
    private final LedgerWriter writer;
    private final GroupCommit commits;
    private final @Nullable CheckpointSigner signer;
    private final @Nullable CheckpointKeeper keeper;

    private AuditLedger(LedgerFile file, JournalClock clock, @Nullable CheckpointSigner signer, Duration signingDelay) {
        this.file = file;
        this.signer = signer;
        this.reader = new LedgerReader(file.path());
        LedgerWriter opened = null;
        try {
            opened = LedgerWriter.open(file, reader, clock);
        } finally {
            if (opened == null) {
                reader.close();
            }
        }
        this.writer = opened;
        this.commits = new GroupCommit(writer);
        this.keeper = signer == null ? null : new CheckpointKeeper(signer, signingDelay, reader, writer, commits);
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
        return reader.read(query, writer.head().size());
    }

    @Override
    public JournalHead head() {
        return writer.head();
    }

    @Override
    public long revision(String stream) {
        return reader.findStream(stream).map(StreamHead::revision).orElse(0L);
    }

    /** The file, with symbolic links resolved. Never open it by other means than SQLite while the ledger is open. */
    public Path file() {
        return file.path();
    }

    /**
     * The signed note of where the ledger stands now: keep it elsewhere, and no entry before it can be changed or dropped
     * unnoticed.
     *
     * @throws IllegalStateException if the ledger has no signer
     * @throws io.countersign.model.LedgerUnavailableException if it could not be kept
     */
    public String checkpoint() {
        return checkpoint(writer.head());
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if the ledger has no signer
     */
    @Override
    public String prove(long sequence) {
        JournalHead head = writer.head();
        if (sequence < 0 || sequence >= head.size()) {
            throw new NotFoundException(
                    "There is no entry " + sequence + " in the ledger " + file.path() + " of size " + head.size());
        }
        return new EntryProver(reader)
                .prove(sequence, head.size(), checkpoint(head))
                .toString();
    }

    /**
     * Recomputes the whole ledger, deeply, and says what is wrong with it. Appends go on meanwhile and are not looked at. See
     * {@link LedgerVerifier} for more choices.
     */
    public VerificationReport validate() {
        LedgerVerifier.Builder verifier = LedgerVerifier.builder().file(file.path());
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
                    keeper.note(writer.head());
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
                file.close();
            }
        }
    }

    private void signSoon() {
        if (keeper != null) {
            keeper.soon();
        }
    }

    private String checkpoint(JournalHead head) {
        if (keeper == null) {
            throw new IllegalStateException("The ledger " + file.path()
                    + " has no signer, so it cannot give out checkpoints and proofs: pass one to its builder");
        }
        return keeper.note(head);
    }

    /** What a ledger needs: a file and a clock. */
    public static final class Builder {
        private @Nullable Path file;
        private @Nullable InstantSource clock;
        private @Nullable JournalClock describedClock;
        private @Nullable CheckpointSigner signer;
        private Duration signingDelay = Duration.ofMillis(100);

        private Builder() {}

        /** Where the ledger is or shall be; its folder is made if it is not there. Required. */
        public Builder file(Path path) {
            this.file = path;
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
         * @throws IllegalStateException if file or clock are missing
         * @throws io.countersign.model.LedgerUnavailableException if it is open elsewhere or cannot be opened
         * @throws io.countersign.model.LedgerIntegrityException if its entries do not lead to the root that was recorded
         */
        public AuditLedger build() {
            if (file == null || clock == null) {
                throw new IllegalStateException("A ledger needs a file and a clock");
            }
            LedgerFile held = LedgerFile.hold(file);
            AuditLedger ledger = null;
            try {
                ledger = new AuditLedger(
                        held, describedClock == null ? JournalClock.of(clock) : describedClock, signer, signingDelay);
                return ledger;
            } finally {
                if (ledger == null) {
                    held.close();
                }
            }
        }
    }
}
