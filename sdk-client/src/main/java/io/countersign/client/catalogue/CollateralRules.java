package io.countersign.client.catalogue;

import static io.countersign.client.internal.Figures.money;
import static io.countersign.client.internal.Figures.percent;
import static io.countersign.client.internal.Figures.plain;

import io.countersign.client.live.OrderBook;
import io.countersign.client.live.PriceHistory;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.DocumentChange;
import io.countersign.client.rule.FindingDraft;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleInput;
import io.countersign.client.scenario.CollateralCut;
import io.countersign.model.change.ScenarioEvidence;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.Asset;
import io.countersign.model.market.CollateralAsset;
import io.countersign.model.market.CollateralSchedule;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.IndexConstituent;
import io.countersign.model.market.IndexDefinition;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.unit.Rate;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** Collateral: haircuts that cover what an asset may lose, prices from more than one book, and cuts that are played through. */
final class CollateralRules {
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private CollateralRules() {}

    static List<ChangeRule> all() {
        return List.of(
                Rule.of("D-COL-01", Severity.BLOCK, "Haircuts are plausible, and thin collateral is capped")
                        .checks(
                                "The haircut of a fiat or pegged asset is at most 5 percent (from 0 to below 1 by construction);"
                                        + " the same of a collateral value that stands with an asset. A token of the venue's own, or"
                                        + " one whose bids within its haircut are worth less than 1,000,000 in the schedule's"
                                        + " currency, has a greatest value that counts. Inconclusive as to an order book that is"
                                        + " not known.")
                        .why(
                                "A value of 0.95 that is read as a haircut leaves 5 percent of a dollar, and liquidates everybody"
                                        + " who holds it. Collateral that nobody can sell is not collateral.")
                        .fix("Check whether the source gives the haircut or what is left; cap what cannot be sold.")
                        .needs(RuleInput.ORDER_BOOK)
                        .on(CollateralSchedule.class, CollateralRules::haircuts)
                        .on(Asset.class, CollateralRules::collateralValue)
                        .build(),
                Rule.of(
                                "D-COL-02",
                                Severity.ERROR,
                                "Wrapped and pegged collateral is not priced on the venue's own book alone")
                        .checks(
                                "The price source of a collateral asset with a peg is an index with a source beside this venue,"
                                        + " not one of its markets. Inconclusive where price source or constituents are not published.")
                        .why(
                                "In October 2025 Binance valued USDe, wBETH and BNSOL by its own books, which had emptied: they"
                                        + " printed far below what the assets could be redeemed for, and it paid 283 million dollars to"
                                        + " the customers whom that had liquidated.")
                        .fix("Value it by its redemption price, or by an index over several venues.")
                        .on(CollateralSchedule.class, CollateralRules::priceSources)
                        .build(),
                Rule.of("X-COL-01", Severity.ERROR, "Collateral can be sold somewhere else")
                        .checks(
                                "At most half of a collateral asset's trading takes place on this venue; at most a quarter where"
                                        + " leveraged positions in the same asset can be held here. Fiat, and the currency of the schedule"
                                        + " itself, are left out.")
                        .why(
                                "Who holds most of a thin asset prices it, and borrows against that price: CLAM on Poloniex in May"
                                        + " 2019, MNGO on Mango Markets in October 2022, OKB on OKX in January 2024.")
                        .fix("Take the asset out of the schedule, or cap it by what can be sold.")
                        .needs(RuleInput.VENUE_VOLUME_SHARE)
                        .on(CollateralSchedule.class, CollateralRules::soldElsewhere)
                        .build(),
                Rule.of("X-COL-02", Severity.ERROR, "A haircut covers a bad day, and a cap the depth")
                        .checks(
                                "The haircut of a collateral asset is at least what 99 % of its falls from a price to the lowest"
                                        + " of the next 24 hours did not exceed, over the last 365 days. What counts of it at most is not"
                                        + " above the bids within the haircut below the middle of its book. Fiat, and the currency of the"
                                        + " schedule itself, are left out. Inconclusive with less than 30 days of prices.")
                        .why(
                                "Collateral is sold after it has fallen. A haircut smaller than an ordinary bad day, or a cap above"
                                        + " what the book takes, leaves the loss with the venue.")
                        .fix("Raise the haircut, or lower the cap.")
                        .needs(RuleInput.PRICE_HISTORY, RuleInput.ORDER_BOOK)
                        .on(CollateralSchedule.class, CollateralRules::worstDay)
                        .build(),
                Rule.of("T-HCT-01", Severity.ERROR, "Collateral that counts for less is played through on the accounts")
                        .checks(
                                "Where a haircut rises, a cap falls, or an asset counts no longer: S-LIQ has run on the accounts"
                                        + " that use it (ERROR until then, WARN with its figures after).")
                        .why("A haircut is a margin raise for those who hold the asset: their equity falls at once.")
                        .fix("Give the collateral accounts, and read S-LIQ; or take the cut in steps.")
                        .needs(RuleInput.COLLATERAL_ACCOUNTS)
                        .onAnyChange(CollateralRules::cut)
                        .build());
    }

    private static void haircuts(CollateralSchedule schedule, RuleCase on) {
        BigDecimal most = on.threshold("stableHaircutShareMax");
        for (CollateralAsset asset : schedule.assets()) {
            BigDecimal haircut = asset.haircut().value();
            Optional<Asset> known = on.find(Asset.class, asset.asset());
            if (known.filter(CollateralRules::isStable).isPresent() && haircut.compareTo(most) > 0) {
                on.at(path(asset) + "/haircut")
                        .found(asset.haircut())
                        .say("A haircut of " + percent(haircut) + " on " + asset.asset()
                                + ", which is fiat or pegged, is above " + percent(most)
                                + ": check that the source gives the haircut and not what is left");
            }
            if (asset.maxValue().isPresent() || isCash(asset, schedule, known)) {
                continue;
            }
            if (asset.ownToken()) {
                on.at(path(asset))
                        .say(asset.asset() + " is the venue's own token and counts without limit: set maxValue");
            } else {
                thin(asset, schedule, on);
            }
        }
    }

    private static void thin(CollateralAsset asset, CollateralSchedule schedule, RuleCase on) {
        Optional<OrderBook> book = on.need(RuleInput.ORDER_BOOK, assetId(schedule, asset));
        if (book.isEmpty()) {
            return;
        }
        BigDecimal least = on.threshold("depthMin");
        BigDecimal depth = bidsWithin(book.get(), asset.haircut());
        if (depth.compareTo(least) < 0) {
            on.at(path(asset))
                    .evidence("depth " + schedule.currency(), money(depth))
                    .say(asset.asset() + " counts without limit, and the bids within its haircut of "
                            + percent(asset.haircut().value()) + " are worth " + money(depth) + " "
                            + schedule.currency() + ", less than " + plain(least) + ": set maxValue");
        }
    }

    private static void collateralValue(Asset asset, RuleCase on) {
        BigDecimal most = on.threshold("stableHaircutShareMax");
        asset.collateralValue()
                .filter(value -> value.value().signum() > 0 && isStable(asset))
                .filter(value -> BigDecimal.ONE.subtract(value.value()).compareTo(most) > 0)
                .ifPresent(value -> on.at("/collateralValue")
                        .found(value)
                        .say("Of " + asset.id() + ", which is fiat or pegged, " + percent(value.value())
                                + " counts as collateral, a haircut above " + percent(most)
                                + ": check that the source gives what is left and not the haircut"));
    }

    private static void priceSources(CollateralSchedule schedule, RuleCase on) {
        for (CollateralAsset asset : schedule.assets()) {
            Optional<Asset> known = on.find(Asset.class, asset.asset());
            if (known.isEmpty()) {
                on.lacks("document", assetId(schedule, asset));
            } else if (known.get().pegged().isPresent()) {
                if (asset.priceSource().isEmpty()) {
                    on.lacks("published price source", assetId(schedule, asset));
                } else {
                    priceSource(asset, asset.priceSource().get(), schedule, on);
                }
            }
        }
    }

    private static void priceSource(CollateralAsset asset, String source, CollateralSchedule schedule, RuleCase on) {
        Optional<IndexDefinition> index = on.find(IndexDefinition.class, source);
        boolean ownMarket = on.find(SpotMarket.class, source).isPresent()
                || on.find(FuturesContract.class, source).isPresent();
        FindingDraft finding = on.at(path(asset) + "/priceSource").found(source);
        if (ownMarket && index.isEmpty()) {
            finding.say(asset.asset() + " is pegged and valued by " + source
                    + ", a market of this venue: when its book empties, collateral falls that has not");
        } else if (index.isEmpty() || index.get().constituents().isEmpty()) {
            on.lacks("constituents of price source " + source, assetId(schedule, asset));
        } else if (index.get().constituents().get().stream()
                .map(IndexConstituent::source)
                .allMatch(constituent -> isOwn(constituent, schedule.venue()))) {
            finding.say(asset.asset() + " is pegged and valued by index " + source
                    + ", which has no source beside this venue");
        }
    }

    private static boolean isOwn(String constituent, String venue) {
        return constituent.equals(venue) || constituent.startsWith(venue + "/");
    }

    private static void soldElsewhere(CollateralSchedule schedule, RuleCase on) {
        BigDecimal most = on.threshold("venueVolumeShareMax");
        BigDecimal mostLeveraged = on.threshold("leveragedVenueVolumeShareMax");
        eachAtRisk(schedule, on, (asset, id) -> {
            Optional<Rate> share = on.need(RuleInput.VENUE_VOLUME_SHARE, id);
            if (share.isEmpty() || share.get().value().compareTo(mostLeveraged) <= 0) {
                return;
            }
            boolean leveraged = leveragedAssets(on).contains(asset.asset());
            if (leveraged || share.get().value().compareTo(most) > 0) {
                on.at(path(asset))
                        .evidence("venueVolumeShare", share.get())
                        .say(asset.asset() + " is collateral, and "
                                + percent(share.get().value())
                                + " of its trading takes place here, above "
                                + percent(leveraged ? mostLeveraged : most)
                                + (leveraged ? ", while leveraged positions in it can be held here" : "")
                                + ": who moves this book moves what they may borrow");
            }
        });
    }

    /** The assets in which leveraged positions can be held. */
    private static Set<String> leveragedAssets(RuleCase on) {
        Set<String> assets = new HashSet<>();
        on.all(FuturesContract.class).forEach(contract -> contract.base().ifPresent(assets::add));
        on.all(SpotMarket.class).stream()
                .filter(market -> market.margin()
                        .filter(margin -> !margin.leverageBuy().isEmpty()
                                || !margin.leverageSell().isEmpty())
                        .isPresent())
                .forEach(market -> assets.add(market.base()));
        return assets;
    }

    private static void worstDay(CollateralSchedule schedule, RuleCase on) {
        eachAtRisk(schedule, on, (asset, id) -> {
            on.need(RuleInput.PRICE_HISTORY, id).ifPresent(history -> drawdown(asset, history, id, on));
            if (asset.maxValue().isPresent()) {
                on.need(RuleInput.ORDER_BOOK, id).ifPresent(book -> cap(asset, book, schedule, on));
            }
        });
    }

    private static void drawdown(CollateralAsset asset, PriceHistory history, DocumentId id, RuleCase on) {
        BigDecimal days = on.threshold("daysMin");
        Duration lookback = Duration.ofDays(on.threshold("lookbackDays").longValueExact());
        PriceMoves falls = PriceMoves.ofDayDown(history, lookback);
        BigDecimal barsOfDays =
                days.multiply(BigDecimal.valueOf(Duration.ofDays(1).dividedBy(history.interval())));
        // Half of the bars of a day may be missing.
        if (falls.size() == 0 || BigDecimal.valueOf(falls.size()).multiply(TWO).compareTo(barsOfDays) < 0) {
            on.lacks("price history of " + plain(days) + " days", id);
            return;
        }
        BigDecimal share = on.threshold("percentileShare");
        BigDecimal fall = falls.percentile(share);
        if (asset.haircut().value().compareTo(fall) < 0) {
            on.at(path(asset) + "/haircut")
                    .found(asset.haircut())
                    .evidence("prices", falls.size())
                    .evidence("percentileDayFall", plain(fall))
                    .say("The haircut of " + asset.asset() + " is "
                            + percent(asset.haircut().value()) + ", and its falls within a day, the worst "
                            + percent(BigDecimal.ONE.subtract(share)) + " left out, reach " + percent(fall));
        }
    }

    private static void cap(CollateralAsset asset, OrderBook book, CollateralSchedule schedule, RuleCase on) {
        BigDecimal depth = bidsWithin(book, asset.haircut());
        if (asset.maxValue().orElseThrow().value().compareTo(depth) > 0) {
            on.at(path(asset) + "/maxValue")
                    .found(asset.maxValue().orElseThrow())
                    .evidence("depth " + schedule.currency(), money(depth))
                    .say("Up to " + asset.maxValue().orElseThrow() + " " + schedule.currency() + " of " + asset.asset()
                            + " counts, and the bids within its haircut of "
                            + percent(asset.haircut().value()) + " are worth " + money(depth));
        }
    }

    /** What the bids pay that are within a haircut below the middle of the book, or below the best bid where nobody asks. */
    private static BigDecimal bidsWithin(OrderBook book, Rate haircut) {
        OrderBook.Levels bids = book.bids();
        if (bids.size() == 0) {
            return BigDecimal.ZERO;
        }
        BigDecimal twiceMiddle = bids.prices()
                .at(0)
                .add((book.asks().size() == 0 ? bids : book.asks()).prices().at(0));
        BigDecimal twiceLeast = twiceMiddle.multiply(BigDecimal.ONE.subtract(haircut.value()));
        BigDecimal value = BigDecimal.ZERO;
        for (int level = 0; level < bids.size(); level++) {
            BigDecimal price = bids.prices().at(level);
            if (price.multiply(TWO).compareTo(twiceLeast) < 0) {
                break;
            }
            value = value.add(price.multiply(bids.quantities().at(level)));
        }
        return value;
    }

    private static void cut(DocumentChange change, RuleCase on) {
        List<CollateralCut> cuts = cuts(change);
        if (cuts.isEmpty()) {
            return;
        }
        String text = cuts.stream().map(CollateralCut::text).collect(Collectors.joining("; "));
        List<ScenarioEvidence> shown = on.scenarios("S-LIQ");
        FindingDraft finding = on.at(cuts.get(0).path())
                .before(cuts.get(0).before())
                .found(cuts.get(0).after())
                .evidence("assets", cuts.size());
        if (shown.isEmpty()) {
            if (on.need(RuleInput.COLLATERAL_ACCOUNTS).isPresent()) {
                on.lacks("scenario S-LIQ");
            }
            finding.say(text + ", and S-LIQ has not run on the accounts that hold it: give the collateral accounts");
        } else {
            shown.forEach(evidence -> finding.evidence("inputs", evidence.inputs()));
            finding.as(Severity.WARN)
                    .say(text + ": "
                            + shown.stream().map(ScenarioEvidence::summary).collect(Collectors.joining("; ")));
        }
    }

    private static List<CollateralCut> cuts(DocumentChange change) {
        if (change.before().orElse(null) instanceof CollateralSchedule before) {
            return CollateralCut.between(
                    before,
                    change.after()
                            .map(CollateralSchedule.class::cast)
                            .orElseGet(() -> CollateralSchedule.builder()
                                    .from(before)
                                    .assets(List.of())
                                    .build()));
        }
        return change.before().orElse(null) instanceof Asset before
                ? CollateralCut.of(before, change.after().map(Asset.class::cast)).stream()
                        .toList()
                : List.of();
    }

    private static void eachAtRisk(
            CollateralSchedule schedule, RuleCase on, BiConsumer<CollateralAsset, DocumentId> check) {
        for (CollateralAsset asset : schedule.assets()) {
            if (!isCash(asset, schedule, on.find(Asset.class, asset.asset()))) {
                check.accept(asset, assetId(schedule, asset));
            }
        }
    }

    private static boolean isCash(CollateralAsset asset, CollateralSchedule schedule, Optional<Asset> known) {
        return asset.asset().equals(schedule.currency())
                || known.flatMap(Asset::fiat).orElse(false);
    }

    private static boolean isStable(Asset asset) {
        return asset.fiat().orElse(false) || asset.pegged().isPresent();
    }

    private static DocumentId assetId(CollateralSchedule schedule, CollateralAsset asset) {
        return new DocumentId(DocumentKind.ASSET, schedule.venue(), asset.asset());
    }

    private static String path(CollateralAsset asset) {
        return CollateralCut.path(asset.asset());
    }
}
