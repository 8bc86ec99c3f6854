-- The relation that dashboards of the first days were written against: one row for each measurement, whatever it is of.

CREATE FUNCTION row_uuid(relation oid, place tid) RETURNS uuid
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (lpad(to_hex(relation::bigint), 8, '0') || '00008000' || '8000' || encode(tidsend(place), 'hex'))::uuid
$$;
COMMENT ON FUNCTION row_uuid(oid, tid) IS 'A version 8 UUID made of a row''s table and its place there. Rows of events are never updated, '
    'so it stays the same as long as the table is not rewritten (VACUUM FULL, restored from a dump).';

CREATE VIEW metrics AS
SELECT row_uuid(r.tableoid, r.ctid) AS id,
       r.ts AS timestamp,
       'api'::text AS metric_type,
       'request_latency_ms'::text AS metric_name,
       r.duration_us::double precision / 1000 AS value,
       CASE WHEN r.trace_id IS NULL THEN l.metadata
            ELSE l.metadata || jsonb_build_object('trace_id', replace(r.trace_id::text, '-', '')) END AS metadata
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

COMMENT ON VIEW metrics IS 'Every request and every sample as a measurement. Filters on timestamp and metric_type reach the partitions '
    'and tables they concern.';
COMMENT ON COLUMN metrics.id IS 'Stable for a row: see row_uuid.';
COMMENT ON COLUMN metrics.metric_type IS 'api, redis, postgres, cache, system or business.';
COMMENT ON COLUMN metrics.value IS 'In the unit that metric_name ends with; requests in milliseconds.';
COMMENT ON COLUMN metrics.metadata IS 'Of requests: endpoint (the route), method, status and status_code (the same number), service, '
    'instance, error_type and trace_id, where they are known. Of samples: service, instance and the sample''s own.';
