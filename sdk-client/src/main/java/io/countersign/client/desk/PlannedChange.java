package io.countersign.client.desk;

import io.countersign.client.rule.ScenarioResult;
import io.countersign.model.change.ChangePlan;
import java.util.List;

/**
 * A plan, and the scenario results it was made from.
 *
 * @param plan what is submitted and approved
 * @param scenarios the results with their charts; the plan holds their figures
 */
public record PlannedChange(ChangePlan plan, List<ScenarioResult> scenarios) {
    public PlannedChange {
        scenarios = List.copyOf(scenarios);
    }
}
