package io.countersign.client.catalogue;

import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Names: no two markets answer to the same one. */
final class IdentityRules {
    private IdentityRules() {}

    static List<ChangeRule> all() {
        return List.of(Rule.of("D-ID-01", Severity.BLOCK, "No two markets answer to one name")
                .checks("Among spot markets, no second name is the second name or the id of another market, and no"
                        + " stream name is another market's stream name. (Ids are unique by construction.)")
                .why("Users send orders by any of the names. A widely used client library mapped two Kraken markets,"
                        + " REPV2EUR and XREPZEUR, to one symbol.")
                .fix("Give each market a name of its own.")
                .onSnapshot(IdentityRules::namesUnique)
                .build());
    }

    private static void namesUnique(ConfigSnapshot snapshot, RuleCase on) {
        List<SpotMarket> markets = snapshot.all(SpotMarket.class);
        Map<String, SpotMarket> byName = new HashMap<>();
        Map<String, SpotMarket> byStreamName = new HashMap<>();
        markets.forEach(market -> byName.put(market.id(), market));
        for (SpotMarket market : markets) {
            market.altName().ifPresent(name -> claim(byName, name, "altName", market, on));
            market.wsName().ifPresent(name -> claim(byStreamName, name, "wsName", market, on));
        }
    }

    private static void claim(
            Map<String, SpotMarket> owners, String name, String field, SpotMarket market, RuleCase on) {
        SpotMarket owner = owners.putIfAbsent(name, market);
        if (owner != null && !owner.documentId().equals(market.documentId())) {
            on.at(market.documentId(), "/" + field)
                    .found(name)
                    .evidence("other", owner.documentId())
                    .say("The name \"" + name + "\" is also that of " + owner.documentId());
        }
    }
}
