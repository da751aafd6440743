package io.countersign.audit;

import io.countersign.audit.proof.NoteVerifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes everything in a ledger from its entries. Reads only, takes no lock, and sees one moment of a ledger that is
 * being written, by this process or another.
 */
public final class LedgerVerifier {
    private final LedgerLocation location;
    private final boolean deep;
    private final List<NoteVerifier> trusted;
    private final List<String> held;
    private final @Nullable String start;
    private final int threads;
    private final LongConsumer progress;
    private final BooleanSupplier cancelled;

    private LedgerVerifier(Builder builder, LedgerLocation location) {
        this.location = location;
        this.deep = builder.deep;
        this.trusted = List.copyOf(builder.trusted);
        this.held = List.copyOf(builder.held);
        this.start = builder.start;
        this.threads = builder.threads;
        this.progress = builder.progress;
        this.cancelled = builder.cancelled;
    }

    /** Starts to describe a verification. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads the whole ledger and says what is wrong with it.
     *
     * @throws CancellationException if it was cancelled
     * @throws io.countersign.model.NotFoundException if there is no such ledger
     * @throws io.countersign.model.LedgerUnavailableException if it cannot be opened
     */
    public VerificationReport validate() {
        return new LedgerScan(location.store(), deep, threads, trusted, held, start, progress, cancelled).run();
    }

    /**
     * As {@link #validate()}, but returns only if nothing is wrong.
     *
     * @throws io.countersign.model.LedgerIntegrityException with the findings otherwise
     */
    public VerificationReport verify() {
        return validate().orThrow();
    }

    /** What a verification needs: a place. */
    public static final class Builder {
        private @Nullable LedgerLocation location;
        private boolean deep = true;
        private final List<NoteVerifier> trusted = new ArrayList<>();
        private final List<String> held = new ArrayList<>();
        private @Nullable String start;
        private int threads = Runtime.getRuntime().availableProcessors();
        private LongConsumer progress = entries -> {};
        private BooleanSupplier cancelled = () -> false;

        private Builder() {}

        /** The ledger's file. This or {@link #at} is required. */
        public Builder file(Path path) {
            return at(LedgerLocation.file(path));
        }

        /** Where the ledger is. */
        public Builder at(LedgerLocation place) {
            this.location = place;
            return this;
        }

        /** Envelopes, tiles, root and checkpoints only: several times faster, blind to columns beside the envelope. */
        public Builder shallow() {
            this.deep = false;
            return this;
        }

        /**
         * A key that signs this ledger's checkpoints, as {@code name+keyId+base64}. As soon as there is one, every checkpoint must
         * be signed by one.
         *
         * @throws io.countersign.audit.proof.ProofRejectedException if it is no such key
         */
        public Builder trusting(String vkey) {
            trusted.add(NoteVerifier.parse(vkey));
            return this;
        }

        /**
         * A checkpoint that was kept outside: the ledger must still have everything that it had then. Needs the key that signed it
         * in {@link #trusting}.
         */
        public Builder holding(String checkpoint) {
            held.add(checkpoint);
            return this;
        }

        /**
         * Goes on from a checkpoint up to which the ledger was verified before, and reads only what came later. Needs the key that
         * signed it in {@link #trusting}. The later entries are shown to extend that very tree; what lies before is not read again, so
         * that damage done there since is not found.
         */
        public Builder continuingFrom(String checkpoint) {
            this.start = checkpoint;
            return this;
        }

        /**
         * How many threads read entries, each over a connection of its own; as many as there are processors unless this is called.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder threads(int number) {
            if (number < 1) {
                throw new IllegalArgumentException("A verification needs at least one thread: " + number);
            }
            this.threads = number;
            return this;
        }

        /** Is told the number of entries read, every thousand or so, on the calling thread. */
        public Builder progress(LongConsumer listener) {
            this.progress = listener;
            return this;
        }

        /** Is asked every thousand entries or so whether to give up. */
        public Builder cancelledBy(BooleanSupplier signal) {
            this.cancelled = signal;
            return this;
        }

        /**
         * Ready to run, as often as wanted.
         *
         * @throws IllegalStateException if the place is missing, or a checkpoint is held but no key is trusted
         */
        public LedgerVerifier build() {
            if (location == null) {
                throw new IllegalStateException("A verification needs a file or another place");
            }
            if ((!held.isEmpty() || start != null) && trusted.isEmpty()) {
                throw new IllegalStateException("A checkpoint that is held counts only with the key that signed it");
            }
            return new LedgerVerifier(this, location);
        }
    }
}
