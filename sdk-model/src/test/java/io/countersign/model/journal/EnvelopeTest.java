package io.countersign.model.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.model.json.CanonicalJson;
import io.countersign.model.json.Digest;
import io.countersign.model.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
    private static final String LEAF = "ab".repeat(32);

    @Test
    void bytes_anyEnvelope_areItsCanonicalJson() {
        Random random = new Random(20261122);
        for (int i = 0; i < 2_000; i++) {
            Envelope envelope = envelope(random);

            assertThat(new String(envelope.bytes(), StandardCharsets.UTF_8)).isEqualTo(CanonicalJson.text(envelope));
            assertThat(Envelope.parse(envelope.bytes())).isEqualTo(envelope);
        }
    }

    @Test
    void bytes_firstFormat_areAsWritten() {
        Envelope envelope = Envelope.builder().sequence(7).stream("change/CHG-1")
                .revision(2)
                .previousLeaf(LEAF)
                .previousSequence(3)
                .type("change.approved")
                .schemaVersion(1)
                .actor(Actor.of("alice"))
                .occurredAt(Instant.parse("2026-11-22T09:14:00Z"))
                .recordedAt(Instant.parse("2026-11-22T09:14:00.000001Z"))
                .clockSource("ntp")
                .clockErrorMicros(250)
                .idempotencyKey("key-1")
                .payloadDigest(JsonText.of("ok").digest())
                .payload(JsonText.of("ok"))
                .build();

        assertThat(new String(envelope.bytes(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"actor\":\"alice\",\"clockErrorMicros\":250,\"clockSource\":\"ntp\",\"format\":1,"
                                + "\"idempotencyKey\":\"key-1\",\"occurredAt\":\"2026-11-22T09:14:00.000000Z\",\"payload\":\"ok\","
                                + "\"payloadDigest\":\"" + JsonText.of("ok").digest() + "\",\"previousLeaf\":\"" + LEAF
                                + "\",\"previousSequence\":3,\"recordedAt\":\"2026-11-22T09:14:00.000001Z\",\"revision\":2,"
                                + "\"schemaVersion\":1,\"sequence\":7,\"stream\":\"change/CHG-1\",\"type\":\"change.approved\"}");
    }

    @Test
    void draftsDigest_anyBatch_isOverCanonicalJson() {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            Envelope envelope = envelope(random);
            EventDraft draft = new EventDraft(
                    envelope.stream(),
                    envelope.type(),
                    envelope.schemaVersion(),
                    envelope.actor(),
                    envelope.occurredAt(),
                    JsonText.of(text(random, 40)));
            AppendBatch batch = AppendBatch.of("key", List.of(draft, draft));
            TreeMap<String, Object> form = new TreeMap<>();
            form.put("stream", draft.stream());
            form.put("type", draft.type());
            form.put("schemaVersion", draft.schemaVersion());
            form.put("actor", draft.actor());
            form.put("occurredAt", draft.occurredAt());
            form.put("payloadDigest", draft.payload().digest());

            assertThat(batch.draftsDigest()).isEqualTo(Digest.ofCanonical(List.of(form, form)));
        }
    }

    private static Envelope envelope(Random random) {
        Envelope.Builder envelope = Envelope.builder().sequence(random.nextInt(1 << 30)).stream(name(random))
                .revision(1 + random.nextInt(1000))
                .type(name(random))
                .schemaVersion(1 + random.nextInt(9))
                .actor(Actor.of(name(random)))
                .occurredAt(instant(random))
                .recordedAt(instant(random))
                .clockSource(name(random))
                .clockErrorMicros(random.nextInt(100) - 1)
                .idempotencyKey(name(random))
                .payloadDigest(Digest.of(new byte[] {(byte) random.nextInt()}));
        if (random.nextBoolean()) {
            envelope.previousLeaf(LEAF).previousSequence(random.nextInt(1 << 30));
        }
        if (random.nextBoolean()) {
            envelope.payload(JsonText.of(List.of(text(random, 20), random.nextInt(), text(random, 3))));
        }
        return envelope.build();
    }

    private static Instant instant(Random random) {
        return Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000) * 1_000L);
    }

    private static String name(Random random) {
        return "n" + text(random, 30).replaceAll("[\\x00-\\x1f\\x7f-\\x9f]", "x");
    }

    private static String text(Random random, int lengthMax) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(lengthMax); i > 0; i--) {
            switch (random.nextInt(5)) {
                case 0 -> text.append("\"\\\b\t\n\f\r/".charAt(random.nextInt(8)));
                case 1 -> text.append((char) random.nextInt(0x20));
                case 2 -> text.append((char) (0x7f + random.nextInt(0x2000)));
                case 3 -> text.appendCodePoint(0x1f600 + random.nextInt(64));
                default -> text.append((char) ('a' + random.nextInt(26)));
            }
        }
        return text.toString();
    }
}
