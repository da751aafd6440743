package io.countersign.client.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.model.journal.Actor;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.EventDraft;
import io.countersign.model.journal.FoldSnapshot;
import io.countersign.model.json.JsonText;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The index of open changes, and that it goes on from where the journal keeps it. */
class OpenChangesTest {
    private final DeskFixture fixture = new DeskFixture();

    @Test
    void now_longJournal_isKeptAndGoneOnFrom() {
        Change first = fixture.proposeTick("XXBTZUSD", "1");
        Change ended = fixture.proposeTick("XXBTZUSD", "10");
        fixture.as("alice").cancel(ended.id(), "one is enough");
        appendOthers(4_200);
        assertThat(new OpenChanges(fixture.journal).now()).containsOnlyKeys(first.id());

        FoldSnapshot kept = fixture.journal.findFold("desk/open-changes", 1).orElseThrow();
        assertThat(kept.nextSequence()).isEqualTo(fixture.journal.head().size());
        Change second = fixture.proposeTick("XETHZUSD", "1");
        fixture.submitted(second);

        assertThat(new OpenChanges(fixture.journal).now())
                .containsEntry(first.id(), ChangeState.DRAFT)
                .containsEntry(second.id(), ChangeState.IN_REVIEW)
                .hasSize(2);
    }

    @Test
    void now_keptIndex_isWhatItStartsWith() {
        Change change = fixture.proposeTick("XXBTZUSD", "1");
        fixture.journal.keepFold(new FoldSnapshot(
                "desk/open-changes",
                1,
                fixture.journal.head().size(),
                JsonText.parse("{\"open\":{\"CHG-0\":\"PAUSED\"}}")));

        assertThat(new OpenChanges(fixture.journal).now())
                .containsOnlyKeys("CHG-0")
                .doesNotContainKey(change.id());
    }

    @Test
    void now_keptIndexThatCannotBeRead_isMadeAnew() {
        Change change = fixture.proposeTick("XXBTZUSD", "1");
        fixture.journal.keepFold(new FoldSnapshot(
                "desk/open-changes",
                1,
                fixture.journal.head().size(),
                JsonText.parse("{\"open\":{\"CHG-0\":\"NOWHERE\"}}")));

        assertThat(new OpenChanges(fixture.journal).now()).containsOnlyKeys(change.id());
    }

    private void appendOthers(int count) {
        List<EventDraft> drafts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            drafts.add(new EventDraft(
                    "hosts/own", "hosts.own", 1, Actor.of("host"), fixture.clock.instant(), JsonText.of(i)));
        }
        fixture.journal.append(AppendBatch.of("others", drafts));
    }
}
