-- One row for each event. The columns stand in the order that needs no padding; with at most eight columns the null
-- bitmap fits the 24-byte header of a row.

CREATE TABLE request (
    ts             timestamptz NOT NULL,
    span_id        bigint,
    request_bytes  bigint,
    response_bytes bigint,
    trace_id       uuid,
    duration_us    real NOT NULL,
    label_set_id   integer NOT NULL
) PARTITION BY RANGE (ts);
CREATE INDEX request_ts ON request USING brin (ts) WITH (pages_per_range = 32);
COMMENT ON TABLE request IS 'Served HTTP requests, one row each, by day of ts.';
COMMENT ON COLUMN request.ts IS 'When the request began.';
COMMENT ON COLUMN request.span_id IS 'The W3C span id, read as a signed 64-bit number; to_hex gives it back.';
COMMENT ON COLUMN request.request_bytes IS 'The length of the request''s body, if it is known.';
COMMENT ON COLUMN request.response_bytes IS 'The length of the response''s body, if it is known.';
COMMENT ON COLUMN request.trace_id IS 'The W3C trace id.';
COMMENT ON COLUMN request.duration_us IS 'Microseconds: exact up to 16.7 s, above within 0.06 ppm.';
COMMENT ON COLUMN request.label_set_id IS 'Endpoint, instance, status and error type: label_set.id.';

CREATE TABLE log (
    ts               timestamptz NOT NULL,
    record_offset    bigint NOT NULL,
    span_id          bigint,
    trace_id         uuid,
    record_partition integer NOT NULL,
    service_id       integer NOT NULL,
    instance_id      integer,
    severity         smallint NOT NULL,
    logger           text,
    thread           text,
    message          text NOT NULL,
    error_type       text,
    stack_trace      text,
    fields           jsonb
) PARTITION BY RANGE (ts);
CREATE INDEX log_ts ON log USING brin (ts) WITH (pages_per_range = 16);
COMMENT ON TABLE log IS 'Log lines, one row each, by day of ts.';
COMMENT ON COLUMN log.ts IS 'When it was logged.';
COMMENT ON COLUMN log.record_offset IS 'With record_partition the line''s position in the logs topic, which identifies it.';
COMMENT ON COLUMN log.record_partition IS 'With record_offset the line''s position in the logs topic, which identifies it.';
COMMENT ON COLUMN log.severity IS 'OpenTelemetry''s severity number: log_level.severity.';
COMMENT ON COLUMN log.fields IS 'MDC entries and key-value pairs, an object of strings; null if there are none.';

CREATE TABLE sample (
    ts        timestamptz NOT NULL,
    value     double precision NOT NULL,
    metric_id integer NOT NULL
) PARTITION BY RANGE (ts);
CREATE INDEX sample_ts ON sample USING brin (ts) WITH (pages_per_range = 16);
-- Samples are few beside requests, and are read by series.
CREATE INDEX sample_metric_ts ON sample (metric_id, ts);
COMMENT ON TABLE sample IS 'Readings of gauges and cumulative counters, one row each, by day of ts.';
COMMENT ON COLUMN sample.metric_id IS 'What was read, and where: metric.id.';
