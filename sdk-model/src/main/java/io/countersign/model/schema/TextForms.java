package io.countersign.model.schema;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.model.MalformedInputException;
import io.countersign.model.json.Json;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.market.WeekTime;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Contracts;
import io.countersign.model.unit.Leverage;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Percent;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.Rate;
import io.countersign.model.unit.TickSize;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The schemas of what is a string in JSON and more than a string in Java. Patterns keep to what ECMA-262 and Java both know. */
final class TextForms {
    private static final String DATE = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
    private static final String MINUTE = "([01][0-9]|2[0-3]):[0-5][0-9]";
    private static final String ABOVE_ZERO = "([1-9][0-9]{0,19}(\\.[0-9]{0,17}[1-9])?|0\\.[0-9]{0,17}[1-9])";

    private static final Map<Class<?>, String> UNITS = Map.of(
            Amount.class, "A size whose unit stands beside it in the same document",
            Contracts.class, "A number of futures contracts",
            Leverage.class, "Position value over own money: \"50\" means 50 to 1",
            Notional.class, "An amount of money in a quote or settlement currency",
            Percent.class, "A number of percent: \"0.25\" is a quarter of a percent",
            Price.class, "A price in quote asset per one base asset",
            Quantity.class, "An amount of a base asset",
            Rate.class, "A fraction: \"0.001\" is 10 basis points",
            TickSize.class, "A step between prices, in quote asset per one base asset");

    private TextForms() {}

    static Optional<ObjectNode> find(Class<?> type) {
        if (type.getPackage().equals(Amount.class.getPackage())) {
            return Optional.of(decimal(type));
        }
        if (type == Instant.class) {
            return Optional.of(text("Instant", "^" + DATE + "T" + MINUTE + ":[0-5][0-9]\\.[0-9]{6}Z$")
                    .put("format", "date-time")
                    .put("description", "An instant in UTC with six digits after the second."));
        }
        if (type == Duration.class) {
            return Optional.of(text("Duration", "^PT(?=-?[0-9])(-?[0-9]+H)?(-?[0-9]+M)?(-?[0-9]+(\\.[0-9]{1,9})?S)?$")
                    .put("description", "A duration in hours, minutes and seconds, as ISO 8601 writes it: PT24H."));
        }
        if (type == LocalDate.class) {
            return Optional.of(text("Local date", "^" + DATE + "$")
                    .put("format", "date")
                    .put("description", "A date by the calendar's zone."));
        }
        if (type == LocalTime.class) {
            return Optional.of(text("Local time", "^" + MINUTE + "(:[0-5][0-9](\\.([0-9]{3}){1,3})?)?$")
                    .put("description", "A time of the day by the clock of the zone beside it: 16:00."));
        }
        if (type == ZoneId.class) {
            return Optional.of(text("Zone id", "^.+$")
                    .put("description", "A zone of the IANA time zone database, such as Europe/London, or an offset."));
        }
        if (type == WeekTime.class) {
            return Optional.of(text("Week time", "^[1-7]T" + MINUTE + "(:[0-5][0-9])?$")
                    .put(
                            "description",
                            "A time of the week: 1 for Monday to 7 for Sunday, and the local time: 1T09:30."));
        }
        if (type == DocumentId.class) {
            String kinds =
                    Stream.of(DocumentKind.values()).map(DocumentKind::toString).collect(Collectors.joining("|"));
            return Optional.of(text("Document id", "^(" + kinds + ")/[^/]+/[\\s\\S]+$")
                    .put("description", "Kind, venue and id of another document: spot-market/kraken/XXBTZUSD."));
        }
        return Optional.empty();
    }

    /** A unit's own constructor says which signs it takes. */
    private static ObjectNode decimal(Class<?> unit) {
        String meaning = Optional.ofNullable(UNITS.get(unit))
                .orElseThrow(() -> new IllegalStateException("No meaning is written down for " + unit));
        String pattern;
        String sign;
        if (takes(unit, "-1")) {
            pattern = "^(0|-?" + ABOVE_ZERO + ")$";
            sign = "May be negative.";
        } else if (takes(unit, "0")) {
            pattern = "^(0|" + ABOVE_ZERO + ")$";
            sign = "Never negative.";
        } else {
            pattern = "^" + ABOVE_ZERO + "$";
            sign = "Greater than zero.";
        }
        return text(Titles.of(unit.getSimpleName()), pattern)
                .put(
                        "description",
                        meaning + ". " + sign + " A decimal with up to 20 digits before and 18 after the point, without"
                                + " exponent and without zeros in front or at the end.");
    }

    private static boolean takes(Class<?> unit, String decimal) {
        try {
            Json.read("\"" + decimal + "\"", unit);
            return true;
        } catch (MalformedInputException e) {
            return false;
        }
    }

    private static ObjectNode text(String title, String pattern) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("title", title)
                .put("type", "string")
                .put("pattern", pattern);
    }
}
