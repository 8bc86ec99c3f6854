SET LOCAL statement_timeout = '60s';

CREATE SCHEMA IF NOT EXISTS demo_inventory;

CREATE TABLE IF NOT EXISTS demo_inventory.stock (
  sku       text PRIMARY KEY,
  warehouse text NOT NULL,
  available int  NOT NULL CHECK (available >= 0)
);

INSERT INTO demo_inventory.stock (sku, warehouse, available)
SELECT 'TM-' || lpad(n::text, 4, '0'), 'W' || 1 + n % 5, 60 + (n * 31) % 140
FROM generate_series(1, 408) AS n
WHERE NOT EXISTS (SELECT FROM demo_inventory.stock);

CREATE TABLE IF NOT EXISTS demo_inventory.reservation (
  id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  skus       text[]      NOT NULL,
  quantities int[]       NOT NULL,
  made_at    timestamptz NOT NULL DEFAULT now()
);
