/** Whether a query takes every column: what an auditor of data minimisation asks of a reverse ETL model. */
import { describe, expect, it } from 'vitest';
import { selectsAll } from '../../src/evidence/sql-columns.ts';

const ALL: readonly string[] = [
  'SELECT * FROM customers',
  'select*from customers',
  'SELECT DISTINCT * FROM customers;',
  'SELECT ALL * FROM customers',
  'SELECT TOP 10 * FROM customers',
  'SELECT TOP (10) * FROM customers',
  'SELECT TOP 5 PERCENT * FROM customers',
  'SELECT DISTINCT ON (email) * FROM customers',
  'SELECT AS STRUCT * FROM customers',
  'SELECT id, * FROM customers',
  'SELECT c.* FROM customers c',
  'SELECT c.*, o.total FROM customers AS c JOIN orders AS o ON o.customer = c.id',
  'SELECT "c".* FROM "public"."customers" "c"',
  'SELECT `c`.* FROM `project.dataset.customers` AS `c`',
  'SELECT * EXCEPT (email) FROM customers',
  'SELECT * EXCLUDE (email) FROM customers',
  'SELECT * REPLACE (UPPER(name) AS name) FROM customers',
  'SELECT /* only the id */ * FROM customers -- id, email',
  'SELECT id FROM customers UNION ALL SELECT * FROM prospects',
  '(SELECT * FROM customers) UNION (SELECT * FROM prospects)',
  'WITH c AS (SELECT * FROM customers) SELECT * FROM c',
  'WITH c AS (SELECT * FROM customers), d AS (SELECT * FROM c) SELECT d.* FROM d',
  'WITH c AS (SELECT id FROM x) SELECT * FROM schema_a.c',
  'SELECT * FROM (SELECT * FROM customers) c',
  'SELECT * FROM (customers JOIN orders USING (id))',
  'SELECT * FROM customers, named WHERE 1 = 1',
  'SELECT * FROM TABLE(everything())',
  'SELECT OBJECT_CONSTRUCT(*) AS all_of_it FROM customers',
  'SELECT TO_JSON_STRING(STRUCT(c.*)) FROM customers c',
  'SELECT a IS DISTINCT FROM b, * FROM customers',
  "SELECT 'it''s', * FROM customers",
  "SELECT $$ a ' b $$, * FROM customers",
  'SELECT {{ columns }}, * FROM {{ ref("customers") }}',
  'SELECT id FROM a; SELECT * FROM b',
];

const NAMED: readonly string[] = [
  'SELECT id, email FROM customers',
  'SELECT COUNT(*) FROM customers',
  'SELECT count( * ), COUNT(DISTINCT c.id) FROM customers c',
  'SELECT id, price * quantity AS total FROM orders',
  'SELECT (price) * 2, 3 * price, value * 2, percent * 100 FROM orders',
  'SELECT 2 * (price + 1) FROM orders',
  "SELECT id, '*' AS star FROM customers",
  "SELECT id, 'SELECT * FROM customers' FROM customers",
  'SELECT id, "a*b" FROM customers',
  'SELECT id -- , *\nFROM customers',
  'SELECT id /* , * /* nested */ */ FROM customers',
  'SELECT id FROM customers WHERE EXISTS (SELECT * FROM orders WHERE orders.customer = customers.id)',
  'SELECT id, EXISTS (SELECT * FROM orders) FROM customers',
  'WITH c AS (SELECT * FROM customers) SELECT id, email FROM c',
  'WITH c AS (SELECT id, email FROM customers) SELECT * FROM c',
  'WITH c (id) AS (SELECT id FROM customers) SELECT c.* FROM c JOIN orders o ON o.id = c.id',
  'WITH RECURSIVE t AS (SELECT id FROM a UNION ALL SELECT * FROM t) SELECT * FROM t',
  'SELECT * FROM (SELECT id, email FROM customers) AS c',
  'SELECT c.* FROM (SELECT id FROM customers) c JOIN orders o ON o.customer = c.id',
  'SELECT * FROM (VALUES (1, 2)) AS v (a, b)',
  'SELECT id FROM customers EXCEPT SELECT id FROM blocked',
  'SELECT EXTRACT(YEAR FROM created_at) FROM customers',
];

const UNREAD: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['only a comment', '-- SELECT * FROM customers'],
  ['no query', 'CALL everything()'],
  ['a query that begins with its sources', 'FROM customers SELECT *'],
  ['parentheses that do not close', 'SELECT COUNT(* FROM customers'],
  ['a text that does not end', "SELECT 'a FROM customers"],
  ['a WITH without a query', 'WITH c AS SELECT * FROM customers'],
  ['nested deeper than any', `${'('.repeat(5_000)}SELECT * FROM c${')'.repeat(5_000)}`],
  ['a backslash that dialects disagree on', "SELECT '\\', * FROM c -- '\nFROM c"],
];

describe('a query', () => {
  it.each(ALL)('takes every column: %s', (query) => expect(selectsAll(query)).toBe(true));
  it.each(NAMED)('takes named columns: %s', (query) => expect(selectsAll(query)).toBe(false));
  it.each(UNREAD)('is not judged where it is %s', (_name, query) =>
    expect(selectsAll(query)).toBeUndefined(),
  );

  it('is judged alike where dialects disagree on a part without a star', () => {
    expect(selectsAll("SELECT 'C:\\\\', id FROM customers # all\n")).toBe(false);
  });

  it('is read in a time that grows with its length', () => {
    const started = performance.now();
    for (const part of [
      '(',
      'a,',
      '* ,',
      "'",
      '/*',
      '$a',
      'SELECT ',
      'WITH a AS (',
      'UNION SELECT * FROM a ',
    ]) {
      selectsAll(`SELECT ${part.repeat(40_000 / part.length)}`);
    }
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
