package io.countersign.client.catalogue;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.Validator;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.ValidationReport;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.util.List;

/** What single rules of the standard catalogue say, a line a finding: severity, path, message. */
final class Hits {
    private static final Validator VALIDATOR = Validator.of(Catalogue.standard());

    private Hits() {}

    /** About documents put into the small venue. */
    static List<String> of(String rule, MarketDocument... documents) {
        return of(rule, ChangeContext.none(), documents);
    }

    static List<String> of(String rule, ChangeContext context, MarketDocument... documents) {
        return lines(VALIDATOR.validate(venueWith(documents), context), rule);
    }

    /** About a change between two configurations. */
    static List<String> ofChange(String rule, ChangeContext context, ConfigSnapshot before, ConfigSnapshot after) {
        return lines(VALIDATOR.validate(before, after, context), rule);
    }

    static ConfigSnapshot venueWith(MarketDocument... documents) {
        ConfigSnapshot venue = Markets.venue();
        for (MarketDocument document : documents) {
            venue = venue.with(document);
        }
        return venue;
    }

    private static List<String> lines(ValidationReport report, String rule) {
        return report.of(rule).stream().map(Hits::line).toList();
    }

    private static String line(Finding finding) {
        return Validator.isInconclusive(finding)
                ? "lacks " + finding.evidence().get("missing")
                : finding.severity() + " " + finding.path() + " " + finding.message();
    }
}
