package io.countersign.client.story;

import static io.countersign.client.story.Documents.asset;
import static io.countersign.client.story.Documents.spot;
import static io.countersign.client.story.Story.venue;

import io.countersign.client.live.ConfigNodes;
import io.countersign.client.live.ConfigNodes.ConfigNode;
import io.countersign.client.live.ConfigNodes.Role;
import io.countersign.client.live.Payouts;
import io.countersign.client.live.RestingOrders;
import io.countersign.client.live.RetiredNames;
import io.countersign.client.live.StatusPlan;
import io.countersign.client.live.StatusPlan.Step;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.formula.Side;
import io.countersign.model.json.Digest;
import io.countersign.model.market.Asset;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.market.TradingStatus;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Machines, statuses and payouts that were not what people took them for. */
final class OperationsStories {
    private static final Digest OLDER = Digest.of(new byte[] {1});
    private static final String NO_BANDS = "no price band was wrong.";

    private OperationsStories() {}

    static List<Story> all() {
        return List.of(wrongUnit(), eighthServer(), failover(), noAuction());
    }

    private static Story wrongUnit() {
        Asset bitcoin = asset("bithumb", "BTC").build();
        Asset won = asset("bithumb", "KRW").fiat(true).build();
        return Story.of("Bithumb, February 2026", "bitcoin in place of won")
                .happened(
                        "On 6 February 2026 a promotion of 620,000 won was paid out as 620,000 bitcoin. That is many times what the venue"
                                + " held.")
                .mistake(bitcoin, won)
                .known(
                        totals(bitcoin, won).put(RuleInput.PAYOUTS, bitcoin.documentId(), payout()),
                        "accounts have 42,000 bitcoin, the venue 42,500; a payout written in won is about to be credited in bitcoin.")
                .stoppedBy("X-LIM-02")
                .leftOut(
                        "T-MAG-01",
                        "the number was right and did not change. Its unit was wrong, which the types of the model and X-LIM-02"
                                + " see.")
                .repaired(totals(bitcoin, won), "the payout is credited in the asset in which it is written.")
                .build();
    }

    private static Story eighthServer() {
        SpotMarket.Builder router =
                spot("knight", "NYSE-RETAIL", "SHARES", "USD", "0.01", 2).orderTypes(List.of("limit", "market"));
        ConfigSnapshot live = venue(router.build());
        ChangeContext.Builder retired =
                ChangeContext.builder().put(RuleInput.RETIRED_NAMES, new RetiredNames(Set.of(), Set.of("power-peg")));
        return Story.of("Knight, August 2012", "an old flag on the eighth server")
                .happened(
                        "For a new order type a flag was used again that had once switched on \"Power Peg\". New code reached seven of"
                                + " eight servers, and on 1 August 2012 the eighth obeyed the old meaning: more than 460 million dollars were lost.")
                .change(live, venue(router.addOrderTypes("power-peg").build()))
                .known(
                        retired.put(RuleInput.CONFIG_NODES, servers(live.root(), OLDER)),
                        "power-peg is a retired name; eight servers, of which one holds something else.")
                .stoppedBy("X-ENV-01", "T-FLG-01")
                .repair(router.orderTypes(List.of("limit", "market", "retail-liquidity"))
                        .build())
                .repaired(
                        ChangeContext.builder()
                                .put(RuleInput.RETIRED_NAMES, new RetiredNames(Set.of(), Set.of("power-peg")))
                                .put(RuleInput.CONFIG_NODES, servers(live.root(), live.root())),
                        "a name that never meant anything, after all eight servers hold the same.")
                .build();
    }

    private static Story failover() {
        SpotMarket.Builder shares = spot("tse", "ALL-SHARES", "SHARES", "JPY", "1", 0);
        ConfigSnapshot live = venue(shares.build());
        SpotMarket halted = shares.status(TradingStatus.HALTED).build();
        StatusPlan restart = StatusPlan.of(hours(TradingStatus.HALTED, 3), hours(TradingStatus.ONLINE, 3));
        StatusPlan gentle = StatusPlan.of(
                hours(TradingStatus.HALTED, 1),
                hours(TradingStatus.CANCEL_ONLY, 1),
                hours(TradingStatus.POST_ONLY, 1),
                hours(TradingStatus.ONLINE, 3));
        return Story.of("Tokyo Stock Exchange, October 2020", "a standby that did not take over")
                .happened(
                        "On 1 October 2020 a shared disk failed, and its standby did not take over, for it was set not to. Trading stayed"
                                + " shut all day: orders of the morning were in the books, and there was no agreed way to restart with them.")
                .change(live, venue(halted))
                .known(
                        mode(halted, restart).put(RuleInput.CONFIG_NODES, disks(live.root(), OLDER, false)),
                        "orders rest; the plan is to halt and to open again at once; the standby's settings differ.")
                .stoppedBy("X-ENV-01", "S-MODE")
                .leftOut("D-BND-01", NO_BANDS)
                .repaired(
                        mode(halted, gentle).put(RuleInput.CONFIG_NODES, disks(live.root(), live.root(), false)),
                        "the standby holds the same settings, and the plan lets people cancel and enter orders before anything matches.")
                .build();
    }

    private static Story noAuction() {
        SpotMarket.Builder shares = spot("nyse", "ALL-SHARES", "SHARES", "USD", "0.01", 2);
        ConfigSnapshot night = venue(shares.status(TradingStatus.MAINTENANCE).build());
        SpotMarket open = shares.status(TradingStatus.ONLINE).build();
        SpotMarket entry = shares.status(TradingStatus.POST_ONLY).build();
        return Story.of("NYSE, January 2023", "an opening without auctions")
                .happened(
                        "A backup system was left running overnight, so that on 24 January 2023 the primary took the day for a continued"
                                + " one. Many stocks opened without an auction; the phase in which orders are entered and nothing matches is told as"
                                + " POST_ONLY.")
                .change(night, venue(open))
                .known(
                        mode(open, StatusPlan.of(hours(TradingStatus.ONLINE, 6)))
                                .put(RuleInput.CONFIG_NODES, disks(night.root(), night.root(), true)),
                        "the plan goes straight to ONLINE; the standby handles orders.")
                .stoppedBy("X-ENV-01", "S-MODE")
                .leftOut("D-BND-01", NO_BANDS)
                .repair(entry)
                .repaired(
                        mode(entry, StatusPlan.of(hours(TradingStatus.POST_ONLY, 1), hours(TradingStatus.ONLINE, 6)))
                                .put(RuleInput.CONFIG_NODES, disks(night.root(), night.root(), false)),
                        "the standby is passive, and orders are entered before they match.")
                .build();
    }

    private static Payouts payout() {
        return Payouts.builder().add("promotion", "KRW", Quantity.of("620000")).build();
    }

    private static ChangeContext.Builder totals(Asset bitcoin, Asset won) {
        return ChangeContext.builder()
                .put(RuleInput.CREDITED_TOTAL, bitcoin.documentId(), Quantity.of("42000"))
                .put(RuleInput.RESERVES, bitcoin.documentId(), Quantity.of("42500"))
                .put(RuleInput.CREDITED_TOTAL, won.documentId(), Quantity.of("1000000000"))
                .put(RuleInput.RESERVES, won.documentId(), Quantity.of("1100000000"))
                .put(RuleInput.PAYOUTS, won.documentId(), payout());
    }

    private static ConfigNodes servers(Digest sevenOfEight, Digest eighth) {
        return new ConfigNodes(Stream.concat(
                        IntStream.rangeClosed(1, 7).mapToObj(i -> server(i, sevenOfEight)),
                        Stream.of(server(8, eighth)))
                .toList());
    }

    private static ConfigNode server(int number, Digest root) {
        return new ConfigNode("router-" + number, "new-york", Role.ACTIVE, true, root);
    }

    private static ConfigNodes disks(Digest first, Digest second, boolean standbyServes) {
        return ConfigNodes.of(
                new ConfigNode("primary", "main", Role.ACTIVE, true, first),
                new ConfigNode("standby", "backup", Role.STANDBY, standbyServes, second));
    }

    private static ChangeContext.Builder mode(SpotMarket market, StatusPlan plan) {
        return ChangeContext.builder()
                .put(RuleInput.STATUS_PLAN, market.documentId(), plan)
                .put(
                        RuleInput.RESTING_ORDERS,
                        market.documentId(),
                        RestingOrders.builder()
                                .add("morning", Side.BUY, Price.of("1000"), Quantity.of("100"))
                                .build());
    }

    private static Step hours(TradingStatus status, int hours) {
        return new Step(status, Duration.ofHours(hours));
    }
}
