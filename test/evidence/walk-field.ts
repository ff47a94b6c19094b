/** One field of a record through the walk, and all that came of it. */
import * as z from 'zod';
import { compilePolicy } from '../../schemas/policy.ts';
import { DriftTally } from '../../src/evidence/drift.ts';
import { createFingerprinter } from '../../src/evidence/fingerprint.ts';
import { RecordWalk } from '../../src/evidence/record-walk.ts';
import { RedactionTally } from '../../src/evidence/redact.ts';
import { SecretSet } from '../../src/evidence/secret-set.ts';

export const fingerprints = createFingerprinter(Buffer.from('a fingerprint key for tests, long enough'));
export const of = (context: Parameters<typeof fingerprints.of>[0], text: string) =>
  fingerprints.of(context, text);
export const withheld = (type: string, bytes: string) => ({
  $type: type,
  $fingerprint: of('segment/setting', bytes),
});

export function walk(field: z.ZodType, value: unknown) {
  const tally = new RedactionTally('r');
  const secrets = new SecretSet();
  const record = new RecordWalk({ fingerprints, tally, secrets, drift: new DriftTally() });
  const kept = record.visit(compilePolicy(z.object({ f: field })), { f: value }, '/data') as {
    readonly f?: unknown;
  };
  const listed = tally.lines().map(({ pointer, rule, action, count }) => [pointer, rule, action, count]);
  return { kept, listed, secrets: [...secrets.values()], record };
}
