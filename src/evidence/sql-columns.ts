/**
 * Whether a query takes every column of some table, whatever columns that table has or will have. Comments and texts
 * say nothing of it. Columns that a query names for itself, in a WITH or below it, are named, also where a star
 * hands them on. What a view hides is not seen. Pure.
 */
import {
  atDepth,
  closing,
  isSign,
  isWord,
  nameOf,
  opening,
  splitAt,
  UnreadQuery,
  withoutFirst,
} from './sql-search.ts';
import { type SqlDialect, type SqlToken, tokensOf } from './sql-tokens.ts';

/** Ends the sources of a query. */
const AFTER_SOURCES =
  /^(?:WHERE|GROUP|HAVING|QUALIFY|WINDOW|ORDER|LIMIT|OFFSET|FETCH|FOR|CONNECT|START|UNION|INTERSECT|MINUS|EXCEPT)$/;
const BETWEEN_QUERIES = /^(?:UNION|INTERSECT|MINUS|EXCEPT)$/;
/** Calls with a star that take rows, not columns. */
const COUNTS = /^(?:COUNT|COUNT_BIG|COUNT_IF|APPROX_COUNT_DISTINCT|HLL|HASH_AGG|EXISTS|ROW_NUMBER)$/;
const BEFORE_A_SOURCE = /^(?:JOIN|LATERAL|ONLY|TABLE|STRAIGHT_JOIN|APPLY)$/;
const DEEPEST = 60;

/** Which names of a WITH stand for queries that take every column. */
type Named = ReadonlyMap<string, boolean>;

/** Returns whether a query takes every column; undefined where it cannot be read, or dialects disagree on it. */
export function selectsAll(query: string): boolean | undefined {
  const readings = dialectsOf(query).map((dialect) => tokensOf(query, dialect));
  const answers = readings.map((tokens) => (tokens === undefined ? undefined : answerOf(tokens)));
  // A dialect in which the query is none is not its own.
  const said = new Set(answers.filter((answer) => answer !== undefined));
  return said.size === 1 ? said.values().next().value : undefined;
}

/** The dialects in which the query may mean something else. */
function dialectsOf(query: string): readonly SqlDialect[] {
  const backslashes = query.includes('\\') ? [true, false] : [false];
  const hashComments = /#|\/\*/.test(query) ? [true, false] : [false];
  return backslashes.flatMap((hasBackslashes) =>
    hashComments.map((hasHashComments) => ({ hasBackslashes, hasHashComments })),
  );
}

function answerOf(tokens: readonly SqlToken[]): boolean | undefined {
  try {
    const statements = splitAt(tokens, (token) => isSign(token, ';')).filter(({ length }) => length > 0);
    if (statements.length === 0) return undefined;
    return statements.map((statement) => takesAll(statement, new Map(), 0)).includes(true);
  } catch (error) {
    if (error instanceof UnreadQuery) return undefined;
    throw error;
  }
}

function takesAll(query: readonly SqlToken[], outer: Named, depth: number): boolean {
  if (depth > DEEPEST) throw new UnreadQuery();
  const { named, body } = readWith(query, outer, depth);
  const parts = splitAt(body, (token, at) => isWord(token, BETWEEN_QUERIES) && !isSign(body[at - 1], '*'));
  const queries = parts.map((part, at) => (at === 0 ? part : withoutFirst(part, /^(?:ALL|DISTINCT)$/)));
  return queries.map((part) => partTakesAll(part, named, depth)).includes(true);
}

function partTakesAll(part: readonly SqlToken[], named: Named, depth: number): boolean {
  const [first] = part;
  if (isSign(first, '(')) return takesAll(part.slice(1, closing(part, 0)), named, depth + 1);
  if (isWord(first, /^VALUES$/)) return false;
  if (!isWord(first, /^SELECT$/)) throw new UnreadQuery();
  const isFrom = (token: SqlToken, at: number) =>
    isWord(token, /^FROM$/) && !isWord(part[at - 1], /^DISTINCT$/);
  const from = atDepth(part, 1, isFrom) ?? part.length;
  const end = atDepth(part, from + 1, (token) => isWord(token, AFTER_SOURCES)) ?? part.length;
  const sources = sourcesOf(part.slice(from + 1, end), named, depth);
  return columnsTakeAll(part.slice(1, from), sources, named, depth);
}

interface Source {
  readonly alias: string | undefined;
  readonly takesAll: boolean;
}

function columnsTakeAll(
  columns: readonly SqlToken[],
  sources: readonly Source[],
  named: Named,
  depth: number,
): boolean {
  if (depth > DEEPEST) throw new UnreadQuery();
  for (let at = 0; at < columns.length; at += 1) {
    const token = columns[at];
    if (isSign(token, '(')) {
      const end = closing(columns, at);
      const inside = columns.slice(at + 1, end);
      const isCount = isWord(columns[at - 1], COUNTS);
      const isQuery = isWord(inside[0], /^(?:SELECT|WITH)$/);
      if (!isCount && isQuery && takesAll(inside, named, depth + 1)) return true;
      if (!isCount && !isQuery && columnsTakeAll(inside, sources, named, depth + 1)) return true;
      at = end;
    } else if (isSign(token, '*') && isColumnList(columns, at)) {
      const alias = isSign(columns[at - 1], '.') ? nameOf(columns[at - 2]) : undefined;
      const meant = sources.filter((source) => alias !== undefined && source.alias === alias);
      const from = meant.length > 0 ? meant : sources;
      if (from.length === 0 || from.some((source) => source.takesAll)) return true;
    }
  }
  return false;
}

/** A star between two values is a product. */
function isColumnList(columns: readonly SqlToken[], at: number): boolean {
  const before = columns[at - 1];
  if (before === undefined || isSign(before, ',') || isSign(before, '.')) return true;
  if (isWord(before, /^(?:DISTINCT|ALL|STRAIGHT_JOIN)$/)) return true;
  if (isWord(before, /^(?:STRUCT|VALUE)$/)) return isWord(columns[at - 2], /^AS$/);
  if (isWord(before, /^PERCENT$/)) return isWord(columns[at - 3], /^TOP$/);
  if (before.kind === 'number') return isWord(columns[at - 2], /^TOP$/);
  if (!isSign(before, ')')) return false;
  const open = opening(columns, at - 1);
  return isWord(columns[open - 1], /^(?:TOP|ON)$/);
}

function sourcesOf(tokens: readonly SqlToken[], named: Named, depth: number): readonly Source[] {
  const sources: Source[] = [];
  let isExpected = true;
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (isSign(token, ',') || isWord(token, BEFORE_A_SOURCE)) isExpected = true;
    else if (isSign(token, '(')) {
      const end = closing(tokens, at);
      const inside = tokens.slice(at + 1, end);
      if (isExpected) sources.push(...sourcesIn(inside, aliasAfter(tokens, end + 1), named, depth + 1));
      isExpected = false;
      at = end;
    } else if (isExpected && nameOf(token) !== undefined) {
      const name = nameOf(token) ?? '';
      let end = at;
      while (isSign(tokens[end + 1], '.') && nameOf(tokens[end + 2]) !== undefined) end += 2;
      const isOwn = end === at && named.has(name);
      const alias = aliasAfter(tokens, end + 1) ?? nameOf(tokens[end]);
      sources.push({ alias, takesAll: isOwn ? named.get(name) === true : true });
      isExpected = false;
      at = end;
    }
  }
  return sources;
}

function sourcesIn(
  inside: readonly SqlToken[],
  alias: string | undefined,
  named: Named,
  depth: number,
): readonly Source[] {
  if (depth > DEEPEST) throw new UnreadQuery();
  if (isWord(inside[0], /^(?:SELECT|WITH|VALUES)$/))
    return [{ alias, takesAll: takesAll(inside, named, depth) }];
  return sourcesOf(inside, named, depth);
}

function aliasAfter(tokens: readonly SqlToken[], at: number): string | undefined {
  const next = isWord(tokens[at], /^AS$/) ? tokens[at + 1] : tokens[at];
  const isKeyword = isWord(next, /^(?:ON|USING|INNER|LEFT|RIGHT|FULL|CROSS|NATURAL|JOIN|OUTER|TABLESAMPLE)$/);
  return isKeyword ? undefined : nameOf(next);
}

/** Reads `WITH name AS (…), …`; without one all of it is the body. */
function readWith(
  query: readonly SqlToken[],
  outer: Named,
  depth: number,
): { readonly named: Named; readonly body: readonly SqlToken[] } {
  if (!isWord(query[0], /^WITH$/)) return { named: outer, body: query };
  const named = new Map(outer);
  let at = isWord(query[1], /^RECURSIVE$/) ? 2 : 1;
  for (;;) {
    const name = nameOf(query[at]);
    at += 1;
    if (isSign(query[at], '(')) at = closing(query, at) + 1;
    if (name === undefined || !isWord(query[at], /^AS$/)) throw new UnreadQuery();
    while (isWord(query[at], /^(?:AS|NOT|MATERIALIZED)$/)) at += 1;
    if (!isSign(query[at], '(')) throw new UnreadQuery();
    const end = closing(query, at);
    // While it is read, its own name stands for what it has so far.
    const inside = takesAll(query.slice(at + 1, end), new Map(named).set(name, false), depth + 1);
    named.set(name, inside);
    at = end + 1;
    if (!isSign(query[at], ',')) return { named, body: query.slice(at) };
    at += 1;
  }
}
