package io.countersign.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.countersign.model.fixtures.Samples;
import io.countersign.model.json.Json;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.schema.DocumentSchema;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The other tests run on the class path, as most hosts do; here the library runs as a module. */
class ModuleTest {
    private static final String NAME = "io.countersign.model";

    @Test
    void descriptor_exportsEveryPublicPackageAndNoOther() throws IOException {
        Path classes = location(MarketDocument.class);
        ModuleDescriptor descriptor =
                ModuleFinder.of(classes).find(NAME).orElseThrow().descriptor();
        Set<String> exported = descriptor.exports().stream()
                .peek(export -> assertThat(export.isQualified()).isFalse())
                .map(Exports::source)
                .collect(Collectors.toSet());
        try (Stream<Path> files = Files.walk(classes)) {
            Set<String> published = files.filter(file -> file.toString().endsWith("package-info.class"))
                    .map(file -> classes.relativize(file.getParent()).toString().replaceAll("[/\\\\]", "."))
                    .filter(name -> !name.contains("internal"))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(exported).isEqualTo(published);
        }
        assertThat(descriptor.opens())
                .allSatisfy(open -> assertThat(open.targets()).containsExactly("com.fasterxml.jackson.databind"));
    }

    @Test
    void values_onTheModulePath_areReadAndWritten() throws ReflectiveOperationException {
        ModuleFinder modules = ModuleFinder.of(Stream.of(
                        MarketDocument.class,
                        JsonFactory.class,
                        JsonMapper.class,
                        JsonCreator.class,
                        Jdk8Module.class,
                        NullMarked.class)
                .map(ModuleTest::location)
                .toArray(Path[]::new));
        ModuleLayer boot = ModuleLayer.boot();
        Configuration configuration = boot.configuration().resolve(modules, ModuleFinder.of(), List.of(NAME));
        ClassLoader loader = boot.defineModulesWithOneLoader(configuration, ClassLoader.getPlatformClassLoader())
                .findLoader(NAME);
        Class<?> json = loader.loadClass(Json.class.getName());
        assertThat(json.getModule().getName()).isEqualTo(NAME);

        for (MarketDocument document : Samples.documents().values()) {
            assertThat(readAndWritten(json, MarketDocument.class, document.canonical()))
                    .isEqualTo(Json.write(document));
        }
        for (Map.Entry<String, Object> value : Samples.changeValues().entrySet()) {
            assertThat(readAndWritten(json, value.getValue().getClass().getSuperclass(), Json.write(value.getValue())))
                    .as(value.getKey())
                    .isEqualTo(Json.write(value.getValue()));
        }

        Class<?> kinds = loader.loadClass(DocumentKind.class.getName());
        Method schema = loader.loadClass(DocumentSchema.class.getName()).getMethod("of", kinds);
        for (Object kind : kinds.getEnumConstants()) {
            assertThat(schema.invoke(null, kind)).isEqualTo(DocumentSchema.of(DocumentKind.parse(kind.toString())));
        }
    }

    private static Object readAndWritten(Class<?> json, Class<?> type, String text)
            throws ReflectiveOperationException {
        Class<?> twin = json.getClassLoader().loadClass(type.getName());
        Object value = json.getMethod("read", String.class, Class.class).invoke(null, text, twin);
        return json.getMethod("write", Object.class).invoke(null, value);
    }

    private static Path location(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
