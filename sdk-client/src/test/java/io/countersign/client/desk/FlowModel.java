package io.countersign.client.desk;

import io.countersign.client.policy.ApprovalPolicy;
import io.countersign.client.policy.ApprovalRequirement;
import io.countersign.client.policy.CarryOver;
import io.countersign.client.policy.Distinct;
import io.countersign.client.policy.EnforcementLevel;
import io.countersign.model.change.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a desk is, said once more and as plainly as can be: no journal, no digests, every question answered by looking at everything again.
 * A configuration is a tick for each market; time is in hours. Policies are read as values; nothing that evaluates them is used.
 */
final class FlowModel {
    /** What the exchange does when it is asked. */
    enum Mood {
        WORKS,
        REFUSES,
        /** It neither acts nor answers. */
        SILENT,
        /** It acts, and the answer is lost until it is looked up. */
        LOSES_ANSWERS
    }

    /** Something somebody said. */
    record Word(
            String who,
            String authority,
            String requirement,
            Verdict verdict,
            int plan,
            Map<String, Edit> scope,
            long at) {}

    /** What a check came to. */
    record Report(String who, int plan, boolean passes, long at) {}

    record Edit(String before, String after) {}

    record Delegation(String delegator, String delegate, String role, long begins, long ends) {}

    /** A change. */
    static final class Item {
        ChangeState state = ChangeState.DRAFT;
        final String author;
        final Set<String> editors = new LinkedHashSet<>();
        String lastEditor;
        Map<String, Edit> edits;
        int revision = 1;
        int plan;
        Map<String, String> base = Map.of();

        @Nullable
        ApprovalPolicy pinned;

        final List<Word> words = new ArrayList<>();
        final List<Report> reports = new ArrayList<>();
        long submittedAt;
        long appliedAt = -1;
        long activateAt;
        String scheduler = "";
        boolean isInForce;
        boolean isActedUnsaid;
        final Set<String> executors = new HashSet<>();
        long reviewDue = -1;
        String glassBreaker = "";

        Item(String author, Map<String, Edit> edits) {
            this.author = author;
            this.lastEditor = author;
            this.editors.add(author);
            this.edits = edits;
        }

        boolean isOpen() {
            return !state.isTerminal();
        }
    }

    final Map<String, Set<String>> roles = new HashMap<>();
    final TreeMap<String, Item> items = new TreeMap<>();
    final Map<String, String> head = new TreeMap<>();
    final Map<String, String> live = new TreeMap<>();
    final List<Delegation> delegations = new ArrayList<>();
    ApprovalPolicy policy;
    /** Hours of which no change may begin in; absent for none. */
    long frozenFrom = -1;

    long frozenUntil = -1;
    Mood mood = Mood.WORKS;
    long now;

    @Nullable
    String heldBy;

    private int plans;

    FlowModel(ApprovalPolicy policy, Map<String, String> ticks) {
        this.policy = policy;
        head.putAll(ticks);
        live.putAll(ticks);
    }

    private Item item(String id) {
        return Objects.requireNonNull(items.get(id));
    }

    ChangeState state(String id) {
        return item(id).state;
    }

    private boolean has(String who, String role) {
        return roles.getOrDefault(who, Set.of()).contains(role);
    }

    private static Map<String, Edit> edit(Map<String, String> from, Map<String, String> to) {
        Map<String, Edit> edits = new TreeMap<>();
        from.forEach((market, tick) -> {
            String after = Objects.requireNonNull(to.get(market));
            if (!tick.equals(after)) {
                edits.put(market, new Edit(tick, after));
            }
        });
        return edits;
    }

    private static boolean fits(Map<String, Edit> edits, Map<String, String> on) {
        return edits.entrySet().stream()
                .allMatch(edit -> edit.getValue().before().equals(on.get(edit.getKey())));
    }

    private static boolean isUndoable(Map<String, Edit> edits, Map<String, String> on) {
        return edits.entrySet().stream()
                .allMatch(edit -> edit.getValue().after().equals(on.get(edit.getKey())));
    }

    boolean propose(String who, String id, String market, String tick) {
        Map<String, String> to = new TreeMap<>(head);
        to.put(market, tick);
        Map<String, Edit> edits = edit(head, to);
        if (!has(who, policy.proposerRole()) || edits.isEmpty()) {
            return false;
        }
        items.put(id, new Item(who, edits));
        return true;
    }

    boolean amend(String who, String id, String market, String tick) {
        Item item = item(id);
        if (!has(who, policy.proposerRole()) || !isBeforeTheExchange(item) || !fits(item.edits, head)) {
            return false;
        }
        Map<String, String> to = new TreeMap<>(head);
        item.edits.forEach((edited, edit) -> to.put(edited, edit.after()));
        to.put(market, tick);
        Map<String, Edit> edits = edit(head, to);
        if (edits.isEmpty()) {
            return false;
        }
        item.edits = edits;
        item.revision++;
        item.plan = 0;
        item.pinned = null;
        item.state = ChangeState.DRAFT;
        item.editors.add(who);
        item.lastEditor = who;
        return true;
    }

    boolean submit(String who, String id) {
        Item item = item(id);
        if (!has(who, policy.proposerRole()) || item.state != ChangeState.DRAFT || !fits(item.edits, head)) {
            return false;
        }
        item.plan = ++plans;
        item.base = new TreeMap<>(head);
        item.pinned = policy;
        item.submittedAt = now;
        item.editors.add(who);
        item.lastEditor = who;
        item.state = ChangeState.IN_REVIEW;
        follow(item);
        return true;
    }

    private static boolean isBeforeTheExchange(Item item) {
        return switch (item.state) {
            case DRAFT, IN_REVIEW, APPROVED, SCHEDULED, SUSPENDED -> true;
            default -> false;
        };
    }

    private static boolean isReviewed(Item item) {
        return isBeforeTheExchange(item) && item.state != ChangeState.DRAFT;
    }

    boolean say(String who, String id, Verdict verdict, boolean isStale) {
        Item item = item(id);
        if (!isReviewed(item) || isStale) {
            return false;
        }
        Map<String, Word> said = new LinkedHashMap<>();
        for (ApprovalRequirement requirement : asked(item)) {
            String role = requirement.role();
            if (verdict == Verdict.OVERRIDE) {
                role = requirement.level() == EnforcementLevel.HARD_MANDATORY
                        ? ""
                        : requirement.overridableBy().orElse("");
            } else if (verdict == Verdict.VETO && !requirement.vetoBlocks()) {
                role = "";
            }
            String asWhom = verdict == Verdict.WITHDRAW
                    ? takingBack(item, requirement, who)
                    : role.isEmpty() ? null : authority(item, requirement, who, role);
            if (asWhom != null) {
                said.putIfAbsent(
                        requirement.id(),
                        new Word(
                                who,
                                asWhom,
                                requirement.id(),
                                verdict,
                                item.plan,
                                scope(requirement, item.edits),
                                now));
            }
        }
        if (said.isEmpty()) {
            return false;
        }
        item.words.addAll(said.values());
        if (verdict == Verdict.VETO) {
            item.state = ChangeState.REJECTED;
        } else {
            follow(item);
        }
        return true;
    }

    boolean report(String who, String id, boolean passes, boolean isStale) {
        Item item = item(id);
        boolean isAsked = isReviewed(item) && (isChecked(policy) || isChecked(Objects.requireNonNull(item.pinned)));
        if (!isAsked || isStale || !has(who, "checker")) {
            return false;
        }
        item.reports.add(new Report(who, item.plan, passes, now));
        follow(item);
        return true;
    }

    private static boolean isChecked(ApprovalPolicy by) {
        return !by.checks().isEmpty();
    }

    /** The only check of the policies here counts for three hours. */
    private boolean isReported(Item item, long at) {
        Report last = null;
        for (Report one : item.reports) {
            last = one.plan() == item.plan ? one : last;
        }
        return last != null && last.passes() && has(last.who(), "checker") && at < last.at() + 3;
    }

    private static @Nullable String takingBack(Item item, ApprovalRequirement requirement, String who) {
        if (isOwn(item, requirement, who, null)) {
            return null;
        }
        return item.words.stream()
                .filter(word -> word.who().equals(who) && word.requirement().equals(requirement.id()))
                .map(Word::authority)
                .filter(authority -> !isOwn(item, requirement, authority, null))
                .findFirst()
                .orElse(null);
    }

    private List<ApprovalRequirement> asked(Item item) {
        List<ApprovalRequirement> asked = new ArrayList<>();
        for (ApprovalPolicy one : List.of(policy, Objects.requireNonNull(item.pinned))) {
            one.requirements().stream()
                    .filter(requirement -> !scope(requirement, item.edits).isEmpty())
                    .forEach(asked::add);
        }
        return asked;
    }

    private @Nullable String authority(Item item, ApprovalRequirement requirement, String who, String role) {
        List<String> possible = new ArrayList<>();
        if (has(who, role)) {
            possible.add(who);
        }
        standing(who, now).stream()
                .filter(one -> one.role().equals(role) && now >= one.begins() && now < one.ends())
                .filter(one -> has(one.delegator(), role))
                .forEach(one -> possible.add(one.delegator()));
        for (String asWhom : possible) {
            if (!isOwn(item, requirement, who, null) && !isOwn(item, requirement, asWhom, null)) {
                return asWhom;
            }
        }
        return null;
    }

    /** What was delegated to somebody by an hour; a delegation begins in the hour in which it is recorded. */
    private List<Delegation> standing(String delegate, long at) {
        List<Delegation> standing = new ArrayList<>();
        for (Delegation one : delegations) {
            if (one.delegate().equals(delegate) && one.begins() <= at) {
                standing.removeIf(earlier -> earlier.delegator().equals(one.delegator())
                        && earlier.role().equals(one.role()));
                standing.add(one);
            }
        }
        return standing;
    }

    private static boolean isOwn(Item item, ApprovalRequirement requirement, String who, @Nullable String executor) {
        Set<Distinct> distinct = requirement.distinctFrom();
        return (distinct.contains(Distinct.AUTHOR) && who.equals(item.author))
                || (distinct.contains(Distinct.CO_AUTHOR) && item.editors.contains(who) && !who.equals(item.author))
                || (distinct.contains(Distinct.LAST_EDITOR) && who.equals(item.lastEditor))
                || (distinct.contains(Distinct.EXECUTOR) && who.equals(executor));
    }

    /** The part of the edits that a requirement is about: all, or those of the one market that its pattern names. */
    private static Map<String, Edit> scope(ApprovalRequirement requirement, Map<String, Edit> edits) {
        Map<String, Edit> scope = new TreeMap<>(edits);
        if (!requirement.fields().isEmpty()) {
            scope.keySet()
                    .removeIf(market -> requirement.fields().stream()
                            .noneMatch(pattern -> pattern.toString().contains(market)));
        }
        return scope;
    }

    boolean isPermitted(Item item, @Nullable String executor) {
        return isPermitted(item, executor, now);
    }

    private boolean isPermitted(Item item, @Nullable String executor, long at) {
        return isPermitted(policy, item, executor, at)
                && isPermitted(Objects.requireNonNull(item.pinned), item, executor, at);
    }

    private boolean isPermitted(ApprovalPolicy by, Item item, @Nullable String executor, long at) {
        boolean isAnybodyAsked = by.requirements().stream()
                .anyMatch(requirement -> isBinding(requirement)
                        && !scope(requirement, item.edits).isEmpty());
        if (!isAnybodyAsked || (isChecked(by) && !isReported(item, at))) {
            return false;
        }
        List<ApprovalRequirement> exclusive = new ArrayList<>();
        Map<String, List<Word>> approvals = new HashMap<>();
        for (ApprovalRequirement requirement : by.requirements()) {
            if (scope(requirement, item.edits).isEmpty() || !isBinding(requirement)) {
                continue;
            }
            Count count = count(requirement, item, executor, at);
            if (requirement.distinctFrom().contains(Distinct.OTHER_REQUIREMENTS)) {
                if (count.isAgainst() && !count.isOverridden()) {
                    return false;
                }
                if (!count.isOverridden()) {
                    exclusive.add(requirement);
                }
                approvals.put(requirement.id(), count.approvals());
            } else if (!count.isOverridden()
                    && (count.isAgainst() || count.approvals().size() < requirement.minApprovals())) {
                return false;
            }
        }
        return canSeat(seats(exclusive), approvals, new HashSet<>());
    }

    private static List<String> seats(List<ApprovalRequirement> requirements) {
        List<String> seats = new ArrayList<>();
        for (ApprovalRequirement requirement : requirements) {
            for (int i = 0; i < requirement.minApprovals(); i++) {
                seats.add(requirement.id());
            }
        }
        return seats;
    }

    /** Tries everybody on every seat. */
    private static boolean canSeat(List<String> seats, Map<String, List<Word>> approvals, Set<String> taken) {
        if (seats.isEmpty()) {
            return true;
        }
        for (Word word : approvals.getOrDefault(seats.get(0), List.of())) {
            if (!taken.contains(word.who()) && !taken.contains(word.authority())) {
                Set<String> more = new HashSet<>(taken);
                more.add(word.who());
                more.add(word.authority());
                if (canSeat(seats.subList(1, seats.size()), approvals, more)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isBinding(ApprovalRequirement requirement) {
        return requirement.level() != EnforcementLevel.ADVISORY;
    }

    private record Count(List<Word> approvals, boolean isAgainst, boolean isOverridden) {}

    private Count count(ApprovalRequirement requirement, Item item, @Nullable String executor, long at) {
        Map<String, Word> last = new LinkedHashMap<>();
        Map<String, Edit> scope = scope(requirement, item.edits);
        for (Word word : item.words) {
            boolean isAboutIt = word.plan() == item.plan
                    || (requirement.carryOver() == CarryOver.IF_SCOPE_UNCHANGED
                            && word.scope().equals(scope));
            Word before = last.get(word.who());
            boolean objects = before != null
                    && List.of(Verdict.REQUEST_CHANGES, Verdict.VETO).contains(before.verdict());
            if (word.requirement().equals(requirement.id()) && (isAboutIt || !objects)) {
                last.remove(word.who());
                if (isAboutIt) {
                    last.put(word.who(), word);
                }
            }
        }
        List<Word> approvals = new ArrayList<>();
        Set<String> counted = new HashSet<>();
        boolean isAgainst = false;
        boolean isOverridden = false;
        for (Word word : last.values()) {
            if (!counts(requirement, item, executor, word, at)) {
                continue;
            }
            switch (word.verdict()) {
                case APPROVE -> {
                    if (!counted.contains(word.who()) && !counted.contains(word.authority())) {
                        counted.add(word.who());
                        counted.add(word.authority());
                        approvals.add(word);
                    }
                }
                case REQUEST_CHANGES, VETO -> isAgainst = true;
                case OVERRIDE -> isOverridden = true;
                case ABSTAIN, WITHDRAW -> {}
            }
        }
        return new Count(approvals, isAgainst, isOverridden);
    }

    private boolean counts(ApprovalRequirement requirement, Item item, @Nullable String executor, Word word, long at) {
        Optional<String> role =
                word.verdict() == Verdict.OVERRIDE ? requirement.overridableBy() : Optional.of(requirement.role());
        boolean isDelegated = word.who().equals(word.authority())
                || standing(word.who(), word.at()).stream()
                        .anyMatch(one -> one.delegator().equals(word.authority())
                                && one.role().equals(role.orElse(""))
                                && word.at() >= one.begins()
                                && word.at() < one.ends());
        long hours = requirement.expiresAfter().map(Duration::toHours).orElse(Long.MAX_VALUE / 2);
        return role.isPresent()
                && has(word.authority(), role.get())
                && isDelegated
                && (word.verdict() == Verdict.REQUEST_CHANGES || at < word.at() + hours)
                && !isOwn(item, requirement, word.who(), executor)
                && !isOwn(item, requirement, word.authority(), executor);
    }

    /** What follows from where a review stands. */
    private void follow(Item item) {
        boolean isPermitted = isPermitted(item, null);
        boolean isCurrent = item.base.equals(head);
        if (item.state == ChangeState.IN_REVIEW && isPermitted && isCurrent) {
            item.state = ChangeState.APPROVED;
        } else if (item.state == ChangeState.APPROVED && !(isPermitted && isCurrent)) {
            item.state = ChangeState.IN_REVIEW;
        } else if (item.state == ChangeState.SCHEDULED && !isPermitted) {
            item.state = ChangeState.SUSPENDED;
        }
    }

    private boolean isFrozen(long at) {
        return at >= frozenFrom && at < frozenUntil;
    }

    private long expiresAt(Item item) {
        long end = Long.MAX_VALUE;
        for (ApprovalPolicy one : List.of(policy, Objects.requireNonNull(item.pinned))) {
            end = Math.min(
                    end,
                    one.planExpiresAfter()
                            .map(after -> item.submittedAt + after.toHours())
                            .orElse(Long.MAX_VALUE));
        }
        return end;
    }

    private boolean isAgreed(Item item, String executor, long at) {
        return has(executor, policy.applierRole())
                && !item.editors.contains(executor)
                && at < expiresAt(item)
                && isPermitted(item, executor, at);
    }

    private boolean isLater(Item item, String executor, long at) {
        return isAgreed(item, executor, at) && !isFrozen(at) && item.base.equals(head);
    }

    private boolean isNow(Item item, String id, String executor) {
        return isAgreed(item, executor, now) && !isFrozen(now) && isFree(id) && fitsTheExchange(item);
    }

    private boolean fitsTheExchange(Item item) {
        return item.base.equals(head) && fits(item.edits, live);
    }

    private boolean isFree(String id) {
        return heldBy == null || heldBy.equals(id);
    }

    boolean schedule(String who, String id, long at, boolean isStale) {
        Item item = item(id);
        boolean isInState = item.state == ChangeState.APPROVED || item.state == ChangeState.SUSPENDED;
        if (!isInState || isStale || at <= now || !isLater(item, who, at)) {
            return false;
        }
        item.state = ChangeState.SCHEDULED;
        item.activateAt = at;
        item.scheduler = who;
        return true;
    }

    boolean unschedule(String who, String id) {
        Item item = item(id);
        boolean isInState = item.state == ChangeState.SCHEDULED || item.state == ChangeState.SUSPENDED;
        if (!isInState || !has(who, policy.applierRole())) {
            return false;
        }
        boolean isAgreed = isPermitted(item, null) && item.base.equals(head);
        item.state = isAgreed || item.state == ChangeState.SCHEDULED ? ChangeState.APPROVED : ChangeState.IN_REVIEW;
        return true;
    }

    boolean apply(String who, String id, boolean isStale) {
        Item item = item(id);
        boolean isInState = item.state == ChangeState.APPROVED || item.state == ChangeState.SCHEDULED;
        if (!isInState || isStale || !isNow(item, id, who)) {
            return false;
        }
        bringToTheExchange(item, id, who);
        return true;
    }

    private void bringToTheExchange(Item item, String id, String who) {
        item.executors.add(who);
        heldBy = id;
        switch (mood) {
            case WORKS -> {
                item.edits.forEach((market, edit) -> live.put(market, edit.after()));
                inForce(item);
            }
            case REFUSES -> {
                item.state = ChangeState.FAILED;
                heldBy = null;
            }
            case SILENT -> item.state = ChangeState.PAUSED;
            case LOSES_ANSWERS -> {
                item.edits.forEach((market, edit) -> live.put(market, edit.after()));
                item.isActedUnsaid = true;
                item.state = ChangeState.PAUSED;
            }
        }
    }

    private void inForce(Item item) {
        item.edits.forEach((market, edit) -> head.put(market, edit.after()));
        item.isInForce = true;
        item.appliedAt = now;
        item.state = ChangeState.APPLIED;
        item.isActedUnsaid = false;
        heldBy = null;
    }

    boolean resume(String who, String id) {
        Item item = item(id);
        if (item.state != ChangeState.PAUSED || !has(who, policy.applierRole())) {
            return false;
        }
        if (item.isActedUnsaid) {
            inForce(item);
            return true;
        }
        boolean mayGoOn = item.reviewDue >= 0 ? isHardMet(item, who) && fitsTheExchange(item) : isNow(item, id, who);
        if (mayGoOn) {
            bringToTheExchange(item, id, who);
        }
        return mayGoOn;
    }

    boolean rollback(String who, String id) {
        Item item = item(id);
        boolean isInState = item.state == ChangeState.PAUSED
                || item.state == ChangeState.APPLIED
                || item.state == ChangeState.FAILED;
        if (!isInState || !has(who, policy.applierRole()) || !isFree(id)) {
            return false;
        }
        List<ApprovalPolicy> both = item.pinned == null ? List.of(policy) : List.of(policy, item.pinned);
        long window = both.stream()
                .flatMap(by -> by.rollbackWindow().stream())
                .mapToLong(Duration::toHours)
                .min()
                .orElse(Long.MAX_VALUE / 2);
        if (item.appliedAt >= 0 && now >= item.appliedAt + window) {
            return false;
        }
        boolean isGone = fits(item.edits, live);
        boolean isUntouched = item.isInForce ? isUndoable(item.edits, head) : fits(item.edits, head);
        if (!isUntouched || (!isGone && !isUndoable(item.edits, live))) {
            return false;
        }
        item.executors.add(who);
        if (!isGone && mood != Mood.WORKS) {
            if (mood == Mood.LOSES_ANSWERS) {
                item.edits.forEach((market, edit) -> live.put(market, edit.before()));
            }
            item.state = ChangeState.FAILED;
        } else {
            item.edits.forEach((market, edit) -> live.put(market, edit.before()));
            if (item.isInForce) {
                item.edits.forEach((market, edit) -> head.put(market, edit.before()));
            }
            item.isInForce = false;
            item.state = ChangeState.ROLLED_BACK;
        }
        heldBy = null;
        return true;
    }

    boolean breakGlass(String who, String id, boolean isStale) {
        Item item = item(id);
        boolean isOverdue = items.values().stream()
                .anyMatch(other -> other.isOpen()
                        && other.reviewDue >= 0
                        && other.reviewDue < now
                        && other.glassBreaker.equals(who));
        String role = policy.breakGlassRole().orElse("");
        if (!isBeforeTheExchange(item) || !has(who, role) || isOverdue || isStale) {
            return false;
        }
        if (item.plan == 0) {
            if (!fits(item.edits, head)) {
                return false;
            }
            item.base = new TreeMap<>(head);
        }
        if (!isHardMet(item, who) || !isFree(id) || !fitsTheExchange(item)) {
            return false;
        }
        item.glassBreaker = who;
        item.reviewDue = now + policy.reviewWithin().toHours();
        bringToTheExchange(item, id, who);
        return true;
    }

    /** Whether nothing is missing that not even an emergency gets past, by either policy. */
    private boolean isHardMet(Item item, String executor) {
        List<ApprovalPolicy> both = item.pinned == null ? List.of(policy) : List.of(policy, item.pinned);
        return both.stream()
                .flatMap(by -> by.requirements().stream())
                .filter(requirement -> requirement.level() == EnforcementLevel.HARD_MANDATORY
                        && !scope(requirement, item.edits).isEmpty())
                .noneMatch(requirement -> {
                    Count count = count(requirement, item, executor, now);
                    return count.isAgainst() || count.approvals().size() < requirement.minApprovals();
                });
    }

    boolean cancel(String who, String id) {
        Item item = item(id);
        if (!isBeforeTheExchange(item) || !has(who, policy.proposerRole())) {
            return false;
        }
        item.state = ChangeState.CANCELLED;
        return true;
    }

    boolean close(String who, String id) {
        Item item = item(id);
        boolean isInState = item.state == ChangeState.APPLIED
                || item.state == ChangeState.ROLLED_BACK
                || item.state == ChangeState.FAILED;
        boolean isOwn = item.editors.contains(who) || item.executors.contains(who);
        boolean needsOthers = item.reviewDue >= 0 || item.state != ChangeState.APPLIED;
        boolean isSomebody = policy.roles().stream().anyMatch(role -> has(who, role));
        if (!isInState || !isSomebody || (isOwn && needsOthers)) {
            return false;
        }
        item.state = ChangeState.CLOSED;
        return true;
    }

    boolean delegate(String delegator, String delegate, String role, long hours) {
        if (!has(delegator, role)) {
            return false;
        }
        delegations.add(new Delegation(delegator, delegate, role, now, now + hours));
        return true;
    }

    void tick() {
        items.forEach((id, item) -> {
            switch (item.state) {
                case IN_REVIEW, APPROVED, SUSPENDED -> {
                    if (now >= expiresAt(item)) {
                        item.state = ChangeState.EXPIRED;
                    } else {
                        follow(item);
                    }
                }
                case SCHEDULED -> {
                    if (now < item.activateAt) {
                        item.state =
                                isLater(item, item.scheduler, item.activateAt) ? item.state : ChangeState.SUSPENDED;
                    } else if (isNow(item, id, item.scheduler)) {
                        bringToTheExchange(item, id, item.scheduler);
                    } else {
                        item.state = ChangeState.SUSPENDED;
                    }
                }
                default -> {}
            }
        });
    }
}
