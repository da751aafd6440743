package io.countersign.model.market;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.countersign.model.json.CanonicalJson;
import io.countersign.model.json.Digest;
import io.countersign.model.json.Json;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import org.immutables.value.Value;

/**
 * One immutable piece of an exchange's configuration, of one of the {@link DocumentKind}s.
 *
 * <p>In JSON the field {@code kind} comes with every document. Decimals are strings in canonical form; absent optionals are
 * not written. Instants are whole microseconds.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.EXISTING_PROPERTY, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(Asset.class),
    @JsonSubTypes.Type(CollateralSchedule.class),
    @JsonSubTypes.Type(FeeSchedule.class),
    @JsonSubTypes.Type(FuturesContract.class),
    @JsonSubTypes.Type(GovernanceDocument.class),
    @JsonSubTypes.Type(IndexDefinition.class),
    @JsonSubTypes.Type(InstrumentRiskStatus.class),
    @JsonSubTypes.Type(MarginPoolLimit.class),
    @JsonSubTypes.Type(MarginSchedule.class),
    @JsonSubTypes.Type(MarketStatus.class),
    @JsonSubTypes.Type(PositionLimit.class),
    @JsonSubTypes.Type(SessionCalendar.class),
    @JsonSubTypes.Type(SpotMarket.class),
    @JsonSubTypes.Type(SystemStatus.class)
})
public sealed interface MarketDocument
        permits Asset,
                CollateralSchedule,
                FeeSchedule,
                GovernanceDocument,
                IndexDefinition,
                InstrumentRiskStatus,
                MarginPoolLimit,
                MarginSchedule,
                Market,
                MarketStatus,
                PositionLimit,
                SessionCalendar,
                SystemStatus {
    /**
     * The version of the documents' JSON shape that this library writes. It reads every version from 1 on; a document keeps the
     * version that it was written in, and with it its bytes and its digest.
     */
    int SCHEMA_VERSION = 2;

    /** The venue's short name in lower case, such as {@code kraken}. */
    String venue();

    /** The venue's own id, as published. */
    String id();

    /** Version of the JSON shape. */
    @Value.Default
    default int schemaVersion() {
        return SCHEMA_VERSION;
    }

    /** From when on it holds; absent where the venue does not publish it, as the ledger knows from when on it held. */
    Optional<Instant> validFrom();

    /** Until when it holds; absent when no end is known. */
    Optional<Instant> validTo();

    /**
     * Fields that the venue published and this model has no name for: field name to the value's own JSON text, numbers as they
     * were spelled. Kept so that nothing is lost, and part of the digest.
     */
    @Value.NaturalOrder
    SortedMap<String, String> extensions();

    /** What it is a configuration of; {@code kind} in JSON, wherever the document stands. */
    @JsonProperty("kind")
    DocumentKind documentKind();

    /** Kind, venue and id. */
    @JsonIgnore
    default DocumentId documentId() {
        return new DocumentId(documentKind(), venue(), id());
    }

    /** The canonical JSON that is hashed and compared. */
    default String canonical() {
        return CanonicalJson.text(this);
    }

    /** The digest of the canonical JSON. */
    default Digest digest() {
        return Digest.ofCanonical(this);
    }

    /**
     * Reads a document of any kind.
     *
     * @throws io.countersign.model.MalformedInputException if it is none, or of an unknown kind or schema version, or lacks a
     *     field; the message names the field
     */
    static MarketDocument parse(String json) {
        return Json.read(json, MarketDocument.class);
    }
}
