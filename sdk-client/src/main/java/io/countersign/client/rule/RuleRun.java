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
import java.util.Optional;
import java.util.Set;

/**
 * What the rules have to say about one thing (a document, a comparison or a change), and which other documents they looked at to say
 * it. Written by one thread, then only read.
 */
final class RuleRun {
    private final Optional<DocumentId> subject;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Lack> lacks = new ArrayList<>();
    private final Set<LackElsewhere> lacksElsewhere = new LinkedHashSet<>();
    private final List<ScenarioResult> results = new ArrayList<>();
    private final Set<DocumentId> reads = new HashSet<>();
    private final Set<DocumentKind> kindsRead = EnumSet.noneOf(DocumentKind.class);

    private RuleRun(Optional<DocumentId> subject) {
        this.subject = subject;
    }

    /** About one document. */
    static RuleRun of(DocumentId subject) {
        return new RuleRun(Optional.of(subject));
    }

    /** About a comparison or a change. */
    static RuleRun ofMany() {
        return new RuleRun(Optional.empty());
    }

    void found(Finding finding) {
        findings.add(finding);
    }

    /** A rule would have needed something of a document, or of the configuration as a whole. */
    void lacks(ChangeRule rule, String what, Optional<DocumentId> where) {
        Lack lack = new Lack(rule, what);
        if (where.isEmpty() || !where.equals(subject)) {
            lacksElsewhere.add(new LackElsewhere(lack, where));
        } else if (!lacks.contains(lack)) {
            lacks.add(lack);
        }
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

    /** The document that it is about; empty where it is about many. */
    Optional<DocumentId> subject() {
        return subject;
    }

    List<Finding> findings() {
        return findings;
    }

    /** What rules would have needed of the document that it is about. */
    List<Lack> lacks() {
        return lacks;
    }

    /** What rules would have needed of other documents, or of the configuration as a whole. */
    Set<LackElsewhere> lacksElsewhere() {
        return lacksElsewhere;
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

    /** This with only what rules lack of these documents, or of the whole, or did not lack in an earlier run. */
    RuleRun lacksSince(RuleRun earlier, Set<DocumentId> documents) {
        RuleRun since = new RuleRun(subject);
        since.findings.addAll(findings);
        since.lacks.addAll(lacks);
        since.results.addAll(results);
        lacksElsewhere.stream()
                .filter(lack ->
                        lack.where().map(documents::contains).orElse(true) || !earlier.lacksElsewhere.contains(lack))
                .forEach(since.lacksElsewhere::add);
        return since;
    }

    /** Something that a rule would have needed. */
    record Lack(ChangeRule rule, String what) {}

    /** Something that a rule would have needed of a document; of the configuration as a whole where none is named. */
    record LackElsewhere(Lack lack, Optional<DocumentId> where) {}
}
