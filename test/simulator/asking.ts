/** Asking a running simulator over a real socket. */
import type { Simulator } from '../../src/simulator/simulator.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; undefined when it is not JSON. */
  readonly json: Json | undefined;
}

export type Json = { readonly [key: string]: unknown };

export interface Asking {
  readonly token?: string | null;
  readonly method?: string;
  readonly headers?: Record<string, string>;
}

/** A fixed day for every test that does not move the clock. */
export const NOON = new Date('2026-11-22T12:00:00.000Z');

/** Sends one request, as the owner unless another token (or null for none) is given. */
export async function ask(simulator: Simulator, path: string, asking: Asking = {}): Promise<Reply> {
  const { token = simulator.tokens.owner, method = 'GET', headers = {} } = asking;
  const authorization: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(simulator.url + path, {
    method,
    redirect: 'manual',
    headers: { ...authorization, ...headers },
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parsed(text) };
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Returns what an answer has under `data`, as the type a test expects. */
export function dataOf<T = Json>({ json }: Reply): T {
  return (json?.['data'] ?? {}) as T;
}

export interface ListPage {
  readonly items: readonly Json[];
  readonly current: string;
  readonly next: string | null | undefined;
  readonly previous: string | null | undefined;
  readonly totalEntries: number | undefined;
  readonly pagination: Json;
}

/** Asks for one page of a list. */
export async function askPage(
  simulator: Simulator,
  path: string,
  key: string,
  paging: { readonly count?: number; readonly cursor?: string | null | undefined } = {},
): Promise<ListPage> {
  const query = new URLSearchParams();
  if (paging.count !== undefined) query.set('pagination.count', String(paging.count));
  if (typeof paging.cursor === 'string') query.set('pagination.cursor', paging.cursor);
  const reply = await ask(simulator, `${path}?${query}`);
  const data = dataOf(reply);
  const pagination = (data['pagination'] ?? {}) as Omit<ListPage, 'items' | 'pagination'>;
  return { ...pagination, pagination: pagination as unknown as Json, items: data[key] as Json[] };
}

/** Reads a list to its end, at most `maxPages` pages of it. */
export async function askAll(simulator: Simulator, path: string, key: string, count = 5, maxPages = 100) {
  const pages: ListPage[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await askPage(simulator, path, key, { count, cursor });
    pages.push(page);
    cursor = page.next;
  } while (typeof cursor === 'string' && pages.length < maxPages);
  return { pages, items: pages.flatMap(({ items }) => items) };
}

/** Returns the ids of records. */
export function idsOf(records: readonly Json[]): string[] {
  return records.map((record) => String(record['id']));
}
