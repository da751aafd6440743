package io.countersign.client.desk;

/** How a change came about and what it needs, in the terms of change management. */
public enum ChangeModel {
    /** Made from a template that was agreed to beforehand. */
    STANDARD,
    /** Agreed to for itself. */
    NORMAL,
    /** Carried out in an emergency, and reviewed afterwards. */
    EMERGENCY
}
