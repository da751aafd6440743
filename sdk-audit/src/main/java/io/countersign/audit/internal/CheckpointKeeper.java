package io.countersign.audit.internal;

import io.countersign.audit.CheckpointSigner;
import io.countersign.audit.internal.LedgerReader.KeptCheckpoint;
import io.countersign.audit.proof.Checkpoint;
import io.countersign.audit.proof.NoteSignature;
import io.countersign.audit.proof.NoteVerifier;
import io.countersign.audit.proof.ProofRejectedException;
import io.countersign.audit.proof.SignedNote;
import io.countersign.model.journal.JournalHead;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Signs heads of a ledger and keeps the notes: at once when asked, and on a thread of its own soon after the head has moved, so that
 * no append waits for a signature. Thread-safe.
 */
public final class CheckpointKeeper implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(CheckpointKeeper.class.getName());

    private final CheckpointSigner signer;
    private final NoteVerifier key;
    private final LedgerReader reader;
    private final LedgerWriter writer;
    private final GroupCommit commits;
    private final Duration delay;
    private final AtomicBoolean due = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor timer;

    /** The note that was given out last: it is not looked for, and verified, at every proof. */
    private @Nullable Given last;

    private record Given(JournalHead head, String note) {}

    /**
     * A keeper for one ledger; its thread starts when the first entry is appended.
     *
     * @param delay the longest that an entry stays unsigned while the ledger is open and the signer works
     */
    public CheckpointKeeper(
            CheckpointSigner signer, Duration delay, LedgerReader reader, LedgerWriter writer, GroupCommit commits) {
        this.delay = delay;
        this.signer = signer;
        this.key = NoteVerifier.parse(signer.vkey());
        this.reader = reader;
        this.writer = writer;
        this.commits = commits;
        this.timer = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "countersign-ledger-signer");
            thread.setDaemon(true);
            return thread;
        });
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy()); // closing signs by itself
    }

    /** Has the head signed within the delay, whatever it is by then. */
    public void soon() {
        if (due.compareAndSet(false, true)) {
            ScheduledFuture<?> unused = timer.schedule(this::signOnTime, delay.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /**
     * The signed note of where the ledger stands: the one that is kept, or a new one, which is then kept. Whatever the database
     * says, nothing is signed but a root that the entries lead to.
     *
     * @throws IllegalStateException if the signer signs with another key than its own
     * @throws io.countersign.model.LedgerUnavailableException if the note could not be kept
     * @throws io.countersign.model.LedgerIntegrityException if the entries do not lead to what is recorded
     */
    public KeptCheckpoint note() {
        JournalHead head = commits.exclusively(writer::followedHead);
        return new KeptCheckpoint(head.size(), note(head));
    }

    private synchronized String note(JournalHead head) {
        Given before = last;
        if (before != null && before.head().equals(head)) {
            return before.note();
        }
        String note = keptOrNew(head);
        last = new Given(head, note);
        return note;
    }

    private String keptOrNew(JournalHead head) {
        String text =
                Checkpoint.of(key.name(), head.size(), head.root().bytes()).text();
        for (String kept : reader.checkpoints(head.size())) {
            if (isOurs(text, kept)) {
                return kept;
            }
        }
        byte[] signature = signer.sign(text.getBytes(StandardCharsets.UTF_8));
        String note = new SignedNote(text, List.of(NoteSignature.of(key, signature))).toString();
        if (!isOurs(text, note)) {
            throw new IllegalStateException("The signer's signature is not by its own key " + key.vkey());
        }
        commits.exclusively(() -> {
            writer.keepCheckpoint(head.size(), note);
            return note;
        });
        return note;
    }

    /** Signs nothing more on its own, and returns when a signature that is being made is. */
    @Override
    public void close() {
        timer.shutdown();
        Threads.awaitEnd(timer);
    }

    private void signOnTime() {
        due.set(false); // before the head is read: whatever is appended from now on is due again
        try {
            note();
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The ledger's head could not be signed in time; it is tried again after the next append: " + e);
        }
    }

    private boolean isOurs(String text, String note) {
        try {
            SignedNote signed = SignedNote.parse(note);
            signed.verify(List.of(key));
            return signed.text().equals(text);
        } catch (ProofRejectedException e) {
            return false;
        }
    }
}
