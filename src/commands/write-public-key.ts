/** The public key of an export that was signed by a key of its own, beside it: to be handed on by another way. */
import type { KeyObject } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { StoreError } from '../errors.ts';

/** Where the key of an export lies that has one of its own. */
export const publicKeyFile = (out: string) => `${out}.pub.pem`;

/** Returns a line for a person. @throws StoreError WRITE_FAILED */
export async function writePublicKey(key: KeyObject, out: string, cwd: string): Promise<string> {
  const name = publicKeyFile(out);
  try {
    await writeFile(resolve(cwd, name), String(key.export({ type: 'spki', format: 'pem' })));
  } catch (cause) {
    const message = `export: ${name}: expected to write the public key beside the export`;
    throw new StoreError({ code: 'WRITE_FAILED', key: name, message, cause });
  }
  return `public key: ${name}: whoever gets the export verifies it with this one, and no other`;
}
