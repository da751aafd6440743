package io.countersign.examples.desk;

import io.countersign.client.catalogue.Catalogue;
import io.countersign.client.desk.Change;
import io.countersign.client.desk.ChangeDesk;
import io.countersign.client.desk.ChangeDraft;
import io.countersign.client.desk.ChangeRefusedException;
import io.countersign.client.desk.ChangeState;
import io.countersign.client.desk.DeskSession;
import io.countersign.client.desk.Refusal;
import io.countersign.client.policy.ApprovalPolicy;
import io.countersign.client.policy.ApprovalRequirement;
import io.countersign.client.policy.CarryOver;
import io.countersign.client.policy.Directory;
import io.countersign.client.policy.FieldPattern;
import io.countersign.client.policy.Principal;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleSet;
import io.countersign.client.rule.Validator;
import io.countersign.model.ChangeConflictException;
import io.countersign.model.change.Decision;
import io.countersign.model.change.ReviewOutcome;
import io.countersign.model.journal.Actor;
import io.countersign.model.journal.InMemoryJournal;
import io.countersign.model.journal.Journal;
import io.countersign.model.json.Digest;
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
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A desk at which people do anything, at random, and a diary of what it let them do and of what was in force afterwards. */
final class RandomDesk {
    static final Scope SCOPE = new Scope("kraken", "production");
    static final Instant START = Instant.parse("2026-01-12T09:00:00Z");
    static final ConfigSnapshot BASELINE = ConfigSnapshot.of(SCOPE, List.of(market("XXBTZUSD"), market("XETHZUSD")));
    static final Actor DESK = Actor.of("system:desk");

    private static final String NO_CHANGE = "none";
    private static final int OPEN_MAX = 3;
    private static final List<String> TICKS = List.of("0.1", "0.5", "1", "10");
    private static final List<String> QUANTITIES = List.of("0.0001", "0.001", "0.01");
    private static final Set<Act> WORDS =
            EnumSet.of(Act.APPROVE, Act.REQUEST_CHANGES, Act.ABSTAIN, Act.WITHDRAW, Act.OVERRIDE, Act.VETO);
    /** Delegates a role, and leaves verdicts to others: of two that rest on one role the desk counts one. */
    private static final Principal BOSS = Principal.of("the-boss", "reviewer", "proposer", "operator", "commander");

    private static final List<Principal> PEOPLE = List.of(
            Principal.of("alice", "proposer"),
            Principal.of("bob", "reviewer", "operator"),
            Principal.of("carol", "reviewer", "risk"),
            Principal.of("dave", "reviewer", "proposer"),
            Principal.of("erin", "operator"),
            Principal.of("frank", "operator", "commander", "proposer"),
            Principal.of("grace", "chief", "operator"),
            Principal.of("heidi", "risk", "proposer"),
            Principal.of("ivan", "commander"),
            BOSS);

    private final Random random;
    private final MoodyExchange exchange = new MoodyExchange(BASELINE);
    private final Journal journal = new InMemoryJournal(this::now);
    private final ChangeDesk desk;
    private final List<Seen> seen = new ArrayList<>();
    private final Map<String, Change> changes = new LinkedHashMap<>();
    private final NavigableMap<Instant, ConfigSnapshot> heads = new TreeMap<>();
    private Instant now = START;

    RandomDesk(long seed) {
        this.random = new Random(seed);
        this.desk = ChangeDesk.builder()
                .journal(journal)
                .gateway(exchange)
                .policy(policy())
                .directory(Directory.of(PEOPLE))
                .validator(
                        Validator.of(RuleSet.of(List.of(), Catalogue.standard().data())))
                .clock(this::now)
                .build();
        desk.recordBaseline(Actor.of("importer"), BASELINE, START);
        heads.put(START, BASELINE);
    }

    private static ApprovalPolicy policy() {
        ApprovalRequirement peer = ApprovalRequirement.builder()
                .id("peer")
                .description("Somebody else has read what happens to prices")
                .role("reviewer")
                .addFields(FieldPattern.parse("spot-market/**#/priceRule/**"))
                .carryOver(CarryOver.IF_SCOPE_UNCHANGED)
                .build();
        ApprovalRequirement risk = ApprovalRequirement.builder()
                .id("risk")
                .description("Risk agrees")
                .role("risk")
                .overridableBy("chief")
                .vetoBlocks(true)
                .build();
        ApprovalRequirement intent = ApprovalRequirement.builder()
                .id("intent")
                .description("A proposer means it, even if it is their own")
                .role("proposer")
                .distinctFrom(Set.of())
                .build();
        return ApprovalPolicy.builder()
                .id("spot")
                .version(1)
                .proposerRole("proposer")
                .applierRole("operator")
                .breakGlassRole("commander")
                .planExpiresAfter(Duration.ofDays(4))
                .addRequirements(peer, risk, intent)
                .build();
    }

    private static SpotMarket market(String id) {
        return SpotMarket.builder()
                .venue("kraken")
                .id(id)
                .base(id.substring(0, 4))
                .quote(id.substring(4))
                .status(TradingStatus.ONLINE)
                .priceRule(PriceRule.builder().tickSize(TickSize.of("0.1")).build())
                .sizeRule(SizeRule.builder()
                        .lotStep(Quantity.of("0.0001"))
                        .minQuantity(Quantity.of("0.0001"))
                        .build())
                .notionalRule(
                        NotionalRule.builder().minNotional(Notional.of("0.5")).build())
                .build();
    }

    // ---- the diary

    Journal journal() {
        return journal;
    }

    List<Seen> seen() {
        return List.copyOf(seen);
    }

    /** What was in force after each instant at which that changed. */
    NavigableMap<Instant, ConfigSnapshot> heads() {
        return heads;
    }

    /** Every change as it stands now, in the order in which they were proposed. */
    List<Change> changes() {
        return List.copyOf(changes.values());
    }

    /** Where the requirements of a change with a plan stand now. */
    Decision decision(Change change) {
        return desk.evaluate(change.id());
    }

    Instant now() {
        return now;
    }

    /** How somebody judges a change when they close it. */
    static ReviewOutcome judged(String changeId) {
        return changeId.hashCode() % 2 == 0 ? ReviewOutcome.SUCCESSFUL : ReviewOutcome.UNSUCCESSFUL;
    }

    // ---- acts

    /** Goes on with so many acts. */
    void play(int acts) {
        for (int i = 0; i < acts; i++) {
            if (random.nextInt(6) > 0) {
                now = now.plus(Duration.ofMinutes(1L + random.nextInt(150)));
            }
            step();
            ConfigSnapshot head = desk.head(SCOPE);
            if (!head.root().equals(heads.lastEntry().getValue().root())) {
                heads.put(now, head);
            }
        }
    }

    private void step() {
        int drawn = random.nextInt(20);
        List<String> open = desk.open().stream().map(Change::id).toList();
        if (drawn == 0) {
            tick();
        } else if (drawn == 1) {
            exchange.turn(random.nextBoolean() ? MoodyExchange.Mood.WORKS : any(List.of(MoodyExchange.Mood.values())));
        } else if (drawn == 2) {
            exchange.drift(
                    random.nextInt(3) > 0
                            ? Optional.empty()
                            : Optional.of(market("XXBTZUSD").withTickSize(TickSize.of("7"))));
        } else if (drawn == 3) {
            Instant until = now.plus(Duration.ofDays(1L + random.nextInt(5)));
            desk.as(BOSS).delegate(Actor.of("erin"), any(List.of("reviewer", "proposer")), now, until, "on leave");
        } else if (open.isEmpty() || (open.size() < OPEN_MAX && random.nextInt(4) == 0)) {
            propose();
        } else {
            boolean isAny = random.nextInt(12) == 0;
            String id = any(isAny ? List.copyOf(changes.keySet()) : open);
            Act act = isAny ? any(List.of(Act.values())) : natural(desk.load(id).state());
            onChange(act, id);
        }
    }

    /** What people mostly do with a change that stands so. */
    private Act natural(ChangeState state) {
        return switch (state) {
            case DRAFT -> any(List.of(Act.SUBMIT, Act.SUBMIT, Act.SUBMIT, Act.SUBMIT, Act.AMEND, Act.BREAK_GLASS));
            case IN_REVIEW ->
                any(List.of(
                        Act.APPROVE, Act.APPROVE, Act.APPROVE, Act.APPROVE, Act.APPROVE, Act.APPROVE, sayOtherwise()));
            case APPROVED -> any(List.of(Act.APPLY, Act.APPLY, Act.APPLY, Act.SCHEDULE, Act.SCHEDULE, sayOtherwise()));
            case SCHEDULED -> any(List.of(Act.TICK, Act.TICK, Act.TICK, Act.TICK, Act.UNSCHEDULE, sayOtherwise()));
            case SUSPENDED -> any(List.of(Act.SCHEDULE, Act.UNSCHEDULE, Act.AMEND));
            case PAUSED -> any(List.of(Act.RESUME, Act.RESUME, Act.ROLL_BACK, Act.GIVE_UP));
            case APPLIED -> any(List.of(Act.CLOSE, Act.CLOSE, Act.ROLL_BACK));
            case FAILED -> any(List.of(Act.CLOSE, Act.ROLL_BACK));
            default -> Act.CLOSE;
        };
    }

    private Act sayOtherwise() {
        return any(List.of(
                Act.AMEND,
                Act.AMEND,
                Act.AMEND,
                Act.REQUEST_CHANGES,
                Act.ABSTAIN,
                Act.WITHDRAW,
                Act.OVERRIDE,
                Act.VETO,
                Act.CANCEL,
                Act.BREAK_GLASS));
    }

    private void propose() {
        Principal who = someone(Act.PROPOSE, "proposer");
        try {
            Change proposed = desk.as(who)
                    .propose(
                            SCOPE,
                            draft -> someEdit()
                                    .accept(draft.title("Another rule")
                                            .rationale("Because")
                                            .rollbackPlan("The inverse")));
            note(Act.PROPOSE, who.actor(), proposed.id(), Optional.empty(), Optional.empty());
        } catch (ChangeRefusedException e) {
            seen.add(new Seen(
                    Act.PROPOSE,
                    who.actor(),
                    now,
                    NO_CHANGE,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(e.refusal())));
        }
    }

    private Consumer<ChangeDraft> someEdit() {
        String id = any(List.of("XXBTZUSD", "XETHZUSD"));
        TickSize tick = TickSize.of(any(TICKS));
        Quantity quantity = Quantity.of(any(QUANTITIES));
        boolean isTick = random.nextBoolean();
        return draft -> draft.edit(
                SpotMarket.class, id, market -> isTick ? market.withTickSize(tick) : withMinimum(market, quantity));
    }

    private static SpotMarket withMinimum(SpotMarket market, Quantity quantity) {
        SizeRule rule =
                SizeRule.builder().from(market.sizeRule()).minQuantity(quantity).build();
        return SpotMarket.builder().from(market).sizeRule(rule).build();
    }

    private void onChange(Act act, String id) {
        switch (act) {
            case PROPOSE -> propose();
            case TICK -> tick();
            case AMEND -> {
                Consumer<ChangeDraft> edit = someEdit();
                attempt(act, "proposer", id, session -> session.amend(id, edit));
            }
            case SUBMIT ->
                attempt(act, "proposer", id, session -> session.submit(id, planned(id), ChangeContext.none()));
            case APPROVE -> attempt(act, anyApprover(), id, session -> session.approve(id, plan(id), "read"));
            case REQUEST_CHANGES ->
                attempt(act, anyApprover(), id, session -> session.requestChanges(id, plan(id), "not so"));
            case ABSTAIN -> attempt(act, anyApprover(), id, session -> session.abstain(id, plan(id), "not mine"));
            case WITHDRAW ->
                attempt(act, anyApprover(), id, session -> session.withdraw(id, plan(id), "on second thoughts"));
            case OVERRIDE -> attempt(act, "chief", id, session -> session.override(id, plan(id), "must be"));
            case VETO -> attempt(act, "risk", id, session -> session.veto(id, plan(id), "never"));
            case SCHEDULE -> {
                Instant later = now.plus(Duration.ofHours(1L + random.nextInt(30)));
                attempt(act, "operator", id, session -> session.schedule(id, plan(id), later.atZone(ZoneOffset.UTC)));
            }
            case UNSCHEDULE -> attempt(act, "operator", id, session -> session.unschedule(id, "not then"));
            case APPLY -> attempt(act, "operator", id, session -> session.apply(id, plan(id)));
            case RESUME -> attempt(act, "operator", id, session -> session.resume(id));
            case GIVE_UP -> attempt(act, "operator", id, session -> session.giveUp(id, "it is lost"));
            case ROLL_BACK -> attempt(act, "operator", id, session -> session.rollback(id, "no good"));
            case BREAK_GLASS ->
                attempt(
                        act,
                        "commander",
                        id,
                        session -> session.breakGlass(
                                id, planned(id), ChangeContext.none(), "INC-" + id.length(), "it burns"));
            case CANCEL -> attempt(act, "proposer", id, session -> session.cancel(id, "no more"));
            case CLOSE ->
                attempt(
                        act,
                        any(List.of("operator", "reviewer", "proposer")),
                        id,
                        session -> session.close(id, judged(id), "looked at", List.of()));
        }
    }

    /** Does something to a change, as somebody who mostly has the role for it. */
    private void attempt(Act act, String role, String id, Consumer<DeskSession> does) {
        Principal who = someone(act, role);
        Change before = desk.load(id);
        Optional<Refusal> refusal = Optional.empty();
        try {
            does.accept(desk.as(who));
        } catch (ChangeRefusedException e) {
            refusal = Optional.of(e.refusal());
        } catch (ChangeConflictException e) {
            return; // the draft could not be made: nothing was tried
        }
        note(act, who.actor(), id, Optional.of(before), refusal);
    }

    private void tick() {
        List<Change> open = desk.open();
        desk.tick(now);
        for (Change before : open) {
            if (desk.load(before.id()).streamRevision() > before.streamRevision()) {
                note(Act.TICK, DESK, before.id(), Optional.of(before), Optional.empty());
            }
        }
    }

    private void note(Act act, Actor who, String id, Optional<Change> before, Optional<Refusal> refusal) {
        Change after = desk.load(id);
        changes.put(id, after);
        seen.add(new Seen(act, who, now, id, before, Optional.of(after), refusal));
    }

    private Digest planned(String id) {
        return desk.load(id)
                .planDigest()
                .orElseGet(() -> desk.plan(id, ChangeContext.none()).plan().digest());
    }

    private Digest plan(String id) {
        return desk.load(id).planDigest().orElse(Digest.ofCanonical("no plan"));
    }

    private String anyApprover() {
        return any(List.of("reviewer", "risk", "proposer"));
    }

    private Principal someone(Act act, String role) {
        boolean isAny = random.nextInt(8) == 0;
        return any(PEOPLE.stream()
                .filter(person -> isAny || person.hasRole(role) || isInPlaceOfBoss(person, role))
                .filter(person -> !person.equals(BOSS) || !WORDS.contains(act))
                .toList());
    }

    private static boolean isInPlaceOfBoss(Principal person, String role) {
        return person.id().equals("erin") && BOSS.hasRole(role);
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
