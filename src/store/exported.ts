/**
 * An export as a store: the evidence lies below `data/` of a bag, which lies alone in a ZIP file, or was unpacked from one.
 * Its keys are those of the store that it was taken from.
 */
import { StoreError } from '../errors.ts';
import { ROOT } from './layout.ts';
import { isLitter } from './litter.ts';
import type { Store } from './store.ts';

/** Where the payload of a bag is. */
const PAYLOAD = 'data/';
const DECLARATION = 'bagit.txt';
const BASE = `${ROOT.slice(0, ROOT.indexOf('/'))}/`;

/** What lies in an archive: an export, a store that somebody packed, or something else. */
export type Unpacked =
  | { readonly kind: 'store'; readonly store: Store }
  | { readonly kind: 'other'; readonly found: string };

/** Returns what an archive holds, whichever folder it was packed in. */
export async function unpacked(archive: Store): Promise<Unpacked> {
  const tops = new Set<string>();
  const isFile = new Set<string>();
  let isBag = false;
  for await (const stored of archive.list('')) {
    if (isLitter(stored)) continue;
    const [top = '', ...rest] = stored.key.split('/');
    if (rest.length === 0) isFile.add(top);
    else tops.add(top);
    isBag ||= rest.join('/') === DECLARATION;
  }
  if (isFile.has(DECLARATION) && tops.has('data')) return { kind: 'store', store: exportedStore(archive) };
  if (tops.has(BASE.slice(0, -1))) return { kind: 'store', store: archive };
  const [only, ...others] = tops;
  if (only === undefined || others.length > 0 || isFile.size > 0)
    return { kind: 'other', found: 'no export and no store' };
  const inner = below(archive, `${only}/`);
  return { kind: 'store', store: isBag ? exportedStore(inner) : inner };
}

/** Whether names in a folder are those of an export that was unpacked. */
export const isExportFolder = (names: ReadonlySet<string>): boolean =>
  names.has(DECLARATION) && names.has('data') && names.has(EXPORT_MARK);

/** What only an export has beside its bag files. */
export const EXPORT_MARK = 'VERIFY.md';

/** Returns the evidence in a bag. */
export function exportedStore(bag: Store): Store {
  return { ...below(bag, PAYLOAD), export: { bag } };
}

/** Returns what a store has below a prefix, by the rest of its keys. */
function below(store: Store, prefix: string): Store {
  const { location, put, get, list, obstacle } = store;
  return {
    location,
    put: (key, content) => put(prefix + key, content),
    get: (key) => get(prefix + key),
    async *list(wanted, isClosed = () => false) {
      try {
        for await (const stored of list(prefix + wanted, (folder) => isClosed(folder.slice(prefix.length))))
          yield { ...stored, key: stored.key.slice(prefix.length) };
      } catch (error) {
        throw error instanceof StoreError ? inside(error, prefix) : error;
      }
    },
    ...(obstacle === undefined
      ? {}
      : {
          obstacle: async (path: string) => {
            const found = await obstacle(prefix + path);
            return found === undefined || !found.startsWith(prefix) ? found : found.slice(prefix.length);
          },
        }),
  };
}

/** Names what could not be listed by its key here. */
function inside(error: StoreError, prefix: string): StoreError {
  const { code, message, hint, found, isIrregular, others, key, cause } = error;
  return new StoreError({
    code,
    message,
    key: key.startsWith(prefix) ? key.slice(prefix.length) : key,
    isIrregular,
    others: others.map((other) => inside(other, prefix)),
    cause,
    ...(hint === undefined ? {} : { hint }),
    ...(found === undefined ? {} : { found }),
  });
}
