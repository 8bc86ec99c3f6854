-- Where each sink stands: written in the transaction that writes the rows, so that a record is stored once.

CREATE TABLE sink_offset (
    topic            text NOT NULL,
    partition        integer NOT NULL,
    next_offset      bigint NOT NULL,
    epoch            bigint NOT NULL,
    topic_id         text,
    last_append_time timestamptz,
    lag              bigint,
    owner_pid        integer,
    owner_start      timestamptz,
    updated_at       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (topic, partition)
) WITH (fillfactor = 50);
COMMENT ON TABLE sink_offset IS 'How far each partition of a topic is stored here.';
COMMENT ON COLUMN sink_offset.next_offset IS 'The first offset whose record is not stored yet; everything before it is.';
COMMENT ON COLUMN sink_offset.epoch IS 'Raised by each new owner of the partition: a transaction of an older owner finds its epoch '
    'gone and is rolled back.';
COMMENT ON COLUMN sink_offset.topic_id IS 'Kafka''s id of the topic: another id means that it was made anew and begins at offset 0.';
COMMENT ON COLUMN sink_offset.last_append_time IS 'The broker''s time of the last record that is stored: how fresh the rows are.';
COMMENT ON COLUMN sink_offset.lag IS 'How many offsets the partition was ahead of next_offset at updated_at; null if Kafka '
    'did not answer then.';
COMMENT ON COLUMN sink_offset.owner_pid IS 'The owner''s PostgreSQL backend; null once the owner has let go. The next owner ends it, '
    'in case it is frozen in a transaction.';
COMMENT ON COLUMN sink_offset.owner_start IS 'pg_stat_activity.backend_start of owner_pid, because process ids are used again.';
COMMENT ON COLUMN sink_offset.updated_at IS 'When the owner last said so: every few seconds, with or without records.';
