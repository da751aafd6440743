package io.countersign.client.catalogue;

import static io.countersign.client.internal.Figures.percent;

import io.countersign.client.internal.Figures;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Leverage;
import io.countersign.model.unit.Rate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One way in which a margin schedule demands more, or allows less, after a change than before.
 *
 * @param field the schedule's or the tier's field that does it, as in JSON
 * @param path the JSON pointer into the changed schedule
 * @param text what happens, with values and unit
 */
record Tightening(String field, String path, String before, String after, String text) {
    static final String MAX_SIZE = "maxSize";

    /**
     * All of them, at every size at which either schedule has a bound. Sizes that one of the two does not allow are left to the
     * maximum: a tier beyond the old maximum takes nothing from anybody.
     */
    static List<Tightening> between(MarginSchedule before, MarginSchedule after) {
        if (before.tiers().isEmpty() || after.tiers().isEmpty()) {
            return List.of();
        }
        if (before.unit() != after.unit()) {
            return List.of(new Tightening(
                    "unit",
                    "/unit",
                    before.unit().toString(),
                    after.unit().toString(),
                    "The unit of the tiers changes from " + before.unit() + " to " + after.unit()));
        }
        List<Tightening> found = new ArrayList<>();
        if (before.application() != after.application()) {
            found.add(new Tightening(
                    "application",
                    "/application",
                    before.application().toString(),
                    after.application().toString(),
                    "The tiers' application changes from " + before.application() + " to " + after.application()));
        }
        for (Amount size : sharedBounds(before, after)) {
            atSize(size, before, after, found);
        }
        amounts(before, after, found);
        maximum(before, after, found);
        return found;
    }

    /** One sentence a field, in the order in which the fields were first found. */
    static String summary(List<Tightening> found) {
        return fields(found).stream()
                .map(field -> {
                    List<Tightening> of =
                            found.stream().filter(t -> t.field().equals(field)).toList();
                    return of.get(0).text()
                            + (of.size() > 1 ? " and at " + Figures.count(of.size() - 1L, "more size") : "");
                })
                .collect(Collectors.joining("; "));
    }

    /** The fields that tighten, each once. */
    static List<String> fields(List<Tightening> found) {
        return found.stream().map(Tightening::field).distinct().toList();
    }

    /** The bounds of either schedule, below both maximums. */
    static TreeSet<Amount> sharedBounds(MarginSchedule before, MarginSchedule after) {
        TreeSet<Amount> bounds = new TreeSet<>();
        before.tiers().forEach(tier -> bounds.add(tier.lowerBound()));
        after.tiers().forEach(tier -> bounds.add(tier.lowerBound()));
        bounds.removeIf(size -> isAtOrAbove(size, before.maxSize()) || isAtOrAbove(size, after.maxSize()));
        return bounds;
    }

    static MarginTier tierAt(MarginSchedule schedule, Amount size) {
        MarginTier found = schedule.tiers().get(0);
        for (MarginTier tier : schedule.tiers()) {
            if (tier.lowerBound().compareTo(size) <= 0) {
                found = tier;
            }
        }
        return found;
    }

    private static boolean isAtOrAbove(Amount size, Optional<Amount> maximum) {
        return maximum.filter(most -> size.compareTo(most) >= 0).isPresent();
    }

    private static void atSize(Amount size, MarginSchedule before, MarginSchedule after, List<Tightening> found) {
        MarginTier from = tierAt(before, size);
        MarginTier to = tierAt(after, size);
        String at = " at size " + size + " " + MarginRules.unit(after);
        int known = found.size();
        rate("maintenanceMargin", "Maintenance", from.maintenanceMargin(), to.maintenanceMargin(), to, at, found);
        rate("initialMargin", "Initial", from.initialMargin(), to.initialMargin(), to, at, found);
        boolean raised = found.size() > known;
        Optional<Leverage> most = from.maxLeverage();
        Optional<Leverage> now = to.maxLeverage();
        if (most.isPresent() && now.isPresent() && now.get().compareTo(most.get()) < 0) {
            found.add(new Tightening(
                    "maxLeverage",
                    MarginRules.path(to) + "/maxLeverage",
                    most.get().toString(),
                    now.get().toString(),
                    "Leverage lowered from " + most.get() + " to " + now.get() + at));
        }
        if (raised && to.lowerBound().equals(size)) {
            before.tiers().stream()
                    .filter(tier -> tier.lowerBound().compareTo(size) > 0 && sameRates(tier, to))
                    .findFirst()
                    .ifPresent(tier -> found.add(new Tightening(
                            "lowerBound",
                            MarginRules.path(to) + "/lowerBound",
                            tier.lowerBound().toString(),
                            size.toString(),
                            "The tier of " + percent(to.initialMargin().value()) + " initial margin starts at " + size
                                    + " " + MarginRules.unit(after) + " instead of " + tier.lowerBound())));
        }
    }

    private static void rate(
            String field, String which, Rate from, Rate to, MarginTier tier, String at, List<Tightening> found) {
        if (to.compareTo(from) > 0) {
            found.add(new Tightening(
                    field,
                    MarginRules.path(tier) + "/" + field,
                    from.toString(),
                    to.toString(),
                    which + " margin raised from " + percent(from.value()) + " to " + percent(to.value()) + at));
        }
    }

    /**
     * Published maintenance amounts that change although everything up to their tier stays. Where rates or bounds differ, the
     * amounts follow from them (D-MRG-05), and a greater one by itself demands less.
     */
    private static void amounts(MarginSchedule before, MarginSchedule after, List<Tightening> found) {
        int both = Math.min(before.tiers().size(), after.tiers().size());
        for (int i = 0; i < both; i++) {
            MarginTier from = before.tiers().get(i);
            MarginTier to = after.tiers().get(i);
            if (!from.lowerBound().equals(to.lowerBound()) || !sameRates(from, to)) {
                return;
            }
            Optional<Amount> was = from.maintenanceAmount();
            Optional<Amount> is = to.maintenanceAmount();
            if (was.isPresent() && is.isPresent() && !was.equals(is)) {
                found.add(new Tightening(
                        "maintenanceAmount",
                        MarginRules.path(to) + "/maintenanceAmount",
                        was.get().toString(),
                        is.get().toString(),
                        "The maintenance amount changes from " + was.get() + " to " + is.get()
                                + " at unchanged rates and bounds, at size " + to.lowerBound() + " "
                                + MarginRules.unit(after)));
            }
        }
    }

    private static void maximum(MarginSchedule before, MarginSchedule after, List<Tightening> found) {
        Optional<Amount> to = after.maxSize();
        if (to.isPresent()
                && before.maxSize().map(from -> to.get().compareTo(from) < 0).orElse(true)) {
            String from = before.maxSize().map(Amount::toString).orElse("none");
            found.add(new Tightening(
                    MAX_SIZE,
                    "/maxSize",
                    from,
                    to.get().toString(),
                    "The last maximum size is cut from " + from + " to " + to.get() + " " + MarginRules.unit(after)));
        }
    }

    private static boolean sameRates(MarginTier one, MarginTier other) {
        return one.initialMargin().equals(other.initialMargin())
                && one.maintenanceMargin().equals(other.maintenanceMargin());
    }

    /** What a finding shows beside its text: by field, the first value before and after. */
    static Map<String, String> evidence(List<Tightening> found) {
        Map<String, String> evidence = new TreeMap<>();
        evidence.put("tightened", String.join(", ", fields(found)));
        found.forEach(t -> evidence.putIfAbsent(t.field(), t.before() + " -> " + t.after()));
        return evidence;
    }
}
