/** Time stamps as people keep them: the file as it came, or its bytes as text in a message. */
import { claimOf } from './claim.ts';

/** Returns the DER of the answer in a file: as it is, or as base64, however its lines are broken. */
export function stampBytes(kept: Uint8Array): Uint8Array | undefined {
  if (claimOf(kept) !== undefined) return kept;
  const text = Buffer.from(kept).toString('latin1').replaceAll(/\s/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  const decoded = Buffer.from(text, 'base64');
  return claimOf(decoded) === undefined ? undefined : decoded;
}
