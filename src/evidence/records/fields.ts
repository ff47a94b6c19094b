/** A member of a record. What is of another type than expected is not there. */

export type Data = Readonly<Record<string, unknown>>;

/** Paths are few, and each is taken for every record. */
const parts = new Map<string, readonly string[]>();

function partsOf(path: string): readonly string[] {
  const known = parts.get(path) ?? path.split('.');
  parts.set(path, known);
  return known;
}

/** Returns what stands at a dotted path. */
export function at(data: unknown, path: string): unknown {
  let found = data;
  for (const name of partsOf(path)) {
    if (typeof found !== 'object' || found === null || Array.isArray(found)) return undefined;
    found = (found as Data)[name];
  }
  return found;
}

export function textAt(data: unknown, path: string): string | null {
  const found = at(data, path);
  return typeof found === 'string' ? found : null;
}

export function flagAt(data: unknown, path: string): boolean | null {
  const found = at(data, path);
  return typeof found === 'boolean' ? found : null;
}

export function numberAt(data: unknown, path: string): number | null {
  const found = at(data, path);
  return typeof found === 'number' ? found : null;
}

/** Returns a list; undefined where none was given. */
export function listAt(data: unknown, path: string): readonly unknown[] | undefined {
  const found = at(data, path);
  return Array.isArray(found) ? found : undefined;
}

export const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** Returns the milliseconds of an instant in UTC; null for anything else. */
export function timeOf(text: string | null): number | null {
  if (text === null || !INSTANT.test(text)) return null;
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : time;
}

export const DAY_MS = 86_400_000;

/**
 * Returns the whole days from one instant to another; null where one of them is not known. What came while a run read has
 * no age yet: none is negative.
 */
export function daysBetween(from: string | null, to: string | null): number | null {
  const [start, end] = [timeOf(from), timeOf(to)];
  return start === null || end === null ? null : Math.max(0, Math.floor((end - start) / DAY_MS));
}

/** Returns labels, or anything of key and value, as `key=value`. */
export function pairsOf(list: readonly unknown[] | undefined): readonly string[] {
  return (list ?? []).map((each) => `${textAt(each, 'key') ?? ''}=${textAt(each, 'value') ?? ''}`);
}

/** Returns every text that stands under a name, at any depth: each once, sorted. */
export function everyText(data: unknown, name: string): readonly string[] {
  const found = new Set<string>();
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key === name && typeof inner === 'string') found.add(inner);
      walk(inner);
    }
  };
  walk(data);
  return [...found].sort();
}

/** Returns a text; null where it is empty. */
export const orNull = (text: string | null): string | null => (text === '' ? null : text);
