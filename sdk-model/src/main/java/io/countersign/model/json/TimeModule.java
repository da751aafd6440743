package io.countersign.model.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import io.countersign.model.MalformedInputException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.function.Function;

/**
 * Instants in JSON, in the one spelling of {@link Instants}; durations, local dates and local times as ISO 8601 writes them;
 * zones by their id.
 */
final class TimeModule extends SimpleModule {
    private static final long serialVersionUID = 1L;

    TimeModule() {
        super("countersign-time");
        add(Instant.class, Instants::format, TimeModule::instant);
        add(Duration.class, Duration::toString, TimeModule::duration);
        add(LocalDate.class, LocalDate::toString, TimeModule::date);
        add(LocalTime.class, LocalTime::toString, TimeModule::time);
        add(LocalDateTime.class, LocalDateTime::toString, TimeModule::dateTime);
        add(ZoneId.class, ZoneId::getId, TimeModule::zone);
        addKeyDeserializer(LocalDate.class, new DateKeyReader());
    }

    private <T> void add(Class<T> type, Function<T, String> writer, Function<String, T> reader) {
        addSerializer(type, new TextWriter<>(type, writer));
        addDeserializer(type, new TextReader<>(type, reader));
    }

    /** What is finer than our spelling would not come back, and the text would not have the value's digest. */
    private static Instant instant(String text) {
        Instant exact = parsed("an instant such as 2026-11-22T09:14:00Z", text, Instant::parse);
        if (!exact.equals(Instants.parse(text))) {
            throw new MalformedInputException("An instant must not be finer than microseconds: " + text);
        }
        return exact;
    }

    private static Duration duration(String text) {
        return parsed("a duration such as PT24H", text, Duration::parse);
    }

    private static LocalDate date(String text) {
        return parsed("a date such as 2026-11-22", text, LocalDate::parse);
    }

    private static LocalTime time(String text) {
        return parsed("a local time such as 16:00", text, LocalTime::parse);
    }

    private static LocalDateTime dateTime(String text) {
        return parsed("a local date and time such as 2026-11-22T16:00", text, LocalDateTime::parse);
    }

    private static ZoneId zone(String text) {
        return parsed("a time zone such as Europe/London", text, ZoneId::of);
    }

    private static <T> T parsed(String thing, String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (DateTimeException e) {
            throw new MalformedInputException("Not " + thing + ": \"" + text + "\"", e);
        }
    }

    private static final class TextWriter<T> extends StdScalarSerializer<T> {
        private static final long serialVersionUID = 1L;

        private final transient Function<T, String> text;

        TextWriter(Class<T> type, Function<T, String> text) {
            super(type);
            this.text = text;
        }

        @Override
        public void serialize(T value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(text.apply(value));
        }
    }

    private static final class TextReader<T> extends StdScalarDeserializer<T> {
        private static final long serialVersionUID = 1L;

        private final transient Function<String, T> parser;

        TextReader(Class<T> type, Function<String, T> parser) {
            super(type);
            this.parser = parser;
        }

        @Override
        public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return parser.apply(in.getText());
        }
    }

    private static final class DateKeyReader extends KeyDeserializer {
        @Override
        public LocalDate deserializeKey(String key, DeserializationContext context) {
            return date(key);
        }
    }
}
