package io.countersign.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.analytics.AuditWarehouse;
import io.countersign.analytics.LedgerExporter;
import io.countersign.benchmarks.HistoryMarket.Field;
import io.countersign.model.change.AttemptRefused;
import io.countersign.model.change.BaselineRecorded;
import io.countersign.model.change.ChangeApproved;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.change.ChangeOutcome;
import io.countersign.model.change.ChangeProposed;
import io.countersign.model.change.ChangeSubmitted;
import io.countersign.model.change.ConfigChanged;
import io.countersign.model.change.DocumentRecorded;
import io.countersign.model.change.VerdictGiven;
import io.countersign.model.diff.DocumentFields;
import io.countersign.model.journal.EntryCursor;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.json.Digest;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.merkle.MerkleFrontier;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    private static final int ENTRIES = 4_000;
    private static final Map<String, Class<?>> TYPES = Map.ofEntries(
            Map.entry(ChangeEvents.BASELINE_RECORDED, BaselineRecorded.class),
            Map.entry(ChangeEvents.DOCUMENT_RECORDED, DocumentRecorded.class),
            Map.entry(ChangeEvents.PROPOSED, ChangeProposed.class),
            Map.entry(ChangeEvents.SUBMITTED, ChangeSubmitted.class),
            Map.entry(ChangeEvents.VERDICT_GIVEN, VerdictGiven.class),
            Map.entry(ChangeEvents.APPROVED, ChangeApproved.class),
            Map.entry(ChangeEvents.CONFIG_CHANGED, ConfigChanged.class),
            Map.entry(ChangeEvents.ROLLED_BACK, ChangeOutcome.class),
            Map.entry(ChangeEvents.REFUSED, AttemptRefused.class));

    private final History history = History.of(ENTRIES);

    @Test
    void read_payloads_areOfTheTypesThatTheyAreRecordedAs() {
        List<JournalEntry> entries = all(history);

        assertThat(entries).hasSize(ENTRIES).allSatisfy(entry -> {
            JsonText payload = entry.payload();
            assertThat(JsonText.of(payload.as(TYPES.get(entry.type())))).isEqualTo(payload);
        });
        assertThat(entries).extracting(JournalEntry::type).containsAll(TYPES.keySet());
        assertThat(entries)
                .filteredOn(entry -> entry.type().equals(ChangeEvents.SUBMITTED))
                .allSatisfy(entry -> {
                    ChangeSubmitted submitted = entry.payloadAs(ChangeSubmitted.class);
                    assertThat(submitted.planDigest())
                            .isEqualTo(submitted.plan().digest());
                });
    }

    @Test
    void read_entries_hangTogetherAsInALedger() {
        MerkleFrontier tree = new MerkleFrontier();
        for (JournalEntry entry : all(history)) {
            assertThat(entry.sequence()).isEqualTo(tree.size());
            assertThat(JournalEntry.of(entry.envelopeBytes()).envelope()).isEqualTo(entry.envelope());
            tree.append(entry.leafHash());
        }

        assertThat(history.head().root()).isEqualTo(Digest.ofHash(tree.root()));
    }

    @Test
    void read_fromTheMiddle_givesTheSameEntries() {
        History longer = History.of(120_000);

        List<JournalEntry> later =
                longer.read(EntryQuery.builder().fromSequence(119_990).build()).toList();

        assertThat(later).hasSize(10).isEqualTo(all(longer).subList(119_990, 120_000));
    }

    @Test
    void grownBy_moreEntries_beginsWithTheSame() {
        History grown = history.grownBy(500);

        assertThat(grown.head().size()).isEqualTo(ENTRIES + 500);
        assertThat(all(grown)).startsWith(all(history).toArray(new JournalEntry[0]));
    }

    @Test
    void baseline_market_hasTheFieldsThatChange() {
        SortedMap<String, JsonText> fields = DocumentFields.of(HistoryMarket.baseline(7));

        assertThat(fields).hasSize(HistoryMarket.FIELDS);
        assertThat(Field.ALL).isSortedAccordingTo((a, b) -> a.path().compareTo(b.path()));
        for (Field field : Field.ALL) {
            assertThat(fields.get(field.path())).hasToString(field.value(0));
        }
    }

    @Test
    void export_ofTheHistory_answersWithDocuments(@TempDir Path directory) {
        LedgerExporter.builder().journal(history).build().export(directory);
        DocumentId market = HistoryMarket.baseline(7).documentId();
        Instant end = History.START.plus(History.SPAN);

        try (AuditWarehouse warehouse = AuditWarehouse.open(directory)) {
            assertThat(warehouse.asOf(market, History.START, end)).contains(HistoryMarket.baseline(7));
            ConfigSnapshot last = warehouse.asOf(HistoryPayloads.SCOPE, end, end);
            assertThat(last.size()).isEqualTo(HistoryMarket.MARKETS);
            assertThat(baseline()).isNotEqualTo(List.copyOf(last.documents().values()));
            assertThat(warehouse.approvals()).isNotEmpty();
        }
    }

    private static List<MarketDocument> baseline() {
        return IntStream.range(0, HistoryMarket.MARKETS)
                .mapToObj(market -> (MarketDocument) HistoryMarket.baseline(market))
                .toList();
    }

    private static List<JournalEntry> all(History history) {
        try (EntryCursor entries = history.read(EntryQuery.all())) {
            return entries.toList();
        }
    }
}
