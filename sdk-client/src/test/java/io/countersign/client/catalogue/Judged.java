package io.countersign.client.catalogue;

import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.Validator;
import io.countersign.model.finding.Finding;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.util.List;

/** What the standard catalogue says of one rule. */
final class Judged {
    private static final Validator VALIDATOR = Validator.of(Catalogue.standard());

    private Judged() {}

    /** Findings that are no lack of inputs. */
    static List<Finding> findings(String rule, ConfigSnapshot before, ConfigSnapshot after, ChangeContext context) {
        return VALIDATOR.validate(before, after, context).of(rule).stream()
                .filter(finding -> !Validator.isInconclusive(finding))
                .toList();
    }

    static List<Finding> findings(String rule, ConfigSnapshot snapshot, ChangeContext context) {
        return VALIDATOR.validate(snapshot, context).of(rule).stream()
                .filter(finding -> !Validator.isInconclusive(finding))
                .toList();
    }

    /** What the rule lacked, in words; empty where it lacked nothing. */
    static String missing(String rule, ConfigSnapshot before, ConfigSnapshot after, ChangeContext context) {
        return missing(VALIDATOR.validate(before, after, context).of(rule));
    }

    static String missing(String rule, ConfigSnapshot snapshot, ChangeContext context) {
        return missing(VALIDATOR.validate(snapshot, context).of(rule));
    }

    private static String missing(List<Finding> findings) {
        return findings.stream()
                .filter(Validator::isInconclusive)
                .map(finding -> finding.evidence().getOrDefault("missing", ""))
                .findFirst()
                .orElse("");
    }
}
