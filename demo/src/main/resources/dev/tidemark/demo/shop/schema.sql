SET LOCAL statement_timeout = '60s';

CREATE SCHEMA IF NOT EXISTS demo_shop;

CREATE TABLE IF NOT EXISTS demo_shop.product (
  id          int  PRIMARY KEY,
  sku         text NOT NULL UNIQUE,
  name        text NOT NULL,
  category    text NOT NULL,
  description text NOT NULL,
  price_cents int  NOT NULL CHECK (price_cents > 0)
);

-- 24 things of 8 categories in 17 makes: the thing decides the category.
INSERT INTO demo_shop.product (id, sku, name, category, description, price_cents)
SELECT n,
       'TM-' || lpad(n::text, 4, '0'),
       make || ' ' || thing,
       (ARRAY['lighting', 'navigation', 'rope', 'clothing', 'galley', 'safety', 'books', 'tools'])[1 + kind / 3],
       'A ' || lower(thing) || ' in ' || lower(make) || ', made for salt water and long winters.',
       490 + (n * 7919) % 24000
FROM generate_series(1, 408) AS n,
     LATERAL (SELECT (n - 1) % 24 AS kind) AS k,
     LATERAL (SELECT
       (ARRAY['Lantern', 'Lamp', 'Torch', 'Compass', 'Sextant', 'Barometer', 'Rope', 'Hawser', 'Fender', 'Jacket', 'Boots', 'Cap',
              'Kettle', 'Mug', 'Stove', 'Vest', 'Flare', 'Horn', 'Almanac', 'Chart', 'Logbook', 'Knife', 'Winch', 'Spanner'])[1 + kind]
         AS thing,
       (ARRAY['Brass', 'Oak', 'Copper', 'Linen', 'Steel', 'Cork', 'Slate', 'Wool', 'Tin', 'Ash', 'Bronze', 'Canvas', 'Amber', 'Cedar',
              'Iron', 'Pearl', 'Teak'])[1 + (n - 1) / 24]
         AS make) AS words
WHERE NOT EXISTS (SELECT FROM demo_shop.product);

CREATE TABLE IF NOT EXISTS demo_shop.cart_item (
  cart_id    text        NOT NULL,
  product_id int         NOT NULL REFERENCES demo_shop.product,
  quantity   int         NOT NULL CHECK (quantity > 0),
  changed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (cart_id, product_id)
);

CREATE TABLE IF NOT EXISTS demo_shop.orders (
  id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  cart_id     text        NOT NULL,
  total_cents bigint      NOT NULL,
  placed_at   timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE IF NOT EXISTS demo_shop.order_line (
  order_id    bigint NOT NULL REFERENCES demo_shop.orders ON DELETE CASCADE,
  product_id  int    NOT NULL REFERENCES demo_shop.product,
  quantity    int    NOT NULL,
  price_cents int    NOT NULL,
  PRIMARY KEY (order_id, product_id)
);

-- What was sold before there was an order system: it gives the sales report something to do.
CREATE TABLE IF NOT EXISTS demo_shop.past_sale (
  product_id  int  NOT NULL REFERENCES demo_shop.product,
  quantity    int  NOT NULL,
  price_cents int  NOT NULL,
  sold_on     date NOT NULL
);

INSERT INTO demo_shop.past_sale (product_id, quantity, price_cents, sold_on)
SELECT p.id, 1 + n % 3, p.price_cents - p.price_cents * (n % 11) / 100, current_date - 1 - n % 60
FROM generate_series(1, 60000) AS n
JOIN demo_shop.product p ON p.id = 1 + (hashint4(n) & 2147483647) % 408
WHERE NOT EXISTS (SELECT FROM demo_shop.past_sale);

-- Who looked at what: enough rows that their index matters.
CREATE TABLE IF NOT EXISTS demo_shop.product_view (
  product_id int  NOT NULL,
  viewed_on  date NOT NULL
);

INSERT INTO demo_shop.product_view (product_id, viewed_on)
SELECT 1 + (hashint4(n) & 2147483647) % 408, current_date - n % 90
FROM generate_series(1, 400000) AS n
WHERE NOT EXISTS (SELECT FROM demo_shop.product_view);

CREATE INDEX IF NOT EXISTS product_view_product ON demo_shop.product_view (product_id);
