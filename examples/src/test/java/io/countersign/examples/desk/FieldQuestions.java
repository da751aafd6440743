package io.countersign.examples.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.analytics.AuditWarehouse;
import io.countersign.analytics.Incident;
import io.countersign.analytics.PointInTime;
import io.countersign.client.desk.Change;
import io.countersign.model.diff.FieldChange;
import io.countersign.model.diff.SemanticDiff;
import io.countersign.model.journal.Actor;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.DocumentId;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What was in force when, and who made it so: asked of an export, and told by a diary. */
final class FieldQuestions {
    private static final List<String> PATHS = List.of("/priceRule/tickSize", "/sizeRule/minQuantity");

    private final Diary diary;
    private final NavigableMap<Instant, ConfigSnapshot> heads;
    private final AuditWarehouse warehouse;
    private final String when;
    private final Random random;

    FieldQuestions(
            Diary diary,
            NavigableMap<Instant, ConfigSnapshot> heads,
            AuditWarehouse warehouse,
            String when,
            Random random) {
        this.diary = diary;
        this.heads = heads;
        this.warehouse = warehouse;
        this.when = when;
        this.random = random;
    }

    void compare() {
        for (int i = 0; i < 5; i++) {
            inForce(someInstant(), someInstant());
        }
        for (DocumentId market : RandomDesk.BASELINE.documents().keySet()) {
            blame(market, diary.end());
            blame(market, someInstant());
            history(market);
        }
        trouble();
        repeated();
        incidents();
    }

    /** An instant at which something took effect, or just before, or some while after. */
    private Instant someInstant() {
        Instant instant = List.copyOf(heads.keySet()).get(random.nextInt(heads.size()));
        Instant drawn = instant.plus(Duration.ofMinutes(random.nextInt(100) - 1L));
        return drawn.isBefore(RandomDesk.START) ? RandomDesk.START : drawn;
    }

    private ConfigSnapshot head(Instant at) {
        return heads.floorEntry(at).getValue();
    }

    private void inForce(Instant from, Instant to) {
        assertThat(warehouse.asOf(RandomDesk.SCOPE, from, from))
                .as("as of " + from + ", " + when)
                .isEqualTo(head(from));
        assertThat(warehouse.diff(RandomDesk.SCOPE, new PointInTime(from, from), new PointInTime(to, to)).stream()
                        .map(found ->
                                found.document() + " " + found.path() + " " + found.before() + " " + found.after()))
                .as("from " + from + " to " + to + ", " + when)
                .containsExactlyElementsOf(SemanticDiff.between(head(from), head(to)).changes().stream()
                        .flatMap(field -> field.leaves().stream())
                        .map(field ->
                                field.document() + " " + field.path() + " " + field.before() + " " + field.after())
                        .toList());
    }

    /** What set a field, in order of time. */
    private record Setting(Diary.Moment moment, FieldChange field) {
        static String place(FieldChange field) {
            return field.document() + " " + field.path();
        }
    }

    private List<Setting> settings(DocumentId document, String path) {
        return settings().getOrDefault(document + " " + path, List.of());
    }

    private Map<String, List<Setting>> settings() {
        Map<String, List<Setting>> settings = new TreeMap<>();
        for (Diary.Moment moment : diary.moments()) {
            moment.fields()
                    .forEach(field -> settings.computeIfAbsent(Setting.place(field), place -> new ArrayList<>())
                            .add(new Setting(moment, field)));
        }
        return settings;
    }

    private void blame(DocumentId document, Instant at) {
        List<String> expected = new ArrayList<>();
        for (String path : PATHS) {
            Optional<Setting> last = settings(document, path).stream()
                    .filter(setting -> !setting.moment().at().isAfter(at))
                    .reduce((earlier, later) -> later);
            expected.add(path + " " + last.map(FieldQuestions::blamed).orElse("importer"));
        }
        assertThat(warehouse.blame(RandomDesk.SCOPE, document, at, at).stream()
                        .filter(found -> PATHS.contains(found.path()))
                        .map(found -> found.path() + " "
                                + found.changeId()
                                        .map(id -> found.value() + " " + found.previousValue() + " " + found.actor()
                                                + " " + id + " " + found.rollback() + " " + found.planDigest() + " "
                                                + found.effectiveAt())
                                        .orElse(found.actor().id())))
                .as("blame of " + document + " at " + at + ", " + when)
                .containsExactlyElementsOf(expected);
        assertThat(warehouse.blame(RandomDesk.SCOPE, document, at, at).stream()
                        .filter(found -> PATHS.contains(found.path()))
                        .map(found -> names(found.approvers())))
                .as("approvers in blame of " + document + " at " + at + ", " + when)
                .containsExactlyElementsOf(PATHS.stream()
                        .map(path -> settings(document, path).stream()
                                .filter(setting -> !setting.moment().at().isAfter(at))
                                .reduce((earlier, later) -> later)
                                .map(setting -> names(
                                        diary.approvers(latest(setting.moment().change()))))
                                .orElse("[]"))
                        .toList());
    }

    private static String blamed(Setting setting) {
        Diary.Moment moment = setting.moment();
        return setting.field().after() + " " + setting.field().before() + " " + moment.actor() + " "
                + moment.change().id() + " " + moment.rollback() + " "
                + moment.change().planDigest() + " " + moment.at();
    }

    private Change latest(Change change) {
        return diary.changes().stream()
                .filter(other -> other.id().equals(change.id()))
                .findFirst()
                .orElseThrow();
    }

    private static String names(Collection<Actor> actors) {
        return actors.stream().map(Actor::id).sorted().collect(Collectors.joining(", ", "[", "]"));
    }

    private void history(DocumentId document) {
        List<String> expected = new ArrayList<>();
        for (String path : PATHS) {
            List<Setting> settings = settings(document, path);
            Instant from = RandomDesk.START;
            Optional<JsonText> value = Optional.empty();
            for (Setting setting : settings) {
                Instant until = setting.moment().at();
                if (from.isBefore(until)) {
                    expected.add(path + " " + from + " " + Optional.of(until) + " "
                            + value.or(() -> setting.field().before()));
                }
                from = until;
                value = setting.field().after();
            }
            if (!settings.isEmpty()) {
                expected.add(path + " " + from + " " + Optional.empty() + " " + value);
            }
        }
        Set<String> changed = PATHS.stream()
                .filter(path -> !settings(document, path).isEmpty())
                .collect(Collectors.toSet());
        assertThat(warehouse.history(RandomDesk.SCOPE, document, diary.end()).stream()
                        .filter(found -> changed.contains(found.path()))
                        .map(found -> found.path() + " " + found.validFrom() + " " + found.validUntil() + " "
                                + Optional.of(found.value())))
                .as("history of " + document + ", " + when)
                .containsExactlyElementsOf(expected);
    }

    private void trouble() {
        Map<String, Set<String>> changes = new TreeMap<>();
        Map<String, Set<String>> undone = new TreeMap<>();
        Map<String, Set<String>> corrected = new TreeMap<>();
        Map<String, Instant> last = new TreeMap<>();
        for (List<Setting> settings : settings().values()) {
            Set<String> rolledBack = settings.stream()
                    .filter(setting -> setting.moment().rollback())
                    .map(setting -> setting.moment().change().id())
                    .collect(Collectors.toSet());
            for (int i = 0; i < settings.size(); i++) {
                Diary.Moment moment = settings.get(i).moment();
                FieldChange field = settings.get(i).field();
                if (moment.rollback()) {
                    continue;
                }
                String kind = field.document().kind() + " " + field.path();
                String id = moment.change().id();
                changes.computeIfAbsent(kind, name -> new HashSet<>()).add(id);
                last.merge(kind, moment.at(), (left, right) -> left.isAfter(right) ? left : right);
                if (rolledBack.contains(id)) {
                    undone.computeIfAbsent(kind, name -> new HashSet<>()).add(id);
                }
                if (i + 1 < settings.size()) {
                    Diary.Moment next = settings.get(i + 1).moment();
                    boolean isSoon = !next.at().isAfter(moment.at().plus(Duration.ofHours(24)));
                    if (isSoon && !next.rollback() && !next.change().id().equals(id)) {
                        corrected.computeIfAbsent(kind, name -> new HashSet<>()).add(id);
                    }
                }
            }
        }
        assertThat(warehouse.changes().errorProneFields().stream()
                        .map(found -> found.kind() + " " + found.field() + " " + found.changes() + " " + found.undone()
                                + " " + found.corrected() + " " + found.lastAt()))
                .as("fields that went wrong, " + when)
                .containsExactlyInAnyOrderElementsOf(changes.keySet().stream()
                        .map(kind -> kind + " " + changes.get(kind).size() + " "
                                + undone.getOrDefault(kind, Set.of()).size() + " "
                                + corrected.getOrDefault(kind, Set.of()).size() + " " + last.get(kind))
                        .toList());
    }

    private void repeated() {
        Map<String, List<Setting>> made = new TreeMap<>();
        settings().values().stream()
                .flatMap(List::stream)
                .filter(setting -> !setting.moment().rollback())
                .forEach(setting -> made.computeIfAbsent(
                                setting.field().document().kind() + " "
                                        + setting.field().path(),
                                kind -> new ArrayList<>())
                        .add(setting));
        List<String> expected = new ArrayList<>();
        made.forEach((kind, settings) -> {
            long changes = settings.stream()
                    .map(setting -> setting.moment().change().id())
                    .distinct()
                    .count();
            if (changes > 1) {
                List<Instant> times = settings.stream()
                        .map(setting -> setting.moment().at())
                        .sorted()
                        .toList();
                expected.add(kind + " " + changes + " "
                        + settings.stream()
                                .map(setting -> setting.field().document())
                                .distinct()
                                .count()
                        + " "
                        + settings.stream()
                                .map(setting -> setting.moment().actor())
                                .distinct()
                                .count()
                        + " " + times.get(0) + " " + times.get(times.size() - 1));
            }
        });
        assertThat(warehouse.changes().repeated().stream()
                        .map(found -> found.kind() + " " + found.field() + " " + found.changes() + " "
                                + found.documents() + " " + found.people() + " " + found.firstAt() + " "
                                + found.lastAt()))
                .as("repeated changes, " + when)
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private void incidents() {
        Duration lookback = Duration.ofHours(1L + random.nextInt(72));
        List<Incident> incidents = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            incidents.add(new Incident("INC-" + i, someInstant()));
        }
        List<String> expected = new ArrayList<>();
        incidents.stream()
                .sorted(Comparator.comparing(Incident::at).thenComparing(Incident::id))
                .forEach(incident -> {
                    List<Diary.Moment> moments = new ArrayList<>(diary.moments());
                    Collections.reverse(moments);
                    for (Diary.Moment moment : moments) {
                        Duration before = Duration.between(moment.at(), incident.at());
                        if (!before.isNegative() && before.compareTo(lookback) < 0) {
                            Set<DocumentId> documents = moment.fields().stream()
                                    .map(FieldChange::document)
                                    .collect(Collectors.toCollection(TreeSet::new));
                            expected.add(incident.id() + " " + moment.change().id() + " " + moment.rollback() + " "
                                    + moment.actor() + " " + documents + " "
                                    + moment.fields().size() + " " + before);
                        }
                    }
                });
        assertThat(warehouse.changes().before(incidents, lookback).stream()
                        .map(found -> found.incident() + " " + found.changeId() + " " + found.rollback() + " "
                                + found.actor() + " " + found.documents() + " " + found.fields() + " "
                                + found.before()))
                .as("before incidents, " + when)
                .containsExactlyElementsOf(expected);
    }
}
