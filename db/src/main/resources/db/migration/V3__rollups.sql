-- What is known of one endpoint in one window. The three tables have the same columns.
--
-- A window's row is written again and again while the window is open. Only the key is indexed, and half of a page is left
-- free, so that the new version fits beside the old one and no index is touched (HOT).

CREATE TABLE rollup_10s (
    window_start   timestamptz NOT NULL,
    endpoint_id    integer NOT NULL,
    count          bigint NOT NULL,
    errors         bigint NOT NULL,
    status_1xx     bigint NOT NULL,
    status_2xx     bigint NOT NULL,
    status_3xx     bigint NOT NULL,
    status_4xx     bigint NOT NULL,
    status_5xx     bigint NOT NULL,
    sum_us         bigint NOT NULL,
    min_us         bigint NOT NULL,
    max_us         bigint NOT NULL,
    request_bytes  bigint NOT NULL,
    response_bytes bigint NOT NULL,
    errors_by_type jsonb NOT NULL,
    sketch         bytea NOT NULL,
    PRIMARY KEY (window_start, endpoint_id)
) PARTITION BY RANGE (window_start);
CREATE TABLE rollup_1m (LIKE rollup_10s INCLUDING ALL) PARTITION BY RANGE (window_start);
CREATE TABLE rollup_1h (LIKE rollup_10s INCLUDING ALL) PARTITION BY RANGE (window_start);

DO $$
DECLARE
    tier record;
    col record;
BEGIN
    FOR tier IN SELECT * FROM (VALUES
            ('rollup_10s', '10 seconds', 'day'), ('rollup_1m', '1 minute', 'day'), ('rollup_1h', '1 hour', 'month'))
            AS t (name, width, step) LOOP
        EXECUTE format('COMMENT ON TABLE %I IS %L', tier.name,
            format('Requests of one endpoint in windows of %s, by %s of window_start.', tier.width, tier.step));
        FOR col IN SELECT * FROM (VALUES
                ('window_start', 'The window''s first instant; windows are aligned to the epoch, in UTC.'),
                ('endpoint_id', 'endpoint.id.'),
                ('errors', 'Requests with a status of 400 or above.'),
                ('sum_us', 'The sum of the durations, in microseconds.'),
                ('min_us', 'The shortest duration, in microseconds.'),
                ('max_us', 'The longest duration, in microseconds.'),
                ('request_bytes', 'The sum of the known lengths of the requests'' bodies.'),
                ('response_bytes', 'The sum of the known lengths of the responses'' bodies.'),
                ('errors_by_type', 'How often each error type was seen: an object of counts.'),
                ('sketch', 'The durations in microseconds, as dev.tidemark.wire.sketch.LatencySketch writes them.'))
                AS c (name, text) LOOP
            EXECUTE format('COMMENT ON COLUMN %I.%I IS %L', tier.name, col.name, col.text);
        END LOOP;
    END LOOP;
END $$;
