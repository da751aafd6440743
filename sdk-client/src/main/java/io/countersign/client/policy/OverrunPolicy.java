package io.countersign.client.policy;

/** What becomes of a change that is under way when its window closes. */
public enum OverrunPolicy {
    /** It stays where it is until a window is open. */
    PAUSE,
    /** What has begun may be finished. */
    FINISH
}
