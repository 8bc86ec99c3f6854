-- What a sink could not store because Kafka no longer had it. Written in the transaction that moves the offset past it, so that each
-- loss is told once, whatever is killed.

CREATE TABLE sink_loss (
    topic       text NOT NULL,
    partition   integer NOT NULL,
    from_offset bigint NOT NULL,
    to_offset   bigint NOT NULL,
    reason      text NOT NULL CHECK (reason IN ('retention', 'topic_anew', 'cut_off')),
    records     bigint GENERATED ALWAYS AS (CASE reason WHEN 'retention' THEN to_offset - from_offset END) STORED,
    at          timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE sink_loss IS 'Where a sink went on at another offset than it had stored up to: rows are or may be missing.';
COMMENT ON COLUMN sink_loss.from_offset IS 'The first offset that was not stored.';
COMMENT ON COLUMN sink_loss.to_offset IS 'Where the sink went on.';
COMMENT ON COLUMN sink_loss.reason IS 'retention: Kafka dropped records before they were stored. topic_anew: the topic was deleted and '
    'made again. cut_off: the partition ended before what was stored already, as after an unclean election.';
COMMENT ON COLUMN sink_loss.records IS 'How many offsets were dropped; null where nobody knows what there was.';
COMMENT ON COLUMN sink_loss.at IS 'When it was found.';
