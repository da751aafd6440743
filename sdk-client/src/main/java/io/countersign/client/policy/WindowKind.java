package io.countersign.client.policy;

/** What a window of a calendar does. */
public enum WindowKind {
    /** Changes may be applied inside. Where a calendar has such windows, they may be applied nowhere else. */
    MAINTENANCE,
    /** No change may be applied inside, whatever else is open. */
    FREEZE
}
