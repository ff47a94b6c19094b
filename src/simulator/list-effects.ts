/** Faults about lists and paging, on the parsed body of an answer with status 200. Pure. */
import type { ListView } from './answer.ts';
import type { FaultEffect } from './faults.ts';

type PageEffect = Extract<
  FaultEffect,
  {
    kind:
      | 'repeat-cursor'
      | 'cursor-loop'
      | 'short-list'
      | 'repeat-record'
      | 'repeat-page'
      | 'changing-total'
      | 'empty-list';
  }
>;
type FieldEffect = Extract<FaultEffect, { kind: 'empty-field' | 'omit-field' }>;
type Json = Record<string, unknown>;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function dataOf(body: unknown): Json {
  const data = isObject(body) ? body['data'] : undefined;
  return isObject(data) ? data : {};
}

/** Returns the body with every list of it changed. */
export function editPage(effect: PageEffect, body: unknown, lists: readonly ListView[]): unknown {
  const data = { ...dataOf(body) };
  for (const { key, page } of lists) {
    const items = data[key];
    const paging = data[page.name];
    const edited = editList(effect, Array.isArray(items) ? items : [], isObject(paging) ? paging : {}, page);
    data[key] = edited.items;
    if (isObject(paging)) data[page.name] = edited.paging;
  }
  return { data };
}

interface Edited {
  readonly items: readonly unknown[];
  readonly paging: Json;
}

function editList(
  effect: PageEffect,
  items: readonly unknown[],
  paging: Json,
  page: ListView['page'],
): Edited {
  switch (effect.kind) {
    case 'repeat-cursor':
      return { items, paging: { ...paging, next: paging['current'] } };
    case 'cursor-loop':
      return { items, paging: page.from === 0 ? paging : { ...paging, next: page.firstCursor } };
    case 'short-list':
      return { items: items.filter((_, index) => page.from + index < page.total - effect.drop), paging };
    case 'repeat-record':
      return { items: withRepeat(items, effect.isDiffering === true), paging };
    case 'repeat-page':
      return { items: page.from === 0 ? items : page.previousItems(), paging };
    case 'changing-total':
      return {
        items,
        paging: { ...paging, totalEntries: page.total + effect.by * (page.from / page.count) },
      };
    case 'empty-list': {
      const { next: _next, ...rest } = paging;
      return { items: [], paging: 'totalEntries' in rest ? { ...rest, totalEntries: 0 } : rest };
    }
  }
}

function withRepeat(items: readonly unknown[], isDiffering: boolean): unknown[] {
  const [first] = items;
  if (first === undefined) return [];
  const repeat =
    isDiffering && isObject(first) ? { ...first, name: `${String(first['name'] ?? '')} (changed)` } : first;
  return [...items, repeat];
}

/** Returns the body with a field of every record emptied or removed, in lists and in single records. */
export function editRecords(effect: FieldEffect, body: unknown, lists: readonly ListView[]): unknown {
  const data = dataOf(body);
  const keys = new Set(lists.map(({ key }) => key));
  const pagingNames = new Set(lists.map(({ page }) => page.name));
  const edited: Json = {};
  for (const [key, value] of Object.entries(data)) {
    if (keys.has(key) && Array.isArray(value)) edited[key] = value.map((item) => editField(effect, item));
    else edited[key] = pagingNames.has(key) ? value : editField(effect, value);
  }
  return { data: edited };
}

function editField({ kind, field }: FieldEffect, record: unknown): unknown {
  if (!isObject(record) || !(field in record)) return record;
  if (kind === 'empty-field') return { ...record, [field]: emptied(record[field]) };
  const { [field]: _gone, ...rest } = record;
  return rest;
}

function emptied(value: unknown): unknown {
  if (Array.isArray(value)) return [];
  if (isObject(value)) return {};
  return '';
}
