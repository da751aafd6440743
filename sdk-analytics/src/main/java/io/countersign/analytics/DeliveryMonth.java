package io.countersign.analytics;

import io.countersign.model.SdkStyle;
import io.countersign.model.snapshot.Scope;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.YearMonth;
import java.util.Optional;
import org.immutables.value.Value;

/** How the changes of one environment went in one month, by the time at which the exchange was first touched. */
@SdkStyle
@Value.Immutable
public abstract class DeliveryMonth {
    DeliveryMonth() {}

    public abstract Scope scope();

    /** In UTC. */
    public abstract YearMonth month();

    /** Changes that touched the exchange. */
    public abstract long changes();

    /** Of these, applied and not failed. */
    public abstract long succeeded();

    /** Of these, failed or rolled back; each once. */
    public abstract long failed();

    /** Of these, carried out in an emergency. */
    public abstract long emergencies();

    /** Share of those that failed, in percent with two places. */
    public abstract BigDecimal failedPercent();

    /** Median from first submission until applied; absent where none was. */
    public abstract Optional<Duration> leadTimeMedian();

    /** Nine of ten were as fast or faster. */
    public abstract Optional<Duration> leadTimeP90();

    /** Median from the first touch until the exchange was as before; absent where none was. */
    public abstract Optional<Duration> restoreTimeMedian();

    static ImmutableDeliveryMonth.Builder builder() {
        return ImmutableDeliveryMonth.builder();
    }

    @Override
    public String toString() {
        return month() + " " + scope() + ": " + changes() + " changes, " + failed() + " failed (" + failedPercent()
                + " %), "
                + emergencies() + " emergencies"
                + leadTimeMedian().map(time -> ", lead time " + time).orElse("")
                + restoreTimeMedian().map(time -> ", restored after " + time).orElse("");
    }
}
