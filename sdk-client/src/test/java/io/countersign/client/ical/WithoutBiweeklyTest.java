package io.countersign.client.ical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.client.policy.ChangeCalendar;
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

/** A host that has no library for iCalendar uses calendars but imports none, and is told what to add. */
class WithoutBiweeklyTest {
    private static final Pattern BIWEEKLY = Pattern.compile(".*[/\\\\](biweekly|mangstadt)[/\\\\].*");

    @Test
    void read_withoutTheLibrary_saysWhatToAdd() throws Exception {
        try (URLClassLoader host = host()) {
            assertThatThrownBy(() -> host.loadClass("biweekly.ICalendar")).isInstanceOf(ClassNotFoundException.class);
            assertThat(run(host, Reads.class))
                    .startsWith(
                            "java.lang.IllegalStateException: Calendars in iCalendar need a library that is not on the class"
                                    + " path: add net.sf.biweekly:biweekly:0.6.8 to the dependencies of your program (missing: biweekly/");
        }
    }

    @Test
    void calendar_withoutTheLibrary_works() throws Exception {
        try (URLClassLoader host = host()) {
            assertThat(run(host, Asks.class)).isEqualTo("no window restricts it");
        }
    }

    @Test
    void read_withTheLibrary_hasNothingToSay() {
        assertThat(new Reads().call()).isEqualTo("ImportedWindows[windows=[], problems=[]]");
    }

    @Test
    void library_named_isTheOneThatWeBuildWith() throws IOException {
        String pom = Files.readString(Path.of("..", "pom.xml"));

        assertThat(pom)
                .contains("<biweekly.version>" + ICalendarReader.LIBRARY.replace("net.sf.biweekly:biweekly:", "")
                        + "</biweekly.version>");
    }

    /** Our classes and what they need, without what only reading iCalendar needs. */
    private static URLClassLoader host() throws MalformedURLException {
        List<URL> path = new ArrayList<>();
        int left = 0;
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (BIWEEKLY.matcher(entry).matches()) {
                left++;
            } else {
                path.add(new File(entry).toURI().toURL());
            }
        }
        assertThat(left).isEqualTo(2);
        return new URLClassLoader(path.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
    }

    private static String run(ClassLoader host, Class<? extends Callable<String>> program) throws Exception {
        Object there =
                host.loadClass(program.getName()).getDeclaredConstructor().newInstance();
        return (String) Callable.class.getMethod("call").invoke(there);
    }

    /** Reads a calendar without events, and says what came of it. */
    public static final class Reads implements Callable<String> {
        @Override
        public String call() {
            try {
                return CalendarTexts.freeze().toString();
            } catch (IllegalStateException e) {
                return e.toString();
            }
        }
    }

    /** Asks a calendar for a moment. */
    public static final class Asks implements Callable<String> {
        @Override
        public String call() {
            return ChangeCalendar.alwaysOpen().at(CalendarTexts.JANUARY).why();
        }
    }
}
