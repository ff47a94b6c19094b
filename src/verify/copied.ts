/** A connection's folder that was copied out of its store: a store again, under the name its records say. */
import { LARGEST_RECORD_BYTES } from '../../schemas/chain.ts';
import { StoreError } from '../errors.ts';
import { isObject } from '../evidence/json.ts';
import { hasTooManyValues } from '../evidence/json-size.ts';
import { readWhole } from '../store/content.ts';
import { connectionPrefix, isRecordNamed } from '../store/layout.ts';
import type { Store } from '../store/store.ts';

/** Returns the store of a connection's folder somewhere else, under any name: its records say which connection it is. */
export async function openCopied(inner: Store, name: string): Promise<Store> {
  const prefix = connectionPrefix((await connectionIn(inner)) ?? name);
  return {
    location: inner.location,
    put: inner.put,
    get: (key) => inner.get(key.slice(prefix.length)),
    async *list(wanted, isClosed = () => false) {
      const within = wanted.startsWith(prefix) ? wanted.slice(prefix.length) : '';
      try {
        for await (const stored of inner.list(within, (folder) => isClosed(prefix + folder))) {
          const key = `${prefix}${stored.key}`;
          if (key.startsWith(wanted)) yield { ...stored, key };
        }
      } catch (error) {
        throw error instanceof StoreError ? inStore(error, prefix) : error;
      }
    },
  };
}

/** Returns the connection that the first readable record names. Whether it is true is asked later. */
async function connectionIn(store: Store): Promise<string | undefined> {
  for await (const { key, isRegular } of store.list('chain/', isRecordNamed)) {
    if (!isRegular) continue;
    try {
      const bundle = readJson(await readWhole(store, key, LARGEST_RECORD_BYTES));
      const envelope = isObject(bundle) ? bundle['dsseEnvelope'] : undefined;
      const payload = isObject(envelope) ? String(envelope['payload']) : '';
      const statement = readJson(Buffer.from(payload, 'base64'));
      const predicate = isObject(statement) ? statement['predicate'] : undefined;
      const connection = isObject(predicate) ? predicate['connection'] : undefined;
      if (typeof connection === 'string' && /^[a-z0-9][a-z0-9-]*$/.test(connection)) return connection;
    } catch (error) {
      // Not a record: the next one may be. What is wrong with it is reported by verifying.
      if (!(error instanceof SyntaxError || error instanceof StoreError)) throw error;
    }
  }
  return undefined;
}

/** @throws SyntaxError for what is no JSON, or more of it than any record has */
function readJson(bytes: Buffer): unknown {
  const text = bytes.toString('utf8');
  if (hasTooManyValues(text)) throw new SyntaxError('more values than any record has');
  return JSON.parse(text);
}

/** Names what could not be listed as if the copy were still in its place. */
function inStore(error: StoreError, prefix: string): StoreError {
  const { code, message, hint, found, isIrregular, others, key, cause } = error;
  return new StoreError({
    code,
    message,
    key: prefix + key,
    isIrregular,
    others: others.map((other) => inStore(other, prefix)),
    cause,
    ...(hint === undefined ? {} : { hint }),
    ...(found === undefined ? {} : { found }),
  });
}
