package io.countersign.model.venue.okx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.model.market.MarginApplication;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Leverage;
import io.countersign.model.unit.Rate;
import io.countersign.model.venue.Responses;
import io.countersign.model.venue.VenueReading;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fixtures have the shape that OKX documents for {@code public/position-tiers}; their values are made up. */
class OkxTiersTest {
    private static final String FIRST = row("ABC-USDT", "", "1", "0", "500", "0.01", "100");
    private static final String SECOND = row("ABC-USDT", "", "2", "501", "1000", "0.02", "50");

    @Test
    void family_severalTiers_fieldByField() {
        VenueReading reading = Responses.read(new OkxTiers(), response(SECOND + "," + FIRST));
        assertThat(Responses.findings(reading)).isEmpty();
        assertThat(reading.marketsRead()).isEqualTo(2);
        assertThat(only(reading))
                .isEqualTo(MarginSchedule.builder()
                        .venue("okx")
                        .id("ABC-USDT:family")
                        .unit(SizeUnit.CONTRACTS)
                        .application(MarginApplication.WHOLE_POSITION)
                        .addTiers(MarginTier.builder()
                                .from(tier("0", "0.01", "100"))
                                .putExtensions("maxSz", "\"500\"")
                                .build())
                        .addTiers(tier("501", "0.02", "50"))
                        .maxSize(Amount.of("1000"))
                        .extensions(Map.of("instFamily", "\"ABC-USDT\"", "instId", "\"\"", "uly", "\"ABC-USDT\""))
                        .build());
        assertRewritten(FIRST + "," + SECOND);
    }

    @Test
    void pairAndFamilyOfOneName_stayApart() {
        String pair = row("", "ABC-USDT", "1", "0", "50", "0.1", "10");
        VenueReading reading = Responses.read(new OkxTiers(), response(pair + "," + FIRST));
        assertThat(reading.documents())
                .extracting(document -> document.id() + " " + ((MarginSchedule) document).unit())
                .containsExactly("ABC-USDT BASE", "ABC-USDT:family CONTRACTS");
        assertRewritten(pair);
    }

    @Test
    void contract_countsInContracts() {
        assertThat(only(Responses.read(new OkxTiers(), response(row("", "ABC-USDT-SWAP", "1", "0", "50", "0.1", "10"))))
                        .unit())
                .isEqualTo(SizeUnit.CONTRACTS);
    }

    @Test
    void options_arePassedBy() {
        String option = FIRST.replace("\"imr\":\"0.01\"", "\"imr\":\"\"").replace("\"mmr\":\"0.004\"", "\"mmr\":\"\"");
        VenueReading reading = Responses.read(new OkxTiers(), response(option));
        assertThat(reading.documents()).isEmpty();
        assertThat(Responses.findings(reading))
                .containsExactly(
                        "V-KIND-01 WARN response: No kind of document holds the margin of options, which is a factor"
                                + " and no rate: 1 markets were not read (margin-schedule/okx/ABC-USDT:family is one)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "tier":"2" | "tier":"3" | V-VALUE-01 ERROR margin-schedule/okx/ABC-USDT:family: Tiers must be numbered from 1 on, each once: there are 2 rows, and row 2 is tier 3, so the market was not read
            "imr":"0.02" | "imr":"x" | V-VALUE-01 ERROR margin-schedule/okx/ABC-USDT:family /imr: Rate is not a decimal: "x", so the market was not read (value "x")
            "instFamily":"ABC-USDT","instId":"","uly":"ABC-USDT" | "uly":"" | V-VALUE-01 ERROR response /data/1: The row names neither an instrument nor a family nor a currency, so the market was not read
            """)
    void rowThatCannotBeRead_isRefused(String good, String bad, String finding) {
        VenueReading reading = Responses.read(new OkxTiers(), response(FIRST + "," + SECOND.replace(good, bad)));
        assertThat(Responses.errors(reading)).contains(finding);
    }

    @Test
    void edits_areWrittenOrRefused() {
        MarginSchedule schedule = only(Responses.read(new OkxTiers(), response(FIRST + "," + SECOND)));
        MarginSchedule edited = MarginSchedule.builder()
                .from(schedule)
                .tiers(List.of(tier("0", "0.03", "30"), tier("7", "0.04", "25")))
                .build();
        assertThat(only(Responses.read(new OkxTiers(), OkxWriter.tiers(List.of(edited)))))
                .isEqualTo(edited);
        for (MarginSchedule refused : List.of(
                MarginSchedule.builder().from(schedule).unit(SizeUnit.BASE).build(),
                MarginSchedule.builder()
                        .from(schedule)
                        .application(MarginApplication.MARGINAL)
                        .build(),
                MarginSchedule.builder().from(schedule).id("OTHER").build(),
                MarginSchedule.builder().from(schedule).tiers(List.of()).build())) {
            assertThatIllegalArgumentException().isThrownBy(() -> OkxWriter.tiers(List.of(refused)));
        }
    }

    private static MarginTier tier(String from, String initial, String leverage) {
        return MarginTier.builder()
                .lowerBound(Amount.of(from))
                .initialMargin(Rate.of(initial))
                .maintenanceMargin(Rate.of("0.004"))
                .maxLeverage(Leverage.of(leverage))
                .extensions(Map.of("baseMaxLoan", "\"\"", "optMgnFactor", "\"0\"", "quoteMaxLoan", "\"\""))
                .build();
    }

    private static String row(
            String family, String id, String tier, String from, String to, String initial, String leverage) {
        return "{\"baseMaxLoan\":\"\",\"imr\":\"" + initial + "\",\"instFamily\":\"" + family + "\",\"instId\":\"" + id
                + "\",\"uly\":\"" + family + "\",\"maxLever\":\"" + leverage + "\",\"maxSz\":\"" + to
                + "\",\"minSz\":\""
                + from + "\",\"mmr\":\"0.004\",\"optMgnFactor\":\"0\",\"quoteMaxLoan\":\"\",\"tier\":\"" + tier + "\"}";
    }

    private static void assertRewritten(String rows) {
        MarginSchedule schedule = only(Responses.read(new OkxTiers(), response(rows)));
        String written = OkxWriter.tiers(List.of(schedule));
        assertThat(Responses.differences(Responses.json(response(rows)), Responses.json(written)))
                .isEmpty();
    }

    private static String response(String rows) {
        return "{\"code\":\"0\",\"msg\":\"\",\"data\":[" + rows + "]}";
    }

    private static MarginSchedule only(VenueReading reading) {
        assertThat(Responses.errors(reading)).isEmpty();
        assertThat(reading.documents()).hasSize(1);
        return (MarginSchedule) reading.documents().get(0);
    }
}
