package io.countersign.client.live;

import java.util.List;

/**
 * Auctions, times of high volatility and whatever else a venue keeps changes out of, and its documents do not tell.
 *
 * @param windows in any order; empty when there are none
 */
public record BusyWindows(List<TimeWindow> windows) {
    public BusyWindows {
        windows = List.copyOf(windows);
    }

    public static BusyWindows of(TimeWindow... windows) {
        return new BusyWindows(List.of(windows));
    }
}
