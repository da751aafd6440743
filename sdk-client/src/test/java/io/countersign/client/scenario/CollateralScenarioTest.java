package io.countersign.client.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.catalogue.Catalogue;
import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.CollateralAccounts;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleInput;
import io.countersign.client.rule.Validation;
import io.countersign.client.rule.Validator;
import io.countersign.model.change.ChangePolicy;
import io.countersign.model.change.MarginPolicy;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.Asset;
import io.countersign.model.market.CollateralAsset;
import io.countersign.model.market.CollateralSchedule;
import io.countersign.model.market.DocumentId;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.Rate;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CollateralScenarioTest {
    /** S-LIQ with what this scenario adds to it. */
    private static final ChangeRule S_LIQ = Rule.of(
                    LiquidationScenario.ID, Severity.BLOCK, "Collateral is played through")
            .checks("Accounts under new haircuts.")
            .why("They lose equity.")
            .fix("Take steps.")
            .needs(RuleInput.COLLATERAL_ACCOUNTS)
            .onAnyChange(CollateralScenario::judge)
            .build();

    private static final Validator VALIDATOR = Validator.of(Catalogue.standard().with(S_LIQ));
    private static final CollateralSchedule BEFORE = schedule(asset("XBT", "0.1", ""), asset("TOKEN", "0.2", ""));

    private static CollateralSchedule schedule(CollateralAsset... assets) {
        return CollateralSchedule.builder()
                .venue("kraken")
                .id("multi")
                .currency("USD")
                .assets(List.of(assets))
                .build();
    }

    private static CollateralAsset asset(String id, String haircut, String cap) {
        return CollateralAsset.builder()
                .asset(id)
                .haircut(Rate.of(haircut))
                .maxValue(Optional.of(cap).filter(text -> !text.isEmpty()).map(Notional::of))
                .build();
    }

    /**
     * Four accounts with tokens at 10 dollars. Of 100 tokens 800 dollars count with a haircut of 20 %, 700 with 30 %: "safe" needs 700,
     * "tight" has a dollar less of profit, "warned" needs 701 to open more, "gone" needed 801 before.
     */
    private static CollateralAccounts accounts() {
        return CollateralAccounts.builder("USD")
                .price("TOKEN", Price.of("10"))
                .price("XBT", Price.of("8000"))
                .add("safe", Notional.of("700"), Notional.of("700"), Notional.of("0"))
                .holding("TOKEN", Quantity.of("100"))
                .add("tight", Notional.of("1000"), Notional.of("700"), Notional.of("-1"))
                .holding("TOKEN", Quantity.of("100"))
                .add("warned", Notional.of("701"), Notional.of("500"), Notional.of("0"))
                .holding("TOKEN", Quantity.of("100"))
                .add("gone", Notional.of("1000"), Notional.of("801"), Notional.of("0"))
                .holding("TOKEN", Quantity.of("100"))
                .build();
    }

    private static CollateralResult play(CollateralSchedule after) {
        return CollateralScenario.play(BEFORE.documentId(), BEFORE, after, accounts());
    }

    @Test
    void play_largerHaircut_findsWhoIsBelowWhat() {
        CollateralResult result = play(schedule(asset("XBT", "0.1", ""), asset("TOKEN", "0.3", "")));

        assertThat(result.accounts()).isEqualTo(4);
        assertThat(result.liquidatable()).isEqualTo(1);
        assertThat(result.belowInitial()).isEqualTo(1);
        assertThat(result.liquidatableBefore()).isEqualTo(1);
        assertThat(result.shortfall()).isEqualByComparingTo("1");
        assertThat(result.valueBefore()).isEqualByComparingTo("3200");
        assertThat(result.valueAfter()).isEqualByComparingTo("2800");
        assertThat(result.maintenanceMargin()).isEqualByComparingTo("2701");
        assertThat(result.liquidatableMargin()).isEqualByComparingTo("700");
        assertThat(result.affected()).singleElement().satisfies(account -> {
            assertThat(account.account()).isEqualTo("tight");
            assertThat(account.equityBefore()).isEqualByComparingTo("799");
            assertThat(account.shortfall()).isEqualByComparingTo("1");
        });
        assertThat(result.worst())
                .containsExactly("tight: equity 799.00 before and 699.00 after, required 700.00, short of 1.00 USD");
        assertThat(result.summary())
                .isEqualTo(
                        "1 of 4 accounts newly below maintenance margin, with a requirement of 700.00 USD (25.9 % of all),"
                                + " short of 1.00; 1 newly below initial margin only; all collateral counts for 2800.00 instead of"
                                + " 3200.00 USD; 1 were below under the old haircuts already");
        assertThat(result.figures()).containsEntry("newlyBelowMaintenance", "1").containsEntry("shortfall USD", "1.00");
        assertThat(result.chart().markup())
                .contains("nothing: 1; below initial: 1; below maintenance: 1; below before: 1");
        assertThat(result.tables().get(0).rows()).hasSize(1);
        assertThat(result.title()).isEqualTo("collateral of 4 accounts");
        assertThat(result.scenario()).isEqualTo("S-LIQ");
    }

    /** 100 tokens counted for 800 and count for 700. */
    @Test
    void play_accountThatMetARequirementExactly_isNewlyBelowIt() {
        CollateralAccounts exact = CollateralAccounts.builder("USD")
                .price("TOKEN", Price.of("10"))
                .price("XBT", Price.of("8000"))
                .add("maintenance", Notional.of("900"), Notional.of("800"), Notional.of("0"))
                .holding("TOKEN", Quantity.of("100"))
                .add("initial", Notional.of("800"), Notional.of("500"), Notional.of("0"))
                .holding("TOKEN", Quantity.of("100"))
                .build();

        CollateralResult result = CollateralScenario.play(
                BEFORE.documentId(), BEFORE, schedule(asset("XBT", "0.1", ""), asset("TOKEN", "0.3", "")), exact);

        assertThat(result.liquidatableBefore()).isZero();
        assertThat(result.liquidatable()).isEqualTo(1);
        assertThat(result.belowInitial()).isEqualTo(1);
    }

    @Test
    void play_capAndRemoval_cutTheSameWay() {
        assertThat(play(schedule(asset("TOKEN", "0.2", "700"))).liquidatable()).isEqualTo(1);
        assertThat(play(schedule(asset("TOKEN", "0.2", "800"))).valueAfter()).isEqualByComparingTo("3200");
        assertThat(play(schedule()).liquidatable()).isEqualTo(3);
        assertThat(play(schedule()).valueAfter()).isZero();
        assertThat(play(BEFORE).liquidatable()).isZero();
    }

    @Test
    void play_noAccounts_givesNothing() {
        CollateralResult result = CollateralScenario.play(
                BEFORE.documentId(),
                BEFORE,
                schedule(),
                CollateralAccounts.builder("USD").build());

        assertThat(result.accounts()).isZero();
        assertThat(result.summary()).startsWith("0 of 0 accounts newly below");
        assertThat(result.chart().markup()).contains("<svg");
    }

    @Test
    void inputs_nameEverything() {
        assertThat(play(BEFORE).toEvidence()).isEqualTo(play(BEFORE).toEvidence());
        assertThat(play(BEFORE).inputs()).isNotEqualTo(play(schedule()).inputs());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void play_anything_isWhatANaiveCountGives(long seed) {
        Random random = new Random(seed);
        String[] ids = {"A", "B", "C", "D"};
        CollateralSchedule before = random(random, ids);
        CollateralSchedule after = random(random, ids);
        CollateralAccounts.Builder builder = CollateralAccounts.builder("USD");
        BigDecimal[] prices = new BigDecimal[ids.length];
        for (int i = 0; i < ids.length; i++) {
            prices[i] = BigDecimal.valueOf(1 + random.nextInt(10_000), 2);
            builder.price(ids[i], new Price(prices[i]));
        }
        int below = 0;
        int belowBefore = 0;
        int belowInitial = 0;
        List<BigDecimal> shortfalls = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            BigDecimal maintenance = BigDecimal.valueOf(random.nextInt(4_000));
            BigDecimal initial = maintenance.multiply(new BigDecimal("1.5"));
            BigDecimal profit = BigDecimal.valueOf(random.nextInt(2_000) - 1_000L);
            builder.add("a" + i, new Notional(initial), new Notional(maintenance), new Notional(profit));
            BigDecimal was = profit;
            BigDecimal is = profit;
            for (int asset = 0; asset < ids.length; asset++) {
                if (random.nextInt(3) > 0) {
                    BigDecimal balance = BigDecimal.valueOf(random.nextInt(10_000), 2);
                    builder.holding(ids[asset], new Quantity(balance));
                    was = was.add(counted(before, ids[asset], balance.multiply(prices[asset])));
                    is = is.add(counted(after, ids[asset], balance.multiply(prices[asset])));
                }
            }
            if (was.compareTo(maintenance) < 0) {
                belowBefore++;
            } else if (is.compareTo(maintenance) < 0) {
                below++;
                shortfalls.add(maintenance.subtract(is));
            } else if (was.compareTo(initial) >= 0 && is.compareTo(initial) < 0) {
                belowInitial++;
            }
        }

        CollateralResult result = CollateralScenario.play(before.documentId(), before, after, builder.build());

        assertThat(result.liquidatable()).as("seed " + seed).isEqualTo(below).isPositive();
        assertThat(result.liquidatableBefore()).isEqualTo(belowBefore);
        assertThat(result.belowInitial()).isEqualTo(belowInitial);
        assertThat(result.shortfall())
                .isEqualByComparingTo(shortfalls.stream().reduce(BigDecimal.ZERO, BigDecimal::add));
        shortfalls.sort(Comparator.reverseOrder());
        assertThat(result.affected())
                .extracting(account -> account.shortfall().stripTrailingZeros())
                .isEqualTo(shortfalls.stream()
                        .limit(10)
                        .map(BigDecimal::stripTrailingZeros)
                        .toList());
    }

    private static CollateralSchedule random(Random random, String[] ids) {
        List<CollateralAsset> assets = new ArrayList<>();
        for (String id : ids) {
            if (random.nextInt(5) > 0) {
                assets.add(asset(
                        id,
                        BigDecimal.valueOf(random.nextInt(90), 2).toPlainString(),
                        random.nextBoolean() ? "" : Integer.toString(random.nextInt(3_000))));
            }
        }
        return schedule(assets.toArray(CollateralAsset[]::new));
    }

    private static BigDecimal counted(CollateralSchedule schedule, String id, BigDecimal value) {
        for (CollateralAsset asset : schedule.assets()) {
            if (asset.asset().equals(id)) {
                BigDecimal kept =
                        value.multiply(BigDecimal.ONE.subtract(asset.haircut().value()));
                return asset.maxValue().isPresent()
                        ? kept.min(asset.maxValue().get().value())
                        : kept;
            }
        }
        return BigDecimal.ZERO;
    }

    // As part of S-LIQ, with T-HCT-01 citing it

    private static Validation judged(
            ConfigSnapshot before, ConfigSnapshot after, DocumentId document, Optional<MarginPolicy> policy) {
        ChangeContext.Builder context =
                ChangeContext.builder().put(RuleInput.COLLATERAL_ACCOUNTS, document, accounts());
        policy.ifPresent(value ->
                context.policy(ChangePolicy.builder().marginPolicy(value).build()));
        return VALIDATOR.assess(before, after, context.build());
    }

    private static Validation changed(CollateralSchedule after, Optional<MarginPolicy> policy) {
        return judged(Markets.venue().with(BEFORE), Markets.venue().with(after), BEFORE.documentId(), policy);
    }

    @Test
    void rule_liquidatedAccounts_areABlockAboveAShareOfTheMargin() {
        CollateralSchedule after = schedule(asset("XBT", "0.1", ""), asset("TOKEN", "0.3", ""));

        Validation validation = changed(after, Optional.empty());

        assertThat(validation.report().of("S-LIQ")).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.BLOCK);
            assertThat(finding.message()).startsWith("1 of 4 accounts newly below maintenance margin");
            assertThat(finding.evidence()).containsEntry("accounts", "4");
        });
        assertThat(validation.report().of("T-HCT-01")).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARN);
            assertThat(finding.path()).isEqualTo("/assets/asset=TOKEN/haircut");
            assertThat(finding.message())
                    .startsWith("The haircut of TOKEN rises from 20 % to 30 %: 1 of 4 accounts newly below");
            assertThat(finding.evidence()).containsKey("inputs");
        });
        assertThat(changed(after, Optional.of(MarginPolicy.PHASED)).report().of("S-LIQ"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.WARN);
                    assertThat(finding.message()).endsWith(". Under PHASED the change comes in steps");
                });
        assertThat(validation.report().of("S-LIQ").get(0).message()).doesNotContain("PHASED");
        assertThat(changed(after, Optional.of(MarginPolicy.NEW_POSITIONS_ONLY))
                        .report()
                        .of("S-LIQ"))
                .extracting(Finding::severity)
                .containsExactly(Severity.BLOCK);
    }

    @Test
    void rule_fewAccounts_areAnErrorAndInitialMarginAWarning() {
        Validator lenient = Validator.of(Catalogue.standard()
                .with(S_LIQ)
                .with(Catalogue.standard().data().withThreshold("test", "S-LIQ.blockMarginShare", "0.26")));
        CollateralSchedule after = schedule(asset("XBT", "0.1", ""), asset("TOKEN", "0.3", ""));
        ChangeContext context = ChangeContext.builder()
                .put(RuleInput.COLLATERAL_ACCOUNTS, BEFORE.documentId(), accounts())
                .build();

        assertThat(lenient.validate(
                                Markets.venue().with(BEFORE), Markets.venue().with(after), context)
                        .of("S-LIQ"))
                .extracting(Finding::severity)
                .containsExactly(Severity.ERROR);
        CollateralAccounts warned = CollateralAccounts.builder("USD")
                .price("TOKEN", Price.of("10"))
                .add("warned", Notional.of("701"), Notional.of("500"), Notional.of("0"))
                .holding("TOKEN", Quantity.of("100"))
                .build();
        assertThat(VALIDATOR
                        .validate(
                                Markets.venue().with(BEFORE),
                                Markets.venue().with(after),
                                ChangeContext.builder()
                                        .put(RuleInput.COLLATERAL_ACCOUNTS, BEFORE.documentId(), warned)
                                        .build())
                        .of("S-LIQ"))
                .extracting(Finding::severity)
                .containsExactly(Severity.WARN);
        assertThat(changed(schedule(asset("XBT", "0.1", ""), asset("TOKEN", "0.2", "701")), Optional.empty())
                        .report()
                        .of("S-LIQ"))
                .isEmpty();
    }

    /** One of 20 accounts with the same requirement. */
    @Test
    void rule_aTwentiethOfTheMargin_doesNotBlock() {
        CollateralAccounts.Builder accounts = CollateralAccounts.builder("USD").price("TOKEN", Price.of("10"));
        for (int i = 0; i < 20; i++) {
            accounts.add("a" + i, Notional.of("900"), Notional.of("750"), Notional.of(i == 0 ? "0" : "1000"))
                    .holding("TOKEN", Quantity.of("100"));
        }

        assertThat(VALIDATOR
                        .validate(
                                Markets.venue().with(BEFORE),
                                Markets.venue().with(schedule(asset("XBT", "0.1", ""), asset("TOKEN", "0.3", ""))),
                                ChangeContext.builder()
                                        .put(RuleInput.COLLATERAL_ACCOUNTS, BEFORE.documentId(), accounts.build())
                                        .build())
                        .of("S-LIQ"))
                .extracting(Finding::severity)
                .containsExactly(Severity.ERROR);
    }

    @Test
    void rule_sameCapBesideALooserHaircut_isNotPlayed() {
        CollateralSchedule capped = schedule(asset("XBT", "0.1", ""), asset("TOKEN", "0.2", "700"));
        CollateralSchedule looser = schedule(asset("XBT", "0.05", ""), asset("TOKEN", "0.2", "700"));

        assertThat(judged(
                                Markets.venue().with(capped),
                                Markets.venue().with(looser),
                                BEFORE.documentId(),
                                Optional.empty())
                        .scenarios())
                .isEmpty();
    }

    @Test
    void rule_looserHaircuts_areNotPlayed() {
        assertThat(changed(schedule(asset("TOKEN", "0.1", ""), asset("XBT", "0.1", "")), Optional.empty())
                        .evidence())
                .isEmpty();
    }

    @Test
    void rule_scheduleThatIsRemoved_countsForNothing() {
        Validation validation =
                judged(Markets.venue().with(BEFORE), Markets.venue(), BEFORE.documentId(), Optional.empty());

        assertThat(validation.report().of("S-LIQ"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).startsWith("3 of 4 accounts newly below"));
    }

    @Test
    void rule_unknownAccounts_areInconclusive() {
        assertThat(VALIDATOR
                        .validate(Markets.venue().with(BEFORE), Markets.venue().with(schedule()), ChangeContext.none())
                        .of("S-LIQ"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .isEqualTo(
                                "Inconclusive, not passed: collateral accounts of collateral-schedule/kraken/multi not"
                                        + " known"));
    }

    /** Where collateral values stand with the assets, all of them count, and those of 0 do not. */
    @Test
    void rule_collateralValueOfAnAsset_isPlayedWithAllTheOthers() {
        ConfigSnapshot before = Markets.venue()
                .with(valued("TOKEN", "0.8"))
                .with(valued("XBT", "0.9"))
                .with(valued("JUNK", "0"));
        Asset lower = valued("TOKEN", "0.7");

        assertThat(judged(before, before.with(lower), lower.documentId(), Optional.empty())
                        .report()
                        .of("S-LIQ"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).startsWith("1 of 4 accounts newly below"));
        assertThat(judged(before, before.without(lower.documentId()), lower.documentId(), Optional.empty())
                        .report()
                        .of("S-LIQ"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).startsWith("3 of 4 accounts newly below"));
        assertThat(judged(before, before.with(valued("TOKEN", "0.85")), lower.documentId(), Optional.empty())
                        .evidence())
                .isEmpty();
    }

    private static Asset valued(String id, String value) {
        return Asset.builder()
                .venue("kraken")
                .id(id)
                .assetClass("currency")
                .ledgerDecimals(8)
                .displayDecimals(5)
                .collateralValue(Rate.of(value))
                .build();
    }
}
