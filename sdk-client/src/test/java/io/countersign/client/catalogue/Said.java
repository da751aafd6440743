package io.countersign.client.catalogue;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.Validator;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.ValidationReport;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.util.List;

/** What one rule says, a line a finding: {@code WARN /path: message}, or {@code lacks what}. */
final class Said {
    private static final Validator VALIDATOR = Validator.of(Catalogue.standard());

    private Said() {}

    /** Of a document by itself, of which nothing else is known. */
    static List<String> document(String rule, MarketDocument document) {
        return document(rule, document, ChangeContext.none());
    }

    /** Of a document by itself. */
    static List<String> document(String rule, MarketDocument document, ChangeContext context) {
        return snapshot(rule, Markets.snapshot(document), context);
    }

    /** Of a configuration by itself. */
    static List<String> snapshot(String rule, ConfigSnapshot snapshot, ChangeContext context) {
        return lines(VALIDATOR.validate(snapshot, context), rule);
    }

    /** Of a change of one document. */
    static List<String> change(String rule, MarketDocument before, MarketDocument after, ChangeContext context) {
        return lines(VALIDATOR.validate(Markets.snapshot(before), Markets.snapshot(after), context), rule);
    }

    private static List<String> lines(ValidationReport report, String rule) {
        return report.of(rule).stream().map(Said::line).toList();
    }

    private static String line(Finding finding) {
        return Validator.isInconclusive(finding)
                ? "lacks " + finding.evidence().get("missing")
                : finding.severity() + " " + finding.path() + ": " + finding.message();
    }
}
