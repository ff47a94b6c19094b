/**
 * What an answer of an authority says it is, before anything of it is believed: over which digest, and by whom. So that
 * a stamp can be told from others, and named, also where no authority is pinned. Whether it is true is for `check.ts`.
 */

import { StampFault } from '../crypto/der.ts';
import { readAnswer } from './answer.ts';
import { nameOf, readableOf } from './path.ts';
import { signerIn } from './signer.ts';

export interface StampClaim {
  /** Hex digest of what it is said to be over. */
  readonly imprint: string;
  /** Name of the certificate that is said to have signed it, if the answer has one. */
  readonly authority: string | undefined;
}

/** Returns what an answer claims; `undefined` when it has not the form of one. */
export function claimOf(answer: Uint8Array): StampClaim | undefined {
  try {
    const { info, certificates, signerInfo } = readAnswer(Buffer.from(answer));
    const signer = signerIn(readableOf(certificates), signerInfo);
    return {
      imprint: info.imprint.toString('hex'),
      authority: signer === undefined ? undefined : nameOf(signer),
    };
  } catch (error) {
    if (error instanceof StampFault) return undefined;
    throw error;
  }
}
