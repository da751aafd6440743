package io.countersign.client.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.model.MalformedInputException;
import io.countersign.model.json.CanonicalJson;
import io.countersign.model.json.Json;
import io.countersign.model.market.DocumentKind;
import org.junit.jupiter.api.Test;

class CelPolicyTest {
    private static final CelPolicy FULL = Policies.policy("T-HOUSE-02", DocumentKind.FEE_SCHEDULE, "before == after")
            .checks("Nothing differs.")
            .path("/tiers")
            .build();

    @Test
    void json_ofAPolicy_readsBack() {
        assertThat(CanonicalJson.text(FULL))
                .isEqualTo(
                        "{\"checks\":\"Nothing differs.\",\"expression\":\"before == after\",\"fix\":\"Mend it.\","
                                + "\"id\":\"T-HOUSE-02\",\"message\":\"All is not well\",\"on\":\"fee-schedule\","
                                + "\"path\":\"/tiers\",\"severity\":\"ERROR\",\"title\":\"All is well\",\"why\":\"House rule.\"}");
        assertThat(Json.read(CanonicalJson.text(FULL), CelPolicy.class)).isEqualTo(FULL);
    }

    @Test
    void json_withoutWhatIsOptional_leavesItOut() {
        CelPolicy policy = Policies.saying("true");

        assertThat(policy.path()).isEmpty();
        assertThat(CanonicalJson.text(policy)).doesNotContain("path").doesNotContain("checks");
        assertThat(Json.read(CanonicalJson.text(policy), CelPolicy.class)).isEqualTo(policy);
    }

    @Test
    void json_withoutAMessage_isRefusedAndSaysSo() {
        String json = CanonicalJson.text(FULL).replace("\"message\":\"All is not well\",", "");

        assertThatThrownBy(() -> Json.read(json, CelPolicy.class))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("message");
    }
}
