package io.countersign.analytics;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.json.CanonicalJson;
import io.countersign.model.json.Digest;
import io.countersign.model.json.Json;
import io.countersign.model.merkle.MerkleFrontier;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * What an export holds: its files with their hashes, the size and root of the journal it was made from, and the journal's
 * signed checkpoint. Readers take the list of files from here and never from the directory.
 *
 * <p>The format is described in {@code docs/spec/export.md} and has an integer version of its own.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableExportManifest.class)
@JsonDeserialize(as = ImmutableExportManifest.class)
public abstract class ExportManifest {
    /** The version that this library writes. */
    public static final int FORMAT = 1;

    ExportManifest() {}

    /** Version of this shape and of the files' columns; 1. */
    @Value.Default
    public int format() {
        return FORMAT;
    }

    /** Number of entries; they have the sequences from 0 up to this, exclusive. */
    public abstract long size();

    /** Merkle root over the entries' leaf hashes (RFC 6962). */
    public abstract Digest root();

    /** When the last entry was recorded: what is known later is not in here. Absent when there is no entry. */
    public abstract Optional<Instant> knownUntil();

    /** The journal's signed checkpoint of exactly this size and root; absent when the journal signs nothing. */
    public abstract Optional<String> checkpoint();

    /** What wrote the files, such as {@code duckdb v2.0.0}; another engine may write other bytes for the same rows. */
    public abstract String engine();

    /** The manifest that this one continues; absent for the first. */
    public abstract Optional<Previous> previous();

    /** Roots of the perfect subtrees that make up the tree, largest first, so that the next export need not read the old files. */
    public abstract List<Digest> frontier();

    /** The files, by content and sequence. */
    public abstract List<ExportFile> files();

    /** An earlier manifest, by size and digest. */
    public record Previous(long size, Digest sha256) {}

    @Value.Check
    void check() {
        if (format() != FORMAT) {
            throw new IllegalArgumentException("An export of format " + format()
                    + " needs a newer version of this library, which reads " + FORMAT);
        }
        if (size() < 0) {
            throw new IllegalArgumentException("The size of an export must not be negative: " + size());
        }
        if (frontier().size() != Long.bitCount(size())) {
            throw new IllegalArgumentException("An export of size " + size() + " has " + Long.bitCount(size())
                    + " hashes at its frontier, not " + frontier().size());
        }
        long expected = 0;
        for (ExportFile file : files(ExportFile.Content.LEDGER)) {
            if (file.firstSequence() != expected || file.rows() != file.lastSequence() - file.firstSequence() + 1) {
                throw new IllegalArgumentException(
                        "Ledger files must follow one another without gaps: " + file.path() + " at " + expected);
            }
            expected = file.lastSequence() + 1;
        }
        if (expected != size()) {
            throw new IllegalArgumentException("The ledger files end at " + expected + ", the export at " + size());
        }
    }

    /** The files of one content, by sequence. */
    public List<ExportFile> files(ExportFile.Content content) {
        return files().stream().filter(file -> file.content() == content).toList();
    }

    /** The manifest's own file name. */
    public String fileName() {
        return fileName(size());
    }

    /** The tree over the entries, ready to grow. */
    MerkleFrontier tree() {
        return MerkleFrontier.of(size(), frontier().stream().map(Digest::bytes).toList());
    }

    static String fileName(long size) {
        return "manifest-" + size + ".json";
    }

    /** The digest by which the next manifest names this one. */
    public Digest digest() {
        return Digest.ofCanonical(this);
    }

    byte[] bytes() {
        return CanonicalJson.bytes(this);
    }

    /**
     * Reads a manifest.
     *
     * @throws io.countersign.model.MalformedInputException if the bytes are none, or of a format that this library cannot read
     */
    public static ExportManifest parse(byte[] json) {
        return Json.read(json, ExportManifest.class);
    }

    static Builder builder() {
        return new Builder();
    }

    static final class Builder extends ImmutableExportManifest.Builder {
        Builder() {}
    }
}
