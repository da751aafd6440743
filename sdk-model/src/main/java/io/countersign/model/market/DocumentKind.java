package io.countersign.model.market;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.countersign.model.MalformedInputException;
import java.util.Map;

/**
 * The kinds of {@link MarketDocument}, by the name they have in JSON and in ids.
 *
 * <p>A kind knows which of its arrays are collections with a key, so that inserting one margin tier is one change and not a
 * shift of all that follow.
 */
public enum DocumentKind {
    ASSET("asset", Asset.class, Map.of()),
    COLLATERAL_SCHEDULE("collateral-schedule", CollateralSchedule.class, Map.of("assets", "asset")),
    FEE_SCHEDULE("fee-schedule", FeeSchedule.class, Map.of("tiers", "threshold")),
    FUTURES_CONTRACT(
            "futures-contract",
            FuturesContract.class,
            Map.of("maker", "threshold", "taker", "threshold", "tickLadder", "abovePrice")),
    GOVERNANCE(
            "governance",
            GovernanceDocument.class,
            Map.of("requirements", "id", "windows", "name", "parameters", "name", "checks", "id")),
    INDEX_DEFINITION("index-definition", IndexDefinition.class, Map.of("constituents", "source")),
    INSTRUMENT_RISK_STATUS("instrument-risk-status", InstrumentRiskStatus.class, Map.of()),
    MARGIN_POOL_LIMIT("margin-pool-limit", MarginPoolLimit.class, Map.of()),
    MARGIN_SCHEDULE("margin-schedule", MarginSchedule.class, Map.of("tiers", "lowerBound")),
    MARKET_STATUS("market-status", MarketStatus.class, Map.of()),
    POSITION_LIMIT("position-limit", PositionLimit.class, Map.of()),
    SESSION_CALENDAR(
            "session-calendar", SessionCalendar.class, Map.of("sessions", "opens", "maintenanceWindows", "begins")),
    SPOT_MARKET(
            "spot-market",
            SpotMarket.class,
            Map.of("maker", "threshold", "taker", "threshold", "tickLadder", "abovePrice")),
    SYSTEM_STATUS("system-status", SystemStatus.class, Map.of());

    private final String name;
    private final Class<? extends MarketDocument> type;

    @SuppressWarnings("ImmutableEnumChecker") // always Map.of
    private final Map<String, String> keys;

    DocumentKind(String name, Class<? extends MarketDocument> type, Map<String, String> keys) {
        this.name = name;
        this.type = type;
        this.keys = keys;
    }

    /** The Java type. */
    public Class<? extends MarketDocument> type() {
        return type;
    }

    /** For each array field whose elements have an identity: the element's field that holds it. */
    public Map<String, String> keys() {
        return keys;
    }

    /**
     * The kind of that name.
     *
     * @throws MalformedInputException if there is none
     */
    @JsonCreator
    public static DocumentKind parse(String name) {
        for (DocumentKind kind : values()) {
            if (kind.name.equals(name)) {
                return kind;
            }
        }
        throw new MalformedInputException("Unknown document kind: \"" + name + "\"");
    }

    @JsonValue
    @Override
    public String toString() {
        return name;
    }
}
