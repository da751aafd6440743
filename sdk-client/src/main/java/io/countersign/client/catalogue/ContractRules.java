package io.countersign.client.catalogue;

import io.countersign.client.live.Positions;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.DocumentChange;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleData;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.market.SpotMarket;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a contract is: units that fit the payoff, and terms that never change under open positions. */
final class ContractRules {
    /** What {@link #isHeld} lacks where it is empty. */
    static final String HELD = RuleInput.POSITIONS + " or " + RuleInput.OPEN_INTEREST;

    private ContractRules() {}

    static List<ChangeRule> all() {
        return List.of(
                Rule.of("D-PAY-01", Severity.BLOCK, "Payoff and units fit together")
                        .checks("The contract size is above zero; counted in base units for a linear contract, in quote"
                                + " units for an inverse one, by the multiplier for a quanto; the settlement asset, where it is"
                                + " named, is the quote of a linear contract, the base of an inverse one, a third of a quanto"
                                + " (names of one asset count as one); base and quote differ; a greatest position comes with its"
                                + " unit.")
                        .why(
                                "With the wrong unit every margin, fee and limit is off by the price: 1 bitcoin instead of 1"
                                        + " dollar.")
                        .fix("Take payoff and unit from the contract's specification.")
                        .on(FuturesContract.class, ContractRules::unitsFit)
                        .build(),
                Rule.of("T-IMM-01", Severity.BLOCK, "The terms of a traded market do not change")
                        .checks(
                                "Base, quote, settlement asset, payoff, contract size, its unit, index, type and id stay while"
                                        + " positions are open, by the positions or by the open interest (for a spot market base and"
                                        + " quote, while orders rest). Inconclusive where these are not known.")
                        .why("Positions and orders were agreed under the old terms. BitMEX listed new symbols instead.")
                        .fix("List a new market with an id of its own.")
                        .needs(RuleInput.POSITIONS, RuleInput.OPEN_INTEREST, RuleInput.RESTING_ORDERS)
                        .onAnyChange(ContractRules::idStays)
                        .onChange(FuturesContract.class, ContractRules::termsStay)
                        .onChange(SpotMarket.class, ContractRules::assetsStay)
                        .build());
    }

    private static void unitsFit(FuturesContract contract, RuleCase on) {
        if (contract.contractSize().value().signum() == 0) {
            on.at("/contractSize")
                    .found(contract.contractSize())
                    .say("The contract size is 0: contracts are worth nothing");
        }
        SizeUnit unit = contract.contractSizeUnit();
        if (contract.payoff() == Payoff.LINEAR && unit != SizeUnit.BASE) {
            on.at("/contractSizeUnit").found(unit).say("A linear contract counts base units, not " + unit);
        }
        if (contract.payoff() == Payoff.INVERSE && unit != SizeUnit.QUOTE_NOTIONAL) {
            on.at("/contractSizeUnit").found(unit).say("An inverse contract counts quote units, not " + unit);
        }
        if (contract.payoff() == Payoff.QUANTO && unit != SizeUnit.QUANTO_MULTIPLIER) {
            on.at("/contractSizeUnit").found(unit).say("A quanto contract counts by its multiplier, not " + unit);
        }
        if (settlesElsewhere(contract, on.data())) {
            on.at("/settle")
                    .found(contract.settle().orElseThrow())
                    .say("A contract that is " + contract.payoff() + " does not settle in "
                            + contract.settle().get() + " (base "
                            + contract.base().orElse("not published") + ", quote "
                            + contract.quote().orElse("not published") + ")");
        }
        if (contract.base().isPresent() && contract.base().equals(contract.quote())) {
            on.at("/quote")
                    .found(contract.quote().get())
                    .say("Base and quote are both " + contract.quote().get());
        }
        if (contract.maxPosition().isPresent() != contract.maxPositionUnit().isPresent()) {
            on.at("/maxPosition").say("A greatest position and its unit come together or not at all");
        }
    }

    /** Whether the settlement asset, as far as it and what it is compared with are known, is not the one that the payoff says. */
    private static boolean settlesElsewhere(FuturesContract contract, RuleData data) {
        Optional<String> settle = contract.settle().map(data::assetName);
        Optional<String> base = contract.base().map(data::assetName);
        Optional<String> quote = contract.quote().map(data::assetName);
        return settle.isPresent()
                && switch (contract.payoff()) {
                    case LINEAR -> quote.isPresent() && !settle.equals(quote);
                    case INVERSE -> base.isPresent() && !settle.equals(base);
                    case QUANTO -> settle.equals(base) || settle.equals(quote);
                };
    }

    /** Whether anybody holds the contract; empty where neither positions nor open interest are known. */
    static Optional<Boolean> isHeld(RuleCase on) {
        Optional<Boolean> byPositions =
                on.context().find(RuleInput.POSITIONS, on.document()).map(Positions::anyOpen);
        Optional<Boolean> byInterest = on.context()
                .find(RuleInput.OPEN_INTEREST, on.document())
                .map(interest -> interest.value().signum() > 0);
        return Stream.of(byPositions, byInterest).flatMap(Optional::stream).reduce(Boolean::logicalOr);
    }

    private static void idStays(DocumentChange change, RuleCase on) {
        if (change.before().orElse(null) instanceof FuturesContract
                && change.after().isEmpty()) {
            heldTerms(on).compare("", change.id(), "nothing");
        }
    }

    private static Terms heldTerms(RuleCase on) {
        return new Terms(on, isHeld(on), HELD, "positions are open");
    }

    private static void termsStay(FuturesContract before, FuturesContract after, RuleCase on) {
        Terms terms = heldTerms(on);
        terms.compare("/type", before.type(), after.type());
        terms.compare("/payoff", before.payoff(), after.payoff());
        terms.compare("/base", before.base(), after.base());
        terms.compare("/quote", before.quote(), after.quote());
        terms.compare("/settle", before.settle(), after.settle());
        terms.compare("/index", before.index(), after.index());
        terms.compare("/contractSize", before.contractSize(), after.contractSize());
        terms.compare("/contractSizeUnit", before.contractSizeUnit(), after.contractSizeUnit());
    }

    private static void assetsStay(SpotMarket before, SpotMarket after, RuleCase on) {
        Terms terms = new Terms(
                on,
                on.context().find(RuleInput.RESTING_ORDERS, on.document()).map(book -> book.size() > 0),
                RuleInput.RESTING_ORDERS.toString(),
                "orders rest in the book");
        terms.compare("/base", before.base(), after.base());
        terms.compare("/quote", before.quote(), after.quote());
    }

    /** Compares single terms; what is in use may be unknown. */
    private record Terms(RuleCase on, Optional<Boolean> inUse, String needed, String use) {
        void compare(String path, Optional<?> before, Optional<?> after) {
            if (before.isPresent() && after.isPresent()) { // one that appears or disappears: T-FLD-01
                compare(path, before.get(), after.get());
            }
        }

        void compare(String path, Object before, Object after) {
            if (before.equals(after)) {
                return;
            }
            if (inUse.isEmpty()) {
                on.lacks(needed);
            } else if (inUse.get()) {
                on.at(path)
                        .before(before)
                        .found(after)
                        .say((path.isEmpty() ? "The id" : path.substring(1)) + " changes from " + before + " to "
                                + after + " while " + use + ": list a new market instead");
            }
        }
    }
}
