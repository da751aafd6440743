package io.countersign.client.catalogue;

import io.countersign.client.rule.RuleCase;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarginSchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Another margin schedule for one client class of a contract; a side is empty where no schedule is there. */
record Rescheduling(Optional<MarginSchedule> from, Optional<MarginSchedule> to) {
    /** Of each client class that a contract had a schedule for, the one before and after, where they are not the same. */
    static List<Rescheduling> between(FuturesContract before, FuturesContract after, RuleCase on) {
        List<Rescheduling> found = new ArrayList<>();
        before.marginSchedules().forEach((clientClass, id) -> {
            Optional<String> now = Optional.ofNullable(after.marginSchedules().get(clientClass));
            if (now.isEmpty() || !now.get().equals(id)) {
                found.add(new Rescheduling(
                        on.before().flatMap(old -> old.find(MarginSchedule.class, id)),
                        now.flatMap(other -> on.find(MarginSchedule.class, other))));
            }
        });
        return found;
    }

    boolean isComparable() {
        return from.isPresent() && to.isPresent();
    }

    List<Tightening> tightenings() {
        return isComparable() ? Tightening.between(from.orElseThrow(), to.orElseThrow()) : List.of();
    }
}
