-- Levels that are not among the five, and lines that arrive long after they were logged. Both columns are null for all other
-- rows, so they cost nothing there.

INSERT INTO log_level VALUES (0, 'UNKNOWN');

ALTER TABLE log
    ADD COLUMN level_word text,
    ADD COLUMN received timestamptz;
COMMENT ON COLUMN log.level_word IS 'The level as the line has it, if it is not one of log_level; severity is 0 then.';
COMMENT ON COLUMN log.received IS 'When the broker stored the line, if that was more than five minutes after ts.';
