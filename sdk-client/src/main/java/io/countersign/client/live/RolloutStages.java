package io.countersign.client.live;

import io.countersign.model.market.DocumentId;
import java.util.List;
import java.util.Set;

/**
 * In which order a change reaches the markets.
 *
 * @param stages the first one first; one stage is all markets at once
 */
public record RolloutStages(List<Stage> stages) {
    /**
     * Checks the stages.
     *
     * @throws IllegalArgumentException if there are none
     */
    public RolloutStages {
        stages = List.copyOf(stages);
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("A rollout must have a stage: one with all markets if it is not staged");
        }
    }

    public static RolloutStages of(Stage... stages) {
        return new RolloutStages(List.of(stages));
    }

    /** Some markets that a change reaches together. */
    public record Stage(String name, Set<DocumentId> markets) {
        public Stage {
            markets = Set.copyOf(markets);
        }
    }
}
