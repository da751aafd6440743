package io.countersign.client.live;

import java.util.List;

/**
 * The systems that receive a market's prices, such as risk, margin, ledger and user interfaces, and which prices each can take.
 *
 * @param systems in any order; none where nothing receives prices
 */
public record DownstreamSystems(List<DownstreamSystem> systems) {
    public DownstreamSystems {
        systems = List.copyOf(systems);
    }

    /** These systems. */
    public static DownstreamSystems of(DownstreamSystem... systems) {
        return new DownstreamSystems(List.of(systems));
    }

    /**
     * One system.
     *
     * @param name what people call it
     * @param takesZero whether it works with a price of 0
     * @param takesNegative whether it works with prices below 0
     */
    public record DownstreamSystem(String name, boolean takesZero, boolean takesNegative) {
        /** Checks the name. */
        public DownstreamSystem {
            if (name.isBlank()) {
                throw new IllegalArgumentException("A system that receives prices must have a name");
            }
        }
    }
}
