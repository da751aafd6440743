package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Indexes.calendar;
import static io.countersign.client.fixtures.Indexes.expiry;
import static io.countersign.client.fixtures.Indexes.july;
import static io.countersign.client.fixtures.Indexes.session;
import static io.countersign.client.fixtures.Markets.perpetual;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MaintenanceWindow;
import io.countersign.model.market.SessionCalendar;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.unit.Contracts;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpiryRulesTest {
    private static final Instant END = Instant.parse("2021-07-30T15:00:00Z");

    private static List<String> terms(FuturesContract.Builder contract) {
        return Hits.of("D-EXP-01", contract.build());
    }

    /** Without the settlement and the local time, which are not in question. */
    private static FuturesContract.Builder ends(String id, String end) {
        return july().id(id)
                .lastTradingAt(Instant.parse(end))
                .expiry(expiry().localTime(Optional.empty())
                        .zone(Optional.empty())
                        .settlesAt(Instant.parse(end))
                        .build());
    }

    @Test
    void order_asItIs_isFine() {
        assertThat(terms(july())).isEmpty();
        assertThat(terms(perpetual())).isEmpty();
    }

    @Test
    void order_opensAtTheEnd_isBlocked() {
        assertThat(terms(july().openedAt(END.minusSeconds(1)))).isEmpty();
        assertThat(terms(july().openedAt(END)))
                .containsExactly(
                        "BLOCK /openedAt The contract opens at 2021-07-30T15:00:00Z, not before its end of trading at"
                                + " 2021-07-30T15:00:00Z");
    }

    @Test
    void order_settlesBeforeTheEnd_isBlocked() {
        assertThat(terms(july().expiry(expiry().settlesAt(END).build()))).isEmpty();
        assertThat(terms(july().expiry(expiry().settlesAt(END.minusSeconds(1)).build())))
                .containsExactly(
                        "BLOCK /expiry/settlesAt The contract settles at 2021-07-30T14:59:59Z, before its end of"
                                + " trading at 2021-07-30T15:00:00Z");
    }

    @Test
    void order_settlesAfterTheDeadline_isAnError() {
        assertThat(terms(july().expiry(expiry().settlesAt(END.plusSeconds(901)).build())))
                .containsExactly(
                        "ERROR /expiry/settlesAt The contract settles at 2021-07-30T15:15:01Z, later than PT15M after"
                                + " its end of trading at 2021-07-30T15:00:00Z");
        assertThat(terms(july().expiry(expiry().settlesAt(END.plusSeconds(901))
                        .deadline(Optional.empty())
                        .build())))
                .isEmpty();
    }

    @Test
    void order_unpublished_isInconclusive() {
        assertThat(terms(july().openedAt(Optional.empty()))).containsExactly("lacks published opening time");
        assertThat(terms(july().expiry(Optional.empty()))).containsExactly("lacks published settlement time");
    }

    @ParameterizedTest
    @CsvSource({
        "FI_XBTUSD_210730, 2021-07-30T15:00:00Z",
        "fi_xbtusd_210730, 2021-07-30T00:00:00Z",
        "FI_XBTUSD_210730, 2021-07-30T23:59:59Z",
        "BTCUSDT_210924, 2021-09-24T08:00:00Z",
        "BTC-USD-250926, 2025-09-26T08:00:00Z",
        "BTC-USD-20250926, 2025-09-26T08:00:00Z",
        "BTC-27DEC24, 2024-12-27T08:00:00Z",
        "ETH-5JAN24, 2024-01-05T08:00:00Z",
        "XBTM21, 2021-06-25T12:00:00Z",
        "XBTF22, 2022-01-28T12:00:00Z",
        "XBTZ26, 2026-12-25T12:00:00Z",
        "BTC_QUARTER, 2026-12-25T12:00:00Z",
        "XBTA21, 2021-06-25T12:00:00Z"
    })
    void symbol_namesTheEnd_isFine(String id, String end) {
        assertThat(terms(ends(id, end))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "FI_XBTUSD_210730, 2021-07-31T00:00:00Z, 2021-07-30, 2021-07-31, 210730",
        "FI_XBTUSD_210730, 2021-07-29T23:59:59Z, 2021-07-30, 2021-07-29, 210730",
        "BTC-USD-20250926, 2026-09-26T08:00:00Z, 2025-09-26, 2026-09-26, 20250926",
        "BTC-27DEC24, 2024-12-28T08:00:00Z, 2024-12-27, 2024-12-28, 27DEC24",
        "XBTM21, 2021-07-01T00:00:00Z, 2021-06, 2021-07-01, M21",
        "XBTM21, 2022-06-25T00:00:00Z, 2021-06, 2022-06-25, M21"
    })
    void symbol_namesAnotherDay_isBlocked(String id, String end, String named, String date, String text) {
        assertThat(terms(ends(id, end)))
                .containsExactly(
                        "BLOCK /lastTradingAt The id " + id + " names " + named + ", trading ends on " + date + " (Z)");
        assertThat(ExpirySymbols.read(id).orElseThrow().text()).isEqualTo(text);
    }

    @Test
    void symbol_ofAZone_isReadByItsDay() {
        FuturesContract.Builder tokyo = ends("FI_XBTUSD_210731", "2021-07-30T15:00:00Z");
        assertThat(terms(tokyo)).hasSize(1);
        assertThat(terms(tokyo.expiry(expiry().zone(ZoneId.of("Asia/Tokyo"))
                        .localTime(LocalTime.MIDNIGHT)
                        .settlesAt(END)
                        .build())))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"FI_XBTUSD_210931", "FI_XBTUSD_211331", "BTC-31FOO24"})
    void symbol_noDate_isAWarning(String id) {
        assertThat(terms(ends(id, "2021-07-30T15:00:00Z")))
                .singleElement()
                .asString()
                .startsWith("WARN /id ")
                .endsWith(" in the id is no date");
    }

    @Test
    void symbol_ofAPerpetual_isNotRead() {
        assertThat(terms(perpetual().id("XBTM21"))).isEmpty();
    }

    @Test
    void localTime_copiedAcrossAChangeOfClocks_isBlocked() {
        FuturesContract.Builder december = july().id("FI_XBTUSD_211231")
                .lastTradingAt(Instant.parse("2021-12-31T15:00:00Z"))
                .expiry(expiry().settlesAt(Instant.parse("2021-12-31T15:15:00Z"))
                        .build());
        assertThat(terms(december))
                .containsExactly("BLOCK /lastTradingAt Trading ends at 2021-12-31T15:00:00Z; 16:00 on 2021-12-31 in"
                        + " Europe/London is 2021-12-31T16:00:00Z");
    }

    @Test
    void localTime_withoutItsZone_isAnError() {
        assertThat(terms(july().expiry(expiry().zone(Optional.empty()).build())))
                .containsExactly("ERROR /expiry/localTime The local time 16:00 comes without its zone");
        assertThat(terms(july().expiry(expiry().localTime(Optional.empty()).build())))
                .isEmpty();
        assertThat(Hits.of("D-EXP-01", july().lastTradingAt(Optional.empty()).build()))
                .isEmpty();
    }

    private static List<String> open(SessionCalendar.Builder calendar) {
        return Hits.of("D-EXP-02", july().build(), calendar.build());
    }

    @Test
    void markets_withoutACalendar_areInconclusive() {
        assertThat(Hits.of("D-EXP-02", july().build()))
                .containsExactly("lacks session calendar of the contract, its index, its base asset or the venue");
        assertThat(Hits.of("D-EXP-02", perpetual().build(), calendar().build())).isEmpty();
        assertThat(open(calendar().id("tokenized-equities"))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"in_xbtusd", "XBT", "kraken", "FI_XBTUSD_210730"})
    void markets_ofAnyCalendarOfTheContract_areLookedAt(String id) {
        LocalDate friday = LocalDate.of(2021, 7, 30);
        assertThat(open(calendar().id(id))).isEmpty();
        assertThat(open(calendar().id(id).putHolidays(friday, "")))
                .containsExactly("ERROR /lastTradingAt Trading ends at 2021-07-30T15:00:00Z, when by " + id
                        + " no session is on: 2021-07-30 is a holiday");
    }

    @Test
    void markets_closedAtTheEnd_areAnError() {
        LocalDate friday = LocalDate.of(2021, 7, 30);
        // 15:00Z is 16:00 in London.
        assertThat(open(calendar().putEarlyCloses(friday, LocalTime.of(16, 0)))).isEmpty();
        assertThat(open(calendar().putEarlyCloses(friday, LocalTime.of(15, 59))))
                .containsExactly(
                        "ERROR /lastTradingAt Trading ends at 2021-07-30T15:00:00Z, when by in_xbtusd no session is on"
                                + " (Europe/London)");
        assertThat(open(calendar().putLateOpens(friday, LocalTime.of(16, 0)))).hasSize(1);
        assertThat(open(calendar().putLateOpens(friday, LocalTime.of(15, 59)))).isEmpty();
        assertThat(open(calendar()
                        .putEarlyCloses(friday, LocalTime.of(12, 0))
                        .putLateOpens(friday, LocalTime.of(16, 0))))
                .as("a pause from 12:00 to 16:00")
                .hasSize(1);
        assertThat(open(calendar()
                        .putEarlyCloses(friday, LocalTime.of(12, 0))
                        .putLateOpens(friday, LocalTime.of(15, 0))))
                .as("a pause from 12:00 to 15:00")
                .isEmpty();
        assertThat(open(calendar().sessions(List.of()))).hasSize(1);
    }

    @Test
    void markets_inASessionFromTheWeekBefore_areOpen() {
        SessionCalendar.Builder week = calendar().sessions(List.of(session("7T22:00", "5T21:00")));
        assertThat(open(week)).isEmpty();
        SessionCalendar.Builder overTheEnd = calendar().sessions(List.of(session("6T22:00", "5T16:00")));
        assertThat(open(overTheEnd)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2021-07-30T14:00:00Z, 2021-07-30T14:30:00Z, false",
        "2021-07-30T14:00:00Z, 2021-07-30T14:30:01Z, true",
        "2021-07-30T15:15:00Z, 2021-07-30T16:00:00Z, true",
        "2021-07-30T15:15:01Z, 2021-07-30T16:00:00Z, false",
        "2021-07-30T14:45:00Z, 2021-07-30T14:46:00Z, true"
    })
    void maintenance_inTheSettlement_isAnError(String begins, String ends, boolean meets) {
        List<String> hits = open(calendar()
                .addMaintenanceWindows(MaintenanceWindow.builder()
                        .begins(Instant.parse(begins))
                        .ends(Instant.parse(ends))
                        .build()));
        assertThat(hits)
                .isEqualTo(
                        meets
                                ? List.of("ERROR /lastTradingAt Maintenance from " + begins + " to " + ends
                                        + " (in_xbtusd) meets the settlement of the contract, 2021-07-30T14:30:00Z to"
                                        + " 2021-07-30T15:15:00Z")
                                : List.of());
    }

    private static List<String> moved(ChangeContext context, FuturesContract.Builder after) {
        ConfigSnapshot before = Hits.venueWith(july().build());
        return Hits.ofChange("T-EXP-01", context, before, before.with(after.build()));
    }

    private static ChangeContext.Builder held() {
        return ChangeContext.builder()
                .put(RuleInput.OPEN_INTEREST, july().build().documentId(), Contracts.of("1"));
    }

    @Test
    void end_movedWhileHeld_isBlocked() {
        assertThat(moved(held().build(), july().lastTradingAt(END.plusSeconds(60))))
                .containsExactly("BLOCK /lastTradingAt The end of trading moves from 2021-07-30T15:00:00Z to"
                        + " 2021-07-30T15:01:00Z while positions are open: list another contract instead");
        assertThat(moved(held().build(), july().postOnly(true))).isEmpty();
        assertThat(moved(held().build(), july().expiry(Optional.empty()))).isEmpty();
    }

    @Test
    void end_movedAndHoldersUnknown_isInconclusive() {
        assertThat(moved(ChangeContext.none(), july().lastTradingAt(END.plusSeconds(60))))
                .containsExactly("lacks open positions or open interest");
    }

    @Test
    void end_movedAndPositionsOrInterestSaySo_eitherIsEnough() {
        FuturesContract.Builder after = july().lastTradingAt(END.plusSeconds(60));
        ChangeContext nobody = held().put(
                        RuleInput.OPEN_INTEREST, july().build().documentId(), Contracts.of("0"))
                .build();
        assertThat(moved(nobody, after)).isEmpty();
        assertThat(moved(
                        nobody.toBuilder()
                                .put(RuleInput.POSITIONS, july().build().documentId(), Markets.positions())
                                .build(),
                        after))
                .hasSize(1);
    }
}
