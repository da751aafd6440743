package io.countersign.examples.desk;

import io.countersign.client.rollout.ApplyOutcome;
import io.countersign.client.rollout.ApplyPermit;
import io.countersign.client.rollout.ExchangeGateway;
import io.countersign.client.rollout.ExchangeReading;
import io.countersign.client.rollout.SimulatedExchange;
import io.countersign.client.rollout.Stage;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** An exchange that does not always do what it is asked, or say what it did, and whose configuration others change. */
final class MoodyExchange implements ExchangeGateway {
    enum Mood {
        WORKS,
        REFUSES,
        SILENT,
        LOSES_ANSWERS
    }

    private final SimulatedExchange inner;
    private final Set<String> lost = new HashSet<>();
    private Mood mood = Mood.WORKS;
    private Optional<MarketDocument> drifted = Optional.empty();

    MoodyExchange(ConfigSnapshot start) {
        this.inner = new SimulatedExchange(start);
    }

    void turn(Mood next) {
        mood = next;
    }

    /** Has a document in force that nobody told the desk of; nothing empty. */
    void drift(Optional<MarketDocument> to) {
        drifted = to;
    }

    @Override
    public ExchangeReading read(Scope scope) {
        ExchangeReading reading = inner.read(scope);
        return drifted.map(document -> new ExchangeReading(reading.snapshot().with(document), reading.versions()))
                .orElse(reading);
    }

    @Override
    public ApplyOutcome apply(ApplyPermit permit, Stage stage, String key) {
        return switch (mood) {
            case WORKS -> inner.apply(permit, stage, key);
            case REFUSES -> ApplyOutcome.rejected("not today");
            case SILENT -> throw new IllegalStateException("no answer");
            case LOSES_ANSWERS -> {
                inner.apply(permit, stage, key);
                lost.add(key);
                throw new IllegalStateException("connection lost");
            }
        };
    }

    @Override
    public Optional<ApplyOutcome> find(String key) {
        return lost.remove(key) ? Optional.empty() : inner.find(key);
    }
}
