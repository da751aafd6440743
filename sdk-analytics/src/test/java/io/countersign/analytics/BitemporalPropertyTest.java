package io.countersign.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.model.diff.SemanticDiff;
import io.countersign.model.json.JsonText;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Generated histories with late, retroactive, scheduled, rolled-back and same-instant changes, against the oracle that plays
 * every entry. The histories run at the same time in environments of their own, so that each question is about all of them;
 * the seed is in the test's name and in every failure. {@code -Dcountersign.histories} says how many.
 */
class BitemporalPropertyTest {
    private static final int HISTORIES = 100;
    private static final int QUESTIONS = 6;
    private static final int SCOPES = 4;
    private static final long SEED = 20_261_122;

    @TempDir
    Path directory;

    static LongStream seeds() {
        return LongStream.range(SEED, SEED + (Integer.getInteger("countersign.histories", HISTORIES) / HISTORIES));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void asOfBlameDiffAndIntervals_generatedHistories_equalAFullScan(long seed) {
        Random random = new Random(seed);
        Recorder recorder = new Recorder();
        List<History> histories = new ArrayList<>();
        for (int i = 0; i < HISTORIES; i++) {
            histories.add(new History(recorder, new Scope("kraken", "h" + i), random));
        }
        Path grown = directory.resolve("grown");
        for (int round = 0; round < 4; round++) {
            for (int step = 0; step < 2 * HISTORIES; step++) {
                histories.get(random.nextInt(HISTORIES)).step();
            }
            grow(recorder, grown);
        }
        Path whole = directory.resolve("whole");
        LedgerExporter.builder().journal(recorder.journal()).build().export(whole);
        NaiveHistory naive = new NaiveHistory(recorder.journal());
        Map<String, Integer> seen = new TreeMap<>();

        try (AuditWarehouse files = AuditWarehouse.open(whole);
                AuditWarehouse layer = AuditWarehouse.open(grown)) {
            assertThat(files.layer()).isEmpty();
            assertThat(layer.layer()).isPresent();
            for (int i = 0; i < QUESTIONS; i++) {
                PointInTime point = somePoint(histories, random);
                PointInTime other = somePoint(histories, random);
                for (AuditWarehouse warehouse : List.of(files, layer)) {
                    String when = "seed " + seed + ", " + point + ", "
                            + warehouse
                                    .layer()
                                    .map(Path::getFileName)
                                    .map(Path::toString)
                                    .orElse("files");
                    Comparison comparison = new Comparison(warehouse, naive, when);
                    comparison.everywhere(point, other);
                    for (int j = 0; j < SCOPES; j++) {
                        Scope scope = histories.get(random.nextInt(HISTORIES)).scope();
                        seen.merge(comparison.asOf(scope, point), 1, Integer::sum);
                        comparison.blame(scope, point);
                        comparison.diff(scope, point, other);
                    }
                }
            }
        }
        assertThat(seen).as("kinds of answers, seed " + seed).containsKey("whole");
    }

    private static PointInTime somePoint(List<History> histories, Random random) {
        History history = histories.get(random.nextInt(histories.size()));
        return new PointInTime(history.someInstant(random), history.someInstant(random));
    }

    /** Many small files, and a snapshot after each: histories lie across several. */
    private static void grow(Recorder recorder, Path directory) {
        LedgerExporter.builder()
                .journal(recorder.journal())
                .partEntriesMax(40)
                .build()
                .export(directory);
        NativeLayer.builder().snapshots((changes, rows) -> changes > 0).build().update(directory);
    }

    /** What the warehouse says beside what a full scan says. */
    private record Comparison(AuditWarehouse warehouse, NaiveHistory naive, String when) {
        /** All fields of all histories. */
        void everywhere(PointInTime point, PointInTime other) {
            List<String> values = new ArrayList<>();
            List<String> blamed = new ArrayList<>();
            List<String> differing = new ArrayList<>();
            for (Scope scope : naive.scopes()) {
                for (DocumentId id : naive.documents(scope)) {
                    Map<String, NaiveHistory.Field> fields = fields(scope, id, point);
                    fields.forEach((path, field) -> {
                        String where = scope + " " + id + " " + path + " ";
                        field.value().ifPresent(value -> values.add(where + value + " " + field.sequence()));
                        blamed.add(where + text(field.value()) + " " + text(field.previous()) + " " + field.sequence());
                    });
                    differences(scope, id, fields, fields(scope, id, other)).forEach(differing::add);
                }
            }
            String at = literals(point);
            assertThat(rows("SELECT concat_ws(' ', scope, document, path, value, sequence) FROM field_as_of(" + at
                            + ")"))
                    .as(when)
                    .containsExactlyInAnyOrderElementsOf(values);
            assertThat(
                            rows(
                                    "SELECT concat_ws(' ', scope, document, path, value, sequence) FROM field_interval(TIMESTAMPTZ '"
                                            + point.knownAt() + "') WHERE TIMESTAMPTZ '" + point.effectiveAt()
                                            + "' BETWEEN valid_from AND coalesce(valid_until - INTERVAL 1 MICROSECOND, 'infinity')"))
                    .as(when + ", intervals")
                    .containsExactlyInAnyOrderElementsOf(values);
            assertThat(rows("SELECT concat_ws(' ', scope, document, path, coalesce(value, '-'),"
                            + " coalesce(previous_value, '-'), sequence) FROM blame_as_of(" + at + ")"))
                    .as(when)
                    .containsExactlyInAnyOrderElementsOf(blamed);
            assertThat(rows("SELECT concat_ws(' ', scope, document, path, coalesce(before, '-'), coalesce(after, '-'),"
                            + " coalesce(CAST(sequence AS VARCHAR), '-')) FROM field_difference(" + at + ", "
                            + literals(other) + ")"))
                    .as(when + " to " + other)
                    .containsExactlyInAnyOrderElementsOf(differing);
        }

        String asOf(Scope scope, PointInTime point) {
            ConfigSnapshot expected = ConfigSnapshot.empty(scope);
            boolean incoherent = false;
            for (DocumentId id : naive.documents(scope)) {
                Optional<Optional<MarketDocument>> document =
                        naive.asOf(scope, id, point.effectiveAt(), point.knownAt());
                boolean nonsense = document.isPresent() && document.get().isEmpty();
                if (nonsense) {
                    assertThatThrownBy(() -> warehouse.asOf(scope, id, point.effectiveAt(), point.knownAt()))
                            .as(when + ", " + id)
                            .isInstanceOf(IncoherentHistoryException.class);
                } else {
                    assertThat(warehouse.asOf(scope, id, point.effectiveAt(), point.knownAt()))
                            .as(when + ", " + id)
                            .isEqualTo(document.flatMap(found -> found));
                }
                if (document.isPresent() && !nonsense) {
                    expected = expected.with(document.get().get());
                }
                incoherent |= nonsense;
            }
            if (incoherent) {
                assertThatThrownBy(() -> warehouse.asOf(scope, point.effectiveAt(), point.knownAt()))
                        .as(when)
                        .isInstanceOf(IncoherentHistoryException.class);
                return "incoherent";
            }
            assertThat(warehouse.asOf(scope, point.effectiveAt(), point.knownAt()))
                    .as(when)
                    .isEqualTo(expected);
            return expected.size() == 0 ? "nothing" : "whole";
        }

        void blame(Scope scope, PointInTime point) {
            DocumentId id = naive.documents(scope).iterator().next();
            Map<String, NaiveHistory.Field> fields = new TreeMap<>();
            for (FieldBlame blame : warehouse.blame(scope, id, point.effectiveAt(), point.knownAt())) {
                fields.put(
                        blame.path(), new NaiveHistory.Field(blame.value(), blame.previousValue(), blame.sequence()));
            }
            assertThat(fields).as(when + ", blame of " + id).isEqualTo(fields(scope, id, point));
        }

        void diff(Scope scope, PointInTime from, PointInTime to) {
            List<String> expected = new ArrayList<>();
            for (DocumentId id : naive.documents(scope)) {
                expected.addAll(differences(scope, id, fields(scope, id, from), fields(scope, id, to)));
            }
            List<String> actual = new ArrayList<>();
            for (FieldDifference field : warehouse.diff(scope, from, to)) {
                actual.add(scope + " " + field.document() + " " + field.path() + " " + text(field.before()) + " "
                        + text(field.after()) + " " + text(field.sequence()));
                assertThat(field.actor().isPresent()).isEqualTo(field.sequence().isPresent());
            }
            assertThat(actual).as(when + " to " + to).containsExactlyInAnyOrderElementsOf(expected);
        }

        private static List<String> differences(
                Scope scope,
                DocumentId id,
                Map<String, NaiveHistory.Field> before,
                Map<String, NaiveHistory.Field> after) {
            List<String> differing = new ArrayList<>();
            Set<String> paths = new TreeSet<>(before.keySet());
            paths.addAll(after.keySet());
            for (String path : paths) {
                Optional<JsonText> was = Optional.ofNullable(before.get(path)).flatMap(NaiveHistory.Field::value);
                Optional<NaiveHistory.Field> is = Optional.ofNullable(after.get(path));
                if (!was.equals(is.flatMap(NaiveHistory.Field::value))) {
                    differing.add(scope + " " + id + " " + path + " " + text(was) + " "
                            + text(is.flatMap(NaiveHistory.Field::value)) + " "
                            + text(is.map(NaiveHistory.Field::sequence)));
                }
            }
            return differing;
        }

        private Map<String, NaiveHistory.Field> fields(Scope scope, DocumentId id, PointInTime point) {
            return naive.blame(scope, id, point.effectiveAt(), point.knownAt());
        }

        private List<String> rows(String sql) {
            ResultTable table = warehouse.query(sql);
            assertThat(table.truncated()).isFalse();
            return IntStream.range(0, table.rowCount())
                    .mapToObj(row -> table.text(row, 0))
                    .toList();
        }

        private static String literals(PointInTime point) {
            return "TIMESTAMPTZ '" + point.effectiveAt() + "', TIMESTAMPTZ '" + point.knownAt() + "'";
        }

        private static String text(Optional<?> value) {
            return value.map(Object::toString).orElse("-");
        }
    }

    /** Records one history as a careless desk would: changes are made on what somebody thinks is in force. */
    private static final class History {
        private final Scope scope;
        private final Recorder recorder;
        private final Random random;
        private final List<Instant> instants = new ArrayList<>();
        private final List<SemanticDiff> done = new ArrayList<>();
        private ConfigSnapshot believed;

        History(Recorder recorder, Scope scope, Random random) {
            this.scope = scope;
            this.recorder = recorder;
            this.random = random;
            this.believed = ConfigSnapshot.of(scope, Markets.start().documents().values());
            Instant start = recorder.now();
            instants.add(start);
            instants.add(start.minus(Duration.ofHours(3)));
            recorder.baseline(believed, start.minus(Duration.ofHours(random.nextInt(2))));
        }

        Scope scope() {
            return scope;
        }

        Instant someInstant(Random from) {
            Instant instant = instants.get(from.nextInt(instants.size()));
            return instant.plusNanos(1_000L * (from.nextInt(3) - 1));
        }

        void step() {
            Instant recordedAt = recorder.advance(Duration.ofSeconds(20L * random.nextInt(3)))
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
