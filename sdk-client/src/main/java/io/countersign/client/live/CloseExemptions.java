package io.countersign.client.live;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * The bounds of order sizes that a venue waives for an order which only closes a position.
 *
 * @param exempt empty when a closing order must meet them all
 */
public record CloseExemptions(Set<Exemption> exempt) {
    private static final CloseExemptions NONE = new CloseExemptions(Set.of());

    public CloseExemptions {
        exempt = Set.copyOf(exempt);
    }

    /** A closing order is an order like any other. */
    public static CloseExemptions none() {
        return NONE;
    }

    /** Every bound is waived. */
    public static CloseExemptions all() {
        return new CloseExemptions(EnumSet.allOf(Exemption.class));
    }

    public static CloseExemptions of(Exemption... exemptions) {
        return new CloseExemptions(Set.copyOf(Arrays.asList(exemptions)));
    }

    public boolean from(Exemption bound) {
        return exempt.contains(bound);
    }

    /** A bound that may be waived. */
    public enum Exemption {
        /** The order need not be a multiple of the lot step. */
        LOT_STEP,
        MIN_QUANTITY,
        MIN_NOTIONAL
    }
}
