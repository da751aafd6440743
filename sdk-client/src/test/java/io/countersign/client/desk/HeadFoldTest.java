package io.countersign.client.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.model.change.ChangeEvents;
import io.countersign.model.change.ConfigChanged;
import io.countersign.model.change.FoldedConfig;
import io.countersign.model.diff.SemanticDiff;
import io.countersign.model.journal.Actor;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.AppendResult;
import io.countersign.model.journal.EntryCursor;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.FoldSnapshot;
import io.countersign.model.journal.InMemoryJournal;
import io.countersign.model.journal.Journal;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.journal.JournalHead;
import io.countersign.model.json.Digest;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeadFoldTest {
    private static final int CHANGES = 600;
    private static final String STREAM = ChangeEvents.configStream(DeskFixture.SCOPE);

    private final CountingJournal journal = new CountingJournal();
    private ConfigSnapshot live = DeskFixture.BASELINE;

    @BeforeEach
    void change() {
        DeskJournal desk = desk();
        desk.recordBaseline(Actor.of("alice"), live, DeskFixture.START);
        for (int i = 0; i < CHANGES; i++) {
            SpotMarket market = live.load(SpotMarket.class, "XXBTZUSD");
            ConfigSnapshot next = live.with(DeskFixture.withTick(market, i % 2 == 0 ? "1" : "10"));
            desk.append(
                    STREAM,
                    journal.revision(STREAM),
                    List.of(desk.draft(
                            STREAM,
                            ChangeEvents.CONFIG_CHANGED,
                            Actor.of("system:desk"),
                            ConfigChanged.builder()
                                    .scope(DeskFixture.SCOPE)
                                    .changeId("CHG-" + i)
                                    .planDigest(Digest.ofCanonical("plan"))
                                    .rollback(false)
                                    .effectiveAt(DeskFixture.START)
                                    .changes(SemanticDiff.between(live, next))
                                    .resultRoot(next.root())
                                    .build())));
            live = next;
        }
    }

    @Test
    void head_stateIsKept_goesOnFromThere() {
        assertThat(desk().head(DeskFixture.SCOPE).snapshot()).isEqualTo(live);
        long all = journal.read;
        journal.read = 0;

        Head again = desk().head(DeskFixture.SCOPE);

        assertThat(again.snapshot()).isEqualTo(live);
        assertThat(again.revision()).isEqualTo(journal.revision(STREAM));
        assertThat(all).isGreaterThan(CHANGES);
        assertThat(journal.read).isEqualTo(1); // the entry that confirms it
    }

    @Test
    void head_oneDeskForLong_keepsNowAndThen() {
        Optional<FoldSnapshot> before = journal.findFold(STREAM, FoldedConfig.VERSION);
        desk().head(DeskFixture.SCOPE);

        assertThat(before).isEmpty();
        assertThat(journal.findFold(STREAM, FoldedConfig.VERSION))
                .map(FoldSnapshot::nextSequence)
                .contains(journal.head().size());
        assertThat(journal.kept).isEqualTo(1);
    }

    @Test
    void head_keptStateWasChanged_isFoldedAnew() {
        desk().head(DeskFixture.SCOPE);
        FoldSnapshot kept = journal.findFold(STREAM, FoldedConfig.VERSION).orElseThrow();
        String forged = kept.state().toString().replaceFirst("\"tickSize\":\"[0-9.]+\"", "\"tickSize\":\"0.5\"");
        for (JsonText state : List.of(JsonText.parse(forged), JsonText.of("nothing"), JsonText.of(List.of()))) {
            assertThat(state).isNotEqualTo(kept.state());
            journal.keepFold(new FoldSnapshot(STREAM, FoldedConfig.VERSION, kept.nextSequence(), state));

            assertThat(desk().head(DeskFixture.SCOPE).snapshot()).isEqualTo(live);
        }
        journal.keepFold(new FoldSnapshot(STREAM, FoldedConfig.VERSION, kept.nextSequence() - 2, kept.state()));
        assertThat(desk().head(DeskFixture.SCOPE).snapshot()).isEqualTo(live);
    }

    private DeskJournal desk() {
        return new DeskJournal(journal, InstantSource.fixed(DeskFixture.START));
    }

    /** A journal in memory that counts what is read from it. */
    private static final class CountingJournal implements Journal {
        private final InMemoryJournal entries = new InMemoryJournal(InstantSource.fixed(DeskFixture.START));
        private long read;
        private long kept;

        @Override
        public AppendResult append(AppendBatch batch) {
            return entries.append(batch);
        }

        @Override
        public EntryCursor read(EntryQuery query) {
            List<JournalEntry> found = entries.read(query).toList();
            read += found.size();
            return entries.read(query);
        }

        @Override
        public JournalHead head() {
            return entries.head();
        }

        @Override
        public long revision(String stream) {
            return entries.revision(stream);
        }

        @Override
        public void keepFold(FoldSnapshot fold) {
            kept++;
            entries.keepFold(fold);
        }

        @Override
        public Optional<FoldSnapshot> findFold(String name, int version) {
            return entries.findFold(name, version);
        }
    }
}
