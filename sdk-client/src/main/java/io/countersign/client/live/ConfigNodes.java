package io.countersign.client.live;

import io.countersign.model.json.Digest;
import java.util.List;

/** The machines that hold the configuration, over all regions, standby sites included. */
public record ConfigNodes(List<ConfigNode> nodes) {
    public ConfigNodes {
        nodes = List.copyOf(nodes);
    }

    public static ConfigNodes of(ConfigNode... nodes) {
        return new ConfigNodes(List.of(nodes));
    }

    /** What a node is there for. */
    public enum Role {
        ACTIVE,
        /** Waits to take over. */
        STANDBY
    }

    /**
     * One of them.
     *
     * @param serving whether it handles orders now
     * @param root root of the configuration snapshot that it runs with
     */
    public record ConfigNode(String name, String region, Role role, boolean serving, Digest root) {
        @Override
        public String toString() {
            return name + " (" + region + ", " + role + ")";
        }
    }
}
