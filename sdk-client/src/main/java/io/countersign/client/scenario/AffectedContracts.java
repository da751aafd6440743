package io.countersign.client.scenario;

import io.countersign.client.rule.DocumentChange;
import io.countersign.client.rule.RuleCase;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The contracts whose margin a change touches, each with all its schedules before and after. */
final class AffectedContracts {
    private AffectedContracts() {}

    /**
     * A contract with its margin schedules by client class; a class whose schedule is not there on either side is left out.
     *
     * @param contract after the change
     */
    record Affected(
            FuturesContract contract,
            SortedMap<String, MarginSchedule> before,
            SortedMap<String, MarginSchedule> after) {}

    /** Of a changed schedule every contract that uses it, of a changed contract itself, where tiers, unit or application differ. */
    static List<Affected> of(DocumentChange change, RuleCase on) {
        if (change.before().isEmpty() || change.after().isEmpty()) {
            return List.of();
        }
        List<FuturesContract> contracts = new ArrayList<>();
        if (change.after().get() instanceof MarginSchedule schedule) {
            on.all(FuturesContract.class).stream()
                    .filter(contract -> contract.marginSchedules().containsValue(schedule.id()))
                    .forEach(contracts::add);
        } else if (change.after().get() instanceof FuturesContract after
                && change.before().get() instanceof FuturesContract before
                && !before.marginSchedules().equals(after.marginSchedules())) {
            contracts.add(after);
        }
        return contracts.stream()
                .map(contract -> schedules(contract, on))
                .filter(affected -> affected.before().entrySet().stream()
                        .anyMatch(entry -> differ(
                                entry.getValue(),
                                Optional.ofNullable(affected.after().get(entry.getKey())))))
                .toList();
    }

    private static Affected schedules(FuturesContract contract, RuleCase on) {
        ConfigSnapshot old = on.before().orElseThrow();
        SortedMap<String, MarginSchedule> before = new TreeMap<>();
        SortedMap<String, MarginSchedule> after = new TreeMap<>();
        SortedMap<String, String> oldIds = old.find(FuturesContract.class, contract.id())
                .map(FuturesContract::marginSchedules)
                .orElseGet(TreeMap::new);
        contract.marginSchedules().forEach((clientClass, id) -> {
            Optional<MarginSchedule> from = Optional.ofNullable(oldIds.get(clientClass))
                    .flatMap(oldId -> old.find(MarginSchedule.class, oldId));
            Optional<MarginSchedule> to = on.find(MarginSchedule.class, id);
            if (from.isPresent() && to.isPresent()) {
                before.put(clientClass, from.get());
                after.put(clientClass, to.get());
            }
        });
        return new Affected(contract, before, after);
    }

    private static boolean differ(MarginSchedule one, Optional<MarginSchedule> other) {
        return other.filter(to -> one.tiers().equals(to.tiers())
                        && one.unit() == to.unit()
                        && one.application() == to.application())
                .isEmpty();
    }
}
