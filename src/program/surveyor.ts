/** Where evidence is and whose signatures count there, as configuration and environment say. */
import { type KeyObject, randomBytes } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { certificatesFor } from '../authority.ts';
import { type CliContext, type Globals, load } from '../command-context.ts';
import { chooseConnections } from '../commands/choose.ts';
import type { Surveyor } from '../commands/evidence-places.ts';
import type { WithNewBytes } from '../commands/export-keys.ts';
import { storeInArchive } from '../commands/open-archive.ts';
import { openFolder } from '../commands/verify-copy.ts';
import type { EffectiveConnection } from '../config/effective.ts';
import { type Environment, systemUser } from '../config/environment.ts';
import { toStoreLocation } from '../config/store-location.ts';
import { openSigner, openStore, previousKeysOf, type StorePlace } from '../deps.ts';
import { EvidenceError } from '../errors.ts';
import { exportedStore, isExportFolder } from '../store/exported.ts';
import type { Store } from '../store/store.ts';

/** The public keys that sign for a connection, and those that did. */
export async function publicKeysOf(
  connection: EffectiveConnection,
  env: Environment,
): Promise<readonly KeyObject[]> {
  return [(await openSigner(connection.signingKeyRef, env)).publicKey, ...previousKeysOf(connection)];
}

/** What reading evidence needs of the process. */
export function surveyor(context: CliContext, globals: Globals): Surveyor & WithNewBytes {
  const { cwd, env, surroundings } = context;
  return {
    cwd,
    now: surroundings.now(),
    user: systemUser(),
    newBytes: randomBytes,
    openAt: async (address) =>
      (await exportAt(address, cwd)) ?? openStore(await bucketPlace(address, context, globals), env),
    configured: async () =>
      chooseConnections(await load(context, globals), []).map((connection) => ({
        connection: connection.name,
        store: openStore(connection, env),
        keys: () => publicKeysOf(connection, env),
        authorities: () => certificatesFor(connection),
      })),
  };
}

/** An export is named by its file, or by the folder that it was unpacked in. */
async function exportAt(address: string, cwd: string): Promise<Store | undefined> {
  const { kind, path } = toStoreLocation(address, cwd);
  if (kind !== 'folder') return undefined;
  const facts = await stat(path).catch(() => undefined);
  if (facts?.isFile() === true) return storeInArchive(path);
  if (facts?.isDirectory() !== true) return undefined;
  const names = new Set(await readdir(path).catch((): string[] => []));
  return isExportFolder(names) ? exportedStore(openFolder(path)) : undefined;
}

/** The configuration, if it knows this store or its bucket, says whose bucket it must be. Auditors have none. */
export async function bucketPlace(
  address: string,
  context: CliContext,
  globals: Globals,
): Promise<StorePlace> {
  const store = toStoreLocation(address, context.cwd);
  try {
    const { connections } = await load(context, globals);
    const known = connections.find((connection) => connection.store.path === store.path);
    if (known !== undefined) return known;
    const bucketOwner = connections.find((each) => isSameBucket(each.store, store))?.bucketOwner;
    if (bucketOwner !== undefined) return { store, bucketOwner, retention: null };
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
  }
  return { store, retention: null };
}

function isSameBucket(a: StorePlace['store'], b: StorePlace['store']): boolean {
  return a.kind === 's3' && b.kind === 's3' && a.bucket === b.bucket;
}
