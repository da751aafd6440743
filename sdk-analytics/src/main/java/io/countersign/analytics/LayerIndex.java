package io.countersign.analytics;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.analytics.internal.LayerStore;
import io.countersign.model.SdkStyle;
import io.countersign.model.json.CanonicalJson;
import io.countersign.model.json.Digest;
import io.countersign.model.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.immutables.value.Value;

/** The databases of an export's native layer, as {@code native.json} lists them. */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableLayerIndex.class)
@JsonDeserialize(as = ImmutableLayerIndex.class)
abstract class LayerIndex {
    private static final Digest DEFINITION = LayerStore.definition();

    LayerIndex() {}

    /** What the databases were made by. */
    abstract Digest definition();

    /** Whether the databases are what this version of the library makes; it makes others anew. */
    boolean isOfThisVersion() {
        return definition().equals(DEFINITION);
    }

    /** The database to ask. */
    abstract Layer current();

    /** The one before, for readers who still have it open; the next update adds to it. */
    abstract Optional<Layer> spare();

    List<Layer> layers() {
        return Stream.concat(Stream.of(current()), spare().stream()).toList();
    }

    byte[] bytes() {
        return CanonicalJson.bytes(this);
    }

    /**
     * Reads an index.
     *
     * @throws io.countersign.model.MalformedInputException if the bytes are none
     */
    static LayerIndex parse(byte[] json) {
        return Json.read(json, LayerIndex.class);
    }

    /** Starts a list of databases that this version of the library made. */
    static Builder builder() {
        Builder builder = new Builder();
        builder.definition(DEFINITION);
        return builder;
    }

    static final class Builder extends ImmutableLayerIndex.Builder {
        Builder() {}
    }

    /** One database. */
    @SdkStyle
    @Value.Immutable
    @JsonSerialize(as = ImmutableLayer.class)
    @JsonDeserialize(as = ImmutableLayer.class)
    abstract static class Layer {
        Layer() {}

        /** Number of entries in it. */
        abstract long size();

        /** Merkle root over the entries. */
        abstract Digest root();

        /** Length in bytes. */
        abstract long bytes();

        /**
         * SHA-256 of its first {@link NativeLayer#HEAD_BYTES} bytes. Every change that the engine writes changes them, and the
         * rest is covered by the engine's own checksums of each block.
         */
        abstract Digest head();

        String fileName() {
            return fileName(size());
        }

        static String fileName(long size) {
            return "audit-" + size + ".duckdb";
        }

        static Builder builder() {
            return new Builder();
        }

        static final class Builder extends ImmutableLayer.Builder {
            Builder() {}
        }
    }
}
