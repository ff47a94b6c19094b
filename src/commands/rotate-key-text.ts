/** What to configure once a record names the next key: in the file's own terms, and where the old public key is. */
import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, relative } from 'node:path';
import { stringify } from 'yaml';
import type { LoadedConfig } from '../config/effective.ts';
import { readPublicKey } from '../crypto/node.ts';
import { keyIdOf } from '../seal/dsse.ts';
import type { NextKey, Rotated } from './next-key.ts';

/** One place of the configuration to change. */
export interface Change {
  readonly connections: readonly string[];
  /** Where the key stands now: `FILE:LINE:COLUMN`, a variable or a flag. */
  readonly where: string;
  /** Whether it goes into each connection, since others go on with the old key. */
  readonly isOwn: boolean;
  readonly signing: { readonly key: string; readonly previousKeys: readonly string[] };
  readonly oldKey: {
    readonly keyId: string;
    /** Where its public half is, or is to be kept. */
    readonly file: string;
    readonly isThere: boolean;
    readonly publicKey: string;
  };
}

/** Returns what to change for the connections whose records name the next key. */
export async function changesToMake(
  config: LoadedConfig,
  rotated: readonly Rotated[],
  next: NextKey,
): Promise<readonly Change[]> {
  const byPlace = new Map<string, Rotated[]>();
  for (const each of rotated) {
    const place = placeOf(config, each.connection.name);
    byPlace.set(place, [...(byPlace.get(place) ?? []), each]);
  }
  return Promise.all([...byPlace].map(([where, own]) => changeAt(config, where, own, next)));
}

function placeOf(config: LoadedConfig, name: string): string {
  return config.origins.get(`connections.${name}.signing.key`)?.where ?? 'signing.key';
}

async function changeAt(
  config: LoadedConfig,
  where: string,
  rotated: readonly Rotated[],
  next: NextKey,
): Promise<Change> {
  const [{ connection, old } = undefined as never] = rotated;
  const names = rotated.map((each) => each.connection.name);
  const sharing = config.connections.filter(({ name }) => placeOf(config, name) === where);
  const folder = dirname(config.files[0] ?? '.');
  const publicKey = String(old.publicKey.export({ type: 'spki', format: 'pem' }));
  const found = await publicHalfOf(connection.signingKeyRef, old.keyId);
  const file = found === undefined ? `./keys/${old.keyId.slice(0, 8)}.pub.pem` : shown(found, folder);
  const before = connection.previousKeys.map((key) => shown(key.file, folder));
  const { reference } = next;
  const key = reference.startsWith('file:')
    ? `file:${shown(reference.slice('file:'.length), folder)}`
    : reference;
  return {
    connections: names,
    where,
    isOwn: sharing.length > rotated.length,
    signing: { key, previousKeys: [...before, file] },
    oldKey: { keyId: old.keyId, file, isThere: found !== undefined, publicKey },
  };
}

/** Paths in the file are relative to it. */
function shown(path: string, folder: string): string {
  const below = relative(folder, path);
  return below === '' || below.startsWith('..') || isAbsolute(below)
    ? path
    : `./${below.replaceAll('\\', '/')}`;
}

/** Returns the file beside a private key that holds its public half, where there is one. */
async function publicHalfOf(reference: string, keyId: string): Promise<string | undefined> {
  if (!reference.startsWith('file:')) return undefined;
  const file = `${reference.slice('file:'.length).replace(/\.pem$/, '')}.pub.pem`;
  try {
    return keyIdOf(readPublicKey(await readFile(file, 'utf8'))) === keyId ? file : undefined;
  } catch {
    return undefined;
  }
}

/** Returns the lines for a person. */
export function describeChanges(changes: readonly Change[], { signer }: NextKey): readonly string[] {
  if (changes.length === 0) return [];
  return [
    `The next record must be signed by key ${signer.keyId}. The old key signs nothing more: until you change this, runs fail.`,
    ...changes.flatMap((change) => ['', ...describeChange(change)]),
    '',
    'Give your auditor the new public key by a channel outside the store. Whoever has the old one can follow the change.',
  ];
}

function describeChange({ connections, where, isOwn, signing, oldKey }: Change): readonly string[] {
  const value = { signing: { key: signing.key, previousKeys: [...signing.previousKeys] } };
  const lines = stringify(value, { lineWidth: 0, collectionStyle: 'any' }).trimEnd().split('\n');
  const isInFile = /:\d+:\d+$/.test(where);
  const place = isOwn
    ? `In each of these connections (${connections.join(', ')}), since others go on with the old key:`
    : isInFile
      ? `Put this in place of the \`signing\` around ${where} (${connections.join(', ')}):`
      : `Set ${where}=${signing.key}, and write in the configuration (${connections.join(', ')}):`;
  return [
    place,
    ...lines.map((line) => `  ${line}`),
    ...(oldKey.isThere
      ? [`The old public key, ${oldKey.keyId}, is in ${oldKey.file}: keep it as long as the evidence.`]
      : [
          `Save the old public key, ${oldKey.keyId}, as ${oldKey.file}, and keep it as long as the evidence:`,
          ...oldKey.publicKey
            .trimEnd()
            .split('\n')
            .map((line) => `  ${line}`),
        ]),
  ];
}
