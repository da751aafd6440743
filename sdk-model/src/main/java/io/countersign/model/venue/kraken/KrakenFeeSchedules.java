package io.countersign.model.venue.kraken;

import io.countersign.model.market.FeeProduct;
import io.countersign.model.market.FeeSchedule;
import io.countersign.model.market.FeeTier;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Percent;
import io.countersign.model.venue.VenueReader;
import io.countersign.model.venue.VenueReading;
import io.countersign.model.venue.internal.Market;
import io.countersign.model.venue.internal.ResponseReader;
import io.countersign.model.venue.internal.VenueObject;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Kraken's futures fees: the response of {@code feeschedules}. One entry is one {@link FeeSchedule}; contracts refer to it by its
 * uid.
 *
 * <p>Fees are in percent, volume is in US dollars over 30 days. Since 2026-06-22 Kraken charges by another service, and this
 * response no longer tells what is charged (Kraken Futures REST API, fee schedules).
 */
public final class KrakenFeeSchedules implements VenueReader {
    private static final Duration WINDOW = Duration.ofDays(30);

    private static final VenueReader READER = ResponseReader.of("kraken-fee-schedules")
            .marketsIn("feeSchedules")
            .identifiedBy("uid")
            .documented("error", "errors", "result", "serverTime")
            .errors(KrakenFutures::errors)
            .reading(KrakenFeeSchedules::readSchedule);

    @Override
    public String source() {
        return READER.source();
    }

    @Override
    public VenueReading read(String name, InputStream response) {
        return READER.read(name, response);
    }

    private static List<FeeSchedule> readSchedule(Market market) {
        VenueObject fields = market.named("fee-schedule/" + KrakenSpot.VENUE + "/" + market.id());
        FeeSchedule.Builder schedule = FeeSchedule.builder()
                .venue(KrakenSpot.VENUE)
                .volumeWindow(WINDOW)
                .volumeCurrency("USD")
                .product(FeeProduct.FUTURES);
        fields.requiredText("uid").ifPresent(schedule::id);
        schedule.name(fields.text("name"));
        fields.requiredList("tiers", element -> fields.objectOf(element, KrakenFeeSchedules::tier))
                .ifPresent(schedule::tiers);
        schedule.putAllExtensions(fields.rest(Set.of()));
        return fields.isSound() ? List.of(schedule.build()) : List.of();
    }

    private static Optional<FeeTier> tier(VenueObject tier) {
        Optional<Notional> threshold = tier.requiredDecimal("usdVolume", Notional::of);
        Optional<Percent> maker = tier.requiredDecimal("makerFee", Percent::of);
        Optional<Percent> taker = tier.requiredDecimal("takerFee", Percent::of);
        return tier.isSound()
                ? Optional.of(FeeTier.builder()
                        .threshold(threshold.orElseThrow())
                        .maker(maker.orElseThrow())
                        .taker(taker.orElseThrow())
                        .putAllExtensions(tier.rest(Set.of()))
                        .build())
                : Optional.empty();
    }
}
