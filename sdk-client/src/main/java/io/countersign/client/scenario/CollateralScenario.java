package io.countersign.client.scenario;

import io.countersign.client.live.CollateralAccounts;
import io.countersign.client.rule.DocumentChange;
import io.countersign.client.rule.FindingDraft;
import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.change.MarginPolicy;
import io.countersign.model.finding.Severity;
import io.countersign.model.json.Digest;
import io.countersign.model.market.Asset;
import io.countersign.model.market.CollateralAsset;
import io.countersign.model.market.CollateralSchedule;
import io.countersign.model.market.DocumentId;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Rate;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * S-LIQ for collateral: which accounts larger haircuts, smaller caps or assets that no longer count leave below initial margin, and
 * which below maintenance margin, where they are liquidated.
 *
 * <p>An account's equity is what its assets count for, {@code min(balance*price*(1 - haircut), cap)} each, plus the profit of its
 * positions. Its margins do not change. An asset that is not in a schedule counts for nothing.
 */
public final class CollateralScenario {
    private CollateralScenario() {}

    /** Plays haircuts through on accounts; {@code document} is the document whose change this is. */
    public static CollateralResult play(
            DocumentId document, CollateralSchedule before, CollateralSchedule after, CollateralAccounts accounts) {
        return new CollateralRun(document, before, after, accounts, () -> inputs(before, after, accounts)).play();
    }

    /**
     * Judges a change that lowers what collateral counts for: of a collateral schedule, also one that is removed, or of assets that
     * carry a collateral value of their own. Part of rule S-LIQ, which must declare {@link RuleInput#COLLATERAL_ACCOUNTS}.
     */
    static void judge(DocumentChange change, RuleCase on) {
        Optional<CollateralSchedule> before = before(change, on);
        Optional<CollateralSchedule> after = after(change, on);
        if (before.isEmpty() || after.isEmpty() || !CollateralCut.isAny(before.get(), after.get())) {
            return;
        }
        on.need(RuleInput.COLLATERAL_ACCOUNTS).ifPresent(accounts -> {
            CollateralResult result = play(on.document(), before.get(), after.get(), accounts);
            on.played(result);
            report(result, on);
        });
    }

    private static Optional<CollateralSchedule> before(DocumentChange change, RuleCase on) {
        if (change.before().orElse(null) instanceof CollateralSchedule schedule) {
            return Optional.of(schedule);
        }
        return change.before().orElse(null) instanceof Asset asset && CollateralCut.isAny(asset, change.after())
                ? Optional.of(ofAssets(on.before().orElseThrow().all(Asset.class), asset.venue()))
                : Optional.empty();
    }

    private static Optional<CollateralSchedule> after(DocumentChange change, RuleCase on) {
        if (change.before().orElse(null) instanceof CollateralSchedule before) {
            return Optional.of(
                    change.after().orElse(null) instanceof CollateralSchedule after
                            ? after
                            : CollateralSchedule.builder()
                                    .from(before)
                                    .assets(List.of())
                                    .build());
        }
        return change.before().orElse(null) instanceof Asset asset
                ? Optional.of(ofAssets(on.all(Asset.class), asset.venue()))
                : Optional.empty();
    }

    /** Collateral values that stand with the assets, as a schedule; an asset without one, or with 0, is not in it. */
    private static CollateralSchedule ofAssets(List<Asset> assets, String venue) {
        return CollateralSchedule.builder()
                .venue(venue)
                .id("assets")
                .currency("margin currency")
                .assets(assets.stream()
                        .filter(asset -> asset.collateralValue()
                                .filter(value -> value.value().signum() > 0)
                                .isPresent())
                        .map(asset -> CollateralAsset.builder()
                                .asset(asset.id())
                                .haircut(new Rate(BigDecimal.ONE.subtract(
                                        asset.collateralValue().orElseThrow().value())))
                                .build())
                        .toList())
                .build();
    }

    private static void report(CollateralResult result, RuleCase on) {
        Severity severity;
        boolean phased =
                on.policy().marginPolicy().filter(MarginPolicy.PHASED::equals).isPresent();
        if (result.liquidatable() > 0) {
            boolean many = result.liquidatableMargin()
                            .compareTo(result.maintenanceMargin().multiply(on.threshold("blockMarginShare")))
                    > 0;
            severity = phased ? Severity.WARN : many ? Severity.BLOCK : Severity.ERROR;
        } else if (result.belowInitial() > 0) {
            severity = Severity.WARN;
        } else {
            return;
        }
        FindingDraft finding = on.at("").as(severity);
        result.figures().forEach(finding::evidence);
        finding.say(result.summary() + (phased ? ". Under PHASED the change comes in steps" : ""));
    }

    private static Digest inputs(CollateralSchedule before, CollateralSchedule after, CollateralAccounts accounts) {
        return Digest.ofCanonical(new TreeMap<>(Map.of(
                "scenario", LiquidationScenario.ID,
                "before", before.digest().toString(),
                "after", after.digest().toString(),
                "accounts", accounts.digest().toString())));
    }

    /** What an asset counts for: a part of its value, and no more than a maximum. */
    record Counted(BigDecimal part, Optional<BigDecimal> most) {
        static Map<String, Counted> of(CollateralSchedule schedule) {
            Map<String, Counted> counted = new TreeMap<>();
            for (CollateralAsset asset : schedule.assets()) {
                counted.put(
                        asset.asset(),
                        new Counted(
                                BigDecimal.ONE.subtract(asset.haircut().value()),
                                asset.maxValue().map(Notional::value)));
            }
            return counted;
        }

        BigDecimal of(BigDecimal value) {
            BigDecimal kept = value.multiply(part);
            return most.map(kept::min).orElse(kept);
        }
    }
}
