package io.countersign.model.venue.kraken;

import io.countersign.model.market.DocumentId;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.market.SystemStatus;
import io.countersign.model.market.TradingStatus;
import io.countersign.model.venue.VenueReader;
import io.countersign.model.venue.VenueReading;
import io.countersign.model.venue.internal.Market;
import io.countersign.model.venue.internal.ResponseReader;
import io.countersign.model.venue.internal.VenueError;
import io.countersign.model.venue.internal.VenueObject;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Whether Kraken as a whole trades: the response of {@code SystemStatus}, one {@link SystemStatus}. The time at which it was
 * asked is no configuration and stands in {@link VenueReading#live()}.
 */
public final class KrakenSystemStatus implements VenueReader {
    /** The id of the one document. */
    public static final String ID = "system";

    private static final VenueReader READER = ResponseReader.of("kraken-system-status")
            .oneMarketIn("result")
            .documented("error")
            .errors(VenueError.in("error"))
            .reading(KrakenSystemStatus::readStatus);

    private static final Map<String, TradingStatus> STATUSES = Arrays.stream(TradingStatus.values())
            .collect(Collectors.toUnmodifiableMap(
                    status -> status.name().toLowerCase(Locale.ROOT), Function.identity()));

    @Override
    public String source() {
        return READER.source();
    }

    @Override
    public VenueReading read(String name, InputStream response) {
        return READER.read(name, response);
    }

    private static List<SystemStatus> readStatus(Market market) {
        DocumentId id = new DocumentId(DocumentKind.SYSTEM_STATUS, KrakenSpot.VENUE, ID);
        VenueObject fields = market.named(id.toString());
        market.live(id, fields.takeTexts(Set.of("timestamp")));
        Optional<TradingStatus> status = fields.requiredOneOf("status", STATUSES, "Unknown trading status");
        SystemStatus.Builder system =
                SystemStatus.builder().venue(KrakenSpot.VENUE).id(ID);
        system.putAllExtensions(fields.rest(Set.of()));
        return fields.isSound() ? List.of(system.status(status.orElseThrow()).build()) : List.of();
    }
}
