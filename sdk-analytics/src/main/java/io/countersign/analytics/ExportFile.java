package io.countersign.analytics;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.MalformedInputException;
import io.countersign.model.SdkStyle;
import io.countersign.model.json.Digest;
import org.immutables.value.Value;

/** One Parquet file of an export: what is in it, and what its bytes must be. Never changed once written. */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableExportFile.class)
@JsonDeserialize(as = ImmutableExportFile.class)
public abstract class ExportFile {
    ExportFile() {}

    /** What the rows of a file are. */
    public enum Content {
        /** Journal entries, complete from the file's first sequence to its last. */
        LEDGER("ledger"),
        /** Single-field changes that follow from the entries between the file's first sequence and its last. */
        FIELD_CHANGE("field-change");

        private final String name;

        Content(String name) {
            this.name = name;
        }

        /**
         * The content of that name.
         *
         * @throws MalformedInputException if there is none
         */
        @JsonCreator
        public static Content parse(String name) {
            for (Content content : values()) {
                if (content.name.equals(name)) {
                    return content;
                }
            }
            throw new MalformedInputException("Unknown content of an export file: \"" + name + "\"");
        }

        @JsonValue
        @Override
        public String toString() {
            return name;
        }
    }

    public abstract Content content();

    /** Where it lies below the export's directory, with forward slashes. */
    public abstract String path();

    /** First sequence that it covers. */
    public abstract long firstSequence();

    /** Last sequence that it covers. */
    public abstract long lastSequence();

    /** Number of rows; at least 1. */
    public abstract long rows();

    /** Length in bytes. */
    public abstract long bytes();

    /** SHA-256 of its bytes. */
    public abstract Digest sha256();

    @Value.Check
    void check() {
        boolean inside = path().startsWith("ledger/") || path().startsWith("derived/");
        if (!inside || path().contains("..") || path().contains("\\") || path().contains("//")) {
            throw new IllegalArgumentException("An export file lies below ledger/ or derived/: \"" + path() + "\"");
        }
        if (firstSequence() < 0 || lastSequence() < firstSequence() || rows() < 1 || bytes() < 1) {
            throw new IllegalArgumentException(
                    "An export file covers at least one sequence and is not empty: " + path());
        }
    }

    static Builder builder() {
        return new Builder();
    }

    static final class Builder extends ImmutableExportFile.Builder {
        Builder() {}
    }
}
