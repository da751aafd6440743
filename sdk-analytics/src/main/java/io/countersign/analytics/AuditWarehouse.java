package io.countersign.analytics;

import io.countersign.analytics.internal.DuckDb;
import io.countersign.analytics.internal.DuckDbException;
import io.countersign.analytics.internal.Views;
import io.countersign.analytics.internal.Watcher;
import io.countersign.model.MalformedInputException;
import io.countersign.model.change.Verdict;
import io.countersign.model.diff.DocumentFields;
import io.countersign.model.journal.Actor;
import io.countersign.model.json.Digest;
import io.countersign.model.json.Instants;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions about the past from an export. Every answer names the journal entries it rests on, and each question in
 * Java is a view in SQL too (see {@code docs/queries.md}).
 *
 * <p>There are two times. A configuration is asked for as it was <em>in force</em> at one instant, as far as was <em>known</em>
 * at another: of the changes with {@code effectiveAt} up to the first and {@code recordedAt} up to the second, for each field
 * the one with the greatest (effectiveAt, sequence) wins. A change recorded late therefore counts only for those who ask as of
 * a later knowledge. Instants are cut to microseconds.
 *
 * <p>Where the export has a {@linkplain NativeLayer native layer}, that is asked; else the files are read, and opening compares
 * every one with the manifest. Not for use by several threads; open one for each.
 */
public final class AuditWarehouse implements AutoCloseable {
    private static final String FIELDS_OF_SCOPE =
            "field_as_of(CAST($1 AS TIMESTAMPTZ), CAST($2 AS TIMESTAMPTZ)) WHERE scope = $3";

    private final ExportFolder folder;
    private final ExportManifest manifest;
    private final @Nullable Path layer;
    private final DuckDb duck;
    private final Answers answers;
    private final Consumer<QueryProgress> listener;
    private final BooleanSupplier signal;
    private @Nullable AnalystSession session;

    private AuditWarehouse(
            ExportFolder folder, ExportManifest manifest, @Nullable Path layer, DuckDb duck, Builder builder) {
        this.folder = folder;
        this.manifest = manifest;
        this.layer = layer;
        this.duck = duck;
        this.listener = builder.listener;
        this.signal = builder.signal;
        this.answers = new Answers(duck, this::watcher);
    }

    /** Starts with nobody who is told or asked. */
    public static Builder builder() {
        return new Builder();
    }

    /** How a warehouse is opened and asked. Not safe for concurrent use. */
    public static final class Builder {
        private Consumer<QueryProgress> listener = progress -> {};
        private BooleanSupplier signal = () -> false;

        private Builder() {}

        /**
         * Who is told how far every question is that this class answers, four times a second from the first second on, on the thread
         * that asks; and from file to file how far the opening is, and the copy that a session works on. An exception from the listener ends the question and reaches the caller.
         */
        public Builder progress(Consumer<QueryProgress> heard) {
            this.listener = heard;
            return this;
        }

        /**
         * What is asked every few milliseconds whether to give up, on the thread that asks; while files are checked or copied, from
         * file to file. What was asked then ends in a {@link
         * CancellationException}, as it does when that thread is interrupted; the warehouse stays usable.
         */
        public Builder cancelledBy(BooleanSupplier given) {
            this.signal = given;
            return this;
        }

        /**
         * Opens the newest export in a directory. Later exports into the directory are not seen.
         *
         * @throws ExportIntegrityException if there is none, or a file is missing, cut or changed
         * @throws ExportFailedException if files cannot be read
         * @throws CancellationException if it was cancelled
         */
        public AuditWarehouse open(Path exportDirectory) {
            return AuditWarehouse.open(exportDirectory, this);
        }
    }

    /**
     * Opens an export as {@link Builder#open} does, with nobody who is told or asked.
     *
     * @throws ExportIntegrityException if there is none, or a file is missing, cut or changed
     * @throws ExportFailedException if files cannot be read
     */
    public static AuditWarehouse open(Path exportDirectory) {
        return builder().open(exportDirectory);
    }

    private static AuditWarehouse open(Path exportDirectory, Builder builder) {
        ExportFolder folder = new ExportFolder(exportDirectory);
        ExportManifest manifest = folder.loadManifest();
        Optional<Path> layer = NativeLayer.find(folder, manifest);
        if (layer.isEmpty()) {
            folder.requireSound(manifest.files(), QueryProgress.watcher(builder.listener, builder.signal));
        }
        try {
            DuckDb duck = DuckDb.inMemory(Map.of("autoload_known_extensions", "false"));
            try {
                if (layer.isPresent()) {
                    duck.readLayer(layer.get());
                } else {
                    Views.overFiles(
                            duck,
                            paths(folder, manifest, ExportFile.Content.LEDGER),
                            paths(folder, manifest, ExportFile.Content.FIELD_CHANGE));
                }
                return new AuditWarehouse(folder, manifest, layer.orElse(null), duck, builder);
            } catch (RuntimeException e) {
                duck.close();
                throw e;
            }
        } catch (DuckDbException e) {
            throw new ExportFailedException("The export " + exportDirectory + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** What the export says about itself. */
    public ExportManifest manifest() {
        return manifest;
    }

    /** The native layer that is asked; empty where the export has none for its size, and its files are read instead. */
    public Optional<Path> layer() {
        return Optional.ofNullable(layer);
    }

    /** The scopes that a configuration was recorded for, in order. */
    public List<Scope> scopes() {
        return answers.rows("SELECT DISTINCT scope FROM field_change ORDER BY scope", row -> Scope.parse(row.text(1)));
    }

    /**
     * The document in force at one instant as was known at another, if there was one.
     *
     * @throws IllegalArgumentException if several environments have that document: name the scope
     * @throws IncoherentHistoryException if the changes recorded do not make a document then
     */
    public Optional<MarketDocument> asOf(DocumentId document, Instant effectiveAt, Instant knownAt) {
        Optional<Scope> scope = scopeOf(document);
        return scope.isEmpty() ? Optional.empty() : asOf(scope.get(), document, effectiveAt, knownAt);
    }

    /** As {@link #asOf(DocumentId, Instant, Instant)}, where several environments have the document. */
    public Optional<MarketDocument> asOf(Scope scope, DocumentId document, Instant effectiveAt, Instant knownAt) {
        String fields = "document_as_of($3, $4, CAST($1 AS TIMESTAMPTZ), CAST($2 AS TIMESTAMPTZ))";
        return Optional.ofNullable(documents(fields, effectiveAt, knownAt, scope.toString(), document.toString())
                .get(document));
    }

    /**
     * The whole configuration of a scope in force at one instant as was known at another; empty if nothing was.
     *
     * @throws IncoherentHistoryException if the changes recorded for a document do not make one then
     */
    public ConfigSnapshot asOf(Scope scope, Instant effectiveAt, Instant knownAt) {
        return ConfigSnapshot.of(
                scope,
                documents(FIELDS_OF_SCOPE, effectiveAt, knownAt, scope.toString())
                        .values());
    }

    /** As {@link #asOf(Scope, Instant, Instant)}, of one kind of documents only: the spot markets, the margin schedules. */
    public ConfigSnapshot asOf(Scope scope, DocumentKind kind, Instant effectiveAt, Instant knownAt) {
        return ConfigSnapshot.of(
                scope,
                documents(FIELDS_OF_SCOPE + " AND kind = $4", effectiveAt, knownAt, scope.toString(), kind.toString())
                        .values());
    }

    /**
     * Who made each field of a document what it is when the export ends, in order of path, with the fields that were removed.
     * Changes that take effect only later do not count yet. Empty if there was never such a document.
     *
     * @throws IllegalArgumentException if several environments have that document: name the scope
     */
    public List<FieldBlame> blame(DocumentId document) {
        Optional<Scope> scope = scopeOf(document);
        Optional<Instant> end = manifest.knownUntil();
        return scope.isEmpty() || end.isEmpty() ? List.of() : blame(scope.get(), document, end.get(), end.get());
    }

    /** Who made each field of a document what it was at one instant, as was known at another. */
    public List<FieldBlame> blame(Scope scope, DocumentId document, Instant effectiveAt, Instant knownAt) {
        String sql = """
                SELECT path, value, previous_value, actor, change_id, plan_digest, rollback, approvers,
                       effective_at, recorded_at, sequence
                FROM document_blame(?, ?, CAST(? AS TIMESTAMPTZ), CAST(? AS TIMESTAMPTZ)) ORDER BY path""";
        return answers.rows(
                sql,
                row -> FieldBlame.builder()
                        .scope(scope)
                        .document(document)
                        .path(row.text(1))
                        .value(row.findText(2).map(JsonText::ofCanonical))
                        .previousValue(row.findText(3).map(JsonText::ofCanonical))
                        .actor(Actor.of(row.text(4)))
                        .changeId(row.findText(5))
                        .planDigest(row.findText(6).map(Digest::parse))
                        .rollback(row.flag(7))
                        .approvers(row.texts(8).stream().map(Actor::of).toList())
                        .effectiveAt(row.instant(9))
                        .recordedAt(row.instant(10))
                        .sequence(row.number(11))
                        .build(),
                scope.toString(),
                document.toString(),
                Instants.micros(effectiveAt),
                Instants.micros(knownAt));
    }

    /**
     * What differs between a scope's configuration at one point and at another, field by field, with the entry that made it so,
     * in order of document and path.
     */
    public List<FieldDifference> diff(Scope scope, PointInTime from, PointInTime to) {
        String sql = """
                SELECT document, path, before, after, actor, change_id, effective_at, recorded_at, sequence
                FROM field_difference(CAST(? AS TIMESTAMPTZ), CAST(? AS TIMESTAMPTZ),
                                      CAST(? AS TIMESTAMPTZ), CAST(? AS TIMESTAMPTZ))
                WHERE scope = ? ORDER BY document, path""";
        return answers.rows(
                sql,
                row -> FieldDifference.builder()
                        .scope(scope)
                        .document(DocumentId.parse(row.text(1)))
                        .path(row.text(2))
                        .before(row.findText(3).map(JsonText::ofCanonical))
                        .after(row.findText(4).map(JsonText::ofCanonical))
                        .actor(row.findText(5).map(Actor::of))
                        .changeId(row.findText(6))
                        .effectiveAt(row.findInstant(7))
                        .recordedAt(row.findInstant(8))
                        .sequence(row.findNumber(9))
                        .build(),
                from.effectiveAt(),
                from.knownAt(),
                to.effectiveAt(),
                to.knownAt(),
                scope.toString());
    }

    /**
     * The value of each field of a document as intervals of the time of effect, as was known at an instant, in order of path and
     * time. An interval is from inclusive until exclusive; values that were replaced in the moment they took effect have none.
     */
    public List<FieldInterval> history(Scope scope, DocumentId document, Instant knownAt) {
        return intervals(scope, knownAt, "document = ?", document.toString());
    }

    /** {@link #history} of all fee schedules of a scope. */
    public List<FieldInterval> feeHistory(Scope scope, Instant knownAt) {
        return intervals(scope, knownAt, "kind = ?", DocumentKind.FEE_SCHEDULE.toString());
    }

    /** {@link #history} of all margin schedules of a scope. */
    public List<FieldInterval> marginHistory(Scope scope, Instant knownAt) {
        return intervals(scope, knownAt, "kind = ?", DocumentKind.MARGIN_SCHEDULE.toString());
    }

    private List<FieldInterval> intervals(Scope scope, Instant knownAt, String condition, String value) {
        String sql =
                "SELECT document, path, value, valid_from, valid_until, actor, change_id, rollback, recorded_at, sequence"
                        + " FROM field_interval(CAST(? AS TIMESTAMPTZ)) WHERE scope = ? AND " + condition
                        + " ORDER BY document, path, valid_from";
        return answers.rows(
                sql,
                row -> FieldInterval.builder()
                        .scope(scope)
                        .document(DocumentId.parse(row.text(1)))
                        .path(row.text(2))
                        .value(JsonText.ofCanonical(row.text(3)))
                        .validFrom(row.instant(4))
                        .validUntil(row.findInstant(5))
                        .actor(Actor.of(row.text(6)))
                        .changeId(row.findText(7))
                        .rollback(row.flag(8))
                        .recordedAt(row.instant(9))
                        .sequence(row.number(10))
                        .build(),
                Instants.micros(knownAt),
                scope.toString(),
                value);
    }

    /** Questions about how changes are made. */
    public ChangeQuestions changes() {
        return new ChangeQuestions(answers);
    }

    /** Who approved what, and who was refused, over all changes, in the order in which it was recorded. */
    public List<Approval> approvals() {
        return approvalsFrom("approval");
    }

    /** Who approved one change, and who was refused; empty if there is no such change. */
    public List<Approval> approvals(String changeId) {
        return approvalsFrom("approval_of([CAST(? AS VARCHAR)])", changeId);
    }

    /**
     * Answers one question in SQL within {@link QueryLimits#DEFAULT}, without access to anything but the export. The first call
     * copies the export into a scratch database, as {@link #analyst(QueryLimits)} does.
     *
     * @throws QueryFailedException if it gets no answer
     */
    public ResultTable query(String sql) {
        AnalystSession open = session;
        if (open == null) {
            open = analyst(QueryLimits.DEFAULT);
            session = open;
        }
        return open.question(sql).progress(listener).cancelledBy(signal).table();
    }

    /**
     * Starts a session for SQL that is not ours. It works on a copy in a scratch file, which goes when the session is closed.
     *
     * @throws ExportFailedException if the copy cannot be made
     */
    public AnalystSession analyst(QueryLimits limits) {
        Path database = layer;
        return database == null
                ? AnalystSession.overCopy(limits, folder, manifest, watcher())
                : AnalystSession.over(database, limits);
    }

    @Override
    public void close() {
        AnalystSession open = session;
        try {
            if (open != null) {
                open.close();
            }
        } finally {
            duck.close();
        }
    }

    private Watcher watcher() {
        return QueryProgress.watcher(listener, signal);
    }

    private Optional<Scope> scopeOf(DocumentId document) {
        List<String> scopes = answers.rows(
                "SELECT DISTINCT scope FROM field_change WHERE document = ? ORDER BY scope",
                row -> row.text(1),
                document.toString());
        if (scopes.size() > 1) {
            throw new IllegalArgumentException(
                    "Several environments have " + document + ": " + scopes + "; name the scope");
        }
        return scopes.stream().findFirst().map(Scope::parse);
    }

    private record FieldValue(DocumentId document, String path, JsonText value) {}

    /** From rows of fields, which are asked for with the two instants as first and second parameter, and more. */
    private SortedMap<DocumentId, MarketDocument> documents(
            String fieldRows, Instant effectiveAt, Instant knownAt, String... operands) {
        List<Object> parameters = new ArrayList<>(List.of(Instants.micros(effectiveAt), Instants.micros(knownAt)));
        parameters.addAll(List.of(operands));
        List<FieldValue> found = answers.rows(
                "SELECT document, path, value FROM " + fieldRows,
                row -> new FieldValue(DocumentId.parse(row.text(1)), row.text(2), JsonText.ofCanonical(row.text(3))),
                parameters.toArray());
        SortedMap<DocumentId, SortedMap<String, JsonText>> fields = new TreeMap<>();
        for (FieldValue field : found) {
            fields.computeIfAbsent(field.document(), id -> new TreeMap<>()).put(field.path(), field.value());
        }
        SortedMap<DocumentId, MarketDocument> documents = new TreeMap<>();
        fields.forEach((id, values) -> documents.put(id, document(id, values, effectiveAt, knownAt)));
        return documents;
    }

    private static MarketDocument document(
            DocumentId id, SortedMap<String, JsonText> fields, Instant effectiveAt, Instant knownAt) {
        String when = " as of " + effectiveAt + ", known at " + knownAt + ": look at its blame";
        try {
            MarketDocument document = DocumentFields.toDocument(id.kind(), fields);
            if (!document.documentId().equals(id)) {
                throw new IncoherentHistoryException(
                        "The fields of " + id + " make the document " + document.documentId() + when);
            }
            return document;
        } catch (MalformedInputException e) {
            throw new IncoherentHistoryException(
                    "The " + fields.size() + " fields of " + id + " make no document" + when + " (" + e.getMessage()
                            + ")",
                    e);
        }
    }

    private List<Approval> approvalsFrom(String relation, Object... parameters) {
        String sql = "SELECT change_id, sequence, reviewer, requirement, verdict, plan_digest, comment, standing,"
                + " ended_sequence, ended_reason, refusal_code, occurred_at, recorded_at, carried_to, on_behalf_of FROM "
                + relation + " ORDER BY sequence";
        return answers.rows(
                sql,
                row -> Approval.builder()
                        .changeId(row.text(1))
                        .sequence(row.number(2))
                        .reviewer(Actor.of(row.text(3)))
                        .requirement(row.findText(4))
                        .verdict(row.findText(5).map(Verdict::valueOf))
                        .planDigest(row.findText(6).map(Digest::parse))
                        .comment(row.findText(7))
                        .standing(Approval.Standing.valueOf(row.text(8)))
                        .endedSequence(row.findNumber(9))
                        .reason(row.findText(10))
                        .refusalCode(row.findText(11))
                        .occurredAt(row.instant(12))
                        .recordedAt(row.instant(13))
                        .carriedTo(row.findText(14).map(Digest::parse))
                        .onBehalfOf(row.findText(15).map(Actor::of))
                        .build(),
                parameters);
    }

    private static List<Path> paths(ExportFolder folder, ExportManifest manifest, ExportFile.Content content) {
        return manifest.files(content).stream().map(folder::resolve).toList();
    }
}
