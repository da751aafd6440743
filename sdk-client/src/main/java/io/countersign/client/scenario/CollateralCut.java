package io.countersign.client.scenario;

import static io.countersign.client.internal.Figures.percent;

import io.countersign.model.market.Asset;
import io.countersign.model.market.CollateralAsset;
import io.countersign.model.market.CollateralSchedule;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Rate;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One way in which an asset counts for less as collateral after a change than before.
 *
 * @param path the JSON pointer into the document
 * @param text what happens, with values
 */
public record CollateralCut(String asset, String path, String before, String after, String text) {
    /** All cuts of a schedule, in order of asset. */
    public static List<CollateralCut> between(CollateralSchedule before, CollateralSchedule after) {
        Map<String, CollateralAsset> now = new TreeMap<>();
        after.assets().forEach(asset -> now.put(asset.asset(), asset));
        List<CollateralCut> cuts = new ArrayList<>();
        for (CollateralAsset was : before.assets()) {
            String path = path(was.asset());
            CollateralAsset is = now.get(was.asset());
            if (is == null) {
                cuts.add(new CollateralCut(
                        was.asset(),
                        "/assets",
                        percent(was.haircut().value()) + " haircut",
                        "none",
                        was.asset() + " is collateral no longer (its haircut was "
                                + percent(was.haircut().value()) + ")"));
                continue;
            }
            if (is.haircut().compareTo(was.haircut()) > 0) {
                cuts.add(new CollateralCut(
                        was.asset(),
                        path + "/haircut",
                        was.haircut().toString(),
                        is.haircut().toString(),
                        "The haircut of " + was.asset() + " rises from "
                                + percent(was.haircut().value()) + " to "
                                + percent(is.haircut().value())));
            }
            Optional<Notional> cap = is.maxValue();
            if (cap.isPresent()
                    && was.maxValue().map(old -> cap.get().compareTo(old) < 0).orElse(true)) {
                String old = was.maxValue().map(Notional::toString).orElse("none");
                cuts.add(new CollateralCut(
                        was.asset(),
                        path + "/maxValue",
                        old,
                        cap.get().toString(),
                        "The most that counts of " + was.asset() + " falls from " + old + " to " + cap.get() + " "
                                + after.currency()));
            }
        }
        return cuts;
    }

    /** What an asset that carries its own collateral value loses; an asset that is removed loses all of it. */
    public static Optional<CollateralCut> of(Asset before, Optional<Asset> after) {
        BigDecimal was = before.collateralValue().map(Rate::value).orElse(BigDecimal.ZERO);
        if (after.isPresent() && after.get().collateralValue().isEmpty() && was.signum() > 0) {
            return Optional.of(cut(before, was, "none"));
        }
        BigDecimal is = after.flatMap(Asset::collateralValue).map(Rate::value).orElse(BigDecimal.ZERO);
        return is.compareTo(was) < 0 ? Optional.of(cut(before, was, percent(is))) : Optional.empty();
    }

    private static CollateralCut cut(Asset asset, BigDecimal was, String is) {
        return new CollateralCut(
                asset.id(),
                "/collateralValue",
                was.toPlainString(),
                is,
                "What counts of " + asset.id() + " as collateral falls from " + percent(was) + " to " + is);
    }

    /** The JSON pointer of an asset in a schedule. */
    public static String path(String asset) {
        return "/assets/asset=" + asset.replace("~", "~0").replace("/", "~1");
    }

    static boolean isAny(CollateralSchedule before, CollateralSchedule after) {
        return !between(before, after).isEmpty();
    }

    static boolean isAny(Asset before, Optional<MarketDocument> after) {
        return of(before, after.filter(Asset.class::isInstance).map(Asset.class::cast))
                .isPresent();
    }
}
