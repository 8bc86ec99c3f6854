-- Streams (server-sent events, WebSockets, long polls) are requests whose duration is a lifetime, and no latency.
--
-- The columns are null where an earlier version wrote, which may go on beside this one: its staging table is made like rollup_10s, but
-- without defaults.

ALTER TABLE request ADD COLUMN stream boolean;
COMMENT ON COLUMN request.stream IS 'True for a stream, whose duration is a lifetime; null for other requests, where it takes no room.';

DO $$
DECLARE
    tier text;
BEGIN
    FOREACH tier IN ARRAY ARRAY['rollup_10s', 'rollup_1m', 'rollup_1h'] LOOP
        EXECUTE format('ALTER TABLE %I ADD COLUMN streams bigint', tier);
        EXECUTE format('COMMENT ON COLUMN %I.streams IS %L', tier,
            'The streams among the requests. Sum, minimum, maximum and sketch are those of the others, count - streams. Null stands for 0.');
        EXECUTE format('COMMENT ON COLUMN %I.errors IS %L', tier,
            'Requests with a status of 400 or above; of streams, those with an error type or such a status except 499 (the client left).');
        EXECUTE format('COMMENT ON COLUMN %I.min_us IS %L', tier,
            'The shortest duration, in microseconds; 0 if all requests were streams.');
        EXECUTE format('COMMENT ON COLUMN %I.max_us IS %L', tier,
            'The longest duration, in microseconds; 0 if all requests were streams.');
    END LOOP;
END $$;

-- A null is counted, but is in no average and no percentile.
CREATE OR REPLACE VIEW metrics AS
SELECT row_uuid(r.tableoid, r.ctid) AS id,
       r.ts AS timestamp,
       'api'::text AS metric_type,
       'request_latency_ms'::text AS metric_name,
       CASE WHEN r.stream THEN NULL ELSE r.duration_us::double precision / 1000 END AS value,
       CASE WHEN r.trace_id IS NULL AND r.stream IS NOT TRUE THEN l.metadata
            ELSE l.metadata
                || CASE WHEN r.trace_id IS NULL THEN '{}'
                        ELSE jsonb_build_object('trace_id', replace(r.trace_id::text, '-', '')) END
                || CASE WHEN r.stream THEN '{"stream": true}' ELSE '{}'::jsonb END
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

COMMENT ON COLUMN metrics.value IS 'In the unit that metric_name ends with; requests in milliseconds. Null for a stream, which has no latency.';
COMMENT ON COLUMN metrics.metadata IS 'Of requests: endpoint (the route), method, status and status_code (the same number), service, '
    'instance, error_type, trace_id and stream (true), where they are known. Of samples: service, instance and the sample''s own.';
