package io.countersign.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.model.diff.SemanticDiff;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Generated histories with late, retroactive, scheduled, rolled-back and same-instant changes, against the oracle that plays
 * every entry. Each history has an environment of its own; the seed is in the test's name and in every failure.
 */
class BitemporalPropertyTest {
    private static final int HISTORIES = 30;
    private static final int QUESTIONS = 3;

    @TempDir
    Path directory;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 20_261_122, 987_654_321})
    void asOfAndBlame_generatedHistories_equalAFullScan(long seed) {
        Random random = new Random(seed);
        Recorder recorder = new Recorder();
        List<History> histories = new ArrayList<>();
        for (int i = 0; i < HISTORIES; i++) {
            histories.add(History.record(recorder, new Scope("kraken", "h" + i), random));
        }
        LedgerExporter.builder().journal(recorder.journal()).build().export(directory);
        NaiveHistory naive = new NaiveHistory(recorder.journal());
        Map<String, Integer> seen = new TreeMap<>();

        try (AuditWarehouse warehouse = AuditWarehouse.open(directory)) {
            for (History history : histories) {
                for (int i = 0; i < QUESTIONS; i++) {
                    Instant effectiveAt = history.someInstant(random);
                    Instant knownAt = history.someInstant(random);
                    String when =
                            "seed " + seed + ", " + history.scope() + " in force " + effectiveAt + ", known " + knownAt;
                    seen.merge(
                            compare(warehouse, naive, history.scope(), effectiveAt, knownAt, when, random),
                            1,
                            Integer::sum);
                }
            }
        }
        assertThat(seen).as("kinds of answers, seed " + seed).containsKeys("whole", "nothing", "incoherent");
        assertThat(seen.get("whole")).isGreaterThan(HISTORIES);
    }

    private static String compare(
            AuditWarehouse warehouse,
            NaiveHistory naive,
            Scope scope,
            Instant effectiveAt,
            Instant knownAt,
            String when,
            Random random) {
        ConfigSnapshot expected = ConfigSnapshot.empty(scope);
        boolean incoherent = false;
        for (DocumentId id : naive.documents(scope)) {
            Optional<Optional<MarketDocument>> document = naive.asOf(scope, id, effectiveAt, knownAt);
            if (document.isPresent() && document.get().isPresent()) {
                expected = expected.with(document.get().get());
            }
            incoherent |= document.isPresent() && document.get().isEmpty();
        }
        List<DocumentId> ids = List.copyOf(naive.documents(scope));
        DocumentId blamed = ids.get(random.nextInt(ids.size()));
        compareBlame(warehouse, naive, scope, blamed, effectiveAt, knownAt, when);
        if (incoherent) {
            assertThatThrownBy(() -> warehouse.asOf(scope, effectiveAt, knownAt))
                    .as(when)
                    .isInstanceOf(IncoherentHistoryException.class);
            return "incoherent";
        }
        assertThat(warehouse.asOf(scope, effectiveAt, knownAt)).as(when).isEqualTo(expected);
        return expected.size() == 0 ? "nothing" : "whole";
    }

    private static void compareBlame(
            AuditWarehouse warehouse,
            NaiveHistory naive,
            Scope scope,
            DocumentId id,
            Instant effectiveAt,
            Instant knownAt,
            String when) {
        Map<String, NaiveHistory.Field> fields = new TreeMap<>();
        for (FieldBlame blame : warehouse.blame(scope, id, effectiveAt, knownAt)) {
            fields.put(blame.path(), new NaiveHistory.Field(blame.value(), blame.previousValue(), blame.sequence()));
        }
        assertThat(fields).as(when + ", blame of " + id).isEqualTo(naive.blame(scope, id, effectiveAt, knownAt));
    }

    /** Records one history as a careless desk would: changes are made on what somebody thinks is in force. */
    private static final class History {
        private final Scope scope;
        private final Recorder recorder;
        private final Random random;
        private final List<Instant> instants = new ArrayList<>();
        private final List<SemanticDiff> done = new ArrayList<>();
        private ConfigSnapshot believed;

        private History(Scope scope, Recorder recorder, Random random) {
            this.scope = scope;
            this.recorder = recorder;
            this.random = random;
            this.believed = ConfigSnapshot.of(scope, Markets.start().documents().values());
        }

        static History record(Recorder recorder, Scope scope, Random random) {
            History history = new History(scope, recorder, random);
            Instant start = recorder.advance(Duration.ofHours(24)).now();
            history.instants.add(start);
            history.instants.add(start.minus(Duration.ofHours(3)));
            recorder.baseline(history.believed, start.minus(Duration.ofHours(random.nextInt(2))));
            int steps = 4 + random.nextInt(10);
            for (int i = 0; i < steps; i++) {
                history.step();
            }
            return history;
        }

        Scope scope() {
            return scope;
        }

        Instant someInstant(Random from) {
            Instant instant = instants.get(from.nextInt(instants.size()));
            return instant.plusNanos(1_000L * (from.nextInt(3) - 1));
        }

        private void step() {
            Instant recordedAt = recorder.advance(Duration.ofMinutes(30L * random.nextInt(3)))
                    .now();
            if (random.nextInt(12) == 0) {
                restate(recordedAt);
                return;
            }
            SemanticDiff diff = someDiff();
            boolean rollback = !done.isEmpty() && random.nextInt(6) == 0;
            if (rollback) {
                diff = done.get(random.nextInt(done.size())).inverse();
            }
            if (diff.isEmpty()) {
                return;
            }
            Instant effectiveAt = someEffect(recordedAt);
            recorder.changed(scope, "alice", "CHG-" + done.size(), Recorder.POLICY, rollback, diff, effectiveAt);
            done.add(diff);
            instants.add(recordedAt);
            instants.add(effectiveAt);
        }

        private Instant someEffect(Instant recordedAt) {
            return switch (random.nextInt(6)) {
                case 0 -> recordedAt.plus(Duration.ofMinutes(15L * random.nextInt(8))); // scheduled
                case 1 -> recordedAt.minus(Duration.ofMinutes(15L * random.nextInt(24))); // retroactive
                case 2 -> instants.get(random.nextInt(instants.size())); // the same instant as another
                default -> recordedAt;
            };
        }

        private void restate(Instant recordedAt) {
            if (believed.size() > 0) {
                recorder.baseline(believed, someEffect(recordedAt));
                instants.add(recordedAt);
            }
        }

        private SemanticDiff someDiff() {
            ConfigSnapshot before = believed;
            ConfigSnapshot after = mutate(before);
            if (random.nextInt(4) > 0) {
                believed = after; // else somebody else's change is not noticed
            }
            return SemanticDiff.between(before, after);
        }

        private ConfigSnapshot mutate(ConfigSnapshot from) {
            String tick = "0." + (1 + random.nextInt(9));
            return switch (random.nextInt(8)) {
                case 0 -> from.with(Markets.spot("SOLUSD", tick, "0.02"));
                case 1 -> from.without(id(from));
                case 2 -> from.with(Markets.margin("PF_XBTUSD", someTiers()));
                case 3 ->
                    from.with(SpotMarket.builder()
                            .from(Markets.spot("ETHUSD", tick, "0.002"))
                            .altName("ETH" + random.nextInt(3))
                            .build());
                case 4 -> from.with(Markets.margin("PF_ETHUSD", someTiers()));
                default -> from.with(Markets.spot("XBTUSD", tick, "0.000" + (1 + random.nextInt(9))));
            };
        }

        private DocumentId id(ConfigSnapshot from) {
            List<DocumentId> ids = List.copyOf(from.documents().keySet());
            return ids.isEmpty() ? Markets.spot("XBTUSD", "1", "1").documentId() : ids.get(random.nextInt(ids.size()));
        }

        private MarginTier[] someTiers() {
            List<MarginTier> tiers = new ArrayList<>();
            tiers.add(MarginTier.of("0", "0.02", "0.01"));
            for (int bound = 1; bound <= 3; bound++) {
                if (random.nextBoolean()) {
                    tiers.add(MarginTier.of(
                            bound + "00000", "0.0" + (2 + random.nextInt(3)), "0.01" + random.nextInt(9)));
                }
            }
            return tiers.toArray(new MarginTier[0]);
        }
    }
}
