package io.countersign.benchmarks;

import io.countersign.benchmarks.HistoryMarket.Field;
import io.countersign.benchmarks.PayloadTemplate.Hole;
import io.countersign.model.change.BaselineRecorded;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.change.DocumentRecorded;
import io.countersign.model.journal.Actor;
import io.countersign.model.journal.EventDraft;
import io.countersign.model.journal.JournalClock;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.journal.StreamHead;
import io.countersign.model.json.Digest;
import io.countersign.model.json.Instants;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.SpotMarket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Writes the entries of a {@link History} one block after the other: first the baseline, then blocks of eight changes whose steps lie
 * side by side. What a block says follows from its number and from how often each field has changed before, so that a copy goes on where
 * this one stands.
 */
final class HistoryWriter {
    private static final long SEED = 20_261_130L;
    private static final int CHANGES = 8;
    private static final int STEPS = 5;
    private static final int PEOPLE = 40;

    /** One in so many blocks has a change that is rolled back, and a refused approval. */
    private static final int ROLLED_BACK = 6;

    /** One change in so many was approved by who proposed it, which a desk refuses and an audit looks for. */
    private static final int SELF_APPROVED = 2_000;

    private static final JournalClock CLOCK = JournalClock.of(InstantSource.system(), "ntp", Duration.ofMillis(1));
    private static final String CONFIG = ChangeEvents.configStream(HistoryPayloads.SCOPE);
    private static final List<String> WORDS = List.of(
            "liquidity",
            "makers",
            "asked",
            "for",
            "a",
            "finer",
            "grid",
            "after",
            "the",
            "listing",
            "and",
            "spreads",
            "have",
            "been",
            "narrow",
            "since",
            "spring",
            "risk",
            "agreed",
            "in",
            "review",
            "with",
            "operations");

    private final long spacingMicros;
    private final int[] versions;
    private long sequence;
    private long block;
    private @Nullable StreamHead config;

    HistoryWriter(long spacingMicros) {
        this.spacingMicros = spacingMicros;
        this.versions = new int[HistoryMarket.MARKETS * Field.ALL.size()];
    }

    private HistoryWriter(HistoryWriter other) {
        this.spacingMicros = other.spacingMicros;
        this.versions = other.versions.clone();
        this.sequence = other.sequence;
        this.block = other.block;
        this.config = other.config;
    }

    HistoryWriter copy() {
        return new HistoryWriter(this);
    }

    /** Of the entry that comes next. */
    long sequence() {
        return sequence;
    }

    /** The next block. */
    List<JournalEntry> next() {
        List<JournalEntry> entries = new ArrayList<>();
        if (sequence == 0) {
            baseline(entries);
        } else {
            changes(entries);
        }
        block++;
        return entries;
    }

    private void baseline(List<JournalEntry> entries) {
        BaselineRecorded recorded = BaselineRecorded.builder()
                .scope(HistoryPayloads.SCOPE)
                .root(Digest.of(new byte[0]))
                .documents(HistoryMarket.MARKETS)
                .effectiveAt(History.START)
                .build();
        appendConfig("importer", ChangeEvents.BASELINE_RECORDED, JsonText.of(recorded), entries);
        for (int market = 0; market < HistoryMarket.MARKETS; market++) {
            SpotMarket document = HistoryMarket.baseline(market);
            DocumentRecorded one = DocumentRecorded.builder()
                    .scope(HistoryPayloads.SCOPE)
                    .document(document)
                    .digest(document.digest())
                    .effectiveAt(History.START)
                    .build();
            appendConfig("importer", ChangeEvents.DOCUMENT_RECORDED, JsonText.of(one), entries);
        }
    }

    private void changes(List<JournalEntry> entries) {
        SplittableRandom random = new SplittableRandom(SEED + block * 7_919);
        boolean rollsBack = block % ROLLED_BACK == 0;
        List<Change> changes = new ArrayList<>(CHANGES);
        for (int i = 0; i < CHANGES; i++) {
            changes.add(new Change(block * CHANGES + i, rollsBack && i == CHANGES - 1, random));
        }
        for (int step = 0; step < STEPS; step++) {
            for (Change change : changes) {
                change.take(step, entries);
            }
        }
        if (rollsBack) {
            changes.get(0).refuse(entries);
            changes.get(CHANGES - 1).rollBack(entries);
        }
    }

    /** A change on its way. */
    private final class Change {
        private final String id;
        private final String stream;
        private final String proposer;
        private final String reviewer;
        private final String operator;
        private final long effectiveAfterMicros;
        private final int firstVersion;
        private final int fields;
        private final Map<Hole, String> values = new EnumMap<>(Hole.class);
        private @Nullable StreamHead head;

        Change(long number, boolean toBeRolledBack, SplittableRandom random) {
            this.id = String.format(Locale.ROOT, "CHG-%08d", number);
            this.stream = ChangeEvents.changeStream(id);
            int person = random.nextInt(PEOPLE);
            int other = number % SELF_APPROVED == 1 ? person : (person + 1 + random.nextInt(PEOPLE - 1)) % PEOPLE;
            this.proposer = "ops-" + person;
            this.reviewer = "ops-" + other;
            this.operator = "desk-" + random.nextInt(4);
            this.effectiveAfterMicros = toBeRolledBack ? 0 : effectiveAfter(random);
            int market = random.nextInt(HistoryMarket.MARKETS);
            this.fields = random.nextInt(4) == 0 ? 3 : 1;
            int firstField = random.nextInt(Field.ALL.size() - fields + 1);
            this.firstVersion = market * Field.ALL.size() + firstField;
            values.put(Hole.CHANGE_ID, id);
            values.put(Hole.MARKET, HistoryMarket.id(market));
            values.put(Hole.TITLE, "Change " + fields + " of " + HistoryMarket.id(market));
            values.put(Hole.TICKET, "EX-" + random.nextInt(1_000_000));
            values.put(Hole.REVIEWER, reviewer);
            values.put(Hole.TEXT, words(random));
            values.put(Hole.BASE_ROOT, hex(random));
            values.put(Hole.RESULT_ROOT, hex(random));
            describe(firstField);
            String plan = HistoryPayloads.PLAN.fill(values);
            values.put(Hole.PLAN, plan);
            values.put(
                    Hole.PLAN_DIGEST,
                    Digest.of(plan.getBytes(StandardCharsets.UTF_8)).hex());
        }

        private void describe(int firstField) {
            List<String> there = new ArrayList<>(fields);
            List<String> back = new ArrayList<>(fields);
            for (int i = 0; i < fields; i++) {
                Field field = Field.ALL.get(firstField + i);
                int version = versions[firstVersion + i]++;
                values.put(Hole.PATH, field.path());
                values.put(Hole.BEFORE, field.value(version));
                values.put(Hole.AFTER, field.value(version + 1));
                there.add(HistoryPayloads.FIELD_CHANGE.fill(values));
                values.put(Hole.BEFORE, field.value(version + 1));
                values.put(Hole.AFTER, field.value(version));
                back.add(HistoryPayloads.FIELD_CHANGE.fill(values));
            }
            values.put(Hole.CHANGES, there.toString().replace("}, {", "},{"));
            values.put(Hole.INVERSE, back.toString().replace("}, {", "},{"));
        }

        void take(int step, List<JournalEntry> entries) {
            switch (step) {
                case 0 -> append(proposer, ChangeEvents.PROPOSED, HistoryPayloads.PROPOSED, entries);
                case 1 -> append(proposer, ChangeEvents.SUBMITTED, HistoryPayloads.SUBMITTED, entries);
                case 2 -> append(reviewer, ChangeEvents.VERDICT_GIVEN, HistoryPayloads.VERDICT_GIVEN, entries);
                case 3 -> append("desk", ChangeEvents.APPROVED, HistoryPayloads.APPROVED, entries);
                default -> configure(HistoryPayloads.CONFIG_CHANGED, entries);
            }
        }

        /** The proposer tried to approve it. */
        void refuse(List<JournalEntry> entries) {
            JsonText payload = JsonText.ofCanonical(HistoryPayloads.REFUSED.fill(values));
            place(proposer, ChangeEvents.refusedStream(id), ChangeEvents.REFUSED, payload, null, entries);
        }

        void rollBack(List<JournalEntry> entries) {
            configure(HistoryPayloads.CONFIG_RESTORED, entries);
            append("desk", ChangeEvents.ROLLED_BACK, HistoryPayloads.ROLLED_BACK, entries);
            for (int i = 0; i < fields; i++) {
                versions[firstVersion + i]--;
            }
        }

        private void configure(PayloadTemplate payload, List<JournalEntry> entries) {
            Instant effectiveAt = recordedAt().plusNanos(effectiveAfterMicros * 1_000);
            boolean afterBaseline = effectiveAt.isAfter(History.START);
            values.put(Hole.EFFECTIVE_AT, Instants.format(afterBaseline ? effectiveAt : recordedAt()));
            appendConfig(operator, ChangeEvents.CONFIG_CHANGED, JsonText.ofCanonical(payload.fill(values)), entries);
        }

        private void append(String actor, String type, PayloadTemplate payload, List<JournalEntry> entries) {
            JsonText filled = JsonText.ofCanonical(payload.fill(values));
            head = place(actor, stream, type, filled, head, entries);
        }
    }

    /** Most changes take effect when they are recorded, one in ten later, one in twenty earlier. */
    private static long effectiveAfter(SplittableRandom random) {
        int kind = random.nextInt(20);
        if (kind < 2) {
            return random.nextLong(Duration.ofDays(14).toSeconds()) * 1_000_000;
        }
        return kind == 2 ? -random.nextLong(Duration.ofDays(60).toSeconds()) * 1_000_000 : 0;
    }

    private void appendConfig(String actor, String type, JsonText payload, List<JournalEntry> entries) {
        config = place(actor, CONFIG, type, payload, config, entries);
    }

    private StreamHead place(
            String actor,
            String stream,
            String type,
            JsonText payload,
            @Nullable StreamHead head,
            List<JournalEntry> entries) {
        Instant now = recordedAt();
        EventDraft draft =
                new EventDraft(stream, type, ChangeEvents.SCHEMA_VERSION, Actor.of(actor), now.minusMillis(3), payload);
        String key = String.format(Locale.ROOT, "batch-%012d", sequence);
        JournalEntry entry = JournalEntry.place(draft, key, sequence, head, now, CLOCK);
        entries.add(entry);
        sequence++;
        return StreamHead.of(entry);
    }

    private Instant recordedAt() {
        return Instants.ofMicros(Instants.toMicros(History.START) + sequence * spacingMicros);
    }

    private static String words(SplittableRandom random) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < 14; i++) {
            words.add(WORDS.get(random.nextInt(WORDS.size())));
        }
        return String.join(" ", words);
    }

    private static String hex(SplittableRandom random) {
        HexFormat digits = HexFormat.of();
        return digits.toHexDigits(random.nextLong())
                + digits.toHexDigits(random.nextLong())
                + digits.toHexDigits(random.nextLong())
                + digits.toHexDigits(random.nextLong());
    }
}
