package io.countersign.model.market;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.countersign.model.change.ChangeEvents;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.fixtures.Samples;
import io.countersign.model.json.CanonicalJson;
import io.countersign.model.json.Json;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The JSON of every document kind and of every payload, as it was first written. A difference is a change of the format: ledgers
 * and exports hold these bytes for ever. To make such a change on purpose, run
 *
 * <pre>mvn -pl sdk-model test -Dtest=GoldenTest -Dcountersign.golden=write</pre>
 *
 * which writes the files anew and fails, then look at the difference and say in the commit why old readers may live with it.
 */
class GoldenTest {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden", "v1");
    private static final boolean WRITE =
            System.getProperty("countersign.golden", "").equals("write");

    static Set<String> names() {
        return samples().keySet();
    }

    @ParameterizedTest
    @MethodSource("names")
    void json_ofASample_isAsItWasFirstWritten(String name) throws IOException {
        Object sample = samples().get(name);
        String json = CanonicalJson.text(sample);
        Path file = GOLDEN.resolve(name + ".json");
        if (WRITE) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, json + "\n");
            fail("Wrote " + file + " anew: look at the difference, then run without -Dcountersign.golden");
        }
        assertThat(file)
                .as("A new sample needs a golden file: run with -Dcountersign.golden=write")
                .exists();
        String golden = Files.readString(file, UTF_8).stripTrailing();
        assertThat(json)
                .as(
                        "The JSON of %s is no longer what ledgers hold. If that is meant, run with"
                                + " -Dcountersign.golden=write and explain it in the commit",
                        name)
                .isEqualTo(golden);
        Object back = sample instanceof MarketDocument
                ? MarketDocument.parse(golden)
                : Json.read(golden, sample.getClass().getSuperclass());
        assertThat(back).isEqualTo(sample);
        assertThat(CanonicalJson.text(back)).isEqualTo(golden);
    }

    @Test
    void files_haveASampleEach() throws IOException {
        try (Stream<Path> files = Files.walk(GOLDEN)) {
            Set<String> written = files.filter(Files::isRegularFile)
                    .map(file -> GOLDEN.relativize(file)
                            .toString()
                            .replace('\\', '/')
                            .replace(".json", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(written).isEqualTo(names());
        }
    }

    @Test
    void samples_coverEveryKindOfDocument() {
        assertThat(Samples.documents().values())
                .extracting(MarketDocument::documentKind)
                .contains(DocumentKind.values());
    }

    @Test
    void samples_coverEveryValueOfAChange() throws IOException, URISyntaxException, ClassNotFoundException {
        Path classes = Path.of(ChangePlan.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        String folder = ChangePlan.class.getPackageName().replace('.', '/');
        Set<Class<?>> values = new HashSet<>();
        try (Stream<Path> files = Files.list(classes.resolve(folder))) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".class") && !name.contains("$") && !name.contains("-info")) {
                    Class<?> type = Class.forName(ChangePlan.class.getPackageName() + "." + name.replace(".class", ""));
                    if (Modifier.isPublic(type.getModifiers()) && !type.isEnum() && type != ChangeEvents.class) {
                        values.add(type);
                    }
                }
            }
        }
        assertThat(values).hasSizeGreaterThan(15);
        Set<Class<?>> covered = Samples.changeValues().values().stream()
                .map(value -> value.getClass().getSuperclass())
                .collect(Collectors.toSet());
        assertThat(covered).isEqualTo(values);
    }

    @ParameterizedTest
    @ValueSource(classes = {SpotMarket.class, FuturesContract.class, MarginSchedule.class, IndexDefinition.class})
    void fullSample_hasEveryField(Class<?> type) {
        MarketDocument sample = Samples.documents().values().stream()
                .filter(type::isInstance)
                .max(Comparator.comparingInt(document -> document.canonical().length()))
                .orElseThrow();
        Set<String> declared = Stream.of(type.getDeclaredMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .map(Method::getName)
                .collect(Collectors.toSet());
        declared.addAll(Set.of("kind", "schemaVersion"));
        assertThat((Object) Json.read(sample.canonical(), SortedMap.class).keySet())
                .isEqualTo(declared);
    }

    private static SortedMap<String, Object> samples() {
        SortedMap<String, Object> samples = new TreeMap<>();
        Samples.documents().forEach((name, document) -> samples.put("document/" + name, document));
        Samples.changeValues().forEach((name, value) -> samples.put("change/" + name, value));
        return samples;
    }
}
