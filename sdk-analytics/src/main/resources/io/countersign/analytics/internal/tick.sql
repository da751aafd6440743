-- Resting orders on the grids of two tick sizes.
--
-- Reads resting_order, old_step, new_step and valuation; docs/scenarios-sql.md lists their columns. The number types are made
-- first: DECIMALs wide enough that nothing below rounds.

-- The tick sizes that hold at an order's price; prices below the first step follow it. A price is on the grid where it is a
-- whole number of ticks.
CREATE OR REPLACE VIEW gridded_order AS
SELECT
    r.row_number, r.market, r.order_id, r.side, r.price, r.quantity,
    CAST(r.price AS price_number) AS exact_price,
    n.tick_size AS tick_size,
    CAST(r.price AS price_number) % o.tick_size <> 0 AS off_old_grid,
    CAST(r.price AS price_number) % n.tick_size AS remainder,
    CASE WHEN remainder < 0 THEN remainder + n.tick_size ELSE remainder END AS above_grid,
    CASE WHEN v.follows_price THEN abs(CAST(r.price AS price_factor)) ELSE 1 END
        * CAST(r.quantity AS quantity_number) AS units
FROM resting_order r
JOIN valuation v ON v.market = r.market
JOIN old_step o ON o.market = r.market
    AND (o.from_price <= r.price OR o.from_price IS NULL)
    AND (r.price < o.below_price OR o.below_price IS NULL)
JOIN new_step n ON n.market = r.market
    AND (n.from_price <= r.price OR n.from_price IS NULL)
    AND (r.price < n.below_price OR n.below_price IS NULL);

-- How far an order off the new grid would move so as not to become better for its owner: down to buy, up to sell.
CREATE OR REPLACE VIEW moved_order AS
SELECT
    *,
    above_grid <> 0 AS off_grid,
    CASE WHEN side = 'BUY' THEN above_grid ELSE tick_size - above_grid END AS distance,
    CASE WHEN side = 'BUY' THEN exact_price - above_grid ELSE exact_price - above_grid + tick_size END AS passive_price,
    side = 'BUY' AND above_grid <> 0 AND exact_price > 0 AND exact_price < tick_size AS without_passive_price,
    -- tenths of a tick, from 0 to 9
    CASE WHEN distance * 10 >= tick_size THEN 1 ELSE 0 END
        + CASE WHEN distance * 10 >= tick_size * 2 THEN 1 ELSE 0 END
        + CASE WHEN distance * 10 >= tick_size * 3 THEN 1 ELSE 0 END
        + CASE WHEN distance * 10 >= tick_size * 4 THEN 1 ELSE 0 END
        + CASE WHEN distance * 10 >= tick_size * 5 THEN 1 ELSE 0 END
        + CASE WHEN distance * 10 >= tick_size * 6 THEN 1 ELSE 0 END
        + CASE WHEN distance * 10 >= tick_size * 7 THEN 1 ELSE 0 END
        + CASE WHEN distance * 10 >= tick_size * 8 THEN 1 ELSE 0 END
        + CASE WHEN distance * 10 >= tick_size * 9 THEN 1 ELSE 0 END AS tenth
FROM gridded_order;

-- Counts and values by market, side and tenth of a tick. Units times the valuation's factor are the value.
CREATE OR REPLACE VIEW tick_summary AS
SELECT
    market, side, off_grid, CASE WHEN off_grid THEN tenth END AS tenth,
    count(*) AS orders,
    count(*) FILTER (WHERE off_old_grid) AS off_old_grid,
    count(*) FILTER (WHERE without_passive_price) AS without_passive_price,
    exact_sum(units) AS units
FROM moved_order
GROUP BY ALL;

-- The orders of greatest value off the new grid, of equal values the earlier row.
CREATE OR REPLACE VIEW stranded_order AS
SELECT market, order_id, side, price, quantity, passive_price
FROM moved_order
WHERE off_grid
QUALIFY row_number() OVER (PARTITION BY market ORDER BY units DESC, row_number) <= worst_max()
ORDER BY market, units DESC, row_number;
