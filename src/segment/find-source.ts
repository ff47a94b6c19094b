/**
 * Finds the source that has a write key. The keys that Segment answers with are compared in memory and kept
 * nowhere. GET only.
 */
import { isObject } from '../evidence/json.ts';
import type { SegmentClient } from './client.ts';
import { readPages } from './paginate.ts';

/** A source, as far as it matters to who sends to it. */
export interface FoundSource {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
}

/** `keys-hidden`: the token shows the key of no source, so that nothing follows from not finding one. */
export type SourceSearch =
  | { readonly kind: 'found'; readonly source: FoundSource }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'keys-hidden' };

const SOURCES = { operationId: 'listSources', path: '/sources', key: 'sources' } as const;
const PAGE_SIZE = 200;

/** Returns the source whose key it is. @throws SegmentError */
export async function findSourceByKey(client: SegmentClient, writeKey: string): Promise<SourceSearch> {
  let isAnyKeyShown = false;
  for await (const { items } of readPages(client, SOURCES, PAGE_SIZE)) {
    for (const item of items) {
      if (!isObject(item)) continue;
      const keys: readonly unknown[] = Array.isArray(item['writeKeys']) ? item['writeKeys'] : [];
      isAnyKeyShown ||= keys.some((key) => typeof key === 'string' && key !== '');
      if (keys.includes(writeKey)) return { kind: 'found', source: sourceOf(item) };
    }
  }
  return { kind: isAnyKeyShown ? 'not-found' : 'keys-hidden' };
}

function sourceOf(item: Readonly<Record<string, unknown>>): FoundSource {
  const id = textOf(item['id']);
  return { id, name: textOf(item['name']) || textOf(item['slug']) || id, enabled: item['enabled'] !== false };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
