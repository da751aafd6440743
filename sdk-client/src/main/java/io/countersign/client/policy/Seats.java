package io.countersign.client.policy;

import io.countersign.model.journal.Actor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Seats people at requirements that must not share anybody, so that as many seats are taken as can be: a bipartite matching by
 * augmenting paths.
 */
final class Seats {
    private final Map<String, List<GivenVerdict>> candidates = new LinkedHashMap<>();
    private final List<String> seats = new ArrayList<>();
    private final List<@Nullable GivenVerdict> taken = new ArrayList<>();

    /** Adds a requirement with its seats and those who could sit there. */
    void add(Tally tally) {
        String id = tally.requirement().id();
        candidates.put(id, tally.approvals());
        for (int i = 0; i < tally.requirement().minApprovals(); i++) {
            seats.add(id);
            taken.add(null);
        }
    }

    /** Who sits where, by requirement. */
    Map<String, List<GivenVerdict>> assign() {
        for (int seat = 0; seat < seats.size(); seat++) {
            seat(seat, new HashSet<>());
        }
        Map<String, List<GivenVerdict>> seated = new LinkedHashMap<>();
        candidates.keySet().forEach(id -> seated.put(id, new ArrayList<>()));
        for (int seat = 0; seat < seats.size(); seat++) {
            GivenVerdict who = taken.get(seat);
            if (who != null) {
                seated.computeIfAbsent(seats.get(seat), id -> new ArrayList<>()).add(who);
            }
        }
        return seated;
    }

    /** Gives a seat to somebody, who may have to be replaced at theirs. Nobody is asked twice, nor is whose role was asked for. */
    private boolean seat(int seat, Set<Actor> asked) {
        for (GivenVerdict candidate : candidates.getOrDefault(seats.get(seat), List.of())) {
            if (asked.contains(candidate.reviewer()) || asked.contains(candidate.authority())) {
                continue;
            }
            asked.add(candidate.reviewer());
            asked.add(candidate.authority());
            List<Integer> held = seatsThatExclude(candidate, seat);
            boolean isFree = held.isEmpty() || (held.size() == 1 && seat(held.get(0), asked));
            if (isFree) {
                taken.set(seat, candidate);
                return true;
            }
        }
        return false;
    }

    /** Where somebody sits who is the same person or has the same role in somebody's place. */
    private List<Integer> seatsThatExclude(GivenVerdict candidate, int except) {
        List<Integer> held = new ArrayList<>();
        for (int seat = 0; seat < taken.size(); seat++) {
            GivenVerdict sitting = taken.get(seat);
            if (seat != except && sitting != null && isSamePerson(sitting, candidate)) {
                held.add(seat);
            }
        }
        return held;
    }

    private static boolean isSamePerson(GivenVerdict left, GivenVerdict right) {
        return left.reviewer().equals(right.reviewer())
                || left.reviewer().equals(right.authority())
                || left.authority().equals(right.reviewer())
                || left.authority().equals(right.authority());
    }
}
