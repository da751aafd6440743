package io.countersign.model.journal;

import io.countersign.model.AppendConflictException;
import io.countersign.model.json.CanonicalJson;
import io.countersign.model.json.Digest;
import io.countersign.model.json.Instants;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * Drafts over one or several streams that are recorded together or not at all.
 *
 * <p>The idempotency key makes a retry safe: the same key with the same drafts returns the first entries, with other drafts
 * it is a conflict. Use time-ordered keys; random ones make a large ledger's index slow.
 *
 * @param idempotencyKey at most 100 characters
 * @param drafts at least one, in the order in which they are recorded
 * @param expected what each named stream must look like before; streams not named may be in any state
 */
public record AppendBatch(
        String idempotencyKey, List<EventDraft> drafts, SortedMap<String, ExpectedRevision> expected) {
    /** Longest idempotency key, in characters. */
    public static final int KEY_LENGTH_MAX = 100;

    /**
     * Checks the key and that there is something to append.
     *
     * @throws IllegalArgumentException if the key is blank or too long, or there is no draft
     */
    public AppendBatch {
        Names.require("Idempotency key", idempotencyKey, KEY_LENGTH_MAX);
        drafts = List.copyOf(drafts);
        expected = Collections.unmodifiableSortedMap(new TreeMap<>(expected));
        if (drafts.isEmpty()) {
            throw new IllegalArgumentException(
                    "A batch needs at least one draft (idempotency key " + idempotencyKey + ")");
        }
    }

    /** Drafts with no expectation of their streams. */
    public static AppendBatch of(String idempotencyKey, List<EventDraft> drafts) {
        return new AppendBatch(idempotencyKey, drafts, new TreeMap<>());
    }

    /** Drafts of which one stream must look as expected. */
    public static AppendBatch of(
            String idempotencyKey, List<EventDraft> drafts, String stream, ExpectedRevision expected) {
        return new AppendBatch(idempotencyKey, drafts, new TreeMap<>(Map.of(stream, expected)));
    }

    /** Adds an expectation. */
    public AppendBatch expecting(String stream, ExpectedRevision revision) {
        SortedMap<String, ExpectedRevision> all = new TreeMap<>(expected);
        all.put(stream, revision);
        return new AppendBatch(idempotencyKey, drafts, all);
    }

    /**
     * The digest over the drafts alone by which a retry is recognised; what the journal adds is not part of it. It is over the
     * canonical JSON of an array of one object a draft: {@code actor}, {@code occurredAt}, {@code payloadDigest}, {@code
     * schemaVersion}, {@code stream}, {@code type}.
     */
    public Digest draftsDigest() {
        return digest(drafts.stream().map(DraftForm::of).toList());
    }

    /** What {@link #draftsDigest()} was for the batch that these entries, in order, record. */
    public static Digest draftsDigest(List<Envelope> recorded) {
        return digest(recorded.stream().map(DraftForm::of).toList());
    }

    /**
     * Compares the expected revisions with the streams as they are.
     *
     * @param actual number of entries of a stream
     * @throws AppendConflictException if one differs
     */
    public void requireExpected(ToLongFunction<String> actual) {
        expected.forEach((stream, revision) -> {
            long found = actual.applyAsLong(stream);
            if (!revision.allows(found)) {
                throw new AppendConflictException("Stream " + stream + " is at revision " + found + ", expected "
                        + revision + ": read it again and decide anew");
            }
        });
    }

    /** What a journal throws when this batch's key stands for other drafts, the first of which has this sequence. */
    public AppendConflictException keyConflict(long firstSequence) {
        return new AppendConflictException("Idempotency key " + idempotencyKey + " was used for other drafts (sequence "
                + firstSequence + "): choose a new key for a new batch");
    }

    private static Digest digest(List<DraftForm> forms) {
        StringBuilder text = new StringBuilder(64 + 320 * forms.size());
        char separator = '[';
        for (DraftForm form : forms) {
            text.append(separator);
            form.appendTo(text);
            separator = ',';
        }
        return Digest.of(text.append(']').toString().getBytes(StandardCharsets.UTF_8));
    }

    /** A draft as it is hashed, its fields in canonical order. */
    record DraftForm(
            String actor, String occurredAt, String payloadDigest, int schemaVersion, String stream, String type) {
        static DraftForm of(EventDraft draft) {
            return new DraftForm(
                    draft.actor().id(),
                    Instants.format(draft.occurredAt()),
                    draft.payload().digest().toString(),
                    draft.schemaVersion(),
                    draft.stream(),
                    draft.type());
        }

        static DraftForm of(Envelope recorded) {
            return new DraftForm(
                    recorded.actor().id(),
                    Instants.format(recorded.occurredAt()),
                    recorded.payloadDigest().toString(),
                    recorded.schemaVersion(),
                    recorded.stream(),
                    recorded.type());
        }

        void appendTo(StringBuilder out) {
            out.append("{\"actor\":");
            CanonicalJson.appendString(actor, out);
            out.append(",\"occurredAt\":\"").append(occurredAt);
            out.append("\",\"payloadDigest\":\"").append(payloadDigest);
            out.append("\",\"schemaVersion\":").append(schemaVersion);
            out.append(",\"stream\":");
            CanonicalJson.appendString(stream, out);
            out.append(",\"type\":");
            CanonicalJson.appendString(type, out);
            out.append('}');
        }
    }
}
