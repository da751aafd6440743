package io.countersign.model.diff;

import io.countersign.model.json.JsonPatch;
import io.countersign.model.json.JsonPatch.Op;
import io.countersign.model.json.JsonPatch.Operation;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.MarketDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The changes of one document as a JSON Patch: first tests for all that the changes rest on, then the changes, each at the
 * position that its element has by then.
 *
 * <p>RFC 6902 has no test for absence. Where a change found nothing, what holds the place is tested whole; where an element comes
 * or goes, its collection is.
 */
final class PatchExport {
    /** How a document that is not there stands in a patch. */
    static final String ABSENT = "null";

    private final Map<String, JsonText> tests = new LinkedHashMap<>();
    private final List<Operation> steps = new ArrayList<>();
    private final DocumentTree before;
    private final DocumentTree tree;

    private PatchExport(MarketDocument document) {
        this.before = DocumentTree.of(document);
        this.tree = DocumentTree.of(document);
    }

    /** Changes that are known to fit the document. */
    static JsonPatch within(MarketDocument document, List<FieldChange> changes) {
        PatchExport export = new PatchExport(document);
        changes.forEach(export::add);
        List<Operation> all = new ArrayList<>();
        export.tests.forEach((pointer, value) -> {
            if (!export.isTestedWith(pointer)) {
                all.add(Operation.of(Op.TEST, pointer, value.toString()));
            }
        });
        all.addAll(export.steps);
        return JsonPatch.of(all);
    }

    /** A document that comes or goes. */
    static JsonPatch whole(String before, String after) {
        return JsonPatch.of(List.of(Operation.of(Op.TEST, "", before), Operation.of(Op.REPLACE, "", after)));
    }

    private void add(FieldChange change) {
        String path = change.path();
        boolean element = !path.isEmpty() && before.isCollection(Paths.parent(path));
        boolean comesOrGoes = change.before().isEmpty() || change.after().isEmpty();
        test(change.before().isEmpty() || (element && comesOrGoes) ? Paths.parent(path) : path);
        if (change.after().isEmpty()) {
            steps.add(Operation.remove(tree.pointer(path)));
            tree.remove(path);
        } else {
            JsonText value = change.after().get();
            boolean added = change.before().isEmpty();
            String replaced = added ? "" : tree.pointer(path); // before an element's own key may change
            tree.put(path, value);
            steps.add(
                    added
                            ? Operation.of(Op.ADD, tree.pointer(path), value.toString())
                            : Operation.of(Op.REPLACE, replaced, value.toString()));
        }
    }

    /** Tests the value at a path, and the keys of the elements on the way, since positions may come to mean others. */
    private void test(String path) {
        for (String outer = path; !outer.isEmpty(); outer = Paths.parent(outer)) {
            if (before.isCollection(Paths.parent(outer)) && !outer.equals(path)) {
                String key = Paths.child(outer, before.keyOf(Paths.parent(outer)));
                tests.put(before.pointer(key), before.find(key).orElseThrow());
            }
        }
        tests.put(before.pointer(path), before.find(path).orElseThrow());
    }

    /** Whether a test of something that holds the place says all that a test of the place would. */
    private boolean isTestedWith(String pointer) {
        for (String outer = pointer; !outer.isEmpty(); ) {
            outer = Paths.parent(outer);
            if (tests.containsKey(outer)) {
                return true;
            }
        }
        return false;
    }
}
