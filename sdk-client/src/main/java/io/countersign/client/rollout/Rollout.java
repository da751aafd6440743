package io.countersign.client.rollout;

import io.countersign.model.change.ChangePolicy;
import io.countersign.model.diff.SemanticDiff;
import io.countersign.model.journal.Journal;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.market.DocumentId;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Puts one approved diff into force through a gateway, and reads back what the exchange then has. */
public final class Rollout {
    private static final System.Logger LOG = System.getLogger(Rollout.class.getName());

    private final ExchangeGateway gateway;

    public Rollout(ExchangeGateway gateway) {
        this.gateway = gateway;
    }

    /** What the exchange has in force in a scope. */
    public ConfigSnapshot live(Scope scope) {
        return gateway.read(scope).snapshot();
    }

    /**
     * Asks the exchange for a diff, at most once for the intent's key. An unknown answer is looked up once. A gateway that throws
     * while it is asked has given an unknown answer: nobody knows whether it acted.
     *
     * @param intent the entry that says that the exchange is touched now
     * @throws io.countersign.model.LedgerIntegrityException if the journal does not hold that entry as such; nothing was asked
     */
    public ApplyOutcome apply(
            Journal journal, JournalEntry intent, Scope scope, SemanticDiff changes, ChangePolicy policy) {
        ApplyPermit permit = ApplyPermit.mint(journal, intent);
        try {
            ExchangeReading reading = gateway.read(scope);
            SortedMap<DocumentId, Long> expected = new TreeMap<>();
            for (DocumentId id : changes.documents()) {
                Long version = reading.versions().get(id);
                if (version != null) {
                    expected.put(id, version);
                }
            }
            ApplyOutcome outcome =
                    gateway.apply(permit, new Stage(scope, changes, policy, expected), permit.applyKey());
            return outcome.answer() == ApplyOutcome.Answer.UNKNOWN
                    ? find(permit.applyKey()).orElse(outcome)
                    : outcome;
        } catch (RuntimeException e) { // whatever a host's gateway throws
            return find(permit.applyKey()).orElse(ApplyOutcome.unknown(e.toString()));
        }
    }

    /** What became of an earlier request; empty when the exchange never saw it, or does not say. */
    public Optional<ApplyOutcome> find(String applyKey) {
        try {
            return gateway.find(applyKey).filter(found -> found.answer() != ApplyOutcome.Answer.UNKNOWN);
        } catch (RuntimeException e) { // whatever a host's gateway throws
            LOG.log(System.Logger.Level.WARNING, "The exchange does not say what became of " + applyKey, e);
            return Optional.empty();
        }
    }
}
