package io.countersign.client.catalogue;

import io.countersign.client.internal.Fees;
import io.countersign.model.market.DocumentId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which maker and taker ladders go together in a configuration, told by how many documents have them together. A ladder is known
 * by its steps and numbered in the order in which it is met. Filled by one thread, then only read.
 */
final class FeeFamilies {
    private final Map<Fees.Steps, Integer> numbers = new HashMap<>();
    private final List<Member> members = new ArrayList<>();
    private final Map<Pair, List<Member>> families = new LinkedHashMap<>();
    private final Map<Integer, Integer> asMaker = new HashMap<>();
    private final Map<Integer, Integer> asTaker = new HashMap<>();
    private final Map<Integer, List<Pair>> ofMaker = new HashMap<>();
    private final Map<Integer, List<Pair>> ofTaker = new HashMap<>();

    /** A document and its two ladders. */
    record Member(DocumentId document, Fees fees, Pair pair) {}

    /** The numbers of a maker and a taker ladder. */
    record Pair(int maker, int taker) {}

    /** Whether fees are known and differ by side. */
    static boolean takesIn(Fees fees) {
        return fees.maker().map(maker -> !maker.steps().isEmpty()).orElse(false)
                && !fees.taker().steps().isEmpty();
    }

    /** Takes in a document of which {@link #takesIn} is true. */
    void add(DocumentId document, Fees fees) {
        Pair pair = new Pair(
                number(fees.makerOrBoth().ladder()), number(fees.taker().ladder()));
        Member member = new Member(document, fees, pair);
        members.add(member);
        asMaker.merge(pair.maker, 1, Integer::sum);
        asTaker.merge(pair.taker, 1, Integer::sum);
        families.computeIfAbsent(pair, p -> {
                    ofMaker.computeIfAbsent(p.maker, m -> new ArrayList<>()).add(p);
                    ofTaker.computeIfAbsent(p.taker, t -> new ArrayList<>()).add(p);
                    return new ArrayList<>();
                })
                .add(member);
    }

    private int number(Fees.Steps steps) {
        return numbers.computeIfAbsent(steps, s -> numbers.size());
    }

    /** Every document taken in. */
    List<Member> members() {
        return members;
    }

    /** The documents that have these two ladders. */
    List<Member> of(Pair pair) {
        return families.getOrDefault(pair, List.of());
    }

    /** Of the other pairs with that maker ladder, the documents of the one that most have. */
    List<Member> withMakerOf(Pair pair) {
        return greatest(ofMaker.getOrDefault(pair.maker, List.of()), pair);
    }

    /** Of the other pairs with that taker ladder, the documents of the one that most have. */
    List<Member> withTakerOf(Pair pair) {
        return greatest(ofTaker.getOrDefault(pair.taker, List.of()), pair);
    }

    private List<Member> greatest(List<Pair> pairs, Pair except) {
        List<Member> greatest = List.of();
        for (Pair pair : pairs) {
            if (!pair.equals(except) && of(pair).size() > greatest.size()) {
                greatest = of(pair);
            }
        }
        return greatest;
    }

    /** How many documents have a ladder on the maker side. */
    int asMaker(int ladder) {
        return asMaker.getOrDefault(ladder, 0);
    }

    /** How many documents have a ladder on the taker side. */
    int asTaker(int ladder) {
        return asTaker.getOrDefault(ladder, 0);
    }

    /** A document that has a ladder on the maker side. */
    Optional<Member> withMaker(int ladder) {
        return ofMaker.getOrDefault(ladder, List.of()).stream().findFirst().map(pair -> of(pair).get(0));
    }
}
