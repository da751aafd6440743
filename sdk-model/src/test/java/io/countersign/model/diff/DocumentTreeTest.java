package io.countersign.model.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countersign.model.MalformedInputException;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.DocumentKind;
import org.junit.jupiter.api.Test;

class DocumentTreeTest {
    private final DocumentTree tree = tree("{'id':'S','tiers':[{'lowerBound':'0'},{'lowerBound':'9','note':{'a':1}}]}");

    @Test
    void put_emptyPath_isTheWhole() {
        tree.put("", json("{'id':'T'}"));
        assertThat(tree.find("")).hasValue(json("{'id':'T'}"));
    }

    @Test
    void put_nothingThereYet_makesWhatHoldsIt() {
        DocumentTree empty = DocumentTree.empty(DocumentKind.MARGIN_SCHEDULE);
        empty.put("/extensions/a/b", json("1"));
        empty.put("/tiers/lowerBound=9/note/a", json("2"));
        empty.put("/tiers/lowerBound=0/note", json("3"));
        assertThat(empty.find(""))
                .hasValue(json("{'extensions':{'a':{'b':1}},"
                        + "'tiers':[{'lowerBound':'0','note':3},{'lowerBound':'9','note':{'a':2}}]}"));
    }

    @Test
    void put_besideWhatIsThere_keepsIt() {
        tree.put("/tiers/lowerBound=9/note/b", json("2"));
        tree.put("/unit", json("'BASE'"));
        assertThat(tree.find(""))
                .hasValue(json("{'id':'S','tiers':[{'lowerBound':'0'},{'lowerBound':'9','note':{'a':1,'b':2}}],"
                        + "'unit':'BASE'}"));
    }

    @Test
    void put_element_replacesTheOneOfItsKeyOrGoesToItsPlace() {
        tree.put("/tiers/lowerBound=9", json("{'lowerBound':'9','note':2}"));
        tree.put("/tiers/lowerBound=5", json("{'lowerBound':'5'}"));
        tree.put("/tiers/lowerBound=10", json("{'lowerBound':'10'}"));
        assertThat(tree.find("/tiers"))
                .hasValue(json("[{'lowerBound':'0'},{'lowerBound':'5'},{'lowerBound':'9','note':2},"
                        + "{'lowerBound':'10'}]"));
    }

    @Test
    void put_whereNoFieldCanStand_isRefused() {
        assertThatExceptionOfType(MalformedInputException.class)
                .isThrownBy(() -> tree.put("/id/name", json("1")))
                .withMessage("No field can stand at /id/name: /id is a plain value");
        for (String name : new String[] {"first", "upperBound=9", "lowerBound"}) {
            assertThatExceptionOfType(MalformedInputException.class)
                    .isThrownBy(() -> tree.put("/tiers/" + name + "/note", json("1")))
                    .withMessage("No element is named " + name + " in /tiers");
        }
        DocumentTree plain = tree("{'list':[1]}");
        assertThatExceptionOfType(MalformedInputException.class)
                .isThrownBy(() -> plain.put("/list/0/note", json("1")))
                .withMessage("No element is named 0 in /list");
    }

    @Test
    void remove_fieldElementAndWhatIsNotThere_takesOutThatAlone() {
        tree.remove("/tiers/lowerBound=9/note/b");
        tree.remove("/tiers/lowerBound=7");
        tree.remove("/tiers/lowerBound=7/note");
        tree.remove("/noSuch/note");
        tree.remove("/id/name");
        assertThat(tree.find(""))
                .hasValue(json("{'id':'S','tiers':[{'lowerBound':'0'},{'lowerBound':'9','note':{'a':1}}]}"));
        tree.remove("/tiers/lowerBound=9/note/a");
        assertThat(tree.find("/tiers")).hasValue(json("[{'lowerBound':'0'},{'lowerBound':'9','note':{}}]"));
        tree.remove("/tiers/lowerBound=0");
        tree.remove("/id");
        assertThat(tree.find("")).hasValue(json("{'tiers':[{'lowerBound':'9','note':{}}]}"));
    }

    @Test
    void find_elementByItsPosition_isNone() {
        assertThat(tree.find("/tiers/lowerBound=9/note/a")).hasValue(json("1"));
        assertThat(tree.find("/tiers/1")).isEmpty();
        assertThat(tree.find("/tiers/lowerBound=10")).isEmpty();
        assertThat(tree.find("/tiers/lowerBound=9/note/a/b")).isEmpty();
    }

    @Test
    void pointer_elementByKey_isItsPosition() {
        assertThat(tree.pointer("")).isEmpty();
        assertThat(tree.pointer("/tiers")).isEqualTo("/tiers");
        assertThat(tree.pointer("/tiers/lowerBound=9/note/a")).isEqualTo("/tiers/1/note/a");
        assertThat(tree.pointer("/tiers/lowerBound=0")).isEqualTo("/tiers/0");
        assertThat(tree.pointer("/new~1name/a")).isEqualTo("/new~1name/a");
    }

    @Test
    void holdsFields_andIsCollection_tellWhatStandsThere() {
        assertThat(tree.holdsFields("")).isTrue();
        assertThat(tree.holdsFields("/tiers")).isTrue();
        assertThat(tree.holdsFields("/id")).isFalse();
        assertThat(tree.holdsFields("/noSuch")).isFalse();
        assertThat(tree.isCollection("/tiers")).isTrue();
        assertThat(tree.isCollection("")).isFalse();
        assertThat(tree("{'list':[1]}").isCollection("/list")).isFalse();
        assertThat(tree("{'tiers':{}}").isCollection("/tiers")).isFalse();
    }

    private static DocumentTree tree(String json) {
        return DocumentTree.of(DocumentKind.MARGIN_SCHEDULE, json(json));
    }

    private static JsonText json(String text) {
        return JsonText.parse(text.replace('\'', '"'));
    }
}
