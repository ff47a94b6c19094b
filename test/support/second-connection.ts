/** A second connection in a sealed store, under a key of its own: what one key's holder can do to the other's evidence. */
import { cpSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Signer } from '../../src/seal/signer.ts';
import { createSealedStore, LAST_SEQ, relink, reseal, type SealedStore } from './sealed-store.ts';

export const SECOND = 'second';
export const SECOND_LOG_ID = 'fedcba9876543210fedcba9876543210';

/** Adds the connection `second` beside `golden`: the same four runs, sealed by `signer`. */
export async function addSecond(store: SealedStore, signer: Signer, name = SECOND): Promise<void> {
  const other = createSealedStore();
  try {
    await sealAs(other, signer, { connection: name, logId: SECOND_LOG_ID });
    cpSync(other.folder, join(dirname(store.folder), name), { recursive: true });
  } finally {
    other.dispose();
  }
}

/** Makes the whole chain anew under another key, as only the holder of that key can. */
export async function sealAs(
  store: SealedStore,
  signer: Signer,
  changes: { readonly connection?: string; readonly logId?: string; readonly role?: string },
): Promise<void> {
  const { connection, logId, role } = changes;
  for (let seq = 0; seq <= LAST_SEQ; seq += 1) {
    await reseal(store, seq, {
      manifest: (manifest) => {
        if (connection !== undefined) Object.assign(manifest, { connection });
        if (role !== undefined && manifest.token !== null)
          Object.assign(manifest.token, { declaredRole: role });
      },
      statement: ({ predicate }) => Object.assign(predicate.chain, logId === undefined ? {} : { logId }),
    });
  }
  await relink(store, 0, 1, signer);
  for (const file of readdirSync(store.path('keys'))) store.remove(`keys/${file}`);
  const pem = String(signer.publicKey.export({ type: 'spki', format: 'pem' }));
  store.write(`keys/${signer.keyId}.pem`, pem);
}
