package io.countersign.client.desk;

import io.countersign.client.policy.ApprovalPolicy;
import io.countersign.client.policy.GivenReport;
import io.countersign.client.policy.ReportedCheck;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.change.CheckReported;
import io.countersign.model.journal.Actor;
import io.countersign.model.journal.EventDraft;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Taking down what checks came to, and what follows from it. */
final class Reporting {
    private final DeskParts parts;
    private final ApplyGuard guard;
    private final Review review;

    Reporting(DeskParts parts, ApplyGuard guard, Review review) {
        this.parts = parts;
        this.guard = guard;
        this.review = review;
    }

    void report(Change change, Actor reporter, CheckReported report) {
        ReportedCheck check = find(change, report.check());
        guard.requireRole(reporter, check.role(), "report check " + check.id());
        requireItem(change, check, report);
        if (report.summary().isBlank()) {
            throw ApplyGuard.refused(
                    Refusal.DOCUMENT_MISSING, "A report of check " + check.id() + " must say what was found");
        }
        Instant at = parts.journal().now();
        List<EventDraft> drafts = new ArrayList<>(
                List.of(parts.journal().changeDraft(change.id(), ChangeEvents.CHECK_REPORTED, reporter, at, report)));
        Change.Builder next = Change.builder();
        next.from(change).addReports(new GivenReport(reporter, at, report));
        review.consequence(next.build(), at).ifPresent(drafts::add);
        parts.journal().append(ChangeEvents.changeStream(change.id()), change.streamRevision(), drafts);
    }

    /** By the policy in force, or by that of the submission. */
    private ReportedCheck find(Change change, String id) {
        List<ReportedCheck> checks = Stream.concat(Stream.of(parts.policy()), change.pinnedPolicy().stream())
                .map(ApprovalPolicy::checks)
                .flatMap(List::stream)
                .filter(ReportedCheck.class::isInstance)
                .map(ReportedCheck.class::cast)
                .toList();
        return checks.stream()
                .filter(check -> check.id().equals(id))
                .findFirst()
                .orElseThrow(() -> ApplyGuard.refused(
                        Refusal.NOT_ELIGIBLE,
                        "The policy asks for no report of \"" + id + "\", but of "
                                + checks.stream()
                                        .map(ReportedCheck::id)
                                        .distinct()
                                        .toList()));
    }

    private static void requireItem(Change change, ReportedCheck check, CheckReported report) {
        Optional<String> item = report.item();
        boolean isKnown = item.map(check.items()::contains).orElse(check.items().isEmpty());
        if (!isKnown) {
            throw ApplyGuard.refused(
                    Refusal.OUT_OF_BOUNDS,
                    "Check " + check.id() + " has not the item " + item.orElse("(none)") + ", but " + check.items());
        }
        List<String> before =
                check.items().subList(0, item.map(check.items()::indexOf).orElse(0));
        for (String earlier : before) {
            boolean isDone = change.reports().stream()
                    .filter(given -> given.report().planDigest().equals(report.planDigest())
                            && given.report().check().equals(check.id())
                            && given.report().item().equals(Optional.of(earlier)))
                    .reduce((one, later) -> later)
                    .filter(given -> given.report().outcome().passes())
                    .isPresent();
            if (!isDone) {
                throw ApplyGuard.refused(
                        Refusal.WRONG_STATE,
                        "Check " + check.id() + " goes in order, and \"" + earlier + "\" is not done");
            }
        }
    }
}
