package io.countersign.model.venue.okx;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.model.fixtures.SharedData;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.venue.Responses;
import io.countersign.model.venue.VenueReader;
import io.countersign.model.venue.VenueReading;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recorded responses of OKX, whole files: every row becomes a document, and what is written again is what was read. */
@Tag("shared")
class OkxSharedTest {
    static List<Path> instrumentFiles() {
        return SharedData.files("market-data/okx", "v5-instruments");
    }

    @ParameterizedTest
    @MethodSource("instrumentFiles")
    void read_anyInstrumentFile_losesNothing(Path file) {
        VenueReading reading = Responses.read(new OkxInstruments(), SharedData.bytes(file));
        assertThat(reading.documents()).hasSize(reading.marketsSeen());
        assertLosesNothing(new OkxInstruments(), reading, file, OkxWriter.instruments(reading.documents()));
    }

    @Test
    void read_tiers_losesNothing() {
        Path file = SharedData.path("market-data/okx/position-tiers-sample.json");
        VenueReading reading = Responses.read(new OkxTiers(), SharedData.bytes(file));
        List<MarginSchedule> schedules =
                reading.documents().stream().map(MarginSchedule.class::cast).toList();
        assertLosesNothing(new OkxTiers(), reading, file, OkxWriter.tiers(schedules));
    }

    @Test
    void files_areAllThere() {
        assertThat(instrumentFiles()).hasSize(3);
    }

    private static void assertLosesNothing(VenueReader reader, VenueReading reading, Path file, String written) {
        assertThat(Responses.findings(reading)).isEmpty();
        assertThat(reading.marketsRead())
                .isEqualTo(reading.marketsSeen())
                .isEqualTo(Responses.json(SharedData.text(file)).get("data").size())
                .isPositive();
        assertThat(Responses.read(reader, written).documents()).isEqualTo(reading.documents());
        assertThat(Responses.differences(Responses.json(SharedData.text(file)), Responses.json(written)))
                .isEmpty();
        for (MarketDocument document : reading.documents()) {
            assertThat(MarketDocument.parse(document.canonical())).isEqualTo(document);
        }
    }
}
