-- Every trial of a check recomputed: the check as it stands (no observation replaced), or with the value of one
-- observation replaced. One row a trial; 'marks' and what the author calls undetermined are not tried.
--
-- reported_low to reported_high is what the reported figure may stand for; where the check only asks for "no more" or
-- "no less", one of them is infinite. open: a bound among the operands leaves the computation open.

WITH operand AS (
    SELECT t.trial, t.check_id, c.kind, o.role, o.position,
        coalesce(r.value, f.value) AS value,
        CASE WHEN r.value IS NULL THEN coalesce(f.value_low, '-infinity') ELSE r.value_low END AS low,
        CASE WHEN r.value IS NULL THEN coalesce(f.value_high, 'infinity') ELSE r.value_high END AS high,
        coalesce(f.printed_step, 0) AS step, f.qualifier, f.qualifier IN ('>', '>=', '<', '<=') AS bound,
        coalesce(s.scale, 1) AS scale,
        year(f.period_end) - year(f.period_start) + 1 AS years
    FROM trials t
        JOIN checks c USING (check_id)
        JOIN audit_operands o USING (check_id)
        JOIN observations f ON f.observation_id = o.observation_id
        LEFT JOIN share_scales s ON s.unit = f.unit
        LEFT JOIN trials r ON r.trial = t.trial AND r.observation_id = o.observation_id
),
-- A mean, a share and the like are rounded even where they are counted in whole numbers.
told AS (
    SELECT trial, check_id, role, any_value(value) AS value, any_value(step) AS step, any_value(qualifier) AS qualifier,
        any_value(CASE WHEN low = high THEN low - step / 2 ELSE low END) AS low,
        any_value(CASE WHEN low = high THEN high + step / 2 ELSE high END) AS high, any_value(scale) AS scale
    FROM operand
    WHERE role IN ('share', 'ratio', 'growth', 'difference', 'mean', 'sd', 'yearly')
    GROUP BY ALL
),
together AS (
    SELECT trial, check_id, any_value(kind) AS kind,
        -- the first side: what is divided, added, compared
        count(*) FILTER (role IN ('parts', 'items', 'numerator')) AS n,
        sum(value) FILTER (role IN ('parts', 'items', 'numerator', 'after', 'total')) AS upper,
        sum(low) FILTER (role IN ('parts', 'items', 'numerator', 'after', 'total')) AS upper_low,
        sum(high) FILTER (role IN ('parts', 'items', 'numerator', 'after', 'total')) AS upper_high,
        -- the second: what it is divided by, or compared with
        max(value) FILTER (role IN ('whole', 'denominator', 'before')) AS lower,
        max(low) FILTER (role IN ('whole', 'denominator', 'before')) AS lower_low,
        max(high) FILTER (role IN ('whole', 'denominator', 'before')) AS lower_high,
        max(step) FILTER (role = 'whole') AS lower_step,
        max(years) FILTER (role = 'total') AS years,
        stddev_samp(value) FILTER (role = 'items') AS sd_sample,
        stddev_pop(value) FILTER (role = 'items') AS sd_population,
        sum(((high - low) / 2) ** 2) FILTER (role = 'items') AS half_squared,
        bool_or(bound) FILTER (role IN ('parts', 'items', 'numerator', 'denominator', 'before', 'after', 'total')
            OR role = 'whole' AND kind = 'share') AS open
    FROM operand GROUP BY trial, check_id
),
-- Where a share is printed without its part, or without its whole, the whole number nearest to it stands in.
quotient AS (
    SELECT g.trial, g.check_id, scale, t.value AS told, t.low AS told_low, t.high AS told_high, t.step, t.qualifier,
        coalesce(upper, round(t.value / scale * lower)) AS upper,
        coalesce(upper_low, round(t.value / scale * lower)) AS upper_low,
        coalesce(upper_high, round(t.value / scale * lower)) AS upper_high,
        coalesce(lower, greatest(1, round(upper * scale / nullif(t.value, 0)))) AS lower,
        coalesce(lower_low, greatest(1, round(upper * scale / nullif(t.value, 0)))) AS lower_low,
        coalesce(lower_high, greatest(1, round(upper * scale / nullif(t.value, 0)))) AS lower_high
    FROM together g JOIN told t USING (trial, check_id)
    WHERE kind IN ('share', 'ratio')
),
-- A part is to its whole as the second of a sequence to the first.
pairs AS (
    SELECT trial, check_id, kind, value, low, high, bound,
        lead(value) OVER places AS next_value, lead(low) OVER places AS next_low, lead(high) OVER places AS next_high,
        bool_or(bound) OVER (PARTITION BY trial, check_id) AS open
    FROM operand WHERE kind IN ('order', 'nesting') AND role IN ('items', 'whole', 'part')
    WINDOW places AS (PARTITION BY trial, check_id ORDER BY role DESC, position)
),
sequences AS (
    SELECT trial, check_id, any_value(kind) AS kind,
        bool_or(next_low > high + 1e-9 * greatest(1, abs(value))) AS broken,
        bool_and(next_high <= low + 1e-9 * greatest(1, abs(value))) AS kept, any_value(open) AS open,
        any_value(value) AS whole, any_value(next_value) AS part,
        any_value(next_low) AS part_low, any_value(next_high) AS part_high
    FROM pairs WHERE next_value IS NOT NULL GROUP BY trial, check_id
),
equal AS (
    SELECT o.trial, o.check_id, first(o.value ORDER BY o.position) AS value,
        max(o.low) AS highest_low, min(o.high) AS lowest_high,
        first(o.value ORDER BY abs(o.value - f.value) DESC, o.position) AS farthest, bool_and(o.bound) AS open
    FROM operand o JOIN operand f ON f.trial = o.trial AND f.role = 'figures' AND f.position = 0
    WHERE o.role = 'figures' GROUP BY o.trial, o.check_id
),
computed AS (
    SELECT trial, check_id, kind, upper AS computed, upper_low AS low, upper_high AS high,
        coalesce(lower, 100) AS reported, coalesce(lower_low, 100) AS reported_low, coalesce(lower_high, 100) AS reported_high,
        coalesce(lower_step, 0) AS step, '=' AS qualifier, open
    FROM together WHERE kind = 'sum'
    UNION ALL
    SELECT trial, check_id, g.kind, q.upper * scale / q.lower,
        CASE WHEN isinf(q.upper_low) THEN q.upper_low WHEN isinf(q.lower_high) THEN 0
            ELSE q.upper_low * scale / q.lower_high END,
        CASE WHEN isinf(q.upper_high) OR q.lower_low <= 0 THEN 'infinity' ELSE q.upper_high * scale / q.lower_low END,
        told, told_low, told_high, step, qualifier, open
    FROM together g JOIN quotient q USING (trial, check_id)
    UNION ALL
    SELECT trial, check_id, kind, (upper / lower - 1) * 100,
        CASE WHEN isinf(upper_low) THEN upper_low WHEN isinf(lower_high) THEN -100 ELSE (upper_low / lower_high - 1) * 100 END,
        CASE WHEN isinf(upper_high) OR lower_low <= 0 THEN 'infinity' ELSE (upper_high / lower_low - 1) * 100 END,
        t.value, t.low, t.high, t.step, t.qualifier, open
    FROM together g JOIN told t USING (trial, check_id) WHERE kind = 'growth'
    UNION ALL
    SELECT trial, check_id, kind, upper - lower, upper_low - lower_high, upper_high - lower_low,
        t.value, t.low, t.high, t.step, t.qualifier, open
    FROM together g JOIN told t USING (trial, check_id) WHERE kind = 'difference'
    UNION ALL
    SELECT trial, check_id, kind, upper / n, upper_low / n, upper_high / n, t.value, t.low, t.high, t.step, t.qualifier, open
    FROM together g JOIN told t USING (trial, check_id) WHERE kind = 'mean'
    UNION ALL
    -- A standard deviation moves by no more than that of the changes of its items.
    SELECT trial, check_id, kind, sd_sample, sd_sample - sqrt(half_squared / (n - 1)),
        sd_sample + sqrt(half_squared / (n - 1)), t.value, t.low, t.high, t.step, t.qualifier, open
    FROM together g JOIN told t USING (trial, check_id) WHERE kind = 'sd_sample'
    UNION ALL
    SELECT trial, check_id, kind, sd_population, sd_population - sqrt(half_squared / n),
        sd_population + sqrt(half_squared / n), t.value, t.low, t.high, t.step, t.qualifier, open
    FROM together g JOIN told t USING (trial, check_id) WHERE kind = 'sd_population'
    UNION ALL
    SELECT trial, check_id, kind, upper / years, upper_low / years, upper_high / years,
        t.value, t.low, t.high, t.step, t.qualifier, open
    FROM together g JOIN told t USING (trial, check_id) WHERE kind = 'yearly'
    UNION ALL
    SELECT g.trial, g.check_id, g.kind, r.value, r.low, r.high, g.value,
        CASE WHEN g.qualifier IN ('<', '<=') THEN '-infinity' ELSE g.value END,
        CASE WHEN g.qualifier IN ('<', '<=') THEN g.value ELSE 'infinity' END, 0, '=', r.bound
    FROM operand g JOIN operand r ON r.trial = g.trial AND r.role = 'result' WHERE g.role = 'target'
    UNION ALL
    SELECT trial, check_id, kind, items, items, items, value, low, high, 0, '=', false
    FROM operand o JOIN (
        SELECT check_id, count(*) AS items FROM (
            SELECT check_id FROM audit_items UNION ALL SELECT check_id FROM audit_operands WHERE role = 'items'
        ) GROUP BY check_id
    ) USING (check_id)
    WHERE kind = 'count' AND role = 'stated'
),
judged AS (
    SELECT trial, check_id, kind, reported, computed, low, high,
        -- Sums of decimals are off by their last bits: what is nearer than a billionth is met.
        1e-9 * greatest(1, abs(reported), abs(computed)) AS hair,
        low <= reported_high + hair AND high >= reported_low - hair AS meets,
        low >= reported_low - hair AND high <= reported_high + hair AS inside,
        step > 0 AND qualifier = '=' AND CASE WHEN reported >= 0
            THEN low < reported + step - hair AND high >= reported - hair
            ELSE high > reported - step + hair AND low <= reported + hair END AS truncates,
        coalesce(open, false) AS open
    FROM computed
)
SELECT trial, check_id, kind,
    CASE WHEN meets AND (inside OR NOT open) THEN 'consistent' WHEN meets THEN 'undetermined'
        WHEN truncates AND NOT open THEN 'consistent' ELSE 'inconsistent' END AS verdict,
    reported, computed, low, high, truncates AND NOT meets AND NOT open AS truncated
FROM judged
UNION ALL
SELECT trial, check_id, kind, CASE WHEN broken THEN 'inconsistent' WHEN kept OR NOT open THEN 'consistent'
    ELSE 'undetermined' END, if(kind = 'nesting', whole, NULL), if(kind = 'nesting', part, NULL),
    if(kind = 'nesting', part_low, NULL), if(kind = 'nesting', part_high, NULL), false
FROM sequences
UNION ALL
SELECT trial, check_id, 'equality', CASE WHEN highest_low > lowest_high + 1e-9 * greatest(1, abs(value)) THEN 'inconsistent'
    WHEN open THEN 'undetermined' ELSE 'consistent' END, value, farthest, NULL, NULL, false
FROM equal
ORDER BY trial
