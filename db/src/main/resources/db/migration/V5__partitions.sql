-- Partitions are made ahead and dropped when their time has passed. Time is always a parameter.

CREATE TABLE partitioning (
    parent    text PRIMARY KEY,
    step      text NOT NULL CHECK (step IN ('day', 'month')),
    retention interval NOT NULL CHECK (retention > interval '0')
);
COMMENT ON TABLE partitioning IS 'The partitioned tables.';
COMMENT ON COLUMN partitioning.step IS 'What a partition holds: a day or a month, in UTC.';
COMMENT ON COLUMN partitioning.retention IS 'How long rows are kept at least; the processor writes its setting here. Rows go a whole '
    'partition at a time.';
INSERT INTO partitioning (parent, step, retention) VALUES
    ('request', 'day', '7 days'),
    ('log', 'day', '7 days'),
    ('sample', 'day', '30 days'),
    ('rollup_10s', 'day', '48 hours'),
    ('rollup_1m', 'day', '30 days'),
    ('rollup_1h', 'month', '400 days');

CREATE FUNCTION lock_partitions() RETURNS void
LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock(hashtext('tidemark.partitions'))
$$;
COMMENT ON FUNCTION lock_partitions() IS 'Waits until no other transaction makes or drops partitions. One lock for all of them: '
    'with one for each, two that work on several would wait for each other.';

CREATE FUNCTION partition_exists(name text) RETURNS boolean
-- Reads the catalog: to_regclass would answer from this session's cache, which waiting for an advisory lock does not refresh.
LANGUAGE sql AS $$
    SELECT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                   WHERE c.relname = name AND n.nspname = current_schema() AND c.relkind = 'r')
$$;
COMMENT ON FUNCTION partition_exists(text) IS 'Whether there is a table of this name.';

CREATE FUNCTION ensure_partition(parent_table text, at timestamptz) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    unit text;
    start_at timestamp;
    partition_name text;
BEGIN
    SELECT step INTO unit FROM partitioning WHERE parent = parent_table;
    IF unit IS NULL THEN
        RAISE EXCEPTION 'table "%": expected one of %', parent_table, (SELECT string_agg(parent, ', ') FROM partitioning);
    END IF;
    start_at := date_trunc(unit, at AT TIME ZONE 'UTC');
    partition_name := parent_table || '_' || to_char(start_at, CASE unit WHEN 'day' THEN 'YYYYMMDD' ELSE 'YYYYMM' END);
    IF partition_exists(partition_name) THEN
        RETURN false;
    END IF;
    PERFORM lock_partitions();
    IF partition_exists(partition_name) THEN
        RETURN false;
    END IF;
    -- Made apart and attached: unlike CREATE TABLE … PARTITION OF, that does not wait for those who read the table.
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)%s', partition_name, parent_table,
        CASE WHEN parent_table LIKE 'rollup\_%' THEN ' WITH (fillfactor = 50)' ELSE '' END);
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent_table, partition_name,
        start_at AT TIME ZONE 'UTC', (start_at + ('1 ' || unit)::interval) AT TIME ZONE 'UTC');
    RETURN true;
END $$;
COMMENT ON FUNCTION ensure_partition(text, timestamptz) IS 'Makes the partition of a table that holds a time, unless it is there; true '
    'if it was made. Safe to call at the same time from anywhere.';

CREATE FUNCTION ensure_partitions(at timestamptz, days_back integer DEFAULT 1, days_ahead integer DEFAULT 3) RETURNS integer
LANGUAGE sql AS $$
    SELECT count(*) FILTER (WHERE ensure_partition(parent, at + make_interval(days => day)))::integer
    FROM partitioning, generate_series(-days_back, days_ahead) AS day
$$;
COMMENT ON FUNCTION ensure_partitions(timestamptz, integer, integer) IS 'Makes the partitions of all tables around a time; says how many '
    'were made.';

CREATE FUNCTION drop_expired_partitions(at timestamptz) RETURNS SETOF text
LANGUAGE plpgsql
-- Dropping waits for those who read the table, and those who come later wait for it: rather try again in an hour.
SET lock_timeout = '2s' AS $$
DECLARE
    expired record;
BEGIN
    PERFORM lock_partitions();
    FOR expired IN
        SELECT child.relname AS name
        FROM partitioning p
        JOIN pg_inherits i ON i.inhparent = to_regclass(quote_ident(p.parent))
        JOIN pg_class child ON child.oid = i.inhrelid
        CROSS JOIN LATERAL (
            SELECT to_timestamp(substring(child.relname FROM '_(\d+)$'), CASE p.step WHEN 'day' THEN 'YYYYMMDD' ELSE 'YYYYMM' END)
                ::timestamp AS start_at) AS t
        WHERE (start_at + ('1 ' || p.step)::interval) AT TIME ZONE 'UTC' <= at - p.retention
        ORDER BY 1
    LOOP
        BEGIN
            EXECUTE format('DROP TABLE IF EXISTS %I', expired.name);
            RETURN NEXT expired.name;
        EXCEPTION WHEN lock_not_available THEN
            RAISE WARNING 'partition % is in use: dropped at the next run', expired.name;
        END;
    END LOOP;
END $$;
COMMENT ON FUNCTION drop_expired_partitions(timestamptz) IS 'Drops the partitions whose last row is older than the table''s retention; '
    'gives their names.';

CREATE FUNCTION delete_unused_labels(at timestamptz) RETURNS bigint
LANGUAGE sql AS $$
    WITH label_sets AS (
        DELETE FROM label_set WHERE last_seen < (at AT TIME ZONE 'UTC')::date - 2
            - (SELECT ceil(extract(epoch FROM retention) / 86400)::integer FROM partitioning WHERE parent = 'request')
        RETURNING 1
    ), metrics AS (
        DELETE FROM metric WHERE last_seen < (at AT TIME ZONE 'UTC')::date - 2
            - (SELECT ceil(extract(epoch FROM retention) / 86400)::integer FROM partitioning WHERE parent = 'sample')
        RETURNING 1
    )
    SELECT (SELECT count(*) FROM label_sets) + (SELECT count(*) FROM metrics)
$$;
COMMENT ON FUNCTION delete_unused_labels(timestamptz) IS 'Deletes label sets and metrics that no row can point at any more, because '
    'they were last used longer ago than rows are kept; says how many.';

CREATE FUNCTION summarize_brin(at timestamptz) RETURNS integer
LANGUAGE sql AS $$
    SELECT coalesce(sum(brin_summarize_new_values(index_class.oid)), 0)::integer
    FROM partitioning p
    JOIN pg_inherits i ON i.inhparent = to_regclass(quote_ident(p.parent))
    JOIN pg_index x ON x.indrelid = i.inhrelid
    JOIN pg_class index_class ON index_class.oid = x.indexrelid
    JOIN pg_am ON pg_am.oid = index_class.relam AND pg_am.amname = 'brin'
    JOIN pg_class child ON child.oid = i.inhrelid
    WHERE p.step = 'day'
      AND substring(child.relname FROM '_(\d+)$') BETWEEN to_char((at - interval '1 day') AT TIME ZONE 'UTC', 'YYYYMMDD')
          AND to_char((at + interval '1 day') AT TIME ZONE 'UTC', 'YYYYMMDD')
$$;
COMMENT ON FUNCTION summarize_brin(timestamptz) IS 'Brings the BRIN indexes of today''s partitions up to date: until then, what was '
    'written since the last vacuum is read whole by every query.';
