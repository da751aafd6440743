package io.countersign.client.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.model.LedgerIntegrityException;
import io.countersign.model.NotFoundException;
import io.countersign.model.change.ChangeApplying;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.change.ChangePolicy;
import io.countersign.model.change.Decision;
import io.countersign.model.diff.SemanticDiff;
import io.countersign.model.journal.Actor;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.EventDraft;
import io.countersign.model.journal.InMemoryJournal;
import io.countersign.model.journal.Journal;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.json.Digest;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.IndexDefinition;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RolloutTest {
    private static final Scope SCOPE = new Scope("kraken", "uat");
    private static final Instant NOW = Instant.parse("2026-01-12T09:00:00Z");

    private final ConfigSnapshot before = ConfigSnapshot.of(SCOPE, List.of(index("rr_xbtusd", false)));
    private final ConfigSnapshot after = ConfigSnapshot.of(SCOPE, List.of(index("rr_xbtusd", true)));
    private final SemanticDiff changes = SemanticDiff.between(before, after);
    private final Journal journal = new InMemoryJournal(() -> NOW);
    private final SimulatedExchange exchange = new SimulatedExchange(before);
    private final Rollout rollout = new Rollout(exchange);

    @Test
    void apply_journalledIntent_isInForceWithANewVersion() {
        ApplyOutcome outcome =
                rollout.apply(journal, entry(ChangeEvents.APPLYING, "k1"), SCOPE, changes, ChangePolicy.none());

        assertThat(outcome.answer()).isEqualTo(ApplyOutcome.Answer.APPLIED);
        assertThat(outcome.versions()).containsValue(2L);
        assertThat(rollout.live(SCOPE).root()).isEqualTo(after.root());
    }

    @Test
    void apply_sameKeyAgain_returnsTheFirstAnswerAndChangesNothing() {
        JournalEntry intent = entry(ChangeEvents.APPLYING, "k1");
        ApplyOutcome first = rollout.apply(journal, intent, SCOPE, changes, ChangePolicy.none());

        assertThat(rollout.apply(journal, intent, SCOPE, changes.inverse(), ChangePolicy.none()))
                .isEqualTo(first);
        assertThat(rollout.live(SCOPE).root()).isEqualTo(after.root());
    }

    @Test
    void apply_entryThatIsNoIntent_isRefused() {
        JournalEntry approved = entry(ChangeEvents.APPROVED, "k1");

        assertThatThrownBy(() -> rollout.apply(journal, approved, SCOPE, changes, ChangePolicy.none()))
                .isInstanceOf(LedgerIntegrityException.class)
                .hasMessageContaining("No permit");
        assertThat(rollout.live(SCOPE).root()).isEqualTo(before.root());
    }

    @Test
    void apply_intentOfAnotherJournal_isRefused() {
        JournalEntry elsewhere = entry(ChangeEvents.APPLYING, "k1");

        assertThatThrownBy(() ->
                        rollout.apply(new InMemoryJournal(() -> NOW), elsewhere, SCOPE, changes, ChangePolicy.none()))
                .isInstanceOf(LedgerIntegrityException.class);
        assertThat(rollout.live(SCOPE).root()).isEqualTo(before.root());
    }

    @Test
    void simulatedExchange_keyThatThePermitIsNotFor_isRejected() {
        ApplyPermit permit = ApplyPermit.mint(journal, entry(ChangeEvents.APPLYING, "k1"));

        ApplyOutcome outcome = exchange.apply(
                permit,
                new Stage(
                        SCOPE,
                        changes,
                        ChangePolicy.none(),
                        exchange.read(SCOPE).versions()),
                "k2");

        assertThat(outcome.answer()).isEqualTo(ApplyOutcome.Answer.REJECTED);
        assertThat(rollout.live(SCOPE).root()).isEqualTo(before.root());
    }

    @Test
    void simulatedExchange_versionThatMoved_isRejected() {
        ApplyPermit permit = ApplyPermit.mint(journal, entry(ChangeEvents.APPLYING, "k1"));

        ApplyOutcome outcome =
                exchange.apply(permit, new Stage(SCOPE, changes, ChangePolicy.none(), new TreeMap<>()), "k1");

        assertThat(outcome.answer()).isEqualTo(ApplyOutcome.Answer.REJECTED);
        assertThat(outcome.message()).contains("version 1, expected null");
    }

    @Test
    void simulatedExchange_unknownScope_saysWhatThereIs() {
        assertThatThrownBy(() -> exchange.read(new Scope("kraken", "prod")))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("kraken/uat");
    }

    private JournalEntry entry(String type, String applyKey) {
        Digest plan = Digest.ofCanonical("plan");
        ChangeApplying intent = ChangeApplying.builder()
                .changeId("CHG-1")
                .planDigest(plan)
                .applyKey(applyKey)
                .decision(Decision.builder()
                        .planDigest(plan)
                        .policyDigest(plan)
                        .permitted(true)
                        .build())
                .build();
        EventDraft draft =
                new EventDraft(ChangeEvents.changeStream("CHG-1"), type, 1, Actor.of("olga"), NOW, JsonText.of(intent));
        return journal.append(AppendBatch.of("key-" + type, List.of(draft)))
                .entries()
                .get(0);
    }

    private static IndexDefinition index(String id, boolean tradeable) {
        return IndexDefinition.builder()
                .venue("kraken")
                .id(id)
                .tradeable(tradeable)
                .build();
    }
}
