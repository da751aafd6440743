package io.countersign.client.desk;

import io.countersign.client.policy.ChangeTemplate;
import io.countersign.client.policy.Governance;
import io.countersign.client.policy.StandardChange;
import io.countersign.model.MalformedInputException;
import io.countersign.model.NotFoundException;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.TemplateReference;
import io.countersign.model.change.TemplateUsed;
import io.countersign.model.journal.Actor;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.EventDraft;
import io.countersign.model.journal.ExpectedRevision;
import io.countersign.model.json.Digest;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** What governs a desk now: fixed by the host, or what a scope of the journal has in force. Safe for concurrent use. */
final class Governing {
    private final DeskJournal journal;
    private final @Nullable Scope scope;
    private volatile Read last;

    /** What was read, and of which configuration. */
    private record Read(Optional<Digest> root, Optional<Governance> governance) {}

    private Governing(DeskJournal journal, @Nullable Scope scope, Read last) {
        this.journal = journal;
        this.scope = scope;
        this.last = last;
    }

    static Governing fixed(DeskJournal journal, Governance governance) {
        return new Governing(journal, null, new Read(Optional.empty(), Optional.of(governance)));
    }

    static Governing in(DeskJournal journal, Scope scope) {
        return new Governing(journal, scope, new Read(Optional.empty(), Optional.empty()));
    }

    /** Whether what is in force in a scope governs the desk. */
    boolean isIn(Scope other) {
        return other.equals(scope);
    }

    /**
     * What governs now.
     *
     * @throws NotFoundException if the scope has no approval policy in force
     */
    Governance now() {
        Read read = last;
        if (scope != null) {
            ConfigSnapshot snapshot = journal.head(scope).snapshot();
            Optional<Digest> root = Optional.of(snapshot.root());
            if (!read.root().equals(root)) {
                read = new Read(root, Optional.of(Governance.of(snapshot)));
                last = read;
            }
        }
        return read.governance().orElseThrow();
    }

    /**
     * Whether the desk could be governed by what a change leads to.
     *
     * @throws ChangeRefusedException if not
     */
    void requireValid(ConfigSnapshot before, ConfigSnapshot after) {
        if (!isIn(after.scope())) {
            return;
        }
        try {
            List<String> same = Governance.of(after).sameVersions(Governance.of(before));
            if (!same.isEmpty()) {
                throw ApplyGuard.refused(
                        Refusal.VALIDATION_FAILED,
                        "What governs the desk is named by its version, and these would change without a new one: "
                                + String.join("; ", same));
            }
        } catch (MalformedInputException | NotFoundException e) {
            throw ApplyGuard.refused(
                    Refusal.VALIDATION_FAILED, "The desk could not be governed by it. " + e.getMessage());
        }
    }

    /**
     * Streams that a decision on a change rests on, as they are now: read before it is made and expected when it is acted on, so that what
     * somebody else does in between is a conflict.
     */
    SortedMap<String, ExpectedRevision> reliedOn(Change change) {
        SortedMap<String, ExpectedRevision> streams = new TreeMap<>();
        if (scope != null) {
            expect(streams, ChangeEvents.configStream(scope));
            change.proposal()
                    .template()
                    .ifPresent(template -> expect(streams, ChangeEvents.templateStream(scope, template.id())));
        }
        return streams;
    }

    private void expect(SortedMap<String, ExpectedRevision> streams, String stream) {
        streams.put(stream, ExpectedRevision.of(journal.journal().revision(stream)));
    }

    /** The template that a change was made from, where it was, and whether it stands for approvals of a plan. */
    Optional<StandardChange> standard(Change change, ChangePlan plan, BiPredicate<Actor, String> hasRole, Instant at) {
        return change.proposal().template().flatMap(reference -> standard(reference, change, plan, hasRole, at));
    }

    private Optional<StandardChange> standard(
            TemplateReference reference,
            Change change,
            ChangePlan plan,
            BiPredicate<Actor, String> hasRole,
            Instant at) {
        ChangeTemplate template = now().templates().get(reference.id());
        if (scope == null || template == null) {
            return Optional.empty();
        }
        List<String> objections = new ArrayList<>(template.objections(plan.changes()));
        if (isIn(plan.scope())) {
            objections.add("what governs the desk is never standard");
        }
        if (!template.digest().equals(reference.digest())) {
            objections.add("it is not what it was when the change was made from it: rebase the change");
        }
        if (plan.risk().tier().compareTo(template.upToTier()) > 0) {
            objections.add("the plan is " + plan.risk().tier() + ", it is for plans up to " + template.upToTier());
        }
        change.editors().stream()
                .filter(editor -> !hasRole.test(editor, template.role()))
                .forEach(editor -> objections.add(editor + " has not the role " + template.role()));
        int used = used(scope, template, change.id(), at);
        if (used >= template.uses()) {
            objections.add("it was used " + used + " of " + template.uses() + " times in " + template.period());
        }
        return Optional.of(new StandardChange(template, used, objections));
    }

    /** How many other changes were carried out by a template within its period. */
    private int used(Scope in, ChangeTemplate template, String changeId, Instant at) {
        Instant since = at.minus(template.period());
        return (int)
                journal
                        .journal()
                        .read(EntryQuery.ofStream(ChangeEvents.templateStream(in, template.id())))
                        .toList()
                        .stream()
                        .filter(entry -> entry.recordedAt().isAfter(since)
                                && !entry.recordedAt().isAfter(at.plus(ApplyGuard.CLOCK_TOLERANCE)))
                        .filter(entry ->
                                !entry.payloadAs(TemplateUsed.class).changeId().equals(changeId))
                        .count();
    }

    /** That a template stands for approvals of what goes to the exchange now, where it does. */
    Optional<EventDraft> use(Change change, Digest planDigest, StandardChange standard, Actor executor) {
        if (scope == null || !standard.objections().isEmpty()) {
            return Optional.empty();
        }
        TemplateUsed used = TemplateUsed.builder()
                .template(TemplateReference.of(
                        standard.template().id(), standard.template().digest()))
                .changeId(change.id())
                .planDigest(planDigest)
                .build();
        return Optional.of(journal.draft(
                ChangeEvents.templateStream(scope, standard.template().id()),
                ChangeEvents.TEMPLATE_USED,
                executor,
                used));
    }
}
