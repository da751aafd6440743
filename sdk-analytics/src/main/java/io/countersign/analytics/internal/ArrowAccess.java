package io.countersign.analytics.internal;

import java.nio.Buffer;
import java.util.List;
import java.util.Optional;

/** Whether this process can take results as Arrow. Names no class of Arrow, so that it runs without. */
public final class ArrowAccess {
    /** What a host adds to its class path. */
    private static final List<String> ARTIFACTS = List.of("arrow-vector", "arrow-c-data", "arrow-memory-unsafe");

    private static final String VECTOR = "org.apache.arrow.vector.ipc.ArrowReader";
    private static final String C_DATA = "org.apache.arrow.c.ArrowArrayStream";
    private static final String MEMORY = "org.apache.arrow.memory.BufferAllocator";

    /** One of them is needed; which, is the host's choice. */
    private static final List<String> ALLOCATORS = List.of(
            "org.apache.arrow.memory.unsafe.DefaultAllocationManagerFactory",
            "org.apache.arrow.memory.netty.DefaultAllocationManagerFactory");

    private ArrowAccess() {}

    /** What is missing, and how to add it; empty if nothing is. */
    public static Optional<String> missing() {
        if (find(VECTOR).isEmpty()
                || find(C_DATA).isEmpty()
                || ALLOCATORS.stream().allMatch(name -> find(name).isEmpty())) {
            StringBuilder message = new StringBuilder("Results as Arrow need on the class path:");
            for (String artifact : ARTIFACTS) {
                message.append(" org.apache.arrow:").append(artifact).append(":19.0.0");
            }
            return Optional.of(message.toString());
        }
        Module arrow = find(MEMORY).orElseThrow().getModule();
        if (!Buffer.class.getModule().isOpen("java.nio", arrow)) {
            String to = arrow.isNamed() ? arrow.getName() : "ALL-UNNAMED";
            return Optional.of("Results as Arrow need java to be started with --add-opens=java.base/java.nio=" + to);
        }
        return Optional.empty();
    }

    private static Optional<Class<?>> find(String name) {
        try {
            return Optional.of(Class.forName(name, false, ArrowAccess.class.getClassLoader()));
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.empty();
        }
    }
}
