package io.countersign.client.rule;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.MalformedInputException;
import io.countersign.model.SdkStyle;
import io.countersign.model.finding.Severity;
import io.countersign.model.json.Digest;
import io.countersign.model.json.Json;
import io.countersign.model.market.TradingStatus;
import io.countersign.model.unit.Decimals;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.immutables.value.Value;

/**
 * Everything about rules that a desk may want otherwise, as versioned data: thresholds, severities, the graph of trading
 * statuses, fields that a rule leaves alone or looks at together, names of assets. Named by a digest, so that a report can say what it was judged by.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableRuleData.class)
@JsonDeserialize(as = ImmutableRuleData.class)
public abstract class RuleData {
    private static final String STANDARD = "standard-rule-data.json";

    RuleData() {}

    /** The version of these data, for people. */
    public abstract String version();

    /** Decimals by name, such as {@code D-FEE-06.spotPercentMax}; the unit ends the name. */
    @Value.NaturalOrder
    public abstract SortedMap<String, String> thresholds();

    /** The greatest severity of a rule by its id, where it is not the declared one. */
    @Value.NaturalOrder
    public abstract SortedMap<String, Severity> severities();

    /** From each status, the ones that a market may go to. */
    @Value.NaturalOrder
    public abstract SortedMap<TradingStatus, List<TradingStatus>> statusGraph();

    /** From each status, the ones that a market may go to with a recorded waiver. */
    @Value.NaturalOrder
    public abstract SortedMap<TradingStatus, List<TradingStatus>> statusGraphWaived();

    /** Paths that T-MAG-01 leaves alone, because a rule of their own looks at them. */
    public abstract List<String> magnitudeExempt();

    /** Currencies that a state issues, by the names that {@link #assetAnchors()} gives. */
    public abstract List<String> currencies();

    /**
     * What an asset is worth one of, by the venue's id: {@code USDT} is worth one {@code USD}. Also other names of one asset. An asset
     * document that says what it is pegged to goes first.
     */
    @Value.NaturalOrder
    public abstract SortedMap<String, String> assetAnchors();

    /** Fields that change together or not at all. */
    public abstract List<CoupledFields> coupledFields();

    /** Names of assets that mean another one, in upper case: {@code XBT} means {@code BTC}. */
    @Value.NaturalOrder
    public abstract SortedMap<String, String> assetAliases();

    /** Assets in which prices are quoted, in upper case: how a pair written in one word is taken apart. */
    public abstract List<String> quoteAssets();

    /**
     * Paths of fields that come and go, at or below which T-FLD-01 only warns: a venue publishes them now and then, or their
     * absence is a value. A star stands for one step.
     */
    public abstract List<String> publishedSometimes();

    /** The data that come with this library. */
    public static RuleData standard() {
        try (InputStream in = RuleData.class.getResourceAsStream(STANDARD)) {
            if (in == null) {
                throw new IllegalStateException("The jar is incomplete: " + STANDARD + " is missing");
            }
            return Json.read(in.readAllBytes(), RuleData.class);
        } catch (IOException e) {
            throw new UncheckedIOException("Reading " + STANDARD + " from the jar failed", e);
        }
    }

    @Value.Check
    void check() {
        thresholds().forEach(RuleData::checkThreshold);
        assetAnchors().forEach((asset, anchor) -> {
            if (assetAnchors().containsKey(anchor)) {
                throw new MalformedInputException(
                        "What an asset is worth one of must not be worth one of something else: " + asset + " of "
                                + anchor + " of " + assetAnchors().get(anchor));
            }
        });
        assetAliases().forEach((alias, name) -> {
            if (assetAliases().containsKey(name)
                    || !alias.equals(alias.toUpperCase(Locale.ROOT))
                    || !name.equals(name.toUpperCase(Locale.ROOT))) {
                throw new MalformedInputException(
                        "An alias leads to the one name of an asset, both in upper case: " + alias + " to " + name);
            }
        });
        for (TradingStatus status : TradingStatus.values()) {
            if (!statusGraph().containsKey(status)) {
                throw new MalformedInputException(
                        "The status graph must say where " + status + " may go, even if nowhere");
            }
            if (!reaches(status, TradingStatus.DELISTED)) {
                throw new MalformedInputException(
                        "By the status graph, a market in " + status + " could never end in DELISTED");
            }
            checkEdges(status);
        }
    }

    private static void checkThreshold(String name, String value) {
        if (!name.matches("[A-Z]+(-[A-Z0-9]+)+\\.[a-z][A-Za-z0-9]*(@[a-z0-9-]+)?")) {
            throw new MalformedInputException(
                    "A threshold's name reads like D-FEE-06.spotPercentMax or D-FEE-06.spotPercentMax@kraken: \"" + name
                            + "\"");
        }
        BigDecimal number;
        try {
            number = Decimals.parse("Threshold " + name, value);
        } catch (IllegalArgumentException e) {
            throw new MalformedInputException("Threshold " + name + " must be a decimal: \"" + value + "\"", e);
        }
        boolean share = name.matches("[^@]*Share(Max|Min)?(@.*)?");
        if (number.signum() < 0 || (share && number.compareTo(BigDecimal.ONE) > 0)) {
            throw new MalformedInputException("Threshold " + name + " must "
                    + (share ? "be a share, from 0 to 1: " : "not be negative: ") + value);
        }
    }

    private void checkEdges(TradingStatus from) {
        List<TradingStatus> waived = statusGraphWaived().getOrDefault(from, List.of());
        List<TradingStatus> free = statusGraph().getOrDefault(from, List.of());
        if (free.contains(from) || waived.contains(from)) {
            throw new MalformedInputException("A status does not lead to itself in the status graph: " + from);
        }
        waived.stream().filter(free::contains).findFirst().ifPresent(to -> {
            throw new MalformedInputException("A step of the status graph needs a waiver or does not: " + from + " to "
                    + to + " is named as both");
        });
        if (from == TradingStatus.DELISTED && !(free.isEmpty() && waived.isEmpty())) {
            throw new MalformedInputException("DELISTED is the end: a market that is listed again has a new id");
        }
    }

    private boolean reaches(TradingStatus from, TradingStatus to) {
        Set<TradingStatus> seen = EnumSet.of(from);
        Deque<TradingStatus> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            for (TradingStatus next : statusGraph().getOrDefault(open.remove(), List.of())) {
                if (seen.add(next)) {
                    open.add(next);
                }
            }
        }
        return seen.contains(to);
    }

    /**
     * A threshold.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public BigDecimal threshold(String name) {
        return new BigDecimal(find(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "No threshold is named " + name + ": " + thresholds().keySet())));
    }

    /** A threshold for a venue: {@code name@venue} where there is one, else {@code name}. */
    public BigDecimal threshold(String name, String venue) {
        return find(name + "@" + venue).map(BigDecimal::new).orElseGet(() -> threshold(name));
    }

    /**
     * These with another value of a threshold.
     *
     * @param version the version of the result
     * @throws IllegalArgumentException if there is none of that name (before an {@code @}), or the value is no decimal
     */
    public RuleData withThreshold(String version, String name, String value) {
        threshold(name.contains("@") ? name.substring(0, name.indexOf('@')) : name);
        SortedMap<String, String> changed = new TreeMap<>(thresholds());
        changed.put(name, value);
        return builder().from(this).version(version).thresholds(changed).build();
    }

    /** These with another greatest severity of a rule. */
    public RuleData withSeverity(String version, String ruleId, Severity severity) {
        SortedMap<String, Severity> changed = new TreeMap<>(severities());
        changed.put(ruleId, severity);
        return builder().from(this).version(version).severities(changed).build();
    }

    /** The digest of the canonical JSON. */
    public Digest digest() {
        return Digest.ofCanonical(this);
    }

    /** Whether a market may go from one status to another. */
    public boolean mayGo(TradingStatus from, TradingStatus to) {
        return statusGraph().getOrDefault(from, List.of()).contains(to);
    }

    /** Whether a market may do so with a recorded waiver. */
    public boolean mayGoWithWaiver(TradingStatus from, TradingStatus to) {
        return statusGraphWaived().getOrDefault(from, List.of()).contains(to);
    }

    /** The one name that an asset has here, in upper case. */
    public String assetName(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return assetAliases().getOrDefault(upper, upper);
    }

    Set<String> severityIds() {
        return severities().keySet();
    }

    private Optional<String> find(String name) {
        return Optional.ofNullable(thresholds().get(name));
    }

    /** Starts rule data. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds rule data. */
    public static final class Builder extends ImmutableRuleData.Builder {
        Builder() {}
    }
}
