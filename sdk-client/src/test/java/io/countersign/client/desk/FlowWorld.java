package io.countersign.client.desk;

import io.countersign.client.catalogue.Catalogue;
import io.countersign.client.policy.ApprovalPolicy;
import io.countersign.client.policy.CalendarWindow;
import io.countersign.client.policy.ChangeCalendar;
import io.countersign.client.policy.Directory;
import io.countersign.client.policy.Principal;
import io.countersign.client.policy.WindowKind;
import io.countersign.client.rollout.ApplyOutcome;
import io.countersign.client.rollout.ApplyPermit;
import io.countersign.client.rollout.ExchangeGateway;
import io.countersign.client.rollout.ExchangeReading;
import io.countersign.client.rollout.SimulatedExchange;
import io.countersign.client.rollout.Stage;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleSet;
import io.countersign.client.rule.Validator;
import io.countersign.model.ChangeConflictException;
import io.countersign.model.change.CheckOutcome;
import io.countersign.model.change.ReviewOutcome;
import io.countersign.model.change.Verdict;
import io.countersign.model.journal.Actor;
import io.countersign.model.journal.InMemoryJournal;
import io.countersign.model.json.Digest;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The real desk in the terms of {@link FlowModel}: every act says whether it was allowed. */
final class FlowWorld {
    private static final Digest NO_PLAN = Digest.ofCanonical("no plan");
    private static final Validator NO_RULES =
            Validator.of(RuleSet.of(List.of(), Catalogue.standard().data()));

    private final Map<String, Set<String>> roles;
    private final InMemoryJournal journal;
    private final MoodyExchange exchange;
    private ApprovalPolicy policy;
    private ChangeCalendar calendar = ChangeCalendar.alwaysOpen();
    private ChangeDesk desk;
    private long now;

    FlowWorld(ApprovalPolicy policy, Map<String, Set<String>> roles) {
        this.policy = policy;
        this.roles = roles;
        this.journal = new InMemoryJournal(this::instant);
        this.exchange = new MoodyExchange();
        this.desk = open();
        desk.recordBaseline(Actor.of("importer"), DeskFixture.BASELINE, DeskFixture.START);
    }

    private Instant instant() {
        return DeskFixture.START.plus(Duration.ofHours(now));
    }

    private ChangeDesk open() {
        Directory directory =
                actor -> Optional.ofNullable(roles.get(actor.id())).map(held -> new Principal(actor.id(), held));
        return ChangeDesk.builder()
                .journal(journal)
                .gateway(exchange)
                .policy(policy)
                .directory(directory)
                .calendar(calendar)
                .validator(NO_RULES)
                .clock(this::instant)
                .build();
    }

    void passHours(long hours) {
        now += hours;
    }

    void mood(FlowModel.Mood mood) {
        exchange.mood = mood;
    }

    void govern(ApprovalPolicy next) {
        policy = next;
        desk = open();
    }

    /** Freezes from one hour to another; not at all where they are equal. */
    void freeze(long from, long until) {
        calendar = from == until
                ? ChangeCalendar.alwaysOpen()
                : ChangeCalendar.builder()
                        .id("simulated")
                        .version(1)
                        .addWindows(CalendarWindow.builder()
                                .name("freeze")
                                .kind(WindowKind.FREEZE)
                                .zone(ZoneOffset.UTC)
                                .begins(local(from))
                                .ends(local(until))
                                .build())
                        .build();
        desk = open();
    }

    private static LocalDateTime local(long hour) {
        return LocalDateTime.ofInstant(DeskFixture.START.plus(Duration.ofHours(hour)), ZoneOffset.UTC);
    }

    private DeskSession as(String who) {
        return desk.as(new Principal(who, roles.getOrDefault(who, Set.of())));
    }

    private static boolean isAllowed(Runnable act) {
        try {
            act.run();
            return true;
        } catch (ChangeRefusedException | ChangeConflictException e) {
            return false;
        }
    }

    Optional<String> propose(String who, String market, String tick) {
        try {
            return Optional.of(as(who).propose(
                            DeskFixture.SCOPE,
                            draft -> draft.title("Another tick")
                                    .rationale("Because")
                                    .rollbackPlan("The inverse")
                                    .edit(SpotMarket.class, market, found -> DeskFixture.withTick(found, tick)))
                    .id());
        } catch (ChangeRefusedException e) {
            return Optional.empty();
        }
    }

    boolean amend(String who, String id, String market, String tick) {
        return isAllowed(() -> as(who).amend(
                        id, draft -> draft.edit(SpotMarket.class, market, found -> DeskFixture.withTick(found, tick))));
    }

    boolean submit(String who, String id) {
        return isAllowed(() -> as(who).submit(id, planned(id), ChangeContext.none()));
    }

    private Digest planned(String id) {
        return desk.load(id)
                .planDigest()
                .orElseGet(() -> desk.plan(id, ChangeContext.none()).plan().digest());
    }

    private Digest plan(String id, boolean isStale) {
        return isStale ? NO_PLAN : desk.load(id).planDigest().orElse(NO_PLAN);
    }

    boolean say(String who, String id, Verdict verdict, boolean isStale) {
        Digest plan = plan(id, isStale);
        return isAllowed(() -> {
            DeskSession session = as(who);
            switch (verdict) {
                case APPROVE -> session.approve(id, plan, "read");
                case REQUEST_CHANGES -> session.requestChanges(id, plan, "not so");
                case ABSTAIN -> session.abstain(id, plan, "not mine");
                case WITHDRAW -> session.withdraw(id, plan, "on second thoughts");
                case OVERRIDE -> session.override(id, plan, "must be");
                case VETO -> session.veto(id, plan, "never");
            }
        });
    }

    boolean report(String who, String id, CheckOutcome outcome, boolean isStale) {
        Digest plan = plan(id, isStale);
        return isAllowed(() -> as(who).report(id, plan, "replay", outcome, "412 orders", List.of()));
    }

    boolean schedule(String who, String id, long at, boolean isStale) {
        return isAllowed(() -> as(who).schedule(
                        id,
                        plan(id, isStale),
                        DeskFixture.START.plus(Duration.ofHours(at)).atZone(ZoneOffset.UTC)));
    }

    boolean unschedule(String who, String id) {
        return isAllowed(() -> as(who).unschedule(id, "not then"));
    }

    boolean apply(String who, String id, boolean isStale) {
        return isAllowed(() -> as(who).apply(id, plan(id, isStale)));
    }

    boolean resume(String who, String id) {
        return isAllowed(() -> as(who).resume(id));
    }

    boolean rollback(String who, String id) {
        return isAllowed(() -> as(who).rollback(id, "no good"));
    }

    boolean breakGlass(String who, String id, boolean isStale) {
        return isAllowed(() ->
                as(who).breakGlass(id, isStale ? NO_PLAN : planned(id), ChangeContext.none(), "INC-1", "it burns"));
    }

    boolean cancel(String who, String id) {
        return isAllowed(() -> as(who).cancel(id, "no more"));
    }

    boolean close(String who, String id) {
        return isAllowed(() -> as(who).close(id, ReviewOutcome.SUCCESSFUL, "looked at", List.of()));
    }

    boolean delegate(String delegator, String delegate, String role, long hours) {
        return isAllowed(() -> as(delegator)
                .delegate(Actor.of(delegate), role, instant(), instant().plus(Duration.ofHours(hours)), "away"));
    }

    void tick() {
        desk.tick(instant());
    }

    ChangeState state(String id) {
        return desk.load(id).state();
    }

    boolean isPermitted(String id) {
        return desk.evaluate(id).permitted();
    }

    Map<String, String> head() {
        return ticks(desk.head(DeskFixture.SCOPE));
    }

    Map<String, String> live() {
        return ticks(exchange.read(DeskFixture.SCOPE).snapshot());
    }

    private static Map<String, String> ticks(ConfigSnapshot snapshot) {
        Map<String, String> ticks = new TreeMap<>();
        snapshot.all(SpotMarket.class)
                .forEach(market ->
                        ticks.put(market.id(), market.priceRule().tickSize().toString()));
        return ticks;
    }

    /** What somebody knows who has nothing but the journal. */
    Map<String, Object> rebuilt(Set<String> ids) {
        return known(open(), ids);
    }

    Map<String, Object> known(Set<String> ids) {
        return known(desk, ids);
    }

    private static Map<String, Object> known(ChangeDesk desk, Set<String> ids) {
        Map<String, Object> known = new HashMap<>();
        ids.forEach(id -> known.put(id, desk.load(id)));
        known.put("head", desk.head(DeskFixture.SCOPE));
        known.put("open", desk.open().stream().map(Change::id).toList());
        return known;
    }

    /** An exchange of changing moods. */
    private static final class MoodyExchange implements ExchangeGateway {
        private final SimulatedExchange inner = new SimulatedExchange(DeskFixture.BASELINE);
        private final Set<String> lost = new HashSet<>();
        private FlowModel.Mood mood = FlowModel.Mood.WORKS;

        @Override
        public ExchangeReading read(Scope scope) {
            return inner.read(scope);
        }

        @Override
        public ApplyOutcome apply(ApplyPermit permit, Stage stage, String key) {
            return switch (mood) {
                case WORKS -> inner.apply(permit, stage, key);
                case REFUSES -> ApplyOutcome.rejected("not today");
                case SILENT -> throw new IllegalStateException("no answer");
                case LOSES_ANSWERS -> {
                    inner.apply(permit, stage, key);
                    lost.add(key);
                    throw new IllegalStateException("connection lost");
                }
            };
        }

        @Override
        public Optional<ApplyOutcome> find(String key) {
            return lost.remove(key) ? Optional.empty() : inner.find(key);
        }
    }
}
