/** Time stamps in a sealed store, at any instant: as a run leaves them, or as somebody put them there. */
import { sha256 } from '../../src/evidence/canonical.ts';
import { testHierarchy } from './authority.ts';
import { recordPath, type SealedStore } from './sealed-store.ts';
import { stampAnswer } from './stamps.ts';

export const anchorPath = (seq: number, answer: Uint8Array, chain = 1) =>
  `anchors/${String(chain).padStart(3, '0')}-${String(seq).padStart(12, '0')}-${sha256(answer).slice(0, 8)}.tsr`;

/** What to pin. */
export const testAuthorities = () => [testHierarchy().root.certificate];

/** The DER of a record's signature. */
export function signatureOf(store: SealedStore, seq: number, chain = 1): Buffer {
  const { dsseEnvelope } = JSON.parse(store.text(recordPath(seq, chain))) as {
    dsseEnvelope: { signatures: readonly { sig: string }[] };
  };
  return Buffer.from(dsseEnvelope.signatures[0]?.sig ?? '', 'base64');
}

/** Returns an authority's answer for a record as it now stands. */
export function stampOf(
  store: SealedStore,
  seq: number,
  at: string | Date,
  { chain = 1, hierarchy = testHierarchy() } = {},
): Buffer {
  return stampAnswer({ hierarchy, signature: signatureOf(store, seq, chain), at: new Date(at) });
}

/** Puts a time stamp of a record beside it. Returns it, as somebody might keep it. */
export function stamp(
  store: SealedStore,
  seq: number,
  at: string | Date = justAfter(store, seq),
  options: Parameters<typeof stampOf>[3] = {},
): Buffer {
  const answer = stampOf(store, seq, at, options);
  store.write(anchorPath(seq, answer, options?.chain), answer);
  return answer;
}

/** Two seconds after a record says that it was written. */
export function justAfter(store: SealedStore, seq: number, chain = 1): Date {
  return new Date(Date.parse(store.statement(seq, chain).predicate.chain.recordedAt) + 2000);
}
