-- Which programs may use this database. A program of an older version may run beside a newer one during an upgrade, or come back in a
-- downgrade, as long as the newer migrations took nothing away from it.

CREATE TABLE schema_compatibility (
    only_row      boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    oldest_schema integer NOT NULL
);
COMMENT ON TABLE schema_compatibility IS 'Which versions of the stream processor and the query service may use this database.';
COMMENT ON COLUMN schema_compatibility.only_row IS 'Always true: there is one row.';
COMMENT ON COLUMN schema_compatibility.oldest_schema IS 'Programs whose newest migration is older than this refuse to start. A migration '
    'that older programs cannot work with raises it.';

-- Programs before this migration do not read it.
INSERT INTO schema_compatibility (oldest_schema) VALUES (16);
