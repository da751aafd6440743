package io.countersign.client.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.rule.RuleData;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PricePairTest {
    private static final RuleData DATA = RuleData.standard();

    @ParameterizedTest
    @CsvSource({
        "ETHBTC, ETH/BTC",
        "ethxbt, ETH/BTC",
        "DOTUSD, DOT/USD",
        "BNBUSD, BNB/USD",
        "USDTUSD, USDT/USD",
        "BTCUSDT, BTC/USDT",
        "XDG-EUR, DOGE/EUR",
        "XXBTZUSD, XXBTZ/USD"
    })
    void read_oneWord_isTakenApartAtTheQuote(String name, String pair) {
        assertThat(PricePair.read(name, DATA).orElseThrow()).hasToString(pair);
    }

    @Test
    void read_oneWordWithTwoReadings_isNoPair() {
        RuleData twoDollars = RuleData.builder()
                .from(DATA)
                .quoteAssets(List.of("USD", "TUSD"))
                .build();
        assertThat(PricePair.read("XBTUSD", twoDollars)).isEmpty();
        assertThat(PricePair.read("XBUSD", twoDollars)).isPresent();
        assertThat(PricePair.read("BUSD", twoDollars)).isEmpty();
    }

    @Test
    void times_priceOfTheQuote_isQuotedInThat() {
        PricePair ratio = new PricePair("CBETH", "ETH");
        assertThat(ratio.times(new PricePair("ETH", "USD"))).contains(new PricePair("CBETH", "USD"));
        assertThat(ratio.times(new PricePair("USD", "ETH"))).isEmpty();
    }
}
