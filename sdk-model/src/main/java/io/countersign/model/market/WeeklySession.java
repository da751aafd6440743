package io.countersign.model.market;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import org.immutables.value.Value;

/** One stretch of the week in which a market trades. Half-open: it ends as the closing minute begins. */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableWeeklySession.class)
@JsonDeserialize(as = ImmutableWeeklySession.class)
public abstract class WeeklySession {
    WeeklySession() {}

    public abstract WeekTime opens();

    /** Before {@link #opens()} when the session runs over the end of the week. */
    public abstract WeekTime closes();

    @Value.Check
    void check() {
        if (opens().equals(closes())) {
            throw new IllegalArgumentException("A session must not close as it opens: " + opens());
        }
    }

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableWeeklySession.Builder {
        Builder() {}
    }
}
