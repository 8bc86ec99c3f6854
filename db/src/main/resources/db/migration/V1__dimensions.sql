-- What the narrow rows of the big tables point at. Rows here are few, written once and read from the sink's memory
-- afterwards. No foreign keys point here: they would cost a look-up for each row that is copied in, and the sink is the
-- only writer.

CREATE TABLE service (
    id        integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name      text NOT NULL UNIQUE,
    last_seen date NOT NULL DEFAULT current_date
);
COMMENT ON TABLE service IS 'Applications, by the name they give themselves (OpenTelemetry service.name).';
COMMENT ON COLUMN service.last_seen IS 'The day on which a sink last looked it up, in UTC.';

CREATE TABLE instance (
    id         integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    service_id integer NOT NULL,
    name       text NOT NULL,
    last_seen  date NOT NULL DEFAULT current_date,
    UNIQUE (service_id, name)
);
COMMENT ON TABLE instance IS 'Processes of a service (OpenTelemetry service.instance.id).';

CREATE TABLE endpoint (
    id         integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    service_id integer NOT NULL,
    method     text NOT NULL,
    route      text NOT NULL,
    last_seen  date NOT NULL DEFAULT current_date
);
-- A route may be longer than a B-tree's key, its digest is not.
CREATE UNIQUE INDEX endpoint_key ON endpoint (service_id, method, md5(route));
COMMENT ON TABLE endpoint IS 'What latencies are grouped by: method and route template of a service. Method and route (other) '
    'stand for everything beyond the limit of endpoints of one service.';
COMMENT ON COLUMN endpoint.route IS 'The template, such as /orders/{id}; never a raw path.';

CREATE TABLE label_set (
    id          integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    endpoint_id integer NOT NULL,
    instance_id integer,
    status      smallint NOT NULL,
    error_type  text,
    metadata    jsonb NOT NULL,
    last_seen   date NOT NULL DEFAULT current_date,
    UNIQUE NULLS NOT DISTINCT (endpoint_id, instance_id, status, error_type)
);
CREATE INDEX label_set_last_seen ON label_set (last_seen);
COMMENT ON TABLE label_set IS 'The combinations of endpoint, instance, status and error type that were seen: all that a request '
    'says besides when, how long, how large and in which trace.';
COMMENT ON COLUMN label_set.instance_id IS 'Null if the request did not say, and in the set that stands for those beyond the limit.';
COMMENT ON COLUMN label_set.error_type IS 'The class of the exception or what else names the failure; (other) beyond the limit.';
COMMENT ON COLUMN label_set.metadata IS 'The same in the form of metrics.metadata, so that it is built once and not for each row read.';
COMMENT ON COLUMN label_set.last_seen IS 'The day, in UTC, on which a sink last wrote rows with it. Sets that only dropped partitions '
    'can have used are deleted.';

CREATE TABLE metric (
    id          integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    metric_type text NOT NULL,
    metric_name text NOT NULL,
    service_id  integer NOT NULL,
    instance_id integer,
    metadata    jsonb NOT NULL,
    last_seen   date NOT NULL DEFAULT current_date
);
CREATE UNIQUE INDEX metric_key
    ON metric (metric_type, metric_name, service_id, instance_id, md5(metadata::text)) NULLS NOT DISTINCT;
CREATE INDEX metric_last_seen ON metric (last_seen);
COMMENT ON TABLE metric IS 'The series of samples.';
COMMENT ON COLUMN metric.metric_type IS 'system, redis, postgres, cache, api or business.';
COMMENT ON COLUMN metric.metric_name IS 'The name with the unit at its end, such as memory_used_mb.';
COMMENT ON COLUMN metric.metadata IS 'What tells apart readings of the same name, such as a mount point.';

CREATE TABLE log_level (
    severity smallint PRIMARY KEY,
    name     text NOT NULL UNIQUE
);
INSERT INTO log_level VALUES (1, 'TRACE'), (5, 'DEBUG'), (9, 'INFO'), (13, 'WARN'), (17, 'ERROR');
COMMENT ON TABLE log_level IS 'The names of log.severity: OpenTelemetry''s severity numbers.';
