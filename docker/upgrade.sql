-- Gives a database of an earlier version, whose superuser was called tidemark, the roles and passwords of this one. Run in the
-- container as that superuser: psql -v ON_ERROR_STOP=1 -U tidemark -f /tidemark/upgrade.sql

-- All or nothing.
BEGIN;
SET pg_stat_statements.track_utility = off;
\getenv admin POSTGRES_PASSWORD
-- A superuser cannot rename itself.
CREATE ROLE tidemark_renaming SUPERUSER;
SET SESSION AUTHORIZATION tidemark_renaming;
ALTER ROLE tidemark RENAME TO tidemark_admin;
SET SESSION AUTHORIZATION tidemark_admin;
DROP ROLE tidemark_renaming;
ALTER ROLE tidemark_admin PASSWORD :'admin';
\i /docker-entrypoint-initdb.d/1-roles.sql
\i /docker-entrypoint-initdb.d/2-passwords.sql
COMMIT;
