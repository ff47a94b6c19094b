/** Reads a record's outside and inside. What is wrong with them is reported, unless a newer version wrote it. */
import type { Statement } from '../../schemas/chain.ts';
import { type NewerRecord, readNewer } from '../seal/newer.ts';
import { type Envelope, readEnvelope } from './envelope.ts';
import { Findings } from './failure.ts';
import type { KeyRing } from './key-ring.ts';
import { outsideFailures } from './newer-record.ts';
import { readStatement } from './statement.ts';

export interface ReadRecord {
  readonly envelope: Envelope;
  /** `undefined` when it has not the form of one. */
  readonly statement: Statement | undefined;
  /** A key that counts has signed it, and this version does not know all of it. */
  readonly newer: NewerRecord | undefined;
}

/** Returns the parts of a record; `undefined` when there is no payload to be had. */
export async function readRecordParts(
  bytes: Buffer,
  key: string,
  ring: KeyRing,
  findings: Findings,
): Promise<ReadRecord | undefined> {
  const outside = new Findings();
  const inside = new Findings();
  const envelope = readEnvelope(bytes, key, outside);
  const statement = envelope === undefined ? undefined : readStatement(envelope.payload, key, inside);
  const isWhole = outside.failures.length + inside.failures.length === 0;
  const newer = isWhole ? undefined : await readNewer(bytes, await ring.trusted());
  if (newer === undefined) for (const found of [outside, inside]) findings.take(found);
  else findings.take({ failures: outsideFailures(newer, outside.failures), notes: outside.notes });
  return envelope === undefined ? undefined : { envelope, statement, newer };
}
