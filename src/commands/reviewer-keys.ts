/** Public keys of reviewers, as the command line names them. Any kind that `openssl` signs with is taken. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import type { ReviewerKey } from '../answers/review/assurance.ts';
import { isAddress } from '../answers/review/people.ts';
import { writtenOut } from '../crypto/node.ts';
import { UsageError } from '../errors.ts';
import { keyIdOf } from '../seal/dsse.ts';
import { readGivenBytes } from './given-files.ts';

const OPTION = '--reviewer-key';

/** Returns the keys that `--reviewer-key ADDRESS=FILE …` names. A reviewer may have several. @throws UsageError */
export function readReviewerKeys(
  command: string,
  words: readonly string[],
  cwd: string,
): Promise<readonly ReviewerKey[]> {
  return Promise.all(
    words.map(async (word) => {
      const [, reviewer = '', file = ''] = /^([^=]+)=(.+)$/s.exec(word) ?? [];
      if (!isAddress(reviewer))
        throw new UsageError({
          message: `${command}: ${OPTION}: expected ADDRESS=FILE, got ${JSON.stringify(word)}`,
          hint: "Write the reviewer's e-mail address before the file: --reviewer-key ada@acme.example=ada.pub.pem.",
        });
      return { reviewer, keyId: keyIdOf(await readReviewerKey(command, file, cwd)) };
    }),
  );
}

/** @throws UsageError for anything else than a public key, also a private one */
export async function readReviewerKey(command: string, file: string, cwd: string): Promise<KeyObject> {
  const pem = await readGivenBytes(command, OPTION, file, cwd);
  const isPrivate = /PRIVATE KEY/.test(pem.toString('latin1'));
  try {
    if (isPrivate) throw new TypeError('a private key');
    const key = createPublicKey(pem);
    return key.asymmetricKeyType === 'ec' ? writtenOut(key) : key;
  } catch (cause) {
    throw new UsageError({
      message: `${command}: ${OPTION} ${file}: expected a public key in PEM, got ${isPrivate ? 'a private key' : 'something else'}`,
      hint: 'Make one from the private key: openssl pkey -in KEY.pem -pubout.',
      cause,
    });
  }
}
