package io.countersign.client.rollout;

import io.countersign.model.ChangeConflictException;
import io.countersign.model.NotFoundException;
import io.countersign.model.market.DocumentId;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** An exchange's admin system in memory: versions, all-or-nothing stages, answers remembered by key. */
public final class SimulatedExchange implements ExchangeGateway {
    private final Map<Scope, ExchangeReading> live = new HashMap<>();
    private final Map<String, ApplyOutcome> answers = new HashMap<>();

    /** Starts with these documents in force, each at version 1. */
    public SimulatedExchange(ConfigSnapshot initial) {
        SortedMap<DocumentId, Long> versions = new TreeMap<>();
        initial.documents().keySet().forEach(id -> versions.put(id, 1L));
        live.put(initial.scope(), new ExchangeReading(initial, versions));
    }

    @Override
    public synchronized ExchangeReading read(Scope scope) {
        ExchangeReading reading = live.get(scope);
        if (reading == null) {
            throw new NotFoundException("This exchange has no scope " + scope + "; it has " + live.keySet());
        }
        return reading;
    }

    @Override
    public synchronized ApplyOutcome apply(ApplyPermit permit, Stage stage, String key) {
        ApplyOutcome earlier = answers.get(key);
        if (earlier != null) {
            return earlier;
        }
        ApplyOutcome answer = permit.applyKey().equals(key)
                ? put(stage)
                : ApplyOutcome.rejected("The permit is for key " + permit.applyKey() + ", not for " + key);
        answers.put(key, answer);
        return answer;
    }

    @Override
    public synchronized Optional<ApplyOutcome> find(String key) {
        return Optional.ofNullable(answers.get(key));
    }

    private ApplyOutcome put(Stage stage) {
        ExchangeReading now = read(stage.scope());
        for (DocumentId id : stage.changes().documents()) {
            Long expected = stage.expectedVersions().get(id);
            Long actual = now.versions().get(id);
            if (!Optional.ofNullable(expected).equals(Optional.ofNullable(actual))) {
                return ApplyOutcome.rejected("Document " + id + " is at version " + actual + ", expected " + expected);
            }
        }
        ConfigSnapshot changed;
        try {
            changed = stage.changes().applyTo(now.snapshot());
        } catch (ChangeConflictException e) {
            return ApplyOutcome.rejected(String.valueOf(e.getMessage()));
        }
        SortedMap<DocumentId, Long> versions = new TreeMap<>(now.versions());
        SortedMap<DocumentId, Long> touched = new TreeMap<>();
        for (DocumentId id : stage.changes().documents()) {
            if (changed.find(id).isPresent()) {
                touched.put(id, versions.merge(id, 1L, Long::sum));
            } else {
                versions.remove(id);
            }
        }
        live.put(stage.scope(), new ExchangeReading(changed, versions));
        return ApplyOutcome.applied(touched);
    }
}
