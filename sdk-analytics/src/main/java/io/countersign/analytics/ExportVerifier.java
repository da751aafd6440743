package io.countersign.analytics;

import io.countersign.analytics.internal.DerivedRows;
import io.countersign.analytics.internal.DuckDb;
import io.countersign.analytics.internal.DuckDbException;
import io.countersign.analytics.internal.EntryTable;
import io.countersign.analytics.internal.FieldChangeTable;
import io.countersign.analytics.internal.Rows;
import io.countersign.analytics.internal.TableShape;
import io.countersign.analytics.internal.Views;
import io.countersign.audit.proof.Checkpoint;
import io.countersign.audit.proof.NoteVerifier;
import io.countersign.audit.proof.ProofRejectedException;
import io.countersign.audit.proof.SignedNote;
import io.countersign.audit.proof.TlogPolicy;
import io.countersign.model.MalformedInputException;
import io.countersign.model.journal.Envelope;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.json.Digest;
import io.countersign.model.json.JsonText;
import io.countersign.model.merkle.MerkleFrontier;
import io.countersign.model.merkle.MerkleTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Proves an export complete and untouched, or names the file and the entry that are not.
 *
 * <p>Everything is worked out again from the envelopes: leaf hashes, the root, every column, every derived row. The root must
 * be the manifest's and the signed checkpoint's, and the checkpoint's signature must be good; without a checkpoint the export
 * proves only that it agrees with itself. Reads file by file in bounded memory. Safe for concurrent use.
 */
public final class ExportVerifier {
    private static final int ENTRY_FINDINGS_MAX = 100;
    private static final int PROGRESS_ENTRIES = 10_000;

    private final @Nullable SignatureCheck signature;
    private final ProgressListener progress;
    private final BooleanSupplier cancelled;

    private ExportVerifier(Builder builder) {
        this.signature = builder.signature;
        this.progress = builder.progress;
        this.cancelled = builder.cancelled;
    }

    /** Returns if the checkpoint is signed as it has to be. */
    private interface SignatureCheck {
        void check(SignedNote note);
    }

    /** Starts a verifier. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a verifier. Not for use by several threads. */
    public static final class Builder {
        private @Nullable SignatureCheck signature;
        private ProgressListener progress = ProgressListener.NONE;
        private BooleanSupplier cancelled = () -> false;

        private Builder() {}

        /**
         * The public key of the ledger, by which the checkpoint must be signed. Without a key or a policy, signatures are not
         * looked at, which is a finding of its own.
         *
         * @throws ProofRejectedException if it is no public key
         */
        public Builder trusting(String vkey) {
            NoteVerifier key = NoteVerifier.parse(vkey);
            this.signature = note -> {
                note.verify(List.of(key));
                String origin = Checkpoint.parse(note.text()).origin();
                if (!origin.equals(key.name())) {
                    throw new ProofRejectedException(
                            ProofRejectedException.Reason.WRONG_ORIGIN,
                            "The checkpoint is of the ledger \"" + origin + "\", the key of \"" + key.name() + "\"");
                }
            };
            return this;
        }

        /** The logs and witnesses that must have signed the checkpoint, in place of a single key. */
        public Builder trusting(TlogPolicy policy) {
            this.signature = policy::verify;
            return this;
        }

        /** Is told the number of entries read, every 10,000 or so, on the calling thread. */
        public Builder progress(ProgressListener listener) {
            this.progress = listener;
            return this;
        }

        /** Is asked every 10,000 entries or so whether to give up. */
        public Builder cancelledBy(BooleanSupplier signal) {
            this.cancelled = signal;
            return this;
        }

        /** The verifier. */
        public ExportVerifier build() {
            return new ExportVerifier(this);
        }
    }

    /**
     * Checks the newest export of a directory. What is wrong becomes findings; ids are explained in {@code
     * docs/spec/export.md}.
     *
     * @throws ExportFailedException if the directory cannot be listed or no scratch space is to be had
     * @throws CancellationException if it was cancelled
     */
    public ExportReport validate(Path directory) {
        ExportFindings findings = new ExportFindings();
        if (!Files.isDirectory(directory)) {
            findings.error(ExportFindings.LATEST, ExportFolder.LATEST, "There is no directory " + directory);
            return new ExportReport(null, 0, false, findings.report());
        }
        ExportFolder folder = new ExportFolder(directory);
        Optional<ExportManifest> manifest = folder.findManifest(findings);
        folder.checkStrangers(manifest, findings);
        if (manifest.isEmpty()) {
            findings.error(ExportFindings.LATEST, ExportFolder.LATEST, "The directory holds no readable export");
            return new ExportReport(null, 0, false, findings.report());
        }
        folder.checkFiles(manifest.get(), findings);
        long entries = new Reading(folder, manifest.get(), findings).read();
        boolean signed = checkCheckpoint(manifest.get(), findings);
        checkLayer(folder, manifest.get(), findings);
        return new ExportReport(manifest.get(), entries, signed, findings.report());
    }

    /**
     * Returns normally only if the export is proven.
     *
     * @throws ExportIntegrityException carrying what is wrong otherwise
     * @throws ExportFailedException if the directory cannot be listed or no scratch space is to be had
     */
    public ExportReport verify(Path directory) {
        ExportReport report = validate(directory);
        if (report.hasErrors()) {
            throw new ExportIntegrityException("The export " + directory + " is not proven.", report.findings());
        }
        return report;
    }

    /** What follows from files that are wrong themselves is not looked at. */
    private static void checkLayer(ExportFolder folder, ExportManifest manifest, ExportFindings findings) {
        if (findings.report().hasErrors()) {
            return;
        }
        try {
            NativeLayer.builder().build().check(folder, manifest, findings);
        } catch (IOException e) {
            throw new ExportFailedException("No scratch space to verify an export with: " + e, e);
        }
    }

    private boolean checkCheckpoint(ExportManifest manifest, ExportFindings findings) {
        String file = manifest.fileName();
        if (manifest.checkpoint().isEmpty()) {
            findings.warn(
                    ExportFindings.UNSIGNED,
                    file,
                    "The export carries no signed checkpoint: it agrees with itself, which proves nothing about its origin");
            return false;
        }
        try {
            SignedNote note = SignedNote.parse(manifest.checkpoint().get());
            Checkpoint signed = Checkpoint.parse(note.text());
            if (signed.size() != manifest.size()
                    || !Digest.ofHash(signed.root()).equals(manifest.root())) {
                findings.error(
                        ExportFindings.CHECKPOINT,
                        file,
                        "The checkpoint is for size " + Long.toUnsignedString(signed.size()) + " and root "
                                + Digest.ofHash(signed.root()) + ", the manifest for size " + manifest.size()
                                + " and root " + manifest.root());
            }
            if (signature == null) {
                findings.warn(ExportFindings.UNSIGNED, file, "The checkpoint's signature was not checked: pass a key");
                return false;
            }
            signature.check(note);
            return true;
        } catch (ProofRejectedException e) {
            boolean unsigned = e.reason() != ProofRejectedException.Reason.MALFORMED;
            findings.error(
                    unsigned ? ExportFindings.SIGNATURE : ExportFindings.CHECKPOINT,
                    file,
                    String.valueOf(e.getMessage()));
            return false;
        }
    }

    /** One reading of all entries, in order. */
    private final class Reading {
        private final ExportFolder folder;
        private final ExportManifest manifest;
        private final ExportFindings findings;
        private final MerkleFrontier frontier = new MerkleFrontier();
        private final Map<Long, ExportFile> derived = new TreeMap<>();
        private boolean complete = true;
        private int entryFindings;

        Reading(ExportFolder folder, ExportManifest manifest, ExportFindings findings) {
            this.folder = folder;
            this.manifest = manifest;
            this.findings = findings;
            manifest.files(ExportFile.Content.FIELD_CHANGE).forEach(file -> derived.put(file.firstSequence(), file));
        }

        long read() {
            try {
                Path scratch = Files.createTempDirectory("countersign-verify");
                try (DerivedRows expected = DerivedRows.open(scratch)) {
                    for (ExportFile file : manifest.files(ExportFile.Content.LEDGER)) {
                        boolean before = complete;
                        complete = true;
                        readable(file, () -> ledgerFile(file, expected));
                        compareDerived(file, expected, complete);
                        complete &= before;
                    }
                } finally {
                    ExportFolder.deleteTree(scratch);
                }
            } catch (IOException e) {
                throw new ExportFailedException("No scratch space to verify an export with: " + e, e);
            }
            derived.values()
                    .forEach(file -> findings.error(
                            ExportFindings.DERIVED,
                            file.path(),
                            "It covers other sequences than any file of the ledger"));
            checkRoot();
            return frontier.size();
        }

        private void checkRoot() {
            Digest root = Digest.ofHash(frontier.root());
            if (!complete) {
                findings.error(
                        ExportFindings.ROOT, manifest.fileName(), "The root cannot be worked out: entries are missing");
            } else if (!root.equals(manifest.root())) {
                findings.error(
                        ExportFindings.ROOT,
                        manifest.fileName(),
                        "The root over the envelopes is " + root + ", the manifest says " + manifest.root());
            } else if (!frontier.peaks().stream().map(Digest::ofHash).toList().equals(manifest.frontier())) {
                findings.error(
                        ExportFindings.ROOT,
                        manifest.fileName(),
                        "The frontier is not that of the " + manifest.size() + " entries");
            }
        }

        private void readable(ExportFile file, Runnable reading) {
            try {
                reading.run();
            } catch (DuckDbException e) {
                complete = false;
                findings.error(
                        ExportFindings.FILE_UNREADABLE, file.path(), "The file cannot be read as Parquet: " + e.what());
            }
        }

        private void ledgerFile(ExportFile file, DerivedRows expected) {
            if (!Files.isRegularFile(folder.resolve(file))) {
                complete = false;
                return;
            }
            try (DuckDb duck =
                    DuckDb.inMemory(Map.of("jdbc_stream_results", "true", "memory_limit", "512MB", "threads", "1"))) {
                if (!hasColumns(duck, file, EntryTable.SHAPE)) {
                    complete = false;
                    return;
                }
                long next = file.firstSequence();
                try (Rows rows = duck.query(Views.select(EntryTable.SHAPE, List.of(folder.resolve(file))))) {
                    while (rows.next()) {
                        long sequence = rows.findNumber(1).orElse(-1L);
                        if (sequence != next) {
                            entry(
                                    ExportFindings.SEQUENCE,
                                    file,
                                    next,
                                    "At the place of entry " + next + " stands the sequence " + sequence);
                        }
                        entryRow(file, next, rows, expected);
                        next++;
                        report(next);
                    }
                }
                if (next != file.lastSequence() + 1) {
                    complete = false;
                    findings.error(
                            ExportFindings.SEQUENCE,
                            file.path(),
                            "The file ends before sequence " + next + ", the manifest says after "
                                    + file.lastSequence());
                }
            }
        }

        private void report(long entries) {
            if (entries % PROGRESS_ENTRIES == 0 || entries == manifest.size()) {
                progress.progressed(Math.min(entries, manifest.size()), manifest.size());
                if (cancelled.getAsBoolean()) {
                    throw new CancellationException(
                            "The verification of the export was cancelled after " + entries + " entries");
                }
            }
        }

        private void entryRow(ExportFile file, long sequence, Rows rows, DerivedRows expected) {
            if (rows.findText(15).isEmpty() || rows.value(17) == null) {
                complete = false;
                entry(ExportFindings.ENVELOPE, file, sequence, "The envelope or the payload is missing");
                return;
            }
            byte[] bytes = rows.bytes(17);
            byte[] leaf = MerkleTree.leafHash(bytes);
            frontier.append(leaf);
            String leafHex = HexFormat.of().formatHex(leaf);
            if (!rows.findText(16).equals(Optional.of(leafHex))) {
                entry(
                        ExportFindings.LEAF,
                        file,
                        sequence,
                        "The envelope's leaf hash is " + leafHex + ", the column says "
                                + rows.findText(16).orElse("nothing"));
            }
            try {
                Envelope envelope = Envelope.parse(bytes);
                List<String> differing = EntryTable.differing(rows, envelope);
                if (!differing.isEmpty()) {
                    entry(
                            ExportFindings.PROJECTION,
                            file,
                            sequence,
                            "These columns are not what the envelope says: " + String.join(", ", differing));
                }
                String payload = rows.text(15);
                Digest digest = Digest.of(payload.getBytes(StandardCharsets.UTF_8));
                if (!digest.equals(envelope.payloadDigest())) {
                    entry(
                            ExportFindings.PAYLOAD,
                            file,
                            sequence,
                            "The payload's digest is " + digest + ", the envelope says " + envelope.payloadDigest());
                } else {
                    expected.add(JournalEntry.of(bytes, JsonText.ofCanonical(payload)));
                }
            } catch (MalformedInputException e) {
                entry(ExportFindings.ENVELOPE, file, sequence, String.valueOf(e.getMessage()));
            }
        }

        private void compareDerived(ExportFile ledger, DerivedRows expected, boolean ledgerComplete) {
            ExportFile file = derived.remove(ledger.firstSequence());
            if (file == null) {
                if (ledgerComplete && expected.count() > 0) {
                    findings.error(
                            ExportFindings.DERIVED,
                            ledger.path(),
                            "Field changes follow from this file's entries, and the manifest names no file of them");
                }
            } else if (ledgerComplete && Files.isRegularFile(folder.resolve(file))) {
                try {
                    derivedFile(file, ledger, expected);
                } catch (DuckDbException e) {
                    findings.error(
                            ExportFindings.FILE_UNREADABLE,
                            file.path(),
                            "The file cannot be read as Parquet: " + e.what());
                }
            }
            expected.clear();
        }

        private void derivedFile(ExportFile file, ExportFile ledger, DerivedRows expected) {
            if (file.lastSequence() != ledger.lastSequence()) {
                findings.error(
                        ExportFindings.DERIVED, file.path(), "It does not cover the sequences of " + ledger.path());
            }
            if (!hasColumns(expected.duck(), file, FieldChangeTable.SHAPE)) {
                return;
            }
            for (DerivedRows.Difference difference : expected.differences(folder.resolve(file))) {
                entry(
                        ExportFindings.DERIVED,
                        file,
                        difference.sequence(),
                        difference.rows() + " rows are not what follows from the entry");
            }
        }

        private boolean hasColumns(DuckDb duck, ExportFile file, TableShape shape) {
            List<String> found = Views.columns(duck, folder.resolve(file));
            if (shape.isOf(found)) {
                return true;
            }
            findings.error(ExportFindings.COLUMNS, file.path(), "The columns are " + found);
            return false;
        }

        private void entry(String id, ExportFile file, long sequence, String message) {
            entryFindings++;
            if (entryFindings <= ENTRY_FINDINGS_MAX) {
                findings.entry(id, file.path(), sequence, message);
            } else if (entryFindings == ENTRY_FINDINGS_MAX + 1) {
                findings.error(
                        id, file.path(), "More entries are wrong; the first " + ENTRY_FINDINGS_MAX + " are named");
            }
        }
    }
}
