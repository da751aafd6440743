package io.countersign.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Code and output in our READMEs, and the tests that they come from.
 *
 * <p>A java block below {@code <!-- sample: Type#region -->} is the text between {@code // region: region} and {@code //
 * endregion} in the test Type. A text block below {@code <!-- output: Type#region -->} is what that test printed, handed to
 * {@link #assertOutput}.
 */
final class Samples {
    private static final Path TESTS = Path.of("examples/src/test/java/io/countersign/examples");
    private static final Path OUTPUTS = Path.of("examples/src/test/resources/samples");
    private static final Pattern MARK = Pattern.compile("<!-- (sample|output): (\\w+)#([\\w-]+) -->");
    private static final Pattern FENCE = Pattern.compile("(\\s*)```(\\S*).*");

    private Samples() {}

    /** For sample tests: what they printed is what the README shows. */
    static void assertOutput(String region, String printed) {
        Path file = Repository.root().resolve(OUTPUTS).resolve(region + ".txt");
        assertThat(file)
                .as("Output of the sample %s; it printed:%n%s", region, printed)
                .exists();
        assertThat(file).content().isEqualToNormalizingNewlines(printed);
    }

    /**
     * What is wrong in a page.
     *
     * @param root directory of the working copy
     * @param everyBlock whether a java block without a mark is wrong, too
     */
    static List<String> problems(Path root, Path page, boolean everyBlock) throws IOException {
        List<String> problems = new ArrayList<>();
        List<String> lines = Files.readAllLines(page);
        Optional<Mark> mark = Optional.empty();
        for (int i = 0; i < lines.size(); i++) {
            String where = root.relativize(page) + ":" + (i + 1);
            Matcher marked = MARK.matcher(lines.get(i).strip());
            Matcher fence = FENCE.matcher(lines.get(i));
            if (marked.matches()) {
                mark.ifPresent(unused -> problems.add(where + " a mark follows a mark"));
                mark = Optional.of(new Mark(marked.group(1), marked.group(2), marked.group(3)));
            } else if (lines.get(i).contains("<!-- sample") || lines.get(i).contains("<!-- output")) {
                problems.add(where + " a mark reads <!-- sample: Type#region --> or <!-- output: Type#region -->");
            } else if (fence.matches()) {
                String language = fence.group(2);
                String indent = fence.group(1);
                List<String> block = new ArrayList<>();
                for (i++; i < lines.size() && !lines.get(i).strip().equals("```"); i++) {
                    String line = lines.get(i);
                    block.add(line.startsWith(indent) ? line.substring(indent.length()) : line);
                }
                if (mark.isPresent()) {
                    mark.get().problem(root, language, text(block)).ifPresent(problem -> problems.add(where + problem));
                } else if (everyBlock && language.equals("java")) {
                    problems.add(where + " a java block names no sample");
                }
                mark = Optional.empty();
            } else if (mark.isPresent() && !lines.get(i).isBlank()) {
                problems.add(where + " no block follows the mark");
                mark = Optional.empty();
            }
        }
        mark.ifPresent(unused -> problems.add(root.relativize(page) + " ends with a mark"));
        return problems;
    }

    /** The region of a source file, without the indentation that all its lines share. */
    static Optional<String> region(String source, String name) {
        List<String> region = new ArrayList<>();
        boolean inside = false;
        for (String line : source.lines().toList()) {
            if (line.strip().equals("// region: " + name)) {
                inside = true;
            } else if (inside && line.strip().equals("// endregion")) {
                return Optional.of(text(region));
            } else if (inside) {
                region.add(line);
            }
        }
        return Optional.empty();
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines).stripIndent().strip();
    }

    /** A comment that says where the block below it comes from. */
    private record Mark(String kind, String type, String region) {
        Optional<String> problem(Path root, String language, String block) throws IOException {
            Path test = root.resolve(TESTS).resolve(type + ".java");
            if (!Files.exists(test)) {
                return Optional.of(" there is no test " + type);
            }
            String source = Files.readString(test);
            Optional<String> region = Samples.region(source, region());
            if (region.isEmpty()) {
                return Optional.of(" " + type + " has no region " + region());
            }
            if (kind.equals("sample")) {
                return differs(language, "java", block, region.get());
            }
            Path output = root.resolve(OUTPUTS).resolve(region() + ".txt");
            if (!Files.exists(output) || !source.contains("Samples.assertOutput(\"" + region() + "\",")) {
                return Optional.of(" " + type + " does not assert the output " + region());
            }
            return differs(language, "text", block, text(Files.readAllLines(output)));
        }

        private Optional<String> differs(String language, String expectedLanguage, String block, String expected) {
            if (!language.equals(expectedLanguage)) {
                return Optional.of(" the block below " + type + "#" + region + " is not " + expectedLanguage);
            }
            return block.equals(expected)
                    ? Optional.empty()
                    : Optional.of(" the block differs from " + type + "#" + region + ", which reads:\n" + expected);
        }
    }
}
