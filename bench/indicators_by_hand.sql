-- From counted encounters (table cells), referrals and residents to every indicator of every county and alliance by
-- month, quarter and year. $referrals, $providers, $residents: patterns of Parquet files.
WITH counted AS (
    SELECT *, kind <> 'inpatient' AS visit, county = resident_county AS within, level = 'primary' AS primary_care
    FROM cells
),
of_residents AS (
    SELECT
        resident_county AS place, level, start_month AS month, within, primary_care, visit,
        sum(records) AS records, sum(fund) AS fund
    FROM counted WHERE resident_county <> '' GROUP BY ALL
),
of_providers AS (
    SELECT county, alliance, level, kind, visit, primary_care, start_month, end_month,
        sum(records) AS records, sum(operations) AS operations, sum(grade_3_4) AS grade_3_4,
        sum(weight) AS weight, sum(weighted) AS weighted
    FROM counted GROUP BY ALL
),
placed AS (
    SELECT county AS place, * FROM of_providers
    UNION ALL SELECT alliance, * FROM of_providers WHERE alliance IS NOT NULL
),
tiers AS (
    SELECT *, CASE level WHEN 'primary' THEN 1 WHEN 'secondary' THEN 2 WHEN 'tertiary' THEN 3 END AS tier
    FROM read_parquet($providers)
),
referred AS (
    SELECT
        s.county AS from_county, s.alliance AS from_alliance, s.level AS from_level,
        r.county AS to_county, r.alliance AS to_alliance, r.level AS to_level,
        s.tier < r.tier AS up, year(date) * 100 + month(date) AS month, count(*) AS n
    FROM read_parquet($referrals, hive_partitioning = false) AS f
    JOIN tiers AS s ON s.provider_id = f.from_provider
    JOIN tiers AS r ON r.provider_id = f.to_provider
    GROUP BY ALL
),
directed AS (
    SELECT unnest([if(up, from_county, to_county), if(up, from_alliance, to_alliance)]) AS place,
        if(up, from_level, to_level) AS level, month, up, n
    FROM referred WHERE up IS NOT NULL
),
sent AS (
    SELECT unnest([from_county, from_alliance]) AS place, from_level AS level, month, n
    FROM referred WHERE from_county <> to_county
),
parts AS (
    SELECT 'county-visit-rate-monitored' AS indicator_id, true AS by_level, place, level, month,
        sum(records) FILTER (within) AS above, sum(records) AS below, 1 AS above_unit, 1 AS below_unit, 100 AS factor
    FROM of_residents GROUP BY ALL
    UNION ALL SELECT 'county-admission-share', true, place, level, month,
        sum(records) FILTER (within), sum(records), 1, 1, 100
    FROM of_residents WHERE NOT visit GROUP BY ALL
    UNION ALL SELECT 'primary-outpatient-share-residents', false, place, level, month,
        sum(records) FILTER (primary_care), sum(records), 1, 1, 100
    FROM of_residents WHERE visit GROUP BY ALL
    UNION ALL SELECT 'insurance-fund-within-county', true, place, level, month,
        sum(fund) FILTER (within), sum(fund), 100, 100, 100
    FROM of_residents GROUP BY ALL
    UNION ALL SELECT 'insurance-fund-primary', false, place, level, month,
        sum(fund) FILTER (primary_care), sum(fund), 100, 100, 100
    FROM of_residents WHERE within GROUP BY ALL
    UNION ALL SELECT
        if(place = alliance, 'primary-outpatient-share-alliance', 'primary-outpatient-share-within-county'),
        false, place, level, start_month, sum(records) FILTER (primary_care), sum(records), 1, 1, 100
    FROM placed WHERE visit GROUP BY ALL
    UNION ALL SELECT 'case-mix-index', true, place, level, end_month, sum(weight), sum(weighted), 10000, 1, 1
    FROM placed WHERE kind = 'inpatient' GROUP BY ALL
    UNION ALL SELECT 'grade-3-4-surgery-share', true, place, level, end_month, sum(grade_3_4), sum(operations), 1, 1, 100
    FROM placed GROUP BY ALL
    UNION ALL SELECT 'referral-down-up-ratio', false, place, level, month,
        sum(n) FILTER (NOT up), sum(n) FILTER (up), 1, 1, 1
    FROM directed WHERE place IS NOT NULL GROUP BY ALL
    UNION ALL SELECT if(up, 'referrals-up', 'referrals-down'), true, place, level, month, sum(n), NULL, 1, 1, 1
    FROM directed WHERE place IS NOT NULL GROUP BY ALL
    UNION ALL SELECT 'referrals-out', true, place, level, month, sum(n), NULL, 1, 1, 1
    FROM sent WHERE place IS NOT NULL GROUP BY ALL
),
levelled AS (
    SELECT * REPLACE ('all' AS level) FROM parts UNION ALL SELECT * FROM parts WHERE by_level
),
dated AS (
    SELECT *, make_date(month // 100, month % 100, 1) AS first FROM levelled
),
grained AS (
    SELECT *, 'month' AS grain, first AS period_start FROM dated
    UNION ALL SELECT *, 'quarter', date_trunc('quarter', first)::DATE FROM dated
    UNION ALL SELECT *, 'year', date_trunc('year', first)::DATE FROM dated
),
summed AS (
    SELECT indicator_id, place, level, grain, period_start, factor, above_unit, below_unit,
        coalesce(sum(above), 0)::BIGINT AS above, sum(below)::BIGINT AS below,
        indicator_id LIKE 'referrals-%' AS plain
    FROM grained GROUP BY ALL
)
SELECT indicator_id, place, level, grain, period_start,
    if(plain, above, factor * above / below * below_unit / above_unit) AS value,
    above / above_unit AS numerator, if(plain, NULL, below / below_unit) AS denominator
FROM summed WHERE plain OR below > 0
UNION ALL
SELECT 'outpatient-visits-per-resident', county, 'all', 'year', make_date(period::INT, 1, 1),
    coalesce(visits, 0) / number, coalesce(visits, 0), number
FROM read_parquet($residents)
LEFT JOIN (
    SELECT place, month // 100 AS year, sum(records) FILTER (visit) AS visits FROM of_residents GROUP BY ALL
) ON place = county AND year = period::INT
ORDER BY ALL
