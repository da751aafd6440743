package io.countersign.client.rule;

import io.countersign.model.change.ScenarioEvidence;
import io.countersign.model.view.Displayable;
import io.countersign.model.view.Svg;

/** What playing a change through has shown: figures for people, evidence for the plan, a chart. Implemented by scenarios. */
public interface ScenarioResult extends Displayable {
    /** The figures, with the digest of everything that they were computed from. */
    ScenarioEvidence toEvidence();

    /** The distribution behind the figures. */
    Svg chart();
}
