-- tsql: merge of customers
MERGE INTO dbo.customers AS t
USING (SELECT s.code, s.name + N' ' + s.surname AS full_name, s.email, s.read_at FROM stage.staging AS s) AS s
ON t.code = s.code
WHEN MATCHED AND t.email <> s.email THEN UPDATE SET t.name = s.full_name, t.email = s.email, changed = s.read_at
WHEN NOT MATCHED BY TARGET THEN INSERT (code, name, email) VALUES (s.code, s.full_name, s.email);
-- tsql: update from a join
UPDATE o SET o.total = x.total, state = ISNULL(sh.state, 'open')
FROM dbo.orders AS o
INNER JOIN (SELECT order_id, SUM(price * quantity) AS total FROM dbo.lines GROUP BY order_id) AS x ON x.order_id = o.id
LEFT JOIN dbo.shipments AS sh ON sh.order_id = o.id;
-- tsql: select into, with apply
SELECT o.id AS order_id, c.name AS customer, p.amount AS last_price
INTO dbo.order_prices
FROM dbo.orders AS o WITH (NOLOCK)
JOIN dbo.customers AS c ON c.id = o.customer_id
OUTER APPLY (SELECT TOP 1 amount FROM dbo.prices AS pr WHERE pr.sku = o.sku ORDER BY pr.valid_from DESC) AS p;
-- tsql: running total
INSERT INTO dbo.totals (customer, running)
SELECT customer_id, SUM(total) OVER (PARTITION BY customer_id ORDER BY placed_at ROWS UNBOUNDED PRECEDING)
FROM dbo.orders;
-- oracle: outer join in the old form
CREATE OR REPLACE VIEW v_clienti AS
SELECT a.codcli AS code, NVL(a.ragsoc, '-') AS name, g.nome AS agent
FROM anacli a, agenti g WHERE a.codage = g.codage (+);
-- oracle: tree
INSERT INTO tree (id, path)
SELECT dept_id, SYS_CONNECT_BY_PATH(dept_name, '/') FROM departments
START WITH parent_id IS NULL CONNECT BY PRIOR dept_id = parent_id;
-- oracle: insert with decode
INSERT INTO stock_balance (item, signed)
SELECT m.item_code, SUM(DECODE(m.kind, 'C', m.quantity, -m.quantity)) FROM stock_moves m
WHERE m.moved_on >= TRUNC(SYSDATE) - 30 GROUP BY m.item_code;
-- bigquery: unnest
CREATE OR REPLACE TABLE `acme.mart.order_lines` AS
SELECT o.id AS order_id, line.sku AS sku, line.price * line.quantity AS amount
FROM `acme.shop.orders` AS o, UNNEST(o.lines) AS line;
-- bigquery: latest by window
CREATE OR REPLACE TABLE `acme.mart.people` AS
SELECT * EXCEPT (place) FROM (
  SELECT email, address.city AS city, ROW_NUMBER() OVER (PARTITION BY email ORDER BY changed_at DESC) AS place
  FROM `acme.crm.contacts`) WHERE place = 1;
-- snowflake: qualify and paths
CREATE OR REPLACE TABLE mart.visits AS
SELECT e.payload:customer.id::string AS customer, e.happened_at
FROM raw.events e QUALIFY ROW_NUMBER() OVER (PARTITION BY e.id ORDER BY e.read_at DESC) = 1;
-- snowflake: merge
MERGE INTO erp.stock t USING wms.counted s ON t.sku = s.sku
WHEN MATCHED THEN UPDATE SET t.stock = s.quantity, t.checked_at = s.counted_at
WHEN NOT MATCHED THEN INSERT (sku, stock) VALUES (s.sku, s.quantity);
-- spark: overwrite with a lateral view
INSERT OVERWRITE TABLE mart.ticket_tags
SELECT t.id AS ticket, tag FROM care.tickets t LATERAL VIEW explode(t.tags) x AS tag;
-- mysql: on duplicate key
INSERT INTO `price_list` (`sku`, `price`)
SELECT p.`code`, p.`price` * (1 - p.`discount`) FROM `supplier_prices` p
ON DUPLICATE KEY UPDATE `price` = VALUES(`price`);
-- postgres: upsert with returning
WITH last AS (SELECT DISTINCT ON (person) person, at FROM raw_visits ORDER BY person, at DESC)
INSERT INTO people (id, name, seen)
SELECT r.id, r.name, l.at FROM raw_people r LEFT JOIN last l ON l.person = r.id
ON CONFLICT (id) DO UPDATE SET name = excluded.name;
-- tsql: pivot
INSERT INTO dbo.by_year (customer, y2024)
SELECT p.customer_id, p.[2024]
FROM (SELECT customer_id, placed_year, total FROM dbo.orders) AS o PIVOT (SUM(total) FOR placed_year IN ([2024], [2025])) AS p;
-- tsql: unpivot
INSERT INTO dbo.phones (person, number) SELECT u.id, u.number
FROM (SELECT id, mobile, office FROM dbo.people) AS p UNPIVOT (number FOR kind IN (mobile, office)) AS u;
-- postgres: lateral query
CREATE VIEW last_visits AS SELECT p.id, v.seen
FROM people p LEFT JOIN LATERAL (SELECT max(happened_at) AS seen FROM visits WHERE visits.person = p.id) v ON true;
