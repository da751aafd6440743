package io.countersign.model.venue.kraken;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.model.fixtures.SharedData;
import io.countersign.model.market.Asset;
import io.countersign.model.market.FeeSchedule;
import io.countersign.model.venue.Responses;
import io.countersign.model.venue.VenueReader;
import io.countersign.model.venue.VenueReading;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Recorded assets and fee schedules of Kraken: every entry becomes a document, and what is written again is what was read. */
@Tag("shared")
class KrakenOthersSharedTest {
    @Test
    void assets_loseNothing() {
        Path file = SharedData.path("market-data/kraken/assets-sample-2026-09-25.json");
        VenueReading reading = read(new KrakenAssets(), file, 5);
        String written = KrakenAssetsWriter.write(
                reading.documents().stream().map(Asset.class::cast).toList());
        assertThat(Responses.differences(Responses.json(SharedData.text(file)), Responses.json(written)))
                .isEmpty();
    }

    @Test
    void feeSchedules_loseNothing() {
        Path file = SharedData.path("market-data/kraken-futures/feeschedules-sample-2026-09-25.json");
        VenueReading reading = read(new KrakenFeeSchedules(), file, 3);
        String written = KrakenFeeSchedulesWriter.write(
                reading.documents().stream().map(FeeSchedule.class::cast).toList());
        assertThat(Responses.differences(
                        Responses.json(SharedData.text(file)).get("feeSchedules"),
                        Responses.json(written).get("feeSchedules")))
                .isEmpty();
    }

    private static VenueReading read(VenueReader reader, Path file, int entries) {
        VenueReading reading = Responses.read(reader, SharedData.bytes(file));
        assertThat(Responses.findings(reading)).isEmpty();
        assertThat(reading.marketsSeen()).isEqualTo(entries);
        assertThat(reading.marketsRead()).isEqualTo(entries);
        assertThat(reading.documents()).hasSize(entries);
        return reading;
    }
}
