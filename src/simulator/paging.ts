/**
 * Paging as Segment does it: `pagination.count` and `pagination.cursor` in (dots or brackets),
 * `{current, next?, previous?, totalEntries?}` out. Pure apart from the memory of opaque cursors.
 */
import { createRandom, shuffledIndexes } from './random.ts';
import { invalid, type Refusal } from './replies.ts';

/** All records of a list, made as they are asked for. */
export interface Population {
  readonly total: number;
  item(index: number): unknown;
}

export type ServerOrder = 'natural' | 'reversed' | 'shuffled';

/** Query parameters by their dotted name. */
export type Query = ReadonlyMap<string, string>;

export interface PageRequest {
  readonly population: Population;
  /** Name of the paging object in the answer. */
  readonly name: string;
  /** What `count` and `cursor` are called in the query comes after this: `pagination.` as a rule. */
  readonly prefix: string;
  readonly pageMax: number;
  readonly defaultCount: number;
  readonly style: 'text' | 'numeric';
  readonly hasPrevious: boolean;
  /** Whether the last page says `"next": null` or leaves it out. */
  readonly nullWhenNone: boolean;
  /** Keeps a cursor to the list it came from. */
  readonly scope: string;
  /** What cursors of this list begin with, where they tell of a record and not of an offset. */
  readonly marker?: string | undefined;
}

export interface Page {
  readonly kind: 'page';
  readonly name: string;
  readonly from: number;
  readonly total: number;
  readonly count: number;
  readonly items: readonly unknown[];
  readonly pagination: Readonly<Record<string, unknown>>;
  readonly firstCursor: string | number;
  /** The items of the page before this one; empty on the first. */
  previousItems(): readonly unknown[];
}

/** What `next` of a last page is. */
export type LastPage = 'absent' | 'null' | 'empty';

export interface PagingRules {
  /** Of all lists; default: as each has it. */
  readonly lastPage?: LastPage | undefined;
  readonly seed: number;
  readonly order: ServerOrder;
  readonly totalEntries: boolean;
  readonly cursors: Cursors;
}

/** How cursors of a list are written, by its marker. */
export type Cursors = (marker: string | undefined) => CursorCodec;

export interface CursorCodec {
  encode(scope: string, offset: number): string;
  /** The offset, or null for a cursor this server never gave out for that list. */
  decode(scope: string, cursor: string): number | null;
}

/** Returns query parameters with `a[b]` written as `a.b`; of repeated ones the first counts. */
export function readQuery(search: URLSearchParams): Query {
  const query = new Map<string, string>();
  for (const [name, value] of search) {
    const dotted = name.replaceAll(/\[([^\]]*)\]/g, '.$1');
    if (!query.has(dotted)) query.set(dotted, value);
  }
  return query;
}

/** Cursors as published samples show them: base64 of the decimal offset. */
export const offsetCursors: CursorCodec = {
  encode: (_scope, offset) => Buffer.from(String(offset)).toString('base64'),
  decode: (_scope, cursor) => {
    const text = Buffer.from(cursor, 'base64').toString('utf8');
    if (!/^(0|[1-9]\d{0,9})$/.test(text)) return null;
    return Buffer.from(text).toString('base64') === cursor ? Number(text) : null;
  },
};

/** Returns cursors that tell nothing: random-looking, and valid only for the list that gave them out. */
export function createOpaqueCursors(seed: number): CursorCodec {
  const offsets = new Map<string, number>();
  return {
    encode: (scope, offset) => {
      const cursor = `${createRandom(seed, 'cursor', scope, offset).text(44, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef0123456789_-')}==`;
      offsets.set(`${scope} ${cursor}`, offset);
      return cursor;
    },
    decode: (scope, cursor) => offsets.get(`${scope} ${cursor}`) ?? null,
  };
}

/**
 * Returns cursors as real answers mix them: an offset in most lists, in others a text such as `reg-6508-00981`
 * that stands for a record. No one who reads must take them for numbers.
 */
export function createMixedCursors(seed: number): Cursors {
  const offsets = new Map<string, number>();
  return (marker) => {
    if (marker === undefined) return offsetCursors;
    return {
      encode: (scope, offset) => {
        const random = createRandom(seed, 'marker', scope);
        const [list, shift] = [random.between(1_000, 9_999), random.below(MARKERS)];
        // A step that has no divisor with the modulus never gives two offsets the same number.
        const number = String((offset * 7_919 + shift) % MARKERS).padStart(5, '0');
        const cursor = Buffer.from(`${marker}-${list}-${number}`).toString('base64');
        offsets.set(`${scope} ${cursor}`, offset);
        return cursor;
      },
      decode: (scope, cursor) => offsets.get(`${scope} ${cursor}`) ?? null,
    };
  };
}

/** A prime: so many records can be told apart by a cursor. */
const MARKERS = 99_991;

/** Returns one page, or the 422 of a count or cursor that makes no sense. */
export function readPage(request: PageRequest, query: Query, rules: PagingRules): Page | Refusal {
  const count = readCount(request, query);
  if (typeof count !== 'number') return count;
  const from = readOffset(request, query, rules);
  if (typeof from !== 'number') return from;
  const { total } = request.population;
  const indexes = orderOf(request, rules);
  const itemsFrom = (start: number) => {
    const items: unknown[] = [];
    for (let index = start; index < Math.min(start + count, total); index += 1) {
      items.push(request.population.item(indexes(index)));
    }
    return items;
  };
  const cursor = (offset: number) =>
    request.style === 'numeric' ? offset : rules.cursors(request.marker).encode(request.scope, offset);
  const none = request.nullWhenNone && request.style === 'text';
  const last = rules.lastPage ?? (none ? 'null' : 'absent');
  const pagination: Record<string, unknown> = { current: cursor(from) };
  if (from + count < total) pagination['next'] = cursor(from + count);
  else if (last !== 'absent') pagination['next'] = last === 'null' ? null : '';
  if (request.style === 'text' && request.hasPrevious) {
    if (from > 0) pagination['previous'] = cursor(Math.max(0, from - count));
    else if (none) pagination['previous'] = null;
  }
  if (rules.totalEntries) pagination['totalEntries'] = total;
  return {
    kind: 'page',
    name: request.name,
    from,
    total,
    count,
    items: itemsFrom(from),
    pagination,
    firstCursor: cursor(0),
    previousItems: () => (from === 0 ? [] : itemsFrom(Math.max(0, from - count))),
  };
}

function readCount({ prefix, pageMax, defaultCount }: PageRequest, query: Query): number | Refusal {
  const field = `${prefix}count`;
  const text = query.get(field);
  if (text === undefined) return Math.min(defaultCount, pageMax);
  const count = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  return count >= 1 && count <= pageMax ? count : invalid(field, `must be an integer from 1 to ${pageMax}`);
}

function readOffset(request: PageRequest, query: Query, rules: PagingRules): number | Refusal {
  const field = `${request.prefix}cursor`;
  const text = query.get(field);
  if (text === undefined) return 0;
  if (request.style === 'numeric')
    return /^\d{1,9}$/.test(text) ? Number(text) : invalid(field, 'must be a number');
  return (
    rules.cursors(request.marker).decode(request.scope, text) ??
    invalid(field, 'is not a cursor of this list')
  );
}

/** Returns the map from place in the answer to place in the population. */
function orderOf(
  { population, scope }: PageRequest,
  { order, seed }: PagingRules,
): (index: number) => number {
  const { total } = population;
  if (order === 'reversed') return (index) => total - 1 - index;
  if (order === 'natural') return (index) => index;
  const indexes = shuffledIndexes(total, seed, scope);
  return (index) => indexes[index] ?? index;
}

/** Returns the population of a list, each record shown through `show`. */
export function populationOf<T>(list: readonly T[], show: (item: T) => unknown = (item) => item): Population {
  return {
    total: list.length,
    item: (index) => {
      const item = list[index];
      return item === undefined ? null : show(item);
    },
  };
}
