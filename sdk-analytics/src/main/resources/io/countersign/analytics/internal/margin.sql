-- Open positions under two margin schedules: what each must hold, and which are newly liquidatable.
--
-- Reads position, terms, old_tier and new_tier; docs/scenarios-sql.md lists their columns. The number types and the macros
-- unit_profit, unit_value and near are made first, in one of two ways:
--   exact     the types are DECIMALs wide enough that nothing below rounds, and near is false
--   estimate  the types are DOUBLE, and near is true where a rounding error could matter: such a row is UNDECIDED

-- A position's equity, and its size as either schedule counts. Contracts are signed: positive when long.
CREATE OR REPLACE VIEW sized_position AS
SELECT
    p.row_number, p.market, p.client_class, p.account, p.contracts, p.entry_price, p.collateral,
    t.old_schedule, t.new_schedule, t.old_value_of_size, t.new_value_of_size,
    CAST(abs(p.contracts) AS contracts_number) * t.old_size_of_one AS old_size,
    CAST(abs(p.contracts) AS contracts_number) * t.new_size_of_one AS new_size,
    CAST(p.contracts AS contracts_number) * t.contract_size
        * unit_profit(t.inverse, CAST(p.entry_price AS price_number), t.mark_price)
        + CAST(p.collateral AS money_number) AS equity,
    -- the greatest figure that goes into the comparisons below
    CAST(abs(p.contracts) AS DOUBLE) * CAST(t.contract_size AS DOUBLE)
        * (unit_value(t.inverse, CAST(t.mark_price AS DOUBLE)) * (1 + t.greatest_rate)
            + unit_value(t.inverse, CAST(p.entry_price AS DOUBLE)))
        + CAST(abs(p.collateral) AS DOUBLE) AS greatest
FROM position p
JOIN terms t ON t.market = p.market AND t.client_class = p.client_class
WHERE p.contracts <> 0;

-- What it must hold. Tiers are half-open: a size equal to a lower bound is in the tier that begins there. A rate applies to the
-- size in the schedule's unit; the amount is what that overstates (0 where the rate holds for the whole position).
CREATE OR REPLACE VIEW margined_position AS
SELECT
    s.*,
    o.tier AS old_tier,
    n.tier AS new_tier,
    (s.old_size * o.initial_rate - o.initial_amount) * s.old_value_of_size AS old_initial,
    (s.new_size * n.initial_rate - n.initial_amount) * s.new_value_of_size AS new_initial,
    (s.old_size * o.maintenance_rate - o.maintenance_amount) * s.old_value_of_size AS old_maintenance,
    (s.new_size * n.maintenance_rate - n.maintenance_amount) * s.new_value_of_size AS new_maintenance,
    (o.lower_bound > 0 AND near(s.old_size, o.lower_bound, s.old_size))
        OR (n.lower_bound > 0 AND near(s.new_size, n.lower_bound, s.new_size))
        OR coalesce(near(s.old_size, o.upper_bound, s.old_size), false)
        OR coalesce(near(s.new_size, n.upper_bound, s.new_size), false) AS beside_a_bound
FROM sized_position s
JOIN old_tier o ON o.schedule = s.old_schedule
    AND o.lower_bound <= s.old_size
    AND (s.old_size < o.upper_bound OR o.upper_bound IS NULL)
JOIN new_tier n ON n.schedule = s.new_schedule
    AND n.lower_bound <= s.new_size
    AND (s.new_size < n.upper_bound OR n.upper_bound IS NULL);

-- Equity exactly at a requirement meets it.
CREATE OR REPLACE VIEW judged_position AS
SELECT
    *,
    new_maintenance - equity AS shortfall,
    CASE
        WHEN beside_a_bound
            OR near(equity, old_maintenance, greatest) OR near(equity, new_maintenance, greatest)
            OR near(equity, old_initial, greatest) OR near(equity, new_initial, greatest) THEN 'UNDECIDED'
        WHEN equity < old_maintenance THEN 'LIQUIDATABLE_BEFORE'
        WHEN equity < new_maintenance THEN 'NEWLY_LIQUIDATABLE'
        WHEN equity >= old_initial AND equity < new_initial THEN 'NEWLY_BELOW_INITIAL'
        ELSE 'UNCHANGED'
    END AS state
FROM margined_position;

-- The judgements, kept: they are asked for more than once.
CREATE OR REPLACE TABLE judgement AS
SELECT row_number, market, client_class, contracts, old_tier, new_tier, state,
    CASE WHEN state IN ('NEWLY_LIQUIDATABLE', 'UNDECIDED') THEN CAST(shortfall AS DOUBLE) END AS shortfall,
    CASE WHEN state IN ('NEWLY_LIQUIDATABLE', 'UNDECIDED') THEN greatest * 1e-12 END AS shortfall_error
FROM judged_position;

-- Counts and contracts by tier. Within a tier margin is linear in the contracts, so these are enough for exact totals.
CREATE OR REPLACE VIEW margin_by_tier AS
SELECT
    market, client_class, state, old_tier, new_tier,
    count(*) AS positions,
    exact_sum(abs(contracts)) AS absolute_contracts
FROM judgement
WHERE state <> 'UNDECIDED'
GROUP BY ALL;

-- The few that the details below are about.
CREATE OR REPLACE TABLE grave_position AS
SELECT j.row_number, j.market, j.client_class, p.account, j.contracts, p.entry_price, p.collateral, j.new_tier, j.state,
    j.shortfall + j.shortfall_error AS shortfall_at_most,
    j.shortfall - j.shortfall_error AS shortfall_at_least
FROM judgement j
JOIN position p ON p.row_number = j.row_number
WHERE j.state IN ('NEWLY_LIQUIDATABLE', 'UNDECIDED');

-- 1/entry of an inverse contract's position, times its contracts: rounded to 34 significant digits, half to even, as IEEE 754's
-- decimal128 and the other scenarios do. Long division, 18 digits at a time; the quotient is a whole number of 10^-72.
CREATE OR REPLACE VIEW contracts_over_entry AS
SELECT
    market, client_class, new_tier,
    CAST(replace(CAST(CAST(abs(contracts) AS contracts_exact) AS VARCHAR), '.', '') AS HUGEINT) AS dividend,
    CAST(replace(CAST(CAST(entry_price AS price_exact) AS VARCHAR), '.', '') AS HUGEINT) AS divisor,
    dividend % divisor AS r0,
    r0 * 1000000000000000000 % divisor AS r1,
    r1 * 1000000000000000000 % divisor AS r2,
    r2 * 1000000000000000000 % divisor AS r3,
    r3 * 1000000000000000000 % divisor AS r4,
    ltrim(concat(
        dividend // divisor,
        lpad(CAST(r0 * 1000000000000000000 // divisor AS VARCHAR), 18, '0'),
        lpad(CAST(r1 * 1000000000000000000 // divisor AS VARCHAR), 18, '0'),
        lpad(CAST(r2 * 1000000000000000000 // divisor AS VARCHAR), 18, '0'),
        lpad(CAST(r3 * 1000000000000000000 // divisor AS VARCHAR), 18, '0')), '0') AS digits,
    CAST(left(digits, 34) AS HUGEINT) AS kept,
    substr(digits, 35, 1) > '5'
        OR (substr(digits, 35, 1) = '5' AND (rtrim(substr(digits, 36), '0') <> '' OR r4 <> 0 OR kept % 2 = 1)) AS up,
    CAST(concat(
        CASE WHEN contracts < 0 THEN '-' ELSE '' END,
        kept + CASE WHEN up THEN 1 ELSE 0 END,
        repeat('0', length(digits) - 34)) AS BIGNUM) AS quotient
FROM grave_position
WHERE state = 'NEWLY_LIQUIDATABLE';
