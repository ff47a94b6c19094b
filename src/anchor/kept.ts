/** Time stamps as people keep them: the file as it came, or its bytes in base64 in a message. */
import { claimOf } from './claim.ts';

/** Lines of base64 one below the other, quoted or indented or not; or one value in quotation marks. */
const BLOCKS = /"[A-Za-z0-9+/]+={0,2}"|(?:^[ \t>]*[A-Za-z0-9+/]+={0,2}[ \t]*\r?(?:\n|$(?!\n)))+/gm;

/** No time stamp is shorter, and a document may have any number of short texts. */
const SHORTEST = 200;

/** Returns the DER of the answer in a file: as it is, or the first one that stands in it as base64. */
export function stampBytes(kept: Uint8Array): Uint8Array | undefined {
  if (claimOf(kept) !== undefined) return kept;
  const text = Buffer.from(kept).toString('latin1');
  for (const [block] of text.matchAll(BLOCKS)) {
    if (block.length < SHORTEST) continue;
    const decoded = Buffer.from(block.replaceAll(/[\s>"]/g, ''), 'base64');
    if (claimOf(decoded) !== undefined) return decoded;
  }
  return undefined;
}
