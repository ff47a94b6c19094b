/** Keys of one pseudonymised export: random, held in memory alone, and gone when it is written. */
import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { createLocalSigner, type Signer } from '../seal/signer.ts';

const PSEUDONYM_KEY_BYTES = 32;

export interface ExportKeys {
  /** Of the pseudonyms. */
  readonly pseudonyms: Uint8Array;
  /** Signs the records that are made anew. */
  readonly signer: Signer;
}

/** Chance, as it is handed in. */
export interface WithNewBytes {
  /** Returns so many random bytes. */
  readonly newBytes: (count: number) => Uint8Array;
}

export async function newExportKeys({ newBytes }: WithNewBytes): Promise<ExportKeys> {
  const { privateKey } = await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' });
  const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
  return { pseudonyms: newBytes(PSEUDONYM_KEY_BYTES), signer: createLocalSigner(pem, 'of this export') };
}
