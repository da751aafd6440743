package io.countersign.client.catalogue;

import io.countersign.client.internal.Figures;
import io.countersign.client.internal.Statuses;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.Asset;
import io.countersign.model.market.AssetStatus;
import io.countersign.model.market.CollateralAsset;
import io.countersign.model.market.CollateralSchedule;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.FeeSchedule;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.IndexConstituent;
import io.countersign.model.market.IndexDefinition;
import io.countersign.model.market.InstrumentRiskStatus;
import io.countersign.model.market.MarginPoolLimit;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.Market;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.MarketStatus;
import io.countersign.model.market.PositionLimit;
import io.countersign.model.market.SpotMarginConfig;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.market.SystemStatus;
import io.countersign.model.market.TradingStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Documents that name each other: what is named exists, holds at the time, and is not shut while the other is open. */
final class ReferenceRules {
    private static final Set<AssetStatus> SHUT = EnumSet.of(AssetStatus.DISABLED, AssetStatus.WITHDRAWAL_ONLY);

    private ReferenceRules() {}

    static List<ChangeRule> all() {
        return List.of(
                Rule.of("X-REF-01", Severity.BLOCK, "What a document refers to exists and holds")
                        .checks(
                                "Fee schedule, index and margin schedules of a market; base, quote and lent assets of a spot"
                                        + " market and settlement asset of a contract; assets and price sources of collateral; an"
                                        + " index's own markets and the markets that it converts by; the market of a limit or a"
                                        + " status; the asset of a margin pool: each is in the configuration (an asset or market by"
                                        + " its id or another of its names), and valid at the instant from which the change holds."
                                        + " Inconclusive where the configuration holds no document of that kind at all, or a validity"
                                        + " is bounded and no instant is known.")
                        .why(
                                "A reference to nothing is resolved by a default in one system and by an error in the next.")
                        .fix("Correct the id, or bring the document in with the same change.")
                        .needs(RuleInput.EFFECTIVE_AT)
                        .on(Market.class, ReferenceRules::ofMarket)
                        .on(SpotMarket.class, ReferenceRules::ofSpotMarket)
                        .on(FuturesContract.class, ReferenceRules::ofContract)
                        .on(IndexDefinition.class, ReferenceRules::ofIndex)
                        .on(CollateralSchedule.class, ReferenceRules::ofCollateral)
                        .on(MarginPoolLimit.class, (limit, on) -> asset("/asset", limit.asset(), on))
                        .on(
                                PositionLimit.class,
                                (limit, on) -> limit.market().ifPresent(id -> document("/market", id, on)))
                        .on(MarketStatus.class, (status, on) -> document("/market", status.market(), on))
                        .on(InstrumentRiskStatus.class, (status, on) -> document("/market", status.market(), on))
                        .build(),
                Rule.of("X-STS-01", Severity.ERROR, "No market is more open than its assets and its venue")
                        .checks(
                                "No spot market is ONLINE whose base or quote is DISABLED or WITHDRAWAL_ONLY, no contract whose"
                                        + " settlement asset is. The venue's status is not stricter than that of its markets; one"
                                        + " finding names how many are.")
                        .why(
                                "Users who buy what cannot be deposited or withdrawn are trapped; a market that says ONLINE on"
                                        + " a venue that is not takes orders in the interface that reads only one of the two.")
                        .fix("Change the market's status first, and the asset's or the venue's with it.")
                        .on(SpotMarket.class, (market, on) -> {
                            openAsset("/base", market.base(), market, on);
                            openAsset("/quote", market.quote(), market, on);
                        })
                        .on(
                                FuturesContract.class,
                                (contract, on) ->
                                        contract.settle().ifPresent(asset -> openAsset("/settle", asset, contract, on)))
                        .on(SystemStatus.class, ReferenceRules::notStricter)
                        .build());
    }

    private static void ofMarket(Market market, RuleCase on) {
        market.feeScheduleRef().ifPresent(id -> byId("/feeScheduleRef", FeeSchedule.class, id, on));
    }

    private static void ofSpotMarket(SpotMarket market, RuleCase on) {
        asset("/base", market.base(), on);
        asset("/quote", market.quote(), on);
        market.margin()
                .map(SpotMarginConfig::borrowAssets)
                .orElse(List.of())
                .forEach(lent -> asset("/margin/borrowAssets", lent, on));
    }

    private static void ofContract(FuturesContract contract, RuleCase on) {
        contract.settle().ifPresent(id -> asset("/settle", id, on));
        contract.index().ifPresent(id -> byId("/index", IndexDefinition.class, id, on));
        contract.marginSchedules()
                .forEach((clientClass, id) -> byId(
                        "/marginSchedules/" + clientClass.replace("~", "~0").replace("/", "~1"),
                        MarginSchedule.class,
                        id,
                        on));
    }

    private static void ofIndex(IndexDefinition index, RuleCase on) {
        index.conversionPath().forEach(name -> priced("/conversionPath", name, on));
        for (IndexConstituent constituent : index.constituents().orElse(List.of())) {
            MarketNames.ownSource(constituent, index.venue())
                    .ifPresent(name -> priced(
                            "/constituents/source="
                                    + constituent.source().replace("~", "~0").replace("/", "~1"),
                            name,
                            on));
        }
    }

    private static void ofCollateral(CollateralSchedule schedule, RuleCase on) {
        for (CollateralAsset asset : schedule.assets()) {
            String path = "/assets/asset=" + asset.asset().replace("~", "~0").replace("/", "~1");
            asset(path + "/asset", asset.asset(), on);
            asset.priceSource().ifPresent(source -> priced(path + "/priceSource", source, on));
        }
    }

    private static <T extends MarketDocument> void byId(String path, Class<T> type, String id, RuleCase on) {
        resolved(path, id, on.find(type, id), type, on);
    }

    private static void document(String path, DocumentId id, RuleCase on) {
        resolved(path, id.toString(), on.find(id), id.kind().type(), on);
    }

    private static void asset(String path, String name, RuleCase on) {
        resolved(path, name, findAsset(name, on), Asset.class, on);
    }

    /** An asset by its id, else by its second name. */
    private static Optional<Asset> findAsset(String name, RuleCase on) {
        return on.find(Asset.class, name)
                .or(() -> on.all(Asset.class).stream()
                        .filter(asset -> asset.altName().filter(name::equals).isPresent())
                        .findFirst());
    }

    /** Something that has a price: an index, or a market by any of its names. */
    private static void priced(String path, String name, RuleCase on) {
        Optional<MarketDocument> found = on.find(IndexDefinition.class, name)
                .map(MarketDocument.class::cast)
                .or(() -> on.find(SpotMarket.class, name))
                .or(() -> on.find(FuturesContract.class, name))
                .or(() -> on.all(Market.class).stream()
                        .filter(market -> MarketNames.of(market).contains(name))
                        .findFirst());
        resolved(path, name, found, Market.class, on);
    }

    private static void resolved(
            String path,
            String name,
            Optional<? extends MarketDocument> found,
            Class<? extends MarketDocument> kind,
            RuleCase on) {
        if (found.isPresent()) {
            holds(path, name, found.get(), on);
        } else if (on.all(kind).isEmpty()) {
            on.lacks("any " + words(kind) + " to refer to");
        } else {
            on.at(path)
                    .found(name)
                    .say("No " + words(kind) + " of the configuration is named \"" + name
                            + "\": correct it, or bring the document in with the same change");
        }
    }

    /** {@code FeeSchedule} is "fee schedule". */
    private static String words(Class<?> kind) {
        return kind.getSimpleName().replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    }

    private static void holds(String path, String name, MarketDocument found, RuleCase on) {
        if (found.validFrom().isEmpty() && found.validTo().isEmpty()) {
            return;
        }
        Optional<Instant> at =
                on.context().find(RuleInput.EFFECTIVE_AT).or(() -> on.context().asOf());
        if (at.isEmpty()) {
            on.needOfTheWhole(RuleInput.EFFECTIVE_AT);
            return;
        }
        Instant instant = at.get();
        if (found.validFrom().filter(instant::isBefore).isPresent()) {
            on.at(path)
                    .found(name)
                    .say(found.documentId() + " holds only from "
                            + found.validFrom().get() + " on, and the change from " + instant + " on");
        }
        if (found.validTo().filter(end -> !instant.isBefore(end)).isPresent()) {
            on.at(path)
                    .found(name)
                    .say(found.documentId() + " no longer holds from "
                            + found.validTo().get() + " on, and the change holds from " + instant + " on");
        }
    }

    private static void openAsset(String path, String name, Market market, RuleCase on) {
        if (!Statuses.of(market).contains(TradingStatus.ONLINE)) {
            return;
        }
        findAsset(name, on)
                .filter(asset -> asset.status().filter(SHUT::contains).isPresent())
                .ifPresent(asset -> on.at(path)
                        .found(name)
                        .evidence("assetStatus", asset.status().orElseThrow())
                        .say("The market is ONLINE and " + asset.documentId() + " is "
                                + asset.status().orElseThrow()
                                + ": take the market to REDUCE_ONLY or CANCEL_ONLY first"));
    }

    private static void notStricter(SystemStatus system, RuleCase on) {
        List<DocumentId> open = new ArrayList<>();
        for (Market market : on.all(Market.class)) {
            Set<TradingStatus> statuses = Statuses.of(market);
            if (!statuses.isEmpty()
                    && statuses.stream().noneMatch(status -> status.moreRestrictive(system.status()) == status)) {
                open.add(market.documentId());
            }
        }
        if (!open.isEmpty()) {
            on.at("/status")
                    .found(system.status())
                    .evidence("markets", open.size())
                    .evidence("sample", open.get(0))
                    .say("The venue is " + system.status() + ", and " + Figures.count(open.size(), "market")
                            + " allow more, such as " + open.get(0) + ": set their status too");
        }
    }
}
