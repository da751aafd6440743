package io.countersign.client.scenario;

import static io.countersign.client.internal.Figures.percent;
import static io.countersign.client.internal.Figures.plain;
import static io.countersign.client.internal.Figures.settlement;

import io.countersign.client.live.OrderBook;
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
import io.countersign.model.market.PriceBand;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Rate;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * S-CAS: what liquidations do to the price, and the price to further positions. In each round every position below maintenance
 * margin is closed: forced buys and sells meet each other at the price of the round, what remains eats into the book, and the last
 * price paid is the price of the next round; until nobody is below, or the book is empty.
 *
 * <p>The book is not filled up between rounds, and the mark price is taken to follow the book at once: a gloomy but simple
 * assumption. Each position has collateral of its own; a position whose loss exceeds it draws on the insurance fund. What the book
 * could not take counts at the last price, which understates the loss. A round is a pass over the positions that are still open;
 * each but the first starts at a price of another level of the book, so that there are few.
 */
public final class CascadeScenario {
    /** The rule's id. */
    public static final String ID = "S-CAS";

    private CascadeScenario() {}

    /** The scenario as a rule: runs on every change of a contract's margin whose positions, mark and book are known. */
    public static ChangeRule rule() {
        return Rule.of(ID, Severity.ERROR, "A cascade of liquidations under a new margin schedule stays within bounds")
                .checks(
                        "On every change of a margin schedule, for each contract that uses it: forced orders of the positions"
                                + " below maintenance margin are fed into the book, round by round until nothing more is forced,"
                                + " under the old and the new schedule. ERROR where the new one drives the price out of the published"
                                + " price band, empties the book, or uses more than the insurance fund holds, and the old one does"
                                + " not; WARN where it forces more than the old one, or the margin policy spares open positions for"
                                + " now. Inconclusive as to a band or a fund that is not known.")
                .why(
                        "Liquidations sell into the same book from which they take their price. Poloniex's CLAM lenders lost 1,800"
                                + " bitcoin on 26 May 2019, and OKX's OKB fell by half within minutes on 23 January 2024.")
                .fix("Phase the change, so that each step forces less than the book near the price can take.")
                .needs(RuleInput.POSITIONS, RuleInput.MARK_PRICE, RuleInput.ORDER_BOOK, RuleInput.INSURANCE_FUND)
                .onAnyChange(CascadeScenario::judge)
                .build();
    }

    /**
     * Plays a contract's positions through under the schedules before and after a change.
     *
     * @param document the document whose change this is: a schedule, or the contract that gets another one
     * @param before the margin schedules by client class; positions of other classes are left alone
     * @param mark positive
     * @throws IllegalArgumentException if a schedule breaks D-MRG-01, the contract D-PAY-01, or the mark is not positive
     */
    public static CascadeResult play(
            DocumentId document,
            FuturesContract contract,
            Map<String, MarginSchedule> before,
            Map<String, MarginSchedule> after,
            Positions positions,
            OrderBook book,
            Price mark) {
        if (mark.value().signum() <= 0) {
            throw new IllegalArgumentException("A mark price must be positive: " + mark);
        }
        return new CascadeResult(
                document,
                contract,
                mark,
                new CascadeRun(contract, before, positions, book, mark).play(),
                new CascadeRun(contract, after, positions, book, mark).play(),
                positions,
                () -> inputs(contract, before, after, positions, book, mark));
    }

    private static void judge(DocumentChange change, RuleCase on) {
        AffectedContracts.of(change, on).forEach(affected -> judge(affected, on));
    }

    private static void judge(AffectedContracts.Affected affected, RuleCase on) {
        DocumentId id = affected.contract().documentId();
        Optional<Positions> positions = on.need(RuleInput.POSITIONS, id);
        Optional<Price> mark = on.need(RuleInput.MARK_PRICE, id);
        Optional<OrderBook> book = on.need(RuleInput.ORDER_BOOK, id);
        if (!ContractTerms.isComputable(affected.contract())) {
            on.lacks("computable contract size (see D-PAY-01)", id);
            return;
        }
        if (!isComputable(affected.before()) || !isComputable(affected.after())) {
            on.lacks("computable margin tiers (see D-MRG-01)", id);
            return;
        }
        if (positions.isEmpty() || mark.isEmpty() || book.isEmpty()) {
            return;
        }
        CascadeResult result = play(
                on.document(),
                affected.contract(),
                affected.before(),
                affected.after(),
                positions.get(),
                book.get(),
                mark.get());
        on.played(result);
        report(result, affected.contract(), mark.get(), on);
    }

    private static boolean isComputable(SortedMap<String, MarginSchedule> schedules) {
        return schedules.values().stream().allMatch(MarginLadder::isComputable);
    }

    private static void report(CascadeResult result, FuturesContract contract, Price mark, RuleCase on) {
        String path = on.document().equals(contract.documentId()) ? "/marginSchedules" : "/tiers";
        CascadeResult.Play now = result.after();
        CascadeResult.Play old = result.before();
        boolean grave = false;
        boolean down = now.finalPrice().compareTo(mark.value()) < 0;
        Optional<Rate> bound = bound(contract, down);
        if (now.forcedOrders() > 0 && bound.isEmpty()) {
            on.lacks("published price band", contract.documentId());
        }
        if (bound.isPresent()) {
            BigDecimal end = bound.get().value().multiply(mark.value());
            if (isBeyond(now, end, down) && !isBeyond(old, end, down)) {
                grave = true;
                say(
                        finding(result, path, on).evidence("bandEnd", plain(end)),
                        result.summary() + "; the price band ends at " + plain(end) + ", "
                                + percent(bound.get().value()) + " of the mark",
                        on);
            }
        }
        if (now.unfilled().signum() > 0 && old.unfilled().signum() == 0) {
            grave = true;
            say(
                    finding(result, path, on),
                    result.summary() + "; the book ran empty with " + plain(now.unfilled())
                            + " contracts left to close",
                    on);
        }
        Optional<Notional> fund = now.fundUse().signum() == 0
                ? Optional.empty()
                : on.need(RuleInput.INSURANCE_FUND, contract.documentId());
        if (fund.isPresent()
                && now.fundUse().compareTo(fund.get().value()) > 0
                && old.fundUse().compareTo(fund.get().value()) <= 0) {
            grave = true;
            say(
                    finding(result, path, on).evidence("insuranceFund", fund.get()),
                    result.summary() + "; the insurance fund holds "
                            + settlement(fund.get().value()),
                    on);
        }
        if (!grave && now.forcedOrders() > old.forcedOrders()) {
            finding(result, path, on).as(Severity.WARN).say(result.summary());
        }
    }

    private static FindingDraft finding(CascadeResult result, String path, RuleCase on) {
        FindingDraft finding = on.at(path);
        result.figures().forEach(finding::evidence);
        return finding;
    }

    private static void say(FindingDraft finding, String message, RuleCase on) {
        Optional<MarginPolicy> sparing =
                on.policy().marginPolicy().filter(policy -> policy != MarginPolicy.ALL_POSITIONS);
        finding.as(sparing.isPresent() ? Severity.WARN : Severity.ERROR)
                .say(message
                        + (sparing.isPresent()
                                ? ". Under " + sparing.get() + " open positions keep the old schedule for now"
                                : ": phase the change"));
    }

    /** Where the band ends on the side to which the price went, as a fraction of the reference. */
    private static Optional<Rate> bound(FuturesContract contract, boolean down) {
        return contract.priceBand().flatMap(down ? PriceBand::sellDown : PriceBand::buyUp);
    }

    private static boolean isBeyond(CascadeResult.Play play, BigDecimal end, boolean down) {
        return down ? play.finalPrice().compareTo(end) < 0 : play.finalPrice().compareTo(end) > 0;
    }

    private static Digest inputs(
            FuturesContract contract,
            Map<String, MarginSchedule> before,
            Map<String, MarginSchedule> after,
            Positions positions,
            OrderBook book,
            Price mark) {
        Map<String, String> inputs = new TreeMap<>(Map.of(
                "scenario", ID,
                "contract", contract.digest().toString(),
                "positions", positions.digest().toString(),
                "book", book.digest().toString(),
                "mark", mark.toString()));
        before.forEach((clientClass, schedule) ->
                inputs.put("before " + clientClass, schedule.digest().toString()));
        after.forEach((clientClass, schedule) ->
                inputs.put("after " + clientClass, schedule.digest().toString()));
        return Digest.ofCanonical(inputs);
    }
}
