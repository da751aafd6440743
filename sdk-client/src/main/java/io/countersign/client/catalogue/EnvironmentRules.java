package io.countersign.client.catalogue;

import io.countersign.client.internal.Figures;
import io.countersign.client.live.ConfigNodes;
import io.countersign.client.live.ConfigNodes.ConfigNode;
import io.countersign.client.live.ConfigNodes.Role;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.ConfigChange;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Severity;
import io.countersign.model.json.Digest;
import java.util.List;
import java.util.Optional;

/** The machines that a change is brought to. */
final class EnvironmentRules {
    private EnvironmentRules() {}

    static List<ChangeRule> all() {
        return List.of(Rule.of(
                        "X-ENV-01",
                        Severity.BLOCK,
                        "Every node runs with the same configuration, and standbys stand by")
                .checks(
                        "Before a change, every node of every region, standby sites included, holds the configuration that"
                                + " the change starts from, by the root of its snapshot; no standby handles orders.")
                .why("Knight deployed to seven of eight servers, and the eighth ran old code behind a reused flag; NYSE"
                        + " opened on 2023-01-24 without auctions because a backup system was still running.")
                .fix(
                        "Bring the nodes that differ to the live configuration, and stop what should be passive, before the"
                                + " change.")
                .needs(RuleInput.CONFIG_NODES)
                .onWholeChange(EnvironmentRules::alike)
                .build());
    }

    private static void alike(ConfigChange change, RuleCase on) {
        Optional<ConfigNodes> known = on.needOfTheWhole(RuleInput.CONFIG_NODES);
        if (known.isEmpty()) {
            return;
        }
        List<ConfigNode> nodes = known.get().nodes();
        if (nodes.isEmpty()) {
            on.lacks("nodes in the list of nodes");
        }
        Digest live = change.before().root();
        List<ConfigNode> different =
                nodes.stream().filter(node -> !node.root().equals(live)).toList();
        if (!different.isEmpty()) {
            on.at("")
                    .evidence("nodes", nodes.size())
                    .evidence("different", different.size())
                    .evidence("liveRoot", live)
                    .say(Figures.count(different.size(), "node") + " of " + nodes.size()
                            + (different.size() == 1 ? " holds" : " hold")
                            + " another configuration than the live one (" + live.abbreviated() + "), first "
                            + different.get(0) + " with "
                            + different.get(0).root().abbreviated() + ": bring them to it before the change");
        }
        List<ConfigNode> awake = nodes.stream()
                .filter(node -> node.role() == Role.STANDBY && node.serving())
                .toList();
        if (!awake.isEmpty()) {
            on.at("")
                    .evidence("standbysServing", awake.size())
                    .say(Figures.count(awake.size(), "standby node") + (awake.size() == 1 ? " handles" : " handle")
                            + " orders, first " + awake.get(0) + ": stop what should be passive before the change");
        }
    }
}
