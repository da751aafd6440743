package io.countersign.model.market;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.countersign.model.change.BaselineRecorded;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.ChangeSubmitted;
import io.countersign.model.change.ConfigChanged;
import io.countersign.model.change.DocumentRecorded;
import io.countersign.model.fixtures.Accessors;
import io.countersign.model.fixtures.Samples;
import io.countersign.model.json.CanonicalJson;
import io.countersign.model.json.Digest;
import io.countersign.model.json.Json;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The JSON of every document kind and of every payload, as it was first written. A difference is a change of the format: ledgers
 * and exports hold these bytes for ever. The directory {@code v1} holds what was written while documents were of schema version 1
 * and is never written again; {@code v2} holds the documents of version 2, and of the payloads those whose bytes are not the same
 * as in {@code v1} because they hold documents or their digests. To change the format on purpose, run
 *
 * <pre>mvn -pl sdk-model test -Dtest=GoldenTest -Dcountersign.golden=write</pre>
 *
 * which writes the files of {@code v2} anew and fails, then look at the difference and say in the commit why old readers may live
 * with it.
 */
class GoldenTest {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");
    private static final Path V1 = GOLDEN.resolve("v1");
    private static final Path V2 = GOLDEN.resolve("v2");
    private static final boolean WRITE =
            System.getProperty("countersign.golden", "").equals("write");

    private static final SortedMap<String, Object> SAMPLES = samples();

    static Set<String> names() {
        return SAMPLES.keySet();
    }

    static Set<String> namesOfVersion1() {
        return filesIn(V1);
    }

    @ParameterizedTest
    @MethodSource("names")
    void json_ofASample_isAsItWasFirstWritten(String name) throws IOException {
        Object sample = SAMPLES.get(name);
        String json = CanonicalJson.text(sample);
        if (WRITE) {
            write(name, json);
        }
        Path file = Files.exists(V2.resolve(name + ".json")) ? V2.resolve(name + ".json") : V1.resolve(name + ".json");
        assertThat(file)
                .as("A new sample needs a golden file: run with -Dcountersign.golden=write")
                .exists();
        String golden = read(file);
        assertThat(json)
                .as(
                        "The JSON of %s is no longer what ledgers hold. If that is meant, run with"
                                + " -Dcountersign.golden=write and explain it in the commit",
                        name)
                .isEqualTo(golden);
        Object back = parse(name, golden);
        assertThat(back).isEqualTo(sample);
        assertThat(CanonicalJson.text(back)).isEqualTo(golden);
    }

    private static void write(String name, String json) throws IOException {
        Path first = V1.resolve(name + ".json");
        if (Files.exists(first) && read(first).equals(json)) {
            Files.deleteIfExists(V2.resolve(name + ".json"));
            return;
        }
        Path file = V2.resolve(name + ".json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, json + "\n");
        fail("Wrote " + file + " anew: look at the difference, then run without -Dcountersign.golden");
    }

    @ParameterizedTest
    @MethodSource("namesOfVersion1")
    void json_ofVersion1_isReadAndWrittenAgainByteForByte(String name) {
        String golden = read(V1.resolve(name + ".json"));
        Object value = parse(name, golden);
        assertThat(CanonicalJson.text(value)).isEqualTo(golden);
        if (value instanceof MarketDocument document) {
            assertThat(document.schemaVersion()).isEqualTo(1);
            assertThat(document.digest()).isEqualTo(Digest.of(golden.getBytes(UTF_8)));
        }
    }

    @Test
    void digests_ofVersion1_areThoseThatWereRecorded() {
        ConfigSnapshot snapshot = ConfigSnapshot.of(
                Samples.SCOPE,
                filesIn(V1.resolve("document")).stream()
                        .map(name ->
                                MarketDocument.parse(read(V1.resolve("document").resolve(name + ".json"))))
                        .toList());
        BaselineRecorded baseline = change("baseline-recorded", BaselineRecorded.class);
        assertThat(snapshot.size()).isEqualTo(baseline.documents()).isEqualTo(8);
        assertThat(snapshot.root()).isEqualTo(baseline.root());

        ConfigChanged changed = change("config-changed", ConfigChanged.class);
        assertThat(changed.changes().applyTo(snapshot).root()).isEqualTo(changed.resultRoot());
        DocumentRecorded recorded = change("document-recorded", DocumentRecorded.class);
        assertThat(recorded.document().digest()).isEqualTo(recorded.digest());
        ChangeSubmitted submitted = change("change-submitted", ChangeSubmitted.class);
        assertThat(submitted.plan().digest()).isEqualTo(submitted.planDigest());
    }

    /** Should this fail, take the files back out of the history: what they hold was released. */
    @Test
    void files_ofVersion1_areTouchedNoMore() {
        SortedMap<String, String> digests = new TreeMap<>();
        for (String name : namesOfVersion1()) {
            digests.put(
                    name,
                    Digest.of(read(V1.resolve(name + ".json")).getBytes(UTF_8)).toString());
        }
        assertThat(digests).hasSize(28);
        assertThat(Digest.ofCanonical(digests))
                .hasToString("sha256:56a9bd65f5b19807062c490415946c8c657191044d9975cd4c5cf87f58f3b56c");
    }

    @Test
    void files_haveASampleEach() {
        Set<String> files = new TreeSet<>(filesIn(V1));
        files.addAll(filesIn(V2));
        assertThat(files).isEqualTo(names());
    }

    @Test
    void files_ofVersion2_standBesideVersion1OnlyWhereTheyDiffer() {
        for (String name : filesIn(V2)) {
            Path first = V1.resolve(name + ".json");
            if (Files.exists(first)) {
                assertThat(read(V2.resolve(name + ".json"))).as(name).isNotEqualTo(read(first));
            }
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
    @EnumSource
    void fullSample_hasEveryField(DocumentKind kind) {
        MarketDocument sample = Samples.documents().get(kind.toString());
        assertThat(written(sample)).isEqualTo(fields(kind.type())).hasSizeGreaterThan(5);
    }

    /** Some fields cannot stand beside others, as a bound that is disabled beside its value: all samples together have them. */
    @Test
    void fullSamples_haveEveryFieldOfWhatIsInside() {
        Map<Class<?>, Set<String>> seen = new TreeMap<>(Comparator.comparing(Class::getName));
        Samples.documents().values().forEach(document -> collect(document, seen));
        assertThat(seen).hasSizeGreaterThan(30);
        seen.forEach(
                (type, fields) -> assertThat(fields).as(type.getSimpleName()).isEqualTo(fields(type)));
    }

    @ParameterizedTest
    @EnumSource
    void smallestSample_hasNothingThatMayBeLeftOut(DocumentKind kind) {
        MarketDocument sample = Samples.documents().get(kind + "-smallest");
        Accessors.of(kind.type()).forEach((name, accessor) -> {
            if (accessor.getReturnType() == Optional.class) {
                assertThat(Accessors.get(accessor, sample)).as(name).isEqualTo(Optional.empty());
            }
        });
    }

    private static void collect(Object value, Map<Class<?>, Set<String>> seen) {
        if (value instanceof Optional<?> optional) {
            optional.ifPresent(inside -> collect(inside, seen));
        } else if (value instanceof Iterable<?> elements) {
            elements.forEach(element -> collect(element, seen));
        } else if (Accessors.isBuilt(Accessors.typeOf(value))) {
            Class<?> type = Accessors.typeOf(value);
            seen.computeIfAbsent(type, t -> new TreeSet<>()).addAll(written(value));
            Accessors.of(type).values().forEach(accessor -> collect(Accessors.get(accessor, value), seen));
        }
    }

    private static Set<String> written(Object value) {
        Set<String> names = new TreeSet<>();
        for (Object name : Json.read(Json.write(value), Map.class).keySet()) {
            names.add((String) name);
        }
        return names;
    }

    private static Set<String> fields(Class<?> type) {
        Set<String> names = new TreeSet<>(Accessors.of(type).keySet());
        if (MarketDocument.class.isAssignableFrom(type)) {
            names.add("kind");
        }
        return names;
    }

    private static Object parse(String name, String json) {
        if (name.startsWith("document/")) {
            return MarketDocument.parse(json);
        }
        return Json.read(json, Accessors.typeOf(SAMPLES.get(name)));
    }

    private static <T> T change(String name, Class<T> type) {
        return Json.read(read(V1.resolve("change").resolve(name + ".json")), type);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, UTF_8).stripTrailing();
        } catch (IOException e) {
            throw new AssertionError(file.toString(), e);
        }
    }

    /** The names of all files below a directory, without their ending. */
    private static Set<String> filesIn(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> directory
                            .relativize(file)
                            .toString()
                            .replace('\\', '/')
                            .replace(".json", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new AssertionError(directory.toString(), e);
        }
    }

    private static SortedMap<String, Object> samples() {
        SortedMap<String, Object> samples = new TreeMap<>();
        Samples.documents().forEach((name, document) -> samples.put("document/" + name, document));
        Samples.changeValues().forEach((name, value) -> samples.put("change/" + name, value));
        return samples;
    }
}
