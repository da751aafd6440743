package io.countersign.model.venue.okx;

import io.countersign.model.market.TradingStatus;
import io.countersign.model.venue.internal.StatusWords;
import io.countersign.model.venue.internal.VenueError;
import java.util.Set;

/** What OKX's responses have in common. */
final class Words {
    static final String VENUE = "okx";

    static final VenueError.Sign ERRORS = VenueError.code("code", "msg", Set.of("0"));

    /** Source: OKX API v5, public data, instruments, field state. */
    static final StatusWords STATUS = StatusWords.empty()
            .with(TradingStatus.ONLINE, "live")
            .with(TradingStatus.HALTED, "suspend", "rebase")
            .with(TradingStatus.PRE_LISTING, "preopen")
            .with(TradingStatus.POST_ONLY, "post_only")
            .with(TradingStatus.SETTLING, "settling", "settlement")
            .with(TradingStatus.DELISTED, "expired")
            .with(TradingStatus.HIDDEN, "test");

    private Words() {}
}
