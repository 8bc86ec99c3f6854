-- Where the time of requests went, and the calls that they made.
--
-- The columns are null where an earlier version wrote, and where nothing was measured.

ALTER TABLE request
    ADD COLUMN application_us bigint,
    ADD COLUMN db_us          bigint,
    ADD COLUMN db_calls       integer,
    ADD COLUMN pool_wait_us   bigint,
    ADD COLUMN redis_us       bigint,
    ADD COLUMN redis_calls    integer,
    ADD COLUMN http_us        bigint,
    ADD COLUMN http_calls     integer;
COMMENT ON COLUMN request.application_us IS 'The application''s own time, in microseconds: the duration without the parts below. Null if '
    'the filter measured no parts; then the parts are null, too. Otherwise a null part stands for 0, where it takes no room.';
COMMENT ON COLUMN request.db_us IS 'The time in which SQL statements ran, in microseconds.';
COMMENT ON COLUMN request.db_calls IS 'The number of SQL statements.';
COMMENT ON COLUMN request.pool_wait_us IS 'The time until a pool handed out a connection, in microseconds.';
COMMENT ON COLUMN request.redis_us IS 'The time in which Redis commands ran, in microseconds.';
COMMENT ON COLUMN request.redis_calls IS 'The number of Redis commands.';
COMMENT ON COLUMN request.http_us IS 'The time in which responses of other services were awaited, in microseconds.';
COMMENT ON COLUMN request.http_calls IS 'The number of HTTP requests to other services.';

DO $$
DECLARE
    tier text;
    col  record;
BEGIN
    FOREACH tier IN ARRAY ARRAY['rollup_10s', 'rollup_1m', 'rollup_1h'] LOOP
        FOR col IN SELECT * FROM (VALUES
                ('measured', 'bigint', 'The requests whose parts were measured; null stands for 0.'),
                ('measured_us', 'bigint', 'The sum of their durations, in microseconds. The parts below are parts of it.'),
                ('db_us', 'bigint', 'The time in which their SQL statements ran, in microseconds.'),
                ('db_calls', 'bigint', 'The number of their SQL statements.'),
                ('pool_wait_us', 'bigint', 'The time until a pool handed out their connections, in microseconds.'),
                ('redis_us', 'bigint', 'The time in which their Redis commands ran, in microseconds.'),
                ('redis_calls', 'bigint', 'The number of their Redis commands.'),
                ('http_us', 'bigint', 'The time in which they awaited responses of other services, in microseconds.'),
                ('http_calls', 'bigint', 'The number of their HTTP requests to other services.'),
                ('parts', 'bytea', 'The same sums for each octave of the duration, as dev.tidemark.wire.parts.PartSums writes them.'))
                AS c (name, type, text) LOOP
            EXECUTE format('ALTER TABLE %I ADD COLUMN %I %s', tier, col.name, col.type);
            EXECUTE format('COMMENT ON COLUMN %I.%I IS %L', tier, col.name, col.text);
        END LOOP;
    END LOOP;
END $$;

CREATE TABLE call (
    id          integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    service_id  integer NOT NULL,
    endpoint_id integer,
    kind        text NOT NULL,
    target      text NOT NULL,
    operation   text NOT NULL,
    last_seen   date NOT NULL DEFAULT current_date
);
-- A statement may be longer than a B-tree's key, its digest is not.
CREATE UNIQUE INDEX call_key ON call (service_id, endpoint_id, kind, md5(target), md5(operation)) NULLS NOT DISTINCT;
CREATE INDEX call_last_seen ON call (last_seen);
COMMENT ON TABLE call IS 'What applications call: the operations of each endpoint. Target and operation (other) stand for everything '
    'beyond the limit of operations of one service.';
COMMENT ON COLUMN call.service_id IS 'service.id of the caller.';
COMMENT ON COLUMN call.endpoint_id IS 'endpoint.id of the requests that make the call; null for work outside of requests.';
COMMENT ON COLUMN call.kind IS 'db, pool, redis or http.';
COMMENT ON COLUMN call.target IS 'The database, the pool, the address of Redis or the called service.';
COMMENT ON COLUMN call.operation IS 'The statement with its literals replaced, the command with the prefix of its key, or the HTTP method and path template.';
COMMENT ON COLUMN call.last_seen IS 'The day on which a sink last looked it up, in UTC.';

-- The calls of all instances of a service in one window. The three tables have the same columns.
CREATE TABLE call_10s (
    window_start timestamptz NOT NULL,
    call_id      integer NOT NULL,
    count        bigint NOT NULL,
    errors       bigint NOT NULL,
    sum_us       bigint NOT NULL,
    max_us       bigint NOT NULL,
    rows         bigint,
    hits         bigint,
    misses       bigint,
    sketch       bytea NOT NULL,
    PRIMARY KEY (window_start, call_id)
) PARTITION BY RANGE (window_start);
CREATE TABLE call_1m (LIKE call_10s INCLUDING ALL) PARTITION BY RANGE (window_start);
CREATE TABLE call_1h (LIKE call_10s INCLUDING ALL) PARTITION BY RANGE (window_start);

DO $$
DECLARE
    tier record;
    col  record;
BEGIN
    FOR tier IN SELECT * FROM (VALUES
            ('call_10s', '10 seconds', 'day'), ('call_1m', '1 minute', 'day'), ('call_1h', '1 hour', 'month'))
            AS t (name, width, step) LOOP
        EXECUTE format('COMMENT ON TABLE %I IS %L', tier.name,
            format('Calls of one operation in windows of %s, by %s of window_start.', tier.width, tier.step));
        FOR col IN SELECT * FROM (VALUES
                ('window_start', 'The window''s first instant; windows are aligned to the epoch, in UTC.'),
                ('call_id', 'call.id.'),
                ('count', 'The number of calls.'),
                ('errors', 'The calls that failed.'),
                ('sum_us', 'The sum of their times, in microseconds.'),
                ('max_us', 'The longest time, in microseconds.'),
                ('rows', 'The rows that were read or changed; null if unknown.'),
                ('hits', 'The reads of Redis that found their key; null if the operation is no read.'),
                ('misses', 'The reads of Redis that did not find their key; null if the operation is no read.'),
                ('sketch', 'The times in microseconds, as dev.tidemark.wire.sketch.LatencySketch writes them.'))
                AS c (name, text) LOOP
            EXECUTE format('COMMENT ON COLUMN %I.%I IS %L', tier.name, col.name, col.text);
        END LOOP;
    END LOOP;
END $$;

-- Calls are kept as long as requests in windows of the same width.
INSERT INTO partitioning (parent, step, retention)
SELECT replace(parent, 'rollup_', 'call_'), step, retention FROM partitioning WHERE parent LIKE 'rollup\_%';

-- As before, and half of a page of calls is left free, too: their windows are written again for each instance.
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
        CASE WHEN parent_table LIKE ANY ('{rollup\\_%,call\\_%}') THEN ' WITH (fillfactor = 50)' ELSE '' END);
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent_table, partition_name,
        start_at AT TIME ZONE 'UTC', (start_at + ('1 ' || unit)::interval) AT TIME ZONE 'UTC');
    SELECT max(steady_at) INTO made_at FROM steady_clock;
    IF (start_at + ('1 ' || unit)::interval) AT TIME ZONE 'UTC' < made_at - interval '2 days' THEN
        EXECUTE format('COMMENT ON TABLE %I IS %L', partition_name,
            'made late: ' || to_char(made_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'));
    END IF;
    RETURN true;
END $$;

-- As before, with calls.
CREATE OR REPLACE FUNCTION delete_unused_labels(at timestamptz, most integer) RETURNS bigint
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
               min(day) FILTER (WHERE parent LIKE 'call\_%')::date - 2 AS call,
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
    ), calls AS (
        DELETE FROM call USING kept
        WHERE id IN (SELECT id FROM call, kept WHERE last_seen < kept.call LIMIT most) AND last_seen < kept.call
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
    SELECT (SELECT count(*) FROM label_sets) + (SELECT count(*) FROM metrics) + (SELECT count(*) FROM calls)
        + (SELECT count(*) FROM instances) + (SELECT count(*) FROM endpoints) + (SELECT count(*) FROM services)
$$;
COMMENT ON FUNCTION delete_unused_labels(timestamptz, integer) IS 'Deletes label sets, metrics, calls, instances, endpoints and services '
    'that no row can point at any more, because they were last used before the first day of the oldest partition; at most so many of '
    'each. Says how many. A label that a sink marks as used meanwhile stays.';

-- The parts of a request are in its metadata. STABLE, as is jsonb_build_object: otherwise PostgreSQL would call the function for each
-- row instead of replacing it by its expression.
CREATE FUNCTION request_parts(r request) RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN r.application_us IS NULL THEN '{}'::jsonb
        ELSE jsonb_build_object(
            'application_us', r.application_us, 'db_us', coalesce(r.db_us, 0), 'db_calls', coalesce(r.db_calls, 0),
            'pool_wait_us', coalesce(r.pool_wait_us, 0), 'redis_us', coalesce(r.redis_us, 0),
            'redis_calls', coalesce(r.redis_calls, 0), 'http_us', coalesce(r.http_us, 0),
            'http_calls', coalesce(r.http_calls, 0)) END
$$;
COMMENT ON FUNCTION request_parts(request) IS 'The measured parts of a request as an object; an empty one if none were measured.';

CREATE OR REPLACE VIEW metrics AS
SELECT row_uuid(r.tableoid, r.ctid) AS id,
       r.ts AS timestamp,
       'api'::text AS metric_type,
       'request_latency_ms'::text AS metric_name,
       CASE WHEN r.stream THEN NULL ELSE r.duration_us::double precision / 1000 END AS value,
       CASE WHEN r.trace_id IS NULL AND r.stream IS NOT TRUE AND r.application_us IS NULL THEN l.metadata
            ELSE l.metadata
                || CASE WHEN r.trace_id IS NULL THEN '{}'
                        ELSE jsonb_build_object('trace_id', replace(r.trace_id::text, '-', '')) END
                || CASE WHEN r.stream THEN '{"stream": true}' ELSE '{}'::jsonb END
                || request_parts(r)
       END AS metadata
FROM request r
LEFT JOIN label_set l ON l.id = r.label_set_id
UNION ALL
SELECT row_uuid(s.tableoid, s.ctid),
       s.ts,
       m.metric_type,
       m.metric_name,
       s.value,
       jsonb_strip_nulls(jsonb_build_object('service', v.name, 'instance', i.name)) || m.metadata
FROM sample s
JOIN metric m ON m.id = s.metric_id
LEFT JOIN service v ON v.id = m.service_id
LEFT JOIN instance i ON i.id = m.instance_id;

COMMENT ON COLUMN metrics.metadata IS 'Of requests: endpoint (the route), method, status and status_code (the same number), service, '
    'instance, error_type, trace_id, stream (true) and the parts (application_us, db_us, …), where they are known. Of samples: service, '
    'instance and the sample''s own.';
