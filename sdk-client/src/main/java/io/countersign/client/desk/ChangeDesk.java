package io.countersign.client.desk;

import io.countersign.client.catalogue.Catalogue;
import io.countersign.client.policy.ApprovalPolicy;
import io.countersign.client.policy.Availability;
import io.countersign.client.policy.ChangeCalendar;
import io.countersign.client.policy.Directory;
import io.countersign.client.policy.Principal;
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
import org.jspecify.annotations.Nullable;

/**
 * The desk at which a market's configuration is changed: propose, validate, plan, review, apply, verify, roll back.
 *
 * <p>Everything that happens is an entry of the journal, and everything the desk knows is folded from there: a second desk on
 * the same journal knows the same. The desk has no thread and no clock of its own. Safe for concurrent use: of two people who
 * act on one change at once, one gets an {@link io.countersign.model.AppendConflictException} and looks again.
 */
public final class ChangeDesk {
    private final DeskJournal desk;
    private final Rollout rollout;
    private final ApprovalPolicy policy;
    private final Directory directory;
    private final ChangeCalendar calendar;
    private final PlanMaker planMaker;

    private ChangeDesk(
            DeskJournal desk,
            Rollout rollout,
            ApprovalPolicy policy,
            Directory directory,
            ChangeCalendar calendar,
            PlanMaker planMaker) {
        this.desk = desk;
        this.rollout = rollout;
        this.policy = policy;
        this.directory = directory;
        this.calendar = calendar;
        this.planMaker = planMaker;
    }

    /** Starts a desk. */
    public static Builder builder() {
        return new Builder();
    }

    /** The desk as one person sees it. Whatever they do, the directory is asked for the roles that they have at that moment. */
    public DeskSession as(Principal person) {
        return new DeskSession(person, this);
    }

    /**
     * Records what is in force in a scope before the first change.
     *
     * @param effectiveAt since when it is in force, as far as is known
     * @throws io.countersign.model.AppendConflictException if the scope has a configuration already; nothing was written
     */
    public void recordBaseline(Actor actor, ConfigSnapshot snapshot, Instant effectiveAt) {
        desk.recordBaseline(actor, snapshot, effectiveAt);
    }

    /** The configuration that the journal says is in force now. */
    public ConfigSnapshot head(Scope scope) {
        return desk.head(scope).snapshot();
    }

    /**
     * A change as it stands now.
     *
     * @throws io.countersign.model.NotFoundException if there is none of that id
     */
    public Change load(String changeId) {
        return desk.load(changeId);
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
        Change change = desk.load(changeId);
        return planMaker.plan(change.proposal(), head(change.proposal().scope()), facts, policy.digest());
    }

    /** Whether the plan under review may go on, with the roles that people have now. */
    public Decision evaluate(String changeId) {
        return evaluate(desk.load(changeId));
    }

    /** Whether a change may be applied now, by the calendar, and otherwise when. */
    public Availability availability() {
        return calendar.at(desk.now());
    }

    Decision evaluate(Change change) {
        ChangePlan plan = change.plan()
                .orElseThrow(() -> new ChangeRefusedException(
                        Refusal.WRONG_STATE,
                        "Change " + change.id() + " is " + change.state() + " and has no plan: submit one"));
        return policy.evaluate(plan, change.verdicts(), change.editors(), directory);
    }

    DeskJournal journal() {
        return desk;
    }

    /** The person with the roles that they have now. */
    Principal now(Principal person) {
        return directory.find(person.actor()).orElseGet(() -> Principal.of(person.id()));
    }

    Rollout rollout() {
        return rollout;
    }

    ChangeCalendar calendar() {
        return calendar;
    }

    ApprovalPolicy policy() {
        return policy;
    }

    /** Gathers what a desk needs. Everything but the validator and the calendar, which have defaults, must be given. */
    public static final class Builder {
        private @Nullable Journal journal;
        private @Nullable ExchangeGateway gateway;
        private @Nullable ApprovalPolicy policy;
        private @Nullable Directory directory;
        private @Nullable InstantSource clock;
        private ChangeCalendar calendar = ChangeCalendar.alwaysOpen();
        private Validator validator = Validator.of(Catalogue.standard());

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

        /** Who must agree. */
        public Builder policy(ApprovalPolicy value) {
            this.policy = value;
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

        /**
         * Opens the desk.
         *
         * @throws IllegalStateException if something is missing
         */
        public ChangeDesk build() {
            return new ChangeDesk(
                    new DeskJournal(require("journal", journal), require("clock", clock)),
                    new Rollout(require("gateway", gateway)),
                    require("policy", policy),
                    require("directory", directory),
                    calendar,
                    new PlanMaker(validator));
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
