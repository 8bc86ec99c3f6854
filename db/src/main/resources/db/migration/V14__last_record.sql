-- The last stored record of each partition. After a power failure a broker may have lost the end of its log, and reuses the offsets for
-- other records: an offset alone does not show that.

ALTER TABLE sink_offset
    ADD COLUMN last_offset    bigint,
    ADD COLUMN last_checksum  bigint,
    ADD COLUMN last_epoch     integer,
    ADD COLUMN last_time      bigint,
    ADD COLUMN last_by_broker boolean,
    ADD COLUMN last_checked   bigint;
COMMENT ON COLUMN sink_offset.last_offset IS 'The offset of the last stored record: before more records are stored, a new owner compares '
    'it with the record that Kafka has there. Null if there is none, or if it was too large to be read whole.';
COMMENT ON COLUMN sink_offset.last_checksum IS 'The CRC-32C of its key and value.';
COMMENT ON COLUMN sink_offset.last_epoch IS 'The epoch of the partition''s leader that wrote it; null if unknown.';
COMMENT ON COLUMN sink_offset.last_time IS 'Its time in Kafka, in milliseconds since 1970.';
COMMENT ON COLUMN sink_offset.last_by_broker IS 'Whether that is the time of the broker (LogAppendTime) rather than of the producer.';
COMMENT ON COLUMN sink_offset.last_checked IS 'next_offset when these columns were written. If next_offset is another one, an older '
    'version of the sink wrote it, and the columns are not used.';
COMMENT ON COLUMN sink_loss.reason IS 'retention: Kafka dropped records before they were stored. topic_anew: the topic was deleted and '
    'made again. cut_off: Kafka lost the end of the partition, which is stored here, and reuses its offsets, as after a power failure '
    'or an unclean election.';
COMMENT ON COLUMN sink_loss.to_offset IS 'Where the sink went on. For cut_off: the first offset that Kafka lost.';
