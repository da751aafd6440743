package io.countersign.client.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.change.RequirementResult;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * A check that somebody else runs and reports: a program, or people who go through a list. A report counts for the plan that it was made
 * for, while it is young enough and its reporter has the role.
 */
@SdkStyle
@Value.Immutable
@JsonTypeName("reported")
@JsonSerialize(as = ImmutableReportedCheck.class)
@JsonDeserialize(as = ImmutableReportedCheck.class)
public abstract non-sealed class ReportedCheck implements ReadinessCheck {
    ReportedCheck() {}

    /** The role whose holders may report it, such as that of one program. */
    public abstract String role();

    /** How old a report and its evidence may be; without it, as old as the plan. */
    public abstract Optional<Duration> maxAge();

    /** The items of a checklist, in the order in which they are done; a check without items has one outcome. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public abstract List<String> items();

    @Value.Check
    void check() {
        if (maxAge().filter(age -> age.isNegative() || age.isZero()).isPresent()) {
            throw new IllegalArgumentException(
                    "Reports of check " + id() + " must count for some time: " + maxAge().get());
        }
        if (new HashSet<>(items()).size() != items().size()) {
            throw new IllegalArgumentException("Check " + id() + " names an item twice: " + items());
        }
    }

    @Override
    public RequirementResult judge(ReviewCase review, Directory directory) {
        String whoCan = "role " + role() + ", by reporting it for this plan";
        if (items().isEmpty()) {
            Optional<GivenReport> last = last(review, Optional.empty());
            Optional<String> missing = missing(last, review, directory);
            return missing.isPresent()
                    ? result(false, missing.get(), whoCan)
                    : result(true, last.map(ReportedCheck::words).orElse(""), "");
        }
        int done = 0;
        for (String item : items()) {
            Optional<String> missing = missing(last(review, Optional.of(item)), review, directory);
            if (missing.isPresent()) {
                return result(
                        false,
                        done + " of " + items().size() + " items done; \"" + item + "\": " + missing.get(),
                        whoCan);
            }
            done++;
        }
        return result(true, "all " + done + " items done", "");
    }

    /** The last report on the plan, of the whole or of one item. */
    private Optional<GivenReport> last(ReviewCase review, Optional<String> item) {
        return review.reports().stream()
                .filter(given -> given.report().planDigest().equals(review.planDigest())
                        && given.report().check().equals(id())
                        && given.report().item().equals(item))
                .reduce((earlier, later) -> later);
    }

    /** Why it does not stand, if it does not. */
    private Optional<String> missing(Optional<GivenReport> last, ReviewCase review, Directory directory) {
        if (last.isEmpty()) {
            return Optional.of("not reported for this plan");
        }
        GivenReport given = last.get();
        boolean isTheirs = directory
                .find(given.reporter())
                .map(person -> person.hasRole(role()))
                .orElse(false);
        if (!isTheirs) {
            return Optional.of(given.reporter() + " has not the role " + role());
        }
        if (!given.report().outcome().passes()) {
            return Optional.of(words(given));
        }
        return maxAge().filter(age -> !review.at().isBefore(given.since().plus(age)))
                .map(age -> "the result is " + Duration.between(given.since(), review.at()) + " old, and counts for "
                        + age);
    }

    private static String words(GivenReport given) {
        return given.report().outcome() + " by " + given.reporter() + ": "
                + given.report().summary();
    }

    /** Starts a check. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a check. */
    public static final class Builder extends ImmutableReportedCheck.Builder {
        Builder() {}
    }
}
