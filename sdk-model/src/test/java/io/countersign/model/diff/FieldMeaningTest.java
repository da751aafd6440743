package io.countersign.model.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.model.diff.Attributes.Attribute;
import io.countersign.model.fixtures.Samples;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.unit.Amount;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldMeaningTest {
    @Test
    void table_namesEachNumericFieldOfEachDocument_andNoOther() throws ClassNotFoundException {
        Set<String> numeric = new TreeSet<>();
        Set<Class<?>> seen = new HashSet<>();
        for (DocumentKind kind : DocumentKind.values()) {
            collectNumeric(kind.type(), numeric, seen);
        }
        assertThat(seen).hasSizeGreaterThanOrEqualTo(12);
        assertThat(numeric)
                .filteredOn(field -> !field.endsWith(".schemaVersion"))
                .as("a numeric field needs a line in Meanings: what does it mean to a trader that it grows?")
                .containsExactlyInAnyOrderElementsOf(Meanings.table().stream()
                        .map(Meanings.Line::field)
                        .filter(field -> !field.endsWith(".schemaVersion"))
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "spot-market      | /priceRule/tickSize        | '0.1'   | '0.5'    | tick size 0.1 -> 0.5, coarser",
                "spot-market      | /priceRule/tickSize        | '0.5'   | '0.1'    | tick size 0.5 -> 0.1, finer",
                "spot-market      | /sizeRule/maxQuantity      |         | '100'    | max quantity none -> 100, tighter",
                "spot-market      | /sizeRule/maxQuantity      | '100'   |          | max quantity 100 -> none, looser",
                "spot-market      | /sizeRule/minQuantity      |         | '1'      | min quantity none -> 1, tighter",
                "spot-market      | /sizeRule/lotStep          |         | '1'      | lot step none -> 1, coarser",
                "spot-market      | /sizeRule/lotStep          | '1'     |          | lot step 1 -> none, finer",
                "spot-market      | /priceRule/pricePrecision  |         | 2        | price precision none -> 2",
                "spot-market      | /priceRule/pricePrecision  | 2       |          | price precision 2 -> none",
                "spot-market      | /priceRule/pricePrecision  | 1       | 2        | price precision 1 -> 2, finer",
                "spot-market      | /fees/taker/threshold=0/fee | '0.26' | '0.2'    | taker fee 0.26 % -> 0.2 %, cheaper",
                "spot-market      | /fees/maker/threshold=0/fee | '-0.01' | '0'     | maker fee -0.01 % -> 0 %, dearer",
                "spot-market      | /fees/taker/threshold=9    | {'fee':'0.1','threshold':'9'} | | taker at threshold 9 removed: taker fee 0.1 %",
                "spot-market      | /margin                    |         | {'leverageBuy':[2],'leverageSell':[]} | margin added: leverage buy [2]",
                "spot-market      | /margin/leverageBuy        | [2,3]   | [2,3,10] | leverage buy [2,3] -> [2,3,10], looser",
                "spot-market      | /margin/leverageBuy        | [2,3]   | []       | leverage buy [2,3] -> [], tighter",
                "spot-market      | /margin/leverageBuy        | [2]     | [[3]]    | leverage buy [2] -> [[3]]",
                "spot-market      | /margin/marginStopLevel    | '40'    | '50'     | margin stop level 40 % -> 50 %, tighter",
                "spot-market      | /margin/longPositionLimit  | '350'   | '100'    | long position limit 350 -> 100, tighter",
                "spot-market      | /status                    | 'ONLINE' | 'HALTED' | status ONLINE -> HALTED",
                "spot-market      | /extensions/oddName/9      | '1'     | '2'      | 9 1 -> 2",
                "spot-market      | /noSuchField               | '1'     | '2'      | no such field 1 -> 2",
                "futures-contract | /maxPosition               | '9'     | '12'     | max position 9 -> 12, looser",
                "futures-contract | /marginSchedules/retail    | 'a'     | 'b'      | retail a -> b",
                "futures-contract | /lastTradingAt | '2026-12-25T08:00:00.000000Z' | '2026-12-25T08:00:00.000001Z' | last trading at 2026-12-25T08:00:00.000000Z -> 2026-12-25T08:00:00.000001Z, later",
                "margin-schedule  | /tiers/lowerBound=5/maintenanceMargin | '0.005' | '0.01' | maintenance margin 0.005 -> 0.01, tighter",
                "margin-schedule  | /tiers/lowerBound=5        | {'lowerBound':'5'} |   | tier at lower bound 5 removed",
                "margin-schedule  | /tiers                     | []      | [{}]     | tiers [] -> [{}]",
                "index-definition | /constituents/source=a/weight | '0.5' | '0.25'  | weight 0.5 -> 0.25, lighter",
            })
    void reading_saysWhatTheChangeMeans(String kind, String path, String before, String after, String reading) {
        FieldChange change = change(kind, path, before, after);
        assertThat(change.reading()).isEqualTo(reading);
        assertThat(change).hasToString(kind + "/kraken/X " + path + ": " + reading);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spot-market      | /priceRule/tickSize          | tick size      | quote per base | '' | COARSER",
                "spot-market      | /fees/taker/threshold=0/fee  | taker fee      | %              | '' | DEARER",
                "spot-market      | /notionalRule/minNotional    | min notional   | quote          | '' | TIGHTER",
                "spot-market      | /schemaVersion               | schema version | ''             | '' | NEUTRAL",
                "spot-market      | /sizeRule/minQuantity        | min quantity   | base units or contracts | '' | TIGHTER",
                "spot-market      | ''                           | ''             | ''             | '' | NEUTRAL",
                "futures-contract | /contractSize                | contract size  | ''             | /contractSizeUnit | LARGER",
                "futures-contract | /funding/coefficient         | coefficient    | ''             | '' | SLOWER",
                "futures-contract | /openedAt                    | opened at      | UTC            | '' | LATER",
                "margin-schedule  | /tiers/lowerBound=0/lowerBound | lower bound  | ''             | /unit | NEUTRAL",
                "margin-schedule  | /tiers/lowerBound=0/initialMargin | initial margin | fraction  | '' | TIGHTER",
            })
    void of_path_isLabelUnitAndGrowth(
            String kind, String path, String label, String unit, String unitPath, Growth growth) {
        assertThat(FieldMeaning.of(DocumentKind.parse(kind), path))
                .isEqualTo(new FieldMeaning(label, unit, unitPath, growth));
    }

    @Test
    void reading_ofASpan_comparesItsLength() {
        FieldMeaning interval = new FieldMeaning("interval", "ISO 8601 duration", "", Growth.SLOWER);
        FieldChange longer = change("futures-contract", "/interval", "'PT8H'", "'P1D'");
        assertThat(new Reading(longer, interval, "").text()).isEqualTo("interval PT8H -> P1D, slower");
        assertThat(new Reading(longer.inverse(), interval, "").text()).isEqualTo("interval P1D -> PT8H, faster");
        FieldChange text = change("futures-contract", "/interval", "'PT8H'", "'Pending'");
        assertThat(new Reading(text, interval, "").text()).isEqualTo("interval PT8H -> Pending");
    }

    @Test
    void summary_namesTheUnitThatTheDocumentNames() {
        FuturesContract before = Samples.futuresContract();
        FuturesContract after = FuturesContract.builder()
                .from(before)
                .maxPosition(Amount.of("600"))
                .postOnly(true)
                .build();
        ConfigSnapshot from = ConfigSnapshot.of(Samples.SCOPE, List.of(before));
        SemanticDiff diff = SemanticDiff.between(before, after);
        assertThat(diff.summary(from))
                .isEqualTo(
                        "futures-contract/kraken/PF_XBTUSD /maxPosition: max position 1200 base -> 600 base, tighter\n"
                                + "futures-contract/kraken/PF_XBTUSD /postOnly: post only false -> true");
        assertThat(diff.summary(ConfigSnapshot.empty(Samples.SCOPE))).isEqualTo(diff.toString());
        assertThat(new SemanticDiff(List.of()).summary(from)).isEqualTo("No differences");
        assertThat(SemanticDiff.between(ConfigSnapshot.empty(Samples.SCOPE), from)
                        .summary(from))
                .isEqualTo("futures-contract/kraken/PF_XBTUSD: added");
    }

    @Test
    void word_ofEveryGrowth_hasAnOpposite() {
        for (Growth growth : Growth.values()) {
            assertThat(growth.word(0)).isEmpty();
            assertThat(growth.word(1).isEmpty()).isEqualTo(growth == Growth.NEUTRAL);
            assertThat(growth.word(1).equals(growth.word(-1))).isEqualTo(growth == Growth.NEUTRAL);
        }
        assertThat(Growth.CHEAPER.word(-1)).isEqualTo("dearer");
        assertThat(Growth.FASTER.word(1)).isEqualTo("faster");
    }

    /** The fields, as {@code Type.name}, that hold numbers, spans or lists of them. Walks into every type of ours below. */
    private static void collectNumeric(Class<?> type, Set<String> numeric, Set<Class<?>> seen)
            throws ClassNotFoundException {
        if (!seen.add(type)) {
            return;
        }
        if (type.isSealed() && type.isInterface()) {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                collectNumeric(permitted, numeric, seen);
            }
            return;
        }
        Class<?> generated = Class.forName(type.getPackageName() + ".Immutable" + type.getSimpleName());
        for (Attribute attribute : Attributes.of(generated)) {
            Class<?> held = held(attribute.accessor().getGenericReturnType());
            if (isNumeric(held)) {
                numeric.add(type.getSimpleName() + "." + attribute.name());
            } else if (held.getPackageName().equals(DocumentKind.class.getPackageName())
                    && !held.isEnum()
                    && !held.isRecord()) {
                collectNumeric(held, numeric, seen);
            }
        }
    }

    private static Class<?> held(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return held(arguments[arguments.length - 1]);
        }
        return (Class<?>) type;
    }

    private static boolean isNumeric(Class<?> type) {
        return type == int.class
                || type == long.class
                || Number.class.isAssignableFrom(type)
                || type == Duration.class
                || type.getPackageName().equals(Amount.class.getPackageName());
    }

    private static FieldChange change(String kind, String path, String before, String after) {
        return FieldChange.builder()
                .document(DocumentId.parse(kind + "/kraken/X"))
                .path(path)
                .before(json(before))
                .after(json(after))
                .build();
    }

    private static Optional<JsonText> json(String text) {
        return Optional.ofNullable(text).map(json -> JsonText.parse(json.replace('\'', '"')));
    }
}
