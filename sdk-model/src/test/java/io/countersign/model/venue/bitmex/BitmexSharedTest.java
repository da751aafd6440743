package io.countersign.model.venue.bitmex;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.model.fixtures.SharedData;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.venue.Responses;
import io.countersign.model.venue.VenueReading;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recorded responses of BitMEX: what is written again, with the state of the moment, is what was read. */
@Tag("shared")
class BitmexSharedTest {
    static List<Path> files() {
        return SharedData.files("market-data/bitmex", "instrument");
    }

    @ParameterizedTest
    @MethodSource("files")
    void read_anyFile_losesNothing(Path file) {
        VenueReading reading = Responses.read(new BitmexInstruments(), SharedData.bytes(file));
        assertThat(Responses.findings(reading)).isEmpty();
        assertThat(reading.marketsRead()).isEqualTo(reading.marketsSeen()).isEqualTo(1);
        assertThat(reading.documents()).hasSize(2);
        assertThat(reading.documents().get(0)).isInstanceOf(FuturesContract.class);
        assertThat(reading.documents().get(1)).isInstanceOf(MarginSchedule.class);

        String written = BitmexWriter.write(reading.documents(), reading.live());
        VenueReading back = Responses.read(new BitmexInstruments(), written);
        assertThat(back.documents()).isEqualTo(reading.documents());
        assertThat(back.live()).isEqualTo(reading.live());
        assertThat(Responses.differences(Responses.json("[" + SharedData.text(file) + "]"), Responses.json(written)))
                .isEmpty();
        assertThat(Responses.read(new BitmexInstruments(), BitmexWriter.write(reading.documents(), Map.of()))
                        .documents())
                .isEqualTo(reading.documents());
        for (MarketDocument document : reading.documents()) {
            assertThat(MarketDocument.parse(document.canonical())).isEqualTo(document);
        }
    }
}
