package io.countersign.analytics;

import io.countersign.model.finding.ValidationReport;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of checking an export: what it claims to be, how much was read, and what is wrong with it. */
public final class ExportReport {
    private final @Nullable ExportManifest manifest;
    private final long entries;
    private final boolean signatureChecked;
    private final ValidationReport report;

    ExportReport(@Nullable ExportManifest manifest, long entries, boolean signatureChecked, ValidationReport report) {
        this.manifest = manifest;
        this.entries = entries;
        this.signatureChecked = signatureChecked;
        this.report = report;
    }

    /** The manifest; absent when it could not be read. */
    public Optional<ExportManifest> manifest() {
        return Optional.ofNullable(manifest);
    }

    /** Number of entries whose leaf hash was worked out. */
    public long entries() {
        return entries;
    }

    /** Whether the checkpoint was there and its signature was found good. */
    public boolean signatureChecked() {
        return signatureChecked;
    }

    /** What is wrong: the document is the file, the path {@code /sequence=N} the entry. */
    public ValidationReport findings() {
        return report;
    }

    /** Whether the export is not what it claims to be. */
    public boolean hasErrors() {
        return report.hasErrors();
    }

    @Override
    public String toString() {
        String what = manifest == null
                ? "No export"
                : "Export of " + manifest.size() + " entries, root " + manifest.root() + ", "
                        + manifest.files().size() + " files";
        String signed = signatureChecked ? "checkpoint signature good" : "checkpoint signature not checked";
        return what + ": " + entries + " leaf hashes recomputed, " + signed + "\n" + report;
    }
}
