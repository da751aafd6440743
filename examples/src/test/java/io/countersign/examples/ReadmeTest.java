package io.countersign.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The code in our READMEs is compiled and run, and the output was printed. {@link SamplesTest} shows that this can fail. */
class ReadmeTest {
    @Test
    void readmes_compared_showTheSamplesAsTheyAre() throws IOException {
        Path root = Repository.root();
        List<String> problems = new ArrayList<>();
        for (Path page : pages(root)) {
            boolean front = page.equals(root.resolve("README.md"));
            problems.addAll(Samples.problems(root, page, front));
        }

        assertThat(problems).isEmpty();
    }

    /** The front page, the page of each published module as far as it is written, and the guides that show samples. */
    private static List<Path> pages(Path root) throws IOException {
        try (Stream<Path> modules = Files.list(root)) {
            return Stream.concat(
                            Stream.of(root),
                            modules.filter(
                                    module -> module.getFileName().toString().startsWith("sdk-")))
                    .map(module -> module.resolve("README.md"))
                    .filter(Files::exists)
                    .sorted()
                    .collect(Collectors.collectingAndThen(Collectors.toList(), pages -> {
                        pages.add(root.resolve("docs/results.md"));
                        return pages;
                    }));
        }
    }
}
