-- Run once, by the image of PostgreSQL, when the database is made: what the slow queries are read from.
CREATE EXTENSION IF NOT EXISTS pg_stat_statements;
