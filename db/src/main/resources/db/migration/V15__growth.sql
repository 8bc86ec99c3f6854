-- What the disk guard dropped before its time, so that readers know what is left; and labels that are deleted in bounded batches, as soon
-- as no partition has rows that can point at them.

CREATE TABLE partition_drop (
    parent    text NOT NULL,
    partition text NOT NULL,
    starts    timestamptz NOT NULL,
    ends      timestamptz NOT NULL,
    bytes     bigint NOT NULL,
    at        timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX partition_drop_parent ON partition_drop (parent, ends);
COMMENT ON TABLE partition_drop IS 'Partitions that were dropped before their retention had passed, because the disk was full or the '
    'database too large. Written in the transaction that drops the partition; rows go with the retention.';
COMMENT ON COLUMN partition_drop.parent IS 'The table that lost the partition.';
COMMENT ON COLUMN partition_drop.starts IS 'The time of the first row that the partition may have had.';
COMMENT ON COLUMN partition_drop.ends IS 'The time after that of its last row: until then, rows are missing.';
COMMENT ON COLUMN partition_drop.bytes IS 'How many bytes it had, with its indexes.';

CREATE FUNCTION partition_start(parent_table text, name text) RETURNS timestamptz
LANGUAGE sql STABLE AS $$
    SELECT to_timestamp(substring(name FROM '_(\d+)$'), CASE step WHEN 'day' THEN 'YYYYMMDD' ELSE 'YYYYMM' END)::timestamp
        AT TIME ZONE 'UTC'
    FROM partitioning WHERE parent = parent_table
$$;
COMMENT ON FUNCTION partition_start(text, text) IS 'The first instant of a partition, by its name.';

CREATE FUNCTION note_partition_drop(parent_table text, name text, freed bigint) RETURNS void
LANGUAGE sql AS $$
    DELETE FROM partition_drop d USING partitioning p WHERE p.parent = d.parent AND d.at < now() - p.retention;
    INSERT INTO partition_drop (parent, partition, starts, ends, bytes)
    SELECT parent, name, start_at, (start_at AT TIME ZONE 'UTC' + ('1 ' || step)::interval) AT TIME ZONE 'UTC', freed
    FROM partitioning, partition_start(parent_table, name) AS start_at
    WHERE parent = parent_table
$$;
COMMENT ON FUNCTION note_partition_drop(text, text, bigint) IS 'Notes that a partition is dropped before its time.';

CREATE FUNCTION delete_unused_labels(at timestamptz, most integer) RETURNS bigint
LANGUAGE sql AS $$
    WITH oldest AS (
        SELECT p.parent, coalesce(
            (SELECT min(partition_start(p.parent, child.relname)) FROM pg_inherits i JOIN pg_class child ON child.oid = i.inhrelid
             WHERE i.inhparent = to_regclass(quote_ident(p.parent))),
            at - p.retention - ('1 ' || p.step)::interval) AT TIME ZONE 'UTC' AS day
        FROM partitioning p
    ), kept AS (
        -- A sink marks a label as used on the day on which it writes, which is at most a day before the rows' own.
        SELECT min(day) FILTER (WHERE parent = 'request')::date - 2 AS request,
               min(day) FILTER (WHERE parent = 'sample')::date - 2 AS sample,
               min(day) FILTER (WHERE parent IN ('request', 'log', 'sample'))::date - 2 AS raw,
               min(day)::date - 2 AS anything
        FROM oldest
    ), label_sets AS (
        DELETE FROM label_set USING kept
        WHERE id IN (SELECT id FROM label_set, kept WHERE last_seen < kept.request LIMIT most) AND last_seen < kept.request
        RETURNING 1
    ), metrics AS (
        DELETE FROM metric USING kept
        WHERE id IN (SELECT id FROM metric, kept WHERE last_seen < kept.sample LIMIT most) AND last_seen < kept.sample
        RETURNING 1
    ), instances AS (
        DELETE FROM instance USING kept
        WHERE id IN (SELECT id FROM instance, kept WHERE last_seen < kept.raw LIMIT most) AND last_seen < kept.raw
        RETURNING 1
    ), endpoints AS (
        DELETE FROM endpoint USING kept
        WHERE id IN (SELECT id FROM endpoint, kept WHERE last_seen < kept.anything LIMIT most) AND last_seen < kept.anything
        RETURNING 1
    ), services AS (
        DELETE FROM service USING kept
        WHERE id IN (SELECT id FROM service, kept WHERE last_seen < kept.anything LIMIT most) AND last_seen < kept.anything
        RETURNING 1
    )
    SELECT (SELECT count(*) FROM label_sets) + (SELECT count(*) FROM metrics) + (SELECT count(*) FROM instances)
        + (SELECT count(*) FROM endpoints) + (SELECT count(*) FROM services)
$$;
COMMENT ON FUNCTION delete_unused_labels(timestamptz, integer) IS 'Deletes label sets, metrics, instances, endpoints and services that no '
    'row can point at any more, because they were last used before the first day of the oldest partition; at most so many of each. Says '
    'how many. A label that a sink marks as used meanwhile stays.';
