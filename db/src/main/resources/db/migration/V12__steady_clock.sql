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
