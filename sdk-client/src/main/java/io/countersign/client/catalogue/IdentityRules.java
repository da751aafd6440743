package io.countersign.client.catalogue;

import io.countersign.client.internal.Figures;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.Asset;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.SpotMarket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Names, and the assets that they stand for: unique, known, and precise enough for the markets. */
final class IdentityRules {
    private IdentityRules() {}

    static List<ChangeRule> all() {
        return List.of(
                Rule.of("D-ID-01", Severity.BLOCK, "No two markets answer to one name")
                        .checks(
                                "Among spot markets, no second name is the second name or the id of another market, and no"
                                        + " stream name is another market's stream name. (Ids are unique by construction.)")
                        .why(
                                "Users send orders by any of the names. A widely used client library mapped two Kraken markets,"
                                        + " REPV2EUR and XREPZEUR, to one symbol.")
                        .fix("Give each market a name of its own.")
                        .comparing(
                                SpotMarket.class,
                                (market, on) -> Optional.of(new Names(market.altName(), market.wsName())),
                                IdentityRules::namesUnique)
                        .build(),
                Rule.of("D-ID-02", Severity.ERROR, "A market exchanges two different assets that the venue knows")
                        .checks("Base and quote differ. Base and quote of a spot market are ids of assets in the"
                                + " configuration; where it holds no assets at all, the rule is inconclusive. (A contract"
                                + " names an underlying, which the venue need not hold.)")
                        .why("Balances are booked by the asset's id: a market in an asset that the ledger does not know"
                                + " cannot settle its first trade.")
                        .fix("Correct the id, or add the asset first.")
                        .on(SpotMarket.class, (market, on) -> {
                            differ(Optional.of(market.base()), Optional.of(market.quote()), on);
                            known("base", market.base(), on);
                            if (!market.base().equals(market.quote())) {
                                known("quote", market.quote(), on);
                            }
                        })
                        .on(FuturesContract.class, (contract, on) -> differ(contract.base(), contract.quote(), on))
                        .build(),
                Rule.of("X-DEC-01", Severity.ERROR, "Balances keep all the digits that trades make")
                        .checks("The lot step of a spot market has no more digits after the point than the base asset's"
                                + " balances keep, and costs no more than the quote asset's.")
                        .why(
                                "A trade in a finer lot than the ledger keeps is rounded on booking, and the sum of balances"
                                        + " no longer is what was deposited. A client library found a Kraken pair with 8 digits"
                                        + " of an asset that kept 5; Kraken later moved 833 of 1,434 pairs to 5.")
                        .fix("Coarsen the lot step or the cost decimals, or give the asset more ledger decimals first.")
                        .on(SpotMarket.class, IdentityRules::digitsKept)
                        .build());
    }

    private static void differ(Optional<String> base, Optional<String> quote, RuleCase on) {
        if (base.isPresent() && base.equals(quote)) {
            on.at("/quote")
                    .found(quote.get())
                    .say("The market exchanges " + base.get() + " for itself: base and quote are the same asset");
        }
    }

    private static void known(String field, String asset, RuleCase on) {
        if (on.find(Asset.class, asset).isPresent()) {
            return;
        }
        int assets = on.all(Asset.class).size();
        if (assets == 0) {
            on.lacks("assets of the venue");
            return;
        }
        on.at("/" + field)
                .found(asset)
                .evidence("assets", assets)
                .say("The market names an unknown asset: its " + field + " " + asset
                        + " is not among the venue's assets, of which there "
                        + (assets == 1 ? "is 1" : "are " + assets));
    }

    private static void digitsKept(SpotMarket market, RuleCase on) {
        market.sizeRule()
                .lotStep()
                .ifPresent(step -> digitsKept(
                        "/sizeRule/lotStep",
                        "The lot step " + step + " of " + market.base(),
                        step.value().scale(),
                        market.base(),
                        on));
        market.notionalRule()
                .costDecimals()
                .ifPresent(digits -> digitsKept(
                        "/notionalRule/costDecimals", "A cost in " + market.quote(), digits, market.quote(), on));
    }

    private static void digitsKept(String path, String what, int digits, String assetId, RuleCase on) {
        Optional<Asset> asset = on.find(Asset.class, assetId);
        if (asset.isEmpty()) {
            on.lacks("assets of the market");
            return;
        }
        int kept = asset.get().ledgerDecimals();
        if (digits > kept) {
            on.at(path)
                    .found(digits)
                    .unit("digits after the point")
                    .evidence("ledgerDecimals", kept)
                    .say(what + " has " + Figures.count(digits, "digit") + " after the point, balances of " + assetId
                            + " keep " + kept + ": trades would be rounded on booking");
        }
    }

    /** What a market is called beside its id. */
    private record Names(Optional<String> altName, Optional<String> wsName) {}

    private static void namesUnique(SortedMap<DocumentId, Names> markets, RuleCase on) {
        Map<String, DocumentId> byName = new HashMap<>();
        Map<String, DocumentId> byStreamName = new HashMap<>();
        markets.keySet().forEach(id -> byName.put(id.id(), id));
        markets.forEach((id, names) -> {
            names.altName().ifPresent(name -> claim(byName, name, "altName", id, on));
            names.wsName().ifPresent(name -> claim(byStreamName, name, "wsName", id, on));
        });
    }

    private static void claim(Map<String, DocumentId> owners, String name, String field, DocumentId id, RuleCase on) {
        DocumentId owner = owners.putIfAbsent(name, id);
        if (owner != null && !owner.equals(id)) {
            on.at(id, "/" + field)
                    .found(name)
                    .evidence("other", owner)
                    .say("The name \"" + name + "\" is also that of " + owner);
        }
    }
}
