/**
 * Keys. Whose signatures count is decided outside the store: anyone who can rewrite a chain can also write
 * `keys/`. That folder is only looked at for contradictions.
 */
import type { KeyObject } from 'node:crypto';
import { compressedKeyIdOf, isWrittenAsPem, keyIdOf, readPublicKey, sha256Of } from '../crypto/here.ts';
import type { StoredKey } from '../store/store.ts';
import { readStored, type VerifyContext } from './context.ts';
import type { Findings } from './failure.ts';

/** A public key from outside the store, and whose records it may have signed. */
export interface TrustedKey {
  readonly publicKey: KeyObject;
  /** The connection that it signs for; absent: every connection that has no key of its own. */
  readonly connection?: string | undefined;
}

/**
 * Returns the keys that count for a connection, by key id: its own, else those that are nobody's own. A key of
 * another connection never counts, so that its holder can replace no evidence but that one's.
 */
export function keysFor(connection: string, keys: readonly TrustedKey[]): ReadonlyMap<string, KeyObject> {
  const own = keys.filter((key) => key.connection === connection);
  const counting = own.length > 0 ? own : keys.filter((key) => key.connection === undefined);
  return byKeyId(counting);
}

/** Returns keys by key id. */
export function byKeyId(keys: readonly TrustedKey[]): ReadonlyMap<string, KeyObject> {
  return new KeysById(keys.map(({ publicKey }) => [keyIdOf(publicKey), publicKey]));
}

/** Keys by id. Also found by the id that early versions gave a key in compressed form: it is the same key. */
class KeysById extends Map<string, KeyObject> {
  readonly #older: ReadonlyMap<string, KeyObject>;

  constructor(entries: readonly (readonly [string, KeyObject])[]) {
    super(entries);
    this.#older = new Map(entries.map(([, publicKey]) => [compressedKeyIdOf(publicKey), publicKey]));
  }

  override get(keyId: string): KeyObject | undefined {
    return super.get(keyId) ?? this.#older.get(keyId);
  }

  override has(keyId: string): boolean {
    return this.get(keyId) !== undefined;
  }
}

/** Reports that there is no key, or none for a connection: then no signature can be judged. */
export function reportNoKey(where: string, findings: Findings, connection?: string): void {
  const option = connection === undefined ? '--key' : `--key ${connection}=FILE`;
  const expected = `a public key that you got from somewhere else (${option})`;
  findings.fail('KEY_NOT_PINNED', where, { what: 'check signatures', expected, found: 'none' });
}

/** Notes that several keys count for whatever has no key of its own: which of them signed is for a reader to judge. */
export function noteUnnamedKeys(count: number, location: string, findings: Findings): void {
  findings.note(
    'keys-not-named',
    location,
    `each of the ${count} keys without a name counts for every connection here: compare "signed by" with whose keys they are, or name them with --key NAME=FILE`,
  );
}

/**
 * Checks that each file in `keys/` holds the key it is named after, in the one form it is written in.
 * `used`: who signed; `undefined` when that is not known of every record.
 */
export async function checkStoredKeys(
  context: VerifyContext,
  stored: readonly StoredKey[],
  used: ReadonlySet<string> | undefined,
): Promise<void> {
  for (const each of stored) {
    const { key } = each;
    const name = key.slice(key.lastIndexOf('/') + 1);
    const found = await readStored(context, each);
    if (found.kind === 'unreadable') continue;
    const text = found.kind === 'bytes' ? found.bytes.toString('latin1') : '';
    const keyId = await keyIdIn(text);
    if (keyId !== undefined && name === `${keyId}.pem`) {
      if (used !== undefined) noteUse(context, key, keyId, used);
      continue;
    }
    context.findings.fail('KEY_UNTRUSTED', key, {
      what: 'check stored key',
      expected: 'the ECDSA P-256 public key whose id is its name',
      found: keyId ?? 'something else',
    });
  }
}

function noteUse(context: VerifyContext, key: string, keyId: string, used: ReadonlySet<string>): void {
  if (used.has(keyId)) return;
  context.findings.note('key-not-used', key, 'this key signed none of the records; it proves nothing');
}

async function keyIdIn(pem: string): Promise<string | undefined> {
  try {
    await readPublicKey(pem);
    if (!isWrittenAsPem(pem)) return undefined;
    // In the form that it is written in: early versions kept a compressed key as it was.
    return await sha256Of(Buffer.from(pem.replaceAll(/-----[^-]+-----/g, ''), 'base64'));
  } catch {
    return undefined;
  }
}
