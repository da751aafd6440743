package io.countersign.client.rule;

import io.countersign.model.finding.Finding;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.DocumentKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the rules have to say about one thing (a document, a configuration or a change as a whole), and which other documents they
 * looked at to say it. Written by one thread, then only read.
 */
final class RuleRun {
    private final List<Finding> findings = new ArrayList<>();
    private final Set<Missing> missing = new LinkedHashSet<>();
    private final List<ScenarioResult> results = new ArrayList<>();
    private final Set<DocumentId> reads = new HashSet<>();
    private final Set<DocumentKind> kindsRead = EnumSet.noneOf(DocumentKind.class);

    void found(Finding finding) {
        findings.add(finding);
    }

    void missing(Missing lacked) {
        missing.add(lacked);
    }

    void played(ScenarioResult result) {
        results.add(result);
    }

    void read(DocumentId id) {
        reads.add(id);
    }

    void read(DocumentKind kind) {
        kindsRead.add(kind);
    }

    List<Finding> findings() {
        return findings;
    }

    Set<Missing> missing() {
        return missing;
    }

    List<ScenarioResult> results() {
        return results;
    }

    /** Whether what it says may be different when these documents differ. */
    boolean dependsOnAny(Set<DocumentId> changed, Set<DocumentKind> kinds) {
        if (reads.isEmpty() && kindsRead.isEmpty()) {
            return false;
        }
        return !Collections.disjoint(kindsRead, kinds) || !Collections.disjoint(reads, changed);
    }

    /**
     * Something that a rule would have needed.
     *
     * @param own whether the document in question lacks it, and not another one
     */
    record Missing(ChangeRule rule, String what, String where, boolean own) {}
}
