package io.countersign.client.rule;

import io.countersign.model.finding.Severity;
import io.countersign.model.json.Digest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The rules in force and the data they judge by. Immutable; named by a digest over both. The standard one is {@code
 * client.catalogue.Catalogue.standard()}.
 */
public final class RuleSet {
    private final SortedMap<String, ChangeRule> rules;
    private final RuleData data;
    private final Digest digest;

    private RuleSet(SortedMap<String, ChangeRule> rules, RuleData data) {
        for (String id : data.severityIds()) {
            if (!rules.containsKey(id)) {
                throw new IllegalArgumentException("A severity is set for a rule that is not in the set: " + id);
            }
        }
        this.rules = rules;
        this.data = data;
        this.digest = digest(rules.values(), data);
    }

    /**
     * A set of these rules.
     *
     * @throws IllegalArgumentException if two have the same id, or the data name a rule that is not among them
     */
    public static RuleSet of(Collection<? extends ChangeRule> rules, RuleData data) {
        SortedMap<String, ChangeRule> byId = new TreeMap<>();
        for (ChangeRule rule : rules) {
            if (byId.put(rule.id(), rule) != null) {
                throw new IllegalArgumentException("Two rules have the id " + rule.id());
            }
        }
        return new RuleSet(byId, data);
    }

    /** This and more rules; one with the id of an earlier one takes its place. */
    public RuleSet with(Collection<? extends ChangeRule> more) {
        SortedMap<String, ChangeRule> byId = new TreeMap<>(rules);
        more.forEach(rule -> byId.put(rule.id(), rule));
        return new RuleSet(byId, data);
    }

    /** This and one more rule; one with the id of an earlier one takes its place. */
    public RuleSet with(ChangeRule rule) {
        return with(List.of(rule));
    }

    /**
     * This without a rule.
     *
     * @throws IllegalArgumentException if it is not in the set
     */
    public RuleSet without(String id) {
        if (!rules.containsKey(id)) {
            throw new IllegalArgumentException("No rule has the id " + id);
        }
        SortedMap<String, ChangeRule> fewer = new TreeMap<>(rules);
        fewer.remove(id);
        return new RuleSet(fewer, data);
    }

    /** This with other data. */
    public RuleSet with(RuleData other) {
        return new RuleSet(rules, other);
    }

    /** The rules in order of id. */
    public List<ChangeRule> rules() {
        return List.copyOf(rules.values());
    }

    public Optional<ChangeRule> find(String id) {
        return Optional.ofNullable(rules.get(id));
    }

    public RuleData data() {
        return data;
    }

    /** Names the set: ids, severities and declared texts of the rules, and the data. */
    public Digest digest() {
        return digest;
    }

    private static Digest digest(Collection<ChangeRule> rules, RuleData data) {
        List<Map<String, String>> declared = new ArrayList<>();
        rules.forEach(rule -> declared.add(new TreeMap<>(Map.of(
                "id", rule.id(),
                "severity", rule.severity().name(),
                "title", rule.title(),
                "checks", rule.checks()))));
        return Digest.ofCanonical(
                new TreeMap<>(Map.of("rules", declared, "data", data.digest().toString())));
    }

    Severity greatest(ChangeRule rule) {
        return data.severities().getOrDefault(rule.id(), rule.severity());
    }

    @Override
    public String toString() {
        return rules.size() + " rules, data " + data.version() + ", " + digest().abbreviated();
    }
}
