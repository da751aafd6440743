package io.countersign.client.desk;

import io.countersign.client.catalogue.Catalogue;
import io.countersign.client.policy.ApprovalPolicy;
import io.countersign.client.policy.Availability;
import io.countersign.client.policy.ChangeCalendar;
import io.countersign.client.policy.Directory;
import io.countersign.client.policy.Governance;
import io.countersign.client.policy.KeyDirectory;
import io.countersign.client.policy.Principal;
import io.countersign.client.policy.VerdictSigner;
import io.countersign.client.readiness.ReadinessReport;
import io.countersign.client.rollout.ExchangeGateway;
import io.countersign.client.rollout.Rollout;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.Validator;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.Decision;
import io.countersign.model.finding.ValidationReport;
import io.countersign.model.journal.Actor;
import io.countersign.model.journal.Journal;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The desk at which a market's configuration is changed: propose, validate, plan, review, apply, verify, roll back.
 *
 * <p>Everything that happens is an entry of the journal, and everything the desk knows is folded from there: a second desk on
 * the same journal knows the same. The desk has no thread and no clock of its own. Safe for concurrent use: of two people who
 * act on one change at once, one gets an {@link io.countersign.model.AppendConflictException} and looks again.
 */
public final class ChangeDesk {
    private final DeskParts parts;
    private final Ticker ticker;

    private ChangeDesk(DeskParts parts) {
        this.parts = parts;
        ApplyGuard guard = new ApplyGuard(parts);
        this.ticker = new Ticker(parts, guard, new Review(parts), new Execution(parts));
    }

    /** Starts a desk. */
    public static Builder builder() {
        return new Builder();
    }

    /** The desk as one person sees it. Whatever they do, the directory is asked for the roles that they have at that moment. */
    public DeskSession as(Principal person) {
        return new DeskSession(person, null, parts);
    }

    /** The desk as one person sees it who signs their verdicts. */
    public DeskSession as(Principal person, VerdictSigner signer) {
        return new DeskSession(person, signer, parts);
    }

    /**
     * Records what is in force in a scope before the first change.
     *
     * @param effectiveAt since when it is in force, as far as is known
     * @throws io.countersign.model.AppendConflictException if the scope has a configuration already; nothing was written
     * @throws io.countersign.model.CountersignException if the desk is governed by that scope and could not be by this; nothing was written
     */
    public void recordBaseline(Actor actor, ConfigSnapshot snapshot, Instant effectiveAt) {
        if (parts.governing().isIn(snapshot.scope())) {
            Governance.of(snapshot); // refuses what no desk could be governed by
        }
        parts.journal().recordBaseline(actor, snapshot, effectiveAt);
    }

    /** The configuration that the journal says is in force now. */
    public ConfigSnapshot head(Scope scope) {
        return parts.journal().head(scope).snapshot();
    }

    /**
     * A change as it stands now.
     *
     * @throws io.countersign.model.NotFoundException if there is none of that id
     */
    public Change load(String changeId) {
        return parts.journal().load(changeId);
    }

    /**
     * What governs the desk now.
     *
     * @throws io.countersign.model.NotFoundException if the scope that it is governed by has no approval policy in force
     */
    public Governance governance() {
        return parts.governing().now();
    }

    /** The changes that have not ended, in order of their ids. */
    public List<Change> open() {
        return parts.journal().open().keySet().stream().map(this::load).toList();
    }

    /** Everything that was ever in force in a scope, as the journal tells it. */
    public ConfigHistory history(Scope scope) {
        return ConfigHistory.read(parts.journal().journal(), scope);
    }

    /**
     * How another policy and other rules would have judged what is in force now or was: which past changes they would have held up. With the
     * roles that people have now, and without the facts of the market of then: rules that need them say so.
     */
    public List<ReplayedChange> replay(Scope scope, ApprovalPolicy policy, Validator rules) {
        return new Replay(parts).of(scope, policy, rules);
    }

    /** What validation says about a change, on the live configuration and the facts of the market that the host knows. */
    public ValidationReport validate(String changeId, ChangeContext facts) {
        return plan(changeId, facts).plan().report();
    }

    /**
     * Exactly what a change would do now, and all that is known about it. Not recorded until it is submitted.
     *
     * @throws io.countersign.model.ChangeConflictException if the live configuration moved under it: rebase it
     */
    public PlannedChange plan(String changeId, ChangeContext facts) {
        return parts.plan(load(changeId), facts);
    }

    /**
     * Whether the plan under review may go on, with the roles that people have now.
     *
     * @throws ChangeRefusedException if the change has no plan
     */
    public Decision evaluate(String changeId) {
        return parts.evaluate(load(changeId), Optional.empty(), parts.journal().now());
    }

    /** In words: where a change stands, what is missing, who can give it. */
    public String explain(String changeId) {
        Change change = load(changeId);
        return change.plan().isPresent()
                ? Stream.concat(
                                Stream.of(Explanation.of(change, evaluate(changeId))),
                                new ApplyGuard(parts)
                                        .obstacles(change, parts.journal().now()).stream())
                        .collect(Collectors.joining("\n  in the way: "))
                : change.id() + " r" + change.proposal().revision() + " is " + change.state()
                        + " and has no plan: plan it, look at it, submit it";
    }

    /**
     * A change on one page, for the people who decide on it.
     *
     * @param planned what it would do now, with the scenarios' charts; shown is the plan under review where there is one
     */
    public ReadinessReport readiness(String changeId, PlannedChange planned) {
        Change change = load(changeId);
        Instant now = parts.journal().now();
        return new ReadinessReport(
                change.proposal(),
                change.plan().orElse(planned.plan()),
                planned.scenarios(),
                change.plan().map(plan -> parts.evaluate(change, Optional.empty(), now)),
                change.verdictsOnPlan(),
                change.reportsOnPlan(),
                alongside(change),
                availability(),
                obstacles(change, change.plan().orElse(planned.plan()), now));
    }

    /** With what the exchange itself says, as long as it was not asked to change anything. */
    private List<String> obstacles(Change change, ChangePlan plan, Instant now) {
        ApplyGuard guard = new ApplyGuard(parts);
        List<String> obstacles = new ArrayList<>(guard.obstacles(change, now));
        if (change.intent().isEmpty()) {
            guard.drift(plan).ifPresent(obstacles::add);
        }
        return obstacles;
    }

    /** Other changes that have not ended and change the same fields, or what holds them. */
    private List<String> alongside(Change change) {
        return open().stream()
                .filter(other -> !other.id().equals(change.id())
                        && other.proposal().scope().equals(change.proposal().scope()))
                .flatMap(other -> other
                        .proposal()
                        .changes()
                        .overlapping(change.proposal().changes())
                        .stream()
                        .map(field -> other.id() + " is " + other.state() + " and changes " + field.document() + " "
                                + field.path() + " too: " + other.proposal().title()))
                .toList();
    }

    /** Whether a change may be applied now, by the calendar, and otherwise when. */
    public Availability availability() {
        return parts.calendar().at(parts.journal().now());
    }

    /**
     * Does what is due at a moment: carries out scheduled changes, suspends those that something came in the way of, approves and reopens
     * as requirements turn, lets plans expire. The host calls it, every minute or as often as it likes; a call that comes late does
     * what is still allowed then. What somebody else does at the same moment is left to the next call.
     *
     * @throws ChangeRefusedException if the moment lies before what the journal has recorded already
     */
    public TickReport tick(Instant now) {
        return ticker.tick(now);
    }

    /**
     * Settles what was under way when a program ended: asks the exchange what became of it and goes on from there, or pauses what the
     * exchange does not know. The host calls it when it starts, before it does anything else.
     */
    public TickReport recover() {
        return ticker.recover(parts.journal().now());
    }

    /** Gathers what a desk needs. Everything but the validator, the calendar and the keys, which have defaults, must be given. */
    public static final class Builder {
        private @Nullable Journal journal;
        private @Nullable ExchangeGateway gateway;
        private @Nullable ApprovalPolicy policy;
        private @Nullable Scope governedBy;
        private @Nullable Directory directory;
        private @Nullable InstantSource clock;
        private @Nullable ChangeCalendar calendar;
        private Validator validator = Validator.of(Catalogue.standard());
        private KeyDirectory keys = KeyDirectory.none();

        Builder() {}

        /** Where everything is recorded. */
        public Builder journal(Journal value) {
            this.journal = value;
            return this;
        }

        /** How the exchange is touched. */
        public Builder gateway(ExchangeGateway value) {
            this.gateway = value;
            return this;
        }

        /** Who must agree, as the host has it: it changes with the host's program. Or {@link #governedBy}. */
        public Builder policy(ApprovalPolicy value) {
            this.policy = value;
            return this;
        }

        /**
         * The scope in which the journal has what governs the desk: who must agree, when changes may be applied, which are standard. It
         * changes as markets do, by changes that are agreed to. Its baseline is a {@link Governance}, as a configuration.
         */
        public Builder governedBy(Scope scope) {
            this.governedBy = scope;
            return this;
        }

        /** Who people are now. */
        public Builder directory(Directory value) {
            this.directory = value;
            return this;
        }

        /** Where the time of what happens is taken from. */
        public Builder clock(InstantSource value) {
            this.clock = value;
            return this;
        }

        /** When changes may be applied; at any time unless told. */
        public Builder calendar(ChangeCalendar value) {
            this.calendar = value;
            return this;
        }

        /** The rules that plans must pass; the standard ones unless told. */
        public Builder validator(Validator value) {
            this.validator = value;
            return this;
        }

        /** Whose keys are whose, for signed verdicts; none unless told. */
        public Builder keys(KeyDirectory value) {
            this.keys = value;
            return this;
        }

        /**
         * Opens the desk.
         *
         * @throws IllegalStateException if something is missing
         */
        public ChangeDesk build() {
            DeskJournal desk = new DeskJournal(require("journal", journal), require("clock", clock));
            return new ChangeDesk(new DeskParts(
                    desk,
                    new Rollout(require("gateway", gateway)),
                    governing(desk),
                    require("directory", directory),
                    keys,
                    new PlanMaker(validator)));
        }

        private Governing governing(DeskJournal desk) {
            if (governedBy == null) {
                Governance fixed = Governance.of(require("policy", policy));
                return Governing.fixed(desk, calendar == null ? fixed : fixed.withCalendar(calendar));
            }
            if (policy != null || calendar != null) {
                throw new IllegalStateException("A desk is governed by what the journal has in force in " + governedBy
                        + ", or by a policy and a calendar of the host, not by both");
            }
            return Governing.in(desk, governedBy);
        }

        private static <T> T require(String thing, @Nullable T value) {
            if (value == null) {
                throw new IllegalStateException(
                        "A desk needs a " + thing + ": ChangeDesk.builder()." + thing + "(...)");
            }
            return value;
        }
    }
}
