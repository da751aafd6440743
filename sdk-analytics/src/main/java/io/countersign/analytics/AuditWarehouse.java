package io.countersign.analytics;

import io.countersign.analytics.internal.DuckDb;
import io.countersign.analytics.internal.DuckDbException;
import io.countersign.analytics.internal.Rows;
import io.countersign.analytics.internal.Views;
import io.countersign.model.MalformedInputException;
import io.countersign.model.change.Verdict;
import io.countersign.model.diff.DocumentFields;
import io.countersign.model.journal.Actor;
import io.countersign.model.json.Digest;
import io.countersign.model.json.Instants;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.DocumentId;
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
 * <p>Opening compares every file with the manifest. Not for use by several threads; open one for each.
 */
public final class AuditWarehouse implements AutoCloseable {
    private final ExportManifest manifest;
    private final List<Path> ledgerFiles;
    private final List<Path> fieldChangeFiles;
    private final DuckDb duck;
    private @Nullable AnalystSession session;

    private AuditWarehouse(ExportManifest manifest, List<Path> ledgerFiles, List<Path> fieldChangeFiles, DuckDb duck) {
        this.manifest = manifest;
        this.ledgerFiles = ledgerFiles;
        this.fieldChangeFiles = fieldChangeFiles;
        this.duck = duck;
    }

    /**
     * Opens the newest export in a directory. Later exports into the directory are not seen.
     *
     * @throws ExportIntegrityException if there is none, or a file is missing, cut or changed
     * @throws ExportFailedException if files cannot be read
     */
    public static AuditWarehouse open(Path exportDirectory) {
        ExportFolder folder = new ExportFolder(exportDirectory);
        ExportFindings findings = new ExportFindings();
        Optional<ExportManifest> found = folder.findManifest(findings);
        if (found.isEmpty() && !findings.report().hasErrors()) {
            findings.error(ExportFindings.LATEST, ExportFolder.LATEST, "There is no export in the directory");
        }
        found.ifPresent(manifest -> folder.checkFiles(manifest, findings));
        if (found.isEmpty() || findings.report().hasErrors()) {
            throw new ExportIntegrityException(
                    "The export " + exportDirectory + " is not what its manifest says: export anew.",
                    findings.report());
        }
        ExportManifest manifest = found.get();
        List<Path> ledger = paths(folder, manifest, ExportFile.Content.LEDGER);
        List<Path> fieldChanges = paths(folder, manifest, ExportFile.Content.FIELD_CHANGE);
        try {
            DuckDb duck = DuckDb.inMemory(Map.of("autoload_known_extensions", "false"));
            try {
                Views.overFiles(duck, ledger, fieldChanges);
                return new AuditWarehouse(manifest, ledger, fieldChanges, duck);
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

    /** The scopes that a configuration was recorded for, in order. */
    public List<Scope> scopes() {
        return ask(() -> duck.texts("SELECT DISTINCT scope FROM field_change ORDER BY scope").stream()
                .map(Scope::parse)
                .toList());
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
        return Optional.ofNullable(
                documents(scope, effectiveAt, knownAt, Optional.of(document)).get(document));
    }

    /**
     * The whole configuration of a scope in force at one instant as was known at another; empty if nothing was.
     *
     * @throws IncoherentHistoryException if the changes recorded for a document do not make one then
     */
    public ConfigSnapshot asOf(Scope scope, Instant effectiveAt, Instant knownAt) {
        return ConfigSnapshot.of(
                scope, documents(scope, effectiveAt, knownAt, Optional.empty()).values());
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
        return ask(() -> {
            List<FieldBlame> fields = new ArrayList<>();
            String sql = """
                    SELECT path, value, previous_value, actor, change_id, plan_digest, rollback, approvers,
                           effective_at, recorded_at, sequence
                    FROM blame_as_of(CAST(? AS TIMESTAMPTZ), CAST(? AS TIMESTAMPTZ))
                    WHERE scope = ? AND document = ? ORDER BY path""";
            try (Rows rows = duck.query(
                    sql,
                    Instants.micros(effectiveAt),
                    Instants.micros(knownAt),
                    scope.toString(),
                    document.toString())) {
                while (rows.next()) {
                    fields.add(FieldBlame.builder()
                            .scope(scope)
                            .document(document)
                            .path(rows.text(1))
                            .value(rows.findText(2).map(JsonText::ofCanonical))
                            .previousValue(rows.findText(3).map(JsonText::ofCanonical))
                            .actor(Actor.of(rows.text(4)))
                            .changeId(rows.findText(5))
                            .planDigest(rows.findText(6).map(Digest::parse))
                            .rollback(rows.flag(7))
                            .approvers(rows.texts(8).stream().map(Actor::of).toList())
                            .effectiveAt(rows.instant(9))
                            .recordedAt(rows.instant(10))
                            .sequence(rows.number(11))
                            .build());
                }
            }
            return List.copyOf(fields);
        });
    }

    /** Who approved what, and who was refused, over all changes, in the order in which it was recorded. */
    public List<Approval> approvals() {
        return approvalsWhere("true");
    }

    /** Who approved one change, and who was refused; empty if there is no such change. */
    public List<Approval> approvals(String changeId) {
        return approvalsWhere("change_id = ?", changeId);
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
        return open.query(sql);
    }

    /**
     * Starts a session for SQL that is not ours. It works on a copy in a scratch file, which goes when the session is closed.
     *
     * @throws ExportFailedException if the copy cannot be made
     */
    public AnalystSession analyst(QueryLimits limits) {
        return AnalystSession.start(limits, ledgerFiles, fieldChangeFiles);
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

    private Optional<Scope> scopeOf(DocumentId document) {
        List<String> scopes = ask(() -> duck.texts(
                "SELECT DISTINCT scope FROM field_change WHERE document = ? ORDER BY scope", document.toString()));
        if (scopes.size() > 1) {
            throw new IllegalArgumentException(
                    "Several environments have " + document + ": " + scopes + "; name the scope");
        }
        return scopes.stream().findFirst().map(Scope::parse);
    }

    private SortedMap<DocumentId, MarketDocument> documents(
            Scope scope, Instant effectiveAt, Instant knownAt, Optional<DocumentId> only) {
        SortedMap<DocumentId, SortedMap<String, JsonText>> fields = new TreeMap<>();
        ask(() -> {
            String sql = "SELECT document, path, value FROM field_as_of(CAST(? AS TIMESTAMPTZ), CAST(? AS TIMESTAMPTZ))"
                    + " WHERE scope = ? AND (? = '' OR document = ?)";
            String wanted = only.map(DocumentId::toString).orElse("");
            try (Rows rows = duck.query(
                    sql, Instants.micros(effectiveAt), Instants.micros(knownAt), scope.toString(), wanted, wanted)) {
                while (rows.next()) {
                    fields.computeIfAbsent(DocumentId.parse(rows.text(1)), id -> new TreeMap<>())
                            .put(rows.text(2), JsonText.ofCanonical(rows.text(3)));
                }
            }
            return fields;
        });
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

    private List<Approval> approvalsWhere(String condition, Object... parameters) {
        return ask(() -> {
            String sql = "SELECT change_id, sequence, reviewer, requirement, verdict, plan_digest, comment, standing,"
                    + " ended_sequence, ended_reason, refusal_code, occurred_at, recorded_at FROM approval WHERE "
                    + condition + " ORDER BY sequence";
            List<Approval> approvals = new ArrayList<>();
            try (Rows rows = duck.query(sql, parameters)) {
                while (rows.next()) {
                    approvals.add(Approval.builder()
                            .changeId(rows.text(1))
                            .sequence(rows.number(2))
                            .reviewer(Actor.of(rows.text(3)))
                            .requirement(rows.findText(4))
                            .verdict(rows.findText(5).map(Verdict::valueOf))
                            .planDigest(rows.findText(6).map(Digest::parse))
                            .comment(rows.findText(7))
                            .standing(Approval.Standing.valueOf(rows.text(8)))
                            .endedSequence(rows.findNumber(9))
                            .reason(rows.findText(10))
                            .refusalCode(rows.findText(11))
                            .occurredAt(rows.instant(12))
                            .recordedAt(rows.instant(13))
                            .build());
                }
            }
            return List.copyOf(approvals);
        });
    }

    private interface Question<T> {
        T ask();
    }

    private static <T> T ask(Question<T> question) {
        try {
            return question.ask();
        } catch (DuckDbException e) {
            throw new ExportFailedException("The export cannot be asked: " + e.getMessage(), e);
        }
    }

    private static List<Path> paths(ExportFolder folder, ExportManifest manifest, ExportFile.Content content) {
        return manifest.files(content).stream().map(folder::resolve).toList();
    }
}
