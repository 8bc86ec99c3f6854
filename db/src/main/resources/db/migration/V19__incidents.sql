-- What was not as usual, since when and why, as the diagnosis of the present found it. Older programs do not know these tables.

CREATE TABLE incident (
    id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    service           text NOT NULL,
    method            text,
    route             text,
    kind              text NOT NULL,
    onset             timestamptz NOT NULL,
    detected_at       timestamptz NOT NULL,
    last_seen         timestamptz NOT NULL,
    absent_since      timestamptz,
    ended_at          timestamptz CHECK (ended_at >= onset),
    text              text NOT NULL,
    cause_kind        text,
    cause_culprit     text,
    explained_percent double precision,
    answered_at       timestamptz NOT NULL,
    affected          text[] NOT NULL,
    services          text[] NOT NULL,
    answer            jsonb NOT NULL CHECK (octet_length(answer::text) <= 262144)
);
CREATE INDEX incident_span ON incident USING gist (tstzrange(onset, ended_at, '[]'));
CREATE INDEX incident_onset ON incident (onset DESC, id DESC);
COMMENT ON TABLE incident IS 'Incidents: what was not as usual, and why. Kept as long as windows of 1 hour (partitioning), at most 20,000.';
COMMENT ON COLUMN incident.service IS 'The service that matters most.';
COMMENT ON COLUMN incident.method IS 'The HTTP method; null for the whole service.';
COMMENT ON COLUMN incident.route IS 'The route template; null for the whole service.';
COMMENT ON COLUMN incident.kind IS 'slow, failing (5xx), refused (4xx), silent or dropped (far fewer requests).';
COMMENT ON COLUMN incident.onset IS 'The earliest onset that was found. It never moves later.';
COMMENT ON COLUMN incident.detected_at IS 'When it was first recorded.';
COMMENT ON COLUMN incident.last_seen IS 'The time up to which it was last found.';
COMMENT ON COLUMN incident.absent_since IS 'The end of the first complete answer that did not find it any more; null while it is found.';
COMMENT ON COLUMN incident.ended_at IS 'When it was over; null while it goes on.';
COMMENT ON COLUMN incident.text IS 'All of it in one line.';
COMMENT ON COLUMN incident.cause_kind IS 'The kind of the leading cause; null if the causes explain less than half of it.';
COMMENT ON COLUMN incident.cause_culprit IS 'What to look at; null without a cause.';
COMMENT ON COLUMN incident.explained_percent IS 'The share that the causes explain together; null if they were not looked for.';
COMMENT ON COLUMN incident.answered_at IS 'The end of the answer that is kept.';
COMMENT ON COLUMN incident.affected IS 'The endpoints and services that were found with it, its own included.';
COMMENT ON COLUMN incident.services IS 'The services of those.';
COMMENT ON COLUMN incident.answer IS 'The diagnosis as in the API, at most 64 KiB as JSON.';

CREATE TABLE incident_watch (
    only_row     boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    since        timestamptz NOT NULL,
    judged_until timestamptz NOT NULL
);
COMMENT ON TABLE incident_watch IS 'Since when incidents are recorded.';
COMMENT ON COLUMN incident_watch.only_row IS 'Always true: there is one row.';
COMMENT ON COLUMN incident_watch.since IS 'The end of the first answer that was recorded without a gap of 5 minutes up to the newest.';
COMMENT ON COLUMN incident_watch.judged_until IS 'The end of the newest one.';

-- The query service records incidents. Its role only reads everything else; it is a member of pg_monitor.
GRANT SELECT, INSERT, UPDATE, DELETE ON incident, incident_watch TO pg_monitor;
