package io.countersign.client.internal;

import io.countersign.client.live.Positions;
import io.countersign.model.market.FuturesContract;

/** Which margin schedule of a contract holds for a position. */
public final class ClientClasses {
    private ClientClasses() {}

    /** Whether the schedule of every position is known. */
    public static boolean areNamed(FuturesContract contract, Positions positions) {
        return positions.clientClasses().values().stream()
                .allMatch(named -> named.equals(Positions.ANY_CLASS)
                        ? contract.marginSchedules().size() == 1
                        : contract.marginSchedules().containsKey(named));
    }

    /** Whether the margin of a position of a client class comes from a schedule. */
    public static boolean isUnder(String scheduleId, FuturesContract contract, String clientClass) {
        return clientClass.equals(Positions.ANY_CLASS)
                ? contract.marginSchedules().size() == 1
                        && contract.marginSchedules().containsValue(scheduleId)
                : scheduleId.equals(contract.marginSchedules().get(clientClass));
    }
}
