package io.countersign.examples.cli;

/** How a command prints. */
enum Format {
    /** For people. */
    TEXT,
    /** One JSON value a line. */
    JSON
}
