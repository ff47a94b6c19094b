/** Which bytes of this program run: told where it is one file, as in the package and in Lambda. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** The name that this very file has where the program runs from many: then no one digest says what runs. */
const OWN_NAME = /^tool-digest\.(?:ts|js)$/;

let digest: string | undefined;

/**
 * Returns `sha256:<hex>` of the one file that runs, undefined where there are several. Reads it when it is
 * first asked for. `sha256sum` of that file says the same.
 */
export function toolDigest(): string | undefined {
  const file = import.meta.filename;
  if (OWN_NAME.test(basename(file))) return undefined;
  digest ??= `sha256:${createHash('sha256').update(readFileSync(file)).digest('hex')}`;
  return digest;
}
