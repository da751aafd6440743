package io.countersign.model.venue.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.countersign.model.venue.internal.RawJson.Fields;
import io.countersign.model.venue.internal.RawJson.Items;
import io.countersign.model.venue.internal.RawJson.Numeral;
import io.countersign.model.venue.internal.RawJson.Text;
import io.countersign.model.venue.internal.RawJson.Word;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of one response. Short values and short lists that come again are the same object again, as markets of one
 * venue are much alike. Not for use by several threads.
 */
final class RawJsonReader {
    /** Slots for values that may come again; a newcomer takes the place of the one before it. */
    private static final int SLOTS = 2_048;

    /** Longest text that is looked up. */
    private static final int SHARED_LENGTH_MAX = 32;

    /** Longest list that is looked up. */
    private static final int SHARED_ITEMS_MAX = 64;

    private static final int FIELDS_EXPECTED = 48;

    private final JsonParser in;
    private final Consumer<String> duplicates;
    private final @Nullable Text[] texts = new Text[SLOTS];
    private final @Nullable Numeral[] numerals = new Numeral[SLOTS];
    private final @Nullable Items[] lists = new Items[SLOTS];
    private RawJson[] stack = new RawJson[64];
    private int top;

    /**
     * Starts reading.
     *
     * @param duplicates told the JSON Pointer of each name that an object holds twice; the first value is kept
     */
    RawJsonReader(JsonParser in, Consumer<String> duplicates) {
        this.in = in;
        this.duplicates = duplicates;
    }

    /**
     * Reads the value that starts at the parser's current token. Where the budget does not suffice, the parser stands somewhere
     * inside of the value afterwards.
     */
    RawJson read(Budget budget) throws IOException, Budget.Exceeded {
        top = 0;
        return value(in.currentToken(), budget, FIELDS_EXPECTED);
    }

    private RawJson value(JsonToken token, Budget budget, int fieldsExpected) throws IOException, Budget.Exceeded {
        return switch (token) {
            case START_OBJECT -> fields(budget, fieldsExpected);
            case START_ARRAY -> items(budget);
            case VALUE_STRING -> text(budget);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> numeral(budget);
            case VALUE_TRUE -> word(Word.TRUE, budget);
            case VALUE_FALSE -> word(Word.FALSE, budget);
            case VALUE_NULL -> word(Word.NULL, budget);
            default -> throw new IllegalStateException("No value starts at " + token);
        };
    }

    private static Word word(Word word, Budget budget) throws Budget.Exceeded {
        budget.spend(word.json().length());
        return word;
    }

    private Text text(Budget budget) throws IOException, Budget.Exceeded {
        char[] characters = in.getTextCharacters();
        int from = in.getTextOffset();
        int length = in.getTextLength();
        budget.spend(length);
        if (length > SHARED_LENGTH_MAX) {
            return new Text(new String(characters, from, length));
        }
        int slot = slot(characters, from, length);
        Text known = texts[slot];
        if (known == null || !same(known.value(), characters, from, length)) {
            known = new Text(new String(characters, from, length));
            texts[slot] = known;
        }
        return known;
    }

    private Numeral numeral(Budget budget) throws IOException, Budget.Exceeded {
        char[] characters = in.getTextCharacters();
        int from = in.getTextOffset();
        int length = in.getTextLength();
        budget.spend(length);
        if (length > SHARED_LENGTH_MAX) {
            return new Numeral(new String(characters, from, length));
        }
        int slot = slot(characters, from, length);
        Numeral known = numerals[slot];
        if (known == null || !same(known.spelling(), characters, from, length)) {
            known = new Numeral(new String(characters, from, length));
            numerals[slot] = known;
        }
        return known;
    }

    private static int slot(char[] characters, int from, int length) {
        int hash = length;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + characters[i];
        }
        return slot(hash);
    }

    private static int slot(int hash) {
        int mixed = hash * 0x9E3779B9;
        return (mixed >>> 16) & (SLOTS - 1);
    }

    private static boolean same(String text, char[] characters, int from, int length) {
        if (text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) != characters[from + i]) {
                return false;
            }
        }
        return true;
    }

    private Fields fields(Budget budget, int expected) throws IOException, Budget.Exceeded {
        budget.spend(1);
        Map<String, RawJson> fields = new LinkedHashMap<>(expected);
        String name = in.nextFieldName();
        while (name != null) {
            budget.spend(name.length());
            if (fields.putIfAbsent(name, value(in.nextToken(), budget, 4)) != null) {
                duplicates.accept(in.getParsingContext().pathAsPointer().toString());
            }
            name = in.nextFieldName();
        }
        return new Fields(fields);
    }

    private Items items(Budget budget) throws IOException, Budget.Exceeded {
        budget.spend(1);
        int first = top;
        int hash = 1;
        JsonToken token = in.nextToken();
        while (token != JsonToken.END_ARRAY) {
            RawJson item = value(token, budget, 4);
            hash = 31 * hash + System.identityHashCode(item);
            push(item);
            token = in.nextToken();
        }
        int size = top - first;
        Items items = size <= SHARED_ITEMS_MAX ? shared(first, size, slot(hash)) : items(first, size);
        top = first;
        return items;
    }

    private void push(RawJson item) {
        if (top == stack.length) {
            stack = Arrays.copyOf(stack, 2 * top);
        }
        stack[top++] = item;
    }

    private Items shared(int first, int size, int slot) {
        Items known = lists[slot];
        if (known == null || !same(known.items(), first, size)) {
            known = items(first, size);
            lists[slot] = known;
        }
        return known;
    }

    private Items items(int first, int size) {
        return new Items(List.of(Arrays.copyOfRange(stack, first, first + size)));
    }

    @SuppressWarnings("ReferenceEquality") // the same object again is what is looked for; equal ones would cost a walk
    private boolean same(List<RawJson> items, int first, int size) {
        if (items.size() != size) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            if (items.get(i) != stack[first + i]) {
                return false;
            }
        }
        return true;
    }
}
