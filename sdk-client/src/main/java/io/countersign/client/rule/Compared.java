package io.countersign.client.rule;

import io.countersign.model.market.DocumentId;
import io.countersign.model.market.DocumentKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The facts of one comparison of one rule, and what the rule said of them. Immutable once made. */
final class Compared<F> {
    private final ChangeRule rule;
    private final Comparison<F> comparison;
    private final SortedMap<DocumentId, F> facts;
    private final RuleRun run;

    private Compared(ChangeRule rule, Comparison<F> comparison, SortedMap<DocumentId, F> facts, RuleRun run) {
        this.rule = rule;
        this.comparison = comparison;
        this.facts = facts;
        this.run = run;
    }

    /** A comparison that has not been made yet. */
    static <F> Compared<F> none(ChangeRule rule, Comparison<F> comparison) {
        return new Compared<>(rule, comparison, new TreeMap<>(), RuleRun.ofMany());
    }

    RuleRun run() {
        return run;
    }

    /**
     * This after a change of the configuration.
     *
     * @param judged the documents that were looked at anew, with their runs, which learn what the facts are taken from
     * @param changed those that differ, and their kinds
     */
    Compared<F> after(
            SortedMap<DocumentId, RuleRun> judged,
            Set<DocumentId> changed,
            Set<DocumentKind> kinds,
            Surroundings around) {
        SortedMap<DocumentId, F> now = facts;
        for (var entry : judged.entrySet()) {
            now = put(now, entry.getKey(), fact(entry.getKey(), entry.getValue(), around));
        }
        for (DocumentId id : changed) {
            if (!judged.containsKey(id)) {
                now = put(now, id, Optional.empty());
            }
        }
        return now == facts && !run.dependsOnAny(changed, kinds) ? this : looked(now, around);
    }

    private Optional<F> fact(DocumentId id, RuleRun documentRun, Surroundings around) {
        RuleCase on = new RuleCase(documentRun, around, rule, id, List.of());
        return on.guarded(
                () -> around.after().snapshot().find(id).flatMap(document -> comparison.factOf(document, on)));
    }

    /** The facts with one that is another, copied once. */
    private SortedMap<DocumentId, F> put(SortedMap<DocumentId, F> now, DocumentId id, Optional<F> fact) {
        if (Optional.ofNullable(now.get(id)).equals(fact)) {
            return now;
        }
        SortedMap<DocumentId, F> copy = now == facts ? new TreeMap<>(facts) : now;
        fact.ifPresentOrElse(value -> copy.put(id, value), () -> copy.remove(id));
        return copy;
    }

    private Compared<F> looked(SortedMap<DocumentId, F> now, Surroundings around) {
        RuleRun again = RuleRun.ofMany();
        if (!now.isEmpty()) {
            RuleCase on = new RuleCase(again, around, rule, now.firstKey(), List.of());
            on.guarded(() -> {
                comparison.check(now, on);
                return again;
            });
        }
        return new Compared<>(rule, comparison, now, again);
    }
}
