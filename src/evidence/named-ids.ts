/** Ids as they stand in finished files: which a file names of others, and how many of some it lists. */
import { isObject } from './json.ts';
import { linesOf } from './lines.ts';

type Bytes = AsyncIterable<Uint8Array>;

/** Returns the different texts at some places of a file's lines, RFC 6901 pointers; an empty text names nothing. */
export async function namedIn(bytes: Bytes, pointers: readonly string[]): Promise<ReadonlySet<string>> {
  const paths = pointers.map((pointer) =>
    pointer
      .split('/')
      .slice(1)
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~')),
  );
  const ids = new Set<string>();
  for await (const line of linesOf(bytes)) {
    const record: unknown = JSON.parse(line);
    for (const path of paths) {
      const value = path.reduce<unknown>((at, name) => (isObject(at) ? at[name] : undefined), record);
      if (typeof value === 'string' && value !== '') ids.add(value);
    }
  }
  return ids;
}

/** Returns how many of some ids a file of records lists, each once. */
export async function countListed(bytes: Bytes, ids: ReadonlySet<string>): Promise<number> {
  let last: unknown;
  let count = 0;
  for await (const line of linesOf(bytes)) {
    const { id } = JSON.parse(line) as { readonly id: string };
    if (id !== last && ids.has(id)) count += 1;
    last = id;
  }
  return count;
}
