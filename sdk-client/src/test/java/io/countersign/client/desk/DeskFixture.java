package io.countersign.client.desk;

import io.countersign.client.live.ApprovedChanges;
import io.countersign.client.live.BusyWindows;
import io.countersign.client.live.ChangePeople;
import io.countersign.client.live.ConfigNodes;
import io.countersign.client.live.EmergencyPath;
import io.countersign.client.live.RestingOrders;
import io.countersign.client.live.RetiredNames;
import io.countersign.client.live.RollbackPlan;
import io.countersign.client.policy.ApprovalPolicy;
import io.countersign.client.policy.ApprovalRequirement;
import io.countersign.client.policy.CalendarWindow;
import io.countersign.client.policy.ChangeCalendar;
import io.countersign.client.policy.Directory;
import io.countersign.client.policy.Governance;
import io.countersign.client.policy.KeyDirectory;
import io.countersign.client.policy.Principal;
import io.countersign.client.policy.WindowKind;
import io.countersign.client.rollout.ExchangeGateway;
import io.countersign.client.rollout.SimulatedExchange;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.ChangePolicy;
import io.countersign.model.change.RiskTier;
import io.countersign.model.change.TickPolicy;
import io.countersign.model.finding.ValidationReport;
import io.countersign.model.journal.Actor;
import io.countersign.model.journal.InMemoryJournal;
import io.countersign.model.journal.Journal;
import io.countersign.model.market.Asset;
import io.countersign.model.market.NotionalRule;
import io.countersign.model.market.PriceRule;
import io.countersign.model.market.SizeRule;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.market.TradingStatus;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.TickSize;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A desk over a journal in memory and a simulated exchange with two markets and their assets. */
final class DeskFixture {
    static final Scope SCOPE = new Scope("kraken", "production");
    static final Scope GOVERNANCE = new Scope("kraken", "governance");
    static final Instant START = Instant.parse("2026-01-12T09:00:00Z");
    static final ConfigSnapshot BASELINE = ConfigSnapshot.of(
            SCOPE, List.of(market("XXBTZUSD"), market("XETHZUSD"), asset("XXBT"), asset("XETH"), asset("ZUSD")));
    /** Empty books: known to be empty, which is not the same as unknown. */
    static final ChangeContext FACTS = ChangeContext.builder()
            .put(
                    RuleInput.RESTING_ORDERS,
                    market("XXBTZUSD").documentId(),
                    RestingOrders.builder().build())
            .put(
                    RuleInput.RESTING_ORDERS,
                    market("XETHZUSD").documentId(),
                    RestingOrders.builder().build())
            .put(RuleInput.APPROVED_CHANGES, ApprovedChanges.of())
            .put(RuleInput.BUSY_WINDOWS, BusyWindows.of())
            .put(RuleInput.EFFECTIVE_AT, START)
            .put(RuleInput.RETIRED_NAMES, new RetiredNames(Set.of(), Set.of()))
            .put(RuleInput.PEOPLE, new ChangePeople(Set.of("alice"), Set.of()))
            .put(RuleInput.EMERGENCY_PATH, new EmergencyPath(Duration.ofMinutes(1), Duration.ofMinutes(10)))
            .put(
                    RuleInput.ROLLBACK,
                    RollbackPlan.to(BASELINE).rehearsedAt(START).judged(ValidationReport.empty()))
            .put(RuleInput.CONFIG_NODES, nodes(BASELINE))
            .build();

    final Map<String, Principal> people = new HashMap<>();
    final AtomicLong seconds = new AtomicLong();
    final InstantSource clock = () -> START.plusSeconds(seconds.incrementAndGet());
    final Journal journal;
    final ConfigSnapshot baseline = BASELINE;
    final ExchangeGateway exchange;
    KeyDirectory keys = KeyDirectory.none();
    ChangeCalendar calendar = ChangeCalendar.alwaysOpen();
    ApprovalPolicy policyInUse = policy();
    ChangeDesk desk;

    DeskFixture() {
        this(null, null);
    }

    DeskFixture(@Nullable Journal given, @Nullable ExchangeGateway gateway) {
        this.journal = given == null ? new InMemoryJournal(clock) : given;
        this.exchange = gateway == null ? new SimulatedExchange(baseline) : gateway;
        person("alice", "proposer");
        person("bob", "reviewer", "operator");
        person("carol", "reviewer");
        person("dave", "reviewer", "proposer");
        person("olga", "operator");
        person("rita", "risk-officer");
        this.desk = openDesk(policy());
        if (journal.head().size() == 0) {
            desk.recordBaseline(people.get("alice").actor(), baseline, START);
        }
    }

    ChangeDesk openDesk(ApprovalPolicy policy) {
        Directory directory = actor -> Optional.ofNullable(people.get(actor.id()));
        return openDesk(policy, directory);
    }

    ChangeDesk openDesk(ApprovalPolicy policy, Directory directory) {
        return ChangeDesk.builder()
                .journal(journal)
                .gateway(exchange)
                .policy(policy)
                .directory(directory)
                .calendar(calendar)
                .keys(keys)
                .clock(clock)
                .build();
    }

    /** The same desk under another policy. */
    DeskFixture under(ApprovalPolicy policy) {
        policyInUse = policy;
        desk = openDesk(policy);
        return this;
    }

    /** The same desk, governed by what the journal has in force: first this. */
    DeskFixture governedBy(Governance governance) {
        Directory directory = actor -> Optional.ofNullable(people.get(actor.id()));
        desk = ChangeDesk.builder()
                .journal(journal)
                .gateway(exchange)
                .governedBy(GOVERNANCE)
                .directory(directory)
                .keys(keys)
                .clock(clock)
                .build();
        if (desk.head(GOVERNANCE).size() == 0) {
            desk.recordBaseline(Actor.of("alice"), governance.toSnapshot(GOVERNANCE), START);
        }
        return this;
    }

    /** Alice proposes to change what governs the desk. */
    Change proposeGovernance(UnaryOperator<Governance> edit) {
        return as("alice")
                .propose(
                        GOVERNANCE,
                        draft -> draft.title("Govern otherwise")
                                .rationale("Agreed by the committee")
                                .rollbackPlan("A change of its own")
                                .govern(edit));
    }

    /** The same, agreed to by bob and rita and carried out by olga. */
    Change govern(UnaryOperator<Governance> edit) {
        ChangePlan plan = submitted(proposeGovernance(edit));
        as("bob").approve(plan.changeId(), plan.digest(), "read");
        as("rita").approve(plan.changeId(), plan.digest(), "read");
        return as("olga").apply(plan.changeId(), plan.digest());
    }

    /** A calendar with one freeze, by the clocks of UTC. */
    static ChangeCalendar frozen(String name, String begins, String ends) {
        return calendar(WindowKind.FREEZE, name, begins, ends);
    }

    static ChangeCalendar calendar(WindowKind kind, String name, String begins, String ends) {
        return ChangeCalendar.builder()
                .id("spot")
                .version(1)
                .addWindows(CalendarWindow.builder()
                        .name(name)
                        .kind(kind)
                        .zone(ZoneOffset.UTC)
                        .begins(LocalDateTime.parse(begins))
                        .ends(LocalDateTime.parse(ends))
                        .build())
                .build();
    }

    /** The standard policy with these requirements in place of its own. */
    static ApprovalPolicy policy(ApprovalRequirement... requirements) {
        return ApprovalPolicy.builder()
                .from(policy())
                .requirements(List.of(requirements))
                .build();
    }

    /** A requirement whose role is its id. */
    static ApprovalRequirement.Builder requirement(String id) {
        ApprovalRequirement.Builder builder = ApprovalRequirement.builder();
        builder.id(id).role(id).description(id);
        return builder;
    }

    static ApprovalPolicy policy() {
        return ApprovalPolicy.builder()
                .id("spot")
                .version(1)
                .proposerRole("proposer")
                .applierRole("operator")
                .addRequirements(
                        ApprovalRequirement.builder()
                                .id("peer-review")
                                .description("Somebody else has read the diff")
                                .role("reviewer")
                                .build(),
                        ApprovalRequirement.builder()
                                .id("risk-officer")
                                .description("Risk has seen the liquidations")
                                .role("risk-officer")
                                .fromTier(RiskTier.HIGH)
                                .build())
                .build();
    }

    Principal person(String id, String... roles) {
        Principal person = Principal.of(id, roles);
        people.put(id, person);
        return person;
    }

    DeskSession as(String id) {
        return desk.as(Objects.requireNonNull(people.get(id)));
    }

    Change proposeTick(String id, String tick) {
        return as("alice")
                .propose(
                        SCOPE,
                        draft -> draft.title("Coarser tick")
                                .rationale("Order books are too thin at this tick")
                                .rollbackPlan("Apply the inverse")
                                .policy(ChangePolicy.builder()
                                        .tickPolicy(TickPolicy.CANCEL_OFF_GRID)
                                        .build())
                                .edit(SpotMarket.class, id, market -> withTick(market, tick)));
    }

    /** What is known of the market now. */
    ChangeContext facts() {
        return FACTS.toBuilder()
                .put(RuleInput.CONFIG_NODES, nodes(desk.head(SCOPE)))
                .build();
    }

    ChangePlan submitted(Change change) {
        ChangeContext facts = facts();
        ChangePlan plan = desk.plan(change.id(), facts).plan();
        as("alice").submit(change.id(), plan.digest(), facts);
        return plan;
    }

    private static ConfigNodes nodes(ConfigSnapshot live) {
        return ConfigNodes.of(new ConfigNodes.ConfigNode("node-1", "ams", ConfigNodes.Role.ACTIVE, true, live.root()));
    }

    /** A change with the given tick, approved by bob. */
    ChangePlan approvedTick(String id, String tick) {
        ChangePlan plan = submitted(proposeTick(id, tick));
        as("bob").approve(plan.changeId(), plan.digest(), "read");
        return plan;
    }

    static SpotMarket withTick(SpotMarket market, String tick) {
        return market.withTickSize(TickSize.of(tick));
    }

    static Asset asset(String id) {
        return Asset.builder()
                .venue("kraken")
                .id(id)
                .assetClass("currency")
                .ledgerDecimals(10)
                .displayDecimals(5)
                .build();
    }

    static SpotMarket market(String id) {
        return SpotMarket.builder()
                .venue("kraken")
                .id(id)
                .base(id.substring(0, 4))
                .quote(id.substring(4))
                .status(TradingStatus.ONLINE)
                .priceRule(PriceRule.builder()
                        .tickSize(TickSize.of("0.1"))
                        .pricePrecision(1)
                        .build())
                .sizeRule(SizeRule.builder()
                        .lotStep(Quantity.of("0.00000001"))
                        .minQuantity(Quantity.of("0.00005"))
                        .build())
                .notionalRule(NotionalRule.builder()
                        .minNotional(Notional.of("0.5"))
                        .costDecimals(5)
                        .build())
                .build();
    }
}
