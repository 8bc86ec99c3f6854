-- Retention goes by a time that a step of the clock does not lead astray. It runs with the uptime of the machine, and is kept here.

CREATE TABLE steady_clock (
    boot_id             text PRIMARY KEY,
    steady_at           timestamptz NOT NULL,
    uptime_seconds      double precision NOT NULL,
    agreed              boolean NOT NULL,
    apart_since_seconds double precision,
    confirmed           boolean NOT NULL DEFAULT false
);
COMMENT ON TABLE steady_clock IS 'The time by which rows are dropped, for each machine that runs a stream processor.';
COMMENT ON COLUMN steady_clock.boot_id IS 'The start of the machine; before, for the time before this table existed.';
COMMENT ON COLUMN steady_clock.steady_at IS 'The steady time.';
COMMENT ON COLUMN steady_clock.uptime_seconds IS 'The uptime of the machine at steady_at.';
COMMENT ON COLUMN steady_clock.agreed IS 'Whether the machine''s clock has agreed with the steady time since the machine was started.';
COMMENT ON COLUMN steady_clock.apart_since_seconds IS 'The uptime since which the clock has differed; null if it does not.';
COMMENT ON COLUMN steady_clock.confirmed IS 'Whether somebody has said since that the clock is right.';

INSERT INTO steady_clock (boot_id, steady_at, uptime_seconds, agreed)
SELECT 'before', newest, 0, false FROM (SELECT max(updated_at) AS newest FROM sink_offset) AS o WHERE newest IS NOT NULL;

CREATE FUNCTION trust_clock() RETURNS void
LANGUAGE sql AS $$
    UPDATE steady_clock SET confirmed = true
$$;
COMMENT ON FUNCTION trust_clock() IS 'Says that the clocks of all machines are right. What is due by them is dropped within the hour.';

-- As before, and marks a partition that is made long after its time: its rows came late, or while a clock was behind. They are kept for
-- as long as others, from then on.
CREATE OR REPLACE FUNCTION ensure_partition(parent_table text, at timestamptz) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    unit text;
    start_at timestamp;
    partition_name text;
    made_at timestamptz;
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
    SELECT max(steady_at) INTO made_at FROM steady_clock;
    IF (start_at + ('1 ' || unit)::interval) AT TIME ZONE 'UTC' < made_at - interval '2 days' THEN
        EXECUTE format('COMMENT ON TABLE %I IS %L', partition_name,
            'made late: ' || to_char(made_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'));
    END IF;
    RETURN true;
END $$;

CREATE FUNCTION partition_made_late(child oid) RETURNS timestamptz
LANGUAGE sql STABLE AS $$
    SELECT substring(obj_description(child, 'pg_class') FROM '^made late: (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)$')::timestamptz
$$;
COMMENT ON FUNCTION partition_made_late(oid) IS 'When a partition was made, if that was days after its time; null otherwise.';

CREATE FUNCTION forget_later_times(boot text, at timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    child regclass;
BEGIN
    DELETE FROM steady_clock WHERE boot_id <> boot AND steady_at > at;
    FOR child IN
        SELECT i.inhrelid FROM partitioning p JOIN pg_inherits i ON i.inhparent = to_regclass(quote_ident(p.parent))
        WHERE partition_made_late(i.inhrelid) > at
    LOOP
        EXECUTE format('COMMENT ON TABLE %s IS NULL', child);
    END LOOP;
END $$;
COMMENT ON FUNCTION forget_later_times(text, timestamptz) IS 'Forgets times that are later than one that was confirmed: those of other '
    'starts, and those at which partitions are said to be made.';
