-- Traded volume under two fee ladders.
--
-- Reads traded_volume and bracket; docs/scenarios-sql.md lists their columns. A bracket lies between two neighbouring thresholds
-- of all four ladders (maker and taker, before and after), so that each of the four fees is one number in it. The number types
-- are made first: DECIMALs wide enough that nothing below rounds. Fees are in percent: 0.25 is 25 basis points.

-- A volume equal to a threshold is in the bracket that begins there.
CREATE OR REPLACE VIEW charged_volume AS
SELECT
    v.row_number, v.fee_source, b.bracket, v.account, v.trailing_volume, v.maker_volume, v.taker_volume,
    CAST(v.maker_volume AS volume_number) * b.maker_extra + CAST(v.taker_volume AS volume_number) * b.taker_extra AS extra
FROM traded_volume v
JOIN bracket b ON b.fee_source = v.fee_source
    AND b.from_volume <= v.trailing_volume
    AND (v.trailing_volume < b.below_volume OR b.below_volume IS NULL);

-- Volumes by bracket, and who pays more or less than before.
CREATE OR REPLACE VIEW fee_summary AS
SELECT
    fee_source, bracket,
    count(*) AS accounts,
    count(*) FILTER (WHERE extra > 0) AS pays_more,
    count(*) FILTER (WHERE extra < 0) AS pays_less,
    exact_sum(maker_volume) AS maker_volume,
    exact_sum(taker_volume) AS taker_volume
FROM charged_volume
GROUP BY ALL;

-- The accounts whose fees rise most, of equal rises the earlier row.
CREATE OR REPLACE VIEW dearer_account AS
SELECT fee_source, bracket, account, trailing_volume, maker_volume, taker_volume
FROM charged_volume
WHERE extra > 0
QUALIFY row_number() OVER (PARTITION BY fee_source ORDER BY extra DESC, row_number) <= worst_max()
ORDER BY fee_source, extra DESC, row_number;
