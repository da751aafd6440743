package io.countersign.client.live;

import io.countersign.model.finding.ValidationReport;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a change is taken back: the configuration that holds then, whether that was rehearsed, and what validation says about going
 * there from the changed configuration. Immutable.
 */
public final class RollbackPlan {
    private final @Nullable ConfigSnapshot result;
    private final @Nullable Instant rehearsedAt;
    private final @Nullable ValidationReport report;

    private RollbackPlan(
            @Nullable ConfigSnapshot result, @Nullable Instant rehearsedAt, @Nullable ValidationReport report) {
        this.result = result;
        this.rehearsedAt = rehearsedAt;
        this.report = report;
    }

    /** There is no way back. */
    public static RollbackPlan none() {
        return new RollbackPlan(null, null, null);
    }

    /** Back to a configuration; not rehearsed and not judged yet. */
    public static RollbackPlan to(ConfigSnapshot result) {
        return new RollbackPlan(result, null, null);
    }

    /** This, rehearsed. */
    public RollbackPlan rehearsedAt(Instant instant) {
        return new RollbackPlan(result, instant, report);
    }

    /**
     * This, judged.
     *
     * @param value what {@code Validator.validate(changed, result, facts)} says, with the orders and positions that are there once
     *     the new configuration has traded
     */
    public RollbackPlan judged(ValidationReport value) {
        return new RollbackPlan(result, rehearsedAt, value);
    }

    /** The configuration after taking the change back; absent where there is no way back. */
    public Optional<ConfigSnapshot> result() {
        return Optional.ofNullable(result);
    }

    /** When it was last rehearsed; absent when it never was. */
    public Optional<Instant> rehearsedAt() {
        return Optional.ofNullable(rehearsedAt);
    }

    /** What validation says about taking the change back; absent when nobody asked. */
    public Optional<ValidationReport> report() {
        return Optional.ofNullable(report);
    }

    @Override
    public String toString() {
        return result().map(snapshot -> "back to " + snapshot).orElse("no way back");
    }
}
