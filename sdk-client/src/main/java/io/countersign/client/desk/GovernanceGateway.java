package io.countersign.client.desk;

import io.countersign.client.rollout.ApplyOutcome;
import io.countersign.client.rollout.ApplyPermit;
import io.countersign.client.rollout.ExchangeGateway;
import io.countersign.client.rollout.ExchangeReading;
import io.countersign.client.rollout.Stage;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Puts into force what governs the desk. There is nobody to ask: it is in force because the journal says so, and what is under way there
 * has happened as soon as it is asked for.
 */
final class GovernanceGateway implements ExchangeGateway {
    private final DeskJournal journal;

    GovernanceGateway(DeskJournal journal) {
        this.journal = journal;
    }

    @Override
    public ExchangeReading read(Scope scope) {
        Head head = journal.head(scope);
        ConfigSnapshot snapshot = head.heldBy()
                .map(changeId -> underWay(journal.load(changeId), head.snapshot()))
                .orElse(head.snapshot());
        return new ExchangeReading(snapshot, new TreeMap<>());
    }

    private static ConfigSnapshot underWay(Change change, ConfigSnapshot recorded) {
        ChangePlan plan = DeskParts.planOf(change);
        return change.state() == ChangeState.VERIFYING ? plan.changes().applyTo(recorded) : recorded;
    }

    @Override
    public ApplyOutcome apply(ApplyPermit permit, Stage stage, String key) {
        return ApplyOutcome.applied(new TreeMap<>());
    }

    @Override
    public Optional<ApplyOutcome> find(String key) {
        return Optional.of(ApplyOutcome.applied(new TreeMap<>()));
    }
}
