package io.countersign.model.market;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.SortedMap;
import org.immutables.value.Value;

/** When markets trade, by the clock of a zone. */
@SdkStyle
@Value.Immutable
@JsonTypeName("session-calendar")
@JsonSerialize(as = ImmutableSessionCalendar.class)
@JsonDeserialize(as = ImmutableSessionCalendar.class)
public abstract non-sealed class SessionCalendar implements MarketDocument {
    SessionCalendar() {}

    public abstract ZoneId zone();

    /** The sessions of an ordinary week, in order. Empty when it never trades. */
    public abstract List<WeeklySession> sessions();

    /** Days without any session, with the name of the day; the name may be empty. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @Value.NaturalOrder
    public abstract SortedMap<LocalDate, String> holidays();

    /** Days whose last session closes earlier, and when. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @Value.NaturalOrder
    public abstract SortedMap<LocalDate, LocalTime> earlyCloses();

    /** Days whose first session opens later, and when. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @Value.NaturalOrder
    public abstract SortedMap<LocalDate, LocalTime> lateOpens();

    /** Announced times without service, in order. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public abstract List<MaintenanceWindow> maintenanceWindows();

    @Override
    public DocumentKind documentKind() {
        return DocumentKind.SESSION_CALENDAR;
    }

    @Value.Check
    void check() {
        Checks.document(this);
    }

    /** Starts a document. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a document. */
    public static final class Builder extends ImmutableSessionCalendar.Builder {
        Builder() {}
    }
}
