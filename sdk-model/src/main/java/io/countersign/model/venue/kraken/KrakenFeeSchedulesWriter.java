package io.countersign.model.venue.kraken;

import io.countersign.model.market.FeeSchedule;
import io.countersign.model.market.FeeTier;
import io.countersign.model.venue.internal.ReadBack;
import io.countersign.model.venue.internal.VenueWriter;
import java.util.List;

/** Writes fee schedules in the shape of Kraken Futures' {@code feeschedules}; reading it again gives the same documents. */
public final class KrakenFeeSchedulesWriter {
    private KrakenFeeSchedulesWriter() {}

    /**
     * The response of these schedules.
     *
     * @throws IllegalArgumentException if the shape cannot hold a schedule, such as one in another currency: the response is
     *     read back and compared
     */
    public static String write(List<FeeSchedule> schedules) {
        String response = VenueWriter.write(out -> out.object(fields -> {
            fields.text("result", "success");
            fields.list("feeSchedules", list -> {
                for (FeeSchedule schedule : schedules) {
                    list.object(entry -> {
                        entry.text("uid", schedule.id());
                        entry.text("name", schedule.name());
                        entry.list("tiers", tiers -> {
                            for (FeeTier tier : schedule.tiers()) {
                                tiers.object(step -> {
                                    step.plain("makerFee", tier.maker());
                                    step.plain("takerFee", tier.taker());
                                    step.plain("usdVolume", tier.threshold());
                                    step.kept(tier.extensions());
                                });
                            }
                        });
                        entry.kept(schedule.extensions());
                    });
                }
            });
        }));
        return ReadBack.require(response, schedules, new KrakenFeeSchedules());
    }
}
