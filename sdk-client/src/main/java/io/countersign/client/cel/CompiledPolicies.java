package io.countersign.client.cel;

import io.countersign.client.rule.ChangeRule;
import io.countersign.model.finding.ValidationReport;
import java.util.List;

/**
 * What became of policies: rules that can be put into a rule set, and what is wrong with the others.
 *
 * @param rules of the policies that compile, in their order; safe for concurrent use
 * @param report one finding of severity ERROR for each policy that does not; its path leads into the array of the policies as
 *     they were given
 */
public record CompiledPolicies(List<ChangeRule> rules, ValidationReport report) {
    public CompiledPolicies {
        rules = List.copyOf(rules);
    }
}
