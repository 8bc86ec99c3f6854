-- Each deployment brings instances of new names. Those that are gone are deleted, or a service would some day have as many as it may,
-- and no place for new ones.

CREATE OR REPLACE FUNCTION delete_unused_labels(at timestamptz) RETURNS bigint
LANGUAGE sql AS $$
    WITH label_sets AS (
        DELETE FROM label_set WHERE last_seen < (at AT TIME ZONE 'UTC')::date - 2
            - (SELECT ceil(extract(epoch FROM retention) / 86400)::integer FROM partitioning WHERE parent = 'request')
        RETURNING 1
    ), metrics AS (
        DELETE FROM metric WHERE last_seen < (at AT TIME ZONE 'UTC')::date - 2
            - (SELECT ceil(extract(epoch FROM retention) / 86400)::integer FROM partitioning WHERE parent = 'sample')
        RETURNING 1
    ), instances AS (
        DELETE FROM instance WHERE last_seen < (at AT TIME ZONE 'UTC')::date - 2
            - (SELECT ceil(extract(epoch FROM max(retention)) / 86400)::integer FROM partitioning
               WHERE parent IN ('request', 'log', 'sample'))
        RETURNING 1
    )
    SELECT (SELECT count(*) FROM label_sets) + (SELECT count(*) FROM metrics) + (SELECT count(*) FROM instances)
$$;
COMMENT ON FUNCTION delete_unused_labels(timestamptz) IS 'Deletes label sets, metrics and instances that no row can point at any more, '
    'because they were last used longer ago than rows are kept; says how many.';
