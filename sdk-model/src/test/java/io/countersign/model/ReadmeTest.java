package io.countersign.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.model.diff.SemanticDiff;
import io.countersign.model.market.PriceRule;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import io.countersign.model.unit.TickSize;
import io.countersign.model.venue.VenueReading;
import io.countersign.model.venue.kraken.KrakenSpot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    @Test
    void example_ofTheReadme_runsAndIsWhatStandsThere() throws IOException {
        InputStream stream = new ByteArrayInputStream(
                "{\"result\":{\"XXBTZUSD\":{\"base\":\"XXBT\",\"quote\":\"ZUSD\",\"tick_size\":\"0.1\"}}}"
                        .getBytes(UTF_8));
        // example
        VenueReading reading = new KrakenSpot().read("pairs.json", stream);
        assertThat(reading.report().findings()).isEmpty();

        Scope scope = Scope.parse("kraken/production");
        ConfigSnapshot live = ConfigSnapshot.of(scope, reading.documents());
        SpotMarket market = live.load(SpotMarket.class, "XXBTZUSD");
        SpotMarket coarser = SpotMarket.builder()
                .from(market)
                .priceRule(PriceRule.builder()
                        .from(market.priceRule())
                        .tickSize(TickSize.of("0.5"))
                        .build())
                .build();

        SemanticDiff diff = SemanticDiff.between(live, live.with(coarser));
        assertThat(diff).hasToString("spot-market/kraken/XXBTZUSD /priceRule/tickSize: tick size 0.1 -> 0.5, coarser");
        assertThat(diff.applyTo(live).root()).isEqualTo(live.with(coarser).root());
        assertThat(diff.inverse().applyTo(live.with(coarser))).isEqualTo(live);
        // end of example

        List<String> here =
                statements(Path.of("src/test/java/io/countersign/model/ReadmeTest.java"), "// example", "// end");
        List<String> there = statements(Path.of("README.md"), "```java", "```");
        assertThat(there).isNotEmpty().isSubsetOf(here);
    }

    /** The assignments of a region, without white space. */
    private static List<String> statements(Path file, String begin, String end) throws IOException {
        String text = Files.readString(file);
        int from = text.indexOf(begin + "\n") + begin.length();
        String region = text.substring(from, text.indexOf(end, from)).replaceAll("//.*", "");
        List<String> statements = new ArrayList<>();
        for (String statement : region.split(";", -1)) {
            if (statement.contains(" = ")) {
                statements.add(statement.replaceAll("\\s", ""));
            }
        }
        return statements;
    }
}
