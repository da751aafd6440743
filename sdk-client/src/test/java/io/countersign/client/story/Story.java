package io.countersign.client.story;

import io.countersign.client.rule.ChangeContext;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An incident, or one of its mistakes, as a configuration or a change of one that the catalogue judges.
 *
 * @param incident the venue and the month; several stories may tell of one
 * @param title what went wrong
 * @param happened what is published about it
 * @param before the configuration that was changed; empty where one is looked at by itself
 * @param mistake the configuration that went wrong
 * @param context what was known of it
 * @param known the same in words
 * @param stoppedBy ids of the rules that stop it
 * @param leftOut rules that were named for the incident and cannot judge it, with the reason
 * @param repair the configuration as it should have been
 * @param repairContext what is known then
 * @param repaired the same in words
 */
record Story(
        String incident,
        String title,
        String happened,
        Optional<ConfigSnapshot> before,
        ConfigSnapshot mistake,
        ChangeContext context,
        String known,
        SortedSet<String> stoppedBy,
        SortedMap<String, String> leftOut,
        ConfigSnapshot repair,
        ChangeContext repairContext,
        String repaired) {

    /** Starts a story. */
    static Builder of(String incident, String title) {
        return new Builder(incident, title);
    }

    /** A configuration of the first document's venue. */
    static ConfigSnapshot venue(MarketDocument... documents) {
        return ConfigSnapshot.of(new Scope(documents[0].venue(), "story"), List.of(documents));
    }

    String heading() {
        return incident + ": " + title;
    }

    @Override
    public String toString() {
        return heading();
    }

    /** Builds a story; a repair without a context of its own has the one of the mistake. */
    static final class Builder {
        private final String incident;
        private final String title;
        private String happened = "";
        private Optional<ConfigSnapshot> before = Optional.empty();
        private Optional<ConfigSnapshot> mistake = Optional.empty();
        private ChangeContext context = ChangeContext.none();
        private String known = "";
        private final SortedSet<String> stoppedBy = new TreeSet<>();
        private final SortedMap<String, String> leftOut = new TreeMap<>();
        private Optional<ConfigSnapshot> repair = Optional.empty();
        private Optional<ChangeContext> repairContext = Optional.empty();
        private String repaired = "";

        private Builder(String incident, String title) {
            this.incident = incident;
            this.title = title;
        }

        Builder happened(String sentences) {
            this.happened = sentences;
            return this;
        }

        /** The configuration as it went wrong. */
        Builder mistake(MarketDocument... documents) {
            this.mistake = Optional.of(venue(documents));
            return this;
        }

        /** The change that went wrong. */
        Builder change(ConfigSnapshot from, ConfigSnapshot to) {
            this.before = Optional.of(from);
            this.mistake = Optional.of(to);
            return this;
        }

        Builder known(ChangeContext.Builder facts, String words) {
            this.context = facts.build();
            this.known = words;
            return this;
        }

        Builder stoppedBy(String... ruleIds) {
            stoppedBy.addAll(List.of(ruleIds));
            return this;
        }

        Builder leftOut(String ruleId, String reason) {
            leftOut.put(ruleId, reason);
            return this;
        }

        Builder repair(ConfigSnapshot configuration) {
            this.repair = Optional.of(configuration);
            return this;
        }

        Builder repair(MarketDocument... documents) {
            return repair(venue(documents));
        }

        Builder repaired(String words) {
            this.repaired = words;
            return this;
        }

        Builder repaired(ChangeContext.Builder facts, String words) {
            this.repairContext = Optional.of(facts.build());
            return repaired(words);
        }

        Story build() {
            ConfigSnapshot wrong = mistake.orElseThrow();
            return new Story(
                    incident,
                    title,
                    happened,
                    before,
                    wrong,
                    context,
                    known,
                    stoppedBy,
                    leftOut,
                    repair.orElse(wrong),
                    repairContext.orElse(context),
                    repaired);
        }
    }
}
