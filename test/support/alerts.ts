/** Records and alerts as they are after some run, to change one thing at a time. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { AlertDocument } from '../../schemas/alert.ts';
import type { Predicate } from '../../schemas/chain.ts';
import type { Condition } from '../../schemas/condition.ts';
import { parseRecord } from '../../src/seal/record.ts';

const CHAIN = resolve(import.meta.dirname, '../golden/store/segment-evidence/v1/golden/chain/001');

/** The first golden record: complete, of the simulated workspace, with no conditions. */
export const goldenPredicate: Predicate = parseRecord(readFileSync(`${CHAIN}/000000000000.sigstore.json`))
  .statement.predicate;

export const AT = '2026-11-22T03:00:04.000Z';

/** Returns a record with these conditions, committed right after it started. */
export function recordWith(
  conditions: readonly Condition[],
  { seq = 0, startedAt = AT }: { readonly seq?: number; readonly startedAt?: string } = {},
): Predicate {
  const { run, chain } = goldenPredicate;
  return {
    ...goldenPredicate,
    conditions: [...conditions],
    run: { ...run, startedAt },
    chain: { ...chain, seq, recordedAt: startedAt },
  };
}

export function conditionOf(changes: Partial<Condition> = {}): Condition {
  return {
    condition: 'token-refused',
    severity: 'critical',
    summary: 'Segment refuses the token: revoked, deleted or mistyped.',
    since: AT,
    ...changes,
  };
}

export const anAlert: AlertDocument = {
  schema: 'segment-evidence/alert/v1',
  id: 'a'.repeat(64),
  condition: 'scope-gap',
  state: 'opened',
  severity: 'high',
  connection: 'acme',
  workspace: { id: '9aQ1Lj62S4bomZKLF4DPqW', slug: 'acme' },
  resource: 'users',
  summary: 'The token may not read users; it needs: Workspace Owner. Since 2026-11-22T03:00:04.000Z.',
  since: AT,
  lastGoodAt: null,
  runId: '00000000-0000-4000-8000-000000000000',
  snapshotPath: 'snapshots/2026/11/22/20261122T030004Z-00000000',
  remediation: 'Give the token the role Workspace Owner.',
};
