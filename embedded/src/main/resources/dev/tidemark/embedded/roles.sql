-- The roles of Tidemark's database and their rights, without their passwords. A superuser runs this in the database; it may be run
-- again. `./tidemark up` and the container of PostgreSQL use the same file.

-- The application owns the database: its functions and settings must not take part in what the superuser runs.
SET search_path = pg_catalog, pg_temp;

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tidemark') THEN
    CREATE ROLE tidemark;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tidemark_reader') THEN
    CREATE ROLE tidemark_reader;
  END IF;
END $$;

-- The application owns its database, and has no rights over the server. pg_monitor lets it show the server's figures.
ALTER ROLE tidemark LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE tidemark_reader LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
GRANT pg_monitor TO tidemark, tidemark_reader;

CREATE EXTENSION IF NOT EXISTS pg_stat_statements WITH SCHEMA public;

DO $$
DECLARE
  found record;
BEGIN
  EXECUTE format('ALTER DATABASE %I OWNER TO tidemark', current_database());
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO tidemark_reader', current_database());
  REVOKE ALL ON DATABASE postgres FROM PUBLIC;

  -- In a database of an earlier version, everything belongs to the superuser.
  FOR found IN
    SELECT format('ALTER SCHEMA %I OWNER TO tidemark', n.nspname) AS change
    FROM pg_namespace n
    WHERE n.nspowner = 10 AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    UNION ALL
    SELECT format('ALTER %s %s OWNER TO tidemark',
                  CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE'
                                 WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END,
                  c.oid::regclass)
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relowner = 10 AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
      AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      -- Neither parts of an extension nor sequences of a column, which follow their table.
      AND NOT EXISTS (SELECT FROM pg_depend d
                      WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                        AND (d.deptype = 'e' OR c.relkind = 'S' AND d.deptype IN ('a', 'i')))
    UNION ALL
    SELECT format('ALTER ROUTINE %s OWNER TO tidemark', p.oid::regprocedure)
    FROM pg_proc p
    JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE p.proowner = 10 AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      AND NOT EXISTS (SELECT FROM pg_depend d
                      WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
    UNION ALL
    SELECT format('ALTER TYPE %s OWNER TO tidemark', t.oid::regtype)
    FROM pg_type t
    JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE t.typowner = 10 AND t.typtype IN ('d', 'e', 'r') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      AND NOT EXISTS (SELECT FROM pg_depend d
                      WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')
  LOOP
    EXECUTE found.change;
  END LOOP;
END $$;

-- The reader reads what is there and what the application will create.
ALTER DEFAULT PRIVILEGES FOR ROLE tidemark GRANT USAGE ON SCHEMAS TO tidemark_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE tidemark GRANT SELECT ON TABLES TO tidemark_reader;

DO $$
DECLARE
  found record;
BEGIN
  FOR found IN
    SELECT format('GRANT USAGE ON SCHEMA %I TO tidemark_reader', n.nspname) AS change
    FROM pg_namespace n
    WHERE n.nspowner = 'tidemark'::regrole AND NOT has_schema_privilege('tidemark_reader', n.oid, 'USAGE')
    UNION ALL
    SELECT format('GRANT SELECT ON %s TO tidemark_reader', c.oid::regclass)
    FROM pg_class c
    WHERE c.relowner = 'tidemark'::regrole AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
      AND c.relnamespace <> 'pg_toast'::regnamespace AND NOT has_table_privilege('tidemark_reader', c.oid, 'SELECT')
  LOOP
    EXECUTE found.change;
  END LOOP;
END $$;
