package io.countersign.examples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The working copy that the tests run in. */
final class Repository {
    /** What .gitignore leaves out, and git's own. */
    private static final Set<String> IGNORED = Set.of(
            ".DS_Store",
            ".classpath",
            ".factorypath",
            ".flattened-pom.xml",
            ".git",
            ".idea",
            ".ipynb_checkpoints",
            ".project",
            ".settings",
            ".vscode",
            "target");

    private Repository() {}

    /** Surefire runs in the module's directory; an IDE may run in the root. */
    static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("sdk-bom")) ? here : here.getParent();
    }

    /** The text files that a commit may hold, by path below the directory. A file with a zero byte is not text. */
    static Map<String, String> textFiles(Path directory) throws IOException {
        Map<String, String> files = new TreeMap<>();
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
                return isIgnored(path) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
                if (!isIgnored(path) && attributes.isRegularFile()) {
                    String text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
                    if (text.indexOf('\0') < 0) {
                        files.put(directory.relativize(path).toString().replace('\\', '/'), text);
                    }
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }

    private static boolean isIgnored(Path path) {
        String name = path.getFileName().toString();
        return IGNORED.contains(name) || name.matches("hs_err_pid.*|.*\\.(iml|log|swp)");
    }
}
