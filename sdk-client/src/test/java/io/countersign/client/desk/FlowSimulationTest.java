package io.countersign.client.desk;

import static io.countersign.client.desk.DeskFixture.requirement;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.policy.ApprovalPolicy;
import io.countersign.client.policy.ApprovalRequirement;
import io.countersign.client.policy.CarryOver;
import io.countersign.client.policy.Distinct;
import io.countersign.client.policy.EnforcementLevel;
import io.countersign.client.policy.FieldPattern;
import io.countersign.client.policy.ReportedCheck;
import io.countersign.model.change.CheckOutcome;
import io.countersign.model.change.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Plays random sequences of people, edits, verdicts, hours, roles, policies, freezes and moods of the exchange on a desk and on {@link
 * FlowModel}, and compares both after every step: who is let do what, where each change stands, what is in force in the journal and at
 * the exchange. At the end of each sequence a desk that has nothing but the journal knows the same, and every change is brought to an
 * end. {@code -Dcountersign.flow=N} plays so many sequences, {@code -Dcountersign.flow.seed=N} one of them again.
 */
class FlowSimulationTest {
    private static final int SEQUENCES = Integer.getInteger("countersign.flow", 1_000);
    private static final int STEPS = 30;
    /** So many sequences must have reached every state, and seen every act allowed and refused. */
    private static final int COVERED_FROM = 10_000;

    private static final List<String> PEOPLE = List.of("alice", "bob", "carol", "dave", "erin", "frank");
    private static final List<String> ROLES =
            List.of("proposer", "reviewer", "risk", "operator", "commander", "chief", "checker");
    private static final List<String> MARKETS = List.of("XXBTZUSD", "XETHZUSD");
    private static final List<String> TICKS = List.of("0.1", "1", "10");
    private static final List<ApprovalPolicy> POLICIES = policies();
    /** Who has every role when a sequence is brought to its end; the second has taken part in nothing. */
    private static final List<String> CLEANERS = List.of("yara", "zoe");

    /** What can be done in a step. */
    private enum Act {
        PROPOSE,
        AMEND,
        SUBMIT,
        SAY,
        REPORT,
        SCHEDULE,
        UNSCHEDULE,
        APPLY,
        RESUME,
        ROLL_BACK,
        BREAK_GLASS,
        CANCEL,
        CLOSE,
        DELEGATE,
        TICK,
        HOURS,
        ROLES,
        POLICY,
        FREEZE,
        MOOD
    }

    /** How often each is tried, of a hundred. */
    private static final Map<Act, Integer> WEIGHTS = Map.ofEntries(
            Map.entry(Act.PROPOSE, 8),
            Map.entry(Act.AMEND, 6),
            Map.entry(Act.SUBMIT, 10),
            Map.entry(Act.SAY, 18),
            Map.entry(Act.REPORT, 2),
            Map.entry(Act.SCHEDULE, 5),
            Map.entry(Act.UNSCHEDULE, 2),
            Map.entry(Act.APPLY, 8),
            Map.entry(Act.RESUME, 3),
            Map.entry(Act.ROLL_BACK, 4),
            Map.entry(Act.BREAK_GLASS, 2),
            Map.entry(Act.CANCEL, 1),
            Map.entry(Act.CLOSE, 3),
            Map.entry(Act.DELEGATE, 2),
            Map.entry(Act.TICK, 9),
            Map.entry(Act.HOURS, 6),
            Map.entry(Act.ROLES, 3),
            Map.entry(Act.POLICY, 1),
            Map.entry(Act.FREEZE, 1),
            Map.entry(Act.MOOD, 6));

    private final Set<String> outcomes = ConcurrentHashMap.newKeySet();
    private final Set<ChangeState> seen = ConcurrentHashMap.newKeySet();

    @Test
    void sequences_ofAnything_areTheSameOnTheDeskAndOnTheModel() {
        Long one = Long.getLong("countersign.flow.seed");
        if (one != null) {
            new Sequence(one).play();
            return;
        }
        long first = System.nanoTime();
        System.out.println("Playing " + SEQUENCES + " sequences from -Dcountersign.flow.seed=" + first + " on");
        LongStream.range(first, first + SEQUENCES).parallel().forEach(seed -> new Sequence(seed).play());
        if (SEQUENCES < COVERED_FROM) {
            return;
        }
        assertThat(seen)
                .as("a simulation that never gets there shows nothing")
                .containsAll(EnumSet.complementOf(
                        EnumSet.of(ChangeState.APPLYING, ChangeState.VERIFYING, ChangeState.ROLLING_BACK)));
        for (Act act : EnumSet.range(Act.PROPOSE, Act.DELEGATE)) {
            assertThat(outcomes).as("either way at times").contains(act + " done", act + " refused");
        }
    }

    /** One sequence. */
    private final class Sequence {
        private final long seed;
        private final Random random;
        private final Map<String, Set<String>> roles = new HashMap<>();
        private final FlowModel model;
        private final FlowWorld world;
        private final List<String> story = new ArrayList<>();

        Sequence(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            PEOPLE.forEach(person -> roles.put(person, new HashSet<>()));
            for (int i = 0; i < 14; i++) {
                hold(any(PEOPLE), any(ROLES));
            }
            ApprovalPolicy policy = any(POLICIES);
            Map<String, String> ticks = new TreeMap<>();
            MARKETS.forEach(market -> ticks.put(market, "0.1"));
            model = new FlowModel(policy, ticks);
            model.roles.putAll(roles);
            world = new FlowWorld(policy, roles);
        }

        private void hold(String person, String role) {
            roles.computeIfAbsent(person, name -> new HashSet<>()).add(role);
        }

        private <T> T any(List<T> of) {
            return of.get(random.nextInt(of.size()));
        }

        /** Mostly somebody who has the role. */
        private String person(String role) {
            List<String> holders = PEOPLE.stream()
                    .filter(person -> roles.getOrDefault(person, Set.of()).contains(role))
                    .toList();
            return holders.isEmpty() || random.nextInt(5) == 0 ? any(PEOPLE) : any(holders);
        }

        void play() {
            try {
                for (int step = 0; step < STEPS; step++) {
                    step(drawn());
                    compare();
                }
                assertThat(world.rebuilt(model.items.keySet())).isEqualTo(world.known(model.items.keySet()));
                end();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        "In -Dcountersign.flow.seed=" + seed + ", after:\n" + String.join("\n", story), e);
            }
        }

        private Act drawn() {
            int at = random.nextInt(100);
            for (Act act : Act.values()) {
                at -= WEIGHTS.getOrDefault(act, 0);
                if (at < 0) {
                    return act;
                }
            }
            return Act.TICK;
        }

        private void step(Act act) {
            switch (act) {
                case PROPOSE -> propose();
                case DELEGATE -> {
                    String role = any(ROLES);
                    String delegator = person(role);
                    String delegate = any(PEOPLE);
                    long hours = 1L + random.nextInt(5);
                    if (!delegator.equals(delegate)) {
                        both(
                                act,
                                delegator + " to " + delegate + " " + role + " for " + hours,
                                () -> world.delegate(delegator, delegate, role, hours),
                                () -> model.delegate(delegator, delegate, role, hours));
                    }
                }
                case TICK -> {
                    story.add("TICK");
                    world.tick();
                    model.tick();
                }
                case HOURS -> passHours(1L + random.nextInt(3));
                case ROLES -> {
                    String person = any(PEOPLE);
                    String role = any(ROLES);
                    story.add("ROLES " + person + " " + role);
                    Set<String> held = roles.computeIfAbsent(person, name -> new HashSet<>());
                    if (!held.remove(role)) {
                        held.add(role);
                    }
                }
                case POLICY -> govern(any(POLICIES));
                case FREEZE -> freeze(model.now + random.nextInt(3), random.nextInt(4));
                case MOOD ->
                    mood(random.nextInt(3) == 0 ? any(List.of(FlowModel.Mood.values())) : FlowModel.Mood.WORKS);
                default -> {
                    if (!model.items.isEmpty()) {
                        String id = any(List.copyOf(model.items.keySet()));
                        onChange(random.nextInt(3) == 0 ? act : natural(model.state(id), act), id);
                    }
                }
            }
        }

        /** What people mostly do with a change that stands so. */
        private Act natural(ChangeState state, Act otherwise) {
            return switch (state) {
                case DRAFT -> Act.SUBMIT;
                case IN_REVIEW -> any(List.of(Act.SAY, Act.SAY, Act.SAY, Act.REPORT));
                case APPROVED -> any(List.of(Act.APPLY, Act.SCHEDULE, Act.SCHEDULE, Act.SAY));
                case SCHEDULED -> any(List.of(Act.SAY, Act.APPLY, Act.UNSCHEDULE));
                case SUSPENDED -> any(List.of(Act.SCHEDULE, Act.UNSCHEDULE, Act.SAY));
                case PAUSED -> any(List.of(Act.RESUME, Act.ROLL_BACK));
                case APPLIED, FAILED -> any(List.of(Act.ROLL_BACK, Act.CLOSE));
                default -> otherwise;
            };
        }

        private void propose() {
            String who = person("proposer");
            String market = any(MARKETS);
            String tick = any(TICKS);
            Optional<String> id = world.propose(who, market, tick);
            both(
                    Act.PROPOSE,
                    id.orElse("") + " " + who + " " + market + " " + tick,
                    id::isPresent,
                    () -> model.propose(who, id.orElse("none"), market, tick));
        }

        private void onChange(Act act, String id) {
            boolean isStale = random.nextInt(12) == 0;
            switch (act) {
                case AMEND -> {
                    String who = person("proposer");
                    String market = any(MARKETS);
                    String tick = any(TICKS);
                    both(
                            act,
                            id + " " + who + " " + market + " " + tick,
                            () -> world.amend(who, id, market, tick),
                            () -> model.amend(who, id, market, tick));
                }
                case SUBMIT -> {
                    String who = person("proposer");
                    both(act, id + " " + who, () -> world.submit(who, id), () -> model.submit(who, id));
                }
                case SAY -> {
                    Verdict verdict = random.nextInt(3) > 0 ? Verdict.APPROVE : any(List.of(Verdict.values()));
                    String who = person(random.nextBoolean() ? "reviewer" : any(List.of("risk", "chief")));
                    both(
                            act,
                            id + " " + who + " " + verdict + (isStale ? " stale" : ""),
                            () -> world.say(who, id, verdict, isStale),
                            () -> model.say(who, id, verdict, isStale));
                }
                case REPORT -> {
                    String who = person("checker");
                    CheckOutcome outcome =
                            random.nextInt(4) > 0 ? CheckOutcome.PASS : any(List.of(CheckOutcome.values()));
                    both(
                            act,
                            id + " " + who + " " + outcome + (isStale ? " stale" : ""),
                            () -> world.report(who, id, outcome, isStale),
                            () -> model.report(who, id, outcome.passes(), isStale));
                }
                case SCHEDULE -> {
                    String who = person("operator");
                    long at = model.now + random.nextInt(4);
                    both(
                            act,
                            id + " " + who + " at " + at,
                            () -> world.schedule(who, id, at, isStale),
                            () -> model.schedule(who, id, at, isStale));
                }
                case UNSCHEDULE -> {
                    String who = person("operator");
                    both(act, id + " " + who, () -> world.unschedule(who, id), () -> model.unschedule(who, id));
                }
                case APPLY -> {
                    String who = person("operator");
                    both(
                            act,
                            id + " " + who + (isStale ? " stale" : ""),
                            () -> world.apply(who, id, isStale),
                            () -> model.apply(who, id, isStale));
                }
                case RESUME -> {
                    String who = person("operator");
                    both(act, id + " " + who, () -> world.resume(who, id), () -> model.resume(who, id));
                }
                case ROLL_BACK -> {
                    String who = person("operator");
                    both(act, id + " " + who, () -> world.rollback(who, id), () -> model.rollback(who, id));
                }
                case BREAK_GLASS -> {
                    String who = person("commander");
                    both(
                            act,
                            id + " " + who + (isStale ? " stale" : ""),
                            () -> world.breakGlass(who, id, isStale),
                            () -> model.breakGlass(who, id, isStale));
                }
                case CANCEL -> {
                    String who = person("proposer");
                    both(act, id + " " + who, () -> world.cancel(who, id), () -> model.cancel(who, id));
                }
                case CLOSE -> {
                    String who = any(PEOPLE);
                    both(act, id + " " + who, () -> world.close(who, id), () -> model.close(who, id));
                }
                default -> throw new IllegalStateException("Not about one change: " + act);
            }
        }

        /** Does it on the desk and on the model, and asserts that both let it happen or neither. */
        private void both(Act act, String what, BooleanSupplier onTheDesk, BooleanSupplier onTheModel) {
            story.add(act + " " + what);
            boolean isAllowed = onTheDesk.getAsBoolean();
            boolean isExpected = onTheModel.getAsBoolean();
            story.set(story.size() - 1, act + " " + what + (isAllowed ? ": done" : ": refused"));
            assertThat(isAllowed).as(act + " " + what).isEqualTo(isExpected);
            outcomes.add(act + (isAllowed ? " done" : " refused"));
        }

        private void compare() {
            model.items.forEach((id, item) -> {
                seen.add(item.state);
                assertThat(world.state(id)).as(id).isEqualTo(item.state);
                if (isReviewed(item.state)) {
                    assertThat(world.isPermitted(id)).as(id).isEqualTo(model.isPermitted(item, null));
                }
            });
            assertThat(world.head()).isEqualTo(model.head);
            assertThat(world.live()).isEqualTo(model.live);
        }

        private static boolean isReviewed(ChangeState state) {
            return switch (state) {
                case IN_REVIEW, APPROVED, SCHEDULED, SUSPENDED -> true;
                default -> false;
            };
        }

        private void passHours(long hours) {
            story.add("HOURS " + hours);
            world.passHours(hours);
            model.now += hours;
        }

        private void govern(ApprovalPolicy policy) {
            story.add("POLICY " + policy.id());
            world.govern(policy);
            model.policy = policy;
        }

        private void freeze(long from, long hours) {
            story.add("FREEZE " + from + " for " + hours);
            world.freeze(from, from + hours);
            model.frozenFrom = from;
            model.frozenUntil = from + hours;
        }

        private void mood(FlowModel.Mood mood) {
            story.add("MOOD " + mood);
            world.mood(mood);
            model.mood = mood;
        }

        /** Every state can end: people with every role end whatever is left. */
        private void end() {
            CLEANERS.forEach(cleaner -> ROLES.forEach(role -> hold(cleaner, role)));
            model.roles.putAll(roles);
            govern(POLICIES.get(0));
            freeze(0, 0);
            mood(FlowModel.Mood.WORKS);
            String first = CLEANERS.get(0);
            String second = CLEANERS.get(1);
            model.items.forEach((id, item) -> {
                if (item.state == ChangeState.PAUSED) {
                    both(Act.ROLL_BACK, id, () -> world.rollback(first, id), () -> model.rollback(first, id));
                }
                if (isReviewed(item.state) || item.state == ChangeState.DRAFT) {
                    both(Act.CANCEL, id, () -> world.cancel(first, id), () -> model.cancel(first, id));
                }
                if (!item.state.isTerminal()) {
                    both(Act.CLOSE, id, () -> world.close(second, id), () -> model.close(second, id));
                }
                assertThat(world.state(id).isTerminal())
                        .as("%s must have ended", id)
                        .isTrue();
            });
            compare();
        }
    }

    private static List<ApprovalPolicy> policies() {
        ApprovalRequirement peer = requirement("peer").role("reviewer").build();
        ApprovalRequirement bitcoin = requirement("bitcoin")
                .role("risk")
                .addFields(FieldPattern.parse("spot-market/*/XXBTZUSD#/**"))
                .carryOver(CarryOver.IF_SCOPE_UNCHANGED)
                .vetoBlocks(true)
                .build();
        List<Distinct> others = List.of(Distinct.AUTHOR, Distinct.EXECUTOR, Distinct.OTHER_REQUIREMENTS);
        return List.of(
                policy("plain", peer, bitcoin).build(),
                policy(
                                "strict",
                                requirement("peer")
                                        .role("reviewer")
                                        .minApprovals(2)
                                        .expiresAfter(Duration.ofHours(4))
                                        .carryOver(CarryOver.IF_SCOPE_UNCHANGED)
                                        .build(),
                                requirement("advice")
                                        .role("chief")
                                        .level(EnforcementLevel.ADVISORY)
                                        .build(),
                                bitcoin)
                        .planExpiresAfter(Duration.ofHours(5))
                        .rollbackWindow(Duration.ofHours(3))
                        .build(),
                policy(
                                "apart",
                                requirement("peer")
                                        .role("reviewer")
                                        .distinctFrom(others)
                                        .build(),
                                requirement("second")
                                        .role("risk")
                                        .distinctFrom(others)
                                        .overridableBy("chief")
                                        .build())
                        .build(),
                policy(
                                "hard",
                                requirement("peer")
                                        .role("reviewer")
                                        .level(EnforcementLevel.HARD_MANDATORY)
                                        .build(),
                                requirement("loose")
                                        .role("proposer")
                                        .distinctFrom(List.of(Distinct.LAST_EDITOR))
                                        .build())
                        .addChecks(ReportedCheck.builder()
                                .id("replay")
                                .description("Replayed where nobody trades")
                                .role("checker")
                                .maxAge(Duration.ofHours(3))
                                .build())
                        .build());
    }

    private static ApprovalPolicy.Builder policy(String id, ApprovalRequirement... requirements) {
        ApprovalPolicy.Builder builder = ApprovalPolicy.builder();
        builder.id(id)
                .version(1)
                .proposerRole("proposer")
                .applierRole("operator")
                .breakGlassRole("commander")
                .reviewWithin(Duration.ofHours(5))
                .addRequirements(requirements);
        return builder;
    }
}
