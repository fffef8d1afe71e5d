-- Encounters counted by hand-written SQL: what a person would write for the same tables, once and for DuckDB alone.
-- $encounters, $providers: patterns of Parquet files. Amounts in fen and ten-thousandths, so that sums are exact.
SELECT
    coalesce(e.resident_county, '') AS resident_county,
    p.county,
    p.level,
    p.alliance,
    e.kind,
    year(e.start) * 100 + month(e.start) AS start_month,
    year(e."end") * 100 + month(e."end") AS end_month,
    count(*) AS records,
    sum(round(e.fund * 100)::BIGINT) AS fund,
    count(e.operation_grade) AS operations,
    count(*) FILTER (e.operation_grade >= 3) AS grade_3_4,
    sum(round(e.case_weight * 10000)::BIGINT) AS weight,
    count(e.case_weight) AS weighted
FROM read_parquet($encounters, hive_partitioning = false) AS e
JOIN read_parquet($providers) AS p USING (provider_id)
WHERE e."end" >= e.start AND e.kind IN ('outpatient', 'emergency', 'inpatient')
GROUP BY ALL
