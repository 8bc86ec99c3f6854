-- Who invents routes adds endpoints each day, as many as a service may have at a time, and whoever invents services adds those. They
-- are deleted once nothing can point at them any more.

CREATE OR REPLACE FUNCTION delete_unused_labels(at timestamptz) RETURNS bigint
LANGUAGE sql AS $$
    WITH kept AS (
        SELECT (at AT TIME ZONE 'UTC')::date - 2 - max(days) FILTER (WHERE parent = 'request') AS request,
               (at AT TIME ZONE 'UTC')::date - 2 - max(days) FILTER (WHERE parent = 'sample') AS sample,
               (at AT TIME ZONE 'UTC')::date - 2 - max(days) FILTER (WHERE parent IN ('request', 'log', 'sample')) AS raw,
               (at AT TIME ZONE 'UTC')::date - 2 - max(days) AS anything
        FROM (SELECT parent, ceil(extract(epoch FROM retention) / 86400)::integer + CASE step WHEN 'month' THEN 31 ELSE 0 END AS days
              FROM partitioning) AS p
    ), label_sets AS (
        DELETE FROM label_set USING kept WHERE last_seen < kept.request RETURNING 1
    ), metrics AS (
        DELETE FROM metric USING kept WHERE last_seen < kept.sample RETURNING 1
    ), instances AS (
        DELETE FROM instance USING kept WHERE last_seen < kept.raw RETURNING 1
    ), endpoints AS (
        DELETE FROM endpoint USING kept WHERE last_seen < kept.anything RETURNING 1
    ), services AS (
        DELETE FROM service USING kept WHERE last_seen < kept.anything RETURNING 1
    )
    SELECT (SELECT count(*) FROM label_sets) + (SELECT count(*) FROM metrics) + (SELECT count(*) FROM instances)
        + (SELECT count(*) FROM endpoints) + (SELECT count(*) FROM services)
$$;
COMMENT ON FUNCTION delete_unused_labels(timestamptz) IS 'Deletes label sets, metrics, instances, endpoints and services that no row can '
    'point at any more, because they were last used longer ago than rows are kept; says how many.';
