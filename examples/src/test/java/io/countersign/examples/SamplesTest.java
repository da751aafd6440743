package io.countersign.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A README that drifts from its samples is found. */
class SamplesTest {
    private static final String SAMPLE = """
            package io.countersign.examples;

            class FirstMinuteTest {
                void first() {
                    // region: first
                    int a = 1;
                    if (a > 0) {
                        a++;
                    }
                    // endregion
                    Samples.assertOutput("first", "two" + a);
                }
            }
            """;

    private static final String CODE = """
            ```java
            int a = 1;
            if (a > 0) {
                a++;
            }
            ```
            """;

    @TempDir
    Path root;

    @BeforeEach
    void writeSample() throws IOException {
        write("examples/src/test/java/io/countersign/examples/FirstMinuteTest.java", SAMPLE);
        write("examples/src/test/resources/samples/first.txt", "two 2\n");
    }

    @Test
    void page_asTheSample_hasNoProblem() throws IOException {
        assertThat(problems("# Title\n<!-- sample: FirstMinuteTest#first -->\n\n" + CODE))
                .isEmpty();
        assertThat(problems("<!-- output: FirstMinuteTest#first -->\n```text\ntwo 2\n```\n"))
                .isEmpty();
    }

    @Test
    void page_indentedAsAWhole_hasNoProblem() throws IOException {
        assertThat(problems("- item\n\n  <!-- sample: FirstMinuteTest#first -->\n" + CODE.indent(2)))
                .isEmpty();
    }

    @Test
    void page_withOtherCode_namesTheLine() throws IOException {
        assertThat(problems("<!-- sample: FirstMinuteTest#first -->\n" + CODE.replace("a++", "a--")))
                .singleElement()
                .asString()
                .contains("README.md", "differs from FirstMinuteTest#first", "a++;");
    }

    @Test
    void page_withOtherIndentation_isRefused() throws IOException {
        assertThat(problems("<!-- sample: FirstMinuteTest#first -->\n" + CODE.replace("    a++", "  a++")))
                .hasSize(1);
    }

    @Test
    void page_withOtherOutput_isRefused() throws IOException {
        assertThat(problems("<!-- output: FirstMinuteTest#first -->\n```text\ntwo 3\n```\n"))
                .singleElement()
                .asString()
                .contains("two 2");
    }

    @Test
    void page_withOutputThatNoTestAsserts_isRefused() throws IOException {
        write(
                "examples/src/test/java/io/countersign/examples/FirstMinuteTest.java",
                SAMPLE.replace("Samples.assertOutput", "log"));

        assertThat(problems("<!-- output: FirstMinuteTest#first -->\n```text\ntwo 2\n```\n"))
                .singleElement()
                .asString()
                .contains("does not assert");
    }

    @Test
    void page_withUnmarkedJava_isRefusedWhereEveryBlockCounts() throws IOException {
        assertThat(problems("Text.\n\n" + CODE)).singleElement().asString().contains("names no sample");
        assertThat(Samples.problems(root, root.resolve("README.md"), false)).isEmpty();
    }

    @Test
    void page_withMarksThatLeadNowhere_isRefused() throws IOException {
        assertThat(problems("<!-- sample: NobodyTest#first -->\n" + CODE)).hasSize(1);
        assertThat(problems("<!-- sample: FirstMinuteTest#second -->\n" + CODE)).hasSize(1);
        assertThat(problems("<!-- sample: FirstMinuteTest#first -->\nText.\n")).hasSize(1);
        assertThat(problems("<!-- sample: FirstMinuteTest#first -->\n")).hasSize(1);
        assertThat(problems("<!-- sample FirstMinuteTest first -->\n" + CODE)).hasSize(2);
        assertThat(problems("<!-- sample: FirstMinuteTest#first -->\n```text\nint a = 1;\n```\n"))
                .hasSize(1);
    }

    @Test
    void output_thatNobodyWroteDown_isShownInTheFailure() {
        assertThatThrownBy(() -> Samples.assertOutput("no-such-sample", "printed words"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("printed words");
    }

    private List<String> problems(String page) throws IOException {
        write("README.md", page);
        return Samples.problems(root, root.resolve("README.md"), true);
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
