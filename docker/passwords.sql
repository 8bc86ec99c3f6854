-- Run by the image of PostgreSQL when the database is created, after roles.sql. Also run by upgrade.sql.

-- Otherwise pg_stat_statements would keep the passwords.
SET pg_stat_statements.track_utility = off;
\getenv application TIDEMARK_POSTGRES_PASSWORD
\getenv reader POSTGRES_READER_PASSWORD
ALTER ROLE tidemark PASSWORD :'application';
ALTER ROLE tidemark_reader PASSWORD :'reader';
