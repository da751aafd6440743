package io.countersign.client.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.client.catalogue.Catalogue;
import io.countersign.client.fixtures.Markets;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.Validator;
import io.countersign.model.json.CanonicalJson;
import io.countersign.model.json.Json;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A host that has no library for CEL uses everything but policies, and is told what to add. */
class WithoutCelTest {
    /** What comes with the library and with nothing else that we have. */
    private static final Pattern CEL = Pattern.compile(".*[/\\\\](dev[/\\\\]cel|com[/\\\\]google|org[/\\\\]antlr"
            + "|org[/\\\\]threeten|org[/\\\\]yaml)[/\\\\].*");

    @Test
    void compile_withoutTheLibrary_saysWhatToAdd() throws Exception {
        try (URLClassLoader host = host()) {
            assertThat(run(host, Compiles.class))
                    .startsWith(
                            "java.lang.IllegalStateException: Policies in CEL need a library that is not on the class"
                                    + " path: add dev.cel:cel:0.14.0 to the dependencies of your program (missing: dev/cel/");
        }
    }

    @Test
    void everythingElse_withoutTheLibrary_works() throws Exception {
        try (URLClassLoader host = host()) {
            assertThatThrownBy(() -> host.loadClass("dev.cel.runtime.CelRuntime"))
                    .isInstanceOf(ClassNotFoundException.class);
            assertThatThrownBy(() -> host.loadClass("com.google.common.collect.ImmutableList"))
                    .isInstanceOf(ClassNotFoundException.class);
            assertThat(run(host, Validates.class)).isEqualTo(new Validates().call());
            assertThat(run(host, Writes.class)).isEqualTo(new Writes().call());
        }
    }

    @Test
    void compile_withTheLibrary_hasNothingToSay() {
        assertThat(new Compiles().call()).isEqualTo("No findings");
    }

    @Test
    void library_named_isTheOneThatWeBuildWith() throws IOException {
        String pom = Files.readString(Path.of("..", "pom.xml"));

        assertThat(pom).contains("<cel.version>" + CelPolicies.LIBRARY.replace("dev.cel:cel:", "") + "</cel.version>");
    }

    /** Our classes and what they need, without what only CEL needs. */
    private static URLClassLoader host() throws MalformedURLException {
        List<URL> path = new ArrayList<>();
        int left = 0;
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (CEL.matcher(entry).matches()) {
                left++;
            } else {
                path.add(new File(entry).toURI().toURL());
            }
        }
        assertThat(left).isGreaterThan(10);
        return new URLClassLoader(path.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
    }

    private static String run(ClassLoader host, Class<? extends Callable<String>> program) throws Exception {
        Object there =
                host.loadClass(program.getName()).getDeclaredConstructor().newInstance();
        return (String) Callable.class.getMethod("call").invoke(there);
    }

    /** Compiles a policy, and says what came of it. */
    public static final class Compiles implements Callable<String> {
        @Override
        public String call() {
            try {
                return CelPolicies.compile(List.of(Policies.saying("true")))
                        .report()
                        .toString();
            } catch (IllegalStateException e) {
                return e.toString();
            }
        }
    }

    /** Validates a configuration and a change by the whole catalogue. */
    public static final class Validates implements Callable<String> {
        @Override
        public String call() {
            Validator validator = Validator.of(Catalogue.standard());
            return validator.validate(Markets.venue())
                    + "\n"
                    + validator.validate(
                            Markets.venue(),
                            Markets.venue()
                                    .with(Markets.bitcoin()
                                            .priceRule(Markets.price("1", 1))
                                            .build()),
                            ChangeContext.none())
                    + "\n"
                    + validator.rules();
        }
    }

    /** Reads and writes a policy. */
    public static final class Writes implements Callable<String> {
        @Override
        public String call() {
            return Json.read(CanonicalJson.text(Policies.saying("true")), CelPolicy.class)
                    .toString();
        }
    }
}
