/** Keys given on the command line: which file, and whether it counts for one connection alone. */
import type { TrustedKey } from '../verify/keys.ts';
import { readKey } from './given-files.ts';

/** A connection's name before the first `=`; `./a=b.pem` is a path. */
const NAMED = /^([a-z0-9][a-z0-9-]{0,62})=(.+)$/s;

/** Returns the public keys that `--key [NAME=]FILE …` names. A name may be repeated. @throws UsageError */
export function readTrustedKeys(
  command: string,
  words: readonly string[],
  cwd: string,
): Promise<readonly TrustedKey[]> {
  return Promise.all(
    words.map(async (word) => {
      const [, connection, file = word] = NAMED.exec(word) ?? [];
      const publicKey = await readKey(command, file, cwd);
      return connection === undefined ? { publicKey } : { publicKey, connection };
    }),
  );
}
