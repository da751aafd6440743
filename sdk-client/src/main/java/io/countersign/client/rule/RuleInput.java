package io.countersign.client.rule;

/** What a rule may need beside the documents. */
public enum RuleInput {
    RESTING_ORDERS("resting orders"),
    POSITIONS("open positions"),
    MARK_PRICE("mark price"),
    MARGIN_SCHEDULE("margin schedule"),
    TICK_SCENARIO("scenario S-TCK"),
    LIQUIDATION_SCENARIO("scenario S-LIQ");

    private final String label;

    RuleInput(String label) {
        this.label = label;
    }

    /** In words. */
    @Override
    public String toString() {
        return label;
    }
}
