package io.countersign.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is committed runs on any machine, and so it speaks of none. */
class RepositoryTest {
    /** Pieces in square brackets, so that this file does not find itself. */
    private static final Map<String, Pattern> FOREIGN = Map.of(
            "a directory of somebody's machine",
            Pattern.compile(
                    "(?<![\\w.~])/(?:[w]ork|[r]oot)/|(?<![\\w.~])/(?:[h]ome|[U]sers)/\\w|\\b[A-Z]:\\\\[U]sers\\\\"),
            "a host of a package registry or mirror",
            Pattern.compile(
                    "(?i)\\b(?:[\\w-]+\\.)*(?:[\\w-]*(?:artifactory|nexus|mirrors?|registry|pypi)|repo\\d?|npm)"
                            + "\\.(?!internal\\b)(?:[\\w-]+\\.)*(?:com|org|net|io|dev|cloud|local|lan|corp|example)\\b(?![.(\\w])"),
            "an address of a private network",
            Pattern.compile("://(?:[^/\\s\"]*@)?(?:10\\.|192\\.168\\.|172\\.(?:1[6-9]|2\\d|3[01])\\."
                    + "|[\\w.-]+\\.(?:internal|local|lan|corp)\\b)"));

    @TempDir
    Path directory;

    @Test
    void textFiles_searched_nameNoMachineAndNoRegistry() throws IOException {
        Map<String, String> files = Repository.textFiles(Repository.root());

        assertThat(files).containsKeys("pom.xml", "CONTRIBUTING.md", ".ci/run").hasSizeGreaterThan(150);
        assertThat(foreign(files)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "see /w%sork/design",
                "cd /ho%sme/alice/src",
                "<url>https://repo%s1.maven.example.org/maven2</url>",
                "https://regi%sstry.npmjs.org/x",
                "https://nex%sus.bank.example/repository",
                "http://1%s0.1.2.3:8081/",
                "https://build.bank.lo%scal/"
            })
    void textFiles_withAForeignName_areFound(String template) throws IOException {
        Files.createDirectories(directory.resolve("docs"));
        Files.writeString(directory.resolve("docs/page.md"), "One line.\n" + template.replace("%s", "") + "\n");

        assertThat(foreign(Repository.textFiles(directory)))
                .singleElement()
                .asString()
                .startsWith("docs/page.md:2 names ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://maven.apache.org/POM/4.0.0",
                "https://docs.kraken.com/rest/network/",
                "package io.countersign.audit.internal.jooq;",
                "http://127.0.0.1:8080/ and http://localhost/",
                "/tiers/lowerBound=500000 and target/w%srk/x and ~/w%srk/x"
            })
    void textFiles_withAnOrdinaryName_areLeftAlone(String text) throws IOException {
        Files.writeString(directory.resolve("page.md"), text.replace("%s", "o"));

        assertThat(foreign(Repository.textFiles(directory))).isEmpty();
    }

    private static List<String> foreign(Map<String, String> files) {
        List<String> found = new ArrayList<>();
        files.forEach((path, text) -> FOREIGN.forEach((what, pattern) -> {
            for (MatchResult match : pattern.matcher(text).results().toList()) {
                long line = text.substring(0, match.start()).lines().count();
                boolean starts = match.start() == 0 || text.charAt(match.start() - 1) == '\n';
                found.add(path + ":" + (starts ? line + 1 : line) + " names " + what + ": " + match.group());
            }
        }));
        return found;
    }
}
