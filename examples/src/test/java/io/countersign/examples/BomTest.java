package io.countersign.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** The bill of materials lists the reactor's published jars, all of them and nothing else. */
class BomTest {

    private static final Path ROOT = Repository.root();

    @Test
    void bom_comparedWithReactor_listsExactlyThePublishedModules() throws Exception {
        List<String> published = new ArrayList<>();
        for (String module : texts(pom(ROOT), "modules", "module")) {
            Document pom = pom(ROOT.resolve(module));
            boolean kept = texts(pom, "properties", "maven.deploy.skip").contains("true");
            boolean jar = !texts(pom, "packaging").contains("pom");
            if (jar && !kept) {
                published.add(texts(pom, "artifactId").get(0));
            }
        }

        Document bom = pom(ROOT.resolve("sdk-bom"));

        assertThat(published).isNotEmpty();
        assertThat(texts(bom, "dependencyManagement", "dependencies", "dependency", "artifactId"))
                .containsExactlyInAnyOrderElementsOf(published);
        assertThat(texts(bom, "dependencyManagement", "dependencies", "dependency", "version"))
                .containsOnly("${project.version}");
        assertThat(texts(bom, "dependencyManagement", "dependencies", "dependency", "groupId"))
                .containsOnly("io.countersign");
    }

    @Test
    void reactor_everyModule_hasTheNameOfItsFolder() throws Exception {
        for (String module : texts(pom(ROOT), "modules", "module")) {
            assertThat(texts(pom(ROOT.resolve(module)), "artifactId")).containsExactly(module);
        }
    }

    private static Document pom(Path directory) throws IOException, ParserConfigurationException, SAXException {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(directory.resolve("pom.xml").toFile());
    }

    /** Texts of the elements at a path below the root element. */
    private static List<String> texts(Document document, String... path) {
        List<Element> found = List.of(document.getDocumentElement());
        for (String name : path) {
            List<Element> next = new ArrayList<>();
            for (Element parent : found) {
                for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
                    if (child instanceof Element element && element.getTagName().equals(name)) {
                        next.add(element);
                    }
                }
            }
            found = next;
        }
        return found.stream().map(element -> element.getTextContent().strip()).toList();
    }
}
