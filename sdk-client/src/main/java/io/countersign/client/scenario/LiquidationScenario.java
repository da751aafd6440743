package io.countersign.client.scenario;

import io.countersign.client.internal.ClientClasses;
import io.countersign.client.live.Positions;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.DocumentChange;
import io.countersign.client.rule.FindingDraft;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.change.MarginPolicy;
import io.countersign.model.finding.Severity;
import io.countersign.model.formula.ContractTerms;
import io.countersign.model.formula.MarginLadder;
import io.countersign.model.json.Digest;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.unit.Decimals;
import io.countersign.model.unit.Price;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * S-LIQ: which positions a new margin schedule leaves below initial margin, and which below maintenance margin, where they are
 * liquidated. Each position has collateral of its own. Positions are priced under both schedules at the mark price and at the
 * mark price moved by given fractions up and down.
 *
 * <p>Equity is collateral plus profit since entry; margin is computed at the price in question. A position is newly below a
 * requirement when it meets it under the old schedule and not under the new one, at the same price.
 */
public final class LiquidationScenario {
    /** The rule's id. */
    public static final String ID = "S-LIQ";

    private LiquidationScenario() {}

    /** The scenario as a rule: runs on every change of a margin schedule whose contracts' positions and marks are known. */
    public static ChangeRule rule() {
        return Rule.of(ID, Severity.BLOCK, "Open positions under a new margin schedule are played through")
                .checks(
                        "On every change of a margin schedule, for each contract that uses it: positions newly below initial"
                                + " margin at the mark price (WARN); newly below maintenance margin, which are liquidated (ERROR; BLOCK"
                                + " above 5 % of the open notional; WARN where the change's margin policy spares open positions for"
                                + " now); those that a price move of 5 or 10 % adds (WARN). On every change that lowers what collateral"
                                + " counts for: the same of accounts with their margins as they are (BLOCK above 5 % of the maintenance"
                                + " margin; WARN under PHASED).")
                .why(
                        "Raising margin under open positions is routine, and a schedule that liquidates a twentieth of the open"
                                + " notional at once moves the price against all others.")
                .fix(
                        "Phase the change, apply it to new positions only, or give notice so that customers can add margin.")
                .needs(RuleInput.POSITIONS, RuleInput.MARK_PRICE, RuleInput.COLLATERAL_ACCOUNTS)
                .onAnyChange(LiquidationScenario::judge)
                .onAnyChange(CollateralScenario::judge)
                .build();
    }

    /**
     * Plays a contract's new margin schedule through on the positions of one client class.
     *
     * @param document the document whose change this is: the schedule, or the contract that gets another one
     * @param mark positive
     * @param shocks price moves as fractions between 0 and 1, each played up and down
     * @throws IllegalArgumentException if a schedule breaks D-MRG-01, or mark or a shock is out of bounds
     */
    public static LiquidationResult play(
            DocumentId document,
            FuturesContract contract,
            String clientClass,
            MarginSchedule before,
            MarginSchedule after,
            Positions positions,
            Price mark,
            List<BigDecimal> shocks) {
        if (mark.value().signum() <= 0) {
            throw new IllegalArgumentException("A mark price must be positive: " + mark);
        }
        LiquidationRun run = new LiquidationRun(contract, before, after, positions, prices(mark, shocks));
        run.pass(classes(contract, clientClass, positions));
        return new LiquidationResult(
                document,
                contract,
                clientClass,
                mark,
                run,
                () -> inputs(contract, clientClass, before, after, positions, mark, shocks));
    }

    /** For each class of the positions, whether the schedule of that client class holds for it. */
    private static boolean[] classes(FuturesContract contract, String clientClass, Positions positions) {
        boolean only = contract.marginSchedules().size() == 1;
        List<String> values = positions.clientClasses().values();
        boolean[] wanted = new boolean[values.size()];
        for (int code = 0; code < wanted.length; code++) {
            String named = values.get(code);
            wanted[code] = named.equals(clientClass) || (only && named.equals(Positions.ANY_CLASS));
        }
        return wanted;
    }

    private static Digest inputs(
            FuturesContract contract,
            String clientClass,
            MarginSchedule before,
            MarginSchedule after,
            Positions positions,
            Price mark,
            List<BigDecimal> shocks) {
        return Digest.ofCanonical(new TreeMap<>(Map.of(
                "scenario", ID,
                "contract", contract.digest().toString(),
                "clientClass", clientClass,
                "before", before.digest().toString(),
                "after", after.digest().toString(),
                "positions", positions.digest().toString(),
                "mark", mark.toString(),
                "shocks", shocks.stream().map(BigDecimal::toPlainString).collect(Collectors.joining(",")))));
    }

    private static void judge(DocumentChange change, RuleCase on) {
        if (change.after().isEmpty() || change.before().isEmpty()) {
            return;
        }
        if (change.after().get() instanceof MarginSchedule after
                && change.before().get() instanceof MarginSchedule before
                && tiersDiffer(before, after)) {
            for (FuturesContract contract : on.all(FuturesContract.class)) {
                for (Map.Entry<String, String> entry :
                        contract.marginSchedules().entrySet()) {
                    if (entry.getValue().equals(after.id())) {
                        judge(contract, entry.getKey(), before, after, on);
                    }
                }
            }
        }
        if (change.after().get() instanceof FuturesContract after
                && change.before().get() instanceof FuturesContract before) {
            rescheduled(before, after, on);
        }
    }

    private static void rescheduled(FuturesContract before, FuturesContract after, RuleCase on) {
        ConfigSnapshot old = on.before().orElseThrow();
        for (Map.Entry<String, String> entry : after.marginSchedules().entrySet()) {
            Optional<MarginSchedule> from = Optional.ofNullable(
                            before.marginSchedules().get(entry.getKey()))
                    .filter(id -> !id.equals(entry.getValue()))
                    .flatMap(id -> old.find(MarginSchedule.class, id));
            Optional<MarginSchedule> to = on.find(MarginSchedule.class, entry.getValue());
            if (from.isPresent() && to.isPresent() && tiersDiffer(from.get(), to.get())) {
                judge(after, entry.getKey(), from.get(), to.get(), on);
            }
        }
    }

    private static boolean tiersDiffer(MarginSchedule one, MarginSchedule other) {
        return !one.tiers().equals(other.tiers())
                || one.unit() != other.unit()
                || one.application() != other.application();
    }

    private static void judge(
            FuturesContract contract, String clientClass, MarginSchedule before, MarginSchedule after, RuleCase on) {
        DocumentId id = contract.documentId();
        Optional<Positions> positions = on.need(RuleInput.POSITIONS, id);
        Optional<Price> mark = on.need(RuleInput.MARK_PRICE, id);
        if (!ContractTerms.isComputable(contract)) {
            on.lacks("computable contract size (see D-PAY-01)", contract.documentId());
            return;
        }
        if (!MarginLadder.isComputable(before) || !MarginLadder.isComputable(after)) {
            on.lacks("computable margin tiers (see D-MRG-01)", after.documentId());
            return;
        }
        if (positions.isEmpty() || mark.isEmpty()) {
            return;
        }
        if (!ClientClasses.areNamed(contract, positions.get())) {
            on.lacks("client class of every position", id);
        }
        LiquidationResult result = play(
                on.document(),
                contract,
                clientClass,
                before,
                after,
                positions.get(),
                mark.get(),
                List.of(on.threshold("shock1"), on.threshold("shock2")));
        on.played(result);
        report(result, on);
    }

    private static void report(LiquidationResult result, RuleCase on) {
        LiquidationResult.AtPrice atMark = result.atMark();
        boolean spared = on.policy()
                .marginPolicy()
                .filter(policy -> policy != MarginPolicy.ALL_POSITIONS)
                .isPresent();
        String path = result.document().equals(result.contract()) ? "/marginSchedules" : "/tiers";
        Severity severity;
        if (atMark.liquidatable() > 0) {
            boolean many = atMark.liquidatableNotional()
                            .compareTo(atMark.notional().multiply(on.threshold("blockNotionalShare")))
                    > 0;
            severity = spared ? Severity.WARN : many ? Severity.BLOCK : Severity.ERROR;
        } else if (atMark.belowInitial() > 0 || result.prices().stream().anyMatch(price -> price.liquidatable() > 0)) {
            severity = Severity.WARN;
        } else {
            return;
        }
        FindingDraft finding = on.at(path).as(severity);
        result.figures().forEach(finding::evidence);
        finding.say(result.summary()
                + (spared
                        ? ". Under " + on.policy().marginPolicy().orElseThrow()
                                + " open positions keep the old schedule for now"
                        : ""));
    }

    /** The prices to play: the mark, then each shock down and up. */
    static List<Price> prices(Price mark, List<BigDecimal> shocks) {
        List<Price> prices = new ArrayList<>(List.of(mark));
        for (BigDecimal shock : shocks) {
            if (shock.signum() <= 0 || shock.compareTo(BigDecimal.ONE) >= 0) {
                throw new IllegalArgumentException("A price move is a fraction between 0 and 1: " + shock);
            }
            prices.add(moved(mark, BigDecimal.ONE.subtract(shock)));
            prices.add(moved(mark, BigDecimal.ONE.add(shock)));
        }
        return prices;
    }

    private static Price moved(Price mark, BigDecimal factor) {
        BigDecimal exact = mark.value().multiply(factor);
        return new Price(exact.setScale(Math.min(exact.scale(), Decimals.FRACTION_DIGITS_MAX), RoundingMode.HALF_EVEN));
    }
}
