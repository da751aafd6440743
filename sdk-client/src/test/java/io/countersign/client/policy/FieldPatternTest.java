package io.countersign.client.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.model.diff.FieldChange;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.DocumentId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldPatternTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            spot-market/*/*#/priceRule/tickSize , true
            spot-market/*/*#/priceRule/*        , true
            spot-market/*/*#/**                 , true
            **#/priceRule/tickSize              , true
            spot-market/kraken/XXBTZUSD#/*      , false
            spot-market/*#/priceRule/tickSize   , false
            spot-market/*/XETHZUSD#/**          , false
            spot-market/*/*#/priceRule/tick     , false
            spot-market/*/*#/priceRule.tickSize , false
            """)
    void matches_aField(String pattern, boolean expected) {
        FieldChange change = FieldChange.builder()
                .document(DocumentId.parse("spot-market/kraken/XXBTZUSD"))
                .path("/priceRule/tickSize")
                .before(JsonText.of("0.1"))
                .after(JsonText.of("1"))
                .build();

        assertThat(FieldPattern.parse(pattern).matches(change)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            margin-schedule/*/*#/tiers/*/maintenanceMargin , true
            margin-schedule/*/*#/tiers/**                  , true
            margin-schedule/*/*#/tiers/*/lastLook          , false
            """)
    void matches_aTierThatIsNew_asEveryFieldOfIt(String pattern, boolean expected) {
        FieldChange change = FieldChange.builder()
                .document(DocumentId.parse("margin-schedule/kraken/pi"))
                .path("/tiers/lowerBound=500000")
                .after(JsonText.parse(
                        "{\"initialMargin\":\"0.04\",\"lowerBound\":\"500000\",\"maintenanceMargin\":\"0.02\"}"))
                .build();

        assertThat(FieldPattern.parse(pattern).matches(change)).isEqualTo(expected);
    }
}
