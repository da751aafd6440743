package io.countersign.benchmarks;

import io.countersign.audit.AuditLedger;
import io.countersign.audit.LedgerLocation;
import io.countersign.model.diff.SemanticDiff;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.EventDraft;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.SpotMarket;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Our ledger: the diff is made and recorded with the new document, in one batch a transaction. */
final class LedgerRecorder implements Recorder {
    private final AuditLedger ledger;
    private final AtomicLong batches = new AtomicLong();

    private LedgerRecorder(AuditLedger ledger) {
        this.ledger = ledger;
    }

    static LedgerRecorder open(Postgres server) {
        return new LedgerRecorder(AuditLedger.builder()
                .at(LedgerLocation.postgres(server.connections(), "ledger"))
                .clock(InstantSource.system())
                .build());
    }

    @Override
    public String name() {
        return "ledger with diff";
    }

    @Override
    public void record(List<MarketChange> changes) {
        List<EventDraft> drafts = changes.stream()
                .map(change -> draft(change.before(), change.after()))
                .toList();
        ledger.append(AppendBatch.of(String.format(Locale.ROOT, "%012d", batches.getAndIncrement()), drafts));
    }

    /** What is recorded of a change. */
    static EventDraft draft(SpotMarket before, SpotMarket after) {
        JsonText payload = JsonText.of(Map.of("changes", SemanticDiff.between(before, after), "document", after));
        return new EventDraft(
                "market/" + after.id(),
                "market.changed",
                1,
                MarketChanges.actor(after),
                InstantSource.system().instant(),
                payload);
    }

    @Override
    public long recorded() {
        return ledger.head().size();
    }

    @Override
    public void close() {
        ledger.close();
    }
}
