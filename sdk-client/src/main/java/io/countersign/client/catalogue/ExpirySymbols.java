package io.countersign.client.catalogue;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The maturity that a contract's id names. Read are the spellings of Kraken ({@code FI_XBTUSD_210924}), Binance ({@code
 * BTCUSDT_210924}), OKX ({@code BTC-USD-250926}), Deribit ({@code BTC-27DEC24}), and the month codes of futures exchanges and
 * BitMEX ({@code XBTM21}).
 */
final class ExpirySymbols {
    private static final Pattern DIGITS = Pattern.compile(".+[_-]((?:20)?\\d{2})(\\d{2})(\\d{2})");
    private static final Pattern NAMED = Pattern.compile(".+[_-](\\d{1,2})([A-Z]{3})(\\d{2})");
    private static final Pattern CODED = Pattern.compile("[A-Z]{2,}([FGHJKMNQUVXZ])(\\d{2})");
    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final String CODES = "FGHJKMNQUVXZ";
    private static final int CENTURY = 2000;

    private ExpirySymbols() {}

    /**
     * A day or a month.
     *
     * @param text as the id spells it
     * @param month the month, empty where the digits are no date
     * @param day the day, empty where the id names a month
     */
    record Named(String text, Optional<YearMonth> month, Optional<LocalDate> day) {
        boolean contains(LocalDate date) {
            return day.map(date::equals).orElseGet(() -> month.equals(Optional.of(YearMonth.from(date))));
        }
    }

    /** What the id names; empty where it names no maturity in a spelling that is known. */
    static Optional<Named> read(String id) {
        String upper = id.toUpperCase(Locale.ROOT);
        Matcher digits = DIGITS.matcher(upper);
        if (digits.matches()) {
            int year = Integer.parseInt(digits.group(1));
            String text = upper.substring(digits.start(1));
            return Optional.of(day(text, CENTURY + year % CENTURY, number(digits, 2), number(digits, 3)));
        }
        Matcher named = NAMED.matcher(upper);
        if (named.matches()) {
            int month = MONTHS.indexOf(named.group(2)) + 1;
            return Optional.of(
                    day(upper.substring(named.start(1)), CENTURY + number(named, 3), month, number(named, 1)));
        }
        Matcher coded = CODED.matcher(upper);
        if (coded.matches()) {
            YearMonth month = YearMonth.of(CENTURY + number(coded, 2), CODES.indexOf(coded.group(1)) + 1);
            return Optional.of(new Named(coded.group(1) + coded.group(2), Optional.of(month), Optional.empty()));
        }
        return Optional.empty();
    }

    private static Named day(String text, int year, int month, int day) {
        try {
            LocalDate date = LocalDate.of(year, month, day);
            return new Named(text, Optional.of(YearMonth.from(date)), Optional.of(date));
        } catch (DateTimeException e) {
            return new Named(text, Optional.empty(), Optional.empty());
        }
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }
}
