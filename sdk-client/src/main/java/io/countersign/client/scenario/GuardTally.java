package io.countersign.client.scenario;

import io.countersign.model.market.Market;
import java.util.ArrayList;
import java.util.List;

/**
 * What the band and the breakers of one version of a market did on past prices. Immutable.
 *
 * @param guards one a band or breaker, in the market's order
 * @param missed the crashes in which none of them acted, in order
 */
public record GuardTally(List<Acted> guards, List<GuardEvent> missed) {
    public GuardTally {
        guards = List.copyOf(guards);
        missed = List.copyOf(missed);
    }

    static GuardTally of(Market market, GuardReplay replay, List<GuardEvent> crashes) {
        List<Acted> guards = new ArrayList<>();
        for (Guard guard : Guard.of(market)) {
            List<GuardEvent> events = replay.events(guard);
            guards.add(new Acted(guard.name(), events, without(crashes, events)));
        }
        List<GuardEvent> missed = crashes;
        for (Acted guard : guards) {
            missed = without(guard.events(), missed);
        }
        return new GuardTally(guards, missed);
    }

    /** Those of {@code events} that overlap none of {@code others}; both in order, and each without overlaps. */
    static List<GuardEvent> without(List<GuardEvent> others, List<GuardEvent> events) {
        List<GuardEvent> alone = new ArrayList<>();
        int at = 0;
        for (GuardEvent event : events) {
            while (at < others.size() && others.get(at).to() < event.from()) {
                at++;
            }
            if (at == others.size() || !others.get(at).overlaps(event)) {
                alone.add(event);
            }
        }
        return alone;
    }

    /** How often a guard acted, all together. */
    public int acted() {
        return guards.stream().mapToInt(guard -> guard.events().size()).sum();
    }

    /** How often a guard acted outside every crash, all together. */
    public int falseAlarms() {
        return guards.stream().mapToInt(guard -> guard.falseAlarms().size()).sum();
    }

    /**
     * What one guard did.
     *
     * @param name the guard in words
     * @param events when it acted
     * @param falseAlarms those of them that overlap no crash
     */
    public record Acted(String name, List<GuardEvent> events, List<GuardEvent> falseAlarms) {
        public Acted {
            events = List.copyOf(events);
            falseAlarms = List.copyOf(falseAlarms);
        }

        int rises() {
            return (int)
                    events.stream().filter(event -> event.move().signum() > 0).count();
        }
    }
}
