package io.countersign.client.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.countersign.model.AppendConflictException;
import io.countersign.model.change.ChangeEnded;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.journal.Actor;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.EventDraft;
import io.countersign.model.journal.InMemoryJournal;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.json.JsonText;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final Instant NOW = Instant.parse("2026-01-12T09:00:00.123456Z");
    private static final URI SOURCE = URI.create("https://ops.example/ledger");

    private final InMemoryJournal journal = new InMemoryJournal(() -> NOW);
    private long seconds;
    private final List<CloudEvent> received = new ArrayList<>();

    @Test
    void deliver_newEntries_handsOnEachInOrderAndOnlyOnce() {
        append("change/CHG-1", ChangeEvents.PROPOSED);
        append("config/kraken/production", ChangeEvents.CONFIG_CHANGED);
        append("hosts/own", "hosts.own");

        assertThat(outbox().deliver(received::add)).isEqualTo(2);
        assertThat(outbox().deliver(received::add)).isZero();
        append("change/CHG-1", ChangeEvents.CANCELLED);
        assertThat(outbox().deliver(received::add)).isEqualTo(1);

        assertThat(received)
                .extracting(CloudEvent::type)
                .containsExactly(
                        "io.countersign.change.proposed",
                        "io.countersign.config.changed",
                        "io.countersign.change.cancelled");
    }

    @Test
    void deliver_nothingToTell_recordsNothing() {
        append("hosts/own", "hosts.own");

        outbox().deliver(received::add);
        outbox().deliver(received::add);

        assertThat(journal.head().size()).isEqualTo(1);
    }

    @Test
    void deliver_receiverThrows_comesAgainFromThereWithTheSameId() {
        append("change/CHG-1", ChangeEvents.PROPOSED);
        append("change/CHG-2", ChangeEvents.PROPOSED);
        append("change/CHG-3", ChangeEvents.PROPOSED);
        List<String> seen = new ArrayList<>();

        assertThatThrownBy(() -> outbox().deliver(event -> {
                    seen.add(event.id());
                    if (event.subject().endsWith("2")) {
                        throw new IllegalStateException("receiver is down");
                    }
                }))
                .hasMessage("receiver is down");
        outbox().deliver(event -> seen.add(event.id()));

        assertThat(seen).hasSize(4);
        assertThat(seen.get(1)).isEqualTo(seen.get(2));
        assertThat(Set.copyOf(seen)).hasSize(3);
    }

    @Test
    void deliver_somebodyElseDeliversTheSame_saysSoAndIdsTellThemApart() {
        IntStream.range(0, 300).forEach(i -> append("change/CHG-" + i, ChangeEvents.PROPOSED));
        Outbox other = outbox();
        List<String> seen = new ArrayList<>();

        assertThatThrownBy(() -> outbox().deliver(event -> {
                    seen.add(event.id());
                    if (seen.size() == 100) {
                        other.deliver(again -> seen.add(again.id()));
                    }
                }))
                .isInstanceOf(AppendConflictException.class);

        assertThat(Set.copyOf(seen)).hasSize(300);
        assertThat(seen).hasSizeGreaterThan(300);
        assertThat(other.deliver(event -> seen.add(event.id()))).isZero();
    }

    @Test
    void deliver_manyEvents_recordsAlongTheWay() {
        IntStream.range(0, 600).forEach(i -> append("change/CHG-" + i, ChangeEvents.PROPOSED));

        assertThatThrownBy(() -> outbox().deliver(event -> {
                    received.add(event);
                    if (received.size() == 590) {
                        throw new IllegalStateException("receiver is down");
                    }
                }))
                .hasMessage("receiver is down");

        assertThat(outbox().next()).isEqualTo(589);
        assertThat(journal.revision(ChangeEvents.outboxStream("pager"))).isEqualTo(3);
    }

    @Test
    void deliver_severalReceivers_areIndependent() {
        append("change/CHG-1", ChangeEvents.PROPOSED);

        outbox().deliver(received::add);
        new Outbox(journal, () -> NOW, "mail", SOURCE).deliver(received::add);

        assertThat(received)
                .hasSize(2)
                .extracting(CloudEvent::id)
                .containsOnly(received.get(0).id());
    }

    @Test
    void toJson_anEvent_isACloudEventOfTheEntry() throws IOException {
        JournalEntry entry = append("change/CHG-1", ChangeEvents.CANCELLED);
        outbox().deliver(received::add);

        JsonNode json = new ObjectMapper().readTree(received.get(0).toJson());

        Set<String> names = new TreeSet<>();
        json.fieldNames().forEachRemaining(names::add);
        assertThat(names)
                .containsExactly(
                        "actor",
                        "data",
                        "datacontenttype",
                        "id",
                        "sequence",
                        "source",
                        "specversion",
                        "subject",
                        "time",
                        "type")
                .allMatch(name -> name.matches("[a-z0-9]{1,20}"));
        assertThat(json.get("specversion").asText()).isEqualTo("1.0");
        assertThat(json.get("id").asText()).isEqualTo(entry.leafHex());
        assertThat(json.get("source").asText()).isEqualTo("https://ops.example/ledger");
        assertThat(json.get("type").asText()).isEqualTo("io.countersign.change.cancelled");
        assertThat(json.get("subject").asText()).isEqualTo("change/CHG-1");
        assertThat(Instant.parse(json.get("time").asText())).isEqualTo(NOW);
        assertThat(json.get("data").get("reason").asText()).isEqualTo("no more");
        assertThat(json.get("sequence").asText()).isEqualTo("0");
    }

    private Outbox outbox() {
        return new Outbox(journal, () -> NOW.plusSeconds(++seconds), "pager", SOURCE);
    }

    private JournalEntry append(String stream, String type) {
        ChangeEnded payload =
                ChangeEnded.builder().changeId("CHG-1").reason("no more").build();
        return journal.append(AppendBatch.of(
                        "entry-" + journal.head().size(),
                        List.of(new EventDraft(stream, type, 1, Actor.of("alice"), NOW, JsonText.of(payload)))))
                .entries()
                .get(0);
    }
}
