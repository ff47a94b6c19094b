/** Who signed a file of decisions: one reviewer, with a key that is theirs alone. */
import type { KeyObject } from 'node:crypto';
import type { ReviewDecision, ReviewIdentity } from '../../schemas/review.ts';
import type { Problem } from '../answers/review/decisions.ts';
import { plain } from '../answers/review/people.ts';
import { isSignedBy, signedIdentity } from '../answers/review/signature.ts';
import type { StoredReview } from '../answers/review/stored.ts';
import { UsageError } from '../errors.ts';
import { keyIdOf } from '../seal/dsse.ts';
import { readGivenBytes } from './given-files.ts';
import { readReviewerKey } from './reviewer-keys.ts';

export interface SignerFlags {
  readonly signature?: string;
  readonly reviewerKey?: string;
}

export interface Signer {
  readonly publicKey: KeyObject;
  readonly signature: Buffer;
}

/** @throws UsageError where only one of both is given, or the signature is not of that key over these bytes */
export async function signerOf(
  command: string,
  bytes: Uint8Array,
  { signature, reviewerKey }: SignerFlags,
  cwd: string,
): Promise<Signer | undefined> {
  if (signature === undefined && reviewerKey === undefined) return undefined;
  if (signature === undefined || reviewerKey === undefined)
    throw new UsageError({
      message: `${command}: --signature and --reviewer-key: expected both, got one`,
      hint: 'Name the file with the signature, and the public key of the reviewer.',
    });
  const publicKey = await readReviewerKey(command, reviewerKey, cwd);
  const signed = await readGivenBytes(command, '--signature', signature, cwd);
  if (isSignedBy(publicKey, bytes, signed)) return { publicKey, signature: signed };
  throw new UsageError({
    message: `${command}: --signature ${signature}: expected one by that key over this file, got another`,
    hint: 'Sign the very file that is imported: openssl dgst -sha256 -sign KEY.pem -out FILE.sig FILE.',
  });
}

/** A key is one person's, in this file and in those before. */
export function signerProblems(
  signer: Signer | undefined,
  decisions: readonly ReviewDecision[],
  { imports }: StoredReview,
): readonly Problem[] {
  if (signer === undefined) return [];
  const names = [...new Set(decisions.map(({ reviewer }) => plain(reviewer)))];
  if (names.length > 1)
    return [
      {
        message: `reviewer: expected one, since one key signed the file, got ${names.length}: ${names.join(', ')}; each hands in a file of their own, with --part`,
      },
    ];
  const id = keyIdOf(signer.publicKey);
  const other = imports
    .flatMap(({ identity }) =>
      identity.kind === 'signed' && identity.keyId === id ? [identity.reviewer] : [],
    )
    .find((reviewer) => !names.includes(plain(reviewer)));
  return other === undefined
    ? []
    : [{ message: `reviewer: expected ${other}, whose key signed a part before, got ${names.join()}` }];
}

export function identityOf(signer: Signer | undefined, [first]: readonly ReviewDecision[]): ReviewIdentity {
  if (signer === undefined || first === undefined) return { kind: 'asserted' };
  return signedIdentity(first.reviewer, signer.publicKey, signer.signature);
}
