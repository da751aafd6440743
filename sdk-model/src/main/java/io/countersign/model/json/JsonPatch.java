package io.countersign.model.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.model.MalformedInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Steps that turn one JSON document into another, as RFC 6902 has them. All of them take effect or none does. Numbers keep all
 * their digits, and are the same when their values are: a test for {@code 1} holds of {@code 1.0}.
 *
 * <p>What the RFC leaves open: the whole document cannot be removed, and a patch may copy {@value #COPIED_MAX} values at most, so
 * that a short patch cannot make an endless document. Equal when the operations are.
 */
public final class JsonPatch {
    /** How many values the copy operations of one patch may make. */
    public static final int COPIED_MAX = 1_000_000;

    private final List<Operation> operations;

    private JsonPatch(List<Operation> operations) {
        this.operations = List.copyOf(operations);
    }

    /** A patch of these steps, in this order. */
    public static JsonPatch of(List<Operation> operations) {
        return new JsonPatch(operations);
    }

    /**
     * Reads a patch document. Members that RFC 6902 does not name are ignored.
     *
     * @throws MalformedInputException if it is no JSON or no patch; the message names the operation
     */
    public static JsonPatch parse(String json) {
        JsonNode array = Trees.read(json);
        if (!array.isArray()) {
            throw new MalformedInputException("A JSON Patch is an array of operations");
        }
        List<Operation> operations = new ArrayList<>();
        for (JsonNode node : array) {
            int index = operations.size();
            try {
                operations.add(Operation.read(node));
            } catch (MalformedInputException e) {
                throw new MalformedInputException(
                        "Operation " + index + " of the patch" + named(node) + ": " + e.getMessage(), e);
            }
        }
        return new JsonPatch(operations);
    }

    public List<Operation> operations() {
        return operations;
    }

    /**
     * The document after all steps, compact, with sorted names.
     *
     * @throws MalformedInputException if the document is no JSON
     * @throws PatchConflictException if a step does not fit; it names the step, its path and the reason
     */
    public String applyTo(String json) {
        Run run = new Run(Trees.read(json));
        operations.forEach(run::step);
        return Trees.write(run.root);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonPatch that && operations.equals(that.operations);
    }

    @Override
    public int hashCode() {
        return operations.hashCode();
    }

    /** The patch document, in one line. */
    @Override
    public String toString() {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        operations.forEach(operation -> array.add(operation.json()));
        return Trees.write(array);
    }

    private static String named(JsonNode node) {
        String name = node.path("op").asText() + " " + node.path("path").asText();
        return name.isBlank() ? "" : ", " + name.strip();
    }

    /** What a step does, named as in RFC 6902 section 4. */
    public enum Op {
        /** Puts a value into an object, in place of an earlier one, or inserts one into an array. */
        ADD,
        /** Takes a value out. */
        REMOVE,
        /** Puts a value in place of one that is there. */
        REPLACE,
        /** Takes a value out and adds it elsewhere. */
        MOVE,
        /** Adds elsewhere what stands at a place. */
        COPY,
        /** Refuses the patch unless this value stands here. */
        TEST;

        /** The name in JSON. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One step. Equal when it says the same, in the same spelling. */
    public static final class Operation {
        private final Op op;
        private final JsonPointer path;
        private final @Nullable JsonPointer from;
        private final @Nullable JsonNode value;

        private Operation(Op op, JsonPointer path, @Nullable JsonPointer from, @Nullable JsonNode value) {
            this.op = op;
            this.path = path;
            this.from = from;
            this.value = value;
        }

        /**
         * A step with a value.
         *
         * @param json the value's JSON text
         * @throws IllegalArgumentException unless the step is an add, a replace or a test
         * @throws MalformedInputException if the path is no JSON Pointer or the value no JSON
         */
        public static Operation of(Op op, String path, String json) {
            if (op != Op.ADD && op != Op.REPLACE && op != Op.TEST) {
                throw new IllegalArgumentException("This operation has no value: " + op);
            }
            return new Operation(op, JsonPointer.parse(path), null, Trees.read(json));
        }

        /**
         * The removal of what stands at a path.
         *
         * @throws MalformedInputException if the path is no JSON Pointer
         */
        public static Operation remove(String path) {
            return new Operation(Op.REMOVE, JsonPointer.parse(path), null, null);
        }

        /**
         * A move or a copy.
         *
         * @throws IllegalArgumentException if the step is another
         * @throws MalformedInputException if a path is no JSON Pointer, or a value would move into itself
         */
        public static Operation from(Op op, String from, String path) {
            if (op != Op.MOVE && op != Op.COPY) {
                throw new IllegalArgumentException("This operation has no source: " + op);
            }
            JsonPointer source = JsonPointer.parse(from);
            JsonPointer target = JsonPointer.parse(path);
            if (op == Op.MOVE && source.holds(target)) {
                throw new MalformedInputException("A value cannot move into itself, from " + source + " to " + target);
            }
            return new Operation(op, target, source, null);
        }

        public Op op() {
            return op;
        }

        /** Where, as a JSON Pointer. */
        public String path() {
            return path.text();
        }

        /** From where a value is moved or copied, as a JSON Pointer. */
        public Optional<String> from() {
            return Optional.ofNullable(from).map(JsonPointer::text);
        }

        /** The JSON text of the value to add, to put or to test. */
        public Optional<String> value() {
            return Optional.ofNullable(value).map(Trees::write);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Operation that && toString().equals(that.toString());
        }

        @Override
        public int hashCode() {
            return toString().hashCode();
        }

        /** The operation's JSON. */
        @Override
        public String toString() {
            return Trees.write(json());
        }

        JsonPointer pointer() {
            return path;
        }

        private ObjectNode json() {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.put("op", op.toString()).put("path", path.text());
            from().ifPresent(source -> json.put("from", source));
            if (value != null) {
                json.set("value", value);
            }
            return json;
        }

        private static Operation read(JsonNode node) {
            if (!node.isObject()) {
                throw new MalformedInputException("An operation is an object");
            }
            String name = text(node, "op");
            String path = text(node, "path");
            for (Op op : Op.values()) {
                if (op.toString().equals(name)) {
                    return switch (op) {
                        case ADD, REPLACE, TEST -> new Operation(op, JsonPointer.parse(path), null, member(node));
                        case MOVE, COPY -> from(op, text(node, "from"), path);
                        case REMOVE -> remove(path);
                    };
                }
            }
            throw new MalformedInputException("Unknown operation \"" + name + "\"");
        }

        private static JsonNode member(JsonNode operation) {
            JsonNode value = operation.get("value");
            if (value == null) {
                throw new MalformedInputException("The member \"value\" is missing");
            }
            return value;
        }

        private static String text(JsonNode operation, String member) {
            JsonNode text = operation.path(member);
            if (!text.isTextual()) {
                throw new MalformedInputException(
                        "The member \"" + member + "\" is " + (text.isMissingNode() ? "missing" : "no text"));
            }
            return text.textValue();
        }
    }

    /** One application of the patch to a tree of its own. */
    private static final class Run {
        private JsonNode root;
        private int done;
        private long copied;

        Run(JsonNode root) {
            this.root = root;
        }

        void step(Operation step) {
            JsonPointer path = step.path;
            switch (step.op) {
                case ADD -> add(step, path, value(step));
                case REMOVE -> remove(step, path);
                case REPLACE -> replace(step, path, value(step));
                case MOVE -> {
                    JsonPointer from = source(step);
                    JsonNode moved = find(step, from);
                    if (!from.equals(path)) {
                        remove(step, from);
                        add(step, path, moved);
                    }
                }
                case COPY -> {
                    JsonNode found = find(step, source(step));
                    copied += Trees.size(found);
                    if (copied > COPIED_MAX) {
                        throw conflict(step, "the patch copies more than " + COPIED_MAX + " values");
                    }
                    add(step, path, found.deepCopy());
                }
                case TEST -> {
                    JsonNode found = find(step, path);
                    if (!Trees.same(found, value(step))) {
                        throw conflict(step, "it is " + shown(found) + ", not " + shown(value(step)));
                    }
                }
            }
            done++;
        }

        private void add(Operation step, JsonPointer path, JsonNode value) {
            if (path.tokens().size() + Trees.depth(value) > Json.DEPTH_MAX) {
                throw conflict(step, "the document would nest deeper than " + Json.DEPTH_MAX);
            }
            if (path.isRoot()) {
                root = value;
                return;
            }
            JsonNode holder = find(step, path.parent());
            if (holder instanceof ObjectNode object) {
                object.set(path.last(), value);
            } else if (holder instanceof ArrayNode array) {
                int index = path.last().equals("-") ? array.size() : index(step, path.last());
                if (index > array.size()) {
                    throw conflict(step, "the array has only " + array.size() + " elements");
                }
                array.insert(index, value);
            } else {
                throw conflict(step, path.parent() + " is " + shown(holder) + ", which holds nothing");
            }
        }

        private void remove(Operation step, JsonPointer path) {
            if (path.isRoot()) {
                throw conflict(step, "the whole document cannot be taken out");
            }
            find(step, path);
            JsonNode holder = find(step, path.parent());
            if (holder instanceof ObjectNode object) {
                object.remove(path.last());
            } else {
                ((ArrayNode) holder).remove(index(step, path.last()));
            }
        }

        private void replace(Operation step, JsonPointer path, JsonNode value) {
            find(step, path);
            if (!path.isRoot() && find(step, path.parent()) instanceof ArrayNode) {
                remove(step, path);
            }
            add(step, path, value);
        }

        private JsonNode find(Operation step, JsonPointer path) {
            JsonNode at = root;
            for (String token : path.tokens()) {
                JsonNode next = at instanceof ArrayNode array ? array.get(index(step, token)) : at.get(token);
                if (next == null) {
                    throw conflict(step, "there is nothing at " + path);
                }
                at = next;
            }
            return at;
        }

        /** A position as RFC 6901 section 4 writes it: digits without a leading zero. */
        private int index(Operation step, String token) {
            if (!token.matches("0|[1-9][0-9]{0,8}")) {
                throw conflict(step, "\"" + token + "\" is no position in an array");
            }
            return Integer.parseInt(token);
        }

        /** A copy, since later steps may go into it, and the patch must stay as it is. */
        private JsonNode value(Operation step) {
            return required(step.value, () -> conflict(step, "it has no value")).deepCopy();
        }

        private JsonPointer source(Operation step) {
            return required(step.from, () -> conflict(step, "it has no source"));
        }

        private static <T> T required(@Nullable T found, Supplier<PatchConflictException> otherwise) {
            if (found == null) {
                throw otherwise.get();
            }
            return found;
        }

        private PatchConflictException conflict(Operation step, String reason) {
            return new PatchConflictException(done, step, reason);
        }

        private static String shown(JsonNode value) {
            String text = Trees.write(value);
            return text.length() <= 80 ? text : text.substring(0, 80) + "...";
        }
    }
}
